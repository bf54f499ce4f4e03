"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). RSS and Atom are written by Django."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Item:
    """One story of a feed. ``text`` is plain; ``image`` an absolute address with its media type."""

    url: str
    title: str
    summary: str
    text: str
    language: str
    published: datetime
    updated: datetime
    author: str = ""
    tags: tuple[str, ...] = ()
    image: str = ""
    image_type: str = ""
    image_size: int = 0


@dataclass(frozen=True, slots=True)
class Channel:
    """A feed: what it is of, where the page for people is, where it stands itself."""

    title: str
    description: str
    language: str
    home: str
    address: str
    author: str
    icon: str = ""


def json_feed(channel: Channel, items: Iterable[Item]) -> dict[str, Any]:
    """The feed as JSON Feed 1.1."""
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1", "title": channel.title, "home_page_url": channel.home,
        "feed_url": channel.address, "description": channel.description, "language": channel.language,
        "authors": [{"name": channel.author}], "items": [_item(item) for item in items],
    }  # fmt: skip
    if channel.icon:
        feed["icon"] = channel.icon
    return feed


def _item(item: Item) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": item.url, "url": item.url, "title": item.title, "summary": item.summary, "content_text": item.text or item.summary,
        "date_published": item.published.isoformat(), "date_modified": item.updated.isoformat(), "language": item.language,
    }  # fmt: skip
    if item.author:
        told["authors"] = [{"name": item.author}]
    if item.tags:
        told["tags"] = list(item.tags)
    if item.image:
        told["image"] = item.image
    return told
