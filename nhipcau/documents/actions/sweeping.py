"""Erasing what a killed process left in quarantine: files that no intake names."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from nhipcau.documents.models import Intake
from nhipcau.people.models import Staff
from nhipcau.people.trail import record

LEFT_AFTER = timedelta(minutes=10)
"""A file younger than this may belong to an upload whose row is being written just now."""


@transaction.atomic
def sweep_quarantine(*, by: Staff | None = None) -> int:
    """Erase files that no intake names. Answers how many; their names go nowhere."""
    storage = Intake._meta.get_field("held").storage
    try:
        names = [f"quarantine/{name}" for name in storage.listdir("quarantine")[1]]
    except FileNotFoundError:
        return 0
    named = set(Intake.objects.filter(held__in=names).values_list("held", flat=True))
    gone = 0
    for name in set(names) - named:
        if storage.get_modified_time(name) < timezone.now() - LEFT_AFTER:
            storage.delete(name)
            gone += 1
    if gone:
        record(by, "documents.sweep_quarantine", files=gone)
    return gone
