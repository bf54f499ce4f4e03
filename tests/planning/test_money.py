"""Amendments and spending: totals equal the sum of their parts, and neither a person nor a statement overspends."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nhipcau.people.models import Office, Staff
from nhipcau.people.rules.roles import StaffRole
from nhipcau.planning import actions
from nhipcau.planning.actions.spending import Promise
from nhipcau.planning.gathering import gather
from nhipcau.planning.models import (
    Amendment,
    Change,
    Contract,
    Item,
    OfficePlan,
    Payment,
    PlanLine,
    PlanRound,
)
from nhipcau.planning.queries import GROUPS, grouped_money, totals
from nhipcau.planning.rules.consolidation import sum_of, sums_by
from nhipcau.work.models import Assignment
from tests.factories.people import OfficeFactory
from tests.factories.planning import approved, cost, line_of, round_of, someone, written

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def lines(
    plan: OfficePlan, round_: PlanRound, focal: Staff, coordinator: Staff, finance: Staff, approver: Staff
) -> list[PlanLine]:
    """Three approved lines of 10, 20 and 30 million."""
    made = [line_of(plan, cost(n * 10_000_000), by=focal, activity=f"Hoạt động {n}") for n in (1, 2, 3)]
    approved(round_, by=coordinator, finance=finance, approver=approver)
    actions.give_work(on=timezone.localdate())
    return list(PlanLine.objects.filter(pk__in=[m.pk for m in made]).order_by("pk"))


def ground(**more: Any) -> actions.Ground:
    return actions.Ground(**({"reason": "Điều chỉnh theo thực tế"} | more))


def promise(on: date, amount: int, number: str = "01/HĐ") -> Promise:
    return Promise("contract", number, on, "Thuê gian hàng", D(amount), "Công ty A")


def test_money_moves_between_lines_without_a_decision(
    lines: list[PlanLine], round_: PlanRound, coordinator: Staff, on: date
) -> None:
    move = {lines[0].pk: actions.NewValues(delta=D(-4_000_000)), lines[1].pk: actions.NewValues(delta=D(4_000_000))}
    made = actions.amend(round_, ground(), move, by=coordinator, on=on)
    assert [line.current for line in PlanLine.objects.order_by("pk")] == [6_000_000, 24_000_000, 30_000_000]
    assert [line.approved for line in PlanLine.objects.order_by("pk")] == [10_000_000, 20_000_000, 30_000_000]
    assert made.number == 1
    more = {lines[0].pk: actions.NewValues(delta=D(1))}
    with pytest.raises(actions.NotNow, match=r"quyết định|decision"):
        actions.amend(round_, ground(), more, by=coordinator, on=on)
    assert Amendment.objects.count() == 1
    decided = ground(decision_number="99/QĐ-UBND", decided_on=on)
    assert actions.amend(round_, decided, more, by=coordinator, on=on).number == 2


def test_the_work_follows_the_line(lines: list[PlanLine], round_: PlanRound, coordinator: Staff, on: date) -> None:
    line, other = lines[0], OfficeFactory()
    later = line.ends_on - timedelta(days=40)
    new = actions.NewValues(ends_on=later, lead=other, activity="Tên mới")
    actions.amend(round_, ground(), {line.pk: new}, by=coordinator, on=on)
    work = Assignment.objects.get(plan_line=line)
    assert (work.due_on, work.lead, work.title) == (later, other, "Tên mới")
    change = Change.objects.get()
    assert change.before["activity"] == "Hoạt động 1"
    assert change.after["lead"] == other.name
    gone = {line.pk: actions.NewValues(cancel=True)}
    actions.amend(round_, ground(decision_number="1", decided_on=on), gone, by=coordinator, on=on)
    work.refresh_from_db()
    line.refresh_from_db()
    assert (work.state, line.state, line.current) == ("cancelled", "cancelled", 0)
    with pytest.raises(actions.NotNow):
        actions.amend(round_, ground(), gone, by=coordinator, on=on)


def test_a_line_in_addition_is_approved_by_its_amendment(
    lines: list[PlanLine], plan: OfficePlan, round_: PlanRound, coordinator: Staff, on: date
) -> None:
    plan = OfficePlan.objects.select_related("round").get(pk=plan.pk)
    new = actions.NewLine(plan, written(round_.year, cost(5_000_000), activity="Bổ sung"))
    made = actions.amend(
        round_, ground(decision_number="7/QĐ", decided_on=on), {}, by=coordinator, on=on, new_lines=(new,)
    )
    line = made.added_lines.get()
    assert (line.state, line.approved, line.current, line.proposed) == ("approved", 0, 5_000_000, 5_000_000)
    round_.refresh_from_db()
    assert round_.approved_total == 60_000_000
    assert PlanLine.objects.aggregate(s=Sum("current"))["s"] == 65_000_000
    assert actions.give_work(on=on) == 1


def test_a_plan_not_approved_yet_is_not_amended(plan: OfficePlan, focal: Staff, coordinator: Staff, on: date) -> None:
    line = line_of(plan, cost(), by=focal)
    with pytest.raises(actions.NotNow):
        actions.amend(plan.round, ground(), {line.pk: actions.NewValues(delta=D(1))}, by=coordinator, on=on)


def test_from_commitment_to_payment(lines: list[PlanLine], focal: Staff, finance: Staff, on: date) -> None:
    line = lines[0]
    with pytest.raises(actions.NotEnough):
        actions.commit(line, promise(on, 10_000_001), by=focal, on=on)
    contract = actions.commit(line, promise(on, 8_000_000), by=focal, on=on)
    with pytest.raises(actions.NotNow):
        actions.commit(line, promise(on, 1), by=focal, on=on)
    with pytest.raises(actions.NotEnough):
        actions.commit(line, promise(on, 2_000_001, "02/HĐ"), by=focal, on=on)
    with pytest.raises(actions.NotEnough):
        actions.pay(contract, kind="payment", amount=D(1), voucher="UNC1", on_date=on, by=finance, on=on)
    actions.pay(contract, kind="advance", amount=D(2_000_000), voucher="UNC1", on_date=on, by=finance, on=on)
    actions.accept_delivery(contract, amount=D(7_000_000), words="12 gian", on_date=on, by=focal, on=on)
    with pytest.raises(actions.NotEnough):
        actions.pay(contract, kind="payment", amount=D(5_000_001), voucher="UNC2", on_date=on, by=finance, on=on)
    actions.pay(contract, kind="payment", amount=D(5_000_000), voucher="UNC2", on_date=on, by=finance, on=on)
    with pytest.raises(actions.NoReason):
        actions.pay(contract, kind="back", amount=D(1), voucher="UNC3", on_date=on, by=finance, on=on)
    actions.pay(
        contract, kind="back", amount=D(1_000_000), voucher="UNC3", note="Ghi nhầm", on_date=on, by=finance, on=on
    )
    with pytest.raises(actions.NotEnough):
        actions.change_contract(contract, delta=D(-1_000_001), reason="Phụ lục 1", on_date=on, by=focal, on=on)
    actions.change_contract(contract, delta=D(500_000), reason="Phụ lục 1", on_date=on, by=focal, on=on)
    line.refresh_from_db()
    assert (line.committed, line.paid, line.left) == (8_500_000, 6_000_000, 1_500_000)
    actions.wind_up(contract, reason="Thanh lý", by=focal, on=on)
    line.refresh_from_db()
    assert (line.committed, line.left) == (7_000_000, 3_000_000)
    with pytest.raises(actions.NotNow):
        actions.wind_up(contract, reason="x", by=focal, on=on)


def test_a_line_cannot_be_amended_below_what_is_committed(
    lines: list[PlanLine], round_: PlanRound, focal: Staff, coordinator: Staff, on: date
) -> None:
    actions.commit(lines[0], promise(on, 8_000_000), by=focal, on=on)
    with pytest.raises(actions.NotEnough):
        actions.amend(round_, ground(), {lines[0].pk: actions.NewValues(delta=D(-2_000_001))}, by=coordinator, on=on)
    cancel = {lines[0].pk: actions.NewValues(cancel=True)}
    actions.amend(round_, ground(decision_number="1", decided_on=on), cancel, by=coordinator, on=on)
    lines[0].refresh_from_db()
    assert lines[0].current == lines[0].committed == 8_000_000


# What the database refuses, whoever asks it.


def refused(do: Any) -> None:
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        do()


def test_the_database_refuses_sums_that_are_none(plan: OfficePlan, focal: Staff) -> None:
    line = line_of(plan, cost(5), by=focal)
    refused(lambda: PlanLine.objects.filter(pk=line.pk).update(proposed=6))
    refused(lambda: PlanLine.objects.filter(pk=line.pk).update(committed=1))
    refused(lambda: PlanLine.objects.filter(pk=line.pk).update(current=1))
    refused(lambda: Item.objects.filter(line=line).update(amount=9))
    Item.objects.filter(line=line).update(unit_price=9, amount=9)
    line.refresh_from_db()
    assert line.proposed == 9


def test_the_database_holds_what_was_approved(
    lines: list[PlanLine], plan: OfficePlan, round_: PlanRound, office: Office
) -> None:
    line = lines[0]
    for columns in ({"activity": "x"}, {"approved": 1}, {"fund": "aid"}, {"ends_on": line.ends_on - timedelta(1)},
                    {"state": "cancelled"}, {"revision": 1}, {"current": 1}):  # fmt: skip
        refused(lambda columns=columns: PlanLine.objects.filter(pk=line.pk).update(**columns))
    refused(lambda: PlanRound.objects.filter(pk=round_.pk).update(state="open"))
    refused(lambda: PlanRound.objects.filter(pk=round_.pk).update(decision_number="x"))
    refused(lambda: OfficePlan.objects.filter(pk=plan.pk).update(state="draft"))
    refused(lambda: Item.objects.filter(line=line).update(text="x"))
    refused(lambda: Item.objects.filter(line=line).delete())
    refused(lambda: PlanLine.objects.create(plan=plan, position=9, activity="x", starts_on=line.starts_on,
                                            ends_on=line.ends_on, lead=office))  # fmt: skip


def test_the_database_refuses_to_overspend(lines: list[PlanLine], focal: Staff, finance: Staff, on: date) -> None:
    line = lines[0]
    contract = actions.commit(line, promise(on, 8_000_000), by=focal, on=on)

    def contract_of(amount: int) -> Contract:
        return Contract.objects.create(
            line=line, office=line.lead, kind="contract", number="x", signed_on=on, subject="x", amount=amount,
            value=amount, by=focal, at=contract.at,
        )  # fmt: skip

    refused(lambda: contract_of(2_000_001))
    refused(
        lambda: contract.payments.create(
            kind="advance", on_date=on, amount=8_000_001, voucher="x", by=finance, at=contract.at
        )
    )
    refused(lambda: Contract.objects.filter(pk=contract.pk).update(amount=1))
    refused(lambda: Contract.objects.filter(pk=contract.pk).update(value=1))
    refused(lambda: Contract.objects.filter(pk=contract.pk).delete())
    payment = actions.pay(contract, kind="advance", amount=D(5), voucher="x", on_date=on, by=finance, on=on)
    refused(lambda: Payment.objects.filter(pk=payment.pk).update(amount=1))
    refused(lambda: Payment.objects.filter(pk=payment.pk).delete())


# Whatever is done in whatever order, the sums hold.

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["amend", "move", "add", "cancel", "commit", "annex", "accept", "advance", "pay", "back", "wind_up"]),
        st.integers(0, 4), st.integers(0, 4), st.integers(-15, 15),
    ),
    max_size=14,
)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_totals_equal_the_sum_of_their_parts_through_everything(
    steps: list[tuple[str, int, int, int]], db: None
) -> None:
    on = timezone.localdate()
    with transaction.atomic():
        office = OfficeFactory()
        year = 2031
        people = {
            role: someone(role, office) for role in (StaffRole.COORDINATOR, StaffRole.FINANCE, StaffRole.APPROVER)
        }
        round_ = round_of(office, by=people[StaffRole.COORDINATOR], year=year)
        plan = OfficePlan.objects.select_related("round").get(round=round_)
        for n in range(3):
            line_of(plan, cost(n * 7, "1.5", "2"), cost(3), by=people[StaffRole.COORDINATOR])
        approved(
            round_,
            by=people[StaffRole.COORDINATOR],
            finance=people[StaffRole.FINANCE],
            approver=people[StaffRole.APPROVER],
        )
        total = check(round_)
        frozen = PlanRound.objects.get(pk=round_.pk).frozen_sha256
        for step in steps:
            try:
                with transaction.atomic():
                    take(step, round_, people[StaffRole.COORDINATOR], on)
            except actions.FAULTS:
                pass
            check(round_)
        again = PlanRound.objects.get(pk=round_.pk)
        assert (again.approved_total, again.frozen_sha256) == (total, frozen)
        transaction.set_rollback(True)


def take(step: tuple[str, int, int, int], round_: PlanRound, by: Staff, on: date) -> None:
    what, first, second, number = step
    lines = list(PlanLine.objects.filter(plan__round=round_).order_by("pk"))
    line, other = lines[first % len(lines)], lines[second % len(lines)]
    why, amount = ground(decision_number="1/QĐ", decided_on=on), D(abs(number))
    contracts = list(Contract.objects.filter(line__plan__round=round_).select_related("line").order_by("pk"))
    new = actions.NewValues
    if what == "amend":
        actions.amend(round_, why, {line.pk: new(delta=D(number))}, by=by, on=on)
    elif what == "move":
        move = {line.pk: new(delta=D(number)), other.pk: new(delta=D(-number))}
        actions.amend(round_, ground(), move, by=by, on=on)
    elif what == "cancel":
        actions.amend(round_, why, {line.pk: new(cancel=True)}, by=by, on=on)
    elif what == "add":
        plan = OfficePlan.objects.select_related("round").get(round=round_)
        added = actions.NewLine(plan, written(round_.year, cost(abs(number))))
        actions.amend(round_, why, {}, by=by, on=on, new_lines=(added,))
    elif what == "commit":
        actions.commit(line, promise(on, abs(number), f"{len(contracts)}/HĐ"), by=by, on=on)
    elif contracts:
        contract = contracts[first % len(contracts)]
        if what == "annex":
            actions.change_contract(contract, delta=D(number), reason="x", on_date=on, by=by, on=on)
        elif what == "accept":
            actions.accept_delivery(contract, amount=amount, words="x", on_date=on, by=by, on=on)
        elif what == "wind_up":
            actions.wind_up(contract, reason="x", by=by, on=on)
        else:
            kind = {"advance": "advance", "pay": "payment", "back": "back"}[what]
            actions.pay(contract, kind=kind, amount=amount, voucher="x", note="x", on_date=on, by=by, on=on)


def check_consolidated(round_: PlanRound) -> None:
    """What pages, workbook and paper say of the year, by whatever it is summed, against its lines."""
    lines, on = PlanLine.objects.filter(plan__round=round_), timezone.localdate()
    whole, facts = totals(lines), gather(round_, on=on)
    assert whole.current == sum(line.current for line in lines) == sum_of(facts).now
    assert whole.proposed == sum(item.amount for line in facts for item in line.items)
    for column in ("office_words", "fund", "topic"):
        assert sum(part.now for part in sums_by(facts, column)) == whole.current
    for group in GROUPS:
        rows = grouped_money(lines, group, on=on)
        assert sum(row.planned for row in rows) == whole.current
        assert sum(row.committed for row in rows) == whole.committed
        assert sum(row.paid for row in rows) == whole.paid
        assert all(row.left == row.planned - row.committed >= 0 for row in rows)


def check(round_: PlanRound) -> Decimal:
    """Every stored figure against its parts, summed here in Python."""
    whole = D(0)
    for line in PlanLine.objects.filter(plan__round=round_).prefetch_related("items", "changes", "contracts"):
        assert line.proposed == sum(i.amount for i in line.items.all())
        assert line.approved is not None
        assert line.current == line.approved + sum(c.delta for c in line.changes.all())
        assert line.revision == len(line.changes.all())
        assert line.committed == sum(c.value for c in line.contracts.all()) <= line.current
        assert line.paid == sum(c.paid for c in line.contracts.all()) <= line.committed
        whole += line.approved
    check_consolidated(round_)
    for contract in Contract.objects.filter(line__plan__round=round_):
        assert contract.value == contract.amount + sum(c.delta for c in contract.changes.all())
        assert contract.accepted == sum(a.amount for a in contract.acceptances.all()) <= contract.value
        assert contract.paid == sum(p.amount for p in contract.payments.all()) <= contract.value
    return whole
