"""What a page says beside its article: the main picture, whether it is behind a paywall; and the article's first sentences."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from nhipcau.monitoring.rules.links import absolute

HEAD = 300_000
_META = re.compile(rb"<meta\b[^>]{0,3000}>", re.IGNORECASE)
_PICTURE = re.compile(
    rb"""(?:property|name|itemprop)\s*=\s*["']?(?:og:image(?::secure_url|:url)?|twitter:image)["'\s/>]""",
    re.IGNORECASE,
)
_CONTENT = re.compile(rb"""content\s*=\s*(?:"([^"]{1,2000})"|'([^']{1,2000})')""", re.IGNORECASE)
_CLOSED = re.compile(
    rb"""isAccessibleForFree["']\s*:\s*["']?\s*false|content_tier["']\s+content\s*=\s*["'](?:locked|metered)""",
    re.IGNORECASE,
)
_CLOSED_WORDS = (b"isAccessibleForFree", b"content_tier")
"""Looked for first: searching for the pattern itself is slow."""
_ENDS = re.compile(r"(?<=[.!?…])[\"”’)]?\s+(?=[\"“‘(]?[A-ZÀ-ỸĐ0-9])")
_SHORT = ("tp.", "ts.", "ths.", "gs.", "pgs.", "ubnd.", "tx.", "tt.", "mr.", "mrs.", "dr.", "st.", "no.")


def picture_of(content: bytes, *, url: str) -> str:
    """The address of the page's main picture; "" where it names none."""
    for match in _META.finditer(content, 0, HEAD):
        meta = match.group()
        if _PICTURE.search(meta) and (found := _CONTENT.search(meta)):
            said = (found.group(1) or found.group(2)).decode("utf-8", "replace")
            if address := absolute(html.unescape(said), base=url):
                return address
    return ""


def is_closed(content: bytes) -> bool:
    """Whether the page says of itself that its text is for subscribers (schema.org ``isAccessibleForFree``)."""
    return any(_CLOSED.match(content, at) for word in _CLOSED_WORDS for at in _places_of(word, content))


def _places_of(word: bytes, content: bytes) -> Iterator[int]:
    at = content.find(word, 0, HEAD)
    while at >= 0:
        yield at
        at = content.find(word, at + 1, HEAD)


def lead_of(text: str, *, most: int = 320) -> str:
    """The first sentences of an article that fit in ``most`` letters: two lines of a digest. Never cuts a word."""
    kept = ""
    for sentence in _sentences(text):
        longer = f"{kept} {sentence}".strip()
        if len(longer) > most:
            break
        kept = longer
        if len(kept) > most * 0.55:
            break
    if kept:
        return kept
    cut = " ".join(text.split())[:most]
    return f"{cut.rpartition(' ')[0]}…" if " " in cut and len(cut) == most else cut


def _sentences(text: str) -> list[str]:
    found: list[str] = []
    for line in text.splitlines()[:8]:
        words = " ".join(line.split())
        for piece in _ENDS.split(words):
            if found and found[-1].lower().endswith(_SHORT):
                found[-1] = f"{found[-1]} {piece}"
            elif piece.strip():
                found.append(piece.strip())
    return [sentence for sentence in found if len(sentence) > 25]
