"""What a feed holds: RSS of every age, Atom, RDF, JSON Feed; well formed or not. Entities declared in a feed are never expanded."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from time import struct_time
from typing import Any

import feedparser

LARGEST = 10_000_000
MOST = 2_000
"""Entries of one feed that are read."""
_DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_LOOKS_LIKE_PAGE = re.compile(rb"^\s*(?:<!doctype html|<html)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One item. What the feed does not say is an empty string or None; no author is read."""

    title: str
    link: str
    published: datetime | None
    id: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed and its entries, in the feed's order."""

    title: str
    entries: tuple[FeedEntry, ...]


class BadFeed(ValueError):
    """Nothing of a feed could be read. ``code``: empty, too_large, page, not_a_feed, broken_json, not_a_sitemap, no_links."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_feed(content: bytes, *, content_type: str = "") -> Feed:
    """The feed in ``content``. Raises BadFeed; anything less than hopeless is read as far as it goes."""
    if len(content) > LARGEST:
        raise BadFeed("too_large")
    if not content.strip():
        raise BadFeed("empty")
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return _json_feed(content)
    if _LOOKS_LIKE_PAGE.match(content):
        raise BadFeed("page")
    return _xml_feed(content, content_type)


def _xml_feed(content: bytes, content_type: str) -> Feed:
    headers = {"content-type": content_type} if content_type else {}
    try:
        found = feedparser.parse(
            io.BytesIO(_without_entities(content)), response_headers=headers, sanitize_html=False
        )
    except Exception as fault:  # a parser that stumbles over one feed must not stop the others
        raise BadFeed("not_a_feed") from fault
    if not found.entries and not found.get("version") and not found.feed:
        raise BadFeed("not_a_feed")
    return Feed(_said(found.feed, "title"), tuple(_entry(entry) for entry in found.entries[:MOST]))


def _without_entities(content: bytes) -> bytes:
    """The document type's own declarations are cut out: no entity of the feed's making is there to expand."""
    head = content[:100_000]
    if b"<!ENTITY" not in head.upper():
        return content
    return _DOCTYPE.sub(b"", head, count=1) + content[100_000:]


def _entry(entry: Mapping[str, Any]) -> FeedEntry:
    link = _said(entry, "link") or next((_said(one, "href") for one in entry.get("links", ()) if one.get("href")), "")
    when = next(
        (entry.get(name) for name in ("published_parsed", "created_parsed", "updated_parsed") if entry.get(name)),
        None,
    )
    return FeedEntry(_said(entry, "title"), link, _moment(when), _said(entry, "id") or link)


def _said(holder: Mapping[str, Any], name: str) -> str:
    value = holder.get(name)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _moment(when: struct_time | None) -> datetime | None:
    if when is None:
        return None
    try:
        return datetime(*when[:6], tzinfo=UTC)
    except (ValueError, TypeError, OverflowError):
        return None


def _json_feed(content: bytes) -> Feed:
    try:
        found = json.loads(content.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as fault:
        raise BadFeed("broken_json") from fault
    if not isinstance(found, dict) or not isinstance(found.get("items"), list):
        raise BadFeed("not_a_feed")
    items = [item for item in found["items"][:MOST] if isinstance(item, dict)]
    return Feed(_said(found, "title"), tuple(_json_entry(item) for item in items))


def _json_entry(item: dict[str, Any]) -> FeedEntry:
    link = _said(item, "url") or _said(item, "external_url")
    key = item.get("id")
    return FeedEntry(
        title=_said(item, "title"),
        link=link,
        published=_iso(item.get("date_published") or item.get("date_modified")),
        id=str(key) if isinstance(key, (str, int, float)) and str(key) else link,
    )


def _iso(said: object) -> datetime | None:
    if not isinstance(said, str):
        return None
    try:
        moment = datetime.fromisoformat(said.strip())
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
