"""Loading a province's profile. The same profile twice changes nothing; a changed row changes its office."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from nhipcau.people.models import (
    Abbreviation,
    Function,
    FunctionHolding,
    Holiday,
    LegalClock,
    Office,
    OfficeGroup,
    Staff,
    Succession,
    Topic,
)
from nhipcau.people.permissions import require
from nhipcau.people.rules.profile import Profile, Row
from nhipcau.people.trail import record


@transaction.atomic
def load_profile(profile: Profile, *, by: Staff | None = None) -> dict[str, int]:
    """Bring the tables to what the profile says; rows that it does not name stay. Answers new rows by table.

    ``by`` None is the program at its own machine. Raises NotAllowed.
    """
    if by is not None:
        require(by, "people.manage_offices")
    made: dict[str, int] = {}
    offices = _offices(profile.rows["offices.csv"], made)
    _successions(profile.rows["successions.csv"], offices, made)
    _functions(profile, offices, made)
    _groups(profile.rows["groups.csv"], offices, made)
    _reference_rows(profile, made)
    if any(made.values()):
        record(by, "people.load_profile", note=str(profile.settings["slug"]), new_rows=made)
    return made


def _put(model: Any, made: dict[str, int], keys: Row, values: Row) -> Any:
    """Create or update one row, and write only what differs."""
    row, new = model.objects.get_or_create(**keys, defaults=values)
    made[model._meta.model_name] = made.get(model._meta.model_name, 0) + int(new)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if not new and changed:
        for name in changed:
            setattr(row, name, values[name])
        row.save(update_fields=changed)
    return row


def _offices(rows: list[Row], made: dict[str, int]) -> dict[str, Office]:
    columns = ("name", "short_name", "aliases", "kind", "level", "valid_from", "valid_to", "closing_reason", "source",
               "verified", "note")  # fmt: skip
    offices: dict[str, Office] = {}
    for row in rows:
        offices[row["key"]] = _put(Office, made, {"key": row["key"]}, {name: row[name] for name in columns})
    for row in rows:
        parent = offices[row["parent_key"]] if row["parent_key"] else None
        office = offices[row["key"]]
        if office.parent_id != (parent.pk if parent else None):
            office.parent = parent
            office.save(update_fields=["parent"])
    return offices


def _successions(rows: list[Row], offices: dict[str, Office], made: dict[str, int]) -> None:
    for row in rows:
        keys = {"before": offices[row["from_key"]], "after": offices[row["to_key"]], "on_date": row["on_date"]}
        _put(Succession, made, keys, {name: row[name] for name in ("reason", "source", "verified")})


def _functions(profile: Profile, offices: dict[str, Office], made: dict[str, int]) -> None:
    functions = {
        row["key"]: _put(Function, made, {"key": row["key"]}, {"name": row["name"], "description": row["description"]})
        for row in profile.rows["functions.csv"]
    }  # fmt: skip
    for row in profile.rows["function_holdings.csv"]:
        keys = {"function": functions[row["function_key"]], "office": offices[row["office_key"]],
                "valid_from": row["valid_from"]}  # fmt: skip
        _put(FunctionHolding, made, keys, {name: row[name] for name in ("valid_to", "source", "verified")})


def _groups(rows: list[Row], offices: dict[str, Office], made: dict[str, int]) -> None:
    for row in rows:
        values = {name: row[name] for name in ("name", "aliases", "kinds", "levels")}
        group = _put(OfficeGroup, made, {"key": row["key"]}, values)
        group.members.set([offices[key] for key in row["member_keys"]])


def _reference_rows(profile: Profile, made: dict[str, int]) -> None:
    for row in profile.rows["topics.csv"]:
        _put(Topic, made, {"key": row["key"]}, {name: row[name] for name in ("name", "name_en", "keywords")})
    for row in profile.rows["abbreviations.csv"]:
        _put(Abbreviation, made, {"short": row["short"]}, {"full": row["full"]})
    for row in profile.rows["holidays.csv"]:
        _put(Holiday, made, {"on_date": row["on_date"]}, {name: row[name] for name in ("works", "name", "source")})
    for row in profile.rows["legal_clocks.csv"]:
        keys = {name: row[name] for name in ("rule", "instrument", "article", "valid_from")}
        values = {name: row[name] for name in ("unit", "valid_to", "verified_by", "note")}
        _put(LegalClock, made, keys, {**values, "amount": int(row["amount"]) if row["amount"] else None})
