"""What the office does: progress, more time, handing in; and the answer on more time."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.people.models import Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import record
from nhipcau.work.actions.faults import NotNow, locked, must_be, reason_given
from nhipcau.work.models import Assignment, Extension, HandIn, Progress
from nhipcau.work.queries import acting_office, offices_in

State = Assignment.State


@transaction.atomic
def record_progress(assignment: Assignment, *, percent: int, words: str, by: Staff, on: date) -> Progress:
    """Say how far the work is, 0 to 100 percent, and what was done. Raises NotAllowed, NotNow, NoReason."""
    row = locked(assignment)
    offices = offices_in(row)
    require(by, "work.report_progress", offices=offices, on=on)
    must_be(row, State.OPEN)
    if not 0 <= percent <= 100:
        raise NotNow(_("The percentage lies between 0 and 100."))
    said = Progress.objects.create(
        assignment=row, percent=percent, words=reason_given(words), by=by, at=timezone.now(),
        office=acting_office(by, "work.report_progress", offices, on=on),
    )  # fmt: skip
    row.percent = percent
    row.save(update_fields=["percent"])
    record(by, "work.report_progress", row, percent=percent)
    return said


@transaction.atomic
def ask_extension(assignment: Assignment, *, reason: str, new_due_on: date, by: Staff, on: date) -> Extension:
    """Ask for more time; one question at a time. Only the lead office asks. Raises NotAllowed, NotNow, NoReason."""
    row = locked(assignment)
    require(by, "work.ask_extension", office=row.lead, on=on)
    must_be(row, State.OPEN)
    if new_due_on <= row.due_on or new_due_on < on:
        raise NotNow(_("Ask for a day after the present due day and not in the past."))
    if row.extensions.filter(state=Extension.State.ASKED).exists():
        raise NotNow(_("More time has been asked for already; the answer is still to come."))
    asked = Extension.objects.create(
        assignment=row, reason=reason_given(reason), old_due_on=row.due_on, new_due_on=new_due_on,
        asked_by=by, asked_at=timezone.now(),
    )  # fmt: skip
    record(by, "work.ask_extension", row, note=reason, new_due_on=new_due_on.isoformat())
    return asked


@transaction.atomic
def grant_extension(extension: Extension, *, by: Staff, note: str = "") -> Extension:
    """Give the time that was asked for. Raises NotAllowed, NotNow."""
    require(by, "work.decide")
    row = locked(extension.assignment)
    must_be(row, State.OPEN)
    decided = _decided(extension, Extension.State.GRANTED, note, by=by)
    row.due_on = decided.new_due_on
    row.save(update_fields=["due_on"])
    record(by, "work.grant_extension", row, note=note, new_due_on=decided.new_due_on.isoformat())
    return decided


@transaction.atomic
def refuse_extension(extension: Extension, *, by: Staff, note: str) -> Extension:
    """Keep the due day; the reason goes to who asked. Raises NotAllowed, NotNow, NoReason."""
    require(by, "work.decide")
    row = locked(extension.assignment)
    decided = _decided(extension, Extension.State.REFUSED, reason_given(note), by=by)
    record(by, "work.refuse_extension", row, note=note)
    return decided


@transaction.atomic
def decide_extension(extension: Extension, decision: Extension.State, *, by: Staff, note: str = "") -> Extension:
    """Answer with ``GRANTED`` or ``REFUSED``. Raises NotAllowed, NotNow, NoReason."""
    if decision == Extension.State.GRANTED:
        return grant_extension(extension, by=by, note=note)
    if decision == Extension.State.REFUSED:
        return refuse_extension(extension, by=by, note=note)
    raise NotNow(_("An extension is granted or refused."))


def _decided(extension: Extension, state: str, note: str, *, by: Staff) -> Extension:
    row = Extension.objects.select_for_update().get(pk=extension.pk)
    if row.state != Extension.State.ASKED:
        raise NotNow(_("This has been answered already."))
    row.state, row.decided_by, row.decided_at, row.decision_note = state, by, timezone.now(), note.strip()
    row.save(update_fields=["state", "decided_by", "decided_at", "decision_note"])
    return row


@transaction.atomic
def hand_in(assignment: Assignment, *, words: str, by: Staff, on: date) -> HandIn:
    """The lead office says the work is done; an open question for more time falls away.

    Raises NotAllowed, NotNow, NoReason.
    """
    row = locked(assignment)
    require(by, "work.hand_in", office=row.lead, on=on)
    must_be(row, State.OPEN)
    handed = HandIn.objects.create(assignment=row, words=reason_given(words), by=by, at=timezone.now(), on_date=on)
    row.state, row.percent = State.HANDED_IN, 100
    row.save(update_fields=["state", "percent"])
    row.extensions.filter(state=Extension.State.ASKED).update(
        state=Extension.State.REFUSED, decided_at=timezone.now(), decision_note=_("Handed in before the answer.")
    )
    record(by, "work.hand_in", row)
    return handed
