"""Two at once: one approval wins and the other is told; the money of a line is not promised twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from nhipcau.people.models import Staff, TrailEntry
from nhipcau.people.rules.roles import StaffRole
from nhipcau.people.trail import trail_faults
from nhipcau.planning import actions
from nhipcau.planning.actions.rounds import Decision
from nhipcau.planning.actions.spending import Promise
from nhipcau.planning.models import Contract, OfficePlan, PlanLine, PlanRound
from tests.factories.people import OfficeFactory
from tests.factories.planning import cost, line_of, round_of, someone

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("frozen_rows_let_go")]
R = StaffRole


def presented() -> tuple[PlanRound, Staff, Staff]:
    office = OfficeFactory()
    by, finance = someone(R.COORDINATOR, office), someone(R.FINANCE, office)
    round_ = round_of(office, by=by)
    plan = OfficePlan.objects.select_related("round").get(round=round_)
    line_of(plan, cost(10), by=by)
    actions.submit(plan, by=by, on=timezone.localdate())
    actions.accept_plan(plan, by=by)
    actions.appraise_rest(plan, by=finance)
    actions.present(round_, by=by)
    return round_, someone(R.APPROVER, office), someone(R.LEADER, office)


def at_once(*steps: Callable[[], object]) -> list[Any]:
    """Each in a thread with a connection of its own; answers what each gave or raised."""

    def run(step: Callable[[], object]) -> object:
        try:
            return step()
        except actions.FAULTS as fault:
            return fault
        finally:
            connection.close()

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(run, steps))


def test_one_approval_wins_and_the_other_is_told() -> None:
    round_, first, second = presented()
    on = timezone.localdate()
    answers = at_once(
        lambda: actions.approve(round_, Decision("1/QĐ", on), by=first, on=on),
        lambda: actions.approve(round_, Decision("2/QĐ", on), by=second, on=on),
    )
    told = [a for a in answers if isinstance(a, actions.NotNow)]
    round_.refresh_from_db()
    assert len(told) == 1
    assert round_.decision_number in str(told[0])
    assert TrailEntry.objects.filter(action="planning.approve").count() == 1
    assert trail_faults() == []


def test_the_money_of_a_line_is_promised_once() -> None:
    round_, approver, _other = presented()
    on = timezone.localdate()
    actions.approve(round_, Decision("1/QĐ", on), by=approver, on=on)
    line = PlanLine.objects.get()
    by = someone(R.COORDINATOR, line.lead)

    def step(number: int) -> Callable[[], object]:
        promise = Promise("contract", f"{number}/HĐ", on, "x", Decimal(6))
        return lambda: actions.commit(line, promise, by=by, on=on)

    answers = at_once(*(step(n) for n in range(4)))
    assert sum(isinstance(a, Contract) for a in answers) == 1
    assert sum(isinstance(a, actions.NotEnough) for a in answers) == 3
    line.refresh_from_db()
    assert line.committed == 6


def test_a_plan_is_not_returned_while_its_year_is_presented() -> None:
    round_, _approver, _other = presented()
    round_.refresh_from_db()
    by = Staff.objects.get(pk=round_.presented_by_id)
    plan = OfficePlan.objects.select_related("round").get(round=round_)
    for _n in range(4):
        actions.take_back(round_, reason="x", by=by)
        answers = at_once(
            lambda: actions.present(round_, by=by),
            partial(actions.return_plan, plan, reason="x", remarks={}, by=by),
        )
        round_.refresh_from_db()
        plan = OfficePlan.objects.select_related("round").get(pk=plan.pk)
        assert sum(isinstance(a, actions.NotNow) for a in answers) == 1
        assert (round_.state, plan.state) in {("presented", "accepted"), ("open", "returned")}
        if plan.state == "returned":
            actions.submit(plan, by=by, on=timezone.localdate())
            actions.accept_plan(plan, by=by)
            actions.appraise_rest(plan, by=someone(R.FINANCE, plan.office))
            actions.present(round_, by=by)


def test_a_year_is_opened_once_and_the_other_is_told() -> None:
    office = OfficeFactory()
    by = someone(R.COORDINATOR, office)
    answers = at_once(*(lambda: round_of(office, by=by) for _n in range(3)))
    assert sum(isinstance(a, PlanRound) for a in answers) == 1
    assert sum(isinstance(a, actions.NotNow) for a in answers) == 2
