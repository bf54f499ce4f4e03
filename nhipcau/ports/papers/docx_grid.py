"""A table of a paper, written as WordprocessingML at once: python-docx's cell by cell takes minutes for 5,000 rows."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from nhipcau.ports.papers.table import Cell, Column, Link, Table, amount_in, legal, plain

TWENTIETHS_A_MM = 1440 / 25.4
HALF_POINTS = 22
LINK_COLOUR = "0F6674"
LEAST = {"date": 23.0, "number": 13.0}
"""Millimetres below which "31/12/2026" and "STT" break."""
SIDES = {"number": "center", "date": "center", "percent": "center", "decimal": "right", "money": "right"}
"""Kinds of column whose cells do not begin at the left."""


class Links:
    """Addresses that lead out of one part of a document, each with one relationship however often it is used."""

    def __init__(self, part: Any) -> None:
        self._part = part
        self._ids: dict[str, str] = {}
        self._next = sum(name.startswith("rIdLink") for name in part.rels) + 1

    def id_of(self, url: str) -> str:
        """The relationship's id for ``url``, made at its first use."""
        if url not in self._ids:
            self._ids[url] = f"rIdLink{self._next}"
            self._part.rels.add_relationship(
                RELATIONSHIP_TYPE.HYPERLINK, legal(url), self._ids[url], is_external=True
            )
            self._next += 1
        return self._ids[url]


def add_grid(document: Any, table: Table, width: float) -> None:
    """``table`` at the end of ``document``, ``width`` mm wide: thin borders, head on each page, rows kept whole."""
    widths = [round(share * TWENTIETHS_A_MM) for share in shares(table.columns, width)]
    style = document.styles["Table Grid"].style_id
    links = Links(document.part)
    parts = [_beginning(style, widths), _head(table.columns, widths)]
    summed = any(column.total for column in table.columns)
    last = len(table.rows) - 1 if summed else -1
    parts += [_row(table.columns, widths, values, links, keep=at == last) for at, values in enumerate(table.rows)]
    if table.rows and summed:
        parts.append(_total(table, widths))
    parts.append("</w:tbl>")
    blank = document.add_table(rows=0, cols=len(table.columns))._tbl
    blank.getparent().replace(blank, parse_xml("".join(parts)))


def shares(columns: tuple[Column, ...], width: float) -> list[float]:
    """``width`` mm divided as the columns ask; days and short numbers do not break, the others give them room."""
    whole = sum(column.width for column in columns) or 1
    asked = [width * column.width / whole for column in columns]
    short = [max(LEAST.get(column.kind, 0) - share, 0) for column, share in zip(columns, asked, strict=True)]
    giving = sum(share for share, more in zip(asked, short, strict=True) if not more)
    if not giving or sum(short) > giving / 2:
        return asked
    left = 1 - sum(short) / giving
    return [share + more if more else share * left for share, more in zip(asked, short, strict=True)]


def _beginning(style: str, widths: list[int]) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f"<w:tbl {nsdecls('w', 'r')}><w:tblPr><w:tblStyle w:val={quoteattr(style)}/>"
        f'<w:tblW w:type="dxa" w:w="{sum(widths)}"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:firstColumn="1" w:firstRow="1" w:lastColumn="0" w:lastRow="0" w:noHBand="0" w:noVBand="1"'
        f' w:val="04A0"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
    )


def add_link(document: Any, link: Link) -> None:
    """A line of its own that leads to an address."""
    shown = _words(link, Links(document.part))
    space = '<w:pPr><w:spacing w:before="0" w:after="120"/><w:ind w:firstLine="567"/></w:pPr>'
    blank = document.add_paragraph()._p
    blank.getparent().replace(blank, parse_xml(f"<w:p {nsdecls('w', 'r')}>{space}{shown}</w:p>"))


def _head(columns: tuple[Column, ...], widths: list[int]) -> str:
    cells = "".join(
        _tc(width, _paragraph(_run(legal(column.title), bold=True), side="center"))
        for column, width in zip(columns, widths, strict=True)
    )
    return f'<w:tr><w:trPr><w:tblHeader w:val="true"/></w:trPr>{cells}</w:tr>'


def _row(columns: tuple[Column, ...], widths: list[int], values: tuple[Any, ...], links: Links, *, keep: bool) -> str:
    """``keep``: the row stays on one page with what follows, so that a sum never stands alone."""
    cells = "".join(
        _tc(width, _content(value, links, side=SIDES.get(column.kind, "left"), keep=keep))
        for column, width, value in zip(columns, widths, values, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _total(table: Table, widths: list[int]) -> str:
    """The sums below, in bold; the word for it in the widest column without one."""
    plain_columns = [at for at, column in enumerate(table.columns) if not column.total]
    word_at = max(plain_columns, key=lambda at: table.columns[at].width, default=-1)
    cells = []
    for at, (column, width) in enumerate(zip(table.columns, widths, strict=True)):
        words = plain(Decimal(sum(amount_in(row[at]) for row in table.rows))) if column.total else ""
        side = SIDES.get(column.kind, "left")
        cells.append(_tc(width, _paragraph(_run("Tổng cộng" if at == word_at else words, bold=True), side=side)))
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def _tc(width: int, content: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{width}"/></w:tcPr>{content}</w:tc>'


def _content(value: Cell | tuple[Cell, ...], links: Links, *, side: str, keep: bool) -> str:
    parts = value if isinstance(value, tuple) and value else (value,)
    return "".join(_paragraph(_words(part, links), side=side, keep=keep) for part in parts)  # type: ignore[arg-type]


def _words(part: Cell, links: Links) -> str:
    if isinstance(part, Link) and part.url:
        shown = _run(legal(part.text), extra=f'<w:color w:val="{LINK_COLOUR}"/>', underlined=True)
        return f'<w:hyperlink r:id="{links.id_of(part.url)}">{shown}</w:hyperlink>'
    return _run(plain(part))


def _paragraph(content: str, *, side: str, keep: bool = False) -> str:
    """The end of the paragraph has the size of its words: an empty cell would else be as high as the text around the table."""
    return (
        f'<w:p><w:pPr>{"<w:keepNext/>" if keep else ""}<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>'
        f'<w:jc w:val="{side}"/><w:rPr><w:sz w:val="{HALF_POINTS}"/></w:rPr></w:pPr>{content}</w:p>'
    )


def _run(text: str, *, bold: bool = False, underlined: bool = False, extra: str = "") -> str:
    heavy, under = "<w:b/>" if bold else "", '<w:u w:val="single"/>' if underlined else ""
    form = f'{heavy}{extra}<w:sz w:val="{HALF_POINTS}"/>{under}'
    lines = text.replace("\r\n", "\n").split("\n")
    words = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)
    return f"<w:r><w:rPr>{form}</w:rPr>{words}</w:r>"
