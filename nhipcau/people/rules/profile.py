"""A province as reviewed data files: what each file must look like, and every fault in them at once.

A profile is a folder with ``profile.yaml`` and CSV files in UTF-8; lists inside a cell are separated by ``;``,
days are written YYYY-MM-DD, flags yes or no. ``profiles/README.md`` tells what stands in each column.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import yaml

from nhipcau.people.rules.offices import Group, Holding, Office, Succession
from nhipcau.people.rules.profile_faults import Fault, Row, faults_between_rows, faults_of_settings

FILES: dict[str, tuple[str, ...]] = {
    "offices.csv": ("key", "name", "short_name", "aliases", "kind", "level", "parent_key", "valid_from", "valid_to",
                    "closing_reason", "source", "verified", "note"),
    "successions.csv": ("from_key", "to_key", "on_date", "reason", "source", "verified"),
    "functions.csv": ("key", "name", "description"),
    "function_holdings.csv": ("function_key", "office_key", "valid_from", "valid_to", "source", "verified"),
    "groups.csv": ("key", "name", "aliases", "kinds", "levels", "member_keys"),
    "legal_clocks.csv": ("rule", "instrument", "article", "amount", "unit", "valid_from", "valid_to", "verified_by", "note"),
    "holidays.csv": ("on_date", "works", "name", "source"),
    "topics.csv": ("key", "name", "name_en", "keywords"),
    "abbreviations.csv": ("short", "full"),
}  # fmt: skip
DAYS = frozenset({"valid_from", "valid_to", "on_date"})
LISTS = frozenset({"aliases", "keywords", "kinds", "levels", "member_keys"})
FLAGS = frozenset({"verified", "works"})

__all__ = ["FILES", "BadProfile", "Clock", "Fault", "Function", "Profile", "Row", "Topic", "read_profile"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Function:
    """A field of state management."""

    key: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Clock:
    """How long the law gives. ``amount`` counts ``unit``; empty where the law names a day of the year instead."""

    rule: str
    instrument: str
    article: str
    amount: str
    unit: str
    valid_from: date | None
    valid_to: date | None
    verified_by: str
    note: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject of external information and the words that speak of it."""

    key: str
    name: str
    name_en: str
    keywords: tuple[str, ...]


class BadProfile(ValueError):
    """The profile can't be loaded; ``faults`` names every row to mend."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Profile:
    """A province: its settings, and its rows with days, lists and flags already read.

    ``rows`` has each file as it stands, for whoever copies it into tables; the properties have the same as facts.
    """

    folder: Path
    settings: dict[str, Any]
    rows: dict[str, list[Row]] = field(default_factory=dict)

    @property
    def offices(self) -> tuple[Office, ...]:
        """In the file's order."""
        return _facts(Office, self.rows["offices.csv"])

    @property
    def successions(self) -> tuple[Succession, ...]:
        """In the file's order."""
        return _facts(Succession, self.rows["successions.csv"])

    @property
    def functions(self) -> tuple[Function, ...]:
        """In the file's order."""
        return _facts(Function, self.rows["functions.csv"])

    @property
    def holdings(self) -> tuple[Holding, ...]:
        """In the file's order."""
        return _facts(Holding, self.rows["function_holdings.csv"])

    @property
    def groups(self) -> tuple[Group, ...]:
        """In the file's order."""
        return _facts(Group, self.rows["groups.csv"])

    @property
    def clocks(self) -> tuple[Clock, ...]:
        """In the file's order."""
        return _facts(Clock, self.rows["legal_clocks.csv"])

    @property
    def topics(self) -> tuple[Topic, ...]:
        """In the file's order."""
        return _facts(Topic, self.rows["topics.csv"])


def _facts(kind: type[T], rows: list[Row]) -> tuple[T, ...]:
    names = [column.name for column in fields(kind)]  # type: ignore[arg-type]
    return tuple(
        kind(**{name: tuple(row[name]) if name in LISTS else row[name] for name in names})
        for row in rows
    )  # fmt: skip


def read_profile(folder: Path) -> Profile:
    """Load and check a profile. Raises BadProfile with all its faults, by file and row."""
    faults: list[Fault] = []
    settings = _settings(folder, faults)
    rows = {name: _rows(folder, name, columns, faults) for name, columns in FILES.items()}
    whole = all(fault.row > 1 or fault.file == "profile.yaml" for fault in faults)
    if whole:  # with a file missing, all that points into it would be a fault too and hide the one to mend
        faults += faults_between_rows(rows)
        faults += faults_of_settings(settings, rows)
    for name in settings.get("documents") or []:
        if not (folder / str(name)).is_file():
            faults.append(Fault("profile.yaml", 0, f"documents: there is no file {name}"))
    if faults:
        order = ["profile.yaml", *FILES]
        raise BadProfile(sorted(faults, key=lambda fault: (order.index(fault.file), fault.row)))
    return Profile(folder, settings, rows)


def _settings(folder: Path, faults: list[Fault]) -> dict[str, Any]:
    try:
        settings = yaml.safe_load((folder / "profile.yaml").read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as fault:
        faults.append(Fault("profile.yaml", 0, str(fault)))
        return {}
    if not isinstance(settings, dict):
        faults.append(Fault("profile.yaml", 0, "must be settings of the form `name: value`"))
        return {}
    return settings


def _rows(folder: Path, name: str, columns: tuple[str, ...], faults: list[Fault]) -> list[Row]:
    try:
        with (folder / name).open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restkey="_more")
            if tuple(reader.fieldnames or ()) != columns:
                faults.append(Fault(name, 1, f"columns must be {', '.join(columns)}"))
                return []
            return [_row(raw, name, at, faults) for at, raw in enumerate(reader, start=2)]
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        faults.append(Fault(name, 0, str(fault)))
        return []


def _row(raw: dict[str, Any], name: str, at: int, faults: list[Fault]) -> Row:
    row: Row = {"_row": at}
    if raw.pop("_more", None) or None in raw.values():
        faults.append(Fault(name, at, f"must have {len(FILES[name])} cells; is a comma within a cell not in quotes?"))
    for column, value in raw.items():
        text = (value or "").strip()
        if column in DAYS:
            row[column] = _day(text, name, at, column, faults)
        elif column in LISTS:
            row[column] = [part.strip() for part in text.split(";") if part.strip()]
        elif column in FLAGS:
            if text not in {"yes", "no"}:
                faults.append(Fault(name, at, f"{column} must be yes or no"))
            row[column] = text == "yes"
        else:
            row[column] = text
    return row


def _day(text: str, name: str, at: int, column: str, faults: list[Fault]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        faults.append(Fault(name, at, f"{column}: {text} is no date (YYYY-MM-DD)"))
        return None
