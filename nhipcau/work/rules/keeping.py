"""How long a dossier is kept: the day from which it is taken out, by the rule's days."""

from __future__ import annotations

from datetime import date, timedelta


def counts_from(*, closed_on: date | None, year: int) -> date:
    """The day of the decision or withdrawal; what was never closed counts from the end of its year."""
    return closed_on or date(year, 12, 31)


def is_over(*, closed_on: date | None, year: int, days: int, on: date) -> bool:
    """Whether a dossier has been kept for its ``days`` on ``on``."""
    return counts_from(closed_on=closed_on, year=year) + timedelta(days=days) < on
