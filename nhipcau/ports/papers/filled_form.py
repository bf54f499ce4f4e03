"""A form that was filled in without a connection and comes back: what refuses it whole, and what is wrong at which cell."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from nhipcau.ports.messages import noop

MAX_BYTES, MAX_UNPACKED = 5 * 1024 * 1024, 80 * 1024 * 1024
BESIDE = 12
"""How many columns right of the form's own are looked at."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong where. ``message`` is a message id that the edge translates and fills with ``params``."""

    sheet: str
    cell: str
    message: str
    params: Mapping[str, str] = field(default_factory=dict)


def refused(content: bytes) -> Fault | None:
    """Why nothing of the workbook is looked at: too large, no workbook, macros, a bomb."""
    if len(content) > MAX_BYTES:
        return Fault("", "", noop("The form is larger than 5 MB. Take pictures and empty sheets out of it."))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile:
        return Fault("", "", noop("The workbook cannot be opened. Save it as .xlsx and try again."))
    names = [m.filename.lower() for m in members]
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        return Fault("", "", noop("The workbook holds macros. Save it as .xlsx without them."))
    if sum(m.file_size for m in members) > MAX_UNPACKED:
        return Fault("", "", noop("The workbook unpacks to far more than its size. Copy the rows into a new form."))
    return None


def opened(content: bytes, wanted: Iterable[str]) -> tuple[Any, list[Fault]]:
    """(the workbook, []) or (None, why not). ``wanted`` names the sheets that must be there."""
    fault = refused(content)
    if fault:
        return None, [fault]
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False)
    except Exception:
        return None, [Fault("", "", noop("The workbook cannot be opened. Save it as .xlsx and try again."))]
    missing = [name for name in wanted if name not in book.sheetnames]
    if missing:
        said = noop("This sheet is missing. Use the form that the program made.")
        return None, [Fault(name, "", said) for name in missing]
    return book, []


def moved(sheet: Any, keys: tuple[str, ...], row: int) -> Iterator[Fault]:
    """A fault at the first column that is not what the hidden ``row`` of ``keys`` says."""
    found = next(sheet.iter_rows(min_row=row, max_row=row, max_col=len(keys) + 5, values_only=True), ())
    for at in range(max(len(keys), len(found))):
        key, there = keys[at] if at < len(keys) else None, found[at] if at < len(found) else None
        if there != key:
            cell = f"{get_column_letter(at + 1)}{row}"
            yield Fault(
                sheet.title,
                cell,
                noop("Columns were moved, added or taken out. Keep the form's columns as they are."),
            )
            return


def merged(content: bytes, book: Any, names: Iterable[str], first_row: int) -> Iterator[Fault]:
    """A fault for each merged area that reaches a row from ``first_row`` on."""
    area = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?\bref="([A-Z]+\d+:[A-Z]+(\d+))"')
    for name in names:
        for cells in area.findall(_xml(content, book, name)):
            if int(cells[1]) >= first_row:
                yield Fault(name, cells[0].decode(), noop("Cells are merged. Split them, one value a cell."))


def last_told_row(content: bytes, book: Any, name: str) -> int:
    """The last row that holds a value: a sheet's blank rows below it, however many, need not be read.

    Programs write a sheet's tags with or without a prefix, its rows with or without their number: both are read.
    """
    xml = _xml(content, book, name)
    root = re.search(rb"<(\w+:)?worksheet[\s>]", xml)
    prefix = (root and root[1]) or b""
    at = max(xml.rfind(b"<" + prefix + tag) for tag in (b"v>", b"v ", b"is>", b"is ", b"f>", b"f "))
    if at < 0:
        return 0
    begins = re.compile(b"<" + prefix + rb"row(?=[\s>/])([^>]*)")
    row, numbered = 0, re.compile(rb'\sr="(\d+)"')
    last = begins.match(xml, max(xml.rfind(b"<" + prefix + b"row" + c, 0, at) for c in (b" ", b">", b"\n")))
    number = numbered.search(last[1]) if last else None
    if number:
        return int(number[1])
    for tag in begins.finditer(xml, 0, at):
        number = numbered.search(tag[1])
        row = int(number[1]) if number else row + 1
    return row


def beside(sheet: str, row: int, line: tuple[Any, ...], width: int) -> Iterator[Fault]:
    """A fault for each cell right of the form's ``width`` columns that says something: it would be lost without a word."""
    for at, cell in enumerate(line[width:], start=width + 1):
        if words_in(cell.value):
            said = noop("Something stands outside the form's columns. Write it into one of them.")
            yield Fault(sheet, f"{get_column_letter(at)}{row}", said)


def _xml(content: bytes, book: Any, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(book[name]._worksheet_path.lstrip("/"))


def words_in(value: Any) -> str:
    """A cell's value as words: whole numbers without their nought, spaces as single ones."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else " ".join(str(value).split())
