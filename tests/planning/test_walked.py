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

from nhipcau.documents.models import Clause, Reference
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
from nhipcau.planning.templatetags.money import quantity
from nhipcau.ports.papers import check_nd30, write_docx
from tests.factories.duties import DocumentFactory, duty_of
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
    said = "Dự toán như cơ quan đề xuất; số tiền hiện nay, sau thẩm định và điều chỉnh, là 101 đồng."
    pages = [signed_in(coordinator).get(reverse("planning:line", args=[one.pk])) for one in (line, other)]
    assert [said in page.content.decode() for page in pages] == [True, False]
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


# Two at once, as the second of them sees it.


def test_the_second_approval_is_told_by_which_decision_and_by_whom_the_first_was_made(
    plan: OfficePlan, round_: PlanRound, focal: Staff, coordinator: Staff, finance: Staff, approver: Staff, staff_of: Any,
    signed_in: SignIn, on: date,
) -> None:  # fmt: skip
    line_of(plan, cost(9), by=focal)
    approved(round_, by=coordinator, finance=finance, approver=approver)
    second = signed_in(staff_of(StaffRole.LEADER))
    step = {"step": "approve", "approve-number": "9/QĐ-UBND", "approve-decided_on": on.isoformat()}
    answer = second.post(
        reverse("planning:round", args=[round_.year]), step | {"approve-file": SimpleUploadedFile("qd.txt", b"OK")}
    )
    assert answer.status_code == 422
    assert f"Kế hoạch đã được phê duyệt tại Quyết định 2150/QĐ-UBND, do {approver}" in answer.content.decode()


def test_whoever_comes_second_to_a_review_a_plan_or_a_visit_is_told(
    plan: OfficePlan, office: Office, other_office: Office, focal: Staff, coordinator: Staff, approver: Staff, signed_in: SignIn, on: date
) -> None:  # fmt: skip
    review = reviews.open_review(
        reviews.ReviewCall(on.year, "x", on), office, [DocumentFactory()], by=coordinator, on=on
    )
    reviews.decide_item(review.items.get(), reviews.Outcome("keep"), by=coordinator)
    reviews.present_review(review, by=coordinator)
    reviews.approve_review(review, number="300/QĐ", decided_on=on, by=approver, on=on)
    row = inspections.plan_inspection(inspections.Visit(other_office, office, "x", on), [], by=coordinator, on=on)
    inspections.call_off(row, reason="x", by=coordinator)
    line_of(plan, cost(9), by=focal)
    actions.submit(plan, by=focal, on=on)
    actions.accept_plan(plan, by=coordinator)
    late = [
        (approver, "review", review.pk, {"step": "approve", "approve-number": "1", "approve-decided_on": on.isoformat()}, "đã phê duyệt"),
        (coordinator, "inspection", row.pk, {"step": "call_off", "call_off-reason": "y"}, "đã hủy"),
        (coordinator, "inspection", row.pk, {"step": "visit", "visit-visited_on": on.isoformat()}, "đã hủy"),
        (coordinator, "plan", plan.pk, {"step": "accept"}, "đã chấp nhận"),
    ]  # fmt: skip
    for by, name, pk, step, state in late:
        answer = signed_in(by).post(reverse(f"planning:{name}", args=[pk]), step)
        assert answer.status_code == 422
        assert f"“{state}”" in answer.content.decode(), name


def test_a_refusal_is_said_once(plan: OfficePlan, focal: Staff, signed_in: SignIn) -> None:
    answer = signed_in(focal).post(reverse("planning:plan", args=[plan.pk]), {"step": "submit"})
    assert answer.content.decode().count("Kế hoạch chưa có hoạt động nào") == 1


@pytest.mark.parametrize(("number", "words"), [(Decimal("3000.00"), "3.000"), (Decimal("1.50"), "1,5"), (Decimal(0), "0"), (None, "–"), (Decimal("1234567.25"), "1.234.567,25")])  # fmt: skip
def test_quantities_are_printed_as_vietnamese_print_them(number: Decimal | None, words: str) -> None:
    assert quantity(number) == words


def test_words_at_the_end_of_a_document_have_a_name(plan: OfficePlan) -> None:
    assert str(Clause(path="ke-hoach/ket")) == "phần kết"
    assert str(Clause(path="ke-hoach/III/1", label="1", heading="Văn phòng")) == "1 Văn phòng"


def test_what_was_typed_while_a_colleague_submitted_stays_and_is_answered(
    plan: OfficePlan, focal: Staff, signed_in: SignIn, on: date
) -> None:
    line = line_of(plan, cost(9), by=focal)
    form = form_of(plan, "Sở", [])
    actions.submit(plan, by=focal, on=on)
    client, year = signed_in(focal), plan.round.year
    typed = {"activity": "Làm hai phim", "basis": "Kế hoạch 15", "starts_on": f"{year}-02-01", "ends_on": f"{year}-10-01",
             "fund": "province", "lead": plan.office.pk, "costs-TOTAL_FORMS": "0", "costs-INITIAL_FORMS": "0"}  # fmt: skip
    for name, at in (("edit_line", line.pk), ("add_line", plan.pk)):
        address = reverse(f"planning:{name}", args=[at])
        answer = client.post(address, typed)
        assert answer.status_code == 422
        assert "kế hoạch đang ở trạng thái “đã gửi”" in answer.content.decode()
        assert "Làm hai phim" in answer.content.decode()
        assert client.get(address).status_code == 403
    sent = client.post(reverse("planning:offline", args=[plan.pk]), {"file": SimpleUploadedFile("bieu.xlsx", form)})
    assert "kế hoạch đang ở trạng thái “đã gửi”" in sent.content.decode()
    line.refresh_from_db()
    assert line.activity != "Làm hai phim"


# Money.


def test_money_from_one_source_to_another_needs_a_decision(
    plan: OfficePlan, round_: PlanRound, focal: Staff, coordinator: Staff, finance: Staff, approver: Staff, on: date
) -> None:
    line, other = line_of(plan, cost(100), by=focal), line_of(plan, cost(50), by=focal, fund="social")
    approved(round_, by=coordinator, finance=finance, approver=approver)
    move = {line.pk: actions.NewValues(delta=Decimal(5)), other.pk: actions.NewValues(delta=Decimal(-5))}
    with pytest.raises(actions.NotNow, match=r"ngân sách tỉnh, xã hội hóa|provincial budget, contributions"):
        actions.amend(round_, actions.Ground("Chuyển"), move, by=coordinator, on=on)
    assert actions.amend(round_, actions.Ground("Chuyển", "9/QĐ", on), move, by=coordinator, on=on).number == 1


def test_what_is_sent_twice_is_booked_once(
    plan: OfficePlan, round_: PlanRound, focal: Staff, coordinator: Staff, finance: Staff, approver: Staff, on: date
) -> None:
    line = line_of(plan, cost(100), by=focal)
    approved(round_, by=coordinator, finance=finance, approver=approver)
    contract = actions.commit(line, Promise("contract", "1/HĐ", on, "x", Decimal(80)), by=focal, on=on)
    good = {"amount": Decimal(20), "words": "Đợt 1", "on_date": on, "by": focal, "on": on}
    actions.accept_delivery(contract, **good)
    with pytest.raises(actions.NotNow):
        actions.accept_delivery(contract, **good)
    paid = {"kind": "payment", "amount": Decimal(10), "voucher": "UNC 1", "on_date": on, "by": finance, "on": on}
    actions.pay(contract, **paid)
    with pytest.raises(actions.NotNow):
        actions.pay(contract, **paid)
    actions.pay(contract, **{**paid, "voucher": "UNC 1 (lần 2)"})
    actions.pay(contract, **{**paid, "kind": "back", "note": "Ghi nhầm"})
    contract.refresh_from_db()
    assert (contract.accepted, contract.paid) == (20, 10)


def test_an_office_that_ended_is_not_asked_about_documents(office: Office, coordinator: Staff, on: date) -> None:
    gone, there = OfficeFactory(), OfficeFactory()
    first = duty_of(gone)
    second = duty_of(there).document
    Office.objects.filter(pk=gone.pk).update(valid_to=on - timedelta(days=1))
    call = reviews.ReviewCall(on.year, "x", on)
    made = reviews.open_review(call, office, [first.document, second], by=coordinator, on=on)
    asked = {i.document_id: [p.office for p in i.proposals.all()] for i in made.items.all()}
    assert asked == {first.document_id: [office], second.pk: [there]}


def test_what_is_proposed_is_told_without_noughts(office: Office, coordinator: Staff, on: date) -> None:
    made = reviews.open_review(
        reviews.ReviewCall(on.year, "x", on), office, [DocumentFactory()], by=coordinator, on=on
    )
    reviews.decide_item(made.items.get(), reviews.Outcome("repeal", "x", office, on), by=coordinator)
    words = [p.text for p in docx.Document(io.BytesIO(write_docx(review_paper(made, on=on)))).paragraphs]
    assert any("Kiến nghị: bãi bỏ 1 văn bản." in text for text in words)
    assert any(text.startswith("(Kèm theo Báo cáo số") for text in words)


def test_a_document_in_review_shows_what_it_stands_on_and_what_touches_it(
    office: Office, coordinator: Staff, signed_in: SignIn, on: date
) -> None:
    document, law, newer = DocumentFactory(title="Kế hoạch thông tin đối ngoại"), DocumentFactory(), DocumentFactory()
    Reference.objects.create(document=document, target=law, relation="based_on", kind="luật", number="126/2025/QH15")
    Reference.objects.create(document=newer, target=document, relation="amends", kind="quyết định", number="x")
    Reference.objects.create(
        document=document, relation="cites", kind="nghị quyết", number="9-NQ/TW", state="rejected"
    )
    client = signed_in(coordinator)
    assert "Kế hoạch thông tin đối ngoại" in client.get(reverse("planning:open_review")).content.decode()
    made = reviews.open_review(reviews.ReviewCall(on.year, "x", on), office, [document], by=coordinator, on=on)
    shown = client.get(reverse("planning:review", args=[made.pk])).content.decode()
    assert "Quan hệ với 1 văn bản" in shown
    assert "Luật 126/2025/QH15" in shown
    assert reverse("documents:detail", args=[newer.pk]) in shown
    assert "9-NQ/TW" not in shown
