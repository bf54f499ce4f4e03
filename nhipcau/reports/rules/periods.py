"""Periods of a report as people write them: ``2024``, ``2024-Q1``, ``2024-H2``, ``2024-05``."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date


class BadPeriod(ValueError):
    """The words name no period. The message says which forms there are."""


@dataclass(frozen=True, slots=True)
class ReportPeriod:
    """First and last day, and the name in Vietnamese."""

    start: date
    end: date
    label: str


_FORM = re.compile(r"(\d{4})(?:-(?:Q([1-4])|H([12])|(\d{2})))?", re.IGNORECASE)


def parse_period(words: str) -> ReportPeriod:
    """Raises BadPeriod."""
    found = _FORM.fullmatch(words.strip())
    if found is None:
        raise BadPeriod(words)
    year, quarter, half, month = int(found[1]), found[2], found[3], found[4]
    if not 1900 <= year <= 2200 or (month and not 1 <= int(month) <= 12):
        raise BadPeriod(words)
    if quarter:
        first = 3 * int(quarter) - 2
        return _months(year, first, first + 2, f"quý {('I', 'II', 'III', 'IV')[int(quarter) - 1]} năm {year}")
    if half:
        first = 1 if half == "1" else 7
        return _months(year, first, first + 5, f"6 tháng {'đầu' if half == '1' else 'cuối'} năm {year}")
    if month:
        return _months(year, int(month), int(month), f"tháng {int(month)} năm {year}")
    return _months(year, 1, 12, f"năm {year}")


def _months(year: int, first: int, last: int, label: str) -> ReportPeriod:
    return ReportPeriod(date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]), label)


_MONTHS_OF = {"month": 1, "quarter": 3, "half": 6, "interim": 6, "year": 12, "final": 12}


def period_at(occasion: str, day: date) -> ReportPeriod:
    """The period of a report that comes back on ``occasion`` (month, quarter, half, year, interim, final) with ``day`` in it.

    Raises KeyError for one that does not come back.
    """
    months = _MONTHS_OF[occasion]
    number = (day.month - 1) // months + 1
    words = {1: f"{day.year}-{number:02d}", 3: f"{day.year}-Q{number}", 6: f"{day.year}-H{number}", 12: str(day.year)}
    return parse_period(words[months])


def free_period(start: date, end: date) -> ReportPeriod:
    """From day to day. Raises BadPeriod where the end lies before the start."""
    if end < start:
        raise BadPeriod(f"{start} {end}")
    return ReportPeriod(start, end, f"từ {start:%d/%m/%Y} đến {end:%d/%m/%Y}")
