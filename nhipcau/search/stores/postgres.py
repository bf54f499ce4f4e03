"""The index in PostgreSQL: the same tokens written as a tsvector literal, with a GIN index. No dictionary, no ranking there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from nhipcau.search.rules.expressions import All, Expression, InTitle, Phrase, Word
from nhipcau.search.rules.expressions import Any as Either
from nhipcau.search.rules.scoring import Entry
from nhipcau.search.stores.base import Row, Store, stored

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
_LAST = 16_383
_MOST = 250
"""Places of one word that are kept; PostgreSQL keeps at most 255."""


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
                "SELECT id, title, body FROM search_entry WHERE words @@ %s::tsquery ORDER BY row DESC LIMIT %s",
                [written(expression), limit],
            )
            return [Entry(*row) for row in cursor.fetchall()]

    def _write(self, cursor: Any, rows: Sequence[Row]) -> None:
        cursor.executemany(
            "INSERT INTO search_entry (id, title, body, words) VALUES (%s, %s, %s, %s::tsvector)",
            [(row.id, stored(row.title), stored(row.body), literal(row)) for row in rows],
        )

    def _erase(self, cursor: Any, ids: Sequence[str]) -> list[tuple[str, str]]:
        if not ids:
            return []
        cursor.execute("DELETE FROM search_entry WHERE id = ANY(%s) RETURNING title, body", [list(ids)])
        return [(title, body) for title, body in cursor.fetchall()]


def literal(row: Row) -> str:
    """The tsvector of a row: the title's words have weight A. Title and body lie apart, so no phrase runs across."""
    places: dict[str, list[str]] = {}
    at = 1
    for field, weight in ((row.title, "A"), (row.body, "")):
        for words in (field.words, field.exacts, field.extras):
            for word in words.split():
                kept = places.setdefault(word, [])
                if at <= _LAST and len(kept) < _MOST:
                    kept.append(f"{at}{weight}")
                at += 1
            at += 2
    return " ".join(_lexemes(places))


def _lexemes(places: dict[str, list[str]]) -> Iterator[str]:
    for word, kept in places.items():
        yield _quoted(word) + (":" + ",".join(kept) if kept else "")


def written(expression: Expression, *, title: bool = False) -> str:
    """``expression`` as a tsquery. Every token is quoted: nothing a user types is an operator."""
    match expression:
        case Word(token, open_end):
            return _quoted(token) + _suffix(title=title, open_end=open_end)
        case Phrase(tokens, open_end):
            last = len(tokens) - 1
            return "(" + " <-> ".join(
                _quoted(t) + _suffix(title=title, open_end=open_end and at == last) for at, t in enumerate(tokens)
            ) + ")"  # fmt: skip
        case All(parts):
            return "(" + " & ".join(written(part, title=title) for part in parts) + ")"
        case Either(parts):
            return "(" + " | ".join(written(part, title=title) for part in parts) + ")"
        case InTitle(part):
            return written(part, title=True)


def _suffix(*, title: bool, open_end: bool) -> str:
    flags = ("*" if open_end else "") + ("A" if title else "")
    return f":{flags}" if flags else ""


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''").replace("\x00", "") + "'"
