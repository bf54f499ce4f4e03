"""Reading and writing a table of fixed terms: one row a term, one column a language; several forms stand with " | " between them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from nhipcau.newsroom.rules.starter_types import LANGUAGES, TERM_KINDS
from nhipcau.ports.messages import noop

FOREIGN = LANGUAGES[1:]
COLUMNS = ("vi", "kind", *FOREIGN, "note", "source")
BETWEEN = "|"
MOST_ROWS = 5_000
MOST_LETTERS = 255


@dataclass(frozen=True, slots=True)
class TermRow:
    """A term as a row has it. ``forms``: language → forms, the preferred one first."""

    vi: str
    kind: str
    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in which row (2 is the first after the heading; 0 the file itself): an English msgid and its values."""

    row: int
    message: str
    given: Mapping[str, object] = field(default_factory=dict)


def forms_in(cell: str) -> tuple[str, ...]:
    """The forms that a cell holds."""
    return tuple(dict.fromkeys(text for text in (" ".join(part.split()) for part in cell.split(BETWEEN)) if text))


def read_terms(text: str) -> tuple[list[TermRow], list[RowFault]]:
    """The rows of a .csv with its heading, and every fault; where there are faults nothing is to be brought in."""
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    lacking = [name for name in ("vi", "kind") if name not in (reader.fieldnames or ())]
    if lacking:
        return [], [
            RowFault(0, noop("The first row has to name the columns; “%(name)s” is missing."), {"name": lacking[0]})
        ]
    rows: list[TermRow] = []
    faults: list[RowFault] = []
    seen: dict[str, int] = {}
    try:
        for at, cells in enumerate(reader, 2):
            row, wrong = _row(cells, at)
            if row.vi.casefold() in seen:
                wrong.append(
                    RowFault(
                        at,
                        noop("“%(vi)s” stands in row %(row)d already."),
                        {"vi": row.vi, "row": seen[row.vi.casefold()]},
                    )
                )
            seen.setdefault(row.vi.casefold(), at)
            rows.append(row)
            faults += wrong
            if len(rows) > MOST_ROWS:
                return [], [RowFault(at, noop("A file may have at most %(most)d rows."), {"most": MOST_ROWS})]
    except csv.Error as fault:
        faults.append(RowFault(reader.line_num, noop("The row cannot be read: %(why)s"), {"why": str(fault)}))
    return rows, faults


def _row(cells: Mapping[str | None, str | list[str] | None], at: int) -> tuple[TermRow, list[RowFault]]:
    said = {str(name): " ".join(value.split()) for name, value in cells.items() if name and isinstance(value, str)}
    forms = {code: forms_in(said.get(code, "")) for code in FOREIGN}
    row = TermRow(said.get("vi", ""), said.get("kind", ""), {c: f for c, f in forms.items() if f},
                  said.get("note", ""), said.get("source", "")[:500])  # fmt: skip
    wrong = []
    if None in cells:
        wrong.append(RowFault(at, noop("The row has more cells than the heading has names.")))
    if not row.vi:
        wrong.append(RowFault(at, noop("The Vietnamese term is missing.")))
    if row.kind not in TERM_KINDS:
        wrong.append(
            RowFault(at, noop("“%(kind)s” is no kind of term. Kinds are: %(kinds)s."),
                     {"kind": row.kind, "kinds": ", ".join(sorted(TERM_KINDS))})
        )  # fmt: skip
    for text in (row.vi, *(form for many in row.forms.values() for form in many)):
        if len(text) > MOST_LETTERS:
            wrong.append(
                RowFault(
                    at,
                    noop("“%(text)s…” is longer than %(most)d letters."),
                    {"text": text[:40], "most": MOST_LETTERS},
                )
            )
    return row, wrong


def write_terms(rows: Iterable[TermRow]) -> str:
    """A .csv that ``read_terms`` reads back to the same rows; it begins with a mark by which Excel knows the letters."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows:
        forms: Sequence[str] = [f" {BETWEEN} ".join(row.forms.get(code, ())) for code in FOREIGN]
        writer.writerow([_safe(cell) for cell in (row.vi, row.kind, *forms, row.note, row.source)])
    return "\ufeff" + out.getvalue()


def _safe(cell: str) -> str:
    """A spreadsheet would run a cell that begins like a formula."""
    return f" {cell}" if cell[:1] in "=+-@" else cell
