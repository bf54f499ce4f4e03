"""A province as reviewed data files: what each file must look like, and every fault in them at once.

A profile is a folder with ``profile.yaml`` and CSV files in UTF-8; lists inside a cell are separated by ``;``.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

LEVELS = frozenset({"central", "party", "province", "district", "commune"})
REASONS = frozenset({"", "replaced", "renamed", "merged", "split", "ended"})
UNITS = frozenset({"hour", "working_day", "calendar_day"})
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

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong where. ``row`` counts from 2, as a spreadsheet shows it; 0 is the file itself."""

    file: str
    row: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.row}: {self.message}"


class BadProfile(ValueError):
    """The profile can't be loaded; ``faults`` names every row to mend."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Profile:
    """A province: settings and rows with dates, lists and flags already read."""

    folder: Path
    settings: dict[str, Any]
    rows: dict[str, list[Row]] = field(default_factory=dict)


def read_profile(folder: Path) -> Profile:
    """Load and check a profile. Raises BadProfile with all its faults."""
    faults: list[Fault] = []
    settings = _settings(folder, faults)
    rows = {name: _rows(folder, name, columns, faults) for name, columns in FILES.items()}
    if not faults:
        faults += _check(rows)
        faults += [
            Fault("profile.yaml", 0, f"there is no file {name}")
            for name in settings.get("documents", []) if not (folder / name).is_file()
        ]  # fmt: skip
    if faults:
        raise BadProfile(faults)
    return Profile(folder, settings, rows)


def _settings(folder: Path, faults: list[Fault]) -> dict[str, Any]:
    try:
        settings = yaml.safe_load((folder / "profile.yaml").read_text("utf-8"))
    except (OSError, yaml.YAMLError) as fault:
        faults.append(Fault("profile.yaml", 0, str(fault)))
        return {}
    missing = [key for key in ("slug", "name", "languages", "coordinator_function") if key not in (settings or {})]
    faults += [Fault("profile.yaml", 0, f"{key} is missing") for key in missing]
    return dict(settings or {})


def _rows(folder: Path, name: str, columns: tuple[str, ...], faults: list[Fault]) -> list[Row]:
    try:
        with (folder / name).open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if tuple(reader.fieldnames or ()) != columns:
                faults.append(Fault(name, 1, f"columns must be {', '.join(columns)}"))
                return []
            return [_row(raw, name, at, faults) for at, raw in enumerate(reader, start=2)]
    except OSError as fault:
        faults.append(Fault(name, 0, str(fault)))
        return []


def _row(raw: dict[str, str], name: str, at: int, faults: list[Fault]) -> Row:
    row: Row = {"_row": at}
    for column, value in raw.items():
        text = (value or "").strip()
        if column in DAYS:
            row[column] = _day(text, name, at, column, faults)
        elif column in LISTS:
            row[column] = [part.strip() for part in text.split(";") if part.strip()]
        elif column in FLAGS:
            if text not in ("yes", "no", ""):
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


def _check(rows: dict[str, list[Row]]) -> list[Fault]:
    """What holds between rows: keys once, references to what exists, periods forward, no ring of successions."""
    faults: list[Fault] = []
    offices = _unique(rows["offices.csv"], "key", "offices.csv", faults)
    functions = _unique(rows["functions.csv"], "key", "functions.csv", faults)
    _unique(rows["groups.csv"], "key", "groups.csv", faults)
    _unique(rows["topics.csv"], "key", "topics.csv", faults)
    for row in rows["offices.csv"]:
        say = _sayer(faults, "offices.csv", row)
        if row["level"] not in LEVELS:
            say(f"level {row['level']} is unknown")
        if row["closing_reason"] not in REASONS or (row["valid_to"] and not row["closing_reason"]):
            say("an office that ended needs a closing_reason")
        if row["parent_key"] and row["parent_key"] not in offices:
            say(f"parent_key {row['parent_key']} is no office")
        if row["valid_from"] and row["valid_to"] and row["valid_to"] < row["valid_from"]:
            say("valid_to lies before valid_from")
        if not row["source"]:
            say("source is missing")
    _check_successions(rows["successions.csv"], offices, faults)
    for row in rows["function_holdings.csv"]:
        say = _sayer(faults, "function_holdings.csv", row)
        office = offices.get(row["office_key"])
        if office is None or row["function_key"] not in functions:
            say("function_key or office_key is unknown")
        elif not _within(row, office):
            say(f"the holding is not within the life of {row['office_key']}")
    for row in rows["legal_clocks.csv"]:
        if row["unit"] not in UNITS or (row["amount"] and not row["amount"].isdigit()):
            _sayer(faults, "legal_clocks.csv", row)(
                "amount must be a number and unit one of " + ", ".join(sorted(UNITS))
            )
    for row in rows["groups.csv"]:
        for key in row["member_keys"]:
            if key not in offices:
                _sayer(faults, "groups.csv", row)(f"member {key} is no office")
    return faults


def _sayer(faults: list[Fault], file: str, row: Row) -> Any:
    return lambda message: faults.append(Fault(file, row["_row"], message))


def _unique(rows: list[Row], key: str, file: str, faults: list[Fault]) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in rows:
        if not row[key] or row[key] in found:
            faults.append(Fault(file, row["_row"], f"{key} is empty or stands twice: {row[key]}"))
        found[row[key]] = row
    return found


def _within(row: Row, office: Row) -> bool:
    begins = office["valid_from"] is None or (
        row["valid_from"] is not None and row["valid_from"] >= office["valid_from"]
    )
    ends = office["valid_to"] is None or (row["valid_to"] is not None and row["valid_to"] <= office["valid_to"])
    return begins and ends


def _check_successions(rows: list[Row], offices: dict[str, Row], faults: list[Fault]) -> None:
    after: dict[str, list[str]] = {}
    for row in rows:
        say = _sayer(faults, "successions.csv", row)
        if row["from_key"] not in offices or row["to_key"] not in offices:
            say("from_key or to_key is no office")
        if row["on_date"] is None:
            say("on_date is missing")
        after.setdefault(row["from_key"], []).append(row["to_key"])
    for start in after:
        seen, frontier = set[str](), set(after[start])
        while frontier:
            if start in frontier:
                faults.append(Fault("successions.csv", 0, f"{start} succeeds itself"))
                break
            seen |= frontier
            frontier = {b for a in frontier for b in after.get(a, [])} - seen
