"""What a careful reading of the room found: each fault with the test that now holds it."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from nhipcau.documents.models import Clause
from nhipcau.people.models import Office, Staff, TrailEntry
from nhipcau.people.rules.roles import StaffRole
from nhipcau.planning import actions
from nhipcau.planning.actions.reviews import Outcome, ReviewCall, decide_item, open_review, present_review
from nhipcau.planning.actions.spending import Promise
from nhipcau.planning.form_writing import form_of
from nhipcau.planning.gathering import basis_of, gather
from nhipcau.planning.models import Norm, OfficePlan, PlanLine, PlanRound
from nhipcau.planning.rules.sheet import COST_SHEET, PLAN_SHEET, Expected, read_form, stamp_of
from nhipcau.planning.views.rounds import basis_of_day
from tests.factories.duties import DocumentFactory, duty_of
from tests.factories.people import OfficeFactory, merge, staff_in
from tests.factories.planning import approved, cost, line_of, round_of, written

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


@pytest.fixture
def year(
    plan: OfficePlan, round_: PlanRound, focal: Staff, coordinator: Staff, finance: Staff, approver: Staff
) -> PlanLine:
    """A line of an approved year."""
    line = line_of(plan, cost(100), by=focal)
    approved(round_, by=coordinator, finance=finance, approver=approver)
    return PlanLine.objects.get(pk=line.pk)


def test_a_plan_that_was_left_out_can_come_back(plan: OfficePlan, focal: Staff, coordinator: Staff, on: date) -> None:
    line = line_of(plan, cost(9), by=focal)
    actions.leave_out(plan, reason="Chưa cần", by=coordinator)
    back = actions.return_plan(plan, reason="Vẫn cần lập", remarks={}, by=coordinator)
    line.refresh_from_db()
    assert (back.state, line.state, line.appraised) == ("returned", "open", None)
    actions.submit(plan, by=focal, on=on)


def test_a_remark_outlives_the_line_it_was_made_on(
    plan: OfficePlan, focal: Staff, coordinator: Staff, on: date, signed_in: SignIn
) -> None:
    line = line_of(plan, cost(9), by=focal, activity="In ấn phẩm")
    actions.submit(plan, by=focal, on=on)
    actions.return_plan(plan, reason="x", remarks={line.pk: "Vì sao cần?"}, by=coordinator)
    actions.remove_line(line, by=focal, on=on)
    remark = plan.remarks.get()
    assert (remark.line, remark.text) == (None, "“In ấn phẩm”: Vì sao cần?")
    line_of(plan, cost(1), by=focal)
    with pytest.raises(actions.NotNow):
        actions.submit(plan, by=focal, on=on)
    assert "Vì sao cần?" in signed_in(focal).get(reverse("planning:plan", args=[plan.pk])).content.decode()


def test_last_years_lines_come_over_once_however_many_plans_could_take_them(
    plan: OfficePlan, round_: PlanRound, focal: Staff, coordinator: Staff, finance: Staff, approver: Staff, on: date
) -> None:
    gone = Norm.objects.create(name="Cũ", unit="x", unit_price=5, instrument="TT", valid_to=on - timedelta(days=1))
    line_of(plan, cost(9, norm=gone), by=focal)
    approved(round_, by=coordinator, finance=finance, approver=approver)
    after = OfficeFactory()
    later = round_of(plan.office, after, by=coordinator, year=round_.year + 1)
    merge(plan.office, after, on)
    successor = staff_in(after, StaffRole.FOCAL)
    old, new = (later.plans.get(office=o) for o in (plan.office, after))
    assert actions.copy_last_year(new, by=successor, on=on) == 1
    assert actions.copy_last_year(old, by=successor, on=on) == 0
    assert new.lines.get().items.get().norm is None


def test_a_plan_that_was_handed_over_begins_with_its_own_last_year(
    plan: OfficePlan, round_: PlanRound, focal: Staff, coordinator: Staff, finance: Staff, approver: Staff, on: date
) -> None:
    line_of(plan, cost(9), by=focal, activity="Của cơ quan cũ")
    approved(round_, by=coordinator, finance=finance, approver=approver)
    other = OfficeFactory()
    later = round_of(plan.office, other, by=coordinator, year=round_.year + 1)
    own = later.plans.get(office=plan.office)
    actions.hand_over(own, other, reason="Chuyển chức năng", by=coordinator)
    assert actions.copy_last_year(own, by=staff_in(other, StaffRole.FOCAL), on=on) == 1
    assert own.lines.get().activity == "Của cơ quan cũ"


def test_a_line_over_several_years_belongs_to_each_of_them(plan: OfficePlan, focal: Staff) -> None:
    year = plan.round.year
    line_of(plan, by=focal, starts_on=date(year - 1, 3, 1), ends_on=date(year + 2, 3, 1))
    with pytest.raises(actions.BadLine):
        line_of(plan, by=focal, starts_on=date(year + 1, 1, 1), ends_on=date(year + 2, 1, 1))


def test_a_line_may_serve_a_clause_without_a_duty(plan: OfficePlan, focal: Staff, signed_in: SignIn) -> None:
    duty = duty_of(plan.office)
    clause = Clause.objects.create(document=duty.document, path="II/4", label="4.", heading="Thông tin đại chúng",
                                   start=0, end=9, position=1, state="confirmed")  # fmt: skip
    year = plan.round.year
    form = {"clause": clause.pk, "activity": "Làm phim", "starts_on": f"{year}-01-01", "ends_on": f"{year}-12-31",
            "lead": plan.office_id, "fund": "none", "costs-TOTAL_FORMS": 0, "costs-INITIAL_FORMS": 0}  # fmt: skip
    client = signed_in(focal)
    assert client.post(reverse("planning:add_line", args=[plan.pk]), form).status_code == 302
    line = PlanLine.objects.get()
    assert line.clause == clause
    assert client.post(reverse("planning:edit_line", args=[line.pk]), form | {"output": "1 phim"}).status_code == 302
    line.refresh_from_db()
    assert (line.clause, line.output) == (clause, "1 phim")
    assert duty.document.number in basis_of(line)
    assert "Thông tin đại chúng" in gather(plan.round, on=date(year, 1, 1))[0].basis
    assert "Thông tin đại chúng" in client.get(reverse("planning:plan", args=[plan.pk])).content.decode()


def test_an_amendment_keeps_to_the_year_and_to_days_that_have_come(
    year: PlanLine, coordinator: Staff, on: date
) -> None:
    round_, ground = year.plan.round, actions.Ground("Điều chỉnh")
    ahead = actions.Ground("Điều chỉnh", "5/QĐ", on + timedelta(days=1))
    far = actions.NewValues(starts_on=date(2001, 1, 1), ends_on=date(2001, 2, 1))
    for given, values, fault in (
        (ground, far, actions.BadLine), (ground, actions.NewValues(activity="  "), actions.BadLine),
        (ahead, actions.NewValues(activity="Khác"), actions.NotNow),
    ):  # fmt: skip
        with pytest.raises(fault):
            actions.amend(round_, given, {year.pk: values}, by=coordinator, on=on)


def test_a_refused_amendment_leaves_no_file(year: PlanLine, coordinator: Staff, on: date) -> None:
    kept = storages["private"]

    def stored() -> set[str]:
        folder = f"plans/{on.year}"
        return set(kept.listdir(folder)[1]) if kept.exists(folder) else set()

    before = stored()
    paper = actions.Upload("quyet-dinh.txt", "Điều chỉnh giảm".encode())
    ground = actions.Ground("Điều chỉnh", "5/QĐ-UBND", on, paper)
    with pytest.raises(actions.NotEnough):
        actions.amend(
            year.plan.round, ground, {year.pk: actions.NewValues(delta=Decimal(-101))}, by=coordinator, on=on
        )
    assert stored() == before
    made = actions.amend(
        year.plan.round, ground, {year.pk: actions.NewValues(delta=Decimal(-1))}, by=coordinator, on=on
    )
    assert kept.exists(made.decision_file.name)


def test_what_was_accepted_is_still_paid_after_winding_up(year: PlanLine, focal: Staff, on: date) -> None:
    contract = actions.commit(year, Promise("contract", "1/HĐ", on, "x", Decimal(80)), by=focal, on=on)
    actions.accept_delivery(contract, amount=Decimal(50), words="Lần 1", on_date=on, by=focal, on=on)
    actions.wind_up(contract, reason="Thanh lý", by=focal, on=on)
    for kind, amount in (("advance", 10), ("payment", 51)):
        with pytest.raises((actions.NotNow, actions.NotEnough)):
            actions.pay(contract, kind=kind, amount=Decimal(amount), voucher="UNC", on_date=on, by=focal, on=on)
    actions.pay(contract, kind="payment", amount=Decimal(50), voucher="UNC 1", on_date=on, by=focal, on=on)
    contract.refresh_from_db()
    assert (contract.value, contract.paid) == (50, 50)


def test_days_of_commitments_make_sense(year: PlanLine, focal: Staff, on: date) -> None:
    backwards = Promise("contract", "1/HĐ", on, "x", Decimal(10), ends_on=on - timedelta(days=1))
    with pytest.raises(actions.NotNow):
        actions.commit(year, backwards, by=focal, on=on)
    contract = actions.commit(year, Promise("contract", "1/HĐ", on, "x", Decimal(10)), by=focal, on=on)
    with pytest.raises(actions.NotNow):
        actions.change_contract(
            contract, delta=Decimal(1), reason="x", on_date=on + timedelta(days=1), by=focal, on=on
        )


def test_a_norm_is_not_changed_into_another(finance: Staff) -> None:
    first = actions.keep_norm(actions.NormFacts("A", "lần", Decimal(1), "TT"), by=finance)
    second = actions.keep_norm(actions.NormFacts("B", "lần", Decimal(1), "TT"), by=finance)
    with pytest.raises(actions.NotNow):
        actions.keep_norm(actions.NormFacts("A", "lần", Decimal(2), "TT"), by=finance, norm=second)
    assert first.name == "A"


def test_the_legal_clock_is_named_only_for_its_own_day(on: date) -> None:
    clock, words = basis_of_day(date(2030, 12, 1), 2031, on)
    assert clock is None or "set" not in words
    from nhipcau.people.models import LegalClock

    LegalClock.objects.create(rule="du-toan-nam", instrument="Thông tư 1", note="trước ngày 10/7", unit="day")
    assert basis_of_day(date(on.year + 4, 7, 9), on.year + 5, on)[0] is not None
    assert basis_of_day(date(on.year + 4, 7, 10), on.year + 5, on)[0] is None


def test_the_list_of_a_review_is_for_those_who_see_all_until_it_is_approved(
    office: Office, coordinator: Staff, focal: Staff, signed_in: SignIn, on: date
) -> None:
    made = open_review(ReviewCall(2030, "Rà soát", on), office, [DocumentFactory()], by=coordinator, on=on)
    address = reverse("planning:review_list", args=[made.pk])
    assert signed_in(focal).get(address).status_code == 403
    assert signed_in(coordinator).get(address).status_code == 200
    decide_item(made.items.get(), Outcome("keep"), by=coordinator)
    present_review(made, by=coordinator)
    assert signed_in(focal).get(address).status_code == 403


@pytest.mark.parametrize("group", ["office", "fund", "topic", "duty"])
def test_every_row_of_the_money_opens_exactly_its_lines(
    group: str, plan: OfficePlan, round_: PlanRound, focal: Staff, coordinator: Staff, finance: Staff, approver: Staff,
    signed_in: SignIn, on: date,
) -> None:  # fmt: skip
    own = round_.plans.exclude(pk=plan.pk).get()
    line_of(plan, cost(100), by=focal, duty=duty_of(plan.office))
    line_of(plan, cost(30), by=focal, fund="aid")
    line_of(own, cost(7), by=coordinator)
    approved(round_, by=coordinator, finance=finance, approver=approver)
    merge(plan.office, own.office, on)  # the successor's row must not count the predecessor's lines
    client = signed_in(approver)
    rows = client.get(reverse("planning:money"), {"year": round_.year, "by": group}).context["rows"]
    assert sum(row["planned"] for row in rows) == 137
    for row in rows:
        assert row["url"], row
        found = client.get(row["url"]).context
        assert (found["totals"].lines, found["totals"].current) == (row["lines"], row["planned"]), row
    if group == "office":
        assert any(plan.office.name in row["name"] and own.office.name in row["name"] for row in rows)


def spoiled(plan: OfficePlan, change: Callable[[Any], None]) -> tuple[list[Any], list[Any]]:
    book = openpyxl.load_workbook(io.BytesIO(form_of(plan, "Sở", [])))
    change(book)
    out = io.BytesIO()
    book.save(out)
    codes = list(plan.lines.values_list("pk", flat=True))
    expected = Expected(stamp_of(plan.round.year, plan.pk), [], codes, {"province": "Ngân sách tỉnh"})
    return read_form(out.getvalue(), expected)


@pytest.mark.parametrize(("sheet", "cell", "value"), [
    (PLAN_SHEET, "E700", "Làm phim"), (COST_SHEET, "F900", 5000), (COST_SHEET, "B900", "Thuê xe"),
])  # fmt: skip
def test_rows_far_below_are_not_left_out_unsaid(
    sheet: str, cell: str, value: object, plan: OfficePlan, focal: Staff
) -> None:
    line_of(plan, cost(5), by=focal)
    lines, faults = spoiled(plan, lambda book: book[sheet].__setitem__(cell, value))
    assert not lines
    assert {(f.sheet, f.cell[1:]) for f in faults} == {(sheet, cell[1:])}


def test_a_whole_line_below_many_blank_rows_is_read(plan: OfficePlan, focal: Staff) -> None:
    line_of(plan, cost(5), by=focal)

    def write(book: Any) -> None:
        for column, value in {
            "B": 9,
            "D": "QĐ 1899",
            "E": "Làm phim",
            "H": "01/02/2027",
            "I": "01/03/2027",
            "J": "Ngân sách tỉnh",
        }.items():
            book[PLAN_SHEET][f"{column}700"] = value
        for column, value in {"A": 9, "B": "Thuê xe", "D": 2, "F": 5000}.items():
            book[COST_SHEET][f"{column}900"] = value

    lines, faults = spoiled(plan, write)
    assert not faults
    assert [(line.cell, line.activity, [c.cell for c in line.costs]) for line in lines[1:]] == [
        ("A700", "Làm phim", ["A900"])
    ]


def test_a_form_that_bears_a_secrecy_mark_is_refused(plan: OfficePlan, focal: Staff, signed_in: SignIn) -> None:
    line_of(plan, cost(5), by=focal)
    book = openpyxl.load_workbook(io.BytesIO(form_of(plan, "Sở", [])))
    book[PLAN_SHEET]["E1"] = "TỐI MẬT"
    book[PLAN_SHEET]["G6"] = "đã đổi"
    out = io.BytesIO()
    book.save(out)
    address = reverse("planning:offline", args=[plan.pk])
    answer = signed_in(focal).post(address, {"file": SimpleUploadedFile("bieu.xlsx", out.getvalue())})
    assert answer.status_code == 422
    assert PlanLine.objects.get().measure == ""
    assert TrailEntry.objects.filter(action="planning.refuse_file").exists()


def test_a_broken_sheet_is_a_message(plan: OfficePlan, focal: Staff) -> None:
    import zipfile

    line_of(plan, cost(5), by=focal)
    whole, out = io.BytesIO(form_of(plan, "Sở", [])), io.BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            cut = name == "xl/worksheets/sheet1.xml"
            new.writestr(name, content[: content.rindex(b"</row>") - 40] if cut else content)
    expected = Expected(stamp_of(plan.round.year, plan.pk), [], [], {})
    lines, faults = read_form(out.getvalue(), expected)
    assert not lines
    assert faults


def test_ids_longer_than_the_databases_are_no_crash(
    plan: OfficePlan, focal: Staff, coordinator: Staff, signed_in: SignIn, on: date
) -> None:
    line_of(plan, cost(5), by=focal)
    actions.submit(plan, by=focal, on=on)
    long = "9" * 40
    client = signed_in(coordinator)
    form = {"step": "return", "return-reason": "x", f"remark-{long}": "?"}
    assert client.post(reverse("planning:plan", args=[plan.pk]), form).status_code == 302
    client = signed_in(focal)
    for step in ({"step": "excuse", "duty": long, "reason": "x"}, {"step": "answer", "remark": long, "answer": "x"}):
        assert client.post(reverse("planning:plan", args=[plan.pk]), step).status_code in {404, 422}
    assert client.get(reverse("planning:add_line", args=[plan.pk]), {"duty": long}).status_code == 200
    assert client.get(reverse("planning:lines"), {"duty": long, "year": long}).status_code == 200
    assert actions.edit_line(PlanLine.objects.get(), written(plan.round.year, cost(1)), by=focal, on=on)
