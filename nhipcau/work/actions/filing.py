"""Filing evidence. What is filed is frozen; what was filed by mistake is withdrawn by a row of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.documents.models import Document
from nhipcau.duties.models import Duty
from nhipcau.people.models import Office, Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import announce, record
from nhipcau.work.actions.faults import NotNow, reason_given
from nhipcau.work.actions.secrecy import CannotLookInside, bears_secrecy_mark
from nhipcau.work.models import Assignment, Evidence, EvidenceWithdrawal
from nhipcau.work.queries import offices_in
from nhipcau.work.rules.uploads import RefusedUpload, Sealed, seal, statement_hash
from nhipcau.work.signals import evidence_filed

Kind = Evidence.Kind


class EvidenceRefused(Exception):
    """The evidence is not taken; the message says what to do instead."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came: its name on the sender's machine and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Filing:
    """What is said with a piece of evidence. Each kind needs its own: a link ``address``, a file or photo
    ``upload``, a document ``document``, a session ``participants``."""

    office: Office
    kind: str
    title: str
    happened_on: date
    assignment: Assignment | None = None
    duty: Duty | None = None
    address: str = ""
    document: Document | None = None
    participants: int | None = None
    upload: Upload | None = None


def file_evidence(filing: Filing, *, by: Staff, on: date) -> Evidence:
    """File one piece of evidence for an assignment, a duty, or an office alone. Other rooms file theirs here.

    Raises NotAllowed, EvidenceRefused, NotNow, NoReason. A file that bears a secrecy mark is refused before
    anything of it is stored.
    """
    _check_reach(filing, by=by, on=on)
    if filing.happened_on > on:
        raise NotNow(_("Evidence is of something that has happened: the day lies ahead."))
    sealed = _sealed(filing, by=by)
    kept: list[Evidence] = []
    try:
        return _store(filing, sealed, kept, by=by)
    except BaseException:
        _discard(kept)  # the row is rolled back: its file must not stay behind
        raise


def file_publication(filing: Filing, *, by: Staff, on: date) -> Evidence:
    """File what ``by`` has just published as evidence for its duty: the right to publish is enough for it.

    Raises NotAllowed, EvidenceRefused.
    """
    require(by, "work.file_publication", office=filing.office, on=on)
    return _store(filing, None, [], by=by)


def _discard(kept: list[Evidence]) -> None:
    for row in kept:
        if row.file.name:
            row.file.storage.delete(row.file.name)


@transaction.atomic
def _store(filing: Filing, sealed: Sealed | None, kept: list[Evidence], *, by: Staff) -> Evidence:
    row = Evidence(
        assignment=filing.assignment, duty=filing.duty or (filing.assignment.duty if filing.assignment else None),
        office=filing.office, kind=filing.kind, title=reason_given(filing.title)[:500], address=filing.address,
        happened_on=filing.happened_on, document=filing.document, participants=filing.participants,
        filed_by=by, filed_at=timezone.now(), **_proof(filing, sealed),
    )  # fmt: skip
    if sealed is not None:
        row.file.save(f"{sealed.sha256[:16]}.{sealed.extension}", ContentFile(sealed.content), save=False)
        kept.append(row)
    row.save(force_insert=True)
    record(by, "work.file_evidence", row, kind=row.kind, sha256=row.sha256, office=filing.office.key)
    announce(evidence_filed, evidence=row)
    return row


def _check_reach(filing: Filing, *, by: Staff, on: date) -> None:
    require(by, "work.file_evidence", office=filing.office, on=on)
    if filing.assignment is None:
        return
    require(by, "work.file_evidence", offices=offices_in(filing.assignment), on=on)
    if filing.assignment.state == Assignment.State.CANCELLED:
        raise NotNow(_("The work was called off."))


def _sealed(filing: Filing, *, by: Staff) -> Sealed | None:
    """The upload as it will be stored; refusals leave only a line in the trail."""
    upload = filing.upload
    if filing.kind not in {Kind.FILE, Kind.PHOTO}:
        return None
    if upload is None:
        raise EvidenceRefused(_("Choose a file."))
    try:
        sealed = seal(upload.content)
        if filing.kind == Kind.PHOTO and not sealed.is_photo:
            raise EvidenceRefused(_("This file is not a picture. File it as a file."))
        marked = bears_secrecy_mark(upload.name, sealed)
    except RefusedUpload as fault:
        raise EvidenceRefused(_(str(fault))) from fault
    except CannotLookInside as fault:
        raise EvidenceRefused(str(fault)) from fault
    if marked:
        _note_refusal(by=by)
        raise EvidenceRefused(
            _("The file bears a secrecy mark. Nothing of it was kept. Classified matter does not enter this system.")
        )
    return sealed


@transaction.atomic
def _note_refusal(*, by: Staff) -> None:
    record(by, "work.refuse_evidence")


def _proof(filing: Filing, sealed: Sealed | None) -> dict[str, Any]:
    """The columns that pin down what was filed."""
    if sealed is not None and filing.upload is not None:
        return {"sha256": sealed.sha256, "content_type": sealed.content_type, "size": len(sealed.content),
                "file_name": filing.upload.name[-255:]}  # fmt: skip
    if filing.kind == Kind.DOCUMENT:
        if filing.document is None:
            raise EvidenceRefused(_("Choose a document of the library."))
        return {"sha256": filing.document.source.sha256}
    if filing.kind == Kind.LINK and not filing.address.startswith(("https://", "http://")):
        raise EvidenceRefused(_("Give the address of the page, beginning with https:// or http://."))
    if filing.kind == Kind.SESSION and filing.participants is None:
        raise EvidenceRefused(_("Say how many took part."))
    said = statement_hash(filing.kind, filing.title, filing.address, filing.happened_on, filing.participants)
    return {"sha256": said}


@transaction.atomic
def withdraw_evidence(evidence: Evidence, *, reason: str, by: Staff, on: date) -> EvidenceWithdrawal:
    """Say that evidence was filed by mistake: it stays readable and counts no more.

    Raises NotAllowed, NotNow, NoReason.
    """
    require(by, "work.file_evidence", office=evidence.office_id, on=on)
    if EvidenceWithdrawal.objects.filter(evidence=evidence).exists():
        raise NotNow(_("This evidence was withdrawn before."))
    made = EvidenceWithdrawal.objects.create(
        evidence=evidence, reason=reason_given(reason), by=by, at=timezone.now()
    )  # fmt: skip
    record(by, "work.withdraw_evidence", evidence, note=reason)
    return made
