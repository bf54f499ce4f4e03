"""Word files: .docx with its tables and numbering, old .doc through LibreOffice."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections import defaultdict
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn

from nhipcau.ports.extraction.encodings import mend_fonts
from nhipcau.ports.extraction.plain import tidy
from nhipcau.ports.extraction.types import (
    MEGABYTE,
    Broken,
    Extraction,
    LibreOfficeMissing,
    Limits,
    OnPage,
    ShouldStop,
    TooLarge,
    TooSlow,
)

_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
          (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip


def read_docx(content: bytes, *, limits: Limits, on_page: OnPage, should_stop: ShouldStop) -> Extraction:
    """Paragraphs and tables in body order; a list's printed numbers are counted out as Word would."""
    _refuse_bombs(content)
    try:
        document = docx.Document(io.BytesIO(content))
        lines = _Body(document).lines()
    except (KeyError, ValueError, zipfile.BadZipFile, AttributeError, SyntaxError) as fault:
        raise Broken from fault
    text, _fonts = mend_fonts("\n".join(lines))
    return Extraction(tidy(text, limits), "docx", "docx")


def _refuse_bombs(content: bytes) -> None:
    try:
        members = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except zipfile.BadZipFile as fault:
        raise Broken from fault
    if len(members) > 5000 or sum(m.file_size for m in members) > 400 * MEGABYTE:
        raise TooLarge(what="docx")


class _Body:
    """Walks the body and keeps the counters of its lists."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.counters: dict[str, dict[int, int]] = defaultdict(dict)
        self.formats = _list_formats(document)
        self.styles = {style.get(qn("w:styleId")): style for style in document.styles.element.iter(qn("w:style"))}

    def lines(self) -> list[str]:
        out: list[str] = []
        for element in self.document.element.body.iterchildren():
            if element.tag == qn("w:p"):
                out.append(self._paragraph(element))
            elif element.tag == qn("w:tbl"):
                out.extend(self._table(element))
        return out

    def _table(self, table: Any) -> list[str]:
        rows = []
        for row in table.iter(qn("w:tr")):
            cells = []
            for cell in row.iterchildren(qn("w:tc")):
                words = [self._paragraph(p) for p in cell.iter(qn("w:p"))]
                cells.append("\n".join(filter(None, words)))
            if any("\n" in cell for cell in cells) and len(cells) <= 2:
                rows.extend(cells)  # the header of a letter: two columns of lines, not a table
            else:
                rows.append(" | ".join(cell.replace("\n", " ") for cell in cells))
        return rows

    def _paragraph(self, paragraph: Any) -> str:
        words = []
        for node in paragraph.iter(qn("w:t"), qn("w:br"), qn("w:tab"), qn("w:cr")):
            words.append(node.text or "" if node.tag == qn("w:t") else ("\t" if node.tag == qn("w:tab") else "\n"))
        text = "".join(words).strip()
        return f"{self._number(paragraph)}{text}" if text else ""

    def _number(self, paragraph: Any) -> str:
        properties = paragraph.find(qn("w:pPr"))
        listed = properties.find(qn("w:numPr")) if properties is not None else None
        style_node = properties.find(qn("w:pStyle")) if properties is not None else None
        if listed is None and style_node is not None:
            listed = self._listed_by_style(style_node.get(qn("w:val")))
        if listed is None or listed.find(qn("w:numId")) is None:
            return ""
        number = listed.find(qn("w:numId")).get(qn("w:val"))
        level_node = listed.find(qn("w:ilvl"))
        level = int(level_node.get(qn("w:val"))) if level_node is not None else 0
        style = self.formats.get((number, level))
        if style is None or number == "0":
            return ""
        counters = self.counters[number]
        counters[level] = counters.get(level, style[2] - 1) + 1
        for deeper in [k for k in counters if k > level]:
            del counters[deeper]
        return self._printed(number, style, counters)

    def _listed_by_style(self, name: str | None) -> Any:
        """The list that a style, or one it stands on, puts its paragraphs in."""
        for _step in range(20):
            style = self.styles.get(name)
            if style is None:
                return None
            properties = style.find(qn("w:pPr"))
            listed = properties.find(qn("w:numPr")) if properties is not None else None
            if listed is not None:
                return listed
            below = style.find(qn("w:basedOn"))
            name = below.get(qn("w:val")) if below is not None else None
        return None

    def _printed(self, number: str, style: tuple[str, str, int], counters: dict[int, int]) -> str:
        form, pattern, _start = style
        if form == "bullet":
            return "- "

        def one(found: re.Match[str]) -> str:
            at = int(found.group(1)) - 1
            own = self.formats.get((number, at), ("decimal", "", 1))
            return _as_printed(counters.get(at, own[2]), own[0])

        return re.sub(r"%(\d)", one, pattern) + " "


def _list_formats(document: Any) -> dict[tuple[str, int], tuple[str, str, int]]:
    """(list, level) → (form, pattern, first number), from numbering.xml."""
    try:
        root = document.part.numbering_part.element
    except (KeyError, NotImplementedError, AttributeError):
        return {}
    abstract: dict[str, dict[int, tuple[str, str, int]]] = {}
    for node in root.iterchildren(qn("w:abstractNum")):
        levels = abstract.setdefault(node.get(qn("w:abstractNumId")), {})
        for level in node.iterchildren(qn("w:lvl")):
            value = {child.tag: child.get(qn("w:val")) for child in level}
            levels[int(level.get(qn("w:ilvl")))] = (
                value.get(qn("w:numFmt")) or "decimal",
                value.get(qn("w:lvlText")) or "%1.",
                int(value.get(qn("w:start")) or 1),
            )
    found = {}
    for node in root.iterchildren(qn("w:num")):
        own = node.find(qn("w:abstractNumId"))
        for level, style in abstract.get(own.get(qn("w:val")) if own is not None else "", {}).items():
            found[node.get(qn("w:numId")), level] = style
    return found


def _as_printed(number: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letter = "abcdefghijklmnopqrstuvwxyz"[(number - 1) % 26]
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman"):
        out, left = "", max(0, min(number, 3999))
        for value, sign in _ROMAN:
            while left >= value:
                out, left = out + sign, left - value
        return out if form == "upperRoman" else out.lower()
    return str(number)


def read_doc(content: bytes, *, limits: Limits, on_page: OnPage, should_stop: ShouldStop) -> Extraction:
    """Through LibreOffice with a profile of its own. Raises LibreOfficeMissing, TooSlow, Broken."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise LibreOfficeMissing
    with tempfile.TemporaryDirectory(prefix="nhipcau-doc-") as folder:
        source = Path(folder) / "source.doc"
        source.write_bytes(content)
        command = [office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "docx",
                   "--outdir", folder, str(source)]  # fmt: skip
        try:
            subprocess.run(command, capture_output=True, timeout=min(limits.seconds, 180), check=False)  # noqa: S603
        except subprocess.TimeoutExpired as fault:
            raise TooSlow from fault
        made = source.with_suffix(".docx")
        if not made.exists():
            raise Broken
        got = read_docx(made.read_bytes(), limits=limits, on_page=on_page, should_stop=should_stop)
    return Extraction(got.text, "doc", "doc", None, got.warnings)
