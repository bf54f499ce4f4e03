"""Work that comes back: each period opens by itself, once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from nhipcau.duties.models import Duty, DutyState
from nhipcau.duties.queries import Answering
from nhipcau.people.models import Office, Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import announce, record
from nhipcau.work.models import Assignment, Recurrence
from nhipcau.work.rules import Period, due_date, parse_due_rule, periods_open
from nhipcau.work.signals import assigned


@transaction.atomic
def start_recurrence(
    duty: Duty, lead: Office, cadence: str, *, by: Staff, active_from: date, due_rule: str = "end",
    expected_output: str = "", partners: Iterable[Office] = (), active_to: date | None = None, title: str = "",
) -> Recurrence:  # fmt: skip
    """Let ``duty`` open a new assignment for ``lead`` in every period. Raises NotAllowed, BadDueRule.

    Where the same is running already, that one is answered.
    """
    require(by, "work.assign")
    parse_due_rule(due_rule)
    running = Recurrence.objects.filter(duty=duty, lead=lead, cadence=cadence, active_to__isnull=True).first()
    if running is not None:
        return running
    words = " ".join((title or duty.text).split())
    made = Recurrence.objects.create(
        duty=duty, lead=lead, cadence=cadence, due_rule=due_rule, title=words[:500],
        expected_output=expected_output, active_from=active_from, active_to=active_to, started_by=by,
    )  # fmt: skip
    made.partners.set(office for office in partners if office != lead)
    record(by, "work.start_recurrence", made, lead=lead.key, cadence=cadence, due_rule=due_rule)
    return made


@transaction.atomic
def stop_recurrence(recurrence: Recurrence, *, by: Staff, last_day: date) -> Recurrence:
    """Open no period that begins after ``last_day``; what is open stays. Raises NotAllowed."""
    require(by, "work.assign")
    recurrence.active_to = max(last_day, recurrence.active_from)
    recurrence.save(update_fields=["active_to"])
    record(by, "work.stop_recurrence", recurrence, last_day=recurrence.active_to.isoformat())
    return recurrence


@transaction.atomic
def open_periods(*, on: date, by: Staff | None = None) -> list[Assignment]:
    """Open every period that has begun by ``on`` and has no assignment yet. Doing it again opens nothing.

    Where the lead office has been succeeded, the period opens for its successor. Raises NotAllowed.
    """
    if by is not None:
        require(by, "work.assign")
    running = list(
        Recurrence.objects.filter(duty__state=DutyState.OPEN, active_from__lte=on)
        .select_related("duty", "lead")
        .prefetch_related("partners")
    )
    done = set(Assignment.objects.filter(recurrence__in=running).values_list("recurrence_id", "period_start"))
    missing = [
        (recurrence, period)
        for recurrence in running
        for period in periods_open(recurrence.cadence, recurrence.active_from, recurrence.active_to, on)
        if (recurrence.pk, period.start) not in done
    ]
    if not missing:
        return []
    answering = Answering(on)
    made = [_open(recurrence, period, answering) for recurrence, period in missing]
    if made:
        record(by, "work.open_periods", note=str(len(made)), assignments=[a.pk for a in made])
        for assignment in made:
            announce(assigned, assignment=assignment)
    return made


def _open(recurrence: Recurrence, period: Period, answering: Answering) -> Assignment:
    lead = answering.today_of(recurrence.lead)[0]
    made = Assignment.objects.create(
        duty=recurrence.duty, clause_text=recurrence.duty.quote or recurrence.duty.text, title=recurrence.title,
        expected_output=recurrence.expected_output, lead=lead, period_start=period.start, period_end=period.end,
        period_label=period.label, opens_on=period.start, due_on=due_date(recurrence.due_rule, period),
        recurrence=recurrence, assigned_by=recurrence.started_by,
    )  # fmt: skip
    partners = {o.pk: o for partner in recurrence.partners.all() for o in answering.today_of(partner)}
    made.partners.set(office for pk, office in partners.items() if pk != lead.pk)
    return made
