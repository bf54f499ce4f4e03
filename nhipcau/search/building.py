"""An index built beside the one at work, which goes on answering; and what keeps the two the same as their sources."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection
from django.utils import timezone

from nhipcau.search.following import catch_up, note, put
from nhipcau.search.live import concepts_of, store_of, the_pen, words_now
from nhipcau.search.models import IndexState
from nhipcau.search.preparing import stamps_of
from nhipcau.search.sources import SOURCES

log = logging.getLogger("nhipcau.search")
BATCH = 200
Progress = Callable[[str, int, int], None]
"""(kind, how many are done, how many there are)"""


def _quiet(_kind: str, _done: int, _all: int) -> None: ...


def rebuild(*, progress: Progress = _quiet, afresh: bool = False) -> int:
    """Build a new index aside and let it answer from then on. Answers how many things it holds.

    One that was broken off is taken up where it stands, unless ``afresh`` or the abbreviations have changed since.
    """
    _begin(afresh=afresh)
    many = 0
    for source in SOURCES.values():
        done, total = 0, source.keys().count()
        while batch := _build_some(source.kind):
            done += batch
            many += batch
            progress(source.kind, min(done, total), total)
    catch_up()
    _swap()
    return many


def _begin(*, afresh: bool) -> None:
    words = words_now()
    with the_pen():
        state = IndexState.objects.first()
        if state and state.building and state.building_words == words and not afresh:
            return
        number = 1 + max(state.live, state.building) if state else 1
        if state and state.building:
            store_of(state.building).drop()
        for gone in range(max(1, number - 3), number + 1):
            if state is None or gone != state.live:
                store_of(gone).drop()
        store_of(number).create()
        store_of(number).forget()
        if state is None:
            _sql(
                "INSERT INTO search_indexstate (live, words, building, building_words, built_kind, built_pk)"
                " VALUES (0, '', %s, %s, '', 0)",
                [number, words],
            )
        else:
            _sql(
                "UPDATE search_indexstate SET building = %s, building_words = %s, built_kind = '', built_pk = 0",
                [number, words],
            )


def _build_some(kind: str) -> int:
    """The next BATCH things of ``kind``; 0 where there are no more."""
    with the_pen():
        state = IndexState.objects.get()
        kinds = list(SOURCES)
        reached = kinds.index(state.built_kind) if state.built_kind in kinds else -1
        if kinds.index(kind) < reached:
            return 0
        after = state.built_pk if state.built_kind == kind else 0
        things = list(SOURCES[kind].keys().filter(pk__gt=after).order_by("pk")[:BATCH])
        if things:
            put(store_of(state.building), kind, things, concepts_of(state.building_words), state.building_words)
            _sql("UPDATE search_indexstate SET built_kind = %s, built_pk = %s", [kind, things[-1]])
    return len(things)


def _swap() -> None:
    with the_pen():
        _sql(
            "UPDATE search_indexstate SET live = building, words = building_words, building = 0, building_words = '',"
            " built_kind = '', built_pk = 0",
            [],
        )


def sweep() -> None:
    """Drop indexes that no longer answer. Not at the moment of the swap: somebody may be in the middle of a question."""
    state = IndexState.objects.first()
    if state is None:
        return
    before = state.live - 1
    if before > 0 and f"search_entry_{before}" in connection.introspection.table_names():
        store_of(before).drop()


def _sql(statement: str, params: Sequence[Any]) -> None:
    """The state is no deed of anybody: it is written as the index itself is."""
    with connection.cursor() as cursor:
        cursor.execute(statement, list(params))


def ensure(*, progress: Progress = _quiet) -> bool:
    """Build the index where there is none, or where it was made by another analysis or with other abbreviations. True if it was built."""
    state = IndexState.objects.first()
    if state is not None and state.live and state.words == words_now():
        catch_up()
        return False
    rebuild(progress=progress)
    return True


@dataclass(frozen=True, slots=True)
class Drift:
    """What the index of a kind has otherwise than its source: ids."""

    kind: str
    missing: tuple[str, ...]
    extra: tuple[str, ...]
    stale: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.missing or self.extra or self.stale)


def drift(kinds: Sequence[str] = ()) -> Iterator[Drift]:
    """Compare the index with its sources, kind by kind. What is only noted and not followed yet is followed first."""
    catch_up()
    state = IndexState.objects.filter(live__gt=0).first()
    for kind in kinds or SOURCES:
        source = SOURCES[kind]
        there = store_of(state.live).stamps(kind) if state else {}
        words = state.words if state else ""
        should: dict[str, str] = {}
        keys = source.keys().iterator(chunk_size=BATCH)
        while pks := list(islice(keys, BATCH)):
            should |= stamps_of(source, pks, words)
        yield Drift(
            kind,
            missing=tuple(key for key in should if key not in there),
            extra=tuple(key for key in there if key not in should),
            stale=tuple(key for key in should if key in there and there[key] != should[key]),
        )


def mend(kinds: Sequence[str] = ()) -> int:
    """Read again what drifted. Answers how many entries were wrong."""
    wrong = 0
    for found in drift(kinds):
        keys = (*found.missing, *found.extra, *found.stale)
        wrong += len(keys)
        note(found.kind, {int(key.split(":")[1]) for key in keys})
    catch_up()
    return wrong


MENDS_AT = 3
"""The hour of the day from which the clock looks for drift."""


def tend(now: datetime) -> None:
    """What the clock does each minute: follow what is noted, build what abbreviations or a new version ask for, once a day mend."""
    ensure()
    sweep()
    here = timezone.localtime(now)
    state = IndexState.objects.first()
    if state is not None and here.hour >= MENDS_AT and state.mended_on != here.date():
        wrong = mend()
        if wrong:
            log.warning("the index had drifted: %d entries were read again", wrong)
        _sql("UPDATE search_indexstate SET mended_on = %s", [here.date()])
