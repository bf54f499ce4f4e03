"""A report's lines and words as a paper (.docx) and an appendix (.xlsx)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.conf import settings

from nhipcau.planning.rules.paper import place_of, symbol_of
from nhipcau.ports.papers import (
    Column,
    Heading,
    Link,
    Paper,
    Paragraph,
    Table,
    TableBlock,
    comes_with,
    write_docx,
    write_xlsx,
)
from nhipcau.reports.gathering import proof_url
from nhipcau.reports.merged_writing import signer_for
from nhipcau.reports.models import Report
from nhipcau.reports.rules.consolidation import Figures, Outcome, ReportLine
from nhipcau.reports.rules.templates import template_of

# The words of an administrative paper are Vietnamese by law, whatever language the screens are in.
OUTCOMES = {
    Outcome.DONE: "Hoàn thành đúng hạn",
    Outcome.DONE_LATE: "Hoàn thành quá hạn",
    Outcome.WAITING: "Chờ nghiệm thu",
    Outcome.IN_HAND: "Đang thực hiện",
    Outcome.OVERDUE: "Quá hạn",
    Outcome.NOT_ASSIGNED: "Chưa giao",
}
_COLUMNS = (
    Column("no", "STT", "number", 6), Column("clause", "Điều, khoản, mục", "link", 20),
    Column("duty", "Nhiệm vụ", width=44), Column("office", "Cơ quan thực hiện", width=22),
    Column("due", "Thời hạn", "date", 12), Column("done", "Kết quả thực hiện", width=34),
    Column("proofs", "Minh chứng", "link", 24), Column("state", "Trạng thái", width=14),
)  # fmt: skip


def _base() -> str:
    return str(settings.WAGTAILADMIN_BASE_URL).rstrip("/")


def _clause(line: ReportLine) -> Link:
    where = f"{line.document}, {line.path}"
    return Link(where, f"{_base()}/staff/duties/{line.duty_id}/")


def table_of(lines: list[ReportLine]) -> Table:
    """The table of the paper: every line carries its clause and links to its evidence."""
    rows = []
    for at, line in enumerate(lines, start=1):
        proofs = tuple(Link(proof.title, proof_url(proof, _base())) for proof in line.proofs)
        due = date.fromisoformat(line.due) if line.due else None
        done = line.done or (f"{line.percent}%" if line.percent else "")
        rows.append((at, _clause(line), line.duty, line.office, due, done, proofs or "", OUTCOMES[line.outcome]))
    return Table("Kết quả thực hiện", _COLUMNS, tuple(rows))  # type: ignore[arg-type]


def appendix_of(lines: list[ReportLine], figures: Figures, title: str) -> bytes:
    """The workbook: all lines, the evidence one a row with its SHA-256, and figures by office."""
    rows = [
        (at, _clause(line), line.clause, line.duty, line.role, line.office, line.period,
         date.fromisoformat(line.due) if line.due else None, line.percent, line.done,
         Link(line.proofs[0].title, proof_url(line.proofs[0], _base())) if line.proofs else "", len(line.proofs),
         OUTCOMES[line.outcome])
        for at, line in enumerate(lines, start=1)
    ]  # fmt: skip
    columns = (
        Column("no", "STT", "number", 6), Column("ref", "Căn cứ", "link", 24),
        Column("clause", "Điều khoản", width=28), Column("duty", "Nhiệm vụ", width=60),
        Column("role", "Vai trò", width=12), Column("office", "Cơ quan", width=28), Column("period", "Kỳ", width=14),
        Column("due", "Thời hạn", "date", 12), Column("percent", "Tiến độ", "percent", 9),
        Column("done", "Kết quả", width=44), Column("proof", "Minh chứng", "link", 30),
        Column("proofs", "Số minh chứng", "number", 10, total=True), Column("state", "Trạng thái", width=18),
    )  # fmt: skip
    evidence = [
        (line.office, line.path, Link(proof.title, proof_url(proof, _base())), proof.address,
         date.fromisoformat(proof.on), proof.sha256)
        for line in lines for proof in line.proofs
    ]  # fmt: skip
    by_office = [(name, total, done, late) for name, total, done, late in figures.by_office]
    tables = (
        Table("Tổng hợp", columns, tuple(rows)),
        Table("Minh chứng", (
            Column("office", "Cơ quan", width=28), Column("path", "Điều khoản", width=18),
            Column("title", "Minh chứng", "link", 50), Column("address", "Địa chỉ", width=40),
            Column("on", "Ngày", "date", 12), Column("sha", "SHA-256", width=66)), tuple(evidence)),
        Table("Theo cơ quan", (
            Column("office", "Cơ quan", width=50), Column("n", "Đầu việc", "number", 12, total=True),
            Column("done", "Hoàn thành", "number", 12, total=True),
            Column("late", "Quá hạn", "number", 12, total=True)), tuple(by_office)),
    )  # fmt: skip
    return write_xlsx(tables, title=title, author="Nhịp Cầu")


def paper_of(report: Report, lines: list[ReportLine], *, on: date | None) -> Paper:
    """The report as a paper after Nghị định 30/2020/NĐ-CP."""
    template = template_of(report.template)
    blocks: list[Heading | Paragraph | TableBlock] = []
    for section in template.sections:
        blocks.append(Heading(section.title))
        words = str(report.words.get(section.key, "")).strip()
        blocks.append(Paragraph(words or "Không có nội dung phát sinh."))
        if section.table:
            caption = f"Tổng hợp kết quả thực hiện nhiệm vụ ({report.period_label})"
            blocks.append(TableBlock(table_of(lines), landscape=True, caption=caption))
    symbol, place = f"/BC-{symbol_of(report.office.name)}", report.place or place_of(report.office.name)
    note = comes_with("Báo cáo", report.number or symbol, on, report.office.name)
    blocks = [replace(b, note=note) if isinstance(b, TableBlock) and b.landscape else b for b in blocks]
    superior = report.office.parent.name if report.office.parent else ""
    return Paper(
        superior=superior, issuer=report.office.name, kind=template.kind, title=report.title,
        number=report.number or None, symbol=symbol, place=place, on=on, addressee=report.addressee,
        blocks=tuple(blocks), signer=signer_for(report.office, report.signer_title, report.signer),
        recipients=tuple(line.strip() for line in report.recipients.splitlines() if line.strip()),
        author="Nhịp Cầu",
    )  # fmt: skip


def docx_of(report: Report, lines: list[ReportLine], *, on: date | None) -> bytes:
    """The bytes of the paper."""
    return write_docx(paper_of(report, lines, on=on))
