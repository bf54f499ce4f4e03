"""The form for an office without a connection: its lines, its duties, lists to choose from."""

from __future__ import annotations

import io
from collections.abc import Collection
from typing import Any

import xlsxwriter

from nhipcau.duties.models import Duty
from nhipcau.planning.gathering import FUNDS
from nhipcau.planning.models import OfficePlan, PlanLine
from nhipcau.planning.rules.sheet import (
    COST_KEYS,
    COST_SHEET,
    DUTY_SHEET,
    FIRST_ROW,
    KEY_ROW,
    PLAN_KEYS,
    PLAN_SHEET,
    stamp_of,
)
from nhipcau.ports.papers.table import legal
from nhipcau.ports.papers.xlsx_writer import height_for

# The words of the form are Vietnamese: it leaves the program.
PLAN_HEAD = (("Mã", 8), ("STT *", 7), ("Mã nhiệm vụ", 12), ("Căn cứ khác", 26), ("Hoạt động *", 44), ("Sản phẩm", 26),
             ("Cách đo", 20), ("Bắt đầu *", 12), ("Kết thúc *", 12), ("Nguồn kinh phí *", 26))  # fmt: skip
COST_HEAD = (("STT hoạt động *", 12), ("Nội dung chi *", 44), ("Đơn vị tính", 14), ("Số lượng *", 12), ("Số lần", 10),
             ("Đơn giá (đồng) *", 18), ("Thành tiền", 20))  # fmt: skip
HINT = ("Điền từ dòng 6. Không thêm, bỏ, đổi chỗ cột; không gộp ô; không dùng công thức (trừ cột Thành tiền). "
        "Cột Mã do chương trình điền: để trống với hoạt động mới.")  # fmt: skip
ROOM = 150
"""Rows with lists and formulas below what is there."""


def plan_head(asks: Collection[str]) -> tuple[tuple[str, int], ...]:
    """The columns of the plan; those that the template of the year asks for bear a star."""
    starred = {key for key in ("duty", "output", "measure") if key in asks}
    return tuple(
        (f"{words} *" if key in starred else words, width)
        for key, (words, width) in zip(PLAN_KEYS, PLAN_HEAD, strict=True)
    )


def form_of(plan: OfficePlan, name: str, duties: list[Duty]) -> bytes:
    """The form of ``plan`` with its present lines; ``name`` is the office as it is called today."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    font = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
    styles = {
        "title": book.add_format({**font, "bold": True, "font_size": 14}), "small": book.add_format({**font, "font_color": "#666666"}),
        "head": book.add_format({**font, "bold": True, "bg_color": "#e3eef0", "border": 1, "text_wrap": True}),
        "text": book.add_format({**font, "border": 1, "text_wrap": True}),
        "day": book.add_format({**font, "border": 1, "num_format": "dd/mm/yyyy"}),
        "money": book.add_format({**font, "border": 1, "num_format": "#,##0"}),
        "number": book.add_format({**font, "border": 1, "num_format": "#,##0.##"}),
    }  # fmt: skip
    lines = list(plan.lines.prefetch_related("items").order_by("position", "pk"))
    year = plan.round.year
    title = f"Biểu kế hoạch và dự toán năm {year} – {name}"
    head = plan_head(plan.round.asks or ())
    _plan_sheet(book.add_worksheet(PLAN_SHEET), styles, (title, head), stamp_of(year, plan.pk), lines)
    _cost_sheet(book.add_worksheet(COST_SHEET), styles, title, lines)
    _duty_sheet(book.add_worksheet(DUTY_SHEET), styles, duties)
    book.close()
    return out.getvalue()


def _head(
    sheet: Any, styles: dict[str, Any], title: str, keys: tuple[str, ...], head: tuple[tuple[str, int], ...]
) -> None:
    sheet.write_string(0, 0, legal(title), styles["title"])
    sheet.write_string(2, 0, HINT, styles["small"])
    for at, (key, (words, width)) in enumerate(zip(keys, head, strict=True)):
        sheet.write_string(KEY_ROW - 1, at, key)
        sheet.write_string(KEY_ROW, at, words, styles["head"])
        sheet.set_column(at, at, width)
    sheet.set_row(KEY_ROW - 1, None, None, {"hidden": True})
    sheet.freeze_panes(KEY_ROW + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(KEY_ROW)


def _plan_sheet(
    sheet: Any,
    styles: dict[str, Any],
    head: tuple[str, tuple[tuple[str, int], ...]],
    stamp: str,
    lines: list[PlanLine],
) -> None:
    _head(sheet, styles, head[0], PLAN_KEYS, head[1])
    sheet.write_string(1, 0, stamp, styles["small"])
    first, last = FIRST_ROW - 1, FIRST_ROW + len(lines) + ROOM
    for row, line in enumerate(lines, start=first):
        texts = ("", "", "", line.basis, line.activity, line.output, line.measure)
        sheet.set_row(row, height_for(zip(texts[3:], (width for _words, width in PLAN_HEAD[3:7]), strict=True)))
        sheet.write_number(row, 0, line.pk, styles["text"])
        sheet.write_number(row, 1, row - first + 1, styles["text"])
        if line.duty_id:
            sheet.write_number(row, 2, line.duty_id, styles["text"])
        for at in (3, 4, 5, 6):
            sheet.write_string(row, at, legal(texts[at]), styles["text"])
        sheet.write_datetime(row, 7, line.starts_on, styles["day"])
        sheet.write_datetime(row, 8, line.ends_on, styles["day"])
        sheet.write_string(row, 9, FUNDS[PlanLine.Fund(line.fund)], styles["text"])
    for row in range(first + len(lines), last):
        for at in range(len(PLAN_KEYS)):
            sheet.write_blank(row, at, None, styles["day" if at in {7, 8} else "text"])
    sheet.data_validation(first, 9, last, 9, {"validate": "list", "source": list(FUNDS.values())})
    sheet.print_area(0, 0, last, len(PLAN_KEYS) - 1)


def _cost_sheet(sheet: Any, styles: dict[str, Any], title: str, lines: list[PlanLine]) -> None:
    _head(sheet, styles, title, COST_KEYS, COST_HEAD)
    row = FIRST_ROW - 1
    for number, line in enumerate(lines, start=1):
        for item in line.items.all():
            sheet.set_row(row, height_for([(item.text, COST_HEAD[1][1])]))
            sheet.write_number(row, 0, number, styles["text"])
            sheet.write_string(row, 1, legal(item.text), styles["text"])
            sheet.write_string(row, 2, legal(item.unit), styles["text"])
            for at, value in ((3, item.quantity), (4, item.times)):
                sheet.write_number(row, at, value, styles["number"])
            sheet.write_number(row, 5, item.unit_price, styles["money"])
            sheet.write_formula(row, 6, _product(row), styles["money"], item.amount)
            row += 1
    last = row + ROOM
    for at in range(row, last):
        for column in range(len(COST_KEYS) - 1):
            sheet.write_blank(at, column, None, styles["money" if column == 5 else "text"])
        sheet.write_formula(at, 6, _product(at), styles["money"], "")
    sheet.print_area(0, 0, last, len(COST_KEYS) - 1)


def _product(row: int) -> str:
    at = row + 1
    return f'=IF(F{at}="","",ROUND(D{at}*IF(E{at}="",1,E{at})*F{at},0))'


def _duty_sheet(sheet: Any, styles: dict[str, Any], duties: list[Duty]) -> None:
    for at, (words, width) in enumerate((("Mã nhiệm vụ", 12), ("Văn bản", 24), ("Nhiệm vụ", 110))):
        sheet.write_string(0, at, words, styles["head"])
        sheet.set_column(at, at, width)
    for row, duty in enumerate(duties, start=1):
        sheet.set_row(row, height_for([(duty.text[:2000], 110), (f"{duty.document.number} {duty.clause or ''}", 24)]))
        sheet.write_number(row, 0, duty.pk, styles["text"])
        sheet.write_string(row, 1, legal(f"{duty.document.number} {duty.clause or ''}".strip()), styles["text"])
        sheet.write_string(row, 2, legal(duty.text)[:2000], styles["text"])
    sheet.freeze_panes(1, 0)
    sheet.print_area(0, 0, max(len(duties), 1), 2)
