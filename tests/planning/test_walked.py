"""What walking through the year as each of its people found: each fault with the test that now holds it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from nhipcau.people.models import Office, Staff, Topic
from nhipcau.people.rules.roles import StaffRole
from nhipcau.planning import actions
from nhipcau.planning.actions import inspections, reviews
from nhipcau.planning.actions.spending import Promise
from nhipcau.planning.form_writing import form_of
from nhipcau.planning.gathering import gather
from nhipcau.planning.models import Norm, OfficePlan, PlanRound
from nhipcau.planning.queries import coverage, untold
from nhipcau.planning.review_writing import review_paper
from nhipcau.planning.rules.asking import ASKABLE, Told, missing_in
from nhipcau.planning.rules.sheet import COST_SHEET, PLAN_SHEET, Expected, read_form, stamp_of
from nhipcau.ports.papers import check_nd30, write_docx
from tests.factories.duties import duty_of
from tests.factories.people import OfficeFactory, merge, staff_in
from tests.factories.planning import approved, cost, line_of, written

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


# The template of the year.


def test_a_plan_is_submitted_once_its_activities_say_what_the_template_asks(
    plan: OfficePlan, round_: PlanRound, focal: Staff, coordinator: Staff, on: date, signed_in: SignIn
) -> None:
    actions.edit_round(round_, due_on=on, guidance="", words={}, asks=["norms", "output", "đoán"], by=coordinator)
    round_.refresh_from_db()
    assert round_.asks == ["output", "norms"]
    plan = OfficePlan.objects.select_related("round").get(pk=plan.pk)
    norm = Norm.objects.create(name="Nước uống", unit="người", unit_price=20_000, instrument="TT 40/2017/TT-BTC")
    line_of(plan, cost(9, norm=norm), by=focal, output="12 tin")
    bare = line_of(plan, cost(9), by=focal)
    assert {n: len(words) for n, words in untold(plan).items()} == {2: 2}
    client, address = signed_in(focal), reverse("planning:plan", args=[plan.pk])
    assert "còn thiếu: sản phẩm" in client.get(address).content.decode()
    refused = client.post(address, {"step": "submit"})
    assert refused.status_code == 422
    assert "STT 2: sản phẩm, định mức" in refused.content.decode()
    said = written(round_.year, cost(9, norm=norm), output="1 phim")
    actions.edit_line(bare, said, by=focal, on=on)
    assert client.post(address, {"step": "submit"}).status_code == 302


def test_the_template_is_chosen_when_a_year_is_opened_and_comes_back_the_year_after(
    office: Office, coordinator: Staff, signed_in: SignIn, on: date
) -> None:
    client, address = signed_in(coordinator), reverse("planning:open_round")
    first = client.get(address).context["form"].initial
    assert first["asks"] == ["duty", "output", "measure"]
    asked = {"year": on.year + 1, "title": "Kế hoạch", "due_on": (on + timedelta(9)).isoformat(), "offices": [office.pk],
             "guidance": "Nêu rõ sản phẩm", "asks": ["measure"]}  # fmt: skip
    assert client.post(address, asked).status_code == 302
    assert PlanRound.objects.get().asks == ["measure"]
    assert "cách đo sản phẩm" in client.get(reverse("planning:round", args=[on.year + 1])).content.decode()
    again = client.get(address).context["form"].initial
    assert (again["year"], again["asks"], again["guidance"]) == (on.year + 2, ["measure"], "Nêu rõ sản phẩm")
    plan = OfficePlan.objects.select_related("round").get()
    head = openpyxl.load_workbook(io.BytesIO(form_of(plan, "Sở", [])))[PLAN_SHEET]
    assert [head[f"{c}5"].value for c in "CFG"] == ["Mã nhiệm vụ", "Sản phẩm", "Cách đo *"]


def test_each_thing_that_can_be_asked_is_told_or_missing() -> None:
    assert list(ASKABLE) == PlanRound.Asked.values
    nothing = Told(1, False, False, False, False, costs_money=True, items=0, without_norm=0)
    assert missing_in(nothing, ASKABLE) == ("duty", "output", "measure", "topic", "estimate")
    free = Told(1, True, True, True, True, costs_money=False, items=0, without_norm=0)
    assert missing_in(free, ASKABLE) == ()
    assert missing_in(Told(1, True, True, True, True, costs_money=True, items=2, without_norm=1), ASKABLE) == (
        "norms",
    )


# Papers that come with a step.


def test_a_year_is_not_approved_on_its_page_without_the_signed_decision(
    plan: OfficePlan, round_: PlanRound, focal: Staff, coordinator: Staff, finance: Staff, approver: Staff, signed_in: SignIn, on: date
) -> None:  # fmt: skip
    line_of(plan, cost(9), by=focal)
    for each in round_.plans.all():
        OfficePlan.objects.filter(pk=each.pk).update(state="accepted")
    actions.appraise_rest(plan, by=finance)
    actions.present(round_, by=coordinator)
    step = {"step": "approve", "approve-number": "1/QĐ-UBND", "approve-decided_on": on.isoformat()}
    client, address = signed_in(approver), reverse("planning:round", args=[round_.year])
    assert client.post(address, step).status_code == 422
    round_.refresh_from_db()
    assert round_.state == "presented"
    assert client.post(address, step | {"approve-file": SimpleUploadedFile("qd.txt", b"OK")}).status_code == 302


def test_the_decision_of_an_amendment_is_opened_from_the_year_and_from_the_line(
    plan: OfficePlan, round_: PlanRound, focal: Staff, coordinator: Staff, finance: Staff, approver: Staff, signed_in: SignIn, on: date
) -> None:  # fmt: skip
    line, other = line_of(plan, cost(100), by=focal), line_of(plan, cost(50), by=focal)
    approved(round_, by=coordinator, finance=finance, approver=approver)
    paper = actions.Upload("điều chỉnh.txt", "Điều chỉnh dự toán".encode())
    ground = actions.Ground("Bổ sung", "99/QĐ-UBND", on, paper)
    actions.amend(round_, ground, {line.pk: actions.NewValues(delta=Decimal(1))}, by=coordinator, on=on)
    plain = {line.pk: actions.NewValues(delta=Decimal(-1)), other.pk: actions.NewValues(delta=Decimal(1))}
    actions.amend(round_, actions.Ground("Chuyển"), plain, by=coordinator, on=on)
    client, year = signed_in(coordinator), round_.year
    address = reverse("planning:amendment_decision", args=[year, 1])
    for name, at in (("round", year), ("line", line.pk)):
        assert address in client.get(reverse(f"planning:{name}", args=[at])).content.decode()
    assert client.get(address).getvalue().decode() == "Điều chỉnh dự toán"
    assert client.get(reverse("planning:amendment_decision", args=[year, 2])).status_code == 404
    changed = client.get(reverse("planning:lines"), {"year": year, "amended": 1}).context["object_list"]
    assert [row.pk for row in changed] == [line.pk]


# What comes back from Excel.


@pytest.mark.parametrize(
    ("words", "quantity"), [("1.500", None), ("12,000", None), ("1,5", "1.5"), ("1500", "1500"), (1500, "1500")]
)
def test_a_quantity_that_reads_two_ways_is_asked_again(
    words: object, quantity: str | None, plan: OfficePlan, focal: Staff
) -> None:
    line = line_of(plan, cost(100), by=focal)
    book = openpyxl.load_workbook(io.BytesIO(form_of(plan, "Sở", [])))
    book[COST_SHEET]["D6"] = words
    out = io.BytesIO()
    book.save(out)
    expected = Expected(stamp_of(plan.round.year, plan.pk), [], [line.pk], {"province": "Ngân sách tỉnh"})
    rows, faults = read_form(out.getvalue(), expected)
    if quantity is None:
        assert [fault.cell for fault in faults] == ["D6"]
    else:
        assert rows[0].costs[0].quantity == Decimal(quantity)


def test_the_form_of_another_office_is_refused_whole(plan: OfficePlan, round_: PlanRound, focal: Staff) -> None:
    foreign = round_.plans.exclude(pk=plan.pk).get()
    expected = Expected(stamp_of(round_.year, plan.pk), [], [], {})
    rows, faults = read_form(form_of(foreign, "Sở khác", []), expected)
    assert (rows, [fault.cell for fault in faults]) == ([], ["A2"])


# Duties and offices.


def test_a_duty_whose_line_was_not_taken_is_shown_again(
    plan: OfficePlan, focal: Staff, coordinator: Staff, finance: Staff, on: date
) -> None:
    duty = duty_of(plan.office, cadence="hàng năm")
    line = line_of(plan, cost(9), by=focal, duty=duty)
    actions.submit(plan, by=focal, on=on)
    actions.accept_plan(plan, by=coordinator)
    assert coverage(plan, [plan.office], on=on).open == ()
    actions.appraise_line(line, actions.Appraisal(Decimal(0), "Không cân đối được nguồn", taken=False), by=finance)
    assert coverage(plan, [plan.office], on=on).open == (duty.pk,)


def test_leads_and_partners_that_were_merged_bear_both_names_and_are_chosen_as_their_successors(
    plan: OfficePlan, round_: PlanRound, focal: Staff, signed_in: SignIn, on: date
) -> None:
    partner, after = OfficeFactory(name="Sở Khoa học"), OfficeFactory(name="Sở Khoa học và Công nghệ")
    line = line_of(plan, cost(9), by=focal, lead=partner, partners=(plan.office,))
    merge(partner, after, on)
    (facts,) = gather(round_, on=on)
    assert (facts.lead, facts.partners) == ("Sở Khoa học và Công nghệ (trước là Sở Khoa học)", (plan.office.name,))
    first = signed_in(focal).get(reverse("planning:edit_line", args=[line.pk])).context["form"].initial
    assert (first["lead"], first["partners"]) == (after.pk, [plan.office.pk])


def test_an_office_merged_in_the_middle_of_a_review_or_an_inspection_bears_both_names(
    office: Office, other_office: Office, coordinator: Staff, signed_in: SignIn, on: date
) -> None:
    document = duty_of(other_office).document
    review = reviews.open_review(
        reviews.ReviewCall(on.year, "Rà soát", on), office, [document], by=coordinator, on=on
    )
    visit = inspections.Visit(other_office, office, "Kiểm tra", on)
    row = inspections.plan_inspection(visit, [document], by=coordinator, on=on)
    reviews.decide_item(review.items.get(), reviews.Outcome("repeal", "x", other_office, on), by=coordinator)
    after = OfficeFactory(name="Sở hợp nhất")
    successor = staff_in(after, StaffRole.FOCAL)
    merge(other_office, after, on)
    both = ("Sở hợp nhất", other_office.name)
    client = signed_in(coordinator)
    for name, args in (("review", [review.pk]), ("inspection", [row.pk]), ("inspections", [])):
        shown = client.get(reverse(f"planning:{name}", args=args)).content.decode()
        assert all(words in shown for words in both), name
    cells = [
        c.text
        for t in docx.Document(io.BytesIO(write_docx(review_paper(review, on=on)))).tables
        for r in t.rows
        for c in r.cells
    ]
    assert f"Sở hợp nhất (trước là {other_office.name})" in cells
    asked = review.items.get().proposals.get()
    address = reverse("planning:review", args=[review.pk])
    answer = {"step": "propose", "asked": asked.pk, "proposal": "keep", "reason": "Còn phù hợp"}
    assert signed_in(successor).post(address, answer).status_code == 302


# Inspections of a year, money without a screen.


def test_the_years_inspections_are_a_plan_to_sign(
    office: Office, other_office: Office, coordinator: Staff, focal: Staff, signed_in: SignIn, on: date
) -> None:
    duty = duty_of(other_office)
    visit = inspections.Visit(other_office, office, "Việc thực hiện Quyết định 1899", on)
    inspections.plan_inspection(visit, [duty.document], by=coordinator, on=on)
    off = inspections.plan_inspection(
        inspections.Visit(other_office, office, "Cuộc thứ hai", on), [], by=coordinator, on=on
    )
    inspections.call_off(off, reason="Trùng", by=coordinator)
    client, address = signed_in(coordinator), reverse("planning:inspection_plan", args=[on.year])
    assert address in client.get(reverse("planning:inspections")).content.decode()
    paper = client.get(address).content
    assert check_nd30(paper) == []
    read = docx.Document(io.BytesIO(paper))
    cells = {c.text for t in read.tables for r in t.rows for c in r.cells}
    assert {other_office.name, "Việc thực hiện Quyết định 1899", str(duty.document)} <= cells
    assert "Cuộc thứ hai" not in cells
    assert client.get(reverse("planning:inspection_plan", args=[1999])).status_code == 404
    assert signed_in(focal).get(address).status_code == 403


def test_money_without_a_screen(
    plan: OfficePlan, round_: PlanRound, focal: Staff, coordinator: Staff, finance: Staff, approver: Staff, on: date
) -> None:
    topic = Topic.objects.create(key="bao-chi", name="Báo chí")
    line = line_of(plan, cost(100), by=focal, topic=topic)
    line_of(plan, cost(30), by=focal, fund="aid")

    def said(*words: str) -> Any:
        out = io.StringIO()
        call_command("plan", "money", "--year", str(round_.year), *words, stdout=out)
        return out.getvalue()

    with pytest.raises(CommandError) as refused:
        said()
    assert refused.value.returncode == 2
    approved(round_, by=coordinator, finance=finance, approver=approver)
    actions.commit(line, Promise("contract", "1/HĐ", on, "x", Decimal(40)), by=focal, on=on)
    by_topic = json.loads(said("--by", "topic", "--json"))
    assert {row["key"]: (row["planned"], row["committed"], row["left"]) for row in by_topic["rows"]} == {
        topic.pk: ("100", "40", "60"), None: ("30", "0", "30"),
    }  # fmt: skip
    assert by_topic["total"] == {"lines": 2, "planned": "130", "committed": "40", "paid": "0", "left": "90"}
    assert plan.office.name in said()
