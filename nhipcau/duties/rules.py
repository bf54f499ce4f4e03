"""Thinking about duties: which topics and function they belong to, and who answers for them on a day."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Words:
    """Something that is recognised by words: a topic by its keywords, a function by its name."""

    key: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """On ``on_date`` the work of office ``before`` went to office ``after`` (ids)."""

    before: int
    after: int
    on_date: date


@dataclass(frozen=True, slots=True)
class Holding:
    """Office ``office`` holds function ``function`` from ``since`` through ``until`` (None: open)."""

    function: int
    office: int
    since: date | None
    until: date | None

    def holds_on(self, day: date) -> bool:
        """Whether the period holds ``day``."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Ground:
    """What is known of offices over time."""

    changes: tuple[Change, ...] = ()
    holdings: tuple[Holding, ...] = ()


def fold(text: str) -> str:
    """``text`` in NFC, without case and with single spaces. Accents stay: ``đầu tư`` is not ``dau tu``."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip().casefold()


def _says(folded: str, word: str) -> bool:
    wanted = fold(word)
    return bool(wanted) and re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", folded) is not None


def propose_topics(text: str, topics: Iterable[Words]) -> tuple[str, ...]:
    """Keys of the topics whose keywords stand in ``text`` as whole words, those with most hits first."""
    folded = fold(text)
    hits = [(sum(_says(folded, word) for word in topic.words), topic.key) for topic in topics]
    return tuple(key for count, key in sorted(hits, key=lambda h: (-h[0], h[1])) if count)


def propose_function(text: str, title: str, functions: Iterable[Words]) -> str | None:
    """The function a duty belongs to: named in its words, else in the document's title; None when neither.

    Where several are named the longest name wins: it is the narrower field.
    """
    known = list(functions)
    for place in (fold(text), fold(title)):
        named = [(max(len(w) for w in f.words if _says(place, w)), f.key)
                 for f in known if any(_says(place, w) for w in f.words)]  # fmt: skip
        if named:
            return max(named)[1]
    return None


def successors(office: int, ground: Ground, on: date) -> tuple[int, ...]:
    """Who does on ``on`` what ``office`` did: itself where nothing became of it, else all living ends."""
    ends: list[int] = []
    seen: set[int] = set()
    stack = [office]
    while stack:
        here = stack.pop()
        if here in seen:
            continue
        seen.add(here)
        after = [c.after for c in ground.changes if c.before == here and c.on_date <= on]
        if after:
            stack.extend(reversed(after))
        else:
            ends.append(here)
    return tuple(ends)


def predecessors(office: int, ground: Ground, on: date) -> frozenset[int]:
    """``office`` and all whose work had come to it by ``on``."""
    found, frontier = {office}, {office}
    while frontier:
        frontier = {c.before for c in ground.changes if c.after in frontier and c.on_date <= on} - found
        found |= frontier
    return frozenset(found)


def answering(
    office: int, ground: Ground, *, on: date, function: int | None = None, then: date | None = None
) -> tuple[int, ...]:
    """Who answers on ``on`` for what was asked of ``office`` on ``then`` (None: on ``on``).

    Where the duty belongs to a function that the office held ``then``, the function's holder of ``on`` answers;
    otherwise the office's successors.
    """
    if function is not None:
        held = [h for h in ground.holdings if h.function == function]
        if any(h.office == office and h.holds_on(then or on) for h in held):
            today = tuple(dict.fromkeys(h.office for h in held if h.holds_on(on)))
            if today:
                return today
    return successors(office, ground, on)


_HOLDERS = re.compile(
    r"^(?:trách nhiệm của |đề nghị |yêu cầu |giao )?"
    r"(?:(?:phó )?(?:giám đốc|chủ tịch|thủ trưởng|trưởng ban|trưởng|người đứng đầu|cục trưởng|bí thư) "
    r"|chánh (?=văn phòng|thanh tra))"
)


@dataclass(frozen=True, slots=True)
class Named:
    """An office or a group with all forms of its name."""

    key: str
    names: tuple[str, ...]


def match_printed(printed: str, known: Sequence[Named]) -> str | None:
    """The key of the one in ``known`` that ``printed`` names, office-holders ("Giám đốc Sở …") read as their
    office; None where there is no one or more than one."""
    wanted = _bare(printed)
    hits = {named.key for named in known if any(_bare(name) == wanted for name in named.names)}
    return hits.pop() if len(hits) == 1 else None


def _bare(name: str) -> str:
    folded = fold(name).strip(" .,;:")
    folded = folded.replace("uỷ ban", "ủy ban")
    folded = re.sub(r"\bubnd\b", "ủy ban nhân dân", folded)
    folded = _HOLDERS.sub("", folded)
    return re.sub(r"^(?:các|những) ", "", folded)
