"""What the finance office says of each line: as proposed, less with a reason, or not at all with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.people.models import Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import record
from nhipcau.planning.actions.faults import NoReason, NotEnough, locked_plan, must_be, reason_given
from nhipcau.planning.models import OfficePlan, PlanLine, PlanStep

State = PlanLine.State


class LineFault(Exception):
    """One of many lines cannot be appraised so; ``line`` is its id."""

    def __init__(self, line: int, words: str) -> None:
        super().__init__(words)
        self.line = line


@dataclass(frozen=True, slots=True)
class Appraisal:
    """Of one line. ``amount`` in đồng; ``taken`` False leaves the line out of the plan."""

    amount: Decimal
    reason: str = ""
    taken: bool = True


@transaction.atomic
def appraise_line(line: PlanLine, appraisal: Appraisal, *, by: Staff) -> PlanLine:
    """Say what a line may cost. Raises NotAllowed, NotNow, NotEnough, NoReason (for any other figure than asked)."""
    require(by, "planning.appraise")
    plan = locked_plan(line.plan)
    must_be(plan, OfficePlan.State.ACCEPTED)
    row = PlanLine.objects.select_for_update().get(pk=line.pk)
    if not 0 <= appraisal.amount <= row.proposed:
        raise NotEnough(_("What is appraised lies between nought and what was proposed."))
    row.appraised = appraisal.amount if appraisal.taken else Decimal(0)
    as_asked = appraisal.taken and row.appraised == row.proposed
    row.appraisal_reason = appraisal.reason.strip() if as_asked else reason_given(appraisal.reason)
    row.state = State.TAKEN if appraisal.taken else State.DROPPED
    row.appraised_by, row.appraised_at = by, timezone.now()
    row.save(update_fields=["appraised", "appraisal_reason", "state", "appraised_by", "appraised_at"])
    record(
        by, "planning.appraise", row, note=row.appraisal_reason, proposed=str(row.proposed),
        appraised=str(row.appraised),
    )  # fmt: skip
    _done(plan, by=by)
    return row


@transaction.atomic
def appraise_lines(plan: OfficePlan, appraisals: Mapping[int, Appraisal], *, by: Staff) -> int:
    """Many lines of one plan (id → appraisal): all or none. Raises what ``appraise_line`` raises."""
    require(by, "planning.appraise")
    lines = plan.lines.in_bulk(list(appraisals))
    for pk, line in lines.items():
        try:
            appraise_line(line, appraisals[pk], by=by)
        except (NotEnough, NoReason) as fault:
            raise LineFault(pk, str(fault)) from fault
    record(by, "planning.appraise_lines", plan, lines=len(lines))
    return len(lines)


@transaction.atomic
def appraise_rest(plan: OfficePlan, *, by: Staff) -> int:
    """Take every line of the plan that is not appraised yet as proposed. Answers how many. Raises NotAllowed, NotNow."""
    require(by, "planning.appraise")
    row = locked_plan(plan)
    must_be(row, OfficePlan.State.ACCEPTED)
    count = row.lines.filter(state=State.OPEN).update(
        state=State.TAKEN, appraised=F("proposed"), appraised_by=by, appraised_at=timezone.now()
    )
    record(by, "planning.appraise_rest", row, lines=count)
    _done(row, by=by)
    return count


def _done(plan: OfficePlan, *, by: Staff) -> None:
    """Note it once all lines of the plan are appraised."""
    if plan.lines.filter(state=State.OPEN).exists():
        return
    if plan.steps.filter(kind=PlanStep.Kind.APPRAISED, at__gte=plan.changed_at).exists():
        return
    PlanStep.objects.create(plan=plan, kind=PlanStep.Kind.APPRAISED, by=by, at=timezone.now())
