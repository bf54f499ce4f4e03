"""What an office writes: lines with their estimate, last year's as a start, explanations for what is not planned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Max, TextField, Value
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.documents.models import Clause
from nhipcau.duties.models import Duty, DutyState
from nhipcau.people.models import Office, Staff, Topic
from nhipcau.people.permissions import require
from nhipcau.people.trail import record
from nhipcau.planning.actions.faults import locked_plan, must_be, reason_given
from nhipcau.planning.models import Excuse, Item, Norm, OfficePlan, PlanLine, PlanStep
from nhipcau.planning.queries import Holders, last_years_plans, owners
from nhipcau.planning.rules.money import BadMoney, Priced, amount_of

State = OfficePlan.State


class BadLine(Exception):
    """The line cannot stand as it was written; the message says what to change."""


@dataclass(frozen=True, slots=True)
class Cost:
    """An item of an estimate as written; ``unit_price`` in đồng."""

    text: str
    quantity: Decimal
    unit_price: Decimal
    unit: str = ""
    times: Decimal = Decimal(1)
    norm: Norm | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A line as written. ``lead`` None is the office of the plan."""

    activity: str
    starts_on: date
    ends_on: date
    duty: Duty | None = None
    clause: Clause | None = None
    basis: str = ""
    topic: Topic | None = None
    output: str = ""
    measure: str = ""
    lead: Office | None = None
    partners: tuple[Office, ...] = ()
    fund: str = PlanLine.Fund.PROVINCE
    costs: tuple[Cost, ...] = field(default=())


def draftable(plan: OfficePlan, *, by: Staff, on: date) -> OfficePlan:
    """The plan, locked, where ``by`` may write it now. Raises NotAllowed, NotNow."""
    row = locked_plan(plan)
    require(by, "planning.draft", offices=owners(row), on=on)
    must_be(row, State.DRAFT, State.RETURNED)
    return row


@transaction.atomic
def add_line(plan: OfficePlan, written: Written, *, by: Staff, on: date) -> PlanLine:
    """Write a new line at the end. Raises NotAllowed, NotNow, BadLine."""
    return make_line(draftable(plan, by=by, on=on), written, by=by, on=on)


@transaction.atomic
def edit_line(line: PlanLine, written: Written, *, by: Staff, on: date) -> PlanLine:
    """Write a line anew. Raises NotAllowed, NotNow, BadLine."""
    plan = draftable(line.plan, by=by, on=on)
    row = PlanLine.objects.select_for_update().get(pk=line.pk)
    before = {"activity": row.activity, "proposed": str(row.proposed)}
    columns = _columns(plan, written, on=on)
    for name, value in columns.items():
        setattr(row, name, value)
    row.save(update_fields=list(columns))
    row.partners.set(o for o in written.partners if o != row.lead)
    row.items.all().delete()
    _items(row, written.costs)
    row.refresh_from_db()
    record(by, "planning.edit_line", row, before=before, proposed=str(row.proposed))
    return row


@transaction.atomic
def remove_line(line: PlanLine, *, by: Staff, on: date) -> None:
    """Take a line out of a draft; remarks on it stay with the plan and still want their answer.

    Raises NotAllowed, NotNow.
    """
    plan = draftable(line.plan, by=by, on=on)
    named = Concat(Value(f"“{line.activity}”: "), "text", output_field=TextField())
    line.remarks.update(text=named, line=None)
    record(by, "planning.remove_line", line, plan=plan.pk, proposed=str(line.proposed))
    line.items.all().delete()
    line.delete()


@transaction.atomic
def make_line(plan: OfficePlan, written: Written, *, by: Staff, on: date, **more: object) -> PlanLine:
    """The rows of a new line. For actions that have asked who may. Raises BadLine."""
    last = plan.lines.aggregate(last=Max("position"))["last"] or 0
    made = PlanLine.objects.create(plan=plan, position=last + 1, **_columns(plan, written, on=on), **more)
    made.partners.set(o for o in written.partners if o != made.lead)
    _items(made, written.costs)
    made.refresh_from_db()
    record(by, "planning.add_line", made, plan=plan.pk, proposed=str(made.proposed))
    return made


def check_days(starts_on: date, ends_on: date, year: int) -> None:
    """Raise BadLine unless the days run forward and touch ``year``."""
    if ends_on < starts_on:
        raise BadLine(_("The line ends before it begins."))
    if not starts_on.year <= year <= ends_on.year:
        raise BadLine(_("The line lies outside the year %(year)d.") % {"year": year})


def _columns(plan: OfficePlan, written: Written, *, on: date) -> dict[str, object]:
    activity = " ".join(written.activity.split())
    if not activity:
        raise BadLine(_("Say what is to be done."))
    check_days(written.starts_on, written.ends_on, plan.round.year)
    if written.fund == PlanLine.Fund.NONE and written.costs:
        raise BadLine(_("A line with an estimate needs a source of money."))
    if not (written.duty or written.clause or written.basis.strip()):
        raise BadLine(_("Name the duty, the clause or another basis that the line serves."))
    return {
        "activity": activity[:500], "output": written.output[:500], "measure": written.measure[:300],
        "starts_on": written.starts_on, "ends_on": written.ends_on, "duty": written.duty,
        "clause": written.duty.clause if written.duty else written.clause,
        "basis": written.basis.strip()[:500], "topic": written.topic, "fund": written.fund,
        "lead": written.lead or Holders(on).of(plan)[0],
    }  # fmt: skip


def _items(line: PlanLine, costs: Iterable[Cost]) -> None:
    try:
        Item.objects.bulk_create(
            Item(
                line=line, position=at, text=cost.text[:300], unit=cost.unit[:60], quantity=cost.quantity,
                times=cost.times, unit_price=cost.unit_price, norm=cost.norm, note=cost.note[:300],
                amount=amount_of(Priced(cost.quantity, cost.times, cost.unit_price)),
            )
            for at, cost in enumerate(costs)
        )  # fmt: skip
    except BadMoney as fault:
        raise BadLine(_("An item's amount is too large or below nought.")) from fault


@transaction.atomic
def copy_last_year(plan: OfficePlan, *, by: Staff, on: date) -> int:
    """Begin with the lines of the year before, moved on by as many years. Answers how many came over.

    Lines that were dropped or cancelled, whose duty ended, or that came over into any plan of this year before stay
    behind; the estimate comes with its items, norms that no longer hold are left out. Raises NotAllowed, NotNow.
    """
    row = draftable(plan, by=by, on=on)
    same_year = PlanLine.objects.filter(plan__round=row.round_id, copied_from__isnull=False)
    there = set(same_year.values_list("copied_from_id", flat=True))
    old = PlanLine.objects.filter(plan__in=last_years_plans(row)).exclude(
        state__in=[PlanLine.State.DROPPED, PlanLine.State.CANCELLED]
    )
    old = old.select_related("plan__round", "duty", "clause", "topic", "lead").prefetch_related(
        "partners", "items__norm"
    )
    holders, count = Holders(on), 0
    for line in old.order_by("plan", "position"):
        if line.pk in there or (line.duty and line.duty.state != DutyState.OPEN):
            continue
        make_line(
            row, _again(line, row.round.year - line.plan.round.year, holders, on), by=by, on=on, copied_from=line
        )
        count += 1
    if count:
        PlanStep.objects.create(plan=row, kind=PlanStep.Kind.COPIED, note=str(count), by=by, at=timezone.now())
    record(by, "planning.copy_last_year", row, lines=count)
    return count


def _again(line: PlanLine, years: int, holders: Holders, on: date) -> Written:
    """The line as it would read ``years`` later, led by whoever does its office's work now."""
    partners = {o.pk: o for p in line.partners.all() for o in holders.of_office(p.pk)}
    return Written(
        activity=line.activity, starts_on=_later(line.starts_on, years), ends_on=_later(line.ends_on, years),
        duty=line.duty, clause=line.clause, basis=line.basis, topic=line.topic, output=line.output,
        measure=line.measure, lead=holders.of_office(line.lead_id)[0], partners=tuple(partners.values()),
        fund=line.fund,
        costs=tuple(
            Cost(i.text, i.quantity, i.unit_price, i.unit, i.times, _valid(i.norm, on), i.note)
            for i in line.items.all()
        ),
    )  # fmt: skip


def _valid(norm: Norm | None, on: date) -> Norm | None:
    """``norm`` where it holds on ``on``."""
    if norm is None or (norm.valid_from and on < norm.valid_from) or (norm.valid_to and on > norm.valid_to):
        return None
    return norm


def _later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


@transaction.atomic
def excuse(plan: OfficePlan, duty: Duty, *, reason: str, by: Staff, on: date) -> Excuse:
    """Say why nothing is planned for a recurring duty; saying it again changes the words.

    Raises NotAllowed, NotNow, NoReason.
    """
    row = draftable(plan, by=by, on=on)
    words = reason_given(reason)
    made, _new = Excuse.objects.update_or_create(
        plan=row, duty=duty, defaults={"reason": words, "by": by, "at": timezone.now()}
    )
    record(by, "planning.excuse", row, note=words, duty=duty.pk)
    return made


@transaction.atomic
def write_note(plan: OfficePlan, *, note: str, by: Staff, on: date) -> OfficePlan:
    """The explanation that goes with the plan. Raises NotAllowed, NotNow."""
    row = draftable(plan, by=by, on=on)
    row.note = note.strip()
    row.save(update_fields=["note"])
    record(by, "planning.write_note", row)
    return row
