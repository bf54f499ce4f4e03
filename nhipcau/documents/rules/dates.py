"""Dates as Vietnamese documents print them."""

from __future__ import annotations

import calendar
import re
from datetime import date

DATE = (
    r"(?:\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{4}"
    r"|\d{1,2}\s+tháng\s+\d{1,2}(?:\s+năm\s+|\s*[/.\-]\s*)\d{4}"
    r"|\d{1,2}\s*/\s*\d{1,2}\s+năm\s+\d{4})"
)
_NUMBERS = re.compile(r"\d+")
_QUARTERS = {"I": 3, "II": 6, "III": 9, "IV": 12, "1": 3, "2": 6, "3": 9, "4": 12}


def as_date(printed: str) -> date | None:
    """The first day, month and year in ``printed``; None where they are no date."""
    numbers = [int(n) for n in _NUMBERS.findall(printed)[:3]]
    if len(numbers) < 3:
        return None
    day, month, year = numbers
    try:
        return date(year, month, day)
    except ValueError:
        return None


_YEAR = re.compile(r"\d{4}")
_BY_DAY = re.compile(
    rf"(?:trước|chậm\s+nhất(?:\s+là)?(?:\s+đến)?|xong\s+trước)(?:\s+ngày)?\s+({DATE})", re.IGNORECASE
)
_UNTIL = re.compile(rf"(?:hạn\s+cuối(?:\s+là)?(?:\s+ngày)?)\s+({DATE})", re.IGNORECASE)
_BY_MONTH = re.compile(r"(?:trong|cuối|hết|trước\s+cuối)\s+tháng\s+(\d{1,2})\s*(?:/|năm|-)\s*(\d{4})", re.IGNORECASE)
_BY_QUARTER = re.compile(r"(?:cuối|trong|hết|trước)\s+quý\s+(I{1,3}|IV|[1-4])\s*(?:/|năm|-)\s*(\d{4})", re.IGNORECASE)
_BY_YEAR = re.compile(r"(?:trong|hết|cuối)\s+năm\s+(\d{4})", re.IGNORECASE)


def deadline_in(text: str) -> date | None:
    """The day by which ``text`` wants something done: the last day of the month, quarter or year it names.

    A day without a year is no date, and a stretch of years ("giai đoạn 2021-2025") is no deadline.
    """
    if _YEAR.search(text) is None:
        return None
    for pattern in (_BY_DAY, _UNTIL):
        if found := pattern.search(text):
            return as_date(found.group(1))
    if found := _BY_MONTH.search(text):
        return _month_end(int(found.group(2)), int(found.group(1)))
    if found := _BY_QUARTER.search(text):
        return _month_end(int(found.group(2)), _QUARTERS[found.group(1).upper()])
    if found := _BY_YEAR.search(text):
        return _month_end(int(found.group(1)), 12)
    return None


def _month_end(year: int, month: int) -> date | None:
    if not (1 <= month <= 12 and 1 <= year <= 9999):
        return None
    return date(year, month, calendar.monthrange(year, month)[1])
