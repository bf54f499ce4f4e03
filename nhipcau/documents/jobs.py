"""Reading in the background. Thin: the actions decide. A job may be run again at any point without harm.

What django-tasks does when a worker is killed: the job's row stays RUNNING for ever and nobody takes it up. So the
truth is the intake's own state: ``recover`` puts in line again whatever is open, unheld and has no job waiting.
"""

from __future__ import annotations

import logging
import time
from pathlib import Path
from uuid import UUID

from django.utils.translation import gettext as _
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from nhipcau.documents.actions.intake import fail_intake, is_held, refuse_intake, start_intake
from nhipcau.documents.actions.sweeping import sweep_quarantine
from nhipcau.documents.actions.taking_in import take_in
from nhipcau.documents.models import Document, Intake
from nhipcau.documents.rules import read
from nhipcau.documents.rules.secrecy import find_secrecy_mark
from nhipcau.ports.extraction import Extraction, ExtractionError, Stopped, extract_isolated

log = logging.getLogger("nhipcau.documents")
BEAT_EVERY = 2.0
"""Seconds between two signs of life while a page takes long."""


@task()
def read_intake(pk: str) -> None:
    """Read one file that was brought in. Does nothing when it is finished or another worker has it."""
    row = Intake.objects.filter(pk=UUID(pk)).first()
    if row is not None:
        read_now(row)


def enqueue(intake: Intake) -> None:
    """Put an intake in line for the worker."""
    read_intake.enqueue(str(intake.pk))


def read_now(intake: Intake) -> Document | None:
    """Read at once in this process: for the worker, the command line and the first start."""
    taken = start_intake(intake)
    return _read(taken) if taken else None


def _read(intake: Intake) -> Document | None:
    try:
        got = _extract(intake)
        if find_secrecy_mark(got.text) is not None:
            refuse_intake(intake)
            return None
        Intake.objects.filter(pk=intake.pk).beat(state=Intake.State.READING)
        if _is_to_stop(intake):
            raise Stopped
        return take_in(intake, text=got.text, reading=read(got.text), kind=got.kind, by=intake.by)
    except ExtractionError as fault:
        fail_intake(intake, code=fault.code, message=words_of(fault))
    except FileNotFoundError:
        fail_intake(intake, code="gone", message=_("The file is no longer in quarantine. Bring it again."))
    except Exception:
        log.exception("reading intake %s failed", intake.pk)
        words = _("Reading failed for a reason that the program does not know. The server's log says more.")
        fail_intake(intake, code="unexpected", message=words)
    return None


def words_of(fault: ExtractionError) -> str:
    """The fault in the language of the one who asks."""
    words = _(fault.message)
    return words % fault.params if fault.params else words


def _is_to_stop(intake: Intake) -> bool:
    return Intake.objects.filter(pk=intake.pk, stop_asked=True).exists()


def _extract(intake: Intake) -> Extraction:
    """In a child process, straight from quarantine: no second copy that a killed worker could leave behind."""
    row = Intake.objects.filter(pk=intake.pk)
    last = time.monotonic()

    def on_page(done: int, total: int) -> None:
        nonlocal last
        row.beat(done_parts=done, all_parts=total)
        last = time.monotonic()

    def should_stop() -> bool:
        nonlocal last
        if time.monotonic() - last < BEAT_EVERY:
            return False
        row.beat()
        last = time.monotonic()
        return _is_to_stop(intake)

    path = Path(intake.held.path)
    if not path.exists():
        raise FileNotFoundError
    name = f"file{Path(intake.name).suffix[:8]}"
    return extract_isolated(path, name=name, on_page=on_page, should_stop=should_stop)


def recover() -> int:
    """Put in line again what a killed worker left, and what never got a job; sweep the quarantine. Answers how many.

    Safe at any time and in any number of processes: a job too many finds nothing to do.
    """
    sweep_quarantine()
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=read_intake.module_path)
    waiting = {args["args"][0] for args in ready.values_list("args_kwargs", flat=True)}
    rows = [
        row for row in Intake.objects.filter(state__in=Intake.OPEN).order_by("begun_at")
        if str(row.pk) not in waiting and not is_held(row)
    ]  # fmt: skip
    for row in rows:
        enqueue(row)
    return len(rows)
