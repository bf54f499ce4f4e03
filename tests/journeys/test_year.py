"""A whole year with the clock moved: from the round of plans to leadership's screen, every step on the screen."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from nhipcau.people.models import Membership, Office, Staff
from nhipcau.people.rules.roles import StaffRole
from nhipcau.people.trail import trail_faults
from nhipcau.planning.models import OfficePlan, PlanLine, PlanRound
from nhipcau.reports.models import OverviewCopy
from nhipcau.reports.rules.overview import from_values
from nhipcau.work.models import Assignment, Evidence
from nhipcau.workspace import clock
from tests.journeys.conftest import Traveller
from tests.journeys.half_year import BASE, HalfYear
from tests.journeys.half_year_files import check_paper, check_workbook, print_pages
from tests.journeys.test_main_path import send, step
from tests.journeys.test_planning import press, read_decision, unfold

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True), pytest.mark.timeout(1800)]
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
YEAR = 2028
OFFICES = {
    "daumoi": "Sở Công Thương tỉnh Vĩnh Long",
    "dm-vhttdl": "Sở Văn hóa, Thể thao và Du lịch tỉnh Vĩnh Long",
    "dm-nnmt": "Sở Nông nghiệp và Môi trường tỉnh Vĩnh Long",
}
"""Focal point → office. The first comes with the first logins."""


@contextmanager
def day(at: date) -> Iterator[date]:
    """The server lives on ``at``, from nine in the morning on, and its clock has ticked once."""
    with time_machine.travel(datetime(at.year, at.month, at.day, 9, tzinfo=ZONE), tick=True):
        clock.tend()
        yield at


@dataclasses.dataclass
class Year:
    """What the stages hand on to each other."""

    as_person: Callable[[str], Traveller]
    faults: list[str] = dataclasses.field(default_factory=list)
    lines: dict[str, PlanLine] = dataclasses.field(default_factory=dict)

    def seen(self, me: Traveller, name: str) -> None:
        """A picture at both widths, and what axe says."""
        me.shoot(f"year-{name}")
        self.faults += [f"{name}: {fault}" for fault in me.faults()]


def focal_points(province: dict[str, str]) -> None:
    """The other offices' focal points, with passwords of their own."""
    for name, office in OFFICES.items():
        if name in province:
            continue
        person = Staff.objects.create(username=name, full_name=f"Đầu mối {office}", email=f"{name}@example.vn")
        province[name] = f"Mat-khau-dai-{name}-9"
        person.set_password(province[name])
        person.save()
        Membership.objects.create(
            staff=person, office=Office.objects.get(name=office), role=StaffRole.FOCAL, valid_from=date(2026, 1, 1)
        )


def open_the_round(year: Year) -> None:
    me = year.as_person("dieuphoi")
    page = me.go("/staff/planning/open/")
    page.fill("[name=year]", str(YEAR))
    page.fill("[name=title]", f"Hoạt động thông tin đối ngoại năm {YEAR}")
    page.fill("[name=due_on]", "2027-07-09")
    for office in OFFICES.values():
        page.get_by_label(office, exact=True).check()
    page.locator("form[method=post] button[type=submit]").last.click()
    page.wait_for_url(f"**/staff/planning/{YEAR}/")


def draft_and_submit(year: Year, name: str, activity: str, price: str, ends_on: str) -> None:
    """One office writes its line for its first uncovered duty, or on another basis, and submits."""
    plan = OfficePlan.objects.get(round__year=YEAR, office__name=OFFICES[name])
    me = year.as_person(name)
    page = me.page
    assert page.locator(f"a[href*='/staff/planning/{YEAR}/?state=to_write']").count() == 1, "the first page counts it"
    page = me.go(f"/staff/planning/plans/{plan.pk}/line/")
    taken = {str(line.duty_id) for line in year.lines.values()}
    offered = [option.get_attribute("value") for option in page.locator("[name=duty] option").all()]
    page.select_option("[name=duty]", next(value for value in offered if value and value not in taken))
    page.fill("[name=activity]", activity)
    page.fill("[name=output]", "Tin, bài, hình ảnh bằng tiếng Việt, tiếng Anh, tiếng Khmer")
    page.fill("[name=measure]", "số tin, bài; số hình ảnh")
    page.fill("[name=ends_on]", ends_on)
    page.fill("[name=costs-0-text]", "Chi tổ chức")
    page.fill("[name=costs-0-unit]", "đợt")
    page.fill("[name=costs-0-quantity]", "2")
    page.fill("[name=costs-0-unit_price]", price)
    page.locator("button[type=submit]:has-text('Lưu hoạt động')").first.click()
    page.wait_for_url("**/staff/planning/lines/*/")
    year.lines[name] = PlanLine.objects.get(plan=plan)
    me.go(f"/staff/planning/plans/{plan.pk}/")
    press(me, "submit")
    assert OfficePlan.objects.get(pk=plan.pk).state == "submitted"


def return_one_and_accept_all(year: Year) -> None:
    line = year.lines["daumoi"]
    me = year.as_person("dieuphoi")
    page = me.go(f"/staff/planning/plans/{line.plan_id}/")
    unfold(me, "return")
    page.fill("[name=return-reason]", "Bổ sung địa điểm.")
    page.fill(f"[name=remark-{line.pk}]", "Tổ chức ở đâu?")
    press(me, "return")
    me = year.as_person("daumoi")
    page = me.go(f"/staff/planning/plans/{line.plan_id}/")
    page.fill("[name=answer]", "Tại thành phố Hồ Chí Minh.")
    press(me, "answer")
    press(me, "submit")
    me = year.as_person("dieuphoi")
    for each in year.lines.values():
        me.go(f"/staff/planning/plans/{each.plan_id}/")
        press(me, "accept")


def appraise_present_approve(year: Year, on: date) -> None:
    me = year.as_person("taichinh")
    for line in year.lines.values():
        me.go(f"/staff/planning/plans/{line.plan_id}/")
        press(me, "appraise_rest")
    me = year.as_person("dieuphoi")
    me.go(f"/staff/planning/{YEAR}/")
    press(me, "present")
    me = year.as_person("lanhdao")
    page = me.go("/staff/issued-reports/overview/")
    assert page.locator("a[href='/staff/planning/?state=presented']").count() == 1, "the screen asks for the decision"
    page = me.go(f"/staff/planning/{YEAR}/")
    page.fill("[name=approve-number]", "3120/QĐ-UBND")
    decision = {"name": "quyet-dinh.txt", "mimeType": "text/plain", "buffer": "Phê duyệt kế hoạch".encode()}
    page.set_input_files("[name=approve-file]", decision)
    page.fill("[name=approve-decided_on]", on.isoformat())
    press(me, "approve")
    assert PlanRound.objects.get(year=YEAR).state == "approved"


def work_of(year: Year, name: str) -> Assignment:
    """What the office's line became."""
    line = year.lines[name]
    line.refresh_from_db()
    assert line.assignment is not None
    return line.assignment


def progress_and_evidence(year: Year, name: str, percent: str) -> None:
    work = work_of(year, name)
    me = year.as_person(name)
    page = me.go(reverse("work:assignment", args=[work.pk]))
    form = step(me, "progress")
    form.locator("[name$=percent]").fill(percent)
    form.locator("[name$=words]").fill("Đã thực hiện đợt một.")
    send(me, form)
    form = step(me, "evidence")
    form.locator("[name$=title]").fill("Tin về đợt một trên Cổng thông tin điện tử")
    form.locator("[name$=address]").fill(f"https://vinhlong.example.vn/{work.pk}")
    form.locator("[name$=happened_on]").fill(f"{YEAR}-05-10")
    send(me, form)
    assert page.url.endswith(reverse("work:assignment", args=[work.pk]))
    assert Evidence.objects.filter(assignment=work).count() == 1


def half_year_reports(year: Year, half: HalfYear) -> None:
    """Submissions (one by .xlsx, one returned) → consolidation → files that say what the year's work and evidence say."""
    half.first_writes_on_the_screen()
    half.second_fills_in_the_xlsx()
    leadership_sees_reports(year, half, waiting=2, name="03-reports-late")
    half.third_is_returned()
    leadership_sees_reports(year, half, waiting=3, name="04-reports-to-accept")
    half.draw_together()
    half.first_changes_its_report()
    half.issue()
    assert half.all_offices() == {
        "work.all": 3, "work.in_time": 0, "work.overdue": 1, "work.in_hand": 2, "evidence.all": 3,
        "money.planned": sum(line.current for line in PlanLine.objects.all()),
    }  # fmt: skip
    check_workbook(half)
    check_paper(half)
    print_pages(half)


def leadership_sees_reports(year: Year, half: HalfYear, *, waiting: int, name: str) -> None:
    """The request is open and past its day; ``waiting`` reports are there to accept, and the number opens them."""
    me = year.as_person("lanhdao")
    page = me.go("/staff/issued-reports/overview/")
    year.seen(me, name)
    for query in ("state=open", "state=open&late=yes"):
        row = page.locator(f"a[href='{BASE}/requests/?{query}']")
        assert row.locator("strong").inner_text() == "1", query
    row = page.locator(f"a[href='{BASE}/requests/{half.request.pk}/?state=submitted']")
    assert row.locator("strong").inner_text() == str(waiting)
    row.click()
    page.wait_for_url("**/requests/*/?state=submitted")
    there = [link.inner_text() for link in page.locator("tbody td a").all()]
    assert sorted(there) == sorted(list(half.focal.values())[:waiting])


def leadership_sees_it(year: Year) -> None:
    """One line's work is past its day, one at risk, one on time; the sums are those of the year's plan."""
    me = year.as_person("lanhdao")
    page = me.go("/staff/issued-reports/overview/")
    assert page.locator(f".over a[href*='{BASE}/requests/']").count() == 0, "the report is issued"
    year.seen(me, "01-overview")
    page.fill("[name=title]", f"Họp giao ban sáu tháng đầu năm {YEAR}")
    page.locator("form[method=post]:has([name=title]) button[type=submit]").click()
    page.wait_for_url("**/overview/copies/*/")
    year.seen(me, "02-copy")
    shown = from_values(OverviewCopy.objects.get().figures)
    rows = {count.name: count for count in shown.offices}
    late, risk, fine = (rows[office] for office in OFFICES.values())
    assert (late.late, risk.at_risk, fine.on_time) == (1, 1, 1)
    assert (shown.duties.late, shown.duties.at_risk) == (1, 1)
    assert shown.year == YEAR
    assert (shown.reports, shown.decisions) == ((), ()), "what was reported late is issued by now"
    assert shown.money.planned == sum(line.current for line in PlanLine.objects.all()) == 2 * 180_000_000
    for standing, name in (("late", "daumoi"), ("at_risk", "dm-vhttdl"), ("on_time", "dm-nnmt")):
        page = me.go(f"/staff/issued-reports/overview/duties/?standing={standing}")
        assert page.locator(f"a[href='/staff/duties/{year.lines[name].duty_id}/']").count() == 1
    page.locator("tbody tr td a").first.click()
    page.wait_for_url("**/staff/library/**")


@pytest.mark.slow
def test_a_whole_year(as_person: Callable[[str], Traveller], province: dict[str, str], tmp_path: Path) -> None:
    read_decision()
    focal_points(province)
    year = Year(as_person)
    half = HalfYear(as_person, OFFICES, YEAR, due_on=date(YEAR, 6, 29), folder=tmp_path, prefix="year-half")
    half.faults = year.faults
    with day(date(2027, 6, 1)):
        open_the_round(year)
    with day(date(2027, 6, 21)):
        draft_and_submit(year, "daumoi", "Gian hàng tỉnh tại hội chợ thương mại", "30.000.000", f"{YEAR}-06-15")
        draft_and_submit(year, "dm-vhttdl", "Tuần văn hóa Khmer Nam Bộ", "60.000.000", f"{YEAR}-07-10")
        draft_and_submit(year, "dm-nnmt", "Đón đoàn báo chí nước ngoài", "90.000.000", f"{YEAR}-12-20")
    with day(date(2027, 7, 12)):
        return_one_and_accept_all(year)
    with day(date(2027, 12, 10)) as on:
        appraise_present_approve(year, on)
    with day(date(YEAR, 5, 15)):
        for name, percent in (("daumoi", "40"), ("dm-vhttdl", "45"), ("dm-nnmt", "50")):
            progress_and_evidence(year, name, percent)
    with day(date(YEAR, 6, 20)):
        half.ask(half.design_the_form())
    with day(date(YEAR, 6, 30)):
        half_year_reports(year, half)
        leadership_sees_it(year)
    assert trail_faults() == []
    assert not year.faults, "\n".join(sorted(set(year.faults)))
