"""Where words can be cut in two, and which letter of the printed text a letter of the tidied words is."""

from __future__ import annotations

import re
from dataclasses import dataclass

_EDGE = re.compile(r"(?:[;.:,]\s+|\s+(?=và\s|đồng thời\s))")
_SIDE = 40


@dataclass(frozen=True, slots=True)
class Cut:
    """A place to cut: after ``at`` letters of the words, with what stands on either side."""

    at: int
    before: str
    after: str


def cuts(words: str, *, most: int = 40) -> list[Cut]:
    """The places after a stop, semicolon, colon or comma, and before "và" and "đồng thời", in order."""
    found = []
    for edge in _EDGE.finditer(words):
        before, after = words[: edge.end()].strip(), words[edge.end() :].strip()
        if len(before.split()) > 1 and len(after.split()) > 1:
            found.append(Cut(edge.end(), before[-_SIDE:], after[:_SIDE]))
    return found[:most]


def letters(text: str) -> int:
    """How many characters of ``text`` are not spaces: what tidying leaves alone."""
    return sum(not c.isspace() for c in text)


def after_letters(text: str, count: int, *, start: int = 0, end: int | None = None) -> int:
    """The offset in ``text`` just behind the ``count``-th character that is no space, counted from ``start``."""
    at, last = start, len(text) if end is None else end
    while count and at < last:
        count -= not text[at].isspace()
        at += 1
    return at
