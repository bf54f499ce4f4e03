"""The form of an office without a connection: filled in, taken in, and every way to spoil it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from nhipcau.people.models import Staff
from nhipcau.planning.form_writing import form_of
from nhipcau.planning.models import OfficePlan, PlanLine
from nhipcau.planning.rules.sheet import COST_SHEET, PLAN_SHEET, Expected, read_form, stamp_of
from tests.factories.duties import duty_of
from tests.factories.planning import cost, line_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


def filled(content: bytes, change: Callable[[Any], None]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def new_line(book: Any, row: int = 7, **more: Any) -> None:
    values = {
        "B": 2,
        "D": "Kế hoạch 15",
        "E": "Làm phim",
        "H": datetime(2027, 1, 5),
        "I": "31/10/2027",
        "J": "Ngân sách tỉnh",
    }
    for column, value in (values | more).items():
        book[PLAN_SHEET][f"{column}{row}"] = value


@pytest.fixture
def year_plan(plan: OfficePlan, focal: Staff) -> OfficePlan:
    line_of(plan, cost(250_000, "1.5", "3"), by=focal, activity="Có sẵn")
    return plan


@pytest.fixture
def send(year_plan: OfficePlan, focal: Staff, signed_in: SignIn) -> Callable[[bytes], Any]:
    client, address = signed_in(focal), reverse("planning:offline", args=[year_plan.pk])

    def post(content: bytes) -> Any:
        return client.post(address, {"file": SimpleUploadedFile("bieu.xlsx", content)})

    return post


@pytest.fixture
def form(year_plan: OfficePlan, focal: Staff, signed_in: SignIn) -> bytes:
    address = reverse("planning:offline", args=[year_plan.pk])
    assert signed_in(focal).get(address).status_code == 200
    return signed_in(focal).get(address, {"form": ""}).content


def test_what_was_filled_in_is_kept(form: bytes, send: Any, year_plan: OfficePlan) -> None:
    year = year_plan.round.year
    duty = duty_of(year_plan.office)

    def change(book: Any) -> None:
        book[PLAN_SHEET]["E6"] = "Tên mới"
        new_line(book, C=duty.pk, H=datetime(year, 1, 5), I=f"31/10/{year}")
        for column, value in {"A": 2, "B": "Kịch bản", "C": "phim", "D": 2, "F": "1.500.000"}.items():
            book[COST_SHEET][f"{column}7"] = value

    assert send(filled(form, change)).status_code == 302
    first, second = PlanLine.objects.order_by("position")
    assert (first.activity, first.proposed) == ("Tên mới", 1_125_000)
    assert (second.duty, second.proposed, second.ends_on.month) == (duty, 3_000_000, 10)


SPOILED: list[tuple[str, Callable[[Any], None], str]] = [
    ("moved column", lambda b: b[PLAN_SHEET].move_range("A4:A6", cols=12), "A4"),
    ("merged cells", lambda b: b[PLAN_SHEET].merge_cells("E7:F8"), "E7:F8"),
    ("text in a number", lambda b: b[COST_SHEET].__setitem__("D6", "12 gian"), "D6"),
    ("merged from the heading down", lambda b: b[PLAN_SHEET].merge_cells("G5:G8"), "G5:G8"),
    ("beside the columns", lambda b: b[COST_SHEET].__setitem__("L7", "thêm 2 triệu"), "L7"),
    ("a formula", lambda b: b[COST_SHEET].__setitem__("F6", "=1+1"), "F6"),
    ("no such money", lambda b: b[COST_SHEET].__setitem__("F6", 1.5), "F6"),
    ("no such day", lambda b: b[PLAN_SHEET].__setitem__("H6", "31/02/2027"), "H6"),
    ("no such source", lambda b: b[PLAN_SHEET].__setitem__("J6", "quỹ đen"), "J6"),
    ("no such duty", lambda b: b[PLAN_SHEET].__setitem__("C6", 999_999), "C6"),
    ("no such code", lambda b: b[PLAN_SHEET].__setitem__("A6", 999_999), "A6"),
    ("no such line", lambda b: b[COST_SHEET].__setitem__("A6", 77), "A6"),
    ("no activity", lambda b: b[PLAN_SHEET].__setitem__("E6", None), "E6"),
    ("another year", lambda b: b[PLAN_SHEET].__setitem__("A2", stamp_of(2020, 1)), "A2"),
    ("the same number twice", lambda b: new_line(b, B=1), "B7"),
    ("outside the year", lambda b: new_line(b, H=datetime(2001, 1, 1), I="01/02/2001"), "A7"),
]


@pytest.mark.parametrize(("name", "change", "cell"), SPOILED, ids=[s[0] for s in SPOILED])
def test_each_fault_names_its_cell_and_nothing_is_kept(
    name: str, change: Callable[[Any], None], cell: str, form: bytes, send: Any
) -> None:
    def both(book: Any) -> None:
        book[PLAN_SHEET]["G6"] = "đã đổi"
        change(book)

    answer = send(filled(form, both))
    assert answer.status_code == 422
    assert cell in {fault[1] for fault in answer.context["faults"]}
    line = PlanLine.objects.get()
    assert line.measure != "đã đổi"


def test_macros_other_files_and_bombs_are_refused(form: bytes, send: Any) -> None:
    out = io.BytesIO(form)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 90_000_000)
    empty = io.BytesIO()
    openpyxl.Workbook().save(empty)
    for content in (out.getvalue(), b"PK\x03\x04 broken", b"%PDF-1.4", bomb.getvalue(), empty.getvalue()):
        assert send(content).status_code == 422
    assert PlanLine.objects.count() == 1


def test_a_hundred_thousand_blank_rows_are_passed_over(year_plan: OfficePlan) -> None:
    book = openpyxl.load_workbook(io.BytesIO(form_of(year_plan, "Sở", [])))
    for row in range(400, 100_000):
        book[PLAN_SHEET].cell(row, 1, "")
    out = io.BytesIO()
    book.save(out)
    line = year_plan.lines.get()
    expected = Expected(stamp_of(year_plan.round.year, year_plan.pk), [], [line.pk], {"province": "Ngân sách tỉnh"})
    rows, faults = read_form(out.getvalue(), expected)
    assert not faults
    assert [row.code for row in rows] == [line.pk]


def test_the_form_is_only_for_those_who_draft(year_plan: OfficePlan, coordinator: Staff, signed_in: SignIn) -> None:
    assert signed_in(coordinator).get(reverse("planning:offline", args=[year_plan.pk])).status_code == 403
