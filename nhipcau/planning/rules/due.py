"""The day by which plans are due, read from the row of the legal clock."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = re.compile(
    r"(?P<before>trước\s+)?(?:ngày\s+)?(?P<day>\d{1,2})\s*/\s*(?P<month>\d{1,2})(?!\s*/?\s*\d)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Due:
    """``on`` and whether it is what the clock says (else it is our own proposal because that day has passed)."""

    on: date
    is_by_clock: bool


def due_day(year: int, *, opened_on: date, note: str = "", amount: int | None = None) -> Due:
    """When the estimate of ``year`` is due: a day of the year before, as the clock's ``note`` prints it.

    "Lập dự toán trước ngày 10/7" is 9 July: "trước" leaves the day itself out. Where the row gives ``amount``
    instead, it is that many calendar days from the opening. Where neither can be read, or the day has passed, thirty
    days from the opening are proposed.
    """
    printed = _DAY.search(note)
    if printed:
        try:
            day = date(year - 1, int(printed["month"]), int(printed["day"]))
        except ValueError:
            day = None
        if day is not None:
            due = day - timedelta(days=1) if printed["before"] else day
            if due >= opened_on:
                return Due(due, True)
    if amount is not None and not printed:
        return Due(opened_on + timedelta(days=amount), True)
    return Due(opened_on + timedelta(days=30), False)
