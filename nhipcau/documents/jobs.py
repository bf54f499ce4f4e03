"""Reading in the background. Thin: the actions decide. A job may be run again at any point without harm."""

from __future__ import annotations

import tempfile
from pathlib import Path
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from nhipcau.documents.actions.intake import (
    LOST_AFTER,
    fail_intake,
    note_progress,
    refuse_intake,
    start_intake,
)
from nhipcau.documents.actions.taking_in import take_in
from nhipcau.documents.models import Document, Intake
from nhipcau.documents.rules import read
from nhipcau.documents.rules.secrecy import find_secrecy_mark
from nhipcau.ports.extraction import Extraction, ExtractionError, extract_isolated


@task()
def read_intake(pk: str) -> None:
    """Read one file that was brought in. Does nothing when it is finished or another worker has it."""
    row = Intake.objects.filter(pk=UUID(pk)).first()
    taken = start_intake(row) if row else None
    if taken is not None:
        _read(taken)


def _read(intake: Intake) -> Document | None:
    try:
        got = _extract(intake)
    except ExtractionError as fault:
        fail_intake(
            intake, code=fault.code, message=_(fault.message) % fault.params if fault.params else _(fault.message)
        )
        return None
    if find_secrecy_mark(got.text) is not None:
        refuse_intake(intake)
        return None
    if not note_progress(intake, done=1, total=1):
        fail_intake(intake, code="stopped", message=_("Reading was stopped."))
        return None
    return take_in(intake, text=got.text, reading=read(got.text), kind=got.kind, by=intake.by)


def _extract(intake: Intake) -> Extraction:
    with tempfile.NamedTemporaryFile(prefix="nhipcau-", suffix=Path(intake.name).suffix[:8]) as copy:
        with intake.held.open("rb") as held:
            for chunk in held.chunks():
                copy.write(chunk)
        copy.flush()
        note_progress(intake, done=0, total=0)

        def on_page(done: int, total: int) -> None:
            note_progress(intake, done=done, total=total)

        def should_stop() -> bool:
            return Intake.objects.filter(pk=intake.pk, stop_asked=True).exists()

        return extract_isolated(Path(copy.name), name=intake.name, on_page=on_page, should_stop=should_stop)


def enqueue(intake: Intake) -> None:
    """Put an intake in line for the worker."""
    read_intake.enqueue(str(intake.pk))


def read_now(intake: Intake) -> Document | None:
    """Read at once in this process: for the command line and the first start."""
    taken = start_intake(intake)
    return _read(taken) if taken else None


def recover() -> int:
    """Put in line again what a killed worker left, and what never got a job. Answers how many."""
    now = timezone.now()
    lost = Q(beat_at__isnull=True, begun_at__lt=now - LOST_AFTER) | Q(beat_at__lt=now - LOST_AFTER)
    rows = list(Intake.objects.filter(lost, state__in=Intake.OPEN))
    for row in rows:
        enqueue(row)
    return len(rows)
