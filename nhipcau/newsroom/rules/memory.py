"""The translation memory: what was said before, found by how alike the sentences are. Pure; holds its own index.

Two sentences are as alike as 1 − (edit distance in words) / (words of the longer one). To find the best of many thousands in bounded time only
those are looked at that share one of the rarest words (a sentence that is alike enough must), the most promising first, and the search ends
when nothing that remains can be better.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[^\W_]+|[^\w\s]")
MOST_LOOKED_AT = 3_000
"""How many sentences are weighed at most for one question."""


@dataclass(frozen=True, slots=True)
class Match:
    """What was remembered under ``key``: ``score`` in 0..1, 1 being the same sentence but for case and spaces."""

    key: int
    score: float


def words_of(text: str) -> tuple[str, ...]:
    """The words and marks of ``text``, tags left out, in small letters."""
    return tuple(_WORD.findall(_TAG.sub(" ", text).casefold()))


def distance(a: Sequence[str], b: Sequence[str]) -> int:
    """The least number of words to put in, take out or change to make ``b`` of ``a`` (Levenshtein)."""
    if len(a) < len(b):
        a, b = b, a
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))
    return row[-1]


def likeness(a: Sequence[str], b: Sequence[str]) -> float:
    """1 for the same words in the same order, 0 for nothing in common."""
    longer = max(len(a), len(b))
    return 1.0 if not longer else 1 - distance(a, b) / longer


class Memory:
    """Sentences by key, to be asked for the ones most like a new sentence."""

    def __init__(self, sentences: Iterable[tuple[int, str]] = ()) -> None:
        self._words: dict[int, tuple[str, ...]] = {}
        self._sets: dict[int, frozenset[str]] = {}
        self._where: dict[str, set[int]] = {}
        for key, text in sentences:
            self.keep(key, text)

    def __len__(self) -> int:
        return len(self._words)

    def keep(self, key: int, text: str) -> None:
        """Remember ``text`` under ``key``, in place of what was there."""
        self.forget(key)
        words = words_of(text)
        self._words[key], self._sets[key] = words, frozenset(words)
        for word in self._sets[key]:
            self._where.setdefault(word, set()).add(key)

    def forget(self, key: int) -> None:
        """Remember nothing under ``key``."""
        self._words.pop(key, None)
        for word in self._sets.pop(key, ()):
            self._where[word].discard(key)

    def matches(self, text: str, *, limit: int = 4, floor: float = 0.6) -> list[Match]:
        """At most ``limit`` sentences at least ``floor`` like ``text``, the most alike first."""
        words = words_of(text)
        best: list[Match] = []
        for bound, key in self._promising(words, floor):
            if bound < floor or (len(best) == limit and bound <= best[-1].score):
                break
            score = likeness(words, self._words[key])
            if score >= floor:
                best = sorted([*best, Match(key, score)], key=lambda m: (-m.score, m.key))[:limit]
        return best

    def _promising(self, words: Sequence[str], floor: float) -> list[tuple[float, int]]:
        """Keys with how alike they can be at most, the highest first."""
        wanted = Counter(words)
        rarest = sorted(words, key=lambda w: (len(self._where.get(w, ())), w))
        needed = len(words) - math.ceil(floor * len(words)) + 1
        found: set[int] = set()
        for word in dict.fromkeys(rarest[:needed]):
            found |= self._where.get(word, set())
            if len(found) > MOST_LOOKED_AT:
                break
        bounds = []
        mine, length = frozenset(wanted), len(words)
        for key in found:
            other = len(self._words[key])
            longer = max(length, other)
            if min(length, other) >= floor * longer:
                most = min(other, sum(map(wanted.__getitem__, mine & self._sets[key])))
                bounds.append((most / longer, key))
        return sorted(bounds, key=lambda pair: (-pair[0], pair[1]))
