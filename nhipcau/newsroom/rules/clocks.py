"""Days by which something is to be answered. Working days leave out Saturdays, Sundays and the days off that the authority announced."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

SATURDAY = 5


def is_working_day(day: date, *, off: Collection[date], made_up: Collection[date]) -> bool:
    """Whether offices work on ``day``. ``made_up`` are Saturdays and Sundays worked in exchange for a day off."""
    return day in made_up or (day.weekday() < SATURDAY and day not in off)


def after_working_days(start: date, days: int, *, off: Collection[date], made_up: Collection[date]) -> date:
    """The day on which ``days`` working days after ``start`` are over. The day of asking does not count (Bộ luật Dân sự 2015, Điều 147)."""
    day, left = start, days
    while left > 0:
        day += timedelta(days=1)
        left -= is_working_day(day, off=off, made_up=made_up)
    return day


def due_day(start: date, amount: int, unit: str, *, off: Collection[date], made_up: Collection[date]) -> date:
    """When a clock of ``amount`` ``unit`` ("hour", "working_day", "calendar_day") that begins on ``start`` runs out."""
    if unit == "working_day":
        return after_working_days(start, amount, off=off, made_up=made_up)
    return start + timedelta(days=amount if unit == "calendar_day" else -(-amount // 24))
