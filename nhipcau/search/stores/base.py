"""What both stores share: rows in and out, and the vocabulary, kept in the process while the index is the same."""

from __future__ import annotations

import abc
import contextlib
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from nhipcau.search.rules.analysis import Field, known_tokens
from nhipcau.search.rules.expressions import Expression
from nhipcau.search.rules.scoring import Entry
from nhipcau.search.rules.vocabulary import Vocabulary

AT_ONCE = 500
"""Rows written together."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to find, analysed. ``id`` is the caller's own."""

    id: str
    title: Field
    body: Field


class Store(abc.ABC):
    """Tables of an index: entries, postings, vocabulary, and a counter that tells other processes of changes.

    Runs inside the caller's transaction where there is one, so that an entry changes together with its source.
    """

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection
        self._kept: tuple[int, Vocabulary] | None = None

    @abc.abstractmethod
    def create(self) -> None:
        """Make the tables; they must not be there yet."""

    @abc.abstractmethod
    def propose(self, expression: Expression, *, limit: int) -> Sequence[Entry]:
        """At most ``limit`` entries that meet ``expression``, the latest first."""

    @abc.abstractmethod
    def _write(self, cursor: Any, rows: Sequence[Row]) -> None:
        """Insert ``rows``; none of their ids is there."""

    @abc.abstractmethod
    def _erase(self, cursor: Any, ids: Sequence[str]) -> list[tuple[str, str]]:
        """Delete entries; answers the stored (title, body) of those that were there."""

    def add(self, rows: Iterable[Row]) -> int:
        """Write ``rows``, each in place of one with the same id. Answers how many."""
        many = 0
        for batch in _batches(rows):
            with self._whole(), self.connection.cursor() as cursor:
                gone = self._erase(cursor, [row.id for row in batch])
                self._write(cursor, batch)
                words = Counter(
                    token for row in batch for token in known_tokens(row.title.stored(), row.body.stored())
                )
                words.subtract(token for title, body in gone for token in known_tokens(title, body))
                self._changed(cursor, words, more=len(batch) - len(gone))
            many += len(batch)
        return many

    def remove(self, ids: Sequence[str]) -> int:
        """Take entries out. Answers how many were there."""
        with self._whole(), self.connection.cursor() as cursor:
            gone = self._erase(cursor, ids)
            words: Counter[str] = Counter()
            words.subtract(token for title, body in gone for token in known_tokens(title, body))
            self._changed(cursor, words, more=-len(gone))
        return len(gone)

    def vocabulary(self) -> Vocabulary:
        """The words of the index, read again when it has changed."""
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT version, size FROM search_state")
            version, size = cursor.fetchone()
            if self._kept is None or self._kept[0] != version:
                cursor.execute("SELECT token, entries FROM search_vocabulary WHERE entries > 0")
                self._kept = (version, Vocabulary(dict(cursor.fetchall()), size=size))
        return self._kept[1]

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

    def _changed(self, cursor: Any, words: Counter[str], *, more: int) -> None:
        cursor.executemany(
            "INSERT INTO search_vocabulary (token, entries) VALUES (%s, %s)"
            " ON CONFLICT (token) DO UPDATE SET entries = search_vocabulary.entries + excluded.entries",
            [(token, many) for token, many in sorted(words.items()) if many],
        )
        cursor.execute("UPDATE search_state SET version = version + 1, size = size + %s", [more])


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Batches in which no id stands twice: a later row of one id replaces the earlier."""
    waiting = iter(rows)
    while batch := list(itertools.islice(waiting, AT_ONCE)):
        yield list({row.id: row for row in batch}.values())
