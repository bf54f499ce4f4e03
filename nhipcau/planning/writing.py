"""A year's plan as a workbook whose sums are formulas, and as a paper after Nghị định 30/2020/NĐ-CP."""

from __future__ import annotations

from datetime import date

from django.conf import settings

from nhipcau.planning.models import PlanRound
from nhipcau.planning.rules.consolidation import LineFacts, sums_by
from nhipcau.planning.rules.paper import SECTIONS, default_words, place_of, signer_of, symbol_of
from nhipcau.ports.papers import (
    Column,
    Formula,
    Heading,
    Link,
    Paper,
    Paragraph,
    Signer,
    Table,
    TableBlock,
    comes_with,
    write_xlsx,
)

STATES = {
    "open": "Chưa thẩm định", "taken": "Đã thẩm định", "dropped": "Không đưa vào kế hoạch", "approved": "Đã phê duyệt",
    "cancelled": "Đã hủy",
}  # fmt: skip
PLAN, COSTS, OFFICES, FUNDS_SHEET = "Kế hoạch", "Dự toán chi tiết", "Theo cơ quan", "Theo nguồn"


def code_of(round_: PlanRound, line: LineFacts) -> str:
    """What a line is called in the workbook and the paper: text, so that no sheet reads it as a number."""
    return f"KH{round_.year % 100:02d}.{line.line}"


def _address(line: LineFacts) -> str:
    return f"{str(settings.WAGTAILADMIN_BASE_URL).rstrip('/')}/staff/planning/lines/{line.line}/"


def workbook_of(round_: PlanRound, lines: list[LineFacts]) -> bytes:
    """Sheets: the plan, the estimate item by item, totals by office and by source. The estimate multiplies, the plan
    sums the estimate, the totals sum the plan: a changed quantity moves every figure above it."""
    tables = (_plan(round_, lines), _costs(round_, lines),
              _totals(lines, OFFICES, "Cơ quan", "B", "office_words"),
              _totals(lines, FUNDS_SHEET, "Nguồn kinh phí", "K", "fund"))  # fmt: skip
    return write_xlsx(tables, title=f"{round_.title} ({STATE_WORDS[round_.state]})", author="Nhịp Cầu")


STATE_WORDS = {"open": "dự thảo", "presented": "trình phê duyệt", "approved": "đã phê duyệt"}


def _plan(round_: PlanRound, lines: list[LineFacts]) -> Table:
    columns = (
        Column("code", "Mã", "link", 11), Column("office", "Cơ quan lập", width=24), Column("basis", "Căn cứ", width=26),
        Column("activity", "Hoạt động", width=40), Column("output", "Sản phẩm", width=24),
        Column("measure", "Cách đo", width=18), Column("start", "Bắt đầu", "date", 12), Column("end", "Kết thúc", "date", 12),
        Column("lead", "Chủ trì", width=22), Column("partners", "Phối hợp", width=26), Column("fund", "Nguồn", width=18),
        Column("proposed", "Đề xuất", "money", 17, total=True), Column("appraised", "Thẩm định", "money", 17, total=True),
        Column("now", "Kế hoạch vốn", "money", 17, total=True), Column("reason", "Ý kiến thẩm định", width=26),
        Column("state", "Trạng thái", width=16),
    )  # fmt: skip
    sums = f"=SUMIF('{COSTS}'!$A:$A,$A{{row}},'{COSTS}'!$H:$H)"
    rows = tuple(
        (Link(code_of(round_, line), _address(line)), line.office_words, line.basis, line.activity, line.output,
         line.measure, date.fromisoformat(line.starts_on), date.fromisoformat(line.ends_on), line.lead,
         "; ".join(line.partners), line.fund, Formula(sums, line.proposed), line.appraised, line.now, line.reason,
         STATES[line.state])
        for line in lines
    )  # fmt: skip
    return Table(PLAN, columns, rows)


def _costs(round_: PlanRound, lines: list[LineFacts]) -> Table:
    columns = (
        Column("code", "Mã", width=11), Column("activity", "Hoạt động", width=36), Column("item", "Nội dung chi", width=36),
        Column("unit", "Đơn vị tính", width=12), Column("quantity", "Số lượng", "decimal", 11),
        Column("times", "Số lần", "decimal", 9), Column("price", "Đơn giá", "money", 16),
        Column("amount", "Thành tiền", "money", 18, total=True), Column("norm", "Định mức", width=34),
        Column("over", "Vượt định mức", width=14),
    )  # fmt: skip
    rows = tuple(
        (code_of(round_, line), line.activity, item.text, item.unit, item.quantity, item.times, item.unit_price,
         Formula("=ROUND(E{row}*F{row}*G{row},0)", item.amount), item.norm, "có" if item.over_norm else "")
        for line in lines for item in line.items
    )  # fmt: skip
    return Table(COSTS, columns, rows)


def _totals(lines: list[LineFacts], name: str, title: str, letter: str, column: str) -> Table:
    columns = (
        Column("name", title, width=46), Column("lines", "Số hoạt động", "number", 14, total=True),
        Column("proposed", "Đề xuất", "money", 20, total=True), Column("appraised", "Thẩm định", "money", 20, total=True),
        Column("now", "Kế hoạch vốn", "money", 20, total=True),
    )  # fmt: skip

    def summed(of: str) -> str:
        return f"=SUMIF('{PLAN}'!${letter}:${letter},$A{{row}},'{PLAN}'!${of}:${of})"

    rows = tuple(
        (part.name, Formula(f"=COUNTIF('{PLAN}'!${letter}:${letter},$A{{row}})", part.lines),
         Formula(summed("L"), part.proposed), Formula(summed("M"), part.appraised), Formula(summed("N"), part.now))
        for part in sums_by(lines, column)
    )  # fmt: skip
    return Table(name, columns, rows)


def paper_of(round_: PlanRound, lines: list[LineFacts]) -> Paper:
    """The plan to be signed: four sections, the activities and the estimate as appendices."""
    words = default_words(round_.year, lines) | round_.words
    blocks: list[Heading | Paragraph | TableBlock] = []
    for section in SECTIONS:
        blocks += [Heading(section.title), Paragraph(words[section.key])]
    symbol = f"/KH-{symbol_of(round_.office.name)}"
    note = comes_with("Kế hoạch", symbol, round_.decided_on, round_.office.name)
    for table, caption in ((_appendix(lines), f"Hoạt động và kinh phí năm {round_.year}"),
                           (_by_office(lines), "Tổng hợp kinh phí theo cơ quan (đồng)")):  # fmt: skip
        blocks.append(TableBlock(table, landscape=True, caption=caption, note=note))
    return Paper(
        superior=round_.office.parent.name if round_.office.parent else "", issuer=round_.office.name, kind="Kế hoạch",
        title=round_.title, symbol=symbol, on=round_.decided_on, blocks=tuple(blocks),
        place=place_of(round_.office.name), signer=Signer(*signer_of(round_.office.name), ""),
        recipients=("Ủy ban nhân dân tỉnh (để báo cáo)", "Các cơ quan, đơn vị có tên tại phụ lục", "Lưu: VT"),
        author="Nhịp Cầu",
    )  # fmt: skip


def _appendix(lines: list[LineFacts]) -> Table:
    columns = (
        Column("no", "STT", "number", 7), Column("activity", "Hoạt động", width=34), Column("basis", "Căn cứ", width=20),
        Column("output", "Sản phẩm, cách đo", width=24), Column("time", "Thời gian", width=13),
        Column("lead", "Chủ trì; phối hợp", width=26), Column("fund", "Nguồn", width=14),
        Column("now", "Kinh phí (đồng)", "money", 17, total=True),
    )  # fmt: skip
    rows = tuple(
        (at, line.activity, line.basis, "; ".join(p for p in (line.output, line.measure) if p), _span(line), _who(line),
         line.fund, line.now)
        for at, line in enumerate(lines, start=1)
    )  # fmt: skip
    return Table("Hoạt động", columns, rows)


def _who(line: LineFacts) -> str:
    # Lines frozen before names were written in full hold the lead's name alone.
    lead = line.office_words if line.lead in {line.office, line.office_was} else line.lead
    return f"{lead}; phối hợp: {', '.join(line.partners)}" if line.partners else lead


def _span(line: LineFacts) -> str:
    start, end = date.fromisoformat(line.starts_on), date.fromisoformat(line.ends_on)
    return f"{start:%d/%m} – {end:%d/%m/%Y}" if start.year == end.year else f"{start:%d/%m/%Y} – {end:%d/%m/%Y}"


def _by_office(lines: list[LineFacts]) -> Table:
    columns = (
        Column("no", "STT", "number", 6), Column("office", "Cơ quan", width=50),
        Column("lines", "Số hoạt động", "number", 12, total=True), Column("proposed", "Đề xuất", "money", 20, total=True),
        Column("appraised", "Thẩm định", "money", 20, total=True), Column("now", "Kế hoạch", "money", 20, total=True),
    )  # fmt: skip
    rows = tuple(
        (at, part.name, part.lines, part.proposed, part.appraised, part.now)
        for at, part in enumerate(sums_by(lines, "office_words"), start=1)
    )  # fmt: skip
    return Table("Theo cơ quan", columns, rows)
