"""Between office and coordinator: submitted, returned with remarks, answered, accepted, handed to another office."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.people.models import Office, Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import record
from nhipcau.planning.actions.faults import NotNow, locked_plan, must_be, must_be_open, reason_given
from nhipcau.planning.models import OfficePlan, PlanLine, PlanStep, Remark
from nhipcau.planning.queries import owners, untold

NAMED = 8
"""How many activities a refusal names."""
State, Kind = OfficePlan.State, PlanStep.Kind


def _step(plan: OfficePlan, state: str, kind: str, note: str, *, by: Staff) -> None:
    plan.state, plan.changed_at = state, timezone.now()
    plan.save(update_fields=["state", "changed_at"])
    PlanStep.objects.create(plan=plan, kind=kind, note=note, by=by, at=plan.changed_at)


@transaction.atomic
def submit(plan: OfficePlan, *, by: Staff, on: date, note: str = "") -> OfficePlan:
    """Hand the plan to the coordinator; every remark has to be answered. Raises NotAllowed, NotNow."""
    row = locked_plan(plan)
    require(by, "planning.submit", offices=owners(row), on=on)
    must_be(row, State.DRAFT, State.RETURNED)
    if not row.lines.exists() and not row.note.strip():
        raise NotNow(_("The plan has no line. Write one, or explain under the plan why there is none."))
    if row.remarks.filter(answer="").exists():
        raise NotNow(_("Some remarks have no answer yet. Answer each before you submit again."))
    _says_what_is_asked(row)
    _step(row, State.SUBMITTED, Kind.SUBMITTED, note.strip(), by=by)
    record(by, "planning.submit", row, lines=row.lines.count(), late=on > row.round.due_on)
    return row


def _says_what_is_asked(plan: OfficePlan) -> None:
    """Raise NotNow, naming activities and what they lack, unless each says what the template of the year asks."""
    found = untold(plan)
    if not found:
        return
    named = [_("No. %(n)d: %(what)s") % {"n": n, "what": ", ".join(what)} for n, what in list(found.items())[:NAMED]]
    rest = "; …" if len(found) > NAMED else ""
    raise NotNow(
        _("Some activities do not say yet what this year asks for. %(which)s") % {"which": "; ".join(named) + rest}
    )


@transaction.atomic
def return_plan(plan: OfficePlan, *, reason: str, remarks: Mapping[int, str], by: Staff) -> OfficePlan:
    """Give the plan back with a reason and ``remarks`` on lines (id → words); what was appraised is open again.

    A plan that was left out comes back the same way while its round is open.

    Raises NotAllowed, NotNow, NoReason.
    """
    require(by, "planning.decide")
    words = reason_given(reason)
    row = locked_plan(plan)
    must_be(row, State.SUBMITTED, State.ACCEPTED, State.LEFT_OUT)
    now = timezone.now()
    lines = row.lines.in_bulk([pk for pk, text in remarks.items() if text.strip()])
    Remark.objects.bulk_create(
        Remark(plan=row, line=line, text=remarks[pk].strip(), by=by, at=now) for pk, line in lines.items()
    )
    row.lines.update(
        state=PlanLine.State.OPEN, appraised=None, appraisal_reason="", appraised_by=None, appraised_at=None
    )
    _step(row, State.RETURNED, Kind.RETURNED, words, by=by)
    record(by, "planning.return", row, note=words, remarks=len(lines))
    return row


@transaction.atomic
def answer_remark(remark: Remark, *, answer: str, by: Staff, on: date) -> Remark:
    """What the office did about a remark, or why not. Raises NotAllowed, NotNow, NoReason."""
    plan = locked_plan(remark.plan)
    require(by, "planning.draft", offices=owners(plan), on=on)
    must_be(plan, State.RETURNED)
    remark.answer, remark.answered_by, remark.answered_at = reason_given(answer), by, timezone.now()
    remark.save(update_fields=["answer", "answered_by", "answered_at"])
    record(by, "planning.answer_remark", plan, note=remark.answer, remark=remark.pk)
    return remark


@transaction.atomic
def accept_plan(plan: OfficePlan, *, by: Staff, note: str = "") -> OfficePlan:
    """The plan goes on to the finance office. Raises NotAllowed, NotNow."""
    require(by, "planning.decide")
    row = locked_plan(plan)
    must_be(row, State.SUBMITTED)
    _step(row, State.ACCEPTED, Kind.ACCEPTED, note.strip(), by=by)
    record(by, "planning.accept", row, note=note)
    return row


@transaction.atomic
def hand_over(plan: OfficePlan, to: Office, *, reason: str, by: Staff) -> OfficePlan:
    """Another office carries the plan on: after a split, or where the function moved elsewhere than the office.

    A plain merger needs no step: whoever does the office's work has its plan. Raises NotAllowed, NotNow, NoReason.
    """
    require(by, "planning.decide")
    words = reason_given(reason)
    row = locked_plan(plan)
    must_be_open(row.round)
    row.held_by = to
    row.save(update_fields=["held_by"])
    PlanStep.objects.create(
        plan=row, kind=Kind.HANDED_OVER, note=f"{row.office.name} → {to.name}. {words}", by=by, at=timezone.now()
    )
    record(by, "planning.hand_over", row, note=words, to=to.key)
    return row
