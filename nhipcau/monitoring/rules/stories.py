"""Whether two articles tell one story in the same words: copies that are cut, reordered, given another title.

A text is the set of its runs of four syllables, as numbers. Two are the same where most of the shorter one's runs stand in the longer.
An index keeps one run in eight, chosen by its number and so the same in every text, and finds by one in thirty-two.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from array import array
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

RUN = 4
SAME = 0.57
"""Share of the shorter text's runs that the other must have."""
KEPT_OF, DOOR_OF, FEWEST = 8, 32, 12
FEW_DOORS = 16
"""By so many kept runs, the first in one order, a text with fewer doors is found: half of a short article would else share none with it."""
MARGIN, WIDE_MARGIN, FEW_KEPT = 0.25, 0.45, 24
"""How far the likeness of the kept runs may lie below that of all; and how far where one of the two has few of them."""
COMMON = 400
"""Articles that may share a run before it says nothing (slogans, footers)."""
_WORD = re.compile(r"\w+")
_MASK = (1 << 61) - 1


@lru_cache(maxsize=200_000)
def _number(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "surrogatepass")) + 1


def runs(text: str) -> frozenset[int]:
    """The runs of ``text``, each as one number; a text shorter than a run has one run, an empty one none."""
    numbers = [_number(word) for word in _WORD.findall(unicodedata.normalize("NFC", text).lower())]
    if not numbers:
        return frozenset()
    if len(numbers) < RUN:
        numbers += [0] * (RUN - len(numbers))
    a, b, c = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9
    return frozenset(
        ((w * a) ^ (x * b) ^ (y * c) ^ (z * 0x27D4EB2F165667C5)) & _MASK
        for w, x, y, z in zip(numbers, numbers[1:], numbers[2:], numbers[3:], strict=False)
    )


def likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """The share of the shorter's runs that stand in the longer: 0 nothing, 1 wholly contained."""
    fewer = min(len(one), len(other))
    return len(one & other) / fewer if fewer else 0.0


@dataclass(frozen=True, slots=True)
class Match:
    """An article of the index and how much of the shorter text the two share."""

    key: str
    likeness: float


class StoryIndex:
    """Articles by some of their runs. Holds numbers only, no text: about 2.5 kB an article of the usual length."""

    def __init__(self) -> None:
        self._holders: dict[int, list[str] | None] = {}
        self._kept: dict[str, array[int]] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def add(self, key: str, text_runs: frozenset[int]) -> None:
        """Keep an article; one with the same key is replaced."""
        self.remove(key)
        kept = kept_of(text_runs)
        self._kept[key] = array("Q", kept)
        for run in doors_of(kept):
            holders = self._holders.setdefault(run, [])
            if holders is None:
                continue
            holders.append(key)
            if len(holders) > COMMON:
                self._holders[run] = None

    def remove(self, key: str) -> None:
        """Forget an article; nothing happens where it is not there."""
        for run in doors_of(frozenset(self._kept.pop(key, ()))):
            holders = self._holders.get(run)
            if holders and key in holders:
                holders.remove(key)

    def nearest(
        self, text_runs: frozenset[int], *, runs_of: Callable[[str], frozenset[int]] | None = None
    ) -> Match | None:
        """The article most like this one, if any is near enough to be the same story.

        ``runs_of`` gives all runs of an article by its key (from its stored text); with it the few candidates are compared in full, without
        it by the runs that are kept, which may err by a tenth.
        """
        kept = kept_of(text_runs)
        shared = Counter(holder for run in doors_of(kept) for holder in self._holders.get(run) or ())
        best: Match | None = None
        for holder, _many in shared.most_common(8):
            found = likeness(kept, frozenset(self._kept[holder]))
            if runs_of is not None and may_be_same(kept, frozenset(self._kept[holder])):
                found = likeness(text_runs, runs_of(holder))
            if found >= SAME and (best is None or found > best.likeness):
                best = Match(holder, found)
        return best


def may_be_same(kept: frozenset[int], other: frozenset[int]) -> bool:
    """Whether two articles are so near by their kept runs that comparing them in full is worth it."""
    margin = WIDE_MARGIN if min(len(kept), len(other)) < FEW_KEPT else MARGIN
    return likeness(kept, other) >= SAME - margin


def kept_of(text_runs: Iterable[int]) -> frozenset[int]:
    """One run in eight, by which articles are compared; of a short text the dozen that any other would choose first."""
    every = frozenset(text_runs)
    kept = frozenset(run for run in every if run % KEPT_OF == 0)
    return kept if len(kept) >= FEWEST else frozenset(sorted(every, key=lambda run: (run % KEPT_OF, run))[:FEWEST])


def doors_of(kept: frozenset[int]) -> frozenset[int]:
    """Of these one in four, under which the article is found; of a short text the few that any other would choose first."""
    doors = frozenset(run for run in kept if run % DOOR_OF == 0)
    if len(doors) >= FEW_DOORS:
        return doors
    return frozenset(sorted(kept, key=lambda run: (run % DOOR_OF, run))[:FEW_DOORS])
