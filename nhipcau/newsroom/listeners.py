"""Who hears about an office's matters today, and how many days a clock gives."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from nhipcau.duties.queries import ground
from nhipcau.duties.rules import successors
from nhipcau.newsroom.rules.clocks import after_working_days, due_day
from nhipcau.people.models import Holiday, LegalClock, Membership, Staff

FACT_CLOCK = "cung-cap-so-lieu"
"""The rule of the legal clock for giving an official figure to another office. No clock: the asking office names a day."""
ANSWER_DAYS = 5
"""Working days that are proposed where no clock fits."""


def staff_with(roles: Iterable[str], *, on: date, office: int | None = None) -> list[Staff]:
    """Active staff who have one of ``roles`` on ``on``: in ``office`` and in those that do its work now, or anywhere where it is None."""
    places = Membership.objects.on(on).filter(staff__is_active=True, role__in=list(roles))
    if office is not None:
        places = places.filter(office_id__in=[office, *successors(office, ground(), on)])
    return list(Staff.objects.filter(pk__in=places.values("staff_id")).order_by("pk"))


def fact_clock(on: date) -> LegalClock | None:
    """The clock for requests between offices that holds on ``on`` and says how long."""
    rows = LegalClock.objects.filter(rule=FACT_CLOCK, amount__isnull=False).order_by("-valid_from", "-pk")
    return next((row for row in rows if _holds(row, on)), None)


def _holds(clock: LegalClock, on: date) -> bool:
    return (clock.valid_from is None or clock.valid_from <= on) and (clock.valid_to is None or clock.valid_to >= on)


def answer_day(clock: LegalClock | None, on: date) -> date:
    """By when a request made on ``on`` is to be answered."""
    off, made_up = _days_off()
    if clock is None or clock.amount is None:
        return after_working_days(on, ANSWER_DAYS, off=off, made_up=made_up)
    return due_day(on, clock.amount, clock.unit, off=off, made_up=made_up)


def _days_off() -> tuple[frozenset[date], frozenset[date]]:
    rows = list(Holiday.objects.values_list("on_date", "works"))
    return frozenset(day for day, works in rows if not works), frozenset(day for day, works in rows if works)
