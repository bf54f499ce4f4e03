"""The index in SQLite: FTS5 over ready tokens. The tokenizer only cuts at spaces; everything else is decided before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nhipcau.search.rules.analysis import index_tokens
from nhipcau.search.rules.expressions import All, Expression, Word
from nhipcau.search.rules.expressions import Any as Either
from nhipcau.search.rules.scoring import Entry
from nhipcau.search.stores.base import Row, Store

TABLES = (
    "CREATE TABLE search_entry (rowid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, body TEXT NOT NULL)",
    "CREATE VIRTUAL TABLE search_words USING fts5(tokens, content='', detail=none, tokenize=\"ascii tokenchars '_#@^+'\")",
    "CREATE TABLE search_vocabulary (token TEXT PRIMARY KEY, entries INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE search_state (version INTEGER NOT NULL, size INTEGER NOT NULL)",
    "INSERT INTO search_state (version, size) VALUES (0, 0)",
)


class SqliteStore(Store):
    """FTS5 without contents or places; the entries stand in a table beside it."""

    def create(self) -> None:
        """Make the tables."""
        with self.connection.cursor() as cursor:
            for statement in TABLES:
                cursor.execute(statement)

    def propose(self, expression: Expression, *, limit: int) -> Sequence[Entry]:
        """Entries that match, the latest first; FTS5 walks its lists backward and stops at the limit."""
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT e.id, e.title, e.body FROM (SELECT rowid FROM search_words WHERE search_words MATCH %s"
                " ORDER BY rowid DESC LIMIT %s) AS hit CROSS JOIN search_entry AS e ON e.rowid = hit.rowid",
                [written(expression), limit],
            )
            return [Entry(*row) for row in cursor.fetchall()]

    def _write(self, cursor: Any, rows: Sequence[Row]) -> None:
        cursor.execute("SELECT COALESCE(MAX(rowid), 0) FROM search_entry")
        last = cursor.fetchone()[0]
        values = [(last + at, row.id, row.title.stored(), row.body.stored()) for at, row in enumerate(rows, 1)]
        cursor.executemany("INSERT INTO search_entry (rowid, id, title, body) VALUES (%s, %s, %s, %s)", values)
        cursor.executemany(
            "INSERT INTO search_words (rowid, tokens) VALUES (%s, %s)",
            [(row, " ".join(index_tokens(title, body))) for row, _id, title, body in values],
        )

    def _erase(self, cursor: Any, ids: Sequence[str]) -> list[tuple[str, str]]:
        gone: list[tuple[int, str, str]] = []
        for key in ids:
            cursor.execute("SELECT rowid, title, body FROM search_entry WHERE id = %s", [key])
            gone.extend(cursor.fetchall())
        cursor.executemany(
            "INSERT INTO search_words (search_words, rowid, tokens) VALUES ('delete', %s, %s)",
            [(row, " ".join(index_tokens(title, body))) for row, title, body in gone],
        )
        cursor.executemany("DELETE FROM search_entry WHERE rowid = %s", [(row,) for row, _title, _body in gone])
        return [(title, body) for _row, title, body in gone]


def written(expression: Expression) -> str:
    """``expression`` in the language of FTS5. Every token is quoted: nothing a user types is an operator."""
    match expression:
        case Word(token, open_end):
            return '"' + token.replace('"', "").replace("\x00", "") + '"' + (" *" if open_end else "")
        case All(parts):
            return "(" + " AND ".join(written(part) for part in parts) + ")"
        case Either(parts):
            return "(" + " OR ".join(written(part) for part in parts) + ")"
