"""From a question to an answer: candidates that may be seen, ranked, counted, shown."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.conf import settings

from nhipcau.people.models import Staff
from nhipcau.search.answers import Answer, Facet, Question, Sort
from nhipcau.search.counts import CAP, Count, counted, facets_of, ids_in_order, languages_of
from nhipcau.search.finding import Answer as Found
from nhipcau.search.finding import answers, find
from nhipcau.search.live import Index, the_index
from nhipcau.search.meant import did_you_mean, named_so
from nhipcau.search.presenting import Presenter
from nhipcau.search.rules.planning import Query, understand
from nhipcau.search.rules.scoring import Entry, Scored
from nhipcau.search.seeing import Seen, Sight, asked_for, sight_of

RANKED = 200
"""Hits that are ranked by worth; those behind them come by age."""
MOST_SIZE, LONGEST_TEXT = 100, 400
FEW, LONG = 5, 4
NEAR = 0.5
"""Share of the words from which something is offered where nothing has them all."""
HOME = 2.0
"""What an entry in the reader's language is worth more than the same in another."""
WORTH = {"page": 3.0, "place": 3.0, "document": 1.5, "office": 1.0, "media": -2.0}
"""What tells more of a thing comes before what only bears its name."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question with what it is asked of."""

    question: Question
    by: Staff | None
    index: Index
    sight: Sight

    def seen(self, question: Question) -> Seen:
        return Seen(self.index.store, self.sight, self.sight.narrow & asked_for(question))


def answer(question: Question, *, by: Staff | None) -> Answer:
    """See ``asking.ask``."""
    begun = time.perf_counter()
    index = the_index()
    question = _within_bounds(question)
    if index is None or not (question.text or (by is not None and asked_for(question).where)):
        return Answer()
    asked = _Asked(question, by, index, sight_of(by))
    told = _told(asked, *_found(asked)) if question.text else _leafed(asked)
    return replace(told, ms=round((time.perf_counter() - begun) * 1000, 2))


def _within_bounds(question: Question) -> Question:
    text = question.text[:LONGEST_TEXT].replace("\x00", " ").strip()
    size = min(max(1, question.size), MOST_SIZE)
    return replace(question, text=text, size=size, page=max(1, question.page))


def _found(asked: _Asked) -> tuple[Question, Found]:
    """What is found, and the question as it was asked in the end: readers get their own language, others if that has nothing."""
    question = asked.question
    if asked.by is None and not question.languages:
        own = replace(question, languages=(question.language,))
        found = _find(asked, own)
        if found.found:
            return own, found
    return question, _find(asked, question)


def _find(asked: _Asked, question: Question) -> Found:
    def bonus(entry: Entry) -> float:
        return WORTH.get(entry.id.partition(":")[0], 0.0) + (HOME if entry.language == question.language else 0.0)

    return find(question.text, store=asked.seen(question), concepts=asked.index.concepts, limit=RANKED, bonus=bonus)


def _told(asked: _Asked, question: Question, found: Found) -> Answer:
    query = found.query
    right = _right(found)
    count = counted(asked.seen(Question("")), query, question) if query.terms or query.numbers else Count()
    present = Presenter(query, asked.index, staff=asked.by is not None, language=question.language)
    if not right:
        return _guessed(asked, question, found, present)
    ids, total = _page(asked, question, query, right, count)
    hits = present.hits(ids)
    return Answer(
        hits=tuple(hits), total=total, exact_total=count.is_exact,
        facets=facets_of(count.rows, question, staff=asked.by is not None),
        other_languages=_elsewhere(asked, question, count), did_you_mean=did_you_mean(query, present, right[0]),
        top=named_so(query, asked.seen(replace(question, kinds=("place", "office"))), present) if question.page == 1 else None,
    )  # fmt: skip


def _right(found: Found) -> list[Scored]:
    """What has all that was asked for; behind a few of that, what has most of it, because people also ask in whole sentences."""
    right = [one for one in found.found if answers(one)]
    if right and len(right) < FEW and len(found.query.terms) >= LONG:
        near = [one for one in found.found if not answers(one) and one.covered >= NEAR and one.coherent]
        right += near[: 2 * FEW]
    return right


def _leafed(asked: _Asked) -> Answer:
    """Filters without words, for staff: all that passes them, the newest first unless another order is asked for."""
    question = asked.question
    query = understand("", asked.seen(question).vocabulary(), asked.index.concepts)
    count = counted(asked.seen(Question("")), query, question)
    begin = (question.page - 1) * question.size
    ids = ids_in_order(asked.seen(question), query, question.sort, begin, question.size)
    present = Presenter(query, asked.index, staff=True, language=question.language)
    return Answer(
        hits=tuple(present.hits(ids)), total=count.total, exact_total=count.is_exact,
        facets=facets_of(count.rows, question, staff=True),
    )  # fmt: skip


def _guessed(asked: _Asked, question: Question, found: Found, present: Presenter) -> Answer:
    """Nothing has all that was asked for: the nearest things, of which nothing is counted but themselves."""
    near = [one.id for one in found.found if one.covered >= NEAR or one.coherent][: question.size]
    shown = present.load(near)
    count = Count(
        rows=tuple(
            (shown[key]["kind"], shown[key]["language"], shown[key]["state"], shown[key]["offices"], 1)
            for key in near
        )
    )
    begin = (question.page - 1) * question.size
    return Answer(
        hits=tuple(present.hits(near[begin : begin + question.size])), total=len(near),
        facets=facets_of(count.rows, question, staff=asked.by is not None),
        did_you_mean=did_you_mean(found.query, present, next(one for one in found.found if one.id == near[0])) if near else "",
    )  # fmt: skip


def _page(
    asked: _Asked, question: Question, query: Query, right: Sequence[Scored], count: Count
) -> tuple[list[str], int]:
    """The ids of the page that was asked for, and how many there are in all."""
    ranked = [one.id for one in right]
    begin = (question.page - 1) * question.size
    end = begin + question.size
    more = sum(not one.complete for one in right)
    total = max(count.total + more, len(ranked)) if question.sort is Sort.BEST else max(count.total, 0)
    if question.sort is not Sort.BEST and count.total:
        return ids_in_order(asked.seen(question), query, question.sort, begin, question.size), total
    if end > len(ranked) and total > len(ranked):
        there = set(ranked)
        rest = ids_in_order(asked.seen(question), query, Sort.NEWEST, 0, CAP)
        ranked += [key for key in rest if key not in there]
    return ranked[begin:end], total if question.sort is Sort.BEST else len(ranked)


def _elsewhere(asked: _Asked, question: Question, count: Count) -> tuple[Facet, ...]:
    if asked.by is not None or not question.languages:
        return ()
    return languages_of(count.rows, question, known=dict(settings.LANGUAGES))
