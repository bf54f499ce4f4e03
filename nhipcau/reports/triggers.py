"""The database itself marks what changed below leadership's figures: in the same transaction, whoever writes (ADR 41).

A table of SQLite that is rebuilt by a later migration loses its triggers without a word, so they are looked for after
every ``migrate``; where one is missing or of another wording all are laid anew and everything is counted anew.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

from django.db import connections

TABLE, PREFIX = "reports_touched", "reports_touch_"

MARKS: tuple[tuple[str, tuple[str, ...], tuple[tuple[str, str], ...]], ...] = (
    # table, columns whose change matters, (kind of mark, column that is its key)
    ("work_assignment", ("duty_id", "lead_id", "state", "opens_on", "due_on", "percent"), (("duty", "duty_id"), ("day", "due_on"))),
    ("duties_duty", ("state", "clause_id"), (("duty", "id"),)),
    ("duties_duty_topics", ("duty_id", "topic_id"), (("duty", "duty_id"),)),
    ("planning_planline", ("plan_id", "state", "current", "committed", "paid"), (("plan", "plan_id"),)),
)  # fmt: skip


def _events(columns: tuple[str, ...], differ: str) -> Iterator[tuple[str, str, tuple[str, ...], str]]:
    """(short name, event, rows to mark, when) of each event; ``differ`` compares in the database's own words."""
    changed = " OR ".join(f"OLD.{c} {differ} NEW.{c}" for c in columns)
    yield "insert", "INSERT", ("NEW",), ""
    yield "update", f"UPDATE OF {', '.join(columns)}", ("OLD", "NEW"), f"WHEN ({changed})"
    yield "delete", "DELETE", ("OLD",), ""


def _marking(rows: tuple[str, ...], marks: tuple[tuple[str, str], ...], differ: str, day: str) -> str:
    said = []
    for row in rows:
        for kind, column in marks:
            key = day.format(f"{row}.{column}") if kind == "day" else f"CAST({row}.{column} AS text)"
            once = f" AND NEW.{column} {differ} OLD.{column}" if len(rows) > 1 and row == "NEW" else ""
            said.append(
                f"INSERT INTO {TABLE} (kind, key) SELECT '{kind}', {key} WHERE {row}.{column} IS NOT NULL{once};"
            )
    return " ".join(said)


def _wanted(vendor: str) -> dict[str, list[str]]:
    """Name → statements. A name ends in a checksum of its body, so that other wording has another name."""
    is_postgres = vendor == "postgresql"
    differ, day = ("IS DISTINCT FROM", "to_char({}, 'YYYY-MM-DD')") if is_postgres else ("IS NOT", "{}")
    found: dict[str, list[str]] = {}
    for table, columns, marks in MARKS:
        for short, event, rows, when in _events(columns, differ):
            body = _marking(rows, marks, differ, day)
            name = f"{PREFIX}{table}_{short}_{zlib.crc32((event + when + body).encode()):08x}"
            if is_postgres:
                found[name] = [
                    f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$ BEGIN {body} RETURN NULL; END; $$ LANGUAGE plpgsql;",
                    f"CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW {when} EXECUTE FUNCTION {name}();",
                ]
            else:
                found[name] = [f"CREATE TRIGGER {name} AFTER {event} ON {table} {when} BEGIN {body} END;"]
    return found


def _there(cursor: Any, vendor: str) -> set[str]:
    if vendor == "postgresql":
        cursor.execute("SELECT tgname FROM pg_trigger WHERE starts_with(tgname::text, %s)", [PREFIX])
    else:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, %s) = %s",
            [len(PREFIX), PREFIX],
        )
    return {name for (name,) in cursor.fetchall()}


def lay(using: str = "default", **_signal: Any) -> None:
    """See that the triggers are there as they are written here. Called after every migrate; costs a question."""
    connection = connections[using]
    vendor, wanted = connection.vendor, _wanted(connection.vendor)
    with connection.cursor() as cursor:
        if TABLE not in connection.introspection.table_names(cursor):
            return
        there = _there(cursor, vendor)
        if there == set(wanted):
            return
        for name in there:
            cursor.execute(f"DROP FUNCTION {name}() CASCADE" if vendor == "postgresql" else f"DROP TRIGGER {name}")
        for statements in wanted.values():
            for statement in statements:
                cursor.execute(statement)
        cursor.execute(f"INSERT INTO {TABLE} (kind, key) VALUES ('all', '')")  # noqa: S608 (our own name)
