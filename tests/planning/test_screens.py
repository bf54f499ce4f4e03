"""The planning room's screens: lists, opening a round, drafting, returning, appraising, approving, files."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from nhipcau.people.models import LegalClock, Office, Staff
from nhipcau.people.rules.roles import StaffRole
from nhipcau.planning import actions
from nhipcau.planning.models import Norm, OfficePlan, PlanLine, PlanRound
from nhipcau.ports.papers import check_nd30
from nhipcau.ports.sections import sections_of
from nhipcau.work.models import Assignment
from tests.factories.duties import duty_of
from tests.factories.people import OfficeFactory, merge, staff_in
from tests.factories.planning import approved, cost, line_of, round_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


def page(client: Client, name: str, *args: object, **query: Any) -> str:
    answer = client.get(reverse(f"planning:{name}", args=args), query)
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def line_form(year: int, **more: object) -> dict[str, object]:
    return {
        "activity": "Sản xuất phim ngắn", "basis": "Kế hoạch 15", "starts_on": f"{year}-02-01", "ends_on": f"{year}-10-01",
        "fund": "province", "costs-TOTAL_FORMS": "2", "costs-INITIAL_FORMS": "0", "costs-0-text": "Kịch bản",
        "costs-0-unit": "phim", "costs-0-quantity": "2", "costs-0-times": "1", "costs-0-unit_price": "1,5 triệu", **more,
    }  # fmt: skip


def test_a_round_is_opened_with_the_day_of_the_legal_clock(
    coordinator: Staff, office: Office, other_office: Office, signed_in: SignIn, on: date
) -> None:
    LegalClock.objects.create(
        rule="du-toan-nam",
        instrument="Thông tư 26/2026/TT-BTC",
        unit="calendar_day",
        note="Lập dự toán trước ngày 31/12",
    )
    client = signed_in(coordinator)
    address = reverse("planning:open_round")
    assert "Thông tư 26/2026/TT-BTC" in client.get(address).content.decode()
    form = client.get(address).context["form"].initial
    assert (form["year"], form["due_on"]) == (on.year + 1, date(on.year, 12, 30))
    asked = {**form, "offices": [office.pk, other_office.pk]}
    asked = {key: value for key, value in asked.items() if key in {"year", "title", "due_on", "offices"}}
    assert client.post(address, asked | {"offices": []}).status_code == 422
    assert client.post(address, asked).status_code == 302
    made = PlanRound.objects.get()
    assert made.plans.count() == 2
    assert "trước ngày 31/12" in made.due_basis
    assert client.post(address, asked).status_code == 422


def test_the_whole_way_on_the_pages(
    plan: OfficePlan, round_: PlanRound, office: Office, focal: Staff, coordinator: Staff, finance: Staff, approver: Staff, signed_in: SignIn,
    on: date,
) -> None:  # fmt: skip
    year = round_.year
    address = reverse("planning:plan", args=[plan.pk])
    recurring = duty_of(plan.office, cadence="hàng năm")
    client = signed_in(focal)
    assert recurring.text[:30] in page(client, "plan", plan.pk)
    new = reverse("planning:add_line", args=[plan.pk])
    assert f'value="{recurring.pk}" selected' in client.get(new, {"duty": recurring.pk}).content.decode()
    lead = {"lead": plan.office.pk}
    assert client.post(new, line_form(year, **lead, **{"costs-0-quantity": ""})).status_code == 422
    more = client.post(new, line_form(year, **lead, more="1"))
    assert more.status_code == 200
    assert len(more.context["costs"].forms) == 7
    assert client.post(new, line_form(year, **lead)).status_code == 302
    line = PlanLine.objects.get()
    assert line.proposed == 3_000_000
    edit = reverse("planning:edit_line", args=[line.pk])
    assert "1.500.000" in client.get(edit).content.decode()
    assert client.post(edit, line_form(year, **lead, activity="Sản xuất hai phim ngắn")).status_code == 302
    client.post(address, {"step": "excuse", "duty": recurring.pk, "reason": "Làm ở dòng khác"})
    client.post(address, {"step": "note", "note-note": "Theo Kế hoạch 15"})
    assert client.post(address, {"step": "submit"}).status_code == 302
    assert client.get(new).status_code == 403

    client = signed_in(coordinator)
    assert "Làm ở dòng khác" in page(client, "plan", plan.pk)
    client.post(
        address, {"step": "return", "return-reason": "Bổ sung", f"remark-{line.pk}": "Phim dài bao nhiêu phút?"}
    )
    client = signed_in(focal)
    assert "Phim dài bao nhiêu phút?" in page(client, "plan", plan.pk)
    assert client.post(address, {"step": "submit"}).status_code == 422
    client.post(address, {"step": "answer", "remark": plan.remarks.get().pk, "answer": "5 phút"})
    client.post(address, {"step": "submit"})

    client = signed_in(coordinator)
    client.post(address, {"step": "accept"})
    own = round_.plans.get(office=office)
    client.post(reverse("planning:plan", args=[own.pk]), {"step": "leave_out", "leave_out-reason": "Không lập"})
    assert client.get(reverse("planning:appraisal", args=[plan.pk])).status_code == 403

    client = signed_in(finance)
    appraisal = reverse("planning:appraisal", args=[plan.pk])
    assert "3.000.000" in client.get(appraisal).content.decode()
    assert client.post(appraisal, {f"amount-{line.pk}": "hai triệu"}).status_code == 422
    cut = {f"amount-{line.pk}": "2.500.000"}
    assert client.post(appraisal, cut).status_code == 422
    assert client.post(appraisal, cut | {f"reason-{line.pk}": "Theo định mức"}).status_code == 302

    whole = reverse("planning:round", args=[year])
    client = signed_in(coordinator)
    client.post(whole, {"step": "present"})
    client = signed_in(approver)
    decision = {"step": "approve", "approve-number": "2150/QĐ-UBND", "approve-decided_on": on.isoformat()}
    bad = SimpleUploadedFile("a.zip", b"PK\x03\x04xx")
    assert client.post(whole, decision | {"approve-file": bad}).status_code == 422
    paper = SimpleUploadedFile("quyet-dinh.txt", "Phê duyệt kế hoạch".encode())
    assert client.post(whole, decision | {"approve-file": paper}).status_code == 302
    assert "2150/QĐ-UBND" in page(client, "round", year)
    assert client.get(reverse("planning:decision", args=[year])).getvalue().decode() == "Phê duyệt kế hoạch"
    actions.give_work(on=on)
    work = Assignment.objects.get()
    assert reverse("work:assignment", args=[work.pk]) in page(client, "line", line.pk)
    shown = client.get(reverse("work:assignment", args=[work.pk])).content.decode()
    assert reverse("planning:line", args=[line.pk]) in shown


def test_another_offices_plan_stays_closed(plan: OfficePlan, focal: Staff, signed_in: SignIn) -> None:
    line = line_of(plan, cost(), by=focal)
    stranger = staff_in(OfficeFactory(), StaffRole.FOCAL)
    client = signed_in(stranger)
    for name, pk in (("plan", plan.pk), ("line", line.pk), ("add_line", plan.pk), ("edit_line", line.pk)):
        assert client.get(reverse(f"planning:{name}", args=[pk])).status_code == 403, name
    assert client.post(reverse("planning:remove_line", args=[line.pk])).status_code == 403
    assert client.get(reverse("planning:workbook", args=[plan.round.year])).status_code == 403
    assert not client.get(reverse("planning:lines")).context["object_list"]
    assert PlanLine.objects.filter(pk=line.pk).exists()


def test_filters_of_lines(plan: OfficePlan, focal: Staff, coordinator: Staff, signed_in: SignIn, on: date) -> None:
    duty = duty_of(plan.office)
    dear = line_of(plan, cost(9), by=focal, duty=duty, fund="aid")
    free = line_of(plan, by=focal, fund="none", activity="Giao lưu")
    after = OfficeFactory()
    merge(plan.office, after, on)
    client = signed_in(coordinator)

    def shown(**query: Any) -> set[int]:
        return {line.pk for line in client.get(reverse("planning:lines"), query).context["object_list"]}

    assert shown() == {dear.pk, free.pk}
    assert (
        shown(fund="aid")
        == shown(money="asked")
        == shown(duty=duty.pk)
        == shown(document=duty.document_id)
        == {dear.pk}
    )
    assert shown(office=after.pk) == {dear.pk, free.pk}
    assert shown(year=plan.round.year - 1) == set()
    assert shown(q="Giao lưu") == {free.pk}


@pytest.mark.parametrize("name", ["rounds_results", "lines_results", "norms_results", "round", "plan", "appraisal"])
def test_screens_ask_a_constant_number_of_questions(
    name: str, plan: OfficePlan, round_: PlanRound, focal: Staff, coordinator: Staff, finance: Staff, signed_in: SignIn,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    def more(count: int) -> None:
        actions.ask_offices(round_, [OfficeFactory() for _n in range(count)], by=coordinator)
        for number in range(count):
            norm = Norm.objects.create(name=f"N{number}/{count}", unit="x", unit_price=5, instrument="TT")
            line_of(plan, cost(norm=norm), cost(), by=focal, duty=duty_of(plan.office), partners=(OfficeFactory(),))

    args = {"round": [round_.year], "plan": [plan.pk], "appraisal": [plan.pk]}.get(name, [])
    address = reverse(f"planning:{name}", args=args)
    more(2)
    client = signed_in(finance)
    client.get(address)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        client.get(address)
    more(12)
    with django_assert_max_num_queries(len(few)):
        client.get(address)
    assert len(few) <= 30


def test_the_workbook_adds_up_by_formulas(
    plan: OfficePlan, round_: PlanRound, focal: Staff, coordinator: Staff, signed_in: SignIn
) -> None:
    line = line_of(plan, cost(250_000, "1.5", "3"), cost(7), by=focal)
    line_of(plan, cost(100), by=focal, fund="aid")
    content = signed_in(coordinator).get(reverse("planning:workbook", args=[round_.year])).content
    formulas = openpyxl.load_workbook(io.BytesIO(content))
    values = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    costs, plan_sheet = formulas["Dự toán chi tiết"], formulas["Kế hoạch"]
    assert costs["H4"].value == "=ROUND(E4*F4*G4,0)"
    assert plan_sheet["L4"].value.startswith("=SUMIF(")
    assert plan_sheet["L6"].value == "=SUM(L4:L5)"
    assert values["Kế hoạch"]["L4"].value == line.proposed == Decimal(1_125_007)
    assert values["Theo nguồn"]["C6"].value == 1_125_107
    assert all(sheet.print_area for sheet in formulas.worksheets)


def test_the_paper_is_in_the_form_of_the_decree(
    plan: OfficePlan,
    round_: PlanRound,
    focal: Staff,
    coordinator: Staff,
    finance: Staff,
    approver: Staff,
    signed_in: SignIn,
) -> None:
    line_of(plan, cost(45_250_000), by=focal)
    approved(round_, by=coordinator, finance=finance, approver=approver)
    content = signed_in(coordinator).get(reverse("planning:paper", args=[round_.year])).content
    assert check_nd30(content) == []
    words = "\n".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs)
    assert "Bốn mươi lăm triệu hai trăm năm mươi nghìn đồng" in words
    assert "PHỤ LỤC II" in words


def test_the_thread_shows_both_ways(
    plan: OfficePlan, round_: PlanRound, focal: Staff, coordinator: Staff, finance: Staff, approver: Staff, on: date
) -> None:
    duty = duty_of(plan.office)
    line = line_of(plan, cost(), by=focal, duty=duty)
    approved(round_, by=coordinator, finance=finance, approver=approver)
    actions.give_work(on=on)
    line.refresh_from_db()
    for name, subject in (
        ("duties.duty", duty),
        ("documents.document", duty.document),
        ("work.assignment", line.assignment),
    ):
        section = next(s for s in sections_of(name, subject, coordinator) if s.key == "planning")
        assert section.template
    outsider = staff_in(OfficeFactory(), StaffRole.FOCAL)
    assert not [s for s in sections_of("duties.duty", duty, outsider) if s.key == "planning"]


def test_norms_on_their_pages(finance: Staff, focal: Staff, signed_in: SignIn) -> None:
    client = signed_in(finance)
    form = {"name": "Nước uống", "unit": "người/buổi", "unit_price": "20.000", "instrument": "TT 40/2017/TT-BTC"}
    assert client.post(reverse("planning:new_norm"), form | {"unit_price": "0"}).status_code == 422
    assert client.post(reverse("planning:new_norm"), form).status_code == 302
    norm = Norm.objects.get()
    assert client.post(reverse("planning:norm", args=[norm.pk]), form | {"article": "Điều 3"}).status_code == 302
    assert "Điều 3" in page(client, "norms", verified="no")
    assert signed_in(focal).get(reverse("planning:new_norm")).status_code == 403


def test_a_round_of_an_office_that_was_asked_twice(office: Office, coordinator: Staff) -> None:
    assert round_of(office, office, by=coordinator).plans.count() == 1
