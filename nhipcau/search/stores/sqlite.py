"""The index in SQLite: FTS5 over ready tokens. The tokenizer only cuts at spaces; everything else is decided before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nhipcau.search.rules.analysis import index_tokens
from nhipcau.search.rules.expressions import All, Expression, Word
from nhipcau.search.rules.expressions import Any as Either
from nhipcau.search.rules.scoring import Entry
from nhipcau.search.stores.base import FILED, SHOWN, Store
from nhipcau.search.stores.rows import EVERYTHING, Narrow, Row

_FILED = ", ".join(FILED)
_SHOWN = ", ".join(SHOWN)
TABLES = (
    (
        "CREATE TABLE search_entry{g} (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, stamp TEXT NOT NULL, kind TEXT NOT NULL,"
        " pk INTEGER NOT NULL, language TEXT NOT NULL, state TEXT NOT NULL, day TEXT, offices TEXT NOT NULL, public INTEGER NOT NULL,"
        " scope TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL)"
    ),
    "CREATE INDEX search_thing{g} ON search_entry{g} (kind, pk)",
    (
        "CREATE TABLE search_shown{g} (row INTEGER PRIMARY KEY, title TEXT NOT NULL, text TEXT NOT NULL, url TEXT NOT NULL,"
        " staff_url TEXT NOT NULL, steps TEXT NOT NULL, marks TEXT NOT NULL, names TEXT NOT NULL, crumbs TEXT NOT NULL)"
    ),
    "CREATE VIRTUAL TABLE search_words{g} USING fts5(tokens, content='', detail=none, tokenize=\"ascii tokenchars '_#@^+'\")",
    # What is written is sorted in memory and put down piece by piece: larger pieces are merged fewer times.
    "INSERT INTO search_words{g} (search_words{g}, rank) VALUES ('hashsize', 33554432)",
    (
        "CREATE TABLE search_vocabulary{g} (audience TEXT NOT NULL, token TEXT NOT NULL, entries INTEGER NOT NULL,"
        " changed INTEGER NOT NULL, PRIMARY KEY (audience, token)) WITHOUT ROWID"
    ),
)


class SqliteStore(Store):
    """FTS5 without contents or places; the entries stand in a table beside it."""

    tables = TABLES

    def propose(self, expression: Expression, *, limit: int, narrow: Narrow = EVERYTHING) -> Sequence[Entry]:
        """Entries that match, the latest first; FTS5 walks its lists backward and stops at the limit."""
        inner = "SELECT w.rowid AS row FROM search_words{g} AS w"
        if narrow.where:
            inner += " CROSS JOIN search_entry{g} AS e ON e.row = w.rowid"
        inner += " WHERE w.search_words{g} MATCH %s"
        if narrow.where:
            inner += f" AND {narrow.where}"
        query = (
            f"SELECT e.id, e.title, e.body, e.language FROM ({inner} ORDER BY w.rowid DESC LIMIT %s) AS hit"
            " CROSS JOIN search_entry{g} AS e ON e.row = hit.row"
        )
        with self.connection.cursor() as cursor:
            cursor.execute(self.sql(query), [written(expression), *narrow.params, limit])
            return [Entry(*row) for row in cursor.fetchall()]

    def _holding(self, expression: Expression, narrow: Narrow) -> tuple[str, list[Any]]:
        """Walks the lists backward too."""
        text = "FROM search_words{g} AS w CROSS JOIN search_entry{g} AS e ON e.row = w.rowid WHERE w.search_words{g} MATCH %s"
        if narrow.where:
            text += f" AND {narrow.where}"
        return self.sql(text), [written(expression), *narrow.params]

    def _write(self, cursor: Any, rows: Sequence[Row]) -> None:
        cursor.execute(self.sql("SELECT COALESCE(MAX(row), 0) FROM search_entry{g}"))
        last = cursor.fetchone()[0]
        numbered = [(last + at, row, row.title.stored(), row.body.stored()) for at, row in enumerate(rows, 1)]
        cursor.executemany(
            self.sql(
                f"INSERT INTO search_entry{{g}} (row, {_FILED}, title, body) VALUES ({', '.join(['%s'] * (len(FILED) + 3))})"
            ),
            [(at, *filed_values(row), title, body) for at, row, title, body in numbered],
        )
        cursor.executemany(
            self.sql("INSERT INTO search_words{g} (rowid, tokens) VALUES (%s, %s)"),
            [(at, " ".join(index_tokens(title, body))) for at, _row, title, body in numbered],
        )
        shown = [(at, *(getattr(row.shown, name) for name in SHOWN)) for at, row, _t, _b in numbered if row.shown]
        cursor.executemany(
            self.sql(
                f"INSERT INTO search_shown{{g}} (row, {_SHOWN}) VALUES ({', '.join(['%s'] * (len(SHOWN) + 1))})"
            ),
            shown,
        )

    def _erase(self, cursor: Any, ids: Sequence[str]) -> list[tuple[str, str, bool, str]]:
        gone: list[tuple[int, str, str, int, str]] = []
        asked = self.sql("SELECT row, title, body, public, scope FROM search_entry{g} WHERE id = %s")
        for key in ids:
            cursor.execute(asked, [key])
            gone.extend(cursor.fetchall())
        cursor.executemany(
            self.sql("INSERT INTO search_words{g} (search_words{g}, rowid, tokens) VALUES ('delete', %s, %s)"),
            [(row, " ".join(index_tokens(title, body))) for row, title, body, _p, _s in gone],
        )
        for table in ("search_entry", "search_shown"):
            cursor.executemany(
                self.sql(f"DELETE FROM {table}{{g}} WHERE row = %s"),
                [(row[0],) for row in gone],
            )
        return [(title, body, bool(public), scope) for _row, title, body, public, scope in gone]


def filed_values(row: Row) -> tuple[Any, ...]:
    """In the order of FILED."""
    f = row.filed
    day = f.day.isoformat() if f.day else None
    return (row.id, row.stamp, f.kind, f.pk, f.language, f.state, day, f.offices_text, int(f.public), f.scope)


def written(expression: Expression) -> str:
    """``expression`` in the language of FTS5. Every token is quoted: nothing a user types is an operator."""
    match expression:
        case Word(token, open_end):
            return '"' + token.replace('"', "").replace("\x00", "") + '"' + (" *" if open_end else "")
        case All(parts):
            return "(" + " AND ".join(written(part) for part in parts) + ")"
        case Either(parts):
            return "(" + " OR ".join(written(part) for part in parts) + ")"
