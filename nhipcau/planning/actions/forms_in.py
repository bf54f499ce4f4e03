"""Taking in a form that an office filled in without a connection: all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db import transaction

from nhipcau.duties.models import Duty
from nhipcau.people.models import Staff
from nhipcau.people.trail import record
from nhipcau.planning.actions.drafting import BadLine, Cost, Written, add_line, draftable, edit_line
from nhipcau.planning.models import Norm, OfficePlan, PlanLine
from nhipcau.planning.rules.sheet import LineRow


class CellFault(Exception):
    """A row of the form cannot stand; ``cell`` is where it begins."""

    def __init__(self, cell: str, words: str) -> None:
        super().__init__(words)
        self.cell = cell


@transaction.atomic
def take_in_form(plan: OfficePlan, rows: Iterable[LineRow], *, by: Staff, on: date) -> int:
    """Write the lines of a form: those with a code anew, the others in addition. Answers how many.

    What the form has no room for (lead, partners, topic, norms of items with the same words) stays as it was.
    Raises NotAllowed, NotNow, CellFault.
    """
    row = draftable(plan, by=by, on=on)
    wanted = list(rows)
    duties = Duty.objects.in_bulk([r.duty for r in wanted if r.duty])
    lines = row.lines.select_related("plan", "topic", "lead", "clause").prefetch_related("partners", "items__norm")
    there = {line.pk: line for line in lines}
    for asked in wanted:
        line = there.get(asked.code or 0)
        written = _written(asked, duties.get(asked.duty or 0), line)
        try:
            if line is None:
                add_line(row, written, by=by, on=on)
            else:
                edit_line(line, written, by=by, on=on)
        except BadLine as fault:
            raise CellFault(asked.cell, str(fault)) from fault
    record(by, "planning.take_in_form", row, lines=len(wanted))
    return len(wanted)


def _written(asked: LineRow, duty: Duty | None, line: PlanLine | None) -> Written:
    norms: dict[str, Norm | None] = {item.text: item.norm for item in line.items.all()} if line else {}
    costs = tuple(Cost(c.text, c.quantity, c.price, c.unit, c.times, norms.get(c.text)) for c in asked.costs)
    written = Written(
        activity=asked.activity, starts_on=asked.starts_on, ends_on=asked.ends_on, duty=duty, basis=asked.basis,
        output=asked.output, measure=asked.measure, fund=asked.fund, costs=costs,
    )  # fmt: skip
    if line is None:
        return written
    own = line.clause if duty is None else None
    return replace(written, clause=own, topic=line.topic, lead=line.lead, partners=tuple(line.partners.all()))
