"""Offices over time as plain facts: who lived on a day, what became of them, who held what, whom a printed name means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Office:
    """A body that a document may name. An open end is None; both ends of the period count as inside."""

    key: str
    name: str
    short_name: str
    aliases: tuple[str, ...]
    kind: str
    level: str
    parent_key: str
    valid_from: date | None
    valid_to: date | None
    closing_reason: str
    source: str
    verified: bool
    note: str

    @property
    def names(self) -> tuple[str, ...]:
        """Every form in which a document may print it, the full one first."""
        return tuple(name for name in (self.name, self.short_name, *self.aliases) if name)


@dataclass(frozen=True, slots=True)
class Succession:
    """From ``on_date`` on, ``to_key`` does what ``from_key`` did."""

    from_key: str
    to_key: str
    on_date: date
    reason: str
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Holding:
    """A function that an office held from when to when."""

    function_key: str
    office_key: str
    valid_from: date | None
    valid_to: date | None
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Offices addressed together: those of its kinds at its levels, and the members named one by one."""

    key: str
    name: str
    aliases: tuple[str, ...]
    kinds: tuple[str, ...]
    levels: tuple[str, ...]
    member_keys: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Every form in which a document may print it, the full one first."""
        return (self.name, *self.aliases)


class Match(NamedTuple):
    """An office or group that a printed name may mean; ``confidence`` is 0 to 1."""

    key: str
    confidence: float


EXACT, HOLDER, LOCAL, UNACCENTED = 1.0, 0.95, 0.9, 0.6
"""As a name is printed; by its head ("Giám đốc Sở …"); without "tỉnh" or the province; with accents lost in a scan."""


def lives(period: Office | Holding, on: date) -> bool:
    """Whether ``on`` lies within the period, ends included."""
    after_start = period.valid_from is None or period.valid_from <= on
    return after_start and (period.valid_to is None or on <= period.valid_to)


def offices_on(offices: Iterable[Office], on: date) -> list[Office]:
    """Those that exist on ``on``, in the order given."""
    return [office for office in offices if lives(office, on)]


def successors_of(key: str, successions: Iterable[Succession], on: date) -> tuple[str, ...]:
    """Who does on ``on`` what office ``key`` did, through all steps; ``key`` itself where nothing succeeded it.

    An office that ended without a successor thus answers with itself: whether it lives is a question for
    ``offices_on``. Raises nothing on a ring; a ring has no end, so it answers with nothing.
    """
    steps = [step for step in successions if step.on_date <= on]
    ends: dict[str, None] = {}
    seen: set[str] = set()
    waiting = [key]
    while waiting:
        here = waiting.pop(0)
        if here in seen:
            continue
        seen.add(here)
        after = [step.to_key for step in steps if step.from_key == here]
        waiting += after
        if not after:
            ends[here] = None
    return tuple(ends)


def holder_of(function: str, holdings: Iterable[Holding], on: date) -> str | None:
    """Key of the office that holds ``function`` on ``on``; None where the profile knows of none."""
    return next((h.office_key for h in holdings if h.function_key == function and lives(h, on)), None)


def expand_group(group: Group, offices: Iterable[Office], on: date) -> list[Office]:
    """The offices that ``group`` means on ``on``, in the order given."""
    return [
        office for office in offices_on(offices, on)
        if office.key in group.member_keys or (office.kind in group.kinds and office.level in group.levels)
    ]  # fmt: skip


def match_office(printed: str, offices: Iterable[Office], on: date, *, groups: Iterable[Group] = ()) -> list[Match]:
    """The offices living on ``on``, and the groups, that ``printed`` may mean: the surest first, each once.

    Letter case, forms of accents, abbreviations and the titles of office-holders are read alike. A name that
    carries another province's name matches nothing. Below ``LOCAL`` a person should say.
    """
    living = offices_on(offices, on)
    places = _provinces(living)
    known: list[Office | Group] = [*groups, *living]
    wanted = fold(printed)
    named = without_title(wanted)
    local = _without_place(named, places)
    found: dict[str, float] = {}
    for one in known:
        forms = {fold(name) for name in one.names}
        if wanted in forms:
            found[one.key] = EXACT
        elif named in forms:
            found[one.key] = HOLDER
        elif " " in local and local in {_without_place(form, places) for form in forms}:
            found[one.key] = LOCAL
        elif " " in local and _unaccented(local) in {_unaccented(_without_place(form, places)) for form in forms}:
            found[one.key] = UNACCENTED
    return sorted((Match(*pair) for pair in found.items()), key=lambda match: (-match.confidence, match.key))


_OLD_TONES = {
    old: new
    for vowels, olds, news in (("oa", "òóỏõọ", "àáảãạ"), ("oe", "òóỏõọ", "èéẻẽẹ"), ("uy", "ùúủũụ", "ỳýỷỹỵ"))
    for old, new in zip((vowels[0] + b for b in news), (a + vowels[1] for a in olds), strict=True)
}
"""``hoà`` → ``hòa``, ``uỷ`` → ``ủy``: where the vowels end the syllable the tone may sit on either."""
_TONES = re.compile(rf"(?<!q)({'|'.join(_OLD_TONES)})(?!\w)")
_SHORT = (
    (re.compile(r"\bub\s?nd\b"), "ủy ban nhân dân"),
    (re.compile(r"\bhđnd\b"), "hội đồng nhân dân"),
    (re.compile(r"\bmttq\b"), "mặt trận tổ quốc"),
    (re.compile(r"\btp\b\.?\s*"), "thành phố "),
    (re.compile(r"\btx\b\.?\s*"), "thị xã "),
    (re.compile(r"\bvp\b\.?\s*"), "văn phòng "),
    (re.compile(r"\s*&\s*"), " và "),
)


@lru_cache(maxsize=4096)  # the same few hundred names are compared with every printed one
def fold(name: str) -> str:
    """A name in the form in which names are compared: NFC, small letters, short forms written out, one tone rule."""
    text = unicodedata.normalize("NFC", name).casefold()
    text = re.sub(r"\s*[-\u2010-\u2015]\s*", "-", text)
    for pattern, full in _SHORT:
        text = pattern.sub(full, text)
    text = _TONES.sub(lambda hit: _OLD_TONES[hit.group(1)], text)
    text = re.sub(r"\s*,\s*", ", ", text)
    return re.sub(r"\s+", " ", text).strip(" .,;:…-")


_ASKED = re.compile(r"^(?:đề nghị|yêu cầu|giao|trách nhiệm của|kính gửi:?|đồng chí|ông|bà|các đồng chí) ")
_HEADS = re.compile(
    r"^(?:phó )?(?:"
    r"(?:tổng giám đốc|giám đốc|chủ tịch|thủ trưởng|người đứng đầu|lãnh đạo|chủ nhiệm|tổng biên tập|bí thư|viện trưởng) "
    r"|chánh (?=văn phòng|thanh tra)|trưởng (?=ban |đoàn )|(?:bộ|cục|chi cục|tổng cục) trưởng (?=bộ |cục |chi cục |tổng cục )"
    r"|(?:chỉ huy trưởng|tư lệnh) )"
)


def without_title(folded: str) -> str:
    """The office that a folded "giám đốc sở …", "chánh văn phòng …", "thủ trưởng các …" speaks of."""
    before = None
    while before != folded:
        before = folded
        folded = _HEADS.sub("", _ASKED.sub("", folded))
    return folded


def _provinces(living: Sequence[Office]) -> frozenset[str]:
    """Names of the provinces whose committees live: they may be left out of an office's printed name."""
    names = (fold(office.name) for office in living if office.kind == "ubnd" and office.level == "province")
    return frozenset(name.partition(" tỉnh ")[2] for name in names if " tỉnh " in name)


def _without_place(folded: str, provinces: frozenset[str]) -> str:
    folded = re.sub(r"^(?:các|những|toàn thể) ", "", folded)
    for province in provinces:
        folded = folded.removesuffix(f" {province}")
    return re.sub(r"(?: cấp)? tỉnh$", "", folded)


def _unaccented(folded: str) -> str:
    apart = unicodedata.normalize("NFD", folded.replace("đ", "d"))
    return "".join(mark for mark in apart if not unicodedata.combining(mark))
