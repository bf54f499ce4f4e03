"""Periods of recurring work: year, half-year, quarter, month; and the day each is due."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = {"year": 12, "half": 6, "quarter": 3, "month": 1}
_RULE = re.compile(r"end(?P<shift>[+-]\d{1,3})?|(?P<month>\d{2})-(?P<day>\d{2})")


class BadDueRule(ValueError):
    """The words for when a period is due cannot be read."""


@dataclass(frozen=True, slots=True)
class Period:
    """``start`` and ``end`` both belong to it. ``label`` is "2024", "H1/2024", "Q3/2024" or "09/2024"."""

    start: date
    end: date
    label: str


@dataclass(frozen=True, slots=True)
class DueRule:
    """Either ``shift`` calendar days from the period's end, or a fixed ``month`` and ``day``."""

    shift: int = 0
    month: int = 0
    day: int = 0


def period_of(cadence: str, day: date) -> Period:
    """The period of ``cadence`` (year | half | quarter | month) that holds ``day``. Raises KeyError otherwise."""
    months = _MONTHS[cadence]
    index = (day.month - 1) // months
    start = date(day.year, index * months + 1, 1)
    last = start.month + months - 1
    end = date(day.year, last, calendar.monthrange(day.year, last)[1])
    label = {
        "year": f"{day.year}",
        "half": f"H{index + 1}/{day.year}",
        "quarter": f"Q{index + 1}/{day.year}",
        "month": f"{day.month:02}/{day.year}",
    }[cadence]
    return Period(start, end, label)


def periods_open(cadence: str, active_from: date, active_to: date | None, on: date) -> tuple[Period, ...]:
    """Every period that has begun by ``on`` within the recurrence's own days, oldest first."""
    last = on if active_to is None else min(on, active_to)
    found: list[Period] = []
    day = active_from
    while day <= last:
        period = period_of(cadence, day)
        found.append(period)
        day = period.end + timedelta(days=1)
    return tuple(found)


def parse_due_rule(rule: str) -> DueRule:
    """Read ``end``, ``end-10``, ``end+5`` or ``12-20`` (month-day). Raises BadDueRule."""
    match = _RULE.fullmatch(rule.strip())
    if match is None:
        raise BadDueRule(rule)
    if match["month"] is None:
        return DueRule(shift=int(match["shift"] or 0))
    month, day = int(match["month"]), int(match["day"])
    if not (1 <= month <= 12 and 1 <= day <= calendar.monthrange(2024, month)[1]):
        raise BadDueRule(rule)
    return DueRule(month=month, day=day)


def due_date(rule: str, period: Period) -> date:
    """The day a period is due. A month-day is taken in the year the period ends in; it is never before the
    period's start. 29 February becomes the 28th where there is none. Raises BadDueRule."""
    parsed = parse_due_rule(rule)
    if not parsed.month:
        return max(period.start, period.end + timedelta(days=parsed.shift))
    year = period.end.year
    day = min(parsed.day, calendar.monthrange(year, parsed.month)[1])
    due = date(year, parsed.month, day)
    return due if due >= period.start else period.end


def label_parts(label: str) -> tuple[str, str]:
    """("quarter", "3", …) parts of a label, as (cadence, number); ("", "") for one made by hand."""
    for cadence, pattern in (("year", r"\d{4}"), ("half", r"H([12])/\d{4}"), ("quarter", r"Q([1-4])/\d{4}"),
                             ("month", r"(\d{2})/\d{4}")):  # fmt: skip
        match = re.fullmatch(pattern, label)
        if match:
            return cadence, match[1] if match.groups() else ""
    return "", ""
