"""Making a document known: the order, and what each office did about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.documents.models import Document
from nhipcau.duties.models import Duty
from nhipcau.people.models import Office, Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import record
from nhipcau.work.actions.faults import NotNow, reason_given
from nhipcau.work.models import Dissemination, DisseminationOffice, Evidence, Session


@dataclass(frozen=True, slots=True)
class Held:
    """A session held or a channel used."""

    channel: str
    held_on: date
    participants: int
    note: str = ""


@transaction.atomic
def order_dissemination(
    document: Document, offices: Iterable[Office], *, audience: str, due_on: date, by: Staff,
    duty: Duty | None = None, note: str = "",
) -> Dissemination:  # fmt: skip
    """Ask ``offices`` to make ``document`` known to ``audience`` by ``due_on``.

    Raises NotAllowed, NotNow, NoReason.
    """
    require(by, "work.order_dissemination")
    asked = {office.pk: office for office in offices}
    if not asked:
        raise NotNow(_("Choose at least one office."))
    made = Dissemination.objects.create(
        document=document, duty=duty, audience=reason_given(audience)[:500], due_on=due_on, note=note,
        ordered_by=by, ordered_at=timezone.now(),
    )  # fmt: skip
    DisseminationOffice.objects.bulk_create(DisseminationOffice(dissemination=made, office=o) for o in asked.values())
    record(by, "work.order_dissemination", made, offices=[o.key for o in asked.values()], due_on=due_on.isoformat())
    return made


@transaction.atomic
def record_session(
    part: DisseminationOffice, held: Held, *, by: Staff, on: date, evidence: Evidence | None = None
) -> Session:
    """Say that the office held a session or used a channel, and how many it reached. Raises NotAllowed, NotNow."""
    require(by, "work.record_session", office=part.office_id, on=on)
    if held.held_on > on:
        raise NotNow(_("A session that lies ahead cannot be recorded as held."))
    made = Session.objects.create(
        dissemination_office=part, channel=held.channel, held_on=held.held_on, participants=held.participants,
        note=held.note, evidence=evidence, recorded_by=by, recorded_at=timezone.now(),
    )  # fmt: skip
    record(by, "work.record_session", made, office=part.office.key, participants=held.participants)
    return made
