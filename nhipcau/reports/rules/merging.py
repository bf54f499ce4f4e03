"""Many offices' answers as one report: tables added by key or stacked, words gathered by section, figures side by side.

Nothing here is stored: a consolidated cell is this function of the frozen answers named in ``Cell.sources``, so the two
cannot drift apart, and every cell leads back to the rows it came from (ADR 29).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from nhipcau.reports.rules.answers import Answer, Row, checksum
from nhipcau.reports.rules.cells import amount, plain
from nhipcau.reports.rules.design import COUNTED, ColumnDesign, Design, Joining, PartDesign, PartKind


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it was worked out for one office: its value, its breakdown (name → value), ids of the rows behind it."""

    value: str
    parts: tuple[tuple[str, str], ...] = ()
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Handed:
    """What one office handed in and is taken into the report: ``submission`` and ``handing`` are ids."""

    submission: int
    handing: int
    office: str
    answer: Answer
    figures: Mapping[str, Figure] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value comes from: a submission, its row of the table ("" for words and figures), the value there."""

    submission: int
    row: str
    value: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A consolidated value in canonical form with all that it came from."""

    value: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class MergedRow:
    """A row of the consolidated table; ``office`` is "" where several offices are added up."""

    key: str
    office: str
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class MergedTable:
    """``totals``: column → sum over all rows, for columns of numbers and money."""

    part: str
    rows: tuple[MergedRow, ...]
    totals: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Gathered:
    """The words of one office for a section, or its explanation of a figure."""

    submission: int
    office: str
    words: str


@dataclass(frozen=True, slots=True)
class MergedFigure:
    """A figure of all offices: who has how much; ``total`` is None where offices' figures may count the same thing."""

    name: str
    total: Cell | None
    each: tuple[tuple[Handed, Figure], ...]
    parts: tuple[tuple[str, str], ...]
    notes: tuple[Gathered, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """The consolidated report."""

    texts: Mapping[str, tuple[Gathered, ...]]
    tables: Mapping[str, MergedTable]
    figures: Mapping[str, MergedFigure]


def merge(design: Design, handed: Sequence[Handed], *, adding: Iterable[str] = ()) -> Merged:
    """``adding`` names the figures that may be added over offices. An office counts once: the last of its handings wins."""
    ones = sorted({h.submission: h for h in sorted(handed, key=lambda h: h.handing)}.values(), key=lambda h: h.office)
    added = frozenset(adding)
    return Merged(
        texts={p.key: _texts(p, ones) for p in design.of_kind(PartKind.WORDS)},
        tables={p.key: merge_table(p, ones) for p in design.of_kind(PartKind.TABLE)},
        figures={name: _figure(name, ones, adds=name in added) for name in design.figures},
    )


def _texts(part: PartDesign, ones: Sequence[Handed]) -> tuple[Gathered, ...]:
    said = ((h, h.answer.texts.get(part.key, "").strip()) for h in ones)
    return tuple(Gathered(h.submission, h.office, words) for h, words in said if words)


def merge_table(part: PartDesign, ones: Sequence[Handed]) -> MergedTable:
    """The rows of all ``ones`` in one table."""
    rows = _added(part, ones) if part.joining is Joining.ADD else _stacked(part, ones)
    totals = {c.key: _total(c, rows) for c in part.columns if c.kind in COUNTED}
    return MergedTable(part.key, rows, totals)


def _stacked(part: PartDesign, ones: Sequence[Handed]) -> tuple[MergedRow, ...]:
    return tuple(
        MergedRow(f"{h.submission}:{row.id}", h.office, {
            c.key: _cell(row.cells.get(c.key, ""), h.submission, row.id) for c in part.columns})
        for h in ones for row in h.answer.rows(part.key)
    )  # fmt: skip


def _cell(value: str, submission: int, row: str) -> Cell:
    return Cell(value, (Source(submission, row, value),) if value else ())


def _added(part: PartDesign, ones: Sequence[Handed]) -> tuple[MergedRow, ...]:
    keys = [c.key for c in part.columns if c.is_key]
    fixed = {folded(line): (at, line) for at, line in enumerate(part.lines)}
    groups: dict[tuple[str, ...], list[tuple[Handed, Row]]] = {}
    if len(keys) == 1:
        groups = {(name,): [] for name in fixed}
    for one in ones:
        for row in one.answer.rows(part.key):
            groups.setdefault(tuple(folded(row.cells.get(k, "")) for k in keys), []).append((one, row))
    found = []
    for name in sorted(groups, key=lambda n: (fixed.get(n[0], (len(fixed), ""))[0], n)):
        rows = groups[name]
        said = dict(rows[0][1].cells) if rows else {keys[0]: fixed[name[0]][1]}
        values = {k: said.get(k, "") for k in keys}
        found.append(MergedRow(row_key(name), "", {c.key: _sum(c, rows, values) for c in part.columns}))
    return tuple(found)


def folded(value: str) -> str:
    """How the values of keys are compared: whatever the case, however the accents are written."""
    return unicodedata.normalize("NFC", " ".join(value.split())).casefold()


def row_key(name: tuple[str, ...]) -> str:
    """The address of an added row: short, and the same for the same keys."""
    return checksum(list(name))[:16]


def _sum(column: ColumnDesign, rows: list[tuple[Handed, Row]], keys: Mapping[str, str]) -> Cell:
    """Numbers and money are added; a key is itself; other values stand beside each other, each once."""
    found = [Source(h.submission, r.id, v) for h, r in rows if (v := r.cells.get(column.key, ""))]
    if column.key in keys:
        return Cell(keys[column.key], tuple(found))
    return Cell(value_of(column, [s.value for s in found]), tuple(found))


def value_of(column: ColumnDesign, values: Sequence[str]) -> str:
    """What ``values`` of one column come to in a table that is added up."""
    if column.kind in COUNTED:
        return plain(sum((amount(v) for v in values), Decimal(0))) if values else ""
    return "\n".join(dict.fromkeys(values))


def _total(column: ColumnDesign, rows: Sequence[MergedRow]) -> Cell:
    sources = tuple(s for row in rows for s in row.cells[column.key].sources)
    return Cell(plain(sum((amount(s.value) for s in sources), Decimal(0))), sources)


def _figure(name: str, ones: Sequence[Handed], *, adds: bool) -> MergedFigure:
    each = tuple((h, h.figures[name]) for h in ones if name in h.figures)
    sources = tuple(Source(h.submission, "", f.value) for h, f in each)
    total = Cell(plain(sum((amount(s.value) for s in sources), Decimal(0))), sources) if adds else None
    parts: dict[str, Decimal] = {}
    for _one, figure in each:
        for label, value in figure.parts:
            parts[label] = parts.get(label, Decimal(0)) + amount(value)
    said = ((h, h.answer.notes.get(name, "").strip()) for h in ones)
    notes = tuple(Gathered(h.submission, h.office, words) for h, words in said if words)
    return MergedFigure(name, total, each, tuple((k, plain(v)) for k, v in parts.items()) if adds else (), notes)


def fed_by(merged: Merged, submission: int) -> dict[str, list[tuple[str, str]]]:
    """Table → (row, column) of every consolidated cell that something of ``submission`` went into."""
    return {
        key: [(row.key, column) for row in table.rows for column, cell in row.cells.items()
              if any(s.submission == submission for s in cell.sources)]
        for key, table in merged.tables.items()
    }  # fmt: skip
