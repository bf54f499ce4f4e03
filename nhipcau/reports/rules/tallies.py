"""From when on a duty is at risk and late: days instead of states, so that a new day needs no counting (ADR 41)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from nhipcau.reports.rules.overview import LAG_DAYS, LAG_PERCENT, SOON_DAYS, Standing


@dataclass(frozen=True, slots=True)
class Falls:
    """The first day at risk and the first day late; None where that never comes. Work that is not open never falls."""

    risky_from: date | None = None
    late_from: date | None = None


@dataclass(frozen=True, slots=True)
class WorkSum:
    """Work of an office or a document that was not called off: all, accepted, overdue. ``key`` is the id of either."""

    key: int
    total: int
    done: int
    late: int


@dataclass(frozen=True, slots=True)
class WorkSums:
    """The work of each leading office, and for each document."""

    offices: tuple[WorkSum, ...]
    documents: tuple[WorkSum, ...]


def falls_of(opens_on: date, due_on: date, percent: int) -> Falls:
    """Of one piece of open work, as it is now: ``risky_from`` ≤ ``due_on`` < ``late_from``."""
    days = LAG_DAYS if percent < LAG_PERCENT else SOON_DAYS
    return Falls(max(opens_on, due_on - timedelta(days=days)), due_on + timedelta(days=1))


def worst(found: Iterable[Falls]) -> Falls:
    """Of several together: the first day on which one is at risk, on which one is late."""
    rows = list(found)
    return Falls(
        min((f.risky_from for f in rows if f.risky_from), default=None),
        min((f.late_from for f in rows if f.late_from), default=None),
    )


def standing_on(falls: Falls, on: date, *, has_work: bool = True) -> Standing:
    """Where it stands on ``on``."""
    if falls.late_from and falls.late_from <= on:
        return Standing.LATE
    if falls.risky_from and falls.risky_from <= on:
        return Standing.AT_RISK
    return Standing.ON_TIME if has_work else Standing.NO_WORK
