"""How many there are, by kind, language, state and office: counted in the index with the reader's sight in the condition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from nhipcau.people.models import Office
from nhipcau.search.answers import KINDS, Facet, Question, Sort
from nhipcau.search.rules.planning import Query, whole
from nhipcau.search.rules.scripts import keys_in
from nhipcau.search.seeing import Seen, asked_for
from nhipcau.search.sources import SOURCES

CAP = 5_000
"""Entries after which counting ends: what is counted is told as "more than"."""
MOST_OFFICES = 20
Grouped = tuple[str, str, str, str, int]
"""(kind, language, state, offices, how many)"""


@dataclass(frozen=True, slots=True)
class Count:
    """``rows``: everything that the text finds, whatever the filters; ``total``: with them."""

    rows: tuple[Grouped, ...] = ()
    total: int = 0
    is_exact: bool = True


def counted(seen: Seen, query: Query, question: Question) -> Count:
    """Of entries that have all words, or the number, that was asked for; days are filtered at once, the rest is for the facets."""
    days = Question("", since=question.since, until=question.until)
    expression = whole(query, seen.vocabulary())
    text, params = seen.store.matching(expression, seen.sight.narrow & asked_for(days))
    grouped = (
        "SELECT h.kind, h.language, h.state, h.offices, COUNT(*) FROM"
        f" (SELECT e.kind, e.language, e.state, e.offices {text} LIMIT {CAP}) AS h"
        " GROUP BY h.kind, h.language, h.state, h.offices"
    )
    with seen.store.connection.cursor() as cursor:
        cursor.execute(grouped, params)
        rows = tuple(
            (kind, language, state, offices, int(many)) for kind, language, state, offices, many in cursor.fetchall()
        )
    total = sum(row[4] for row in rows if _passes(row, question, but=""))
    return Count(rows, total, sum(row[4] for row in rows) < CAP)


def _passes(row: Grouped, question: Question, *, but: str) -> bool:
    kind, language, state, offices, _many = row
    return (
        (but == "kinds" or not question.kinds or kind in question.kinds)
        and (but == "languages" or not question.languages or language in question.languages)
        and (but == "states" or not question.states or f"{kind}.{state}" in question.states)
        and (but == "offices" or not question.offices or bool(set(question.offices) & set(map(int, offices.split()))))
    )


def facets_of(rows: Sequence[Grouped], question: Question, *, staff: bool) -> dict[str, tuple[Facet, ...]]:
    """Each facet counts what its own values would leave, the other filters being as they are."""
    kinds: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    states: Counter[str] = Counter()
    offices: Counter[int] = Counter()
    for row in rows:
        kind, language, state, of, many = row
        if _passes(row, question, but="kinds"):
            kinds[kind] += many
        if _passes(row, question, but="languages"):
            languages[language] += many
        if state and _passes(row, question, but="states"):
            states[f"{kind}.{state}"] += many
        if _passes(row, question, but="offices"):
            for pk in of.split():
                offices[int(pk)] += many
    facets = {
        "kinds": tuple(Facet("kinds", kind, str(KINDS[kind]), kinds[kind]) for kind in KINDS if kinds[kind]),
        "languages": _languages(languages),
    }
    if staff:
        facets["states"] = tuple(_state(value, many, alone=len(kinds) == 1) for value, many in sorted(states.items()))
        facets["offices"] = _offices(offices)
    return facets


def _state(value: str, many: int, *, alone: bool) -> Facet:
    kind, _dot, state = value.partition(".")
    said = str(SOURCES[kind].states.get(state, state))
    return Facet("states", value, said if alone else f"{KINDS[kind]}: {said}", many)


def _languages(counts: Mapping[str, int]) -> tuple[Facet, ...]:
    names = dict(settings.LANGUAGES)
    order = [*names, *sorted(set(counts) - set(names))]
    return tuple(Facet("languages", code, names.get(code, code), counts[code]) for code in order if counts.get(code))


def _offices(counts: Counter[int]) -> tuple[Facet, ...]:
    first = counts.most_common(MOST_OFFICES)
    names = dict(Office.objects.filter(pk__in=[pk for pk, _many in first]).values_list("pk", "name"))
    return tuple(Facet("offices", str(pk), names.get(pk, ""), many) for pk, many in first if pk in names)


def languages_of(rows: Sequence[Grouped], question: Question, *, known: Mapping[str, str]) -> tuple[Facet, ...]:
    """How many there are in the languages that were not asked for."""
    found: Counter[str] = Counter()
    for row in rows:
        if row[1] not in question.languages and _passes(row, question, but="languages"):
            found[row[1]] += row[4]
    return _languages(found)


def ids_in_order(seen: Seen, query: Query, sort: Sort, begin: int, size: int) -> list[str]:
    """The entries from ``begin`` on, by day or title."""
    text, params = seen.store.matching(whole(query, seen.vocabulary()), seen.narrow)
    if sort is Sort.TITLE:
        return _by_title(seen, text, params)[begin : begin + size]
    way = "ASC" if sort is Sort.OLDEST else "DESC"
    ordered = (
        f"SELECT e.id {text} ORDER BY CASE WHEN e.day IS NULL THEN 1 ELSE 0 END, e.day {way}, e.row {way}"
        f" LIMIT {int(size)} OFFSET {int(begin)}"
    )
    with seen.store.connection.cursor() as cursor:
        cursor.execute(ordered, params)
        return [row[0] for row in cursor.fetchall()]


def _by_title(seen: Seen, text: str, params: list[Any]) -> list[str]:
    """In the order of letters without marks, then with them: the same on every database."""
    shown = seen.store.sql("search_shown{g}")
    query = f"SELECT e.id, (SELECT s.title FROM {shown} AS s WHERE s.row = e.row) {text} LIMIT {CAP}"
    with seen.store.connection.cursor() as cursor:
        cursor.execute(query, params)
        rows = [(list(keys_in(title or "")), key) for key, title in cursor.fetchall()]
    return [key for _keys, key in sorted(rows, key=lambda row: ([fold for fold, _exact in row[0]], row[0], row[1]))]
