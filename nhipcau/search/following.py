"""The index follows its sources: what changed is noted in the change's own transaction and read again once that is committed (ADR 23).

A note is a row of ``Due``. It goes with its change if that is taken back, and outlives a killed process: the next commit, or the clock, takes
it up. What is read is always what is committed, whoever reads it, so that no late reader can put an old state over a newer one.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import connection, transaction

from nhipcau.search.live import concepts_of, store_of, the_pen
from nhipcau.search.models import Due, IndexState
from nhipcau.search.preparing import rows_of
from nhipcau.search.rules.abbreviations import Concepts
from nhipcau.search.sources import SOURCES
from nhipcau.search.stores import Store

log = logging.getLogger("nhipcau.search")
AT_ONCE = 300
"""Things read and written in one transaction: nobody else writes meanwhile."""


def note(kind: str, things: Iterable[int]) -> None:
    """These things changed. Cheap: one insert; the index follows on commit (or within a minute, see ``Source.soon``)."""
    rows = [(kind, int(thing)) for thing in dict.fromkeys(things)]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO search_due (kind, thing) VALUES (%s, %s)", rows)
    if SOURCES[kind].soon and not _is_waiting():
        transaction.on_commit(_after_commit, robust=True)


def _is_waiting() -> bool:
    """Whether this transaction will look on commit already: once is enough however much it changes."""
    here = set(connection.savepoint_ids)
    return any(waiting[1] is _after_commit and waiting[0] <= here for waiting in connection.run_on_commit)


def _after_commit() -> None:
    catch_up(soon_only=True)


def catch_up(*, soon_only: bool = False) -> int:
    """Follow everything that is noted. Answers how many things. Safe to call at any time, by as many as like."""
    many = 0
    while done := _follow_some(soon_only=soon_only):
        many += done
    return many


def _follow_some(*, soon_only: bool) -> int:
    if not Due.objects.exists():
        return 0
    with the_pen():
        state = IndexState.objects.first()
        notes = Due.objects.order_by("pk")
        if soon_only:
            notes = notes.filter(kind__in=[kind for kind, source in SOURCES.items() if source.soon])
        taken = list(notes.values_list("pk", "kind", "thing")[:AT_ONCE])
        if not taken:
            return 0
        by_kind: dict[str, set[int]] = defaultdict(set)
        for _pk, kind, thing in taken:
            by_kind[kind].add(thing)
        for kind, things in by_kind.items():
            if state is not None:
                write(state, kind, sorted(things))
        _strike(max(pk for pk, _kind, _thing in taken), [pk for pk, _kind, _thing in taken])
    return len(taken)


def _strike(last: int, pks: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM search_due WHERE id = %s", [(pk,) for pk in pks])


def write(state: IndexState, kind: str, things: Sequence[int]) -> None:
    """Bring the entries of ``things`` up to date in the index at work and in the one being built. Hold the pen."""
    if kind not in SOURCES:
        return
    for generation, words in ((state.live, state.words), (state.building, state.building_words)):
        if generation:
            put(store_of(generation), kind, things, concepts_of(words), words)


def put(store: Store, kind: str, things: Sequence[int], concepts: Concepts, words: str) -> None:
    """The entries of ``things`` as they are now; one that cannot be read is told in the log and keeps no other from its turn."""
    try:
        with transaction.atomic():
            rows = list(rows_of(SOURCES[kind], things, concepts, words))
    except Exception:
        if len(things) == 1:
            log.exception("could not be read for the index: %s %s", kind, things[0])
            return
        for thing in things:
            put(store, kind, [thing], concepts, words)
        return
    keep = {row.id for row in rows}
    store.remove([key for key in store.ids_of(kind, things) if key not in keep])
    store.add(rows)
