"""The words that an index holds and in how many entries each stands: for weights, beginnings of words and slips of the hand."""

from __future__ import annotations

import math
from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping

_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
MOST_NEIGHBOURS = 8
MOST_BEGINNINGS = 60
MOST_KEPT = 5_000
"""Words whose neighbours are remembered."""


class Vocabulary:
    """``df``: folded word, number or concept → in how many entries it stands; ``size``: how many entries there are."""

    def __init__(self, df: Mapping[str, int], *, size: int) -> None:
        self.df = df
        self.size = max(size, 1)
        self._sorted: list[str] | None = None
        self._near: dict[str, list[str]] = {}

    @classmethod
    def of(cls, counts: Mapping[str, int], *, size: int) -> Vocabulary:
        """Of counts in which words that are no more stand with zero."""
        return cls({token: many for token, many in counts.items() if many > 0}, size=size)

    def changed(self, counts: Mapping[str, int], *, size: int) -> Vocabulary:
        """The same with ``counts`` in place of what stood there; zero takes a word out. This one stays as it is."""
        df = dict(self.df)
        new = [word for word, many in counts.items() if many > 0 and word not in df]
        gone = {word for word, many in counts.items() if many <= 0 and word in df}
        df.update((word, many) for word, many in counts.items() if many > 0)
        for word in gone:
            del df[word]
        other = Vocabulary(df, size=size)
        if self._sorted is not None:
            other._sorted = [word for word in self._sorted if word not in gone] if gone else list(self._sorted)
            for word in new:
                if word[:1] not in "#@":
                    insort(other._sorted, word)
        return other

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

    def neighbours(self, word: str, *, most: int = MOST_NEIGHBOURS) -> list[str]:
        """Words one slip away (a letter more, less, other, or two changed over), the most frequent first."""
        if len(word) < 3:
            return []
        if word not in self._near:
            if len(self._near) >= MOST_KEPT:
                self._near.clear()
            near = {other for other in _one_slip(word) if other in self.df and other != word}
            self._near[word] = sorted(near, key=lambda other: (-self.df[other], other))
        return self._near[word][:most]


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
