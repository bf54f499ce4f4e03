"""What was heard, put right by what the site speaks of.

A recogniser writes what it thinks it heard; its small errors are of sound (``sáp`` / ``sắp``). Words that stand side by side in the site's own
texts are likelier to have been said than words that never do. The cheapest way through (Viterbi) from what was heard to what may have been
said weighs both: each syllable costs what it sounds away, each step what it is unlikely. A step that the site knows not costs the same
whatever the words are, so nothing is changed for being unknown, only for a known neighbour.
"""

from __future__ import annotations

import heapq
import itertools
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from nhipcau.search.rules.scripts import tokens_of
from nhipcau.search.rules.sounds import Sound, distance, sound_of

MOST = 4
"""Readings that are offered."""
UNLIKELY = 7.0
"""Cost of a step between two words that stand nowhere side by side."""
BY_SOUND = 20.0
"""Cost of a syllable that sounds like nothing of what was heard; nearer ones cost their share."""
NEAREST, WITHIN = 12, 0.45
LOWER = 1.6
"""Cost of each place further down in the recogniser's own order."""
_RARE = 2.0
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class _Said:
    key: str
    shown: str
    cost: float


class Phrases:
    """Which words stand side by side in ``texts``, and how they are written there."""

    def __init__(self, texts: Iterable[str]) -> None:
        forms: dict[str, Counter[str]] = {}
        self._pairs: Counter[tuple[str, str]] = Counter()
        for text in texts:
            tokens = list(tokens_of(text))
            for token in tokens:
                forms.setdefault(token.exact, Counter())[text[token.start : token.end]] += 1
            self._pairs.update(itertools.pairwise(token.exact for token in tokens))
        self._firsts: Counter[str] = Counter()
        for (first, _second), many in self._pairs.items():
            self._firsts[first] += many
        self._shown = {key: counts.most_common(1)[0][0] for key, counts in forms.items()}
        self._sounds = [(sound, key) for key in forms if (sound := sound_of(key)) is not None]
        self._near: dict[Sound, list[tuple[float, str]]] = {}

    def step(self, first: str, second: str) -> float:
        """Cost of ``second`` after ``first``, at most UNLIKELY."""
        together = self._pairs.get((first, second), 0)
        if not together:
            return UNLIKELY
        return min(UNLIKELY, -math.log(together / (self._firsts[first] + _RARE)))

    def near(self, sound: Sound) -> list[tuple[float, str]]:
        """Words of the site that sound like it: (distance, exact key), the nearest first."""
        if sound not in self._near:
            all_near = ((far, key) for other, key in self._sounds if (far := distance(sound, other)) <= WITHIN)
            self._near[sound] = heapq.nsmallest(NEAREST, all_near)
        return self._near[sound]

    def shown(self, key: str) -> str:
        """As the site writes the word most often."""
        return self._shown[key]


def readings_of(heard: Sequence[str], site: Phrases | None) -> list[str]:
    """At most MOST readings, the likeliest first: what was heard put right, and as it was heard. Never empty if ``heard`` is not."""
    if site is None:
        return list(heard[:MOST])
    right = [
        (cost + LOWER * at, text) for at, reading in enumerate(heard) for cost, text in [put_right(reading, site)]
    ]
    best = [text for _cost, text in sorted(right, key=lambda one: one[0])]
    seen: dict[str, str] = {}
    for text in [best[0], heard[0], *best[1:], *heard[1:]] if best else []:
        seen.setdefault(" ".join(token.exact for token in tokens_of(text)), text)
    return list(seen.values())[:MOST]


Judge = Callable[[str], float]
"""How well the site answers a query: higher is better."""


def judged(readings: Sequence[str], judge: Judge | None) -> list[str]:
    """The reading that the site answers best comes first, the earlier of equals; the others stay in order."""
    if judge is None or len(readings) < 2:
        return list(readings)
    worth = [judge(reading) for reading in readings]
    best = max(range(len(readings)), key=lambda at: (worth[at], -at))
    return [readings[best], *readings[:best], *readings[best + 1 :]]


def put_right(reading: str, site: Phrases) -> tuple[float, str]:
    """(cost a word, the reading with the words that were likely said)."""
    tokens = list(tokens_of(reading))
    if not tokens:
        return 0.0, reading
    ways: list[tuple[float, list[_Said]]] = [(0.0, [])]
    for token in tokens:
        written = reading[token.start : token.end]
        ways = [_cheapest(said, ways, site) for said in _may_be(token.exact, written, site)]
    cost, said = min(ways, key=lambda way: way[0])
    parts, at = [], 0
    for token, word in zip(tokens, said, strict=True):
        parts += [reading[at : token.start], word.shown]
        at = token.end
    return cost / len(tokens), "".join([*parts, reading[at:]])


def _cheapest(said: _Said, ways: list[tuple[float, list[_Said]]], site: Phrases) -> tuple[float, list[_Said]]:
    def whole(way: tuple[float, list[_Said]]) -> float:
        return way[0] + said.cost + (site.step(way[1][-1].key, said.key) if way[1] else 0.0)

    best = min(ways, key=whole)
    return whole(best), [*best[1], said]


def _may_be(key: str, written: str, site: Phrases) -> list[_Said]:
    """The word as heard, and the site's words that sound like it."""
    sound = sound_of(key)
    others = site.near(sound) if sound else []
    return [
        _Said(key, written, 0.0),
        *(_Said(other, site.shown(other), BY_SOUND * far) for far, other in others if other != key),
    ]
