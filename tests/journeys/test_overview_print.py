"""Leadership's screen in the browser: at both widths, without a fault of accessibility, and on one sheet of A4."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
from django.utils import timezone

from nhipcau.duties.models import Duty
from nhipcau.duties.queries import Answering
from nhipcau.monitoring.models import Digest, Mark
from nhipcau.people.models import Membership, Office, Staff
from nhipcau.people.rules.roles import StaffRole
from nhipcau.planning import actions as planning
from nhipcau.planning.actions.spending import Promise
from nhipcau.planning.models import PlanLine
from nhipcau.reports.deciding_today import LINES
from nhipcau.reports.looking import look_anew
from nhipcau.reports.models import OverviewCopy
from nhipcau.reports.rules.overview import Count, Figure, MoneyRow, Said, as_values, checksum
from nhipcau.work.actions import Order, ask_extension, assign, hand_in
from nhipcau.work.models import Assignment
from tests.factories.planning import approved, cost, line_of, round_of
from tests.factories.press import story_of
from tests.journeys.conftest import Traveller
from tests.journeys.test_planning import read_decision

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True), pytest.mark.timeout(1200)]


def busy_province() -> None:
    """The real decision's duties given to the offices that answer for them, work late and near, money, press."""
    read_decision()
    by, on = Staff.objects.get(username="dieuphoi"), timezone.localdate()
    answering = Answering(on)
    duties = list(Duty.objects.prefetch_related("offices__office", "offices__group").select_related("document"))
    for n, duty in enumerate(duties[: len(duties) * 3 // 4]):
        for at, lead in enumerate(answering.leads_now(duty)[:3]):
            due = on + timedelta(days=((n * 13 + at * 29) % 160) - 6)
            assign(duty, lead, Order(due_on=due, opens_on=on - timedelta(days=30)), by=by)
    offices = list(Office.objects.filter(led_assignments__isnull=False).distinct().order_by("pk")[:9])
    round_ = round_of(*offices, by=by, year=on.year)
    for n, plan in enumerate(round_.plans.select_related("round", "office")):
        focal = Staff.objects.create(username=f"dm{n}", full_name="Đầu mối")
        Membership.objects.create(staff=focal, office=plan.office, role=StaffRole.FOCAL)
        line_of(plan, cost(40_000_000 * (n + 1), "3"), by=focal)
    approved(
        round_, by=by, finance=Staff.objects.get(username="taichinh"), approver=Staff.objects.get(username="lanhdao")
    )
    finance = Staff.objects.get(username="taichinh")
    for line in PlanLine.objects.all()[:6]:
        promise = Promise("contract", f"{line.pk}/HĐ", on, "Thực hiện", line.current / 2)
        contract = planning.commit(line, promise, by=finance, on=on)
        planning.pay(
            contract, kind="advance", amount=Decimal(20_000_000), voucher="UNC", on_date=on, by=finance, on=on
        )
    focal = Staff.objects.get(username="daumoi")
    own = Assignment.objects.filter(lead__memberships__staff=focal, state="open", due_on__gte=on)
    first, second = own.order_by("due_on")[:2]
    hand_in(first, words="Đã xong", by=focal, on=on)
    ask_extension(second, new_due_on=second.due_on + timedelta(days=30), reason="Chờ ý kiến", by=focal, on=on)
    stories = [story_of(f"Trà Vinh mở cửa đón dòng vốn đầu tư vào điện gió và cảng biển, bài {n}") for n in range(5)]
    digest = Digest.objects.create(
        title=f"Điểm báo ngày {on:%d/%m/%Y}", on_date=on, state="sent", released_by=by, sent_at=timezone.now()
    )
    for n, story in enumerate(stories):
        digest.items.create(story=story, position=n, title=story.title)
        Mark.objects.create(story=story, kind="leadership", by=by, at=timezone.now())


def fullest() -> OverviewCopy:
    """A copy with as much on it as there can be: every kind of decision, long names, long headlines."""
    found = look_anew(timezone.localdate())
    long = "Sở Nông nghiệp và Môi trường tỉnh Vĩnh Long (trước là Sở Tài nguyên và Môi trường tỉnh Trà Vinh)"
    figure = Figure("Kế hoạch năm 2027: đã gửi, chờ tiếp nhận hoặc trả lại", 1234, "/staff/")
    said = Said(
        "Trà Vinh mở cửa đón dòng vốn đầu tư vào điện gió, cảng biển và chế biến thủy sản xuất khẩu", "/staff/"
    )
    counts = tuple(Count(long, f"office={n}", 12, 34, 56, 78) for n in range(40))
    money = tuple(MoneyRow(long, "/staff/", Decimal(10**10), Decimal(10**9), Decimal(10**8)) for _n in range(40))
    values = as_values(dataclasses.replace(
        found, offices=counts, clauses=counts, topics=counts, decisions=(figure,) * 11, reports=(figure,) * 4,
        money_offices=money, headlines=(said,) * LINES, stories=(said,) * LINES,
    ))  # fmt: skip
    by = Staff.objects.get(username="lanhdao")
    return OverviewCopy.objects.create(
        title="Đầy nhất", on_date=timezone.localdate(), figures=values, sha256=checksum(values), made_by=by, made_at=timezone.now()
    )  # fmt: skip


def test_one_screen_and_one_sheet(as_person: Callable[[str], Traveller], tmp_path: Path) -> None:
    busy_province()
    me = as_person("lanhdao")
    page = me.page
    page.locator("#main a:has-text('Toàn cảnh cho lãnh đạo')").first.click()
    page.wait_for_url("**/overview/")
    me.shoot("overview-01-screen")
    assert me.faults() == []
    page.set_viewport_size({"width": 1280, "height": 2600})
    page.screenshot(path=str(tmp_path / "whole.png"), full_page=True)
    page.fill("[name=title]", "Họp Ban Chỉ đạo tháng 12")
    page.locator("form[method=post]:has([name=title]) button[type=submit]").click()
    page.wait_for_url("**/overview/copies/*/")
    me.shoot("overview-02-copy")
    assert me.faults() == []
    full = fullest()
    for name, address in (
        ("screen", "/staff/issued-reports/overview/"), ("copy", page.url.removeprefix(me.base)),
        ("full", f"/staff/issued-reports/overview/copies/{full.key}/"),
    ):  # fmt: skip
        me.go(address)
        page.pdf(path=str(tmp_path / f"{name}.pdf"), prefer_css_page_size=True, print_background=True)
        sheets = pypdfium2.PdfDocument(tmp_path / f"{name}.pdf")
        assert len(sheets) == 1, f"{name}: {len(sheets)} sheets"
        width, height = sheets[0].get_size()
        assert (round(width), round(height)) == (595, 842)
        words = sheets[0].get_textpage().get_text_range()
        for said in (
            "Việc cần quyết định hôm nay",
            "Báo chí nói gì",
            "Nhiệm vụ theo chủ đề",
            "Nhiệm vụ theo cơ quan",
        ):
            assert said in words, f"{name}: {said} is not on the sheet"
    page = me.go("/staff/issued-reports/overview/duties/?standing=late")
    me.shoot("overview-03-rows")
    assert me.faults() == []
    page.locator("tbody tr td a").first.click()
    page.wait_for_url("**/staff/library/**")
