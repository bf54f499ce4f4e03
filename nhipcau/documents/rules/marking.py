"""A text cut at the edges of the items read in it, so that a page can mark each item's exact place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Place:
    """An item and where it stands, ``[start, end)`` in the text."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text with the items that cover it, in the order they were given."""

    text: str
    keys: tuple[str, ...]


def segments(text: str, places: Iterable[Place]) -> list[Segment]:
    """The whole of ``text``, cut wherever an item begins or ends. Places outside the text are cut to it."""
    begins: dict[int, list[str]] = {}
    ends: dict[int, list[str]] = {}
    edges = {0, len(text)}
    for place in places:
        start, end = max(0, min(place.start, len(text))), max(0, min(place.end, len(text)))
        if start < end:
            begins.setdefault(start, []).append(place.key)
            ends.setdefault(end, []).append(place.key)
            edges |= {start, end}
    ordered = sorted(edges)
    open_keys: dict[str, None] = {}
    out: list[Segment] = []
    for at, after in pairwise(ordered):
        for key in ends.get(at, ()):
            open_keys.pop(key, None)
        for key in begins.get(at, ()):
            open_keys[key] = None
        out.append(Segment(text[at:after], tuple(open_keys)))
    return out
