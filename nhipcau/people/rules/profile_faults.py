"""What has to hold between the rows of a profile: every fault is told with its file and row, none stops the search."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from nhipcau.people.rules.offices import fold
from nhipcau.people.rules.roles import StaffRole

LEVELS = frozenset({"central", "party", "province", "district", "commune"})
KINDS = frozenset({
    "ubnd", "hdnd", "van_phong", "so", "ban", "nganh", "dang", "doan_the", "hoi", "bao_chi", "luc_luong", "huyen",
    "thi_xa", "thanh_pho", "xa", "phuong", "chinh_phu", "bo",
})  # fmt: skip
REASONS = frozenset({"replaced", "renamed", "merged", "split", "ended"})
SUCCESSORS: dict[str, tuple[int, int]] = {
    "replaced": (1, 1), "renamed": (1, 1), "merged": (1, 1), "split": (2, 99), "ended": (0, 0), "": (0, 0),
}  # fmt: skip
"""Fewest and most successors of an office by the reason of its end."""
UNITS = frozenset({"hour", "working_day", "calendar_day"})
SETTINGS = (
    "slug",
    "name",
    "name_en",
    "province",
    "languages",
    "default_language",
    "time_zone",
    "coordinator_function",
)
CONTACT = frozenset({"address", "phone", "email", "hours"})
KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
COLOUR = re.compile(r"#[0-9a-f]{6}")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong where. ``row`` counts from 2, as a spreadsheet shows it; 0 is the file itself."""

    file: str
    row: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.row}: {self.message}"


class _File:
    """One file under inspection: says faults by row."""

    def __init__(self, name: str, rows: list[Row], faults: list[Fault]) -> None:
        self.rows, self._name, self._faults = rows, name, faults

    def say(self, row: Row, message: str) -> None:
        self._faults.append(Fault(self._name, row["_row"], message))

    def need(self, *columns: str) -> None:
        for row in self.rows:
            for column in columns:
                if row[column] in ("", None, []):
                    self.say(row, f"{column} is missing")

    def once(self, *columns: str) -> None:
        seen: dict[tuple[Any, ...], int] = {}
        for row in self.rows:
            key = tuple(row[column] for column in columns)
            if key in seen:
                self.say(row, f"{' + '.join(columns)} stands already in row {seen[key]}: {', '.join(map(str, key))}")
            seen.setdefault(key, row["_row"])

    def forward(self) -> None:
        for row in self.rows:
            if row["valid_from"] and row["valid_to"] and row["valid_to"] < row["valid_from"]:
                self.say(row, "valid_to lies before valid_from")


def faults_between_rows(rows: dict[str, list[Row]]) -> list[Fault]:
    """All faults of a profile whose files could be read: ``rows`` by file name, days and lists already parsed."""
    faults: list[Fault] = []
    files = {name: _File(name, found, faults) for name, found in rows.items()}
    offices = {row["key"]: row for row in rows["offices.csv"]}
    for name in ("offices.csv", "functions.csv", "groups.csv", "topics.csv"):
        files[name].need("key", "name")
        files[name].once("key")
        for row in rows[name]:
            if row["key"] and not KEY.fullmatch(row["key"]):
                files[name].say(row, f"key {row['key']} must be small letters, digits and single hyphens")
    _offices(files["offices.csv"], offices, rows["successions.csv"])
    _names(files["offices.csv"], files["groups.csv"])
    _successions(files["successions.csv"], offices)
    _holdings(files["function_holdings.csv"], offices, {row["key"] for row in rows["functions.csv"]})
    _groups(files["groups.csv"], offices)
    _reference_rows(files)
    return faults


def _offices(file: _File, offices: dict[str, Row], successions: list[Row]) -> None:
    file.need("source")
    file.forward()
    for row in file.rows:
        if row["level"] not in LEVELS:
            file.say(row, f"level {row['level']} is none of {', '.join(sorted(LEVELS))}")
        if row["kind"] not in KINDS:
            file.say(row, f"kind {row['kind']} is none of {', '.join(sorted(KINDS))}")
        if row["closing_reason"] not in {"", *REASONS}:
            file.say(row, f"closing_reason {row['closing_reason']} is none of {', '.join(sorted(REASONS))}")
            continue
        if bool(row["valid_to"]) != bool(row["closing_reason"]):
            file.say(row, "valid_to and closing_reason stand together or not at all")
        after = sum(1 for step in successions if step["from_key"] == row["key"])
        least, most = SUCCESSORS[row["closing_reason"]]
        if not least <= after <= most:
            file.say(row, f"{row['closing_reason'] or 'a living office'} does not go with {after} successors")
    _parents(file, offices)


def _parents(file: _File, offices: dict[str, Row]) -> None:
    for row in file.rows:
        if row["parent_key"] and row["parent_key"] not in offices:
            file.say(row, f"parent_key {row['parent_key']} is no office")
        above, seen = row["parent_key"], {row["key"]}
        while above in offices and above not in seen:
            seen.add(above)
            above = offices[above]["parent_key"]
        if above and above == row["key"]:
            file.say(row, f"{row['key']} belongs to itself by way of {row['parent_key']}")


def _names(offices: _File, groups: _File) -> None:
    """A printed name must not mean two bodies on one day, or nobody could be matched to it."""
    taken: dict[str, list[Row]] = {}
    for file in (groups, offices):
        for row in file.rows:
            for name in {fold(n) for n in (row["name"], row.get("short_name", ""), *row["aliases"]) if n}:
                for other in taken.get(name, []):
                    if other is not row and _meet(row, other):
                        file.say(row, f"“{name}” also means {other['key']} in the same time")
                taken.setdefault(name, []).append(row)


def _meet(one: Row, other: Row) -> bool:
    return _begin(one) <= _end(other) and _begin(other) <= _end(one)


def _begin(row: Row) -> date:
    return row.get("valid_from") or date.min


def _end(row: Row) -> date:
    return row.get("valid_to") or date.max


def _successions(file: _File, offices: dict[str, Row]) -> None:
    file.need("on_date", "source")
    file.once("from_key", "to_key")
    after: dict[str, set[str]] = {}
    for row in file.rows:
        after.setdefault(row["from_key"], set()).add(row["to_key"])
        if row["reason"] not in REASONS - {"ended"}:
            file.say(row, f"reason {row['reason']} is none of {', '.join(sorted(REASONS - {'ended'}))}")
        missing = [key for key in (row["from_key"], row["to_key"]) if key not in offices]
        for key in missing:
            file.say(row, f"{key} is no office")
        if missing or row["on_date"] is None:
            continue
        before, to = offices[row["from_key"]], offices[row["to_key"]]
        if before["valid_to"] != row["on_date"] - timedelta(days=1):
            file.say(row, f"{before['key']} must end on the day before {row['on_date']}")
        if before["closing_reason"] != row["reason"]:
            file.say(row, f"reason differs from the closing_reason of {before['key']}")
        if not _begin(to) <= row["on_date"] <= _end(to):
            file.say(row, f"{to['key']} does not exist on {row['on_date']}")
    for row in file.rows:
        if row["from_key"] in _reached(row["to_key"], after):
            file.say(row, f"{row['from_key']} succeeds itself by way of {row['to_key']}")


def _reached(start: str, after: dict[str, set[str]]) -> set[str]:
    seen, frontier = {start}, {start}
    while frontier:
        frontier = {b for a in frontier for b in after.get(a, ())} - seen
        seen |= frontier
    return seen


def _holdings(file: _File, offices: dict[str, Row], functions: set[str]) -> None:
    file.need("source")
    file.forward()
    for at, row in enumerate(file.rows):
        if row["function_key"] not in functions:
            file.say(row, f"{row['function_key']} is no function")
        office = offices.get(row["office_key"])
        if office is None:
            file.say(row, f"{row['office_key']} is no office")
        elif _begin(row) < _begin(office) or _end(row) > _end(office):
            file.say(row, f"the holding is not within the life of {row['office_key']}")
        for other in file.rows[:at]:
            if other["function_key"] == row["function_key"] and _meet(row, other):
                file.say(row, f"{other['office_key']} holds {row['function_key']} in the same time")


def _groups(file: _File, offices: dict[str, Row]) -> None:
    reachable = {(row["kind"], row["level"]) for row in offices.values()}
    for row in file.rows:
        for key in row["member_keys"]:
            if key not in offices:
                file.say(row, f"member {key} is no office")
        if bool(row["kinds"]) != bool(row["levels"]):
            file.say(row, "kinds and levels stand together or not at all")
        for kind in row["kinds"]:
            if not any((kind, level) in reachable for level in row["levels"]):
                file.say(row, f"no office of kind {kind} at these levels")
        if not row["kinds"] and not row["member_keys"]:
            file.say(row, "the group has neither kinds nor members")


def _reference_rows(files: dict[str, _File]) -> None:
    clocks = files["legal_clocks.csv"]
    clocks.need("rule", "instrument")
    clocks.once("rule", "instrument", "article", "valid_from")
    clocks.forward()
    for row in clocks.rows:
        if row["unit"] not in UNITS:
            clocks.say(row, f"unit {row['unit']} is none of {', '.join(sorted(UNITS))}")
        if row["amount"] and not (row["amount"].isdecimal() and int(row["amount"]) > 0):
            clocks.say(row, f"amount {row['amount']} must be a whole number above 0")
        if not row["amount"] and not row["note"]:
            clocks.say(row, "without an amount the note must say what counts")
    files["holidays.csv"].need("on_date", "name", "source")
    files["holidays.csv"].once("on_date")
    files["topics.csv"].need("name_en", "keywords")
    files["abbreviations.csv"].need("short", "full")
    files["abbreviations.csv"].once("short")


def faults_of_settings(settings: Row, rows: dict[str, list[Row]]) -> list[Fault]:
    """All faults of ``profile.yaml``, whose values may name rows of the other files."""
    faults: list[Fault] = []

    def say(message: str) -> None:
        faults.append(Fault("profile.yaml", 0, message))

    for name in SETTINGS:
        if not settings.get(name):
            say(f"{name} is missing")
    if settings.get("languages") and settings.get("default_language") not in settings["languages"]:
        say("default_language is none of languages")
    function = settings.get("coordinator_function")
    if function and function not in {row["key"] for row in rows["functions.csv"]}:
        say(f"coordinator_function {function} is no function")
    _time_zone(settings, say)
    for name, colour in (settings.get("colours") or {}).items():
        if not COLOUR.fullmatch(str(colour)):
            say(f"colours: {name} must be of the form #0b4650")
    _contact(settings.get("contact") or {}, say)
    _first_logins(settings.get("first_logins") or [], {row["key"] for row in rows["offices.csv"]}, say)
    return faults


def _time_zone(settings: Row, say: Callable[[str], None]) -> None:
    try:
        ZoneInfo(str(settings.get("time_zone") or "UTC"))
    except (ZoneInfoNotFoundError, ValueError):
        say(f"time_zone {settings['time_zone']} is unknown")


def _contact(contact: Any, say: Callable[[str], None]) -> None:
    if not isinstance(contact, dict):
        say("contact must hold address, phone, email, hours")
        return
    for name in contact.keys() - CONTACT:
        say(f"contact: {name} is none of {', '.join(sorted(CONTACT))}")
    if "email" in contact and "@" not in str(contact["email"]):
        say("contact: email is no address")


def _first_logins(logins: Iterable[Any], offices: set[str], say: Callable[[str], None]) -> None:
    for login in logins:
        if not isinstance(login, list) or len(login) != 4 or not all(isinstance(part, str) for part in login):
            say(f"first_logins: {login} must be [sign-in name, name, role, office]")
            continue
        username, _, role, office = login
        if role not in set(StaffRole):
            say(f"first_logins: {username}: {role} is no role")
        if office != "coordinator" and office not in offices:
            say(f"first_logins: {username}: {office} is no office")
