"""What an office answers: words by section, rows by table, explanations by figure; what is still missing in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from nhipcau.ports.messages import noop
from nhipcau.reports.rules.design import Design, PartDesign, PartKind

MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table. ``id`` names it for as long as it stands; ``cells``: column → canonical value."""

    id: str
    cells: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return not any(self.cells.values())


@dataclass(frozen=True, slots=True)
class Answer:
    """``texts``: section → words; ``tables``: table → rows; ``notes``: figure → explanation."""

    texts: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)

    def rows(self, table: str) -> tuple[Row, ...]:
        """Rows of a table; none where it was not touched."""
        return self.tables.get(table, ())


@dataclass(frozen=True, slots=True)
class Missing:
    """Why an answer cannot be submitted. ``message`` is a message id, filled with ``params``."""

    part: str
    message: str
    params: Mapping[str, str]


def rows_to_fill(part: PartDesign, answer: Answer) -> tuple[Row, ...]:
    """The rows that stand in a table: of one with fixed rows, one for each label, filled or not."""
    rows = answer.rows(part.key)
    if not part.lines:
        return rows
    first = part.columns[0].key
    there = {row.cells.get(first): row for row in rows}
    return tuple(
        there.get(line) or Row(f"f{at}", {first: line}) for at, line in enumerate(part.lines, start=1)
    )  # fmt: skip


def missing_in(design: Design, answer: Answer) -> Iterator[Missing]:
    """Everything the form requires and the answer does not have."""
    for part in design.parts:
        named = {"part": part.title}
        if part.kind is PartKind.WORDS and part.required and not answer.texts.get(part.key, "").strip():
            yield Missing(part.key, noop("The section “%(part)s” is empty."), named)
        if part.kind is PartKind.TABLE:
            if part.required and not answer.rows(part.key):
                yield Missing(part.key, noop("The table “%(part)s” has no row."), named)
            for at, row in enumerate(answer.rows(part.key), start=1):
                for column in part.columns:
                    if column.required and not row.cells.get(column.key):
                        said = noop("The table “%(part)s”, row %(row)s: “%(column)s” is empty.")
                        yield Missing(part.key, said, named | {"row": str(at), "column": column.title})


def as_values(answer: Answer) -> dict[str, Any]:
    """Plain JSON values."""
    tables = {key: [{"id": r.id, "cells": dict(r.cells)} for r in rows] for key, rows in answer.tables.items()}
    return {"texts": dict(answer.texts), "tables": tables, "notes": dict(answer.notes)}


def from_values(values: Mapping[str, Any]) -> Answer:
    """Stored values as an answer again."""
    tables = {k: tuple(Row(r["id"], r["cells"]) for r in rows) for k, rows in values.get("tables", {}).items()}
    return Answer(values.get("texts", {}), tables, values.get("notes", {}))


def checksum(values: object) -> str:
    """SHA-256 of JSON values, whatever the order of their keys."""
    body = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(body.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is different. ``row`` and ``column`` are "" for words and figures."""

    part: str
    title: str
    row: str
    column: str
    before: str
    now: str


def changes_between(design: Design, before: Answer, now: Answer) -> tuple[Change, ...]:
    """What is different cell by cell, canonical values; a row is the same as long as its id or its keys are."""
    found: list[Change] = []
    for part in design.parts:
        if part.kind is PartKind.WORDS:
            old, new = before.texts.get(part.key, ""), now.texts.get(part.key, "")
            if old != new:
                found.append(Change(part.key, part.title, "", "", old, new))
        elif part.kind is PartKind.TABLE:
            found += _rows_changed(part, before.rows(part.key), now.rows(part.key))
        else:
            for name in part.figures:
                old, new = before.notes.get(name, ""), now.notes.get(name, "")
                if old != new:
                    found.append(Change(part.key, part.title, name, "", old, new))
    return tuple(found)


def _rows_changed(part: PartDesign, before: tuple[Row, ...], now: tuple[Row, ...]) -> Iterator[Change]:
    old, new = _named(part, before), _named(part, now)
    for name in dict.fromkeys([*old, *new]):
        was, is_ = old.get(name), new.get(name)
        for column in part.columns:
            a, b = (row.cells.get(column.key, "") if row else "" for row in (was, is_))
            if a != b:
                yield Change(part.key, part.title, _label(part, is_ or was), column.key, a, b)


def _named(part: PartDesign, rows: tuple[Row, ...]) -> dict[tuple[str, ...], Row]:
    keys = [c.key for c in part.columns if c.is_key]
    found: dict[tuple[str, ...], Row] = {}
    for row in rows:
        name = tuple(row.cells.get(k, "") for k in keys) if keys else (row.id,)
        found[(*name, row.id) if name in found else name] = row
    return found


def _label(part: PartDesign, row: Row | None) -> str:
    return next((v for c in part.columns if row and (v := row.cells.get(c.key, ""))), "") if row else ""
