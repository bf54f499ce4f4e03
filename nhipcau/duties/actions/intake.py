"""From an approved reading to the register."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from nhipcau.documents.models import Document, DutyReading, ItemState
from nhipcau.duties.actions.matching import Directory
from nhipcau.duties.models import Duty, DutyOffice, DutyState
from nhipcau.duties.rules import Words, propose_function, propose_topics
from nhipcau.duties.signals import duties_taken_in
from nhipcau.people.models import Function, Office, Staff, Topic
from nhipcau.people.permissions import require
from nhipcau.people.trail import announce, record


class NotApproved(Exception):
    """The reading has not been approved by a second person yet: it cannot bind anyone."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """How many duties came into the register, and how many left it because their reading was taken back."""

    added: int
    withdrawn: int


@transaction.atomic
def take_in_reading(document: Document, *, by: Staff | None) -> TakenIn:
    """Put the confirmed duties of an approved reading into the register. Doing it again adds nothing.

    A duty whose reading was rejected since is withdrawn, unless it is closed already. ``by`` None is the
    program, which acts on the approval itself. Raises NotAllowed, NotApproved.
    """
    if by is not None:
        require(by, "duties.edit")
    document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if document.stage != Document.Stage.APPROVED:
        raise NotApproved(_("The reading of this document is not approved yet."))
    wanted = DutyReading.objects.filter(document=document, state=ItemState.CONFIRMED, duty__isnull=True)
    readings = list(wanted.select_related("clause").order_by("start", "pk"))
    withdrawn = _withdraw_rejected(document)
    if readings:
        _add(document, readings)
    if readings or withdrawn:
        record(by, "duties.take_in_reading", document, added=len(readings), withdrawn=withdrawn)
        announce(duties_taken_in, document=document, added=len(readings))
    return TakenIn(len(readings), withdrawn)


def _withdraw_rejected(document: Document) -> int:
    taken_back = Duty.objects.filter(
        document=document, state=DutyState.OPEN, reading__state=ItemState.REJECTED, revisions__isnull=True
    )
    with override("vi"):
        reason = _("The reading was corrected: the text does not ask for this.")
    return Duty.objects.filter(pk__in=list(taken_back.values_list("pk", flat=True))).update(
        state=DutyState.WITHDRAWN, state_reason=reason
    )


def _add(document: Document, readings: list[DutyReading]) -> None:
    directory = Directory(document.issued_on or timezone.localdate())
    functions = {f.key: f for f in Function.objects.all()}
    function_words = [Words(f.key, (f.name,)) for f in functions.values()]
    topics = {t.key: t for t in Topic.objects.all()}
    topic_words = [Words(t.key, (t.name, *t.keywords)) for t in topics.values()]
    for reading in readings:
        function = propose_function(reading.text, document.title, function_words)
        duty = Duty.objects.create(
            document=document, clause=reading.clause, reading=reading, path=reading.path, position=reading.start,
            text=reading.text, quote=document.text[reading.sentence_start : reading.sentence_end],
            start=reading.start, end=reading.end, role=reading.role, cadence=reading.cadence,
            deadline=reading.deadline, recipients=reading.recipients, starts_on=document.issued_on,
            confidence=reading.confidence, function=functions.get(function or ""),
        )  # fmt: skip
        duty.topics.set(topics[key] for key in propose_topics(reading.text, topic_words))
        _address(duty, reading, directory)


def _address(duty: Duty, reading: DutyReading, directory: Directory) -> None:
    """One row for each office or group; what two printed names both mean is named once, as lead if either is."""
    rows: dict[object, DutyOffice] = {}
    for printed, is_lead in [*_each(reading.agencies, leads=True), *_each(reading.partners, leads=False)]:
        found = directory.find(printed)
        rows.setdefault(
            found or printed,
            DutyOffice(
                duty=duty,
                office=found if isinstance(found, Office) else None,
                group=None if found is None or isinstance(found, Office) else found,
                printed=printed[:255],
                is_lead=is_lead,
            ),
        )
    DutyOffice.objects.bulk_create(rows.values())


def _each(names: Iterable[str], *, leads: bool) -> list[tuple[str, bool]]:
    return [(name.strip(), leads) for name in names if name.strip()]
