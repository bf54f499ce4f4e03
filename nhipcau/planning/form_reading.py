"""A filled-in form of one plan: what it may name, and what it says or is wrong with it."""

from __future__ import annotations

from datetime import date

from nhipcau.duties.models import Duty, DutyState
from nhipcau.duties.queries import of_office
from nhipcau.people.models import Staff
from nhipcau.planning.actions.papers import bears_mark
from nhipcau.planning.gathering import FUNDS
from nhipcau.planning.models import OfficePlan
from nhipcau.planning.queries import Holders
from nhipcau.planning.rules.sheet import Expected, LineRow, read_form, stamp_of
from nhipcau.ports.messages import noop
from nhipcau.ports.papers.filled_form import Fault

MARKED = noop("The file bears a secrecy mark. Nothing of it was kept. Classified matter does not enter this system.")


def duties_for(plan: OfficePlan, *, on: date) -> list[Duty]:
    """What the plan's offices answer for on the day."""
    known = Duty.objects.filter(state=DutyState.OPEN)
    ids = {pk for o in Holders(on).of(plan) for pk in of_office(known, o, on=on).values_list("pk", flat=True)}
    rows = Duty.objects.filter(pk__in=ids).select_related("document", "clause")
    shown = rows.only("text", "document__number", "clause__label", "clause__heading", "clause__path")
    return list(shown.order_by("document", "position"))


def read_for(
    plan: OfficePlan, name: str, content: bytes, *, by: Staff, on: date
) -> tuple[list[LineRow], list[Fault]]:
    """The lines of a form of ``plan``, or every fault found in it; never both."""
    kept = plan.lines.filter(duty__isnull=False).values_list("duty_id", flat=True)
    duties = {d.pk for d in duties_for(plan, on=on)} | set(kept)
    codes = set(plan.lines.values_list("pk", flat=True))
    words = {key.value: said for key, said in FUNDS.items()}
    rows, faults = read_form(content, Expected(stamp_of(plan.round.year, plan.pk), duties, codes, words))
    if not faults and bears_mark(name, content, by=by):
        return [], [Fault("", "", MARKED)]
    return rows, faults
