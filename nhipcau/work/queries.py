"""Asking about work: what a person may see, where it stands on a day, what was done about a duty or document."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from nhipcau.people.models import Office, Staff
from nhipcau.people.permissions import may, reach
from nhipcau.work.models import (
    Assignment,
    AwardProposal,
    DisseminationOffice,
    Evidence,
    EvidenceWithdrawal,
    SessionOffice,
    WorkingSession,
)
from nhipcau.work.rules import DUE_SOON_DAYS, Facts, Status, status_of

HEAVY = (
    "clause_text", "expected_output", "note", "cancel_reason",
    "duty__quote", "duty__text", "duty__document__text", "duty__document__title",
    "duty__document__metadata_spans", "duty__document__warnings",
)  # fmt: skip


def of_offices(offices: Iterable[int]) -> Q:
    """Assignments in which one of ``offices`` leads or takes part."""
    ids = list(offices)
    joint = Assignment.partners.through.objects.filter(assignment_id=OuterRef("pk"), office_id__in=ids)
    return Q(lead_id__in=ids) | Q(Exists(joint))


def visible_assignments(by: Staff, *, on: date) -> QuerySet[Assignment]:
    """What ``by`` may see: all, or where their offices (and those before them) lead or take part."""
    offices = reach(by, "work.see", on=on)
    return Assignment.objects.all() if offices is None else Assignment.objects.filter(of_offices(offices))


def assignment_list(by: Staff, *, on: date) -> QuerySet[Assignment]:
    """``visible_assignments`` with what a list shows, due first; long texts are left out."""
    return (
        visible_assignments(by, on=on)
        .select_related("lead", "duty__document", "duty__clause")
        .defer(*HEAVY, "duty__clause__text")
        .prefetch_related("partners")
        .order_by("due_on", "pk")
    )


def visible_evidence(by: Staff, *, on: date) -> QuerySet[Evidence]:
    """What ``by`` may see: all, or what their offices filed or what belongs to their assignments."""
    offices = reach(by, "work.see", on=on)
    if offices is None:
        return Evidence.objects.all()
    mine = Assignment.objects.filter(of_offices(offices)).values("pk")
    return Evidence.objects.filter(Q(office_id__in=offices) | Q(assignment_id__in=mine))


def standing(evidence: QuerySet[Evidence]) -> QuerySet[Evidence]:
    """Without what was withdrawn."""
    return evidence.filter(~Exists(EvidenceWithdrawal.objects.filter(evidence=OuterRef("pk"))))


def visible_disseminations(by: Staff, *, on: date) -> QuerySet[DisseminationOffice]:
    """The offices' parts in disseminations that ``by`` may see."""
    offices = reach(by, "work.see", on=on)
    rows = DisseminationOffice.objects.all()
    return rows if offices is None else rows.filter(office_id__in=offices)


def status_q(status: Status, on: date) -> Q:
    """The condition that ``rules.status_of`` answers ``status`` on ``on``."""
    is_open = Q(state=Assignment.State.OPEN)
    begun = is_open & Q(opens_on__lte=on)
    soon = on + timedelta(days=DUE_SOON_DAYS)
    return {
        Status.NOT_OPEN: is_open & Q(opens_on__gt=on),
        Status.OVERDUE: begun & Q(due_on__lt=on),
        Status.DUE_SOON: begun & Q(due_on__gte=on, due_on__lte=soon),
        Status.ON_TRACK: begun & Q(due_on__gt=soon),
        Status.HANDED_IN: Q(state=Assignment.State.HANDED_IN),
        Status.ACCEPTED: Q(state=Assignment.State.ACCEPTED),
        Status.CANCELLED: Q(state=Assignment.State.CANCELLED),
    }[status]


def status_on(assignment: Assignment, on: date) -> Status:
    """Where ``assignment`` stands on ``on``."""
    return status_of(Facts(assignment.state, assignment.opens_on, assignment.due_on), on)


def counts_by_status(assignments: QuerySet[Assignment], *, on: date) -> dict[Status, int]:
    """How many of ``assignments`` stand where, in one query."""
    asked = {status.value: Count("pk", filter=status_q(status, on)) for status in Status}
    found = assignments.order_by().aggregate(**asked)
    return {status: found[status.value] for status in Status}


def offices_in(assignment: Assignment) -> list[Office]:
    """The lead office, then those that take part."""
    return [assignment.lead, *assignment.partners.all()]


def acting_office(by: Staff, action: str, offices: Iterable[Office], *, on: date) -> Office | None:
    """The first of ``offices`` for which ``by`` may do ``action``; None where there is none."""
    return next((office for office in offices if may(by, action, office=office, on=on)), None)


def has_work(duty_ref: str = "pk") -> Exists:
    """Whether a duty has work that was not called off."""
    return Exists(Assignment.objects.filter(duty=OuterRef(duty_ref)).exclude(state=Assignment.State.CANCELLED))


def visible_sessions(by: Staff, *, on: date) -> QuerySet[WorkingSession]:
    """The sessions that ``by`` may see: all, or those that their offices hold or are asked to."""
    offices = reach(by, "work.see", on=on)
    rows = WorkingSession.objects.all()
    if offices is None:
        return rows
    asked = SessionOffice.objects.filter(office_id__in=offices).values("session")
    return rows.filter(Q(lead_id__in=offices) | Q(pk__in=asked))


def visible_awards(by: Staff, *, on: date) -> QuerySet[AwardProposal]:
    """The dossiers that ``by`` may see: by role and office, and always one's own."""
    own = Q(person=by)
    if not may(by, "work.see_awards", on=on):
        return AwardProposal.objects.filter(own)
    offices = reach(by, "work.see_awards", on=on)
    rows = AwardProposal.objects.all()
    return rows if offices is None else rows.filter(own | Q(office_id__in=offices) | Q(for_office_id__in=offices))
