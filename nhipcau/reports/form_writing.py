"""The form of a request for an office without a connection: what stands in the report already, lists to choose from."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils.translation import override
from xlsxwriter.utility import xl_col_to_name

from nhipcau.ports.papers.table import legal
from nhipcau.reports.figures import FIGURES
from nhipcau.reports.models import Submission
from nhipcau.reports.rules.answers import MOST_ROWS, Answer, Row, rows_to_fill
from nhipcau.reports.rules.cells import Known
from nhipcau.reports.rules.design import COUNTED, ColumnDesign, Design, Kind, PartDesign, PartKind
from nhipcau.reports.rules.filled import (
    FIGURES_KEYS,
    FIGURES_SHEET,
    FIRST_ROW,
    KEY_ROW,
    STAMP_SHEET,
    WORDS_KEYS,
    WORDS_SHEET,
    Stamp,
    keys_of,
    sheet_names,
)
from nhipcau.reports.rules.merging import Figure

# The words of the form are Vietnamese: it leaves the program.
LISTS = "Danh mục"
HINT = "Điền vào ô trắng từ dòng 6. Không thêm, bỏ, đổi chỗ cột; không gộp ô; không dùng công thức, macro. Cột có dấu * phải điền."
FONT = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
_WIDTHS = {
    Kind.TEXT: 40,
    Kind.NUMBER: 14,
    Kind.MONEY: 20,
    Kind.DATE: 14,
    Kind.CHOICE: 24,
    Kind.OFFICE: 40,
    Kind.DUTY: 54,
}
_STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14}, "small": {"font_color": "#666666"},
    "head": {"bold": True, "bg_color": "#e3eef0", "border": 1, "text_wrap": True, "valign": "vcenter"},
    "fixed": {"border": 1, "text_wrap": True, "bg_color": "#f3f3f3"}, "text": {"border": 1, "text_wrap": True, "locked": False},
    "date": {"border": 1, "num_format": "dd/mm/yyyy", "locked": False}, "money": {"border": 1, "num_format": "#,##0", "locked": False},
    "number": {"border": 1, "num_format": "General", "locked": False},
}  # fmt: skip
PROTECT = {"format_columns": True, "format_rows": True, "sort": True, "select_locked_cells": True}


LINE = 16.5
"""Points a line: LibreOffice does not make rows of such a file as high as their words, so the file says it."""


def lines_of(words: str, width: float) -> int:
    """How many lines ``words`` take in a column of ``width``, with a little room."""
    return sum(max(1, math.ceil(len(line) * 0.85 / width)) for line in words.splitlines() or [""]) if width else 1


class _Book:
    """The workbook while it is written."""

    def __init__(self, submission: Submission, name: str) -> None:
        self.out = io.BytesIO()
        self.book = xlsxwriter.Workbook(
            self.out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        self.styles = {key: self.book.add_format({**FONT, **style}) for key, style in _STYLES.items()}
        self.title = legal(f"{submission.request.title} – {name}")
        self.lists: dict[Kind | tuple[str, str], str] = {}

    def sheet(self, name: str, subtitle: str, keys: tuple[str, ...], head: tuple[tuple[str, int], ...]) -> Any:
        """A protected sheet whose hidden row of keys tells moved columns; only cells to fill are open."""
        sheet = self.book.add_worksheet(name)
        sheet.write_string(0, 0 if not keys[0].startswith("row:") else 1, self.title, self.styles["title"])
        sheet.write_string(1, 0 if not keys[0].startswith("row:") else 1, legal(subtitle), self.styles["small"])
        sheet.write_string(2, 0 if not keys[0].startswith("row:") else 1, HINT, self.styles["small"])
        for at, (key, (words, width)) in enumerate(zip(keys, head, strict=True)):
            sheet.write_string(KEY_ROW - 1, at, key)
            sheet.write_string(KEY_ROW, at, legal(words), self.styles["head"])
            sheet.set_column(at, at, width)
        sheet.set_row(KEY_ROW - 1, None, None, {"hidden": True})
        sheet.set_row(KEY_ROW, LINE * max(lines_of(words, width * 0.85) for words, width in head))
        sheet.freeze_panes(KEY_ROW + 1, 0)
        sheet.protect("", PROTECT)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(KEY_ROW)
        return sheet


def form_of(
    submission: Submission, design: Design, answer: Answer, *, name: str, known: Known, figures: Mapping[str, Figure],
    stamp: Stamp,
) -> bytes:  # fmt: skip
    """The form with what is written already; ``name`` is the office as it is called today."""
    book = _Book(submission, name)
    if design.of_kind(PartKind.WORDS):
        _words(book, design, answer)
    if design.figures:
        _figures(book, design, answer, figures)
    names = sheet_names(design)
    lists = book.book.add_worksheet(LISTS)
    _lists(book, lists, design, known)
    for part in design.of_kind(PartKind.TABLE):
        _table(book, part, names[part.key], answer, known)
    marks = book.book.add_worksheet(STAMP_SHEET)
    for at, mark in enumerate(stamp.printed()):
        marks.write_string(at, 0, mark)
    marks.protect("")
    marks.very_hidden()
    book.book.close()
    return book.out.getvalue()


def _words(book: _Book, design: Design, answer: Answer) -> None:
    sheet = book.sheet(
        WORDS_SHEET,
        "Mỗi mục một ô; xuống dòng trong ô bằng Alt+Enter.",
        WORDS_KEYS,
        (("Mã", 6), ("Mục", 44), ("Nội dung", 100)),
    )
    for row, part in enumerate(design.of_kind(PartKind.WORDS), start=FIRST_ROW - 1):
        words = f"{part.title}{' *' if part.required else ''}" + (f"\n{part.hint}" if part.hint else "")
        sheet.write_string(row, 0, part.key, book.styles["fixed"])
        sheet.write_string(row, 1, legal(words), book.styles["fixed"])
        sheet.write_string(row, 2, legal(answer.texts.get(part.key, "")), book.styles["text"])
        sheet.set_row(row, 90)


def _figures(book: _Book, design: Design, answer: Answer, figures: Mapping[str, Figure]) -> None:
    sheet = book.sheet(
        FIGURES_SHEET, "Số liệu do hệ thống tính, không sửa được; có thể giải trình.", FIGURES_KEYS,
        (("Mã", 18), ("Chỉ tiêu", 50), ("Giá trị", 20), ("Giải trình", 80)),
    )  # fmt: skip
    with override("vi"):
        for row, key in enumerate(design.figures, start=FIRST_ROW - 1):
            sheet.write_string(row, 0, key, book.styles["fixed"])
            sheet.write_string(row, 1, str(FIGURES[key].name), book.styles["fixed"])
            sheet.write_number(row, 2, Decimal(figures[key].value) if key in figures else 0, book.styles["fixed"])
            sheet.write_string(row, 3, legal(answer.notes.get(key, "")), book.styles["text"])


def _lists(book: _Book, sheet: Any, design: Design, known: Known) -> None:
    """What is to be chosen from: offices and duties, each beginning with its number; the values of choices."""
    asked: list[tuple[Kind | tuple[str, str], str, list[str]]] = [
        (Kind.OFFICE, "Cơ quan", [f"{pk} {name}" for pk, name in known.offices.items()]),
        (Kind.DUTY, "Nhiệm vụ", [f"{pk} {name}" for pk, name in known.duties.items()]),
    ]
    asked += [
        ((part.key, c.key), c.title, list(c.choices)) for part in design.parts for c in part.columns if c.kind is Kind.CHOICE
    ]  # fmt: skip
    tall: dict[int, int] = {}
    for at, (kind, words, names) in enumerate(asked):
        sheet.write_string(0, at, legal(words), book.styles["head"])
        sheet.set_column(at, at, 60)
        for row, name in enumerate(names, start=1):
            sheet.write_string(row, at, legal(name), book.styles["fixed"])
            tall[row] = max(tall.get(row, 0), lines_of(name, 60))
        if names:
            letter = xl_col_to_name(at)
            book.lists[kind] = f"='{LISTS}'!${letter}$2:${letter}${len(names) + 1}"
    for row, lines in tall.items():
        sheet.set_row(row, LINE * lines)
    sheet.protect("", PROTECT)


def _table(book: _Book, part: PartDesign, name: str, answer: Answer, known: Known) -> None:
    head = [
        (f"{c.title}{' *' if c.required else ''}{' (đồng)' if c.kind is Kind.MONEY else ''}", _WIDTHS[c.kind])
        for c in part.columns
    ]
    sheet = book.sheet(name, f"{part.title}. {part.hint}".strip(), keys_of(part), (("", 2), *head))
    sheet.set_column(0, 0, 2, None, {"hidden": True})
    rows = rows_to_fill(part, answer)
    first, last = FIRST_ROW - 1, FIRST_ROW - 2 + (len(part.lines) or min(MOST_ROWS, len(rows) + 200))
    for at in range(first, last + 1):
        row = rows[at - first] if at - first < len(rows) else Row("")
        sheet.write_string(at, 0, row.id)
        cells = {c.key: as_listed(c, row.cells.get(c.key, ""), known) for c in part.columns}
        lines = max(lines_of(cells[c.key], _WIDTHS[c.kind]) for c in part.columns)
        if lines > 1:
            sheet.set_row(at, LINE * lines)
        for column_at, column in enumerate(part.columns, start=1):
            label = bool(part.lines) and column_at == 1
            _cell(book, sheet, at, column_at, column, cells[column.key], fixed=label)
    for column_at, column in enumerate(part.columns, start=1):
        rule = _rule(book, part, column)
        if rule and not (part.lines and column_at == 1):
            sheet.data_validation(first, column_at, last, column_at, rule)
    sheet.print_area(0, 1, last, len(part.columns))


def as_listed(column: ColumnDesign, value: str, known: Known) -> str:
    """An office or duty as its list has it, "79 Sở Nội vụ": a bare number says nothing to who fills the form in."""
    names = {Kind.OFFICE: known.offices, Kind.DUTY: known.duties}.get(column.kind)
    return f"{value} {names[int(value)]}" if names and value and int(value) in names else value


def _cell(book: _Book, sheet: Any, row: int, at: int, column: ColumnDesign, value: str, *, fixed: bool) -> None:
    style = book.styles[
        "fixed" if fixed else {Kind.NUMBER: "number", Kind.MONEY: "money", Kind.DATE: "date"}.get(column.kind, "text")
    ]
    if not value:
        sheet.write_blank(row, at, None, style)
    elif column.kind in COUNTED:
        sheet.write_number(row, at, Decimal(value), style)
    elif column.kind is Kind.DATE:
        sheet.write_datetime(row, at, date.fromisoformat(value), style)
    else:
        sheet.write_string(row, at, legal(value), style)


def _rule(book: _Book, part: PartDesign, column: ColumnDesign) -> dict[str, Any] | None:
    """What Excel and LibreOffice check while the form is filled in; the program checks all of it again."""
    said = {"error_title": "Giá trị không hợp lệ", "ignore_blank": True}
    choices = book.lists.get((part.key, column.key)) or book.lists.get(column.kind)
    if choices:
        return {"validate": "list", "source": choices, **said}
    if column.kind is Kind.MONEY:
        return {
            "validate": "integer",
            "criteria": ">=",
            "value": 0,
            "error_message": "Nhập số nguyên (đồng).",
            **said,
        }
    if column.kind is Kind.NUMBER:
        return {"validate": "decimal", "criteria": ">", "value": -(10**12), "error_message": "Nhập một số.", **said}
    if column.kind is Kind.DATE:
        return {
            "validate": "date",
            "criteria": ">",
            "value": date(1900, 1, 1),
            "error_message": "Nhập ngày, ví dụ 31/12/2027.",
            **said,
        }
    return None
