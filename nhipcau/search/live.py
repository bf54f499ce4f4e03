"""The site's own index: the generation that answers now, the one being built, and the abbreviations they know."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction

from nhipcau.search.models import Abbreviation as Kept
from nhipcau.search.models import IndexState
from nhipcau.search.rules.abbreviations import Abbreviation, Concepts
from nhipcau.search.rules.analysis import ANALYSIS
from nhipcau.search.shipped import shipped_abbreviations
from nhipcau.search.sources import SOURCES
from nhipcau.search.stores import Store, store_on

_LOCK = 0x7469_6D20  # "tim ": any fixed number; only the index takes it
_stores: dict[int, Store] = {}
_concepts: dict[str, Concepts] = {}


@dataclass(frozen=True, slots=True)
class Index:
    """A generation to ask: ``words`` is the fingerprint of what it was made with."""

    store: Store
    concepts: Concepts
    words: str


def the_index() -> Index | None:
    """The one at work; None before the first was built. One query."""
    state = IndexState.objects.filter(live__gt=0).first()
    if state is None:
        return None
    return Index(store_of(state.live), concepts_of(state.words), state.words)


def store_of(generation: int) -> Store:
    """The tables of a generation; each thread asks them by its own connection. What was read of the vocabulary is kept for all."""
    if generation not in _stores:
        _stores[generation] = store_on(connection, f"_{generation}")
    return _stores[generation]


def concepts_of(words: str) -> Concepts:
    """The abbreviations that the fingerprint ``words`` stands for; where they have changed since, the present ones."""
    if words not in _concepts:
        rows = abbreviations()
        _concepts.clear()
        _concepts[words] = Concepts(rows)
    return _concepts[words]


def abbreviations() -> list[Abbreviation]:
    """The table; what the program brings along while it is empty."""
    rows = [Abbreviation(row.short, tuple(row.forms)) for row in Kept.objects.all()]
    return rows or list(shipped_abbreviations())


def words_now() -> str:
    """The fingerprint of the analysis, the kinds of things and the abbreviations as they are."""
    rows = [f"{row.short}\t{row.others}" for row in sorted(abbreviations(), key=lambda row: row.short)]
    said = "\n".join([*rows, *sorted(SOURCES)])
    return f"{ANALYSIS}-{hashlib.blake2b(said.encode(), digest_size=12).hexdigest()}"


@contextmanager
def the_pen() -> Iterator[None]:
    """One writer of the index at a time, in a transaction. SQLite's immediate transactions see to it by themselves."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        yield


def forget() -> None:
    """Read everything anew: for tests, whose transactions are taken back."""
    _concepts.clear()
    for store in _stores.values():
        store.forget()
