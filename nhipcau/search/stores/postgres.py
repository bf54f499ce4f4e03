"""The index in PostgreSQL: the same tokens as a tsvector literal, with a GIN index. No dictionary, no places, no ranking there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nhipcau.search.rules.analysis import index_tokens
from nhipcau.search.rules.expressions import All, Expression, Word
from nhipcau.search.rules.expressions import Any as Either
from nhipcau.search.rules.scoring import Entry
from nhipcau.search.stores.base import COUNTED, FILED, SHOWN, Store
from nhipcau.search.stores.rows import EVERYTHING, Narrow, Row
from nhipcau.search.stores.sqlite import filed_values

_FILED = ", ".join(FILED)
_SHOWN = ", ".join(SHOWN)
_ENTRY = """CREATE TABLE search_entry{g} (
    row BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    stamp TEXT NOT NULL,
    kind TEXT NOT NULL,
    pk BIGINT NOT NULL,
    language TEXT NOT NULL,
    state TEXT NOT NULL,
    day TEXT,
    offices TEXT NOT NULL,
    public INTEGER NOT NULL,
    scope TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    words TSVECTOR NOT NULL
)"""
_SHOWN_TABLE = """CREATE TABLE search_shown{g} (
    row BIGINT PRIMARY KEY,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    url TEXT NOT NULL,
    staff_url TEXT NOT NULL,
    steps TEXT NOT NULL,
    marks TEXT NOT NULL,
    names TEXT NOT NULL,
    crumbs TEXT NOT NULL
)"""
TABLES = (
    _ENTRY,
    "CREATE INDEX search_thing{g} ON search_entry{g} (kind, pk)",
    _SHOWN_TABLE,
    (
        'CREATE TABLE search_vocabulary{g} (audience TEXT NOT NULL, token TEXT COLLATE "C" NOT NULL, entries INTEGER NOT NULL,'
        " changed BIGINT NOT NULL, PRIMARY KEY (audience, token))"
    ),
)
WORDS = ("CREATE INDEX search_entry_words{g} ON search_entry{g} USING GIN (words) WITH (fastupdate = off)",)


class PostgresStore(Store):
    """tsvector and GIN."""

    tables = TABLES
    at_the_end = WORDS
    names = ("search_entry", "search_shown", "search_vocabulary", "search_size", "search_state")

    def create(self, *, to_fill: bool = False) -> None:
        """Texts are packed with lz4 where the server can: a third faster to write, and read again for every candidate."""
        super().create(to_fill=to_fill)
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT 1 FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY(enumvals)"
            )
            if cursor.fetchone():
                columns = ", ".join(f"ALTER {name} SET COMPRESSION lz4" for name in ("title", "body", "words"))
                cursor.execute(self.sql(f"ALTER TABLE search_entry{{g}} {columns}"))

    def filled(self) -> None:
        """The lists are sorted in memory, as much of them at once as fits."""
        with self._whole(), self.connection.cursor() as cursor:
            cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
            for statement in self.at_the_end:
                cursor.execute(self.sql(statement))

    def propose(self, expression: Expression, *, limit: int, narrow: Narrow = EVERYTHING) -> Sequence[Entry]:
        """Entries that match, the latest rows first."""
        text, params = self.matching(expression, narrow)
        query = (
            f"SELECT e.id, e.title, e.body, e.language FROM (SELECT e.row {text} ORDER BY e.row DESC LIMIT %s)"
            f" AS hit JOIN search_entry{self.generation} AS e ON e.row = hit.row ORDER BY e.row DESC"
        )
        with self.connection.cursor() as cursor:
            cursor.execute(query, [*params, limit])
            return [Entry(*row) for row in cursor.fetchall()]

    def _holding(self, expression: Expression, narrow: Narrow) -> tuple[str, list[Any]]:
        """By the GIN index; the condition is looked at row by row."""
        text = "FROM search_entry{g} AS e WHERE e.words @@ %s::tsquery"
        if narrow.where:
            text += f" AND {narrow.where}"
        return self.sql(text), [written(expression), *narrow.params]

    def _write(self, cursor: Any, rows: Sequence[Row]) -> None:
        with cursor.copy(self.sql(f"COPY search_entry{{g}} ({_FILED}, title, body, words) FROM STDIN")) as copy:
            for row in rows:
                title, body = row.title.stored(), row.body.stored()
                copy.write_row((*filed_values(row), title, body, literal(index_tokens(title, body))))
        shown = [(row.id, *(getattr(row.shown, name) for name in SHOWN)) for row in rows if row.shown]
        at = f"(SELECT row FROM search_entry{self.generation} WHERE id = %s)"
        cursor.executemany(
            self.sql(
                f"INSERT INTO search_shown{{g}} (row, {_SHOWN}) VALUES ({at}, {', '.join(['%s'] * len(SHOWN))})"
            ),
            shown,
        )

    def _count_up(self, cursor: Any, counts: Sequence[tuple[str, str, int]], version: int) -> None:
        if not counts:
            return
        columns = [list(column) for column in zip(*counts, strict=True)]
        cursor.execute(
            self.sql(
                "INSERT INTO search_vocabulary{g} (audience, token, entries, changed)"
                f" SELECT audience, token, entries, %s FROM unnest(%s::text[], %s::text[], %s::int[]) AS n (audience, token, entries) {COUNTED}"
            ),
            [version, *columns],
        )

    def _erase(self, cursor: Any, ids: Sequence[str]) -> list[tuple[str, str, bool, str]]:
        if not ids:
            return []
        cursor.execute(
            self.sql("DELETE FROM search_entry{g} WHERE id = ANY(%s) RETURNING row, title, body, public, scope"),
            [list(ids)],
        )
        gone = cursor.fetchall()
        if gone:
            cursor.execute(self.sql("DELETE FROM search_shown{g} WHERE row = ANY(%s)"), [[row[0] for row in gone]])
        return [(title, body, bool(public), scope) for _row, title, body, public, scope in gone]


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
