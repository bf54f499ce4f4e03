"""A file on its way in: received, refused, retried, stopped. Nothing that bears a secrecy mark is stored.

The trail cannot be erased, so it never hears the name or the hash of a file before the file is known to be clean.
"""

from __future__ import annotations

import hashlib
import uuid
from datetime import timedelta
from pathlib import Path

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.documents import liveness
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

LOOK_LIMITS = Limits(seconds=20, pages=400)
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
    given = name.strip() or _("pasted text")
    return receive_upload(text.encode("utf-8"), name=given if given.endswith(".txt") else f"{given}.txt", by=by)


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
            text = _text_layer(content, kind or "")
    except ExtractionError:
        return False
    return find_secrecy_mark(text) is not None


def _text_layer(content: bytes, kind: str) -> str:
    """Taken out in a child from a file in quarantine, gone afterwards. A scan is given up at its first page."""
    storage = Intake._meta.get_field("held").storage
    held = storage.save(f"quarantine/look-{uuid.uuid4().hex}.{kind}", ContentFile(content))
    begun: list[int] = []

    def on_page(done: int, total: int) -> None:
        if done < total:
            begun.append(done)

    try:
        return extract_isolated(
            Path(storage.path(held)), name=f"file.{kind}", limits=LOOK_LIMITS, on_page=on_page,
            should_stop=lambda: bool(begun),
        ).text  # fmt: skip
    finally:
        storage.delete(held)


@transaction.atomic
def _note_refusal(*, by: Staff | None) -> None:
    record(by, "documents.refused_secrecy")


@transaction.atomic
def _keep(content: bytes, *, name: str, by: Staff | None) -> Intake:
    sha256 = hashlib.sha256(content).hexdigest()
    document = Document.objects.filter(source__sha256=sha256).defer("text").first()
    if document is not None:
        raise AlreadyHere(_("This file is already in the library: %(document)s.") % {"document": document},
                          document=document)  # fmt: skip
    waiting = Intake.objects.filter(sha256=sha256).exclude(state=Intake.State.DONE).first()
    if waiting is not None and waiting.state in Intake.OPEN:
        raise AlreadyHere(_("This file is already on its way in."), intake=waiting)
    if waiting is not None:
        return _again(waiting, by=by)
    intake = Intake(name=Path(name).name[:255], sha256=sha256, size=len(content), by=by)
    intake.held.save(f"{intake.pk}.bin", ContentFile(content), save=False)
    try:
        with transaction.atomic():
            intake.save(force_insert=True)
    except IntegrityError as fault:  # two people brought it at the same moment
        intake.held.delete(save=False)
        raise AlreadyHere(_("This file is already on its way in.")) from fault
    record(by, "documents.receive", intake=str(intake.pk))
    return intake


@transaction.atomic
def start_intake(intake: Intake, *, by: Staff | None = None) -> Intake | None:
    """Take the intake for this worker. None where another has it and is alive, or it is finished."""
    row = Intake.objects.select_for_update().filter(pk=intake.pk).first()
    if row is None or row.state not in Intake.OPEN or is_held(row):
        return None
    row.state, row.attempts = Intake.State.EXTRACTING, row.attempts + 1
    row.beat_at, row.holder = timezone.now(), liveness.me()
    row.save(update_fields=["state", "attempts", "beat_at", "holder"])
    record(by, "documents.start_intake", intake=str(row.pk), attempt=row.attempts)
    return row


def is_held(intake: Intake) -> bool:
    """Whether a worker has it and may still be alive."""
    if intake.state == Intake.State.WAITING or intake.beat_at is None:
        return False
    return intake.beat_at > timezone.now() - LOST_AFTER and liveness.may_live(intake.holder)


@transaction.atomic
def fail_intake(intake: Intake, *, code: str, message: str, by: Staff | None = None) -> None:
    """Note why no reading came of it. The file is kept for another try. What is finished stays as it is."""
    row = Intake.objects.select_for_update().filter(pk=intake.pk, state__in=Intake.OPEN).first()
    if row is None:
        return
    row.state = Intake.State.STOPPED if code == "stopped" else Intake.State.FAILED
    row.fault_code, row.fault, row.stop_asked = code[:60], message, False
    row.save(update_fields=["state", "fault_code", "fault", "stop_asked"])
    record(by, "documents.intake_failed", note=code, intake=str(row.pk))


@transaction.atomic
def refuse_intake(intake: Intake, *, by: Staff | None = None) -> None:
    """Erase an upload in whose words a mark was found after all: its row, then its file. Only the fact stays.

    A worker killed between the two leaves a file that no row names; ``sweep`` erases it.
    """
    held = intake.held
    if not Intake.objects.filter(pk=intake.pk).delete()[0]:
        return
    record(by, "documents.refused_secrecy")
    transaction.on_commit(lambda: held.delete(save=False))


@transaction.atomic
def retry_intake(intake: Intake, *, by: Staff) -> Intake:
    """Put a failed or stopped intake in line again. Raises NotAllowed."""
    require(by, "documents.take_in")
    row = Intake.objects.select_for_update().get(pk=intake.pk)
    return _again(row, by=by) if row.state in (Intake.State.FAILED, Intake.State.STOPPED) else row


def _again(row: Intake, *, by: Staff | None) -> Intake:
    row.state, row.fault, row.fault_code, row.beat_at = Intake.State.WAITING, "", "", None
    row.stop_asked, row.done_parts, row.all_parts, row.by = False, 0, 0, by or row.by
    row.save()
    record(by, "documents.retry_intake", intake=str(row.pk))
    return row


@transaction.atomic
def stop_intake(intake: Intake, *, by: Staff) -> Intake:
    """Ask the worker to stop; what nobody is reading stops at once. Raises NotAllowed."""
    require(by, "documents.take_in")
    row = Intake.objects.select_for_update().get(pk=intake.pk)
    if row.state not in Intake.OPEN:
        return row
    if is_held(row):
        row.stop_asked = True
    else:
        row.state, row.fault_code = Intake.State.STOPPED, "stopped"
        row.fault = _("Reading was stopped.")
    row.save(update_fields=["state", "fault_code", "fault", "stop_asked"])
    record(by, "documents.stop_intake", intake=str(row.pk))
    return row
