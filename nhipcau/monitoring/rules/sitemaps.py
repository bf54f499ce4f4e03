"""Sitemaps and news sitemaps (sitemaps.org 0.9, Google's news extension). Entities are never expanded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from lxml import etree

from nhipcau.monitoring.rules.feeds import BadFeed, FeedEntry

MOST = 2_000
LARGEST = 10_000_000


@dataclass(frozen=True, slots=True)
class Sitemap:
    """``entries``: the newest first. ``children``: further sitemaps that it names, the newest first."""

    entries: tuple[FeedEntry, ...]
    children: tuple[str, ...]


def read_sitemap(content: bytes) -> Sitemap:
    """The sitemap in ``content``, as far as it can be read. Raises BadFeed: empty, too_large, not_a_sitemap."""
    if len(content) > LARGEST:
        raise BadFeed("too_large")
    if not content.strip():
        raise BadFeed("empty")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(content, parser=parser)
    except (etree.LxmlError, ValueError) as fault:
        raise BadFeed("not_a_sitemap") from fault
    if root is None or _name(root) not in ("urlset", "sitemapindex"):
        raise BadFeed("not_a_sitemap")
    rows = [entry for node in root for entry in [_entry(node)] if entry.link][: MOST * 10]
    rows.sort(key=lambda entry: entry.published or datetime.min.replace(tzinfo=UTC), reverse=True)
    if _name(root) == "sitemapindex":
        return Sitemap((), tuple(row.link for row in rows[:MOST]))
    return Sitemap(tuple(rows[:MOST]), ())


def _name(node: etree._Element) -> str:
    """Without its namespace, whether that was declared or (in an ill-formed file) not."""
    return node.tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(node.tag, str) else ""


def _entry(node: etree._Element) -> FeedEntry:
    said: dict[str, str] = {}
    for child in node.iter():
        name = _name(child)
        if name in ("loc", "lastmod", "publication_date", "title") and child.text and name not in said:
            said[name] = " ".join(child.text.split())
    link = said.get("loc", "")
    return FeedEntry(
        said.get("title", ""), link, _moment(said.get("publication_date") or said.get("lastmod", "")), link
    )


def _moment(said: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(said)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
