"""What a report form asks for: sections of words, tables with typed columns, figures the program works out.

A design is made on the screen without code and frozen when it is released. Keys of parts and columns stay the same from
version to version, so that the same question is the same question in every period.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from nhipcau.ports.messages import noop

MOST_PARTS, MOST_COLUMNS, MOST_LINES = 60, 20, 100


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"
    OFFICE = "office"
    DUTY = "duty"


COUNTED = frozenset({Kind.NUMBER, Kind.MONEY})


class PartKind(StrEnum):
    """What a part of a form is."""

    WORDS = "words"
    TABLE = "table"
    FIGURES = "figures"


class Joining(StrEnum):
    """How a table's rows of many offices become one table."""

    ADD = "add"
    STACK = "stack"


@dataclass(frozen=True, slots=True)
class ColumnDesign:
    """A column. ``is_key``: rows of several offices with the same values in all key columns are one row."""

    key: str
    title: str
    kind: Kind = Kind.TEXT
    choices: tuple[str, ...] = ()
    required: bool = False
    is_key: bool = False


@dataclass(frozen=True, slots=True)
class PartDesign:
    """A part. ``lines`` are fixed labels of the first column: an office fills such a table, it adds no rows."""

    key: str
    title: str
    kind: PartKind
    hint: str = ""
    required: bool = False
    joining: Joining = Joining.STACK
    columns: tuple[ColumnDesign, ...] = ()
    lines: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()

    def column(self, key: str) -> ColumnDesign:
        """Raises KeyError."""
        return {c.key: c for c in self.columns}[key]


@dataclass(frozen=True, slots=True)
class Design:
    """All parts in order."""

    parts: tuple[PartDesign, ...] = ()

    def part(self, key: str) -> PartDesign:
        """Raises KeyError."""
        return {p.key: p for p in self.parts}[key]

    def of_kind(self, kind: PartKind) -> tuple[PartDesign, ...]:
        """Parts of one kind, in order."""
        return tuple(p for p in self.parts if p.kind is kind)

    @property
    def figures(self) -> tuple[str, ...]:
        """Names of all figures asked for, each once."""
        return tuple(dict.fromkeys(name for p in self.parts for name in p.figures))


@dataclass(frozen=True, slots=True)
class DesignFault:
    """Why a design cannot be released. ``message`` is a message id, filled with ``params``."""

    message: str
    params: Mapping[str, str] = field(default_factory=dict)


def next_key(taken: Iterable[str], letter: str) -> str:
    """``p7`` after ``p6``: a key that was never used before in ``taken``."""
    numbers = [int(k[1:]) for k in taken if k[:1] == letter and k[1:].isdecimal()]
    return f"{letter}{max(numbers, default=0) + 1}"


def with_part(design: Design, part: PartDesign) -> Design:
    """``design`` with ``part`` in its place, or at the end where its key is new."""
    if any(p.key == part.key for p in design.parts):
        return Design(tuple(part if p.key == part.key else p for p in design.parts))
    return Design((*design.parts, part))


def without_part(design: Design, key: str) -> Design:
    """``design`` without the part ``key``."""
    return Design(tuple(p for p in design.parts if p.key != key))


def moved_part(design: Design, key: str, by: int) -> Design:
    """``design`` with the part ``key`` ``by`` places further down (up where negative), as far as there is room."""
    parts = list(design.parts)
    at = next((n for n, p in enumerate(parts) if p.key == key), None)
    if at is None:
        return design
    part = parts.pop(at)
    parts.insert(max(0, min(len(parts), at + by)), part)
    return Design(tuple(parts))


def faults_of(design: Design, figures: Collection[str]) -> list[DesignFault]:
    """All reasons why offices could not be asked with it; ``figures`` are the names the program knows."""
    found = []
    if not design.parts:
        found.append(DesignFault(noop("The form has no part yet. Add a section, a table or figures.")))
    if len(design.parts) > MOST_PARTS:
        found.append(DesignFault(noop("A form has at most 60 parts.")))
    for title in _twice(p.title for p in design.parts):
        found.append(
            DesignFault(noop("Two parts are called “%(title)s”. Give each a title of its own."), {"title": title})
        )
    for part in design.parts:
        found += part_faults(part, figures)
    return found


def part_faults(part: PartDesign, figures: Collection[str]) -> list[DesignFault]:
    """What is wrong with one part."""
    named = {"title": part.title}
    if not part.title.strip():
        return [DesignFault(noop("Every part needs a title."))]
    if part.kind is PartKind.FIGURES:
        if not part.figures or set(part.figures) - set(figures):
            return [DesignFault(noop("“%(title)s”: choose at least one figure from the list."), named)]
        return []
    return (
        [DesignFault(f.message, {**f.params, **named}) for f in _table_faults(part)]
        if part.kind is PartKind.TABLE
        else []
    )


def _table_faults(part: PartDesign) -> Iterator[DesignFault]:
    if not part.columns:
        yield DesignFault(noop("“%(title)s”: a table needs at least one column."))
    if len(part.columns) > MOST_COLUMNS or len(part.lines) > MOST_LINES:
        yield DesignFault(noop("“%(title)s”: a table has at most 20 columns and 100 fixed rows."))
    for title in _twice(c.title for c in part.columns):
        yield DesignFault(noop("“%(title)s”: two columns are called “%(column)s”."), {"column": title})
    for column in part.columns:
        if column.kind is Kind.CHOICE and len(column.choices) < 2:
            said = noop("“%(title)s”: the column “%(column)s” needs at least two values to choose from.")
            yield DesignFault(said, {"column": column.title})
    if part.joining is Joining.ADD:
        if not any(c.is_key for c in part.columns):
            yield DesignFault(noop("“%(title)s”: a table that is added up needs a column that tells its rows apart."))
        if not any(c.kind in COUNTED for c in part.columns):
            yield DesignFault(noop("“%(title)s”: a table that is added up needs a column of numbers or money."))
        if any(c.is_key and c.kind in COUNTED for c in part.columns):
            yield DesignFault(noop("“%(title)s”: a column of numbers or money cannot tell rows apart."))
    if part.lines and (not part.columns or part.columns[0].kind is not Kind.TEXT):
        yield DesignFault(noop("“%(title)s”: fixed rows stand in the first column, which has to be text."))
    if list(_twice(part.lines)):
        yield DesignFault(noop("“%(title)s”: two fixed rows are called the same."))


def _twice(names: Iterable[str]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for name in names:
        folded = " ".join(name.split()).casefold()
        seen[folded] = seen.get(folded, 0) + 1
        if seen[folded] == 2:
            yield name


def settled(part: PartDesign) -> PartDesign:
    """What follows from the rest: fixed rows are told apart by their label; only added tables have keys."""
    if part.kind is not PartKind.TABLE:
        return part
    columns = tuple(
        replace(c, is_key=part.joining is Joining.ADD and (c.is_key or (at == 0 and bool(part.lines))))
        for at, c in enumerate(part.columns)
    )
    return replace(part, columns=columns)


def as_values(design: Design) -> dict[str, Any]:
    """Plain JSON values."""
    return asdict(design)


def from_values(values: Mapping[str, Any]) -> Design:
    """Stored values as a design again."""
    return Design(tuple(_part(p) for p in values.get("parts", ())))


def _part(row: Mapping[str, Any]) -> PartDesign:
    columns = tuple(
        ColumnDesign(**{**c, "kind": Kind(c["kind"]), "choices": tuple(c["choices"])}) for c in row["columns"]
    )
    fixed = {"kind": PartKind(row["kind"]), "joining": Joining(row["joining"]), "columns": columns}
    return PartDesign(**{**row, **fixed, "lines": tuple(row["lines"]), "figures": tuple(row["figures"])})
