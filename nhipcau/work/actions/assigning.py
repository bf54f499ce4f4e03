"""Giving work, changing it, calling it off, and the verdict on what was handed in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.duties.models import Duty
from nhipcau.duties.queries import Answering
from nhipcau.people.models import Office, Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import announce, record
from nhipcau.work.actions.faults import locked, must_be, reason_given
from nhipcau.work.models import Assignment, HandIn, Verdict
from nhipcau.work.signals import assigned, work_accepted

State = Assignment.State


class BadDates(Exception):
    """The due day lies before the day the work opens."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for. ``title`` empty takes the duty's words; ``partners`` never holds the lead itself."""

    due_on: date
    opens_on: date
    title: str = ""
    expected_output: str = ""
    note: str = ""
    partners: tuple[Office, ...] = ()


@transaction.atomic
def assign(duty: Duty | None, lead: Office, order: Order, *, by: Staff | None) -> Assignment:
    """Give one piece of work to ``lead``. ``by`` None is the program: what was approved elsewhere becomes work.

    Raises NotAllowed, BadDates.
    """
    if by is not None:
        require(by, "work.assign")
    _check_dates(order)
    made = Assignment.objects.create(
        duty=duty, clause_text=(duty.quote or duty.text) if duty else "",
        title=_title(order.title or (duty.text if duty else "")), expected_output=order.expected_output,
        lead=lead, opens_on=order.opens_on, due_on=order.due_on, note=order.note, assigned_by=by,
    )  # fmt: skip
    made.partners.set(office for office in order.partners if office != lead)
    record(by, "work.assign", made, lead=lead.key, due_on=order.due_on.isoformat())
    announce(assigned, assignment=made)
    return made


@transaction.atomic
def assign_duties(
    duties: Iterable[Duty], order: Order, *, by: Staff, on: date, leads: Iterable[Office] = ()
) -> list[Assignment]:
    """Give many duties at once, each to ``leads`` or, where none is named, to every office that answers for it
    on ``on``: a duty addressed to a group makes one assignment for each office of it.

    An office that has open work for the duty with the same due day is passed over, so that the same step done
    twice gives the work once. Raises NotAllowed, BadDates.
    """
    require(by, "work.assign")
    chosen, answering = list(leads), Answering(on)
    made: list[Assignment] = []
    for duty in duties:
        own = order if order.partners else replace(order, partners=tuple(answering.partners_now(duty)))
        for lead in chosen or answering.leads_now(duty):
            same = Assignment.objects.filter(duty=duty, lead=lead, due_on=order.due_on, state=State.OPEN)
            if not same.exists():
                made.append(assign(duty, lead, own, by=by))
    record(by, "work.assign_duties", note=str(len(made)), assignments=[a.pk for a in made])
    return made


@transaction.atomic
def edit_assignment(assignment: Assignment, lead: Office, order: Order, *, by: Staff) -> Assignment:
    """Change what was asked, of whom, or by when. Raises NotAllowed, NotNow, BadDates."""
    require(by, "work.assign")
    _check_dates(order)
    row = locked(assignment)
    must_be(row, State.OPEN)
    before = {"lead": row.lead.key, "due_on": row.due_on.isoformat(), "title": row.title}
    row.lead, row.due_on, row.opens_on = lead, order.due_on, order.opens_on
    row.title, row.expected_output, row.note = _title(order.title), order.expected_output, order.note
    row.save(update_fields=["lead", "due_on", "opens_on", "title", "expected_output", "note"])
    row.partners.set(office for office in order.partners if office != lead)
    record(by, "work.edit_assignment", row, before=before, lead=lead.key, due_on=order.due_on.isoformat())
    return row


@transaction.atomic
def cancel_assignment(assignment: Assignment, *, by: Staff, on: date, reason: str) -> Assignment:
    """Call work off; what was done stays readable. Raises NotAllowed, NotNow, NoReason."""
    require(by, "work.assign")
    row = locked(assignment)
    must_be(row, State.OPEN, State.HANDED_IN)
    row.state, row.cancel_reason, row.closed_on = State.CANCELLED, reason_given(reason), on
    row.save(update_fields=["state", "cancel_reason", "closed_on"])
    record(by, "work.cancel", row, note=reason)
    return row


@transaction.atomic
def accept(assignment: Assignment, *, by: Staff, words: str = "") -> Assignment:
    """The work is done; it counts as finished on the day it was handed in. Raises NotAllowed, NotNow."""
    require(by, "work.decide")
    row = locked(assignment)
    must_be(row, State.HANDED_IN)
    hand_in = _verdict(row, Verdict.Outcome.ACCEPTED, words.strip(), by=by)
    row.state, row.closed_on, row.percent = State.ACCEPTED, hand_in.on_date, 100
    row.save(update_fields=["state", "closed_on", "percent"])
    record(by, "work.accept", row, note=words)
    announce(work_accepted, assignment=row)
    return row


@transaction.atomic
def return_work(assignment: Assignment, *, by: Staff, reason: str) -> Assignment:
    """Give the work back to be finished. Raises NotAllowed, NotNow, NoReason."""
    require(by, "work.decide")
    row = locked(assignment)
    must_be(row, State.HANDED_IN)
    _verdict(row, Verdict.Outcome.RETURNED, reason_given(reason), by=by)
    row.state = State.OPEN
    row.save(update_fields=["state"])
    record(by, "work.return", row, note=reason)
    return row


def _verdict(row: Assignment, outcome: str, reason: str, *, by: Staff) -> HandIn:
    hand_in = row.hand_ins.filter(verdict__isnull=True).latest("at")
    Verdict.objects.create(hand_in=hand_in, outcome=outcome, reason=reason, by=by, at=timezone.now())
    return hand_in


def _check_dates(order: Order) -> None:
    if order.due_on < order.opens_on:
        raise BadDates(_("The due day lies before the day the work opens. Choose a later due day."))


def _title(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 500 else f"{line[:499]}…"
