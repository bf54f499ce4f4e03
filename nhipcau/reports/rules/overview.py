"""Where the province's duties stand, judged by dates alone; the figures of leadership's screen as frozen values."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from decimal import Decimal
from enum import StrEnum
from typing import Any

SOON_DAYS = 7
"""Work due within so many days and not handed in puts its duty at risk …"""
LAG_DAYS, LAG_PERCENT = 30, 50
"""… and so does work due within 30 days of which less than half is done."""


class Standing(StrEnum):
    """Where a duty stands on a day, the worst first."""

    LATE = "late"
    AT_RISK = "at_risk"
    ON_TIME = "on_time"
    NO_WORK = "no_work"


ORDER = tuple(Standing)


def standing_of(*, overdue: int, risky: int) -> Standing:
    """Of a duty that has work. Late: a piece of it is overdue. At risk: a piece is risky. On time: the rest."""
    if overdue:
        return Standing.LATE
    return Standing.AT_RISK if risky else Standing.ON_TIME


@dataclass(frozen=True, slots=True)
class Pair:
    """An office's work for one duty, where there is some that was not called off: how much is overdue, how much at risk."""

    duty: int
    office: int
    overdue: int
    risky: int

    @property
    def standing(self) -> Standing:
        """Of the duty in this office."""
        return standing_of(overdue=self.overdue, risky=self.risky)


def standings(duties: Iterable[int], pairs: Iterable[Pair]) -> dict[int, Standing]:
    """Duty → where it stands: the worst over its offices; without a pair nobody was given it."""
    found = dict.fromkeys(duties, Standing.NO_WORK)
    for pair in pairs:
        if pair.duty in found:
            found[pair.duty] = min(found[pair.duty], pair.standing, key=ORDER.index)
    return found


@dataclass(frozen=True, slots=True)
class Count:
    """How many duties stand where; ``query`` narrows the page of rows to them."""

    name: str
    query: str
    late: int = 0
    at_risk: int = 0
    on_time: int = 0
    no_work: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.late + self.at_risk + self.on_time + self.no_work


def count(name: str, query: str, found: Iterable[Standing]) -> Count:
    """Add them up."""
    sums = dict.fromkeys(ORDER, 0)
    for standing in found:
        sums[standing] += 1
    return Count(name, query, **{key.value: n for key, n in sums.items()})


def worst_first(counts: Iterable[Count]) -> tuple[Count, ...]:
    """The most late first, then the most at risk, then the most, then by name."""
    return tuple(sorted(counts, key=lambda c: (-c.late, -c.at_risk, -c.total, c.name)))


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """Đồng of some lines; ``url`` lists them."""

    name: str
    url: str
    planned: Decimal
    committed: Decimal
    paid: Decimal

    @property
    def left(self) -> Decimal:
        """Not committed."""
        return self.planned - self.committed


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, what it counts, where its rows are."""

    label: str
    count: int
    url: str
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A line with its page and a day (ISO 8601, "" where it has none)."""

    text: str
    url: str
    day: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything on the screen on the day ``on`` (ISO 8601). Addresses are those of this site, without its name."""

    on: str
    year: int
    duties: Count
    offices: tuple[Count, ...] = ()
    clauses: tuple[Count, ...] = ()
    topics: tuple[Count, ...] = ()
    work: tuple[Figure, ...] = ()
    money: MoneyRow = field(default_factory=lambda: MoneyRow("", "", Decimal(0), Decimal(0), Decimal(0)))
    money_offices: tuple[MoneyRow, ...] = ()
    reports: tuple[Figure, ...] = ()
    digest: Said | None = None
    headlines: tuple[Said, ...] = ()
    stories: tuple[Said, ...] = ()
    decisions: tuple[Figure, ...] = ()


_PARTS: dict[str, type] = {
    "offices": Count, "clauses": Count, "topics": Count, "work": Figure, "money_offices": MoneyRow, "reports": Figure,
    "headlines": Said, "stories": Said, "decisions": Figure,
}  # fmt: skip


def as_values(overview: Overview) -> dict[str, Any]:
    """Plain JSON: money as text, so that no đồng is lost."""
    return {key: _plain(value) for key, value in asdict(overview).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, (list, tuple)) else value


def from_values(values: Mapping[str, Any]) -> Overview:
    """The overview again. ``from_values(as_values(x)) == x``."""
    parts = {name: tuple(_made(kind, row) for row in values[name]) for name, kind in _PARTS.items()}
    return Overview(
        on=values["on"], year=values["year"], duties=Count(**values["duties"]), money=_made(MoneyRow, values["money"]),
        digest=Said(**values["digest"]) if values["digest"] else None, **parts,
    )  # fmt: skip


def _made(kind: type, row: Mapping[str, Any]) -> Any:
    money = {f.name for f in fields(kind)} & {"planned", "committed", "paid"}
    return kind(**{key: Decimal(value) if key in money else value for key, value in row.items()})


def checksum(values: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of canonical JSON."""
    body = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(body.encode()).hexdigest()
