"""Half a year reported: a form designed without code, three offices, one by .xlsx and one returned; drawn together, issued."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from nhipcau.people.models import Office, Staff
from nhipcau.people.rules.roles import StaffRole
from nhipcau.people.trail import trail_faults
from tests.factories.people import staff_in
from tests.factories.work import AssignmentFactory, evidence_of
from tests.journeys.conftest import Traveller
from tests.journeys.half_year import BASE, HalfYear
from tests.journeys.half_year_files import check_paper, check_workbook, print_pages

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True), pytest.mark.timeout(1800)]
OFFICES = {
    "daumoi": "Sở Công Thương tỉnh Vĩnh Long",
    "daumoi-vh": "Sở Văn hóa, Thể thao và Du lịch tỉnh Vĩnh Long",
    "daumoi-nv": "Sở Nội vụ tỉnh Vĩnh Long",
}
"""Focal point → office. The first comes with the first logins."""


def people(province: dict[str, str]) -> None:
    """A focal point in each office that has none; some work done in the half-year."""
    for at, (username, name) in enumerate(OFFICES.items(), start=1):
        office = Office.objects.get(name=name)
        if username not in province:
            person = staff_in(office, StaffRole.FOCAL, username=username, full_name=f"Đầu mối {office.name}")
            province[username] = f"mot-cau-dai-de-nho-{username}"
            person.set_password(province[username])
            person.save()
        inside = {"lead": office, "opens_on": date(2026, 1, 5), "due_on": date(2026, 5, 20)}
        for _n in range(at):
            AssignmentFactory(**inside, state="accepted", closed_on=date(2026, 5, 15))
        AssignmentFactory(**inside)
        evidence_of(office, Staff.objects.get(username="dieuphoi"), happened_on=date(2026, 4, at))


@pytest.mark.slow
def test_half_a_year_is_reported(
    as_person: Callable[[str], Traveller], province: dict[str, str], tmp_path: Path
) -> None:
    people(province)
    due_on = timezone.localdate() + timedelta(days=7)
    half = HalfYear(as_person, OFFICES, year=2026, due_on=due_on, folder=tmp_path, prefix="reports")
    half.ask(half.design_the_form())
    half.first_writes_on_the_screen()
    half.second_fills_in_the_xlsx()
    half.third_is_returned()
    half.draw_together()
    half.first_changes_its_report()
    half.issue()

    # What was typed above and laid below, said once in plain figures; the files are checked against the database.
    assert half.added_up() == [
        ("Báo chí", 14, 270_000_000), ("Hội chợ, triển lãm", 2, 1_500_000_000), ("Xuất bản phẩm", 4, 80_000_000),
    ]  # fmt: skip
    assert half.all_offices() == {
        "work.all": 9, "work.in_time": 6, "work.overdue": 3, "work.in_hand": 0, "evidence.all": 3, "money.planned": 0,
    }  # fmt: skip
    check_workbook(half)
    check_paper(half)
    print_pages(half)

    me = as_person("dieuphoi")
    for name, path in (("16-requests", "requests/"), ("17-schedules", "schedules/"), ("18-forms", "forms/")):
        me.go(f"{BASE}/{path}")
        half.seen(me, name)
    assert trail_faults() == []
    assert not half.faults, "\n".join(sorted(set(half.faults)))
