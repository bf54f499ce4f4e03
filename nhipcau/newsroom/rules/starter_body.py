"""A page's body: restricted Markdown to typed blocks. Nothing a writer types reaches the page as HTML of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape

from nhipcau.newsroom.rules.starter_types import Block, BlockKind, Fault, Moment
from nhipcau.ports.messages import noop as _

FACT = re.compile(r"\{\{fact:([a-z0-9-]+)\}\}")
REFERENCE = re.compile(r"(?<!\])\[(\d+)\](?!\()")
LINK = re.compile(r"\[([^\[\]]+)\]\(([^()\s]+)\)")
BOLD = re.compile(r"\*\*(.+?)\*\*")
ADDRESS = re.compile(r"https?://[^\s\"'<>]+|page:[a-z0-9-]+")
SENTENCE = re.compile(r"(?<=[.!?។])\s+")
SEPARATOR = re.compile(r"\|?[\s:|-]+\|?")
STARTS = ("#", "- ", "> ", "|", "{{")


@dataclass(frozen=True, slots=True)
class Body:
    """What was read of a body, and what could not be."""

    blocks: tuple[Block, ...]
    faults: tuple[Fault, ...]


def inline(text: str) -> str:
    """``text`` escaped, with bold, links to the web or to ``page:KEY``, and source numbers as superscript links to ``#source-N``."""
    shown = escape(text, quote=True)
    shown = LINK.sub(lambda m: f'<a href="{m[2]}">{m[1]}</a>' if ADDRESS.fullmatch(m[2]) else m[0], shown)
    shown = REFERENCE.sub(r'<sup><a href="#source-\1">\1</a></sup>', shown)
    return BOLD.sub(r"<strong>\1</strong>", shown)


def references(text: str) -> tuple[int, ...]:
    """The source numbers that ``text`` cites, in order of appearance."""
    return tuple(int(number) for number in REFERENCE.findall(text))


def read_body(text: str, *, file: str, first_line: int = 1) -> Body:
    """The blocks of a body whose first line is line ``first_line`` of ``file``; what cannot be read becomes a fault, not an error."""
    blocks: list[Block] = []
    faults: list[Fault] = []
    for number, lines in _pieces(text, first_line):
        block = _block(lines, number)
        if block is None:
            faults.append(
                Fault(file, number, _("a piece of the body cannot be read: %(text)s"), {"text": lines[0][:60]})
            )
            continue
        blocks.append(replace(block, unsourced=tuple(_unsourced(block.kind, lines))))
        faults += _link_faults("\n".join(lines), file, number)
    return Body(tuple(blocks), tuple(faults))


def _pieces(text: str, first_line: int) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines that belong together, each with the number of its first line."""
    piece: list[str] = []
    begins, in_timeline = first_line, False
    for number, line in enumerate(text.splitlines(), first_line):
        alone = line.startswith("#") or FACT.fullmatch(line.strip())
        if in_timeline:
            piece.append(line)
            in_timeline = line.strip() != "{{/timeline}}"
        elif not line.strip() or alone or _changes(piece, line):
            if piece:
                yield begins, piece
            piece, begins = ([line] if line.strip() else []), number
            in_timeline = line.strip() == "{{timeline}}"
        else:
            begins = begins if piece else number
            piece.append(line)
            in_timeline = line.strip() == "{{timeline}}"
        if piece and alone:
            yield begins, piece
            piece = []
    if piece:
        yield begins, piece


def _changes(piece: list[str], line: str) -> bool:
    def sort(of: str) -> str:
        return next((start for start in STARTS if of.startswith(start)), "")

    return bool(piece) and sort(piece[-1]) != sort(line)


def _block(lines: list[str], number: int) -> Block | None:
    first, whole = lines[0].strip(), "\n".join(lines)
    cited = references(whole)
    links = tuple(m[2] for m in LINK.finditer(whole))
    if first == "{{timeline}}":
        return _timeline(lines, number, cited, links)
    if fact := FACT.fullmatch(first):
        return Block(BlockKind.FACT, number, fact=fact[1])
    if heading := re.fullmatch(r"(#{2,3}) (\S.*)", first):
        return Block(
            BlockKind.HEADING, number, html=inline(heading[2]), level=len(heading[1]), references=cited, links=links
        )
    if first.startswith(("#", "{{")):
        return None
    if first.startswith("- "):
        items = tuple(inline(line.strip()[2:]) for line in lines)
        return Block(BlockKind.LIST, number, items=items, references=cited, links=links)
    if first.startswith("> "):
        said = " ".join(line.strip()[1:].strip() for line in lines)
        return Block(BlockKind.REMARK, number, html=inline(said), references=cited, links=links)
    if first.startswith("|"):
        return _table(lines, number, cited, links)
    said = " ".join(line.strip() for line in lines)
    return Block(BlockKind.PARAGRAPH, number, html=inline(said), references=cited, links=links)


def _table(lines: list[str], number: int, cited: tuple[int, ...], links: tuple[str, ...]) -> Block | None:
    cells = [
        tuple(inline(cell.strip()) for cell in line.strip().strip("|").split("|"))
        for line in lines
        if not SEPARATOR.fullmatch(line.strip())
    ]
    if len(cells) < 2 or len({len(row) for row in cells}) > 1:
        return None
    return Block(BlockKind.TABLE, number, rows=tuple(cells), references=cited, links=links)


def _timeline(lines: list[str], number: int, cited: tuple[int, ...], links: tuple[str, ...]) -> Block | None:
    inner = [line.strip() for line in lines[1:-1] if line.strip()]
    moments = [re.fullmatch(r"- (.+?): (.+)", line) for line in inner]
    if lines[-1].strip() != "{{/timeline}}" or not moments or None in moments:
        return None
    said = tuple(Moment(m[1], inline(m[2])) for m in moments if m)
    return Block(BlockKind.TIMELINE, number, moments=said, references=cited, links=links)


def _unsourced(kind: BlockKind, lines: list[str]) -> Iterator[str]:
    """Sentences of a stating block that cite nothing; a table is judged by its rows below the head."""
    if kind is BlockKind.PARAGRAPH:
        stated = SENTENCE.split(" ".join(line.strip() for line in lines))
    elif kind in (BlockKind.LIST, BlockKind.TIMELINE):
        stated = [
            sentence for line in lines if line.startswith("- ") for sentence in SENTENCE.split(line[2:].strip())
        ]
    elif kind is BlockKind.TABLE:
        stated = [line for line in lines[1:] if not SEPARATOR.fullmatch(line.strip())]
    else:
        return
    for sentence in stated:
        if not REFERENCE.search(sentence) and not any(m[2].startswith("page:") for m in LINK.finditer(sentence)):
            yield sentence


def _link_faults(text: str, file: str, number: int) -> list[Fault]:
    wrong = [m[2] for m in LINK.finditer(text) if not ADDRESS.fullmatch(m[2])]
    return [
        Fault(file, number, _("a link leads neither to the web nor to a page: %(address)s"), {"address": address})
        for address in wrong
    ]
