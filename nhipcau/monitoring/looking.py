"""Looking at one source: fetch, read, say what was found or what is wrong. Touches no table: runs in threads."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass

from nhipcau.monitoring.actions.mails import StuckNumber
from nhipcau.monitoring.actions.sources import Look
from nhipcau.monitoring.mailbox import look_into_mailbox
from nhipcau.monitoring.models import Source
from nhipcau.monitoring.rules.feeds import LARGEST, BadFeed, FeedEntry, read_feed
from nhipcau.monitoring.rules.listings import read_listing
from nhipcau.monitoring.rules.sitemaps import read_sitemap
from nhipcau.ports.fetching import Answer, Ask, Bounds, Fetcher, FetchError

BOUNDS = Bounds(size=LARGEST, seconds=15, connect_seconds=5)
CHILDREN = 3
"""Of a sitemap index so many of the newest sitemaps are read."""
ACCEPT = {
    Source.Kind.FEED: "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5",
    Source.Kind.SITEMAP: "application/xml, text/xml, */*;q=0.5",
    Source.Kind.PAGE: "text/html, application/xhtml+xml, */*;q=0.5",
}


@dataclass(frozen=True, slots=True)
class Place:
    """What a thread needs to know of a source."""

    pk: int
    kind: str
    url: str
    etag: str
    last_modified: str
    pattern: str
    stuck: tuple[StuckNumber, ...] = ()

    @classmethod
    def of(cls, source: Source, stuck: tuple[StuckNumber, ...] = ()) -> Place:
        """From the row; ``stuck`` are the mails of a mailbox that could not be read before."""
        return cls(source.pk, source.kind, source.url, source.etag, source.last_modified, source.link_pattern, stuck)


def look_at(place: Place, *, by: Fetcher) -> Look:
    """Never raises: whatever goes wrong with one source is told of it alone."""
    try:
        if place.kind == Source.Kind.MAILBOX:
            post = look_into_mailbox(place.url, place.etag, stuck=place.stuck)
            return Look(place.pk, post.entries, etag=post.mark, mails=post.tried, fault_code=post.fault_code)
        asked = Ask(place.url, place.etag, place.last_modified, ACCEPT[Source.Kind(place.kind)])
        answer = by.fetch(asked, BOUNDS)
        if answer.is_unchanged:
            return Look(place.pk, is_unchanged=True, moved_to=answer.moved_to)
        entries = _entries(place, answer, by)
        return Look(place.pk, entries, etag=answer.etag, last_modified=answer.last_modified, moved_to=answer.moved_to)
    except FetchError as fault:
        return Look(place.pk, fault_code=fault.code, fault_detail=fault.detail, retry_after=fault.retry_after)
    except BadFeed as fault:
        return Look(place.pk, fault_code=fault.code)
    except Exception as fault:  # one odd source must not stop the others; its row says what happened
        return Look(place.pk, fault_code="unexpected", fault_detail=type(fault).__name__)


def _entries(place: Place, answer: Answer, by: Fetcher) -> tuple[FeedEntry, ...]:
    if place.kind == Source.Kind.FEED:
        return read_feed(answer.content, content_type=answer.content_type).entries
    if place.kind == Source.Kind.PAGE:
        return read_listing(answer.content, url=answer.url, pattern=place.pattern)
    read = read_sitemap(_unpacked(answer.content))
    found = list(read.entries)
    for child in read.children[:CHILDREN]:
        try:
            found += read_sitemap(_unpacked(by.fetch(Ask(child), BOUNDS).content)).entries
        except (FetchError, BadFeed):
            continue
    if place.pattern:
        found = [entry for entry in found if place.pattern in entry.link]
    return tuple(found)


def _unpacked(content: bytes) -> bytes:
    """A ``.xml.gz``, which servers send as it lies there; no more of it than a sitemap may have."""
    if not content.startswith(b"\x1f\x8b"):
        return content
    opened = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        got = opened.decompress(content, LARGEST + 1)
    except (zlib.error, gzip.BadGzipFile, EOFError) as fault:
        raise BadFeed("not_a_sitemap") from fault
    return got
