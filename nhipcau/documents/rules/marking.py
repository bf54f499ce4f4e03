"""A text cut at the edges of the items read in it, so that a page can mark each item's exact place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Place:
    """An item and where it stands, ``[start, end)`` in the text. ``key`` is ``KIND-ID``."""

    key: str
    start: int
    end: int
    is_shown: bool = True
    """False for a rejected item: its place is known, but not coloured."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text with the items that cover it, in the order they were given, and the kinds to colour."""

    text: str
    keys: tuple[str, ...]
    kinds: tuple[str, ...] = ()


def segments(text: str, places: Iterable[Place]) -> list[Segment]:
    """The whole of ``text``, cut wherever an item begins or ends. Places outside the text are cut to it."""
    begins: dict[int, list[Place]] = {}
    ends: dict[int, list[Place]] = {}
    edges = {0, len(text)}
    for place in places:
        start, end = max(0, min(place.start, len(text))), max(0, min(place.end, len(text)))
        if start < end:
            begins.setdefault(start, []).append(place)
            ends.setdefault(end, []).append(place)
            edges |= {start, end}
    covering: dict[Place, None] = {}
    out: list[Segment] = []
    for at, after in pairwise(sorted(edges)):
        for place in ends.get(at, ()):
            covering.pop(place, None)
        for place in begins.get(at, ()):
            covering[place] = None
        keys = dict.fromkeys(place.key for place in covering)
        kinds = dict.fromkeys(place.key.partition("-")[0] for place in covering if place.is_shown)
        out.append(Segment(text[at:after], tuple(keys), tuple(kinds)))
    return out


def find_words(text: str, words: str) -> tuple[int, int] | None:
    """Where ``words`` stand in ``text``, however its lines are broken; None where they don't or stand twice."""
    pieces = words.split()
    if not pieces:
        return None
    found = list(re.finditer(r"\s+".join(map(re.escape, pieces)), text))
    return found[0].span() if len(found) == 1 else None
