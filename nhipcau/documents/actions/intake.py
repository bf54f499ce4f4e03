"""A file on its way in: received, refused, retried, stopped. Nothing that bears a secrecy mark is stored."""

from __future__ import annotations

import hashlib
import tempfile
from datetime import timedelta
from pathlib import Path

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.documents.models import Document, Intake
from nhipcau.documents.rules.secrecy import find_secrecy_mark
from nhipcau.people.models import Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import record
from nhipcau.ports.extraction import (
    ExtractionError,
    Limits,
    TooLarge,
    extract,
    extract_isolated,
    sniff,
)

LOOK_LIMITS = Limits(seconds=20, pages=60)
"""How long the look for a secrecy mark before storing may take; what takes longer waits in quarantine."""
LOST_AFTER = timedelta(seconds=90)


class Refused(Exception):
    """The file bears a secrecy mark. Nothing of it was kept."""


class AlreadyHere(Exception):
    """The same bytes are in the library or on their way. ``document`` or ``intake`` says where."""

    def __init__(self, message: str, *, document: Document | None = None, intake: Intake | None = None) -> None:
        super().__init__(message)
        self.document, self.intake = document, intake


def receive_text(text: str, *, name: str, by: Staff) -> Intake:
    """Pasted text as a file of its own. Raises what ``receive_upload`` raises."""
    return receive_upload(text.encode("utf-8"), name=name or _("pasted text") + ".txt", by=by)


def receive_upload(content: bytes, *, name: str, by: Staff | None) -> Intake:
    """Take a file for reading. ``by`` None is the program at its first start.

    What can be looked into at once is; a scan waits in quarantine until its words are known.
    Raises NotAllowed, Refused, AlreadyHere, and TooLarge before anything is stored.
    """
    if by is not None:
        require(by, "documents.take_in")
    if len(content) > Limits().size:
        raise TooLarge(what=f"{len(content) // 1_000_000} MB")
    if _bears_a_mark(content, name):
        _note_refusal(by=by)
        raise Refused(secrecy_message())
    return _keep(content, name=name, by=by)


def secrecy_message() -> str:
    """What a person is told, without repeating anything of the file."""
    return _(
        "The file bears a secrecy mark (MẬT, TỐI MẬT or TUYỆT MẬT) and was refused. Nothing of it was kept."
        " Documents with state secrets must not be entered here."
    )


def _bears_a_mark(content: bytes, name: str) -> bool:
    """Whether the text layer shows a mark. A file that cannot be looked into yet says no: it goes to quarantine."""
    if find_secrecy_mark(Path(name).stem.replace("_", " ")) is not None:
        return True
    kind = sniff(content)
    if kind in (None, "picture", "doc"):
        return False
    try:
        if kind in ("txt", "html"):
            text = extract(content, name=name, limits=LOOK_LIMITS).text
        else:
            with tempfile.NamedTemporaryFile(prefix="nhipcau-look-", suffix=f".{kind}") as held:
                held.write(content)
                held.flush()
                text = extract_isolated(Path(held.name), name=name, limits=LOOK_LIMITS).text
    except ExtractionError:
        return False
    return find_secrecy_mark(text) is not None


@transaction.atomic
def _note_refusal(*, by: Staff | None) -> None:
    record(by, "documents.refused_secrecy")


@transaction.atomic
def _keep(content: bytes, *, name: str, by: Staff | None) -> Intake:
    sha256 = hashlib.sha256(content).hexdigest()
    document = Document.objects.filter(source__sha256=sha256).first()
    if document is not None:
        raise AlreadyHere(_("This file is already in the library: %(document)s.") % {"document": document},
                          document=document)  # fmt: skip
    waiting = Intake.objects.filter(sha256=sha256).exclude(state=Intake.State.DONE).first()
    if waiting is not None:
        raise AlreadyHere(_("This file is already on its way in."), intake=waiting)
    intake = Intake(name=Path(name).name[:255], sha256=sha256, size=len(content), by=by)
    intake.held.save(f"{intake.pk}.bin", ContentFile(content), save=False)
    try:
        with transaction.atomic():
            intake.save(force_insert=True)
    except IntegrityError as fault:  # two people brought it at the same moment
        intake.held.delete(save=False)
        raise AlreadyHere(_("This file is already on its way in.")) from fault
    record(by, "documents.receive", intake, sha256=sha256)
    return intake


@transaction.atomic
def start_intake(intake: Intake, *, by: Staff | None = None) -> Intake | None:
    """Take the intake for this worker. None where another has it and is alive, or it is finished."""
    row = Intake.objects.select_for_update().get(pk=intake.pk)
    alive = row.beat_at is not None and row.beat_at > timezone.now() - LOST_AFTER
    if row.state not in Intake.OPEN or (row.state != Intake.State.WAITING and alive):
        return None
    row.state, row.attempts, row.beat_at = Intake.State.EXTRACTING, row.attempts + 1, timezone.now()
    row.save(update_fields=["state", "attempts", "beat_at"])
    record(by, "documents.start_intake", row, attempt=row.attempts)
    return row


def note_progress(intake: Intake, *, done: int, total: int) -> bool:
    """A sign of life from the worker, outside the trail: it says nothing that a person did. False when asked to stop."""
    Intake.objects.filter(pk=intake.pk).update(done_parts=done, all_parts=total, beat_at=timezone.now())
    return not Intake.objects.filter(pk=intake.pk, stop_asked=True).exists()


@transaction.atomic
def fail_intake(intake: Intake, *, code: str, message: str, by: Staff | None = None) -> Intake:
    """Note why no reading came of it. The file is kept for another try."""
    state = Intake.State.STOPPED if code == "stopped" else Intake.State.FAILED
    intake.state, intake.fault_code, intake.fault, intake.stop_asked = state, code, message, False
    intake.save(update_fields=["state", "fault_code", "fault", "stop_asked"])
    record(by, "documents.intake_failed", intake, note=code)
    return intake


@transaction.atomic
def refuse_intake(intake: Intake, *, by: Staff | None = None) -> None:
    """Erase an upload in whose words a mark was found after all: the file, its row, its name. Only the fact stays."""
    intake.held.delete(save=False)
    Intake.objects.filter(pk=intake.pk).delete()
    record(by, "documents.refused_secrecy")


@transaction.atomic
def retry_intake(intake: Intake, *, by: Staff) -> Intake:
    """Put a failed or stopped intake in line again. Raises NotAllowed."""
    require(by, "documents.take_in")
    row = Intake.objects.select_for_update().get(pk=intake.pk)
    if row.state in (Intake.State.FAILED, Intake.State.STOPPED):
        row.state, row.fault, row.fault_code, row.beat_at = Intake.State.WAITING, "", "", None
        row.stop_asked, row.done_parts, row.all_parts = False, 0, 0
        row.save()
        record(by, "documents.retry_intake", row)
    return row


@transaction.atomic
def stop_intake(intake: Intake, *, by: Staff) -> Intake:
    """Ask the worker to stop; a waiting intake stops at once. Raises NotAllowed."""
    require(by, "documents.take_in")
    row = Intake.objects.select_for_update().get(pk=intake.pk)
    if row.state == Intake.State.WAITING:
        row.state, row.fault_code = Intake.State.STOPPED, "stopped"
        row.fault = _("Reading was stopped.")
    elif row.state in Intake.OPEN:
        row.stop_asked = True
    row.save(update_fields=["state", "fault_code", "fault", "stop_asked"])
    record(by, "documents.stop_intake", row)
    return row
