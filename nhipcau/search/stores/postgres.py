"""The index in PostgreSQL: the same tokens as a tsvector literal, with a GIN index. No dictionary, no places, no ranking there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from nhipcau.search.rules.analysis import index_tokens
from nhipcau.search.rules.expressions import All, Expression, Word
from nhipcau.search.rules.expressions import Any as Either
from nhipcau.search.rules.scoring import Entry
from nhipcau.search.stores.base import Row, Store

_ENTRY = """CREATE TABLE search_entry (
    row BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    words TSVECTOR NOT NULL
)"""
TABLES = (
    _ENTRY,
    "CREATE INDEX search_entry_words ON search_entry USING GIN (words) WITH (fastupdate = off)",
    'CREATE TABLE search_vocabulary (token TEXT COLLATE "C" PRIMARY KEY, entries INTEGER NOT NULL)',
    "CREATE TABLE search_state (version BIGINT NOT NULL, size INTEGER NOT NULL)",
    "INSERT INTO search_state (version, size) VALUES (0, 0)",
)


class PostgresStore(Store):
    """tsvector and GIN."""

    def create(self) -> None:
        """Make the tables."""
        with self.connection.cursor() as cursor:
            for statement in TABLES:
                cursor.execute(statement)

    def propose(self, expression: Expression, *, limit: int) -> Sequence[Entry]:
        """Entries that match, the latest rows first."""
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT e.id, e.title, e.body FROM (SELECT row FROM search_entry WHERE words @@ %s::tsquery ORDER BY row DESC LIMIT %s)"
                " AS hit JOIN search_entry AS e ON e.row = hit.row ORDER BY e.row DESC",
                [written(expression), limit],
            )
            return [Entry(*row) for row in cursor.fetchall()]

    def _write(self, cursor: Any, rows: Sequence[Row]) -> None:
        cursor.executemany(
            "INSERT INTO search_entry (id, title, body, words) VALUES (%s, %s, %s, %s::tsvector)",
            [(row.id, title, body, literal(index_tokens(title, body))) for row, title, body in _stored(rows)],
        )

    def _erase(self, cursor: Any, ids: Sequence[str]) -> list[tuple[str, str]]:
        if not ids:
            return []
        cursor.execute("DELETE FROM search_entry WHERE id = ANY(%s) RETURNING title, body", [list(ids)])
        return [(title, body) for title, body in cursor.fetchall()]


def _stored(rows: Sequence[Row]) -> Iterator[tuple[Row, str, str]]:
    for row in rows:
        yield row, row.title.stored(), row.body.stored()


def literal(tokens: set[str]) -> str:
    """The tsvector of an entry: its tokens, without places or weights."""
    return " ".join(_quoted(token) for token in sorted(tokens))


def written(expression: Expression) -> str:
    """``expression`` as a tsquery. Every token is quoted: nothing a user types is an operator."""
    match expression:
        case Word(token, open_end):
            return _quoted(token) + (":*" if open_end else "")
        case All(parts):
            return "(" + " & ".join(written(part) for part in parts) + ")"
        case Either(parts):
            return "(" + " | ".join(written(part) for part in parts) + ")"


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''").replace("\x00", "") + "'"
