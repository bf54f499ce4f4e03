"""Tables as .xlsx: real dates and numbers, live sums, ready to print on A4, wide ones on A3."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from nhipcau.ports.papers.table import Cell, Column, Formula, Link, Table, amount_in, legal, plain

FONT = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
_FORMATS: dict[str, dict[str, Any]] = {
    "text": {"text_wrap": True},
    "link": {"text_wrap": True, "font_color": "#0f6674", "underline": 1},
    "number": {"num_format": "#,##0"},
    "decimal": {"num_format": "#,##0.##"},
    "money": {"num_format": '#,##0" đ"'},
    "percent": {"num_format": '0"%"'},
    "date": {"num_format": "dd/mm/yyyy", "align": "left"},
}


A4, A3, WIDE = 9, 8, 200
"""Excel's numbers of the sheets of paper; the sum of widths from which a table goes to the larger one."""
LINE, TALLEST = 15.75, 409.0
"""Height of one line of letters in points; the most that a row may have."""


def height_for(cells: Iterable[tuple[str, float]]) -> float:
    """Points that a row needs for ``cells`` (text, width of its column), its words wrapped.

    Told to the sheet, because LibreOffice lays out a row of one line where a file says nothing.
    """
    lines = max((_lines(text, width) for text, width in cells), default=1)
    return min(lines * LINE, TALLEST)


def _lines(text: str, width: float) -> int:
    room = max(int(width * 0.95), 1)
    return sum(max(-(-len(part) // room), 1) for part in text.split("\n"))


def write_xlsx(
    tables: tuple[Table, ...] | list[Table], *, title: str, author: str = "", made_on: datetime | None = None
) -> bytes:
    """A workbook with a sheet for each table. Texts are never formulas; the same values give the same bytes."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"title": legal(title), "author": legal(author), "created": made_on or datetime(2020, 1, 1)})  # noqa: DTZ001
    formats = {kind: book.add_format({**FONT, **style, "border": 1}) for kind, style in _FORMATS.items()}
    head = {**FONT, "bold": True, "bg_color": "#e3eef0", "border": 1, "text_wrap": True, "valign": "vcenter"}
    formats["head"] = book.add_format(head)
    formats["title"] = book.add_format({**FONT, "bold": True, "font_size": 14})
    formats["total"] = book.add_format({**FONT, "bold": True, "border": 1, "num_format": "#,##0"})
    names: set[str] = set()
    for table in tables:
        _sheet(book.add_worksheet(_sheet_name(table.name, names)), table, formats, title)
    book.close()
    return out.getvalue()


def _sheet_name(name: str, taken: set[str]) -> str:
    """At most 31 letters, none of []:*?/\\, and not there yet."""
    base = re.sub(r"[\[\]:*?/\\']", " ", legal(name)).strip()[:31] or "Sheet"
    found, count = base, 2
    while found.casefold() in taken:
        found, count = f"{base[:27]} ({count})", count + 1
    taken.add(found.casefold())
    return found


def _sheet(sheet: Any, table: Table, formats: dict[str, Any], title: str) -> None:
    sheet.write_string(0, 0, legal(title), formats["title"])
    sheet.set_row(2, height_for((column.title, column.width * 0.9) for column in table.columns))
    for at, column in enumerate(table.columns):
        sheet.set_column(at, at, column.width)
        sheet.write_string(2, at, legal(column.title), formats["head"])
    for row_at, row in enumerate(table.rows, start=3):
        sheet.set_row(row_at, height_for(_words(table.columns, row)))
        for at, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
            _write(sheet, row_at, at, column, cell, formats)
    last = 2 + len(table.rows)
    if table.rows:
        sheet.autofilter(2, 0, last, len(table.columns) - 1)
    _totals(sheet, table, last, formats)
    sheet.freeze_panes(3, 0)
    sheet.repeat_rows(2)
    sheet.set_landscape()
    sheet.set_paper(A3 if sum(column.width for column in table.columns) > WIDE else A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.5, top=0.7, bottom=0.7)
    sheet.print_area(0, 0, last + 1, max(len(table.columns) - 1, 0))
    sheet.set_footer("&C&P/&N")


def _words(columns: tuple[Column, ...], row: tuple[Cell, ...]) -> Iterator[tuple[str, float]]:
    """Texts of a row with the width of their columns; numbers and days do not wrap."""
    for column, cell in zip(columns, row, strict=True):
        if isinstance(cell, Link):
            yield cell.text, column.width
        elif isinstance(cell, str):
            yield cell, column.width


def _write(sheet: Any, row: int, at: int, column: Column, cell: Cell, formats: dict[str, Any]) -> None:
    if cell is None or cell == "":
        sheet.write_blank(row, at, None, formats["text"])
    elif isinstance(cell, Link):
        if cell.url and len(cell.url) < 2000:
            sheet.write_url(row, at, cell.url, formats["link"], legal(cell.text)[:255] or cell.url[:255])
        else:
            sheet.write_string(row, at, legal(cell.text), formats["text"])
    elif isinstance(cell, Formula):
        text, form = (
            cell.text.replace("{row}", str(row + 1)),
            formats[column.kind if column.kind in formats else "number"],
        )
        sheet.write_formula(row, at, text, form, cell.value)
    elif isinstance(cell, (date, datetime)):
        sheet.write_datetime(row, at, cell, formats["date"])
    elif isinstance(cell, (int, float, Decimal)) and not isinstance(cell, bool):
        sheet.write_number(row, at, cell, formats[column.kind if column.kind in formats else "number"])
    else:
        sheet.write_string(row, at, plain(cell)[:32_000], formats["text"])


def _totals(sheet: Any, table: Table, last: int, formats: dict[str, Any]) -> None:
    summed = [(at, column) for at, column in enumerate(table.columns) if column.total and table.rows]
    plain_ones = [at for at, column in enumerate(table.columns) if not column.total]
    if summed and plain_ones:
        sheet.write_string(last + 1, plain_ones[0], "Tổng cộng", formats["total"])
    for at, _column in summed:
        name = xl_col_to_name(at)
        total = sum(amount_in(row[at]) for row in table.rows)
        sheet.write_formula(last + 1, at, f"=SUM({name}4:{name}{last + 1})", formats["total"], total)
