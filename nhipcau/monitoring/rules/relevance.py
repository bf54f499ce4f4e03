"""How much an article matters to the province, and why: words and places, never who wrote it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from nhipcau.monitoring.rules.places import Gazetteer

TITLE_COUNTS = 2
"""A word in the title counts as much as this many in the text."""
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class RelevanceRule:
    """``by_place``: it is met by any place of the province; else by one of ``words``. ``topic``: id of the label it gives."""

    name: str
    points: int
    words: tuple[str, ...] = ()
    by_place: bool = False
    topic: int | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that was met, its points and the words or places that met it."""

    rule: str
    points: int
    found: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """The sum, why, the labels, and the places of the province that are named."""

    points: int
    reasons: tuple[Reason, ...]
    topics: tuple[int, ...]
    places: tuple[str, ...]
    in_province: bool


def judge(title: str, text: str, rules: Iterable[RelevanceRule], gazetteer: Gazetteer) -> Judgement:
    """Weigh one article."""
    named = [gazetteer.read(line) for line in (title, *text.splitlines()) if line.strip() or line is title]
    places = list(dict.fromkeys(name for one in named for name in one.places))
    head, body = _plain(title), _plain(text)
    reasons: list[Reason] = []
    topics: list[int] = []
    for rule in rules:
        if rule.by_place:
            found, loud = tuple(places), bool(named[0].places)
        else:
            hits = [(word, _has(head, word)) for word in rule.words if _has(head, word) or _has(body, word)]
            found, loud = tuple(word for word, _title in hits), any(in_head for _word, in_head in hits)
        if found:
            reasons.append(Reason(rule.name, rule.points * (TITLE_COUNTS if loud else 1), found[:6]))
            if rule.topic is not None and rule.topic not in topics:
                topics.append(rule.topic)
    return Judgement(sum(r.points for r in reasons), tuple(reasons), tuple(topics), tuple(places), bool(places))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


@lru_cache(maxsize=5_000)
def _pattern(word: str) -> tuple[str, re.Pattern[str]]:
    plain = " ".join(_plain(word).split())
    return plain, re.compile(rf"(?<!\w){re.escape(plain)}(?!\w)")


def _has(text: str, word: str) -> bool:
    plain, pattern = _pattern(word)
    return bool(plain) and plain in text and pattern.search(text) is not None


def telling_words(kept: Sequence[str], dropped: Sequence[str], *, most: int = 12) -> tuple[str, ...]:
    """Pairs of words that stand in many titles people kept and in few they dropped: proposals for a rule, no more."""
    ours, theirs = (Counter(pair for title in titles for pair in _pairs(title)) for titles in (kept, dropped))
    enough = max(2, len(kept) // 50)
    scored = [
        (count / (1 + theirs[pair]) ** 2, pair)
        for pair, count in ours.items()
        if count >= enough and count > 2 * theirs[pair]
    ]
    return tuple(pair for _score, pair in sorted(scored, key=lambda row: (-row[0], row[1]))[:most])


def _pairs(title: str) -> set[str]:
    words = _WORD.findall(_plain(title))
    return {f"{a} {b}" for a, b in pairwise(words)}
