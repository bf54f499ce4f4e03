"""A paper as a page that stands by itself, and as the .pdf of that page: the same nine components as the .docx."""

from __future__ import annotations

from decimal import Decimal
from html import escape

from nhipcau.ports.papers.docx_grid import SIDES
from nhipcau.ports.papers.docx_writer import heading_of, place_and_day, roman
from nhipcau.ports.papers.paper import Heading, Paper, Paragraph, TableBlock
from nhipcau.ports.papers.table import Cell, Column, Link, Table, amount_in, legal, plain

STYLE = """
@page { size: A4; margin: 20mm 15mm 20mm 30mm;
  @top-center { content: counter(page); font: 13pt "Times New Roman", "Liberation Serif", Tinos, serif; } }
@page :first { @top-center { content: none; } }
@page across { size: A4 landscape; margin: 20mm 15mm 15mm 20mm; }
html { font: 14pt/1.35 "Times New Roman", "Liberation Serif", Tinos, serif; color: #000; background: #fff; }
body { margin: 0 auto; } @media screen { body { max-width: 165mm; padding: 12mm 8mm; } .across { overflow-x: auto; } }
.head, .sign { display: flex; justify-content: space-between; gap: 4mm; text-align: center; font-size: 13pt; line-height: 1.2; }
.head p, .sign p { margin: 0 0 1mm; } .head > :first-child { width: 40%; } .head > :last-child { width: 59%; }
.rule { border: 0; border-top: .75pt solid #000; margin: 1mm auto 3mm; width: 40%; }
h1, .subject { font-size: 14pt; text-align: center; margin: 6mm 0 0; font-weight: bold; } .subject { margin: 0; }
h2, h3, h4 { font-size: 14pt; margin: 3mm 0 1mm; text-indent: 10mm; break-after: avoid; } h4 { font-style: normal; }
.to { text-align: center; margin: 4mm 0; } .body p { text-align: justify; text-indent: 10mm; margin: 1.5mm 0; }
table { border-collapse: collapse; width: 100%; font-size: 11pt; line-height: 1.2; margin: 2mm 0 3mm; }
th, td { border: .5pt solid #000; padding: .8mm 1.2mm; vertical-align: top; text-align: left; overflow-wrap: break-word; }
td.center, th { text-align: center; } td.right { text-align: right; font-variant-numeric: tabular-nums; } tr { break-inside: avoid; }
tr.sum td { font-weight: bold; break-before: avoid; }
caption, .caption { font-style: italic; text-align: center; margin: 0 0 2mm; }
.sign { margin-top: 8mm; break-inside: avoid; } .sign .kept { text-align: left; font-size: 11pt; } .sign .by { min-width: 70mm; }
.sign .kept { max-width: 75mm; }
.sign .room { height: 28mm; } .across { page: across; break-before: page; }
.across h2, .across .name { text-align: center; text-indent: 0; margin: 0 0 1mm; }
.across .name { font-weight: bold; }
a { color: #0f6674; }
"""


def write_html(paper: Paper) -> str:
    """The whole page with its style; every text escaped, no script."""
    appendices = [b for b in paper.blocks if isinstance(b, TableBlock) and b.landscape]
    parts = [_head(paper), _title(paper), _body(paper), _sign(paper)]
    for at, block in enumerate(appendices):
        mark = f"PHỤ LỤC {roman(at + 1)}" if len(appendices) > 1 else "PHỤ LỤC"
        parts.append(f'<section class="across"><h2>{mark}</h2>{_under(block)}{_grid(block.table)}</section>')
    return (
        f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{_t(paper.title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head>'
        f"<body>{''.join(parts)}</body></html>"
    )


def _under(block: TableBlock) -> str:
    """What the appendix is called, and the paper that it comes with."""
    name = f'<p class="name">{_t(block.caption)}</p>' if block.caption else ""
    return name + (f'<p class="caption">({_t(block.note)})</p>' if block.note else "")


def write_pdf(paper: Paper) -> bytes:
    """The same page as .pdf. Nothing is fetched for it, from the web or from this machine."""
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    made: bytes = HTML(string=write_html(paper), url_fetcher=URLFetcher(allowed_protocols=())).write_pdf()
    return made


def _t(text: str) -> str:
    return escape(legal(text))


def _head(paper: Paper) -> str:
    superior = f"<p>{_t(heading_of(paper.superior))}</p>" if paper.superior else ""
    number = _t(paper.number) if paper.number else f"&emsp;&emsp;&emsp;{_t(paper.symbol)}"
    return (
        f'<div class="head"><div>{superior}<p><strong>{_t(heading_of(paper.head_issuer))}</strong></p><hr class="rule">'
        f"<p>Số: {number}</p></div><div><p><strong>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</strong></p>"
        f'<p><strong>Độc lập - Tự do - Hạnh phúc</strong></p><hr class="rule"><p><em>{_t(place_and_day(paper))}</em></p></div></div>'
    )


def _title(paper: Paper) -> str:
    to = f'<p class="to">Kính gửi: {_t(paper.addressee)}</p>' if paper.addressee else ""
    return f'<h1>{_t(paper.kind.upper())}</h1><p class="subject">{_t(paper.title)}</p><hr class="rule">{to}'


def _body(paper: Paper) -> str:
    texts = [i for i, b in enumerate(paper.blocks) if isinstance(b, Paragraph) and b.text.strip()]
    out, counts = [], [0, 0, 0]
    for at, block in enumerate(paper.blocks):
        if isinstance(block, Heading):
            out.append(_heading(block, counts))
        elif isinstance(block, Paragraph):
            out.append(_paragraphs(block, last=bool(texts) and at == texts[-1]))
        elif not block.landscape:
            out.append(f'<p class="caption">{_t(block.caption)}</p>{_grid(block.table)}')
    return f'<div class="body">{"".join(out)}</div>'


def _heading(block: Heading, counts: list[int]) -> str:
    at = min(max(block.level, 1), 3) - 1
    counts[at] += 1
    counts[at + 1 :] = [0] * (2 - at)
    mark = (f"{roman(counts[0])}.", f"{counts[1]}.", f"{chr(96 + min(counts[2], 26))})")[at]
    text = block.text.upper() if at == 0 else block.text
    return f"<h{at + 2}>{mark} {_t(text)}</h{at + 2}>"


def _paragraphs(block: Paragraph, *, last: bool) -> str:
    lines = [line.strip() for line in block.text.splitlines() if line.strip()]
    if last and lines:
        lines[-1] = lines[-1].rstrip(" ./") + "./."
    link = f"<p>{_cell(block.link)}</p>" if block.link else ""
    return "".join(f"<p>{_t(line)}</p>" for line in lines) + link


def _sign(paper: Paper) -> str:
    names = [name.rstrip(" ;.") for name in paper.recipients]
    kept = "".join(f"<p>- {_t(name)}{'.' if name == names[-1] else ';'}</p>" for name in names)
    signer = paper.signer
    by = "".join(f"<p><strong>{_t(w.upper())}</strong></p>" for w in (signer.authority, signer.position) if w)
    return (
        f'<div class="sign"><div class="kept"><p><strong><em>Nơi nhận:</em></strong></p>{kept}</div>'
        f'<div class="by">{by}<div class="room"></div><p><strong>{_t(signer.name)}</strong></p></div></div>'
    )


def _grid(table: Table) -> str:
    whole = sum(c.width for c in table.columns) or 1
    widths = "".join(f'<col style="width: {100 * c.width / whole:.1f}%">' for c in table.columns)
    head = "".join(f'<th scope="col">{_t(c.title)}</th>' for c in table.columns)
    rows = "".join(
        f"<tr>{''.join(_td(c, v) for c, v in zip(table.columns, row, strict=True))}</tr>" for row in table.rows
    )
    foot = _foot(table) if table.rows and any(c.total for c in table.columns) else ""
    return f"<table><colgroup>{widths}</colgroup><thead><tr>{head}</tr></thead><tbody>{rows}{foot}</tbody></table>"


def _td(column: Column, value: Cell | tuple[Cell, ...]) -> str:
    side = SIDES.get(column.kind, "left")
    parts = value if isinstance(value, tuple) and value else (value,)
    words = "<br>".join(_cell(part) for part in parts)  # type: ignore[arg-type]
    return f'<td class="{side}">{words}</td>' if side != "left" else f"<td>{words}</td>"


def _cell(value: Cell) -> str:
    if isinstance(value, Link) and value.url.startswith(("http://", "https://")):
        return f'<a href="{escape(value.url)}">{_t(value.text)}</a>'
    return _t(plain(value)).replace("\n", "<br>")


def _foot(table: Table) -> str:
    plain_at = [at for at, c in enumerate(table.columns) if not c.total]
    word_at = max(plain_at, key=lambda at: table.columns[at].width, default=-1)
    cells = []
    for at, column in enumerate(table.columns):
        total = plain(Decimal(sum(amount_in(row[at]) for row in table.rows))) if column.total else ""
        cells.append(_td(column, "Tổng cộng" if at == word_at else total))
    return f'<tr class="sum">{"".join(cells)}</tr>'
