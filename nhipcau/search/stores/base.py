"""What both stores share: rows in and out, and the vocabulary, kept in the process while the index is the same."""

from __future__ import annotations

import abc
import contextlib
import itertools
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from nhipcau.search.rules.analysis import known_tokens
from nhipcau.search.rules.expressions import Expression
from nhipcau.search.rules.scoring import Entry
from nhipcau.search.rules.vocabulary import Vocabulary
from nhipcau.search.stores.rows import EVERYTHING, PUBLIC, Narrow, Row

AT_ONCE = 2_000
"""Rows written together: the more, the fewer times a common word is counted up."""
FILED = ("id", "stamp", "kind", "pk", "language", "state", "day", "offices", "public", "scope")
SHOWN = ("title", "text", "url", "staff_url", "steps", "marks", "names", "crumbs")
VOCABULARY = (
    "CREATE TABLE search_size{g} (audience TEXT NOT NULL PRIMARY KEY, size INTEGER NOT NULL)",
    "CREATE INDEX search_changed{g} ON search_vocabulary{g} (changed)",
    "CREATE TABLE search_state{g} (version BIGINT NOT NULL)",
    "INSERT INTO search_state{g} (version) VALUES (0)",
)
COUNTED = (
    "ON CONFLICT (audience, token) DO UPDATE SET"
    " entries = search_vocabulary{g}.entries + excluded.entries, changed = excluded.changed"
)


class Store(abc.ABC):
    """Tables of an index: entries, what is shown of them, postings, vocabulary, and a counter that tells other processes of changes.

    ``generation`` is the end of the tables' names, so that a new index can be built beside one at work. Runs inside the caller's transaction
    where there is one.
    """

    tables: tuple[str, ...] = ()
    at_the_end: tuple[str, ...] = ()
    names: tuple[str, ...] = (
        "search_entry",
        "search_shown",
        "search_words",
        "search_vocabulary",
        "search_size",
        "search_state",
    )

    def __init__(self, connection: BaseDatabaseWrapper, generation: str = "") -> None:
        self.connection = connection
        self.generation = generation
        self._kept: dict[tuple[str, ...], tuple[int, Vocabulary]] = {}
        self._lock = threading.Lock()

    def sql(self, text: str) -> str:
        """``text`` with ``{g}`` filled in."""
        return text.replace("{g}", self.generation)

    def create(self, *, to_fill: bool = False) -> None:
        """Make the tables; they must not be there yet. ``to_fill``: what is cheaper made at once is left to ``filled``."""
        with self.connection.cursor() as cursor:
            for statement in (*self.tables, *VOCABULARY, *(() if to_fill else self.at_the_end)):
                cursor.execute(self.sql(statement))

    def filled(self) -> None:
        """Make what ``create`` was told to leave. Without it everything is found too, only slowly."""
        with self.connection.cursor() as cursor:
            for statement in self.at_the_end:
                cursor.execute(self.sql(statement))

    def drop(self) -> None:
        """Take the tables away, where they are."""
        with self.connection.cursor() as cursor:
            for name in self.names:
                cursor.execute(f"DROP TABLE IF EXISTS {name}{self.generation}")

    @abc.abstractmethod
    def propose(self, expression: Expression, *, limit: int, narrow: Narrow = EVERYTHING) -> Sequence[Entry]:
        """At most ``limit`` entries that meet ``expression`` and ``narrow``, the latest first."""

    @abc.abstractmethod
    def _holding(self, expression: Expression, narrow: Narrow) -> tuple[str, list[Any]]:
        """See ``matching``."""

    def matching(self, expression: Expression | None, narrow: Narrow) -> tuple[str, list[Any]]:
        """SQL (``FROM … WHERE …`` on entries ``e``) and parameters of all that meet both; None asks for no words."""
        if expression is None:
            return self.sql(f"FROM search_entry{{g}} AS e WHERE {narrow.where or '1 = 1'}"), list(narrow.params)
        return self._holding(expression, narrow)

    @abc.abstractmethod
    def _write(self, cursor: Any, rows: Sequence[Row]) -> None:
        """Insert ``rows``; none of their ids is there."""

    def _count_up(self, cursor: Any, counts: Sequence[tuple[str, str, int]], version: int) -> None:
        """Add ``(audience, token, how many)`` to the vocabulary."""
        cursor.executemany(
            self.sql(
                f"INSERT INTO search_vocabulary{{g}} (audience, token, entries, changed) VALUES (%s, %s, %s, %s) {COUNTED}"
            ),
            [(*count, version) for count in counts],
        )

    @abc.abstractmethod
    def _erase(self, cursor: Any, ids: Sequence[str]) -> list[tuple[str, str, bool, str]]:
        """Delete entries; answers the stored (title, body, public, scope) of those that were there."""

    def add(self, rows: Iterable[Row]) -> int:
        """Write ``rows``, each in place of one with the same id. Answers how many."""
        many = 0
        for batch in _batches(rows):
            with self._whole(), self.connection.cursor() as cursor:
                gone = self._erase(cursor, [row.id for row in batch])
                self._write(cursor, batch)
                words: Counter[tuple[str, str]] = Counter()
                sizes: Counter[str] = Counter()
                for row in batch:
                    _count(words, sizes, known_tokens(row.title.stored(), row.body.stored()), row.filed.audiences, 1)
                self._uncount(words, sizes, gone)
                self._changed(cursor, words, sizes)
            many += len(batch)
        return many

    def remove(self, ids: Sequence[str]) -> int:
        """Take entries out. Answers how many were there."""
        if not ids:
            return 0
        with self._whole(), self.connection.cursor() as cursor:
            gone = self._erase(cursor, ids)
            words: Counter[tuple[str, str]] = Counter()
            sizes: Counter[str] = Counter()
            self._uncount(words, sizes, gone)
            if gone:
                self._changed(cursor, words, sizes)
        return len(gone)

    def _uncount(
        self, words: Counter[tuple[str, str]], sizes: Counter[str], gone: Sequence[tuple[str, str, bool, str]]
    ) -> None:
        for title, body, public, scope in gone:
            audiences = (*((PUBLIC,) if public else ()), *((scope,) if scope else ()))
            _count(words, sizes, known_tokens(title, body), audiences, -1)

    def vocabulary(self, audiences: tuple[str, ...] = (PUBLIC,)) -> Vocabulary:
        """The words that ``audiences`` may know; of an index that changed, only what changed is read again."""
        with self._lock, self.connection.cursor() as cursor:
            cursor.execute(self.sql("SELECT version FROM search_state{g}"))
            version = cursor.fetchone()[0]
            kept = self._kept.get(audiences)
            if kept is not None and kept[0] == version:
                return kept[1]
            among = ", ".join(["%s"] * len(audiences)) or "''"
            sizes = self.sql(f"SELECT COALESCE(SUM(size), 0) FROM search_size{{g}} WHERE audience IN ({among})")
            cursor.execute(sizes, audiences)
            size = int(cursor.fetchone()[0])
            asked = f"SELECT token, SUM(entries) FROM search_vocabulary{{g}} WHERE audience IN ({among})"
            params: list[Any] = list(audiences)
            if kept is not None:
                asked += " AND token IN (SELECT token FROM search_vocabulary{g} WHERE changed > %s)"
                params.append(kept[0])
            cursor.execute(self.sql(asked + " GROUP BY token"), params)
            found = {token: int(many) for token, many in cursor.fetchall()}
            words = kept[1].changed(found, size=size) if kept else Vocabulary.of(found, size=size)
            self._kept[audiences] = (version, words)
            return words

    def forget(self) -> None:
        """Read the vocabulary anew next time: what was kept may be of a transaction that was taken back."""
        self._kept.clear()

    def shown(self, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Id → what is shown and filed of it."""
        if not ids:
            return {}
        columns = [*(f"e.{name}" for name in FILED), *(f"s.{name}" for name in SHOWN), "e.body"]
        among = ", ".join(["%s"] * len(ids))
        query = (
            f"SELECT {', '.join(columns)} FROM search_entry{{g}} AS e"
            f" JOIN search_shown{{g}} AS s ON s.row = e.row WHERE e.id IN ({among})"
        )
        with self.connection.cursor() as cursor:
            cursor.execute(self.sql(query), list(ids))
            return {row[0]: dict(zip((*FILED, *SHOWN, "body"), row, strict=True)) for row in cursor.fetchall()}

    def stamps(self, kind: str) -> dict[str, str]:
        """Id → stamp of all entries of ``kind``."""
        with self.connection.cursor() as cursor:
            cursor.execute(self.sql("SELECT id, stamp FROM search_entry{g} WHERE kind = %s"), [kind])
            return dict(cursor.fetchall())

    def ids_of(self, kind: str, pks: Sequence[int]) -> list[str]:
        """The entries of some things."""
        if not pks:
            return []
        among = ", ".join(["%s"] * len(pks))
        query = f"SELECT id FROM search_entry{{g}} WHERE kind = %s AND pk IN ({among})"
        with self.connection.cursor() as cursor:
            cursor.execute(self.sql(query), [kind, *pks])
            return [row[0] for row in cursor.fetchall()]

    @contextlib.contextmanager
    def _whole(self) -> Iterator[None]:
        """All or nothing: within the caller's transaction, or in one of its own."""
        connection = self.connection
        if connection.in_atomic_block or not connection.get_autocommit():
            yield
            return
        connection.set_autocommit(False)
        try:
            yield
            connection.commit()
        except BaseException:
            connection.rollback()
            raise
        finally:
            connection.set_autocommit(True)

    def _changed(self, cursor: Any, words: Counter[tuple[str, str]], sizes: Counter[str]) -> None:
        cursor.execute(self.sql("UPDATE search_state{g} SET version = version + 1"))
        cursor.execute(self.sql("SELECT version FROM search_state{g}"))
        version = cursor.fetchone()[0]
        counts = [(audience, token, many) for (audience, token), many in sorted(words.items()) if many]
        self._count_up(cursor, counts, version)
        cursor.executemany(
            self.sql(
                "INSERT INTO search_size{g} (audience, size) VALUES (%s, %s)"
                " ON CONFLICT (audience) DO UPDATE SET size = search_size{g}.size + excluded.size"
            ),
            [(audience, many) for audience, many in sorted(sizes.items()) if many],
        )


def _count(
    words: Counter[tuple[str, str]], sizes: Counter[str], tokens: set[str], audiences: tuple[str, ...], sign: int
) -> None:
    for audience in audiences:
        sizes[audience] += sign
        for token in tokens:
            words[audience, token] += sign


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Batches in which no id stands twice: a later row of one id replaces the earlier."""
    waiting = iter(rows)
    while batch := list(itertools.islice(waiting, AT_ONCE)):
        yield list({row.id: row for row in batch}.values())
