"""The form for an office without a connection: round trip, faults at cells, nothing half kept."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from nhipcau.people.models import Notice, Office, Staff, TrailEntry
from nhipcau.people.permissions import NotAllowed
from nhipcau.planning.queries import Holders
from nhipcau.reports import actions
from nhipcau.reports.models import ReportRequest, Submission
from nhipcau.reports.offline import blank_form, expected_of
from nhipcau.reports.rules.answers import Row, from_values
from nhipcau.reports.rules.filled import STAMP_SHEET, WORDS_SHEET, read_answer
from tests.factories.reports import answered, request_of, submission_of, write

pytestmark = pytest.mark.django_db
ADDED, STACKED, FIXED = "1. Kết quả theo hình thức", "2. Hoạt động tiêu biểu", "3. Theo địa bàn"
Change = Callable[[Any], object]


def form(one: Submission, change: Change | None = None) -> bytes:
    """The form as downloaded, changed as in Excel."""
    content = blank_form(one, Holders(datetime.now().date()), on=datetime.now().date())  # noqa: DTZ005
    if change is None:
        return content
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(one: Submission, content: bytes) -> tuple[Any, list[tuple[str, str]]]:
    day = datetime.now().date()  # noqa: DTZ005
    answer, faults = read_answer(content, expected_of(one, Holders(day), on=day))
    return answer, [(f.sheet, f.cell) for f in faults]


def setting(sheet: str, **cells: Any) -> Change:
    def change(book: Any) -> None:
        for cell, value in cells.items():
            book[sheet][cell] = value

    return change


def test_what_stands_in_the_report_comes_back_as_it_was(submission: Submission, focal: Staff) -> None:
    one = write(submission, answered(notes={"work.all": "Có việc chuyển kỳ"}), by=focal)
    answer, faults = read(one, form(one))
    assert faults == []
    before = from_values(one.answer)
    assert answer.texts["p1"] == before.texts["p1"]
    assert answer.notes == {"work.all": "Có việc chuyển kỳ"}
    for key in ("p3", "p4", "p5"):
        assert [(r.id, dict(r.cells)) for r in answer.rows(key)] == [(r.id, dict(r.cells)) for r in before.rows(key)]


def test_an_office_stands_in_the_form_with_its_name(submission: Submission, office: Office, focal: Staff) -> None:
    rows = (Row("b1", {"c1": "Hội chợ", "c3": str(office.pk)}),)
    one = write(submission, answered(tables={"p4": rows}), by=focal)
    book = openpyxl.load_workbook(io.BytesIO(form(one)))
    assert book[STACKED]["D6"].value == f"{office.pk} {office.name}"
    answer, faults = read(one, form(one))
    assert (faults, answer.rows("p4")[0].cells["c3"]) == ([], str(office.pk))


def test_a_blank_form_says_nothing(submission: Submission) -> None:
    answer, faults = read(submission, form(submission))
    assert faults == []
    assert not any(answer.tables.values())
    assert not answer.texts


def test_rows_are_added_and_values_read(submission: Submission, office: Office) -> None:
    filled = setting(
        STACKED, B6="Hội chợ quốc tế", C6=datetime(2026, 5, 2), D6=f"{office.pk} {office.name}", E6=2_500_000
    )
    answer, faults = read(submission, form(submission, filled))
    assert faults == []
    (row,) = answer.rows("p4")
    assert dict(row.cells) == {"c1": "Hội chợ quốc tế", "c2": "2026-05-02", "c3": str(office.pk), "c4": "2500000"}


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (setting(ADDED, B6="Khác", C6=1), [(ADDED, "B6")]),
        (setting(ADDED, B6="Báo chí", C6="mười hai"), [(ADDED, "C6")]),
        (setting(ADDED, B6="Báo chí", C6="=1+1"), [(ADDED, "C6")]),
        (setting(ADDED, B6="Báo chí", C6=1, D6="1,5"), [(ADDED, "D6")]),
        (setting(STACKED, B6="x", C6="31/02/2026", D6="Sở không có"), [(STACKED, "C6"), (STACKED, "D6")]),
        (setting(FIXED, B6="Trong nước sửa", C6=1), [(FIXED, "B6")]),
        (setting(FIXED, B8="Thêm", C8=1), [(FIXED, "B8")]),
        (setting(WORDS_SHEET, A6="p4"), [(WORDS_SHEET, "A6")]),
        (lambda b: b[STACKED].insert_cols(3), [(STACKED, "C4")]),
        (lambda b: b[STACKED].delete_cols(3), [(STACKED, "C4")]),
        (lambda b: b[ADDED].merge_cells("B6:B8"), [(ADDED, "B6:B8")]),
        (lambda b: b[ADDED].merge_cells("C5:C7"), [(ADDED, "C5:C7")]),
        (setting(ADDED, B6="Báo chí", C6=1, F6="thêm 5"), [(ADDED, "F6")]),
        (setting(STACKED, H9="để sau"), [(STACKED, "H9")]),
        (lambda b: b[FIXED].delete_rows(7), [(FIXED, "")]),
        (lambda b: b[WORDS_SHEET].delete_rows(6), [(WORDS_SHEET, "")]),
        (lambda b: b.remove(b[STACKED]), [(STACKED, "")]),
        (setting(STAMP_SHEET, A1="khác"), [(STAMP_SHEET, "A1")]),
        (setting(STAMP_SHEET, A2="999"), [(STAMP_SHEET, "A2")]),
        (setting(STAMP_SHEET, A3="999"), [(STAMP_SHEET, "A3")]),
        (setting(STAMP_SHEET, A4="0"), [(STAMP_SHEET, "A4")]),
    ],
)  # fmt: skip
def test_every_fault_names_its_cell(
    submission: Submission, focal: Staff, change: Change, where: list[tuple[str, str]]
) -> None:
    one = write(submission, answered(), by=focal) if where == [(WORDS_SHEET, "A6")] else submission
    answer, faults = read(one, form(one, change))
    assert answer is None
    assert faults == where


def test_the_form_of_another_round_and_of_another_office_are_told_apart(
    asked: ReportRequest, submission: Submission, office: Office, other_office: Office, coordinator: Staff
) -> None:
    later = submission_of(request_of(other_office, by=coordinator, period="2026-H2"), other_office)
    assert read(submission, form(later))[1] == [(STAMP_SHEET, "A2")]
    assert read(submission, form(submission_of(asked, office)))[1] == [(STAMP_SHEET, "A3")]


def test_macros_bombs_and_other_files_are_refused(submission: Submission) -> None:
    content = form(submission)
    for name in ("xl/vbaProject.bin", "xl/bomb.bin"):
        out = io.BytesIO(content)
        with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, b"0" * (90_000_000 if "bomb" in name else 10))
        assert read(submission, out.getvalue())[1] == [("", "")]
    for junk in (b"", b"no workbook", b"PK\x03\x04" + b"0" * 50, content[:2000]):
        assert read(submission, junk)[1] == [("", "")]


@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet4.xml", "xl/sharedStrings.xml"])
def test_a_workbook_whose_inside_is_broken_is_refused(submission: Submission, name: str) -> None:
    content, out = form(submission), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            said = old.read(member)
            new.writestr(member, said[: len(said) // 2] if member == name else said)
    assert read(submission, out.getvalue()) == (None, [("", "")])


def test_a_hundred_thousand_blank_rows_hide_nothing(submission: Submission) -> None:
    def change(book: Any) -> None:
        sheet = book[ADDED]
        for row in range(7, 100_007):
            sheet.cell(row, 3).number_format = "0"
        sheet["B100006"], sheet["C100006"] = "Báo chí", 4

    answer, faults = read(submission, form(submission, change))
    assert faults == []
    assert [dict(r.cells) for r in answer.rows("p3")] == [{"c1": "Báo chí", "c2": "4"}]


@pytest.mark.parametrize("drops_numbers", [False, True])
def test_whatever_program_wrote_the_sheet_its_rows_are_read(submission: Submission, *, drops_numbers: bool) -> None:
    """Some write every tag with a prefix, some leave a row's number out: neither may pass for a form without an answer."""
    content = form(submission, setting(ADDED, B7="Báo chí", C7=4))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            said = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                said = re.sub(rb"<(/?)(\w)", rb"<\1x:\2", said).replace(b"xmlns=", b"xmlns:x=")
                said = re.sub(rb'(<x:row\b[^>]*?) r="\d+"', rb"\1", said) if drops_numbers else said
            new.writestr(name, said)
    answer, faults = read(submission, out.getvalue())
    assert faults == []
    assert [dict(r.cells) for r in answer.rows("p3")] == [{"c1": "Báo chí", "c2": "4"}]


def test_too_many_rows_are_told(submission: Submission) -> None:
    def change(book: Any) -> None:
        for row in range(6, 700):
            book[ADDED].cell(row, 2, "Báo chí")

    answer, faults = read(submission, form(submission, change))
    assert answer is None
    assert faults == [(ADDED, "A506")]


def test_headers_are_locked_and_the_identity_hidden(submission: Submission) -> None:
    book = openpyxl.load_workbook(io.BytesIO(form(submission)))
    assert book[STAMP_SHEET].sheet_state == "veryHidden"
    sheet = book[ADDED]
    assert sheet.protection.sheet
    assert (sheet["B5"].protection.locked, sheet["B6"].protection.locked) == (True, False)
    assert sheet.row_dimensions[4].hidden
    assert sheet.column_dimensions["A"].hidden
    assert {str(v.sqref).split(":")[0] for v in sheet.data_validations.dataValidation} == {"B6", "C6", "D6"}


def test_an_upload_is_taken_in_or_every_fault_shown(
    submission: Submission, focal: Staff, signed_in: Callable[[Staff], Client]
) -> None:
    client, page = signed_in(focal), reverse("reports:offline", args=[submission.pk])
    downloaded = client.get(f"{page}?form")
    assert downloaded.status_code == 200

    def upload(change: Change, name: str = "bieu.xlsx") -> Any:
        return client.post(page, {"file": SimpleUploadedFile(name, form(submission, change))})

    bad = upload(lambda b: (setting(ADDED, B6="Báo chí", C6="x")(b), setting(WORDS_SHEET, C6="Tốt")(b)))
    assert bad.status_code == 422
    assert "C6" in bad.content.decode()
    submission.refresh_from_db()
    assert (submission.answer, submission.revision) == ({}, 0), "nothing half kept"
    marked = upload(setting(WORDS_SHEET, C6="TỐI MẬT"))
    assert marked.status_code == 422
    submission.refresh_from_db()
    assert submission.answer == {}
    assert TrailEntry.objects.filter(action="reports.refuse_words").count() == 1
    good = upload(lambda b: (setting(ADDED, B6="Báo chí", C6=12)(b), setting(WORDS_SHEET, C6="Tốt")(b)))
    assert good.status_code == 302
    submission.refresh_from_db()
    assert from_values(submission.answer).rows("p3")[0].cells["c2"] == "12"
    assert submission.state == "draft", "taking in is not submitting"


def test_the_command_lists_writes_takes_in_and_draws(
    asked: ReportRequest, submission: Submission, focal: Staff, coordinator: Staff, tmp_path: Path
) -> None:
    def run(*words: str) -> Any:
        out = io.StringIO()
        call_command("report_requests", *words, "--json", stdout=out)
        return json.loads(out.getvalue())

    which = ["--request", str(asked.pk), "--office", submission.office.key]
    (listed,) = run("list")["requests"]
    assert (listed["request"], listed["asked"], listed["handed"]) == (asked.pk, 2, 0)
    place = tmp_path / "bieu.xlsx"
    run("form", *which, "--out", str(place))
    with pytest.raises(CommandError) as told:
        call_command("report_requests", "take-in", str(place), *which, "--by", focal.username, "--hand-in")
    assert told.value.returncode == 1
    place.write_bytes(
        form(submission, lambda b: (setting(WORDS_SHEET, C6="Tốt")(b), setting(ADDED, B6="Báo chí", C6="x")(b)))
    )
    with pytest.raises(CommandError) as told:
        call_command("report_requests", "take-in", str(place), *which, "--by", focal.username)
    assert "C6" in str(told.value)
    place.write_bytes(form(submission, setting(WORDS_SHEET, C6="Tốt")))
    taken = run("take-in", str(place), *which, "--by", focal.username, "--hand-in")
    assert taken["state"] == "submitted"
    report = tmp_path / "bao-cao.docx"
    drawn = run("consolidate", "--request", str(asked.pk), "--by", coordinator.username, "--out", str(report))
    assert drawn["sources"] == 1
    assert report.read_bytes().startswith(b"PK")
    for words in (
        ["form", "--request", "999", "--office", "x", "--out", "x"],
        ["take-in", "no.xlsx", *which, "--by", "nobody"],
    ):
        with pytest.raises(CommandError) as told:
            call_command("report_requests", *words)
        assert told.value.returncode == 2
    with pytest.raises(CommandError) as told:
        call_command(
            "report_requests", "consolidate", "--request", str(asked.pk), "--by", focal.username, "--out", str(report)
        )
    assert told.value.returncode == 1


def test_a_form_that_came_by_mail_is_handed_in_by_the_coordinator(
    submission: Submission, focal: Staff, coordinator: Staff, signed_in: Callable[[Staff], Client], on: Any
) -> None:
    client, page = signed_in(coordinator), reverse("reports:mail", args=[submission.pk])
    assert page in client.get(reverse("reports:submission", args=[submission.pk])).content.decode()
    sent = client.get(f"{page}?form").content
    assert read(submission, sent)[1] == []
    filled = setting(WORDS_SHEET, C6="Tốt")

    def bring(change: Change, came: str = "Thư điện tử ngày 25/11/2026") -> Any:
        return client.post(page, {"file": SimpleUploadedFile("bieu.xlsx", form(submission, change)), "came": came})

    for wrong in (
        bring(filled, came=""),
        bring(setting(ADDED, B6="Báo chí", C6="x")),
        bring(filled, came="TỐI MẬT"),
        bring(lambda b: None),
    ):
        assert wrong.status_code == 422
        submission.refresh_from_db()
        assert (submission.answer, submission.state) == ({}, "draft"), "nothing half kept"
    assert bring(filled).status_code == 302
    submission.refresh_from_db()
    handing = submission.handings.get()
    assert (submission.state, handing.by, handing.note) == ("submitted", coordinator, "Thư điện tử ngày 25/11/2026")
    assert TrailEntry.objects.get(action="reports.bring_in").by == coordinator.username
    actions.remind(on=on)
    assert Notice.objects.filter(staff=focal, text__contains="Thư điện tử ngày 25/11/2026").count() == 1
    assert client.get(page).status_code == 403, "what is handed in is not replaced"
    assert signed_in(focal).get(page).status_code == 403


def test_the_command_brings_in_what_came_by_mail(
    asked: ReportRequest, submission: Submission, focal: Staff, coordinator: Staff, tmp_path: Path
) -> None:
    place = tmp_path / "bieu.xlsx"
    place.write_bytes(form(submission, setting(WORDS_SHEET, C6="Tốt")))
    words = [
        "bring-in",
        str(place),
        "--request",
        str(asked.pk),
        "--office",
        submission.office.key,
        "--came",
        "Thư",
        "--json",
    ]
    with pytest.raises(CommandError) as told:
        call_command("report_requests", *words, "--by", focal.username)
    assert told.value.returncode == 1
    out = io.StringIO()
    call_command("report_requests", *words, "--by", coordinator.username, stdout=out)
    assert json.loads(out.getvalue())["state"] == "submitted"


def test_nobody_takes_in_another_offices_form(submission: Submission, coordinator: Staff, on: Any) -> None:
    with pytest.raises(NotAllowed):
        actions.take_in_answer(submission, answered(), sha256="0", by=coordinator, on=on)
