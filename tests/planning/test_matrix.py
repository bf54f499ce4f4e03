"""Role × action on plans, money, reviews and inspections: who may do what where."""

from __future__ import annotations

import ast
import copy
import inspect
import pkgutil
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nhipcau.people.models import Office, Staff, TrailEntry
from nhipcau.people.permissions import NotAllowed
from nhipcau.people.rules.roles import StaffRole
from nhipcau.planning import actions
from nhipcau.planning.actions import inspections, reviews
from nhipcau.planning.actions.forms_in import take_in_form
from nhipcau.planning.actions.noticing import make_notices
from nhipcau.planning.actions.rounds import Call, Decision
from nhipcau.planning.actions.spending import Promise
from nhipcau.planning.models import (
    Contract,
    Inspection,
    OfficePlan,
    PlanLine,
    PlanRound,
    Remark,
    ReviewProposal,
    ReviewRound,
)
from tests.factories.duties import DocumentFactory, DutyFactory
from tests.factories.people import OfficeFactory, staff_in
from tests.factories.planning import approved, cost, line_of, round_of, someone, written

pytestmark = pytest.mark.django_db
R = StaffRole
COORDINATING, APPROVING, DRAFTING = {R.ADMIN, R.COORDINATOR}, {R.APPROVER, R.LEADER}, {R.COORDINATOR, R.FOCAL}
SPENDING, FINANCE = {R.COORDINATOR, R.FOCAL, R.FINANCE}, {R.FINANCE}

OWN: dict[str, set[StaffRole]] = {
    **dict.fromkeys(["open_round", "ask_offices", "edit_round", "present", "take_back", "accept_plan", "return_plan",
                     "leave_out", "hand_over", "amend", "open_review", "decide_item", "present_review", "reopen_review",
                     "plan_inspection", "add_point", "record_visit", "add_finding", "conclude", "call_off",
                     "give_work", "make_notices"], COORDINATING),
    **dict.fromkeys(["add_line", "edit_line", "remove_line", "copy_last_year", "excuse", "write_note", "submit",
                     "answer_remark", "propose", "take_in_form"], DRAFTING),
    **dict.fromkeys(["appraise_line", "appraise_lines", "appraise_rest"], FINANCE),
    "keep_norm": COORDINATING | FINANCE,
    **dict.fromkeys(["approve", "approve_review"], APPROVING),
    **dict.fromkeys(["commit", "change_contract", "accept_delivery", "pay", "wind_up"], SPENDING),
}  # fmt: skip
ELSEWHERE = {
    name: set() if roles is DRAFTING else FINANCE if roles is SPENDING else roles for name, roles in OWN.items()
}


def ground_for(name: str, office: Office) -> tuple[PlanRound, OfficePlan, PlanLine]:
    """The year of ``office`` in the state in which the step makes sense, brought there by others."""
    desk = OfficeFactory()
    c, n, p = (someone(role, desk) for role in (R.COORDINATOR, R.FINANCE, R.APPROVER))
    f = someone(R.FOCAL, office)
    on = timezone.localdate()
    round_ = round_of(office, by=c)
    plan = OfficePlan.objects.select_related("round", "office", "held_by").get(round=round_)
    line = line_of(plan, cost(100), by=f)
    if name in {"accept_plan", "return_plan"}:
        actions.submit(plan, by=f, on=on)
    elif name == "answer_remark":
        actions.submit(plan, by=f, on=on)
        actions.return_plan(plan, reason="x", remarks={line.pk: "?"}, by=c)
    elif name in {"appraise_line", "appraise_lines", "appraise_rest", "present", "take_back", "approve"}:
        actions.submit(plan, by=f, on=on)
        actions.accept_plan(plan, by=c)
        if name in {"present", "take_back", "approve"}:
            actions.appraise_rest(plan, by=n)
        if name in {"take_back", "approve"}:
            actions.present(round_, by=c)
    elif name in {"amend", "give_work", "commit", "change_contract", "accept_delivery", "pay", "wind_up"}:
        approved(round_, by=c, finance=n, approver=p)
    plan.refresh_from_db()
    return round_, plan, PlanLine.objects.get(pk=line.pk)


Steps = dict[str, Callable[[], object]]


def plan_steps(state: Any, by: Staff, office: Office) -> Steps:
    on = timezone.localdate()
    round_, plan, line = state
    appraisal = actions.Appraisal(Decimal(100))
    norm = actions.NormFacts("x", "y", Decimal(1), "z")
    return {
        "open_round": lambda: actions.open_round(Call(2099, "x", on), office, [office], by=by, on=on),
        "ask_offices": lambda: actions.ask_offices(round_, [OfficeFactory()], by=by),
        "edit_round": lambda: actions.edit_round(round_, due_on=on, guidance="", words={}, by=by),
        "present": lambda: actions.present(round_, by=by),
        "take_back": lambda: actions.take_back(round_, reason="x", by=by),
        "approve": lambda: actions.approve(round_, Decision("1", on), by=by, on=on),
        "accept_plan": lambda: actions.accept_plan(plan, by=by),
        "return_plan": lambda: actions.return_plan(plan, reason="x", remarks={}, by=by),
        "leave_out": lambda: actions.leave_out(plan, reason="x", by=by),
        "hand_over": lambda: actions.hand_over(plan, OfficeFactory(), reason="x", by=by),
        "add_line": lambda: actions.add_line(plan, written(round_.year), by=by, on=on),
        "edit_line": lambda: actions.edit_line(line, written(round_.year), by=by, on=on),
        "remove_line": lambda: actions.remove_line(line, by=by, on=on),
        "copy_last_year": lambda: actions.copy_last_year(plan, by=by, on=on),
        "excuse": lambda: actions.excuse(plan, DutyFactory(), reason="x", by=by, on=on),
        "write_note": lambda: actions.write_note(plan, note="x", by=by, on=on),
        "submit": lambda: actions.submit(plan, by=by, on=on),
        "take_in_form": lambda: take_in_form(plan, [], by=by, on=on),
        "make_notices": lambda: make_notices(on=on, by=by),
        "answer_remark": lambda: actions.answer_remark(Remark.objects.get(), answer="x", by=by, on=on),
        "appraise_line": lambda: actions.appraise_line(line, appraisal, by=by),
        "appraise_lines": lambda: actions.appraise_lines(plan, {line.pk: appraisal}, by=by),
        "appraise_rest": lambda: actions.appraise_rest(plan, by=by),
        "keep_norm": lambda: actions.keep_norm(norm, by=by),
        "give_work": lambda: actions.give_work(on=on, by=by),
        "amend": lambda: actions.amend(
            round_, actions.Ground("x"), {line.pk: actions.NewValues(activity="y")}, by=by, on=on
        ),
    }


def money_for(name: str, office: Office) -> tuple[PlanLine, Contract | None]:
    on = timezone.localdate()
    _round, _plan, line = ground_for(name, office)
    if name == "commit":
        return line, None
    return line, actions.commit(line, promise_of(on), by=someone(R.FOCAL, office), on=on)


def promise_of(on: date) -> Promise:
    return Promise("contract", "1/HĐ", on, "x", Decimal(50))


def money_steps(state: Any, by: Staff, office: Office) -> Steps:
    on = timezone.localdate()
    line, c = state
    return {
        "commit": lambda: actions.commit(line, promise_of(on), by=by, on=on),
        "change_contract": lambda: actions.change_contract(c, delta=Decimal(1), reason="x", on_date=on, by=by, on=on),
        "accept_delivery": lambda: actions.accept_delivery(c, amount=Decimal(1), words="x", on_date=on, by=by, on=on),
        "pay": lambda: actions.pay(c, kind="advance", amount=Decimal(1), voucher="x", on_date=on, by=by, on=on),
        "wind_up": lambda: actions.wind_up(c, reason="x", by=by, on=on),
    }


def review_for(name: str, office: Office) -> tuple[ReviewRound, reviews.ReviewCall]:
    on, c = timezone.localdate(), someone(R.COORDINATOR, OfficeFactory())
    call = reviews.ReviewCall(2030, "x", on)
    made = reviews.open_review(call, office, [DocumentFactory()], by=c, on=on)
    item = made.items.get()
    if name in {"present_review", "reopen_review", "approve_review"}:
        reviews.decide_item(item, reviews.Outcome("keep"), by=c)
    if name in {"reopen_review", "approve_review"}:
        reviews.present_review(made, by=c)
    return made, call


def review_steps(state: Any, by: Staff, office: Office) -> Steps:
    on = timezone.localdate()
    made, call = state
    item = made.items.get()
    return {
        "open_review": lambda: reviews.open_review(call, office, [DocumentFactory()], by=by, on=on),
        "propose": lambda: reviews.propose(ReviewProposal.objects.get(), proposal="keep", reason="x", by=by, on=on),
        "decide_item": lambda: reviews.decide_item(item, reviews.Outcome("keep"), by=by),
        "present_review": lambda: reviews.present_review(made, by=by),
        "reopen_review": lambda: reviews.reopen_review(made, reason="x", by=by),
        "approve_review": lambda: reviews.approve_review(made, number="1", decided_on=on, by=by, on=on),
    }


def inspection_for(name: str, office: Office) -> tuple[inspections.Visit, Inspection]:
    on, c = timezone.localdate(), someone(R.COORDINATOR, OfficeFactory())
    visit = inspections.Visit(office, OfficeFactory(), "x", on)
    row = inspections.plan_inspection(visit, [], by=c, on=on)
    if name in {"add_finding", "conclude"}:
        inspections.record_visit(row, visited_on=on, results={}, by=c, on=on)
    return visit, row


def inspection_steps(state: Any, by: Staff, office: Office) -> Steps:
    on = timezone.localdate()
    visit, row = state
    found = inspections.Found("x", "y", on + timedelta(days=1))
    return {
        "plan_inspection": lambda: inspections.plan_inspection(visit, [], by=by, on=on),
        "add_point": lambda: inspections.add_point(row, text="x", by=by),
        "record_visit": lambda: inspections.record_visit(row, visited_on=on, results={}, by=by, on=on),
        "add_finding": lambda: inspections.add_finding(row, found, by=by),
        "conclude": lambda: inspections.conclude(row, words="x", number="", by=by, on=on),
        "call_off": lambda: inspections.call_off(row, reason="x", by=by),
    }


PARTS = {"draftable", "make_line", "give_work_of", "sealed_paper", "bears_mark", "note_refusal"}
"""Parts of actions: they ask who may themselves, or are called by one that has asked."""
MONEY = {"commit", "change_contract", "accept_delivery", "pay", "wind_up"}
REVIEW = {"open_review", "propose", "decide_item", "present_review", "reopen_review", "approve_review"}
INSPECTION = {"plan_inspection", "add_point", "record_visit", "add_finding", "conclude", "call_off"}


def check(name: str, by_of: Callable[[Office, StaffRole], Staff], allowed: set[StaffRole]) -> None:
    """The state is made once; each role finds it as it was, in the tables and in the objects."""
    kinds = (
        (MONEY, money_for, money_steps),
        (REVIEW, review_for, review_steps),
        (INSPECTION, inspection_for, inspection_steps),
    )
    ready, steps = next(((r, s) for names, r, s in kinds if name in names), (ground_for, plan_steps))
    office = OfficeFactory()
    state = ready(name, office)
    for role in StaffRole:
        with undone():
            step = steps(copy.deepcopy(state), by_of(office, role), office)[name]
            before = TrailEntry.objects.count()
            if role in allowed:
                step()
                assert TrailEntry.objects.count() > before
                continue
            with pytest.raises(NotAllowed):
                step()
            assert TrailEntry.objects.count() == before


@pytest.mark.parametrize("name", sorted(OWN))
def test_in_ones_own_office(name: str) -> None:
    check(name, staff_in, OWN[name])


@pytest.mark.parametrize("name", sorted(ELSEWHERE))
def test_in_another_office(name: str) -> None:
    check(name, lambda _office, role: staff_in(OfficeFactory(), role), ELSEWHERE[name])


class undone:  # noqa: N801
    """What is done inside is taken back: each role finds the tables as they were."""

    def __enter__(self) -> None:
        from django.db import transaction

        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        from django.db import transaction

        if kind is None:
            transaction.set_rollback(True)
        self.atomic.__exit__(kind, *rest)  # type: ignore[arg-type]


def test_every_action_of_the_room_stands_in_the_matrix() -> None:
    public = {name for name in actions.__all__ if name[0].islower()}
    assert public <= OWN.keys()
    # Also those that the package does not re-export: reviews, inspections, forms, notices.
    found: set[str] = set()
    for module in pkgutil.iter_modules(actions.__path__):
        tree = ast.parse(inspect.getsource(import_module(f"{actions.__name__}.{module.name}")))
        found |= {
            node.name for node in tree.body
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and any(a.arg == "by" for a in node.args.kwonlyargs)
        }  # fmt: skip
    assert found - PARTS == OWN.keys()


SEES_ALL = {R.ADMIN, R.COORDINATOR, R.APPROVER, R.FINANCE, R.LEADER, R.VIEWER}


@pytest.mark.parametrize("role", list(StaffRole))
def test_who_sees_whose_plan(role: StaffRole, client: Client) -> None:
    office, other = OfficeFactory(), OfficeFactory()
    c = someone(R.COORDINATOR, OfficeFactory())
    round_ = round_of(office, other, by=c)
    own, foreign = (OfficePlan.objects.get(round=round_, office=o) for o in (office, other))
    client.force_login(staff_in(office, role), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("planning:plan", args=[own.pk])).status_code == 200
    assert client.get(reverse("planning:plan", args=[foreign.pk])).status_code == (200 if role in SEES_ALL else 403)
    listed = {row["plan"].pk for row in client.get(reverse("planning:round", args=[round_.year])).context["rows"]}
    assert listed == ({own.pk, foreign.pk} if role in SEES_ALL else {own.pk})


@pytest.mark.parametrize("role", list(StaffRole))
def test_the_plans_page_offers_what_the_actions_allow(role: StaffRole, client: Client) -> None:
    office = OfficeFactory()
    _round, plan, _line = ground_for("draft", office)
    client.force_login(staff_in(office, role), backend="django.contrib.auth.backends.ModelBackend")
    offered = client.get(reverse("planning:plan", args=[plan.pk])).context["may"]
    named = {"submit": "submit", "note": "write_note", "copy": "copy_last_year", "excuse": "excuse",
             "leave_out": "leave_out", "hand_over": "hand_over"}  # fmt: skip
    assert set(offered) == {step for step, name in named.items() if role in OWN[name]}
