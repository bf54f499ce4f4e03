"""The book of what is kept: key → what it depends on. A small SQLite file of its own beside the pages, shared by all processes.

Its lock orders keeping and dropping: what was drawn before something changed is never kept after it. A row is written before
its file, so that there is never a file that no row knows.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

_SCHEMA = """
CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, file TEXT NOT NULL, etag TEXT NOT NULL, headers TEXT NOT NULL,
  until TEXT NOT NULL, codings TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tags (tag TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (tag, key)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS tags_of_key ON tags (key);
CREATE TABLE IF NOT EXISTS stamp (said TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One kept answer as the book has it; ``file`` is relative to the folder of pages."""

    key: str
    file: str
    etag: str
    headers: tuple[tuple[str, str], ...]
    until: datetime | None
    codings: tuple[str, ...]


class Index:
    """The book. One connection a thread and folder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._mine = threading.local()

    def _connection(self) -> sqlite3.Connection:
        found: sqlite3.Connection | None = getattr(self._mine, "connection", None)
        if found is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            found = sqlite3.connect(self.path, timeout=20, isolation_level=None)
            found.execute("PRAGMA journal_mode=WAL")
            found.execute("PRAGMA synchronous=FULL")
            found.executescript(_SCHEMA)
            self._mine.connection = found
        return found

    @contextmanager
    def locked(self) -> Iterator[sqlite3.Connection]:
        """The book in one's own hands until the block ends."""
        connection = self._connection()
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")

    def find(self, key: str) -> Row | None:
        """The row of ``key``."""
        found = self._connection().execute("SELECT * FROM kept WHERE key = ?", (key,)).fetchone()
        return _row(found) if found else None

    def rows(self) -> list[Row]:
        """Everything that is kept."""
        return [_row(found) for found in self._connection().execute("SELECT * FROM kept ORDER BY key")]

    def stamp(self) -> str:
        """What program the pages were drawn by."""
        found = self._connection().execute("SELECT said FROM stamp").fetchone()
        return str(found[0]) if found else ""


def write(connection: sqlite3.Connection, row: Row, tags: Iterable[str]) -> None:
    """Enter a row with its tags, in the place of an older one."""
    forget(connection, [row.key])
    until = row.until.isoformat() if row.until else ""
    values = (row.key, row.file, row.etag, json.dumps(row.headers), until, ",".join(row.codings))
    connection.execute("INSERT INTO kept VALUES (?, ?, ?, ?, ?, ?)", values)
    connection.executemany("INSERT INTO tags VALUES (?, ?)", [(tag, row.key) for tag in sorted(set(tags))])


def forget(connection: sqlite3.Connection, keys: Iterable[str]) -> None:
    """Strike rows out."""
    names = [(key,) for key in keys]
    connection.executemany("DELETE FROM kept WHERE key = ?", names)
    connection.executemany("DELETE FROM tags WHERE key = ?", names)


def tagged(connection: sqlite3.Connection, tags: Iterable[str]) -> list[Row]:
    """Rows that depend on any of ``tags``."""
    found: dict[str, Row] = {}
    query = "SELECT kept.* FROM tags JOIN kept ON kept.key = tags.key WHERE tags.tag = ?"
    for tag in tags:
        found |= {row[0]: _row(row) for row in connection.execute(query, (tag,))}
    return list(found.values())


def overdue(connection: sqlite3.Connection, now: datetime) -> list[Row]:
    """Rows whose time is over at ``now``."""
    rows = [_row(found) for found in connection.execute("SELECT * FROM kept WHERE until <> ''")]
    return [row for row in rows if row.until and row.until <= now]


def _row(found: tuple[str, str, str, str, str, str]) -> Row:
    key, file, etag, headers, until, codings = found
    pairs = tuple((name, value) for name, value in json.loads(headers))
    return Row(key, file, etag, pairs, datetime.fromisoformat(until) if until else None, tuple(codings.split(",")))
