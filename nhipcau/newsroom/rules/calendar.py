"""The plan of a month: its days and weeks, and what is still wanting of its quotas. Plain Python."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Month:
    """A month. ``weeks`` begin on Monday and hold only the month's own days."""

    year: int
    month: int

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    def days(self) -> list[date]:
        """All its days."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    def weeks(self) -> list[tuple[date, ...]]:
        """Its days by week."""
        found: list[list[date]] = []
        for day in self.days():
            if not found or day.weekday() == 0:
                found.append([])
            found[-1].append(day)
        return [tuple(week) for week in found]

    def shifted(self, months: int) -> Month:
        """The month so many months later (or earlier)."""
        at = self.year * 12 + self.month - 1 + months
        return Month(at // 12, at % 12 + 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


def read_month(text: str, today: date) -> Month:
    """``2026-11``, or the month of ``today`` for anything else."""
    year, dash, month = text.partition("-")
    if dash and year.isdecimal() and month.isdecimal() and 1 <= int(month) <= 12 and 1900 <= int(year) <= 2999:
        return Month(int(year), int(month))
    return Month(today.year, today.month)


@dataclass(frozen=True, slots=True)
class Gap:
    """How much of a quota (a column's pieces a month in a language) is planned and public."""

    column: int
    language: str
    wanted: int
    planned: int
    public: int

    @property
    def missing(self) -> int:
        """How many are not even planned."""
        return max(self.wanted - self.planned, 0)


@dataclass(frozen=True, slots=True)
class Planned:
    """A slot of the month: its column, and language → whether the page is public in it."""

    column: int
    languages: Mapping[str, bool]


def gaps_of(quotas: Mapping[tuple[int, str], int], slots: Iterable[Planned]) -> list[Gap]:
    """Each quota (column, language) → wanted, against the month's slots, in the quotas' order."""
    rows = list(slots)
    return [
        Gap(
            column, language, wanted,
            sum(slot.column == column and language in slot.languages for slot in rows),
            sum(slot.column == column and slot.languages.get(language, False) for slot in rows),
        )
        for (column, language), wanted in quotas.items()
    ]  # fmt: skip
