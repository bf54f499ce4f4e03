"""The year's plan of inspections as a paper: which office is visited when, about which clauses, by whom."""

from __future__ import annotations

from datetime import date

from nhipcau.people.models import Office
from nhipcau.planning.models import Inspection
from nhipcau.planning.queries import Holders
from nhipcau.planning.rules.consolidation import both_names
from nhipcau.planning.rules.paper import place_of, signer_of, symbol_of
from nhipcau.ports.papers import Column, Heading, Paper, Paragraph, Signer, Table, TableBlock, comes_with


def inspections_of(year: int) -> list[Inspection]:
    """Those of a year that were not called off, by day, with the documents whose clauses are looked at."""
    rows = Inspection.objects.filter(year=year).exclude(state=Inspection.State.CALLED_OFF)
    return list(rows.prefetch_related("points__duty__document").order_by("planned_on", "pk"))


def inspection_plan(year: int, office: Office, rows: list[Inspection], *, on: date) -> Paper:
    """The plan to be signed by ``office``; offices under the name of whoever does their work on ``on``, and their own."""
    offices = len({row.office_id for row in rows})
    symbol = f"/KH-{symbol_of(office.name)}"
    blocks: tuple[Heading | Paragraph | TableBlock, ...] = (
        Heading("Mục đích, yêu cầu"),
        Paragraph(
            "Kiểm tra việc cơ quan, đơn vị thực hiện các nhiệm vụ thông tin đối ngoại được giao; kịp thời phát hiện vướng mắc, "
            "kiến nghị biện pháp khắc phục và thời hạn hoàn thành.\n"
            "Đối tượng kiểm tra là cơ quan, đơn vị và nhiệm vụ được giao; không kiểm tra cá nhân. Việc kiểm tra căn cứ các điều, "
            "khoản đã giao nhiệm vụ, không gây cản trở hoạt động bình thường của đơn vị."
        ),
        Heading("Nội dung, đối tượng, thời gian"),
        Paragraph(f"Năm {year} thực hiện {len(rows)} cuộc kiểm tra tại {offices} cơ quan, đơn vị, chi tiết tại phụ lục kèm theo."),
        Heading("Tổ chức thực hiện"),
        Paragraph(
            "Cơ quan chủ trì kiểm tra thông báo thời gian và nội dung trước khi đến; ghi kết quả theo từng nội dung, kèm minh chứng; "
            "kết luận nêu rõ kiến nghị và thời hạn khắc phục.\n"
            "Cơ quan được kiểm tra chuẩn bị hồ sơ, thực hiện kiến nghị đúng thời hạn và gửi minh chứng đã khắc phục."
        ),
        TableBlock(
            _table(rows, Holders(on)), landscape=True, caption=f"Các cuộc kiểm tra năm {year}",
            note=comes_with("Kế hoạch", symbol, None, office.name),
        ),
    )  # fmt: skip
    return Paper(
        superior=office.parent.name if office.parent else "", issuer=office.name, kind="Kế hoạch",
        title=f"Kiểm tra việc thực hiện nhiệm vụ thông tin đối ngoại năm {year}", symbol=symbol, on=None, blocks=blocks,
        place=place_of(office.name), signer=Signer(*signer_of(office.name), ""),
        recipients=("Ủy ban nhân dân tỉnh (để báo cáo)", "Các cơ quan, đơn vị có tên tại phụ lục", "Lưu: VT"),
        author="Nhịp Cầu",
    )  # fmt: skip


def _table(rows: list[Inspection], holders: Holders) -> Table:
    columns = (
        Column("no", "STT", "number", 6), Column("office", "Cơ quan được kiểm tra", width=32),
        Column("title", "Nội dung kiểm tra", width=40), Column("documents", "Căn cứ", width=26),
        Column("points", "Số điểm kiểm tra", "number", 10), Column("on", "Thời gian", "date", 12),
        Column("lead", "Cơ quan chủ trì kiểm tra", width=30),
    )  # fmt: skip
    return Table(
        "Các cuộc kiểm tra", columns,
        tuple(
            (at, both_names(*holders.words_of(row.office_id)), row.title, _documents(row), len(row.points.all()), row.planned_on,
             both_names(*holders.words_of(row.lead_id)))
            for at, row in enumerate(rows, start=1)
        ),
    )  # fmt: skip


def _documents(row: Inspection) -> str:
    return "; ".join(dict.fromkeys(str(p.duty.document) for p in row.points.all() if p.duty))
