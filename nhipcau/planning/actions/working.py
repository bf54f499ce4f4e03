"""Approved lines become work by themselves."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.people.models import Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import record
from nhipcau.planning.gathering import FUNDS, basis_of
from nhipcau.planning.models import PlanLine, PlanRound
from nhipcau.planning.queries import Holders
from nhipcau.planning.rules.money import grouped
from nhipcau.work.actions import Order, assign
from nhipcau.work.models import Assignment

BATCH = 50
"""Lines a transaction: the trail is written under a lock, others are not to wait for a whole province."""


def waiting_lines(round_: PlanRound | None = None) -> list[int]:
    """Ids of approved lines that have no work yet."""
    rows = PlanLine.objects.filter(
        state=PlanLine.State.APPROVED, assignment__isnull=True, plan__round__state=PlanRound.State.APPROVED
    )
    if round_ is not None:
        rows = rows.filter(plan__round=round_)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def give_work(*, on: date, round_: PlanRound | None = None, by: Staff | None = None) -> int:
    """Give the work of every approved line that has none. Doing it again gives nothing twice. Answers how many.

    ``by`` None is the program. Where the lead office has been succeeded, its successor gets the work.
    Raises NotAllowed.
    """
    if by is not None:
        require(by, "work.assign")
    waiting, given = waiting_lines(round_), 0
    for at in range(0, len(waiting), BATCH):
        given += give_work_of(waiting[at : at + BATCH], on=on, by=by)
    return given


@transaction.atomic
def give_work_of(lines: list[int], *, on: date, by: Staff | None) -> int:
    """One transaction's share of ``give_work``."""
    rows = (
        PlanLine.objects.select_for_update(of=("self",))
        .filter(pk__in=lines, assignment__isnull=True, state=PlanLine.State.APPROVED)
        .select_related("plan__round", "lead", "duty__document", "duty__clause", "clause__document")
        .defer("duty__document__text", "clause__document__text", "plan__round__frozen")
        .prefetch_related("partners")
        .order_by("pk")
    )
    holders, count = Holders(on), 0
    for line in rows:
        line.assignment = _assigned(line, holders, by=by)
        line.save(update_fields=["assignment"])
        count += 1
    if count:
        record(by, "planning.give_work", note=str(count), lines=lines)
    return count


def _assigned(line: PlanLine, holders: Holders, *, by: Staff | None) -> Assignment:
    lead = holders.of_office(line.lead_id)[0]
    partners = {o.pk: o for partner in line.partners.all() for o in holders.of_office(partner.pk)}
    return assign(line.duty, lead, order_of(line, tuple(partners.values())), by=by)


def order_of(line: PlanLine, partners: tuple[object, ...]) -> Order:
    """What is asked: the activity by its end, its output and measure, with the decision and the money as a note."""
    round_ = line.plan.round
    output = "\n".join(part for part in (line.output, line.measure) if part)
    note = _("Plan of %(year)d, decision %(number)s. Money: %(money)s đồng (%(fund)s).") % {
        "year": round_.year, "number": round_.decision_number, "money": grouped(line.current),
        "fund": FUNDS[PlanLine.Fund(line.fund)],
    }  # fmt: skip
    basis = basis_of(line)
    return Order(
        due_on=line.ends_on, opens_on=line.starts_on, title=line.activity, expected_output=output,
        note=f"{note}\n{basis}" if basis else note, partners=partners,  # type: ignore[arg-type]
    )  # fmt: skip
