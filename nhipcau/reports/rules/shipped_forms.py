"""Report forms that a profile ships (``report_forms.yaml``): read with every fault at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from nhipcau.reports.rules.design import (
    ColumnDesign,
    Design,
    Joining,
    Kind,
    PartDesign,
    PartKind,
    faults_of,
    settled,
)

FILE = "report_forms.yaml"
_FORM = frozenset({"key", "name", "kind", "title", "note", "parts"})
_PART = frozenset({"key", "title", "kind", "hint", "required", "joining", "columns", "lines", "figures"})
_COLUMN = frozenset({"key", "title", "kind", "choices", "required", "is_key"})


@dataclass(frozen=True, slots=True)
class ShippedForm:
    """A form as the profile has it. ``key`` tells it from the others for good, whatever it is called later."""

    key: str
    name: str
    title: str
    kind: str
    note: str
    design: Design


class BadForms(ValueError):
    """The file can't be used; the message has a line for each fault."""


def read_forms(folder: Path, figures: Collection[str]) -> tuple[ShippedForm, ...]:
    """The forms of the profile in ``folder``, none where it ships none; ``figures``: names the program knows. Raises BadForms."""
    path = folder / FILE
    if not path.exists():
        return ()
    try:
        rows = yaml.safe_load(path.read_text("utf-8"))["forms"]
        found = tuple(_form(row) for row in rows)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as fault:
        raise BadForms(f"{FILE}: {fault}") from fault
    faults = [
        f"{FILE}: {form.key}: {fault.message % fault.params if fault.params else fault.message}"
        for form in found for fault in faults_of(form.design, figures)
    ]  # fmt: skip
    faults += [
        f"{FILE}: {name}: given twice" for name in _twice([f.key for f in found]) + _twice([f.name for f in found])
    ]
    for form in found:
        keys = [p.key for p in form.design.parts]
        faults += [f"{FILE}: {form.key}: the key {key} is given twice" for key in _twice(keys)]
        for part in form.design.parts:
            twice = _twice([c.key for c in part.columns])
            faults += [f"{FILE}: {form.key}: {part.key}: the key {key} is given twice" for key in twice]
    if faults:
        raise BadForms("\n".join(faults))
    return found


def _twice(names: list[str]) -> list[str]:
    return sorted({name for name in names if names.count(name) > 1})


def _known(row: Mapping[str, Any], names: frozenset[str]) -> Mapping[str, Any]:
    if strange := sorted(set(row) - names):
        raise ValueError(f"{row.get('key', '?')}: unknown {', '.join(strange)}")
    return row


def _form(row: Mapping[str, Any]) -> ShippedForm:
    row = _known(row, _FORM)
    design = Design(tuple(settled(_part(part)) for part in row["parts"]))
    return ShippedForm(
        str(row["key"]),
        row["name"].strip(),
        row["title"].strip(),
        row.get("kind", "BÁO CÁO"),
        row.get("note", "").strip(),
        design,
    )


def _part(row: Mapping[str, Any]) -> PartDesign:
    row = _known(row, _PART)
    return PartDesign(
        key=str(row["key"]), title=row["title"].strip(), kind=PartKind(row["kind"]), hint=row.get("hint", ""),
        required=row.get("required", False), joining=Joining(row.get("joining", "stack")),
        columns=tuple(_column(c) for c in row.get("columns", ())), lines=tuple(row.get("lines", ())),
        figures=tuple(row.get("figures", ())),
    )  # fmt: skip


def _column(row: Mapping[str, Any]) -> ColumnDesign:
    row = _known(row, _COLUMN)
    return ColumnDesign(
        key=str(row["key"]), title=row["title"].strip(), kind=Kind(row.get("kind", "text")), choices=tuple(row.get("choices", ())),
        required=row.get("required", False), is_key=row.get("is_key", False),
    )  # fmt: skip
