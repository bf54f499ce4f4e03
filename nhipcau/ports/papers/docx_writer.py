"""A paper as .docx: A4, Times New Roman, nine components where Phụ lục I of Nghị định 30/2020/NĐ-CP wants them."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from nhipcau.ports.days import signed_day
from nhipcau.ports.papers.docx_grid import add_grid, add_link
from nhipcau.ports.papers.paper import Heading, Paper, Paragraph, TableBlock
from nhipcau.ports.papers.table import legal

FONT = "Times New Roman"
_PROVINCE = re.compile(r"\s+(?:tỉnh|thành phố)\s+\S.*$")
CENTER, JUSTIFY, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.RIGHT
_ROMAN = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def roman(number: int) -> str:
    """1 to 89 as sections and appendices are numbered."""
    found = ""
    for value, letters in _ROMAN:
        while number >= value:
            found, number = found + letters, number - value
    return found


def write_docx(paper: Paper) -> bytes:
    """The paper's bytes. The same values give the same bytes, so that a frozen report keeps its hash."""
    document = docx.Document()
    _styles(document)
    _page(document.sections[0])
    _page_numbers(document.sections[0])
    _head(document, paper)
    _title(document, paper)
    _body(document, paper)
    _sign(document, paper)
    _properties(document, paper)
    appendices = [block for block in paper.blocks if isinstance(block, TableBlock) and block.landscape]
    for at, block in enumerate(appendices):
        _across(document, block, f"PHỤ LỤC {roman(at + 1)}" if len(appendices) > 1 else "PHỤ LỤC")
    return _bytes(document)


def _styles(document: Any) -> None:
    for name, size, bold in (
        ("Normal", 14, False),
        ("Heading 1", 14, True),
        ("Heading 2", 14, True),
        ("Heading 3", 14, True),
    ):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
        style.font.italic = False
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for slot in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(slot), FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            if fonts.get(qn(theme)) is not None:
                del fonts.attrib[qn(theme)]
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(6), Pt(0)
        style.paragraph_format.line_spacing = 1.15


def _page(section: Any) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)


def _page_numbers(section: Any) -> None:
    """In the middle of the upper margin, from the second page on."""
    section.different_first_page_header_footer = True
    section.header_distance = Mm(10)
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = CENTER
    run = paragraph.add_run()
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        node = OxmlElement("w:instrText" if text else "w:fldChar")
        if text:
            node.text = text
        else:
            node.set(qn("w:fldCharType"), str(kind))
        run._r.append(node)
    run.font.size = Pt(13)


def _line(
    cell: Any, text: str, *, size: float = 13, bold: bool = False, italic: bool = False, first: bool = False
) -> Any:
    paragraph = cell.paragraphs[0] if first else cell.add_paragraph()
    paragraph.alignment = CENTER
    paragraph.paragraph_format.space_before = Pt(0)
    paragraph.paragraph_format.line_spacing = 1.0
    run = paragraph.add_run(legal(text))
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    return paragraph


def _rule(paragraph_holder: Any, millimetres: float, width: float) -> None:
    """A short line in the middle: an empty paragraph with a border, drawn in from both sides."""
    paragraph = paragraph_holder.add_paragraph()
    paragraph.alignment = CENTER
    side = Mm(max(0.0, (width - millimetres) / 2))
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = side
    form.space_before, form.space_after = Pt(3), Pt(3)
    form.line_spacing = Pt(3)
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for key, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{key}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().append(borders)


def _head(document: Any, paper: Paper) -> None:
    """Components 1 to 4: motto on the right, issuer on the left, number and place below."""
    table = document.add_table(rows=2, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _set_widths(table, [Mm(66), Mm(99)])
    left, right = table.rows[0].cells
    first = True
    if paper.superior:
        _line(left, heading_of(paper.superior), size=13, first=True)
        first = False
    _line(left, heading_of(paper.head_issuer), size=13, bold=True, first=first)
    _rule(left, 24, 62)
    _line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, bold=True, first=True)
    _line(right, "Độc lập - Tự do - Hạnh phúc", size=13.5, bold=True)
    _rule(right, 58, 90)
    left, right = table.rows[1].cells
    number = paper.number or f"         {paper.symbol}"
    _line(left, f"Số: {number}", size=13, first=True)
    _line(right, place_and_day(paper), size=13.5, italic=True, first=True)


def _set_widths(table: Any, widths: list[Any]) -> None:
    """On the grid and on each cell: Word reads the one, LibreOffice the other."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def place_and_day(paper: Paper) -> str:
    """Where and when it is signed; room for the day where that is not known yet."""
    return f"{paper.place or '…'}, {signed_day(paper.on)}"


def heading_of(office: str) -> str:
    """An office in capitals whose province is not torn over two lines."""
    found = _PROVINCE.search(office)
    return (office[: found.start()] + " " + found[0].strip().replace(" ", "\u00a0") if found else office).upper()


def _title(document: Any, paper: Paper) -> None:
    """Component 5: the kind in bold capitals, the subject in bold below it, a line under both."""
    for text, space in ((paper.kind.upper(), 18), (paper.title, 0)):
        paragraph = document.add_paragraph()
        paragraph.alignment = CENTER
        paragraph.paragraph_format.space_before = Pt(space)
        paragraph.paragraph_format.line_spacing = 1.0
        run = paragraph.add_run(legal(text))
        run.bold, run.font.size = True, Pt(14)
    _rule(document, 60, 165)
    if paper.addressee:
        paragraph = document.add_paragraph(f"Kính gửi: {legal(paper.addressee)}")
        paragraph.alignment = CENTER
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(12)


def _body(document: Any, paper: Paper) -> None:
    """Component 6; ``./.`` ends it."""
    counts = [0, 0, 0]
    texts = [i for i, b in enumerate(paper.blocks) if isinstance(b, Paragraph) and b.text.strip()]
    for at, block in enumerate(paper.blocks):
        if isinstance(block, Heading):
            _heading(document, block, counts)
        elif isinstance(block, Paragraph):
            _paragraphs(document, block.text, last=bool(texts) and at == texts[-1])
            if block.link is not None:
                add_link(document, block.link)
        elif not block.landscape:
            _caption(document, block.caption)
            add_grid(document, block.table, 165)
    if not texts:
        _paragraphs(document, "Trân trọng báo cáo", last=True)


def _heading(document: Any, block: Heading, counts: list[int]) -> None:
    at = min(max(block.level, 1), 3) - 1
    counts[at] += 1
    counts[at + 1 :] = [0] * (2 - at)
    mark = (f"{roman(counts[0])}.", f"{counts[1]}.", f"{'abcdefghiklmn'[min(counts[2], 12) - 1]})")[at]
    text = legal(block.text)
    paragraph = document.add_paragraph(f"{mark} {text.upper() if at == 0 else text}", style=f"Heading {at + 1}")
    paragraph.paragraph_format.first_line_indent = Mm(10)
    paragraph.paragraph_format.keep_with_next = True


def _paragraphs(document: Any, text: str, *, last: bool) -> None:
    lines = [line.strip() for line in legal(text).splitlines() if line.strip()]
    for at, line in enumerate(lines):
        ends = last and at == len(lines) - 1
        words = line.rstrip(" ./") + "./." if ends else line
        paragraph = document.add_paragraph(words)
        paragraph.alignment = JUSTIFY
        paragraph.paragraph_format.first_line_indent = Mm(10)


def _caption(document: Any, caption: str) -> None:
    if caption:
        paragraph = document.add_paragraph()
        paragraph.add_run(legal(caption)).italic = True
        paragraph.paragraph_format.keep_with_next = True


def _sign(document: Any, paper: Paper) -> None:
    """Components 7 to 9: recipients on the left, signature and room for the seal on the right."""
    if document.paragraphs:
        document.paragraphs[-1].paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # no name on a page without its title
    left, right = table.rows[0].cells
    _set_widths(table, [Mm(75), Mm(90)])
    head = left.paragraphs[0]
    head.paragraph_format.space_before = Pt(12)
    run = head.add_run("Nơi nhận:")
    run.bold, run.italic, run.font.size = True, True, Pt(12)
    lines = paper.recipients or ("Như trên", "Lưu: VT")
    for at, name in enumerate(lines):
        paragraph = left.add_paragraph()
        paragraph.paragraph_format.space_before = Pt(0)
        paragraph.paragraph_format.line_spacing = 1.0
        end = "." if at == len(lines) - 1 else ";"
        paragraph.add_run(f"- {legal(name).rstrip(' ;.')}{end}").font.size = Pt(11)
    signer = paper.signer
    first = True
    for text in filter(None, (signer.authority, signer.position)):
        paragraph = _line(right, text.upper(), size=14, bold=True, first=first)
        paragraph.paragraph_format.space_before = Pt(12 if first else 0)
        first = False
    for _room in range(4):
        _line(right, "", first=first)
        first = False
    _line(right, signer.name, size=14, bold=True)


def _across(document: Any, block: TableBlock, name: str) -> None:
    """A wide table on pages of its own, as the appendix ``name``."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.left_margin, section.right_margin = Mm(20), Mm(15)
    section.different_first_page_header_footer = False
    for text in (name, block.caption, block.note):
        if text:
            paragraph = document.add_paragraph()
            paragraph.alignment = CENTER
            run = paragraph.add_run(f"({legal(text)})" if text is block.note else legal(text))
            run.bold, run.italic, run.font.size = text is not block.note, text is block.note, Pt(14)
    add_grid(document, block.table, 262)


def _properties(document: Any, paper: Paper) -> None:
    core = document.core_properties
    core.title, core.subject = legal(paper.title)[:250], legal(paper.kind)
    core.author, core.comments, core.keywords, core.language = legal(paper.author or paper.issuer), "", "", "vi-VN"
    stamp = datetime(paper.on.year, paper.on.month, paper.on.day) if paper.on else datetime(2020, 1, 1)  # noqa: DTZ001
    core.created = core.modified = stamp
    core.last_modified_by, core.revision = core.author, 1


def _bytes(doc: Any) -> bytes:
    """The file with every stamp of the moment taken out of its container."""
    made = io.BytesIO()
    doc.save(made)
    out = io.BytesIO()
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            if "thumbnail" in name:
                continue
            content = source.read(name)
            if name == "_rels/.rels":
                content = _without_thumbnail(content)
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, content)
    return out.getvalue()


def _without_thumbnail(relations: bytes) -> bytes:
    """python-docx's own template carries a picture of an empty page."""
    return re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", relations)
