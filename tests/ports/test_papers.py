"""Papers that leave the house, opened again as others open them: form of Nghị định 30/2020, types of cells, no formula from a text."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import docx
import openpyxl
import pytest
from docx.enum.section import WD_ORIENT
from docx.shared import Pt
from hypothesis import given, settings
from hypothesis import strategies as st

from nhipcau.ports.papers import (
    Column,
    Heading,
    Link,
    Paper,
    Paragraph,
    Signer,
    Table,
    TableBlock,
    check_nd30,
    write_csv,
    write_docx,
    write_html,
    write_xlsx,
)
from nhipcau.ports.papers.docx_grid import shares
from nhipcau.ports.papers.docx_writer import roman
from nhipcau.ports.papers.table import plain
from nhipcau.ports.papers.xlsx_writer import LINE, height_for

TABLE = Table(
    "Tổng hợp",
    (
        Column("clause", "Điều, khoản"), Column("many", "Số lượng", kind="number", total=True), Column("cost", "Kinh phí", kind="money", total=True),
        Column("on", "Ngày", kind="date"), Column("link", "Minh chứng", kind="link"),
    ),
    (
        ("ke-hoach/III/1", 3, Decimal(12_500_000), date(2024, 6, 30), Link("Tin đã đăng", "https://travinh.gov.vn/tin/1")),
        ("ke-hoach/III/2", 4, Decimal(1_000_000), None, Link("Biên bản giấy", "")),
    ),
)  # fmt: skip
PAPER = Paper(
    superior="Ủy ban nhân dân tỉnh Trà Vinh", issuer="Sở Thông tin và Truyền thông", kind="Báo cáo", title="Kết quả thông tin đối ngoại năm 2024",
    number="15/BC-STTTT", symbol="/BC-STTTT", place="Trà Vinh", on=date(2024, 12, 5), addressee="Ủy ban nhân dân tỉnh",
    blocks=(
        Heading("Kết quả"), Heading("Công tác chỉ đạo", level=2), Paragraph("Đã ban hành kế hoạch.\nĐã triển khai."), Heading("Kiến nghị"),
        Paragraph("Không có."), TableBlock(TABLE, landscape=True, caption="Phụ lục: bảng tổng hợp"),
    ),
    signer=Signer(authority="KT. Giám đốc", position="Phó Giám đốc", name="Nguyễn Văn A"), recipients=("UBND tỉnh", "Lưu: VT"),
)  # fmt: skip


def opened(paper: Paper = PAPER) -> Any:
    return docx.Document(io.BytesIO(write_docx(paper)))


def words(document: Any) -> str:
    texts = [
        "".join(t.text or "" for t in p.iter() if t.tag.endswith("}t"))
        for p in document.element.body.iter()
        if p.tag.endswith("}p")
    ]
    return "\n".join(text for text in texts if text).replace("\u00a0", " ")  # as a reader sees it


def test_a_paper_has_the_nine_components_in_their_order() -> None:
    text = words(opened())
    wanted = [
        "ỦY BAN NHÂN DÂN TỈNH TRÀ VINH", "SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "15/BC-STTTT", "Trà Vinh, ngày 05 tháng 12 năm 2024", "BÁO CÁO", "Kết quả thông tin đối ngoại năm 2024", "I. ", "Đã ban hành kế hoạch.",
        "./.", "Nơi nhận:", "UBND tỉnh", "PHÓ GIÁM ĐỐC", "Nguyễn Văn A",
    ]  # fmt: skip
    folded = text.casefold()
    assert [piece for piece in wanted if piece.casefold() not in folded] == []
    assert folded.index("báo cáo\n") < folded.index("đã ban hành") < folded.index("nơi nhận:")


def test_the_page_the_margins_the_font_and_the_numbers_are_as_the_decree_says() -> None:
    document = opened()
    first = document.sections[0]
    assert (round(first.page_width.mm), round(first.page_height.mm)) == (210, 297)
    assert 20 <= round(first.top_margin.mm) <= 25
    assert 20 <= round(first.bottom_margin.mm) <= 25
    assert 30 <= round(first.left_margin.mm) <= 35
    assert 15 <= round(first.right_margin.mm) <= 20
    normal = document.styles["Normal"].font
    assert normal.name == "Times New Roman"
    assert Pt(13) <= normal.size <= Pt(14)
    assert check_nd30(write_docx(PAPER)) == []


def test_an_appendix_across_the_sheet_stands_in_a_section_of_its_own() -> None:
    document = opened()
    assert [section.orientation for section in document.sections][-1] == WD_ORIENT.LANDSCAPE
    assert document.sections[0].orientation == WD_ORIENT.PORTRAIT
    cells = [[cell.text for cell in row.cells] for row in document.tables[-1].rows]
    assert cells[0] == ["Điều, khoản", "Số lượng", "Kinh phí", "Ngày", "Minh chứng"]
    assert cells[1][3] == "30/06/2024"
    assert any(
        "https://travinh.gov.vn/tin/1" in rel.target_ref for rel in document.part.rels.values() if rel.is_external
    )


def test_an_empty_cell_is_no_higher_than_a_filled_one() -> None:
    """The mark that ends a paragraph has a size too, and it alone gives an empty cell its height."""
    cells = [cell for row in opened().tables[-1].rows for cell in row.cells]
    sizes = {(bool(c.text), *c.paragraphs[0]._p.xpath("./w:pPr/w:rPr/w:sz/@w:val")) for c in cells}
    [of_words] = {size for c in cells for size in c.paragraphs[0]._p.xpath("./w:r/w:rPr/w:sz/@w:val")}
    assert sizes == {(True, of_words), (False, of_words)}


def test_headings_are_numbered_by_level_and_anew_under_each() -> None:
    blocks = tuple(Heading(f"Mục {at}", level=level) for at, level in enumerate((1, 2, 2, 3, 1, 2)))
    text = words(opened(Paper(issuer="Sở A", kind="Báo cáo", title="T", blocks=blocks)))
    lines = [line for line in text.split("\n") if "mục" in line.casefold()]
    assert [line.split(" ")[0] for line in lines] == ["I.", "1.", "2.", "a)", "II.", "1."]


def test_a_paper_without_a_number_leaves_room_for_it() -> None:
    text = words(opened(Paper(issuer="Sở A", kind="Báo cáo", title="T", symbol="/BC-SA")))
    assert "Số:" in text
    assert "/BC-SA" in text


def test_the_check_names_what_departs_from_the_form() -> None:
    plain = docx.Document()
    plain.add_paragraph("Chỉ có chữ.")
    out = io.BytesIO()
    plain.save(out)
    codes = {finding.code for finding in check_nd30(out.getvalue())}
    assert {"motto", "number", "place", "end", "recipients", "font", "page_number"} <= codes


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert write_docx(PAPER) == write_docx(PAPER)


@settings(deadline=None, max_examples=25)
@given(st.text(max_size=120))
def test_any_words_make_a_paper_that_opens(text: str) -> None:
    paper = Paper(
        issuer=text or "A",
        kind="Báo cáo",
        title=text,
        blocks=(Heading(text), Paragraph(text), TableBlock(Table("x", (Column("a", text),), ((text,),)))),
    )
    assert opened(paper).sections


def sheet(table: Table = TABLE) -> Any:
    return openpyxl.load_workbook(io.BytesIO(write_xlsx([table], title="Báo cáo 2024"))).worksheets[0]


def test_cells_keep_their_types_and_the_sum_is_a_live_formula() -> None:
    page = sheet()
    assert [cell.value for cell in page[3]] == ["Điều, khoản", "Số lượng", "Kinh phí", "Ngày", "Minh chứng"]
    assert (page["B4"].value, page["C4"].value) == (3, 12_500_000)
    assert page["D4"].value.date() == date(2024, 6, 30)
    assert page["D4"].number_format == "dd/mm/yyyy"
    assert page["E4"].hyperlink.target == "https://travinh.gov.vn/tin/1"
    assert page["E5"].hyperlink is None
    assert page["B6"].value == "=SUM(B4:B5)"
    cached = openpyxl.load_workbook(io.BytesIO(write_xlsx([TABLE], title="x")), data_only=True).worksheets[0]
    assert (cached["B6"].value, cached["C6"].value) == (7, 13_500_000)


def test_a_sheet_prints_on_pages_one_wide_with_its_head_repeated() -> None:
    page = sheet()
    assert page.print_area.replace("$", "").endswith("A1:E6")
    assert page.print_title_rows.replace("$", "") == "3:3"
    assert page.page_setup.orientation == "landscape"
    assert page.sheet_properties.pageSetUpPr.fitToPage is True
    assert page.page_setup.fitToHeight == 0
    assert page.freeze_panes == "A4"
    assert page.column_dimensions["A"].width > 10


BAD = ["=1+1", "=cmd|' /C calc'!A0", "+84", "-2+3", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")']


@pytest.mark.parametrize("text", BAD)
def test_a_text_is_never_a_formula(text: str) -> None:
    table = Table(
        "x", (Column("a", "A"), Column("b", "B", kind="link")), ((text, Link(text, "https://travinh.gov.vn")),)
    )
    page = sheet(table)
    assert page["A4"].data_type == "s"
    packed = zipfile.ZipFile(io.BytesIO(write_xlsx([table], title=text)))
    assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")
    (_head, row) = list(csv.reader(io.StringIO(write_csv(table).decode("utf-8-sig"))))
    assert all(cell.startswith("'") for cell in row)


def test_sheets_with_odd_or_equal_names_open() -> None:
    names = ["A/B:C", "A/B:C", "x" * 60, "x" * 60, "", "[]"]
    book = openpyxl.load_workbook(
        io.BytesIO(write_xlsx([Table(name, (Column("a", "A"),), (("1",),)) for name in names], title="x"))
    )
    assert len({page.title.casefold() for page in book.worksheets}) == len(names)
    assert all(len(page.title) <= 31 for page in book.worksheets)


def test_an_empty_table_is_a_sheet_with_its_head() -> None:
    page = sheet(Table("x", TABLE.columns))
    assert page["A3"].value == "Điều, khoản"
    assert page.max_row == 3


def test_a_csv_opens_with_its_accents() -> None:
    content = write_csv(TABLE)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[1] == ["ke-hoach/III/1", "3", "12.500.000", "30/06/2024", "Tin đã đăng"]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=4))
def test_any_texts_make_a_workbook_that_opens(texts: list[str]) -> None:
    table = Table("x", tuple(Column(str(at), text) for at, text in enumerate(texts)), (tuple(texts),))
    assert sheet(table).max_column == len(texts)
    assert write_csv(table)


def test_a_page_says_what_the_paper_says_and_nothing_runs_in_it() -> None:
    table = Table("Bảng", (Column("a", "Tên", width=20), Column("b", "Số", "decimal", 10, total=True)),
                  (("<b>x</b>", Decimal("1.5")), ("y\nz", Decimal(1000))))  # fmt: skip
    blocks = (Heading("Kết quả"), Paragraph("<script>alert(1)</script>"), TableBlock(table),
              TableBlock(table, landscape=True, caption="Chi tiết"), Paragraph("Hết"))  # fmt: skip
    page = write_html(
        Paper(issuer="Sở A", kind="Báo cáo", title="Thử", blocks=blocks, recipients=("Như trên", "Lưu: VT"))
    )
    assert "<script" not in page
    assert "&lt;b&gt;x" in page
    assert page.count(">1.001,5<") == 2, "a sum for each table, once, whatever the number of pages"
    assert "Hết./." in page
    assert "- Lưu: VT.</p>" in page
    assert "I. KẾT QUẢ" in page


def test_appendices_are_numbered_as_far_as_there_are_any() -> None:
    assert [roman(n) for n in (1, 4, 9, 12, 14, 30, 49)] == ["I", "IV", "IX", "XII", "XIV", "XXX", "XLIX"]


def test_a_number_with_a_part_is_not_rounded_away() -> None:
    assert [plain(Decimal(n)) for n in ("12.5", "1234567.25", "1500000", "-2.10")] == [
        "12,5",
        "1.234.567,25",
        "1.500.000",
        "-2,1",
    ]


def test_rows_are_as_tall_as_their_words_and_wide_tables_go_to_larger_paper() -> None:
    columns = (Column("a", "Hoạt động", width=20), Column("b", "Kinh phí", "money", 16, total=True))
    table = Table("x", columns, (("Tổ chức gian hàng của tỉnh tại hội chợ thương mại quốc tế", 5), ("Ngắn", 7)))
    page = sheet(table)
    assert page.row_dimensions[4].height == 3 * LINE
    assert page.row_dimensions[5].height == LINE
    assert (page["A6"].value, page.page_setup.paperSize) == ("Tổng cộng", 9)
    wide = Table("x", tuple(Column(str(n), "x", width=30) for n in range(9)), ())
    assert sheet(wide).page_setup.paperSize == 8
    assert height_for([("x" * 100_000, 5)]) == 409


def test_the_place_is_said_once_in_the_head() -> None:
    below = replace(PAPER, superior="Ủy ban nhân dân tỉnh Vĩnh Long", issuer="Sở Công Thương tỉnh Vĩnh Long")
    assert below.head_issuer == "Sở Công Thương"
    assert replace(below, superior="").head_issuer == below.issuer
    assert replace(below, issuer="Báo Trà Vinh").head_issuer == "Báo Trà Vinh"


def test_days_do_not_break_in_a_narrow_column() -> None:
    columns = (Column("a", "x", width=90), Column("b", "Ngày", "date", 4), Column("c", "STT", "number", 2))
    widths = shares(columns, 165)
    assert [round(w) for w in widths[1:]] == [23, 13]
    assert round(sum(widths), 6) == 165
    only_days = tuple(Column(str(n), "Ngày", "date", 4) for n in range(12))
    assert shares(only_days, 165) == [165 / 12] * 12
