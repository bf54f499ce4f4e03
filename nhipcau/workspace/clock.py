"""What the worker does by itself: pick up lost jobs, and once a minute ask each room what the day brings."""

from __future__ import annotations

from nhipcau.documents import jobs as documents
from nhipcau.duties import jobs as duties
from nhipcau.people.permissions import today
from nhipcau.planning import jobs as planning
from nhipcau.work import jobs as work


def recover() -> None:
    """Take up again what a killed worker left half done. Safe to call at any time."""
    documents.recover()
    duties.reconcile()


def tend() -> None:
    """Give work that plans call for, open periods, leave notices, send digests for today. Each is idempotent."""
    planning.tend(on=today())
    work.tend(on=today())
