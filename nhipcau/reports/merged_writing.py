"""A consolidated report as a paper after Nghị định 30/2020/NĐ-CP, a workbook, a page, and the values that are frozen.

The words of an administrative paper are Vietnamese by law, whatever language the screens are in.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from nhipcau.people.models import Office
from nhipcau.planning.rules.paper import place_of, signer_of, symbol_of
from nhipcau.ports.papers import (
    Column,
    Heading,
    Link,
    Paper,
    Paragraph,
    Signer,
    Table,
    TableBlock,
    comes_with,
    write_docx,
    write_html,
    write_pdf,
    write_xlsx,
)
from nhipcau.ports.papers.table import Cell as PaperCell
from nhipcau.reports.figures import FIGURES
from nhipcau.reports.models import Consolidation
from nhipcau.reports.queries import design_of, handed_in, names_in
from nhipcau.reports.rules.cells import Known, shown
from nhipcau.reports.rules.design import COUNTED, ColumnDesign, Design, Joining, Kind, PartDesign, PartKind
from nhipcau.reports.rules.merging import Handed, Merged, MergedFigure, MergedTable, merge

WIDE_COLUMNS, LONG_ROWS = 5, 12
"""A table with more columns or rows than these stands across pages of its own."""
_WIDTHS = {
    Kind.TEXT: 30, Kind.NUMBER: 14, Kind.MONEY: 22, Kind.DATE: 18, Kind.CHOICE: 18, Kind.OFFICE: 24, Kind.DUTY: 36,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Whole:
    """A consolidated report with all that its writers need."""

    design: Design
    handed: Sequence[Handed]
    merged: Merged
    known: Known


def adding() -> list[str]:
    """Figures that may be added over offices."""
    return [key for key, spec in FIGURES.items() if spec.adds]


def whole_of(consolidation: Consolidation) -> Whole:
    """Everything merged, in a number of queries that does not grow."""
    design, handed = design_of(consolidation.request), handed_in(consolidation)
    known = names_in(design, (h.answer for h in handed))
    return Whole(design, handed, merge(design, handed, adding=adding()), known)


def as_frozen(consolidation: Consolidation) -> dict[str, Any]:
    """What is kept for good: every cell with its sources, the words, and which handings with which SHA-256."""
    whole = whole_of(consolidation)
    rows = consolidation.sources.select_related("handing").order_by("submission_id")
    light = rows.defer("handing__answer", "handing__figures")
    tables = {
        key: [
            {"row": r.key, "office": r.office, "cells": {c: asdict(cell) for c, cell in r.cells.items()}}
            for r in t.rows
        ]
        for key, t in whole.merged.tables.items()
    }
    figures = {
        name: {
            "total": asdict(f.total) if f.total else None,
            "each": [[h.submission, fig.value] for h, fig in f.each],
        }
        for name, f in whole.merged.figures.items()
    }
    values = {
        "words": {p.key: words_of(consolidation, whole, p) for p in whole.design.of_kind(PartKind.WORDS)},
        "tables": tables, "figures": figures, "design": consolidation.request.version.sha256,
        "sources": [{"submission": s.submission_id, "handing": s.handing_id, "office": s.handing.office_words,
                     "sha256": s.handing.sha256} for s in light],
    }  # fmt: skip
    plain: dict[str, Any] = json.loads(json.dumps(values))
    return plain


def words_of(consolidation: Consolidation, whole: Whole, part: PartDesign) -> str:
    """What the coordinator wrote, else what the offices wrote, each with its name."""
    return str(consolidation.words.get(part.key) or gathered_words(whole.merged, part.key))


def gathered_words(merged: Merged, key: str) -> str:
    """One paragraph an office."""
    return "\n".join(f"{g.office}: {' '.join(g.words.split())}" for g in merged.texts.get(key, ()))


def paper_of(consolidation: Consolidation, whole: Whole, *, on: date | None) -> Paper:
    """The report to be signed: sections in the order of the form, wide or long tables as appendices."""
    request = consolidation.request
    blocks: list[Heading | Paragraph | TableBlock] = []
    for part in whole.design.parts:
        blocks.append(Heading(part.title))
        blocks += list(_blocks(consolidation, whole, part))
    blocks.append(Paragraph(f"Trên đây là nội dung báo cáo; {request.office.name} tổng hợp, kính báo cáo."))
    superior = request.office.parent.name if request.office.parent else ""
    symbol, place = f"/BC-{symbol_of(request.office.name)}", consolidation.place or place_of(request.office.name)
    named = [line.strip() for line in consolidation.recipients.splitlines() if line.strip()]
    return Paper(
        superior=superior, issuer=request.office.name, kind=request.version.form.kind, title=consolidation.title,
        number=consolidation.number or None, symbol=symbol, place=place, on=on,
        addressee=consolidation.addressee, blocks=_numbered(blocks, comes_with("Báo cáo", consolidation.number or symbol, on, request.office.name)),
        signer=signer_for(request.office, consolidation.signer_title, consolidation.signer),
        recipients=tuple(named) or ("Như trên", "Các cơ quan, đơn vị có tên trong báo cáo", "Lưu: VT"), author="Nhịp Cầu",
    )  # fmt: skip


def _blocks(consolidation: Consolidation, whole: Whole, part: PartDesign) -> Iterable[Paragraph | TableBlock]:
    if part.kind is PartKind.WORDS:
        yield Paragraph(words_of(consolidation, whole, part) or "Không có nội dung phát sinh.")
    elif part.kind is PartKind.FIGURES:
        table = figures_table(part, [whole.merged.figures[name] for name in part.figures])
        yield Paragraph("Số liệu do hệ thống tổng hợp từ công việc, minh chứng và kinh phí đã ghi nhận:")
        yield TableBlock(table)
        for note in (n for name in part.figures for n in whole.merged.figures[name].notes):
            yield Paragraph(f"{note.office}: {' '.join(note.words.split())}")
    else:
        merged = whole.merged.tables[part.key]
        table = table_of(part, merged, whole.known)
        if not merged.rows:
            yield Paragraph("Không có nội dung phát sinh.")
        elif len(table.columns) > WIDE_COLUMNS + 1 or len(merged.rows) > LONG_ROWS:
            yield Paragraph("(Chi tiết tại Phụ lục {phu_luc} kèm theo)")
            yield TableBlock(table, landscape=True, caption=part.title)
        else:
            yield TableBlock(table)


def signer_for(office: Office, title: str, name: str) -> Signer:
    """Who signs: as it was written, else as the office's head is called."""
    authority, position = ("", title) if title else signer_of(office.name)
    return Signer(authority, position, name)


def _numbered(
    blocks: Sequence[Heading | Paragraph | TableBlock], note: str
) -> tuple[Heading | Paragraph | TableBlock, ...]:
    """Where the text points to an appendix it says which; each appendix says what paper it comes with."""
    from nhipcau.ports.papers.docx_writer import roman

    count = sum(isinstance(b, TableBlock) and b.landscape for b in blocks)
    at, found = 0, list[Heading | Paragraph | TableBlock]()
    for block in blocks:
        if isinstance(block, Paragraph) and "{phu_luc}" in block.text:
            at += 1
            words = block.text.replace("{phu_luc}", roman(at)) if count > 1 else block.text.replace(" {phu_luc}", "")
            found.append(Paragraph(words))
        elif isinstance(block, TableBlock) and block.landscape:
            found.append(replace(block, note=note))
        else:
            found.append(block)
    return tuple(found)


def table_of(part: PartDesign, merged: MergedTable, known: Known, *, link: str = "") -> Table:
    """A consolidated table; stacked rows begin with their office. ``link`` is the address of its page, for live cells."""
    stacked = part.joining is Joining.STACK
    columns = [Column("no", "STT", "number", 10)]
    columns += [Column("office", "Cơ quan", width=24)] if stacked else []
    columns += [_column(c, merged) for c in part.columns]
    rows = []
    for at, row in enumerate(merged.rows, start=1):
        values = [value_in(c, row.cells[c.key].value, known) for c in part.columns]
        office: list[PaperCell] = [
            Link(row.office, f"{link}{row.key}/{part.columns[0].key}/") if link else row.office
        ]
        rows.append((at, *(office if stacked else []), *values))
    return Table(part.title, tuple(columns), tuple(rows))


def _column(column: ColumnDesign, merged: MergedTable) -> Column:
    whole = all("." not in row.cells[column.key].value for row in merged.rows)
    kind = {Kind.NUMBER: "number" if whole else "decimal", Kind.MONEY: "money", Kind.DATE: "date"}.get(
        column.kind, "text"
    )
    title = f"{column.title} (đồng)" if column.kind is Kind.MONEY else column.title
    return Column(column.key, title, kind, _WIDTHS[column.kind], total=column.kind in COUNTED)  # type: ignore[arg-type]


def value_in(column: ColumnDesign, value: str, known: Known) -> PaperCell:
    """A canonical value as a paper's cell: a number that adds up, a real day, words."""
    if not value:
        return None
    if column.kind in COUNTED:
        return Decimal(value)
    if column.kind is Kind.DATE and len(value) == 10:
        return date.fromisoformat(value)
    return (
        "\n".join(shown(column, one, known) for one in value.split("\n"))
        if column.kind in {Kind.OFFICE, Kind.DUTY}
        else value
    )


def figures_table(part: PartDesign, figures: Sequence[MergedFigure]) -> Table:
    """A figure a row with its breakdown; no sum where offices' figures may count the same thing."""
    columns = (Column("no", "STT", "number", 10), Column("name", "Chỉ tiêu", width=46),
               Column("total", "Toàn tỉnh", "money", 24), Column("parts", "Trong đó", width=36))  # fmt: skip
    rows = []
    with override("vi"):
        for at, figure in enumerate(figures, start=1):
            total = Decimal(figure.total.value) if figure.total else "theo từng cơ quan"
            parts = "\n".join(f"{name}: {_grouped(value)}" for name, value in figure.parts)
            rows.append((at, str(FIGURES[figure.name].name).replace("… ", "Trong đó: "), total, parts))
    return Table(part.title, columns, tuple(rows))


def _grouped(value: str) -> str:
    return shown(ColumnDesign("", "", Kind.NUMBER), value)


def docx_of(consolidation: Consolidation, *, on: date | None) -> bytes:
    """The paper."""
    return write_docx(paper_of(consolidation, whole_of(consolidation), on=on))


def pdf_of(consolidation: Consolidation, *, on: date | None) -> bytes:
    """The paper as .pdf."""
    return write_pdf(paper_of(consolidation, whole_of(consolidation), on=on))


def html_of(consolidation: Consolidation, *, on: date | None) -> str:
    """The paper as a page that stands by itself."""
    return write_html(paper_of(consolidation, whole_of(consolidation), on=on))


def xlsx_of(consolidation: Consolidation) -> bytes:
    """A sheet for each table, one for the figures by office, one for the words, one for what went in."""
    whole = whole_of(consolidation)
    base = str(settings.WAGTAILADMIN_BASE_URL).rstrip("/")
    tables = []
    for part in whole.design.of_kind(PartKind.TABLE):
        link = base + reverse("reports:consolidated_table", args=[consolidation.pk, part.key]) + "cells/"
        tables.append(table_of(part, whole.merged.tables[part.key], whole.known, link=link))
    if whole.design.figures:
        tables.append(_by_office(whole))
    words = tuple(
        (part.title, said.office, said.words)
        for part in whole.design.of_kind(PartKind.WORDS) for said in whole.merged.texts[part.key]
    )  # fmt: skip
    columns = (
        Column("part", "Mục", width=30),
        Column("office", "Cơ quan", width=34),
        Column("words", "Nội dung", width=100),
    )
    tables.append(Table("Phần lời", columns, words))
    tables.append(_sources(whole))
    return write_xlsx(tables, title=consolidation.title, author="Nhịp Cầu")


def _sources(whole: Whole) -> Table:
    columns = (Column("office", "Cơ quan", width=50), Column("submission", "Mã báo cáo", "number", 12),
               Column("handing", "Mã lần nộp", "number", 12))  # fmt: skip
    return Table("Nguồn", columns, tuple((h.office, h.submission, h.handing) for h in whole.handed))


def _by_office(whole: Whole) -> Table:
    columns = [Column("office", "Cơ quan", width=40)]
    with override("vi"):
        for spec in (FIGURES[name] for name in whole.design.figures):
            title = str(spec.name).replace("… ", "Trong đó: ")
            columns.append(
                Column(spec.key, title, "money" if spec.kind is Kind.MONEY else "number", 16, total=spec.adds)
            )
    rows = tuple(
        (h.office, *(Decimal(h.figures[name].value) if name in h.figures else None for name in whole.design.figures))
        for h in whole.handed
    )
    return Table("Số liệu theo cơ quan", tuple(columns), rows)
