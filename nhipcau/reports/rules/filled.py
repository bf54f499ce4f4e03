"""A report that comes back in a form filled in without a connection: read whole, or every fault with its cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from openpyxl.utils import get_column_letter

from nhipcau.ports.messages import noop
from nhipcau.ports.papers.filled_form import BESIDE, Fault, beside, last_told_row, merged, moved, opened, words_in
from nhipcau.reports.rules.answers import MOST_ROWS, Answer, Row
from nhipcau.reports.rules.cells import NOTHING, BadCell, Known, read_cell
from nhipcau.reports.rules.design import Design, PartDesign, PartKind

STAMP_SHEET, WORDS_SHEET, FIGURES_SHEET = "_nhipcau", "Phần lời", "Số liệu hệ thống"
KEY_ROW, FIRST_ROW = 4, 6
WORDS_KEYS, FIGURES_KEYS = ("part", "title", "words"), ("figure", "name", "value", "note")
LONGEST_WORDS = 32_000
LOST = noop("A row of the form was taken out. Download the form again, and leave the rows that it has.")


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which request, whose submission and which version of the form a workbook belongs to."""

    request: int
    submission: int
    design: str

    def printed(self) -> tuple[str, str, str, str]:
        """The four cells of the hidden sheet."""
        return ("NHIPCAU-BC/1", str(self.request), str(self.submission), self.design)


@dataclass(frozen=True, slots=True)
class Expected:
    """What the form of this submission holds."""

    stamp: Stamp
    design: Design
    known: Known = NOTHING


def sheet_names(design: Design) -> dict[str, str]:
    """Table → name of its sheet: numbered in order, so that two long titles never meet."""
    names = {}
    for at, part in enumerate(design.of_kind(PartKind.TABLE), start=1):
        words = "".join(" " if c in "[]:*?/\\'" else c for c in part.title)
        names[part.key] = f"{at}. {' '.join(words.split())}"[:31].strip()
    return names


def keys_of(part: PartDesign) -> tuple[str, ...]:
    """The hidden row of a table's sheet: the row's id, then its columns."""
    return (f"row:{part.key}", *(c.key for c in part.columns))


def read_answer(content: bytes, expected: Expected) -> tuple[Answer | None, list[Fault]]:
    """The answer, or every fault found; never both."""
    try:
        return _read(content, expected)
    except Exception:  # a sheet whose inside is broken: openpyxl raises whatever its XML reader raises
        return None, [Fault("", "", noop("The workbook cannot be opened. Save it as .xlsx and try again."))]


def _read(content: bytes, expected: Expected) -> tuple[Answer | None, list[Fault]]:
    design, names = expected.design, sheet_names(expected.design)
    wanted = [STAMP_SHEET, *names.values()]
    wanted += [WORDS_SHEET] if design.of_kind(PartKind.WORDS) else []
    wanted += [FIGURES_SHEET] if design.figures else []
    book, faults = opened(content, wanted)
    if faults:
        return None, faults
    alien = _alien(book, expected)
    if alien:
        return None, [alien]
    for name, keys in _keys(design, names):
        faults += moved(book[name], keys, KEY_ROW)
    faults += merged(content, book, wanted[1:], FIRST_ROW)
    if faults:
        return None, faults
    reader = _Reader(content, book, expected)
    answer = reader.answer(names)
    return (None, reader.faults) if reader.faults else (answer, [])


def _keys(design: Design, names: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    if design.of_kind(PartKind.WORDS):
        yield WORDS_SHEET, WORDS_KEYS
    if design.figures:
        yield FIGURES_SHEET, FIGURES_KEYS
    for part in design.of_kind(PartKind.TABLE):
        yield names[part.key], keys_of(part)


def _alien(book: Any, expected: Expected) -> Fault | None:
    """Why the workbook is not the form of this submission."""
    rows = list(book[STAMP_SHEET].iter_rows(min_row=1, max_row=4, max_col=1, values_only=True))
    found = tuple(words_in(row[0]) if row else "" for row in rows)
    kind, request, submission, design = (*found, "", "", "", "")[:4]
    stamp = expected.stamp
    if kind != "NHIPCAU-BC/1":
        return Fault(STAMP_SHEET, "A1", noop("This is no form of this program. Download the form and fill that in."))
    if request != str(stamp.request):
        said = noop("This is the form of another request (another period or year). Download the form of this one.")
        return Fault(STAMP_SHEET, "A2", said)
    if submission != str(stamp.submission):
        return Fault(STAMP_SHEET, "A3", noop("This is the form of another office. Download your office's own."))
    if design != stamp.design:
        return Fault(
            STAMP_SHEET, "A4", noop("The form has changed since this one was downloaded. Download it again.")
        )
    return None


class _Reader:
    """Goes through the sheets and remembers every fault."""

    def __init__(self, content: bytes, book: Any, expected: Expected) -> None:
        self.content, self.book, self.expected = content, book, expected
        self.faults: list[Fault] = []

    def answer(self, names: Mapping[str, str]) -> Answer:
        """Words, tables and explanations."""
        design = self.expected.design
        texts, notes, tables = dict[str, str](), dict[str, str](), dict[str, tuple[Row, ...]]()
        if design.of_kind(PartKind.WORDS):
            asked = {p.key for p in design.of_kind(PartKind.WORDS)}
            texts = self._pairs(WORDS_SHEET, WORDS_KEYS, asked)
        if design.figures:
            notes = self._pairs(FIGURES_SHEET, FIGURES_KEYS, set(design.figures))
        for part in design.of_kind(PartKind.TABLE):
            tables[part.key] = self._table(part, names[part.key])
        return Answer(texts, tables, notes)

    def _fault(self, sheet: str, cell: str, message: str) -> None:
        self.faults.append(Fault(sheet, cell, message))

    def _rows(self, name: str, width: int) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """Rows that say something, cells as they are; stops where nothing stands any more, however long the sheet is."""
        last = last_told_row(self.content, self.book, name)
        found = 0
        if last < FIRST_ROW:
            return
        for row, line in enumerate(
            self.book[name].iter_rows(min_row=FIRST_ROW, max_row=last, max_col=width + BESIDE), start=FIRST_ROW
        ):
            cells = line[:width]
            self.faults += beside(name, row, line, width)
            if not any(words_in(c.value) for c in cells[1:]):
                continue
            found += 1
            if found > MOST_ROWS:
                self._fault(name, f"A{row}", noop("There are too many rows: a table has at most 500."))
                return
            yield row, cells

    def _all_there(self, name: str, asked: int, read: int) -> None:
        if read < asked and not any(fault.sheet == name for fault in self.faults):
            self._fault(name, "", LOST)

    def _value(self, name: str, row: int, at: int, cells: tuple[Any, ...]) -> tuple[str, Any]:
        """(cell's name, value); a formula is a fault and no value."""
        cell = f"{get_column_letter(at + 1)}{row}"
        if at >= len(cells):
            return cell, None
        if getattr(cells[at], "data_type", "") == "f":
            self._fault(name, cell, noop("A formula stands here. Paste its value instead."))
            return cell, None
        if getattr(cells[at], "data_type", "") == "e":
            self._fault(name, cell, noop("An error value of the sheet stands here. Write what is meant."))
            return cell, None
        return cell, cells[at].value

    def _pairs(self, name: str, keys: tuple[str, ...], asked: set[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for row, cells in self._rows(name, len(keys)):
            key = words_in(cells[0].value)
            cell, value = self._value(name, row, len(keys) - 1, cells)
            words = "" if value is None else str(value).strip()
            if key not in asked or key in found:
                if words:
                    self._fault(name, f"A{row}", noop("This row does not belong to the form. Write in its own rows."))
                continue
            if len(words) > LONGEST_WORDS:
                self._fault(name, cell, noop("The words are too long for one cell."))
            found[key] = words
        self._all_there(name, len(asked), len(found))
        return {key: words for key, words in found.items() if words}

    def _table(self, part: PartDesign, name: str) -> tuple[Row, ...]:
        found: list[Row] = []
        seen: set[str] = set()
        read = 0
        for row, cells in self._rows(name, len(part.columns) + 1):
            values: dict[str, str] = {}
            for at, column in enumerate(part.columns, start=1):
                cell, value = self._value(name, row, at, cells)
                try:
                    values[column.key] = read_cell(column, value, self.expected.known)
                except BadCell as fault:
                    self._fault(name, cell, str(fault))
            self._fixed(part, name, row, values)
            read += 1
            own = words_in(cells[0].value) if cells else ""
            own = own if own.isalnum() and len(own) < 20 and own not in seen else f"x{row}"
            seen.add(own)
            if part.lines and not any(values.get(c.key) for c in part.columns[1:]):
                continue
            found.append(Row(own, {k: v for k, v in values.items() if v}))
        self._all_there(name, len(part.lines), read)
        return tuple(found)

    def _fixed(self, part: PartDesign, name: str, row: int, values: Mapping[str, str]) -> None:
        """In a table with fixed rows the label of each stands where it stood."""
        at = row - FIRST_ROW
        label = part.lines[at] if 0 <= at < len(part.lines) else ""
        if part.lines and values.get(part.columns[0].key, "") != label:
            self._fault(name, f"B{row}", noop("The rows of this table are fixed. Keep their names and add none."))
