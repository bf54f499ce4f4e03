"""Inspections: planned with a checklist from the register, visited, concluded; what was found becomes work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.documents.models import Document
from nhipcau.duties.models import Duty, DutyState
from nhipcau.duties.queries import of_office
from nhipcau.people.models import Office, Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import record
from nhipcau.planning.actions.faults import NotNow, reason_given
from nhipcau.planning.models import Finding, Inspection, InspectionPoint
from nhipcau.planning.queries import Holders
from nhipcau.work.actions import Order, assign
from nhipcau.work.models import Evidence

State, Result = Inspection.State, InspectionPoint.Result


@dataclass(frozen=True, slots=True)
class Visit:
    """An inspection as it is planned."""

    office: Office
    lead: Office
    title: str
    planned_on: date


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in the office's work on a duty, and what it is to do until when."""

    text: str
    recommendation: str
    due_on: date
    point: InspectionPoint | None = None
    evidence: Evidence | None = None


def _locked(inspection: Inspection, *states: str) -> Inspection:
    row = Inspection.objects.select_for_update(of=("self",)).select_related("office", "lead").get(pk=inspection.pk)
    if row.state not in states:
        raise NotNow(
            _("This step is not possible now: the inspection is “%(state)s”.") % {"state": row.get_state_display()}
        )
    return row


@transaction.atomic
def plan_inspection(visit: Visit, documents: Iterable[Document], *, by: Staff, on: date) -> Inspection:
    """Plan a visit; the checklist is what ``documents`` ask of the office today. Raises NotAllowed, NotNow, NoReason."""
    require(by, "planning.inspect")
    if visit.office == visit.lead:
        raise NotNow(_("An office does not inspect itself."))
    made = Inspection.objects.create(
        year=visit.planned_on.year, office=visit.office, lead=visit.lead, title=reason_given(visit.title)[:500],
        planned_on=visit.planned_on, planned_by=by, planned_at=timezone.now(),
    )  # fmt: skip
    duties = Duty.objects.filter(document__in=list(documents), state=DutyState.OPEN)
    asked = of_office(duties, visit.office, on=on).order_by("document", "position")
    InspectionPoint.objects.bulk_create(
        InspectionPoint(inspection=made, position=at, duty=duty, clause_id=duty.clause_id, text=duty.text)
        for at, duty in enumerate(asked)
    )
    record(by, "planning.plan_inspection", made, office=visit.office.key, points=made.points.count())
    return made


@transaction.atomic
def add_point(inspection: Inspection, *, text: str, by: Staff) -> InspectionPoint:
    """One more line of the checklist. Raises NotAllowed, NotNow, NoReason."""
    require(by, "planning.inspect")
    row = _locked(inspection, State.PLANNED, State.VISITED)
    made = InspectionPoint.objects.create(inspection=row, position=row.points.count(), text=reason_given(text))
    record(by, "planning.add_point", row, note=made.text)
    return made


@transaction.atomic
def record_visit(
    inspection: Inspection, *, visited_on: date, results: Mapping[int, tuple[str, str]], by: Staff, on: date
) -> Inspection:
    """What the visit showed, by point (id → result, note). Raises NotAllowed, NotNow."""
    require(by, "planning.inspect")
    row = _locked(inspection, State.PLANNED, State.VISITED)
    if visited_on > on:
        raise NotNow(_("The day lies ahead."))
    points = row.points.in_bulk(list(results))
    for pk, point in points.items():
        result, note = results[pk]
        point.result, point.note = Result(result) if result else "", note.strip()
    InspectionPoint.objects.bulk_update(points.values(), ["result", "note"])
    row.state, row.visited_on = State.VISITED, visited_on
    row.save(update_fields=["state", "visited_on"])
    record(by, "planning.record_visit", row, visited_on=visited_on.isoformat(), points=len(points))
    return row


@transaction.atomic
def add_finding(inspection: Inspection, found: Found, *, by: Staff) -> Finding:
    """Write down a finding with its recommendation. Raises NotAllowed, NotNow, NoReason."""
    require(by, "planning.inspect")
    row = _locked(inspection, State.VISITED)
    if found.due_on < (row.visited_on or found.due_on):
        raise NotNow(_("The remedy is due before the visit. Choose a later day."))
    made = Finding.objects.create(
        inspection=row, point=found.point, text=reason_given(found.text), recommendation=reason_given(found.recommendation),
        due_on=found.due_on, evidence=found.evidence, by=by, at=timezone.now(),
    )  # fmt: skip
    record(by, "planning.add_finding", row, note=made.text)
    return made


@transaction.atomic
def conclude(inspection: Inspection, *, words: str, number: str, by: Staff, on: date) -> Inspection:
    """Close the visit with its conclusion: each finding becomes work of the office, and its remedy is proved there.

    Raises NotAllowed, NotNow, NoReason.
    """
    require(by, "planning.inspect")
    row = _locked(inspection, State.VISITED)
    if row.points.filter(result="").exists():
        raise NotNow(_("Some points of the checklist have no result yet."))
    row.state, row.conclusion, row.conclusion_number = State.CONCLUDED, reason_given(words), number.strip()[:80]
    row.concluded_on = on
    row.save(update_fields=["state", "conclusion", "conclusion_number", "concluded_on"])
    lead = Holders(on).of_office(row.office_id)[0]
    for finding in row.findings.select_related("point__duty").filter(assignment__isnull=True):
        duty = finding.point.duty if finding.point else None
        order = Order(
            due_on=max(finding.due_on, on), opens_on=on, title=finding.recommendation, note=finding.text,
            expected_output=_("Proof of the remedy"),
        )  # fmt: skip
        finding.assignment = assign(duty, lead, order, by=by)
        finding.save(update_fields=["assignment"])
    record(by, "planning.conclude", row, note=row.conclusion, findings=row.findings.count())
    return row


@transaction.atomic
def call_off(inspection: Inspection, *, reason: str, by: Staff) -> Inspection:
    """A planned visit that does not take place. Raises NotAllowed, NotNow, NoReason."""
    require(by, "planning.inspect")
    row = _locked(inspection, State.PLANNED)
    row.state, row.reason = State.CALLED_OFF, reason_given(reason)
    row.save(update_fields=["state", "reason"])
    record(by, "planning.call_off", row, note=row.reason)
    return row
