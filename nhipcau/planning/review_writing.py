"""The outcome of a review as a paper: what stays in effect, what is amended, replaced, repealed, each a list.

The lists follow the forms for reviewing normative documents (tên loại; số, ký hiệu; ngày ban hành; tên gọi; kiến nghị,
lý do; cơ quan chủ trì soạn thảo; thời hạn xử lý).
"""

from __future__ import annotations

from datetime import date

from nhipcau.planning.models import Proposal, ReviewItem, ReviewRound
from nhipcau.planning.queries import Holders
from nhipcau.planning.rules.consolidation import both_names
from nhipcau.planning.rules.paper import place_of, signer_of, symbol_of
from nhipcau.ports.papers import Column, Heading, Paper, Paragraph, Signer, Table, TableBlock, comes_with

# The words of an administrative paper are Vietnamese by law, whatever language the screens are in.
LISTS = {
    Proposal.KEEP: "Danh mục văn bản tiếp tục áp dụng",
    Proposal.AMEND: "Danh mục văn bản cần sửa đổi, bổ sung",
    Proposal.REPLACE: "Danh mục văn bản cần thay thế",
    Proposal.REPEAL: "Danh mục văn bản cần bãi bỏ",
}


WORDS = {
    Proposal.KEEP: "tiếp tục áp dụng", Proposal.AMEND: "sửa đổi, bổ sung", Proposal.REPLACE: "thay thế",
    Proposal.REPEAL: "bãi bỏ",
}  # fmt: skip


def review_paper(round_: ReviewRound, *, on: date) -> Paper:
    """The report with one list for each outcome; offices under the name of whoever does their work on ``on``, and their own."""
    holders = Holders(on)
    rows = round_.items.select_related("document").defer("document__text")
    items = list(rows.order_by("-document__issued_on", "pk"))
    counted = {key: [i for i in items if i.outcome == key] for key in LISTS}
    blocks: list[Heading | Paragraph | TableBlock] = [
        Heading("Kết quả rà soát"),
        Paragraph(_told(len(items), {key: len(found) for key, found in counted.items()})),
        Heading("Kiến nghị"),
        Paragraph("Trình cấp có thẩm quyền xem xét, phê duyệt các danh mục kèm theo"),
    ]
    symbol = f"/BC-{symbol_of(round_.office.name)}"
    note = comes_with("Báo cáo", symbol, round_.decided_on, round_.office.name)
    for key, caption in LISTS.items():
        if counted[key]:
            blocks.append(TableBlock(_table(counted[key], key, holders), landscape=True, caption=caption, note=note))
    return Paper(
        superior=round_.office.parent.name if round_.office.parent else "", issuer=round_.office.name, kind="Báo cáo",
        title=round_.title, symbol=symbol, on=round_.decided_on, blocks=tuple(blocks),
        place=place_of(round_.office.name), signer=Signer(*signer_of(round_.office.name), ""),
        recipients=("Ủy ban nhân dân tỉnh", "Lưu: VT"), author="Nhịp Cầu",
    )  # fmt: skip


def _told(count: int, counted: dict[Proposal, int]) -> str:
    """How many were looked at, and what is proposed for how many."""
    said = "; ".join(f"{WORDS[key]} {number} văn bản" for key, number in counted.items() if number)
    return f"Đã rà soát {count} văn bản. Kiến nghị: {said}." if said else f"Đã rà soát {count} văn bản."


def _table(items: list[ReviewItem], key: Proposal, holders: Holders) -> Table:
    columns = [
        Column("no", "STT", "number", 7), Column("kind", "Tên loại văn bản", width=14), Column("number", "Số, ký hiệu", width=16),
        Column("on", "Ngày ban hành", "date", 12), Column("title", "Tên gọi của văn bản", width=40),
        Column("reason", "Nội dung kiến nghị, lý do", width=34),
    ]  # fmt: skip
    if key != Proposal.KEEP:
        columns += [
            Column("lead", "Cơ quan chủ trì soạn thảo", width=22),
            Column("due", "Thời hạn xử lý", "date", 12),
        ]
    rows = []
    for at, item in enumerate(items, start=1):
        document = item.document
        cells = (
            at,
            document.kind.capitalize(),
            document.number,
            document.issued_on,
            document.title,
            item.outcome_reason,
        )
        more = (
            ()
            if key == Proposal.KEEP
            else (both_names(*holders.words_of(item.lead_id)) if item.lead_id else "", item.due_on)
        )
        rows.append((*cells, *more))
    return Table(LISTS[key], tuple(columns), tuple(rows))
