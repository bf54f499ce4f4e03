"""The words that an index holds and in how many entries each stands: for weights, beginnings of words and slips of the hand."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Mapping

_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
MOST_NEIGHBOURS = 8
MOST_BEGINNINGS = 60


class Vocabulary:
    """``df``: folded word, number or concept → in how many entries it stands; ``size``: how many entries there are."""

    def __init__(self, df: Mapping[str, int], *, size: int) -> None:
        self.df = df
        self.size = max(size, 1)
        self._sorted: list[str] | None = None

    def __contains__(self, token: object) -> bool:
        return token in self.df

    def weight(self, token: str) -> float:
        """The inverse document frequency, never below a twentieth."""
        many = self.df.get(token, 0)
        return max(0.05, math.log((self.size - many + 0.5) / (many + 0.5) + 1))

    def beginning(self, start: str) -> list[str]:
        """Words that begin with ``start``, the most frequent first; itself not among them."""
        if self._sorted is None:
            self._sorted = sorted(word for word in self.df if word[:1] not in "#@")
        words: list[str] = []
        for at in range(bisect_left(self._sorted, start), len(self._sorted)):
            if not self._sorted[at].startswith(start):
                break
            if self._sorted[at] != start:
                words.append(self._sorted[at])
        words.sort(key=lambda word: (-self.df[word], word))
        return words[:MOST_BEGINNINGS]

    def neighbours(self, word: str) -> list[str]:
        """Words one slip away (a letter more, less, other, or two changed over), the most frequent first."""
        if len(word) < 3:
            return []
        near = {other for other in _one_slip(word) if other in self.df and other != word}
        return sorted(near, key=lambda other: (-self.df[other], other))[:MOST_NEIGHBOURS]


def _one_slip(word: str) -> Iterator[str]:
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in _LETTERS:
            yield before + letter + after
            if after:
                yield before + letter + after[1:]
