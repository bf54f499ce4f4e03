"""One scorer for every database: how well an entry answers a query. The database only proposes; this decides.

Terms of the sum, each with its weight measured on known-item queries (``bench/search.py``): words by rarity, three times in the
title; exact letters where the query has any mark; syllables that stand side by side, which tells ``thông tin`` from ``thông … tin``;
the whole phrase; how much of the query and of the title is covered; and above all a document's number.
"""

from __future__ import annotations

from dataclasses import dataclass

from nhipcau.search.rules.planning import Query, Term

TITLE, BODY = 3.0, 1.0
EXACT_TITLE, EXACT_BODY = 2.0, 0.6
PAIR_TITLE, PAIR_BODY, PAIR_EXACT = 1.6, 1.3, 0.6
PHRASE_TITLE, PHRASE_BODY, PHRASE_EXACT = 4.0, 2.5, 2.0
BEGINS_TITLE = 1.5
COVERED, TITLE_COVERED, COHERENT = 6.0, 3.0, 4.0
NUMBER_TITLE, NUMBER_BODY = 80.0, 30.0
CONCEPT_SHARE, BEGINNING_SHARE = 0.9, 0.85


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index holds of one thing: ``title`` and ``body`` as ``words | exacts | extras``."""

    id: str
    title: str
    body: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Scored:
    """``covered``: the share of the query's words that the entry has; ``coherent``: of those, side by side as in the query; ``complete``: it
    has each of them in some way, or the number. ``terms``: those it was scored by, where they are others than the query's.
    """

    id: str
    score: float
    covered: float
    coherent: float = 0.0
    complete: bool = False
    terms: tuple[Term, ...] = ()


def score(query: Query, entry: Entry) -> Scored:
    """The entry's score and coverage; higher is better, zero is nothing in common."""
    title, body = f" {entry.title} ", f" {entry.body} "
    total, hits, in_title, all_there = _words(query, title, body)
    if query.marked:
        total += _exact(query, title, body)
    pairs, coherent = _pairs(query, title, body)
    total += pairs
    total += _phrase(query, title, body)
    covered = hits / len(query.terms) if query.terms else 0.0
    total += COVERED * covered * covered
    length = (
        entry.title.count(" ", 0, entry.title.find("|") + 1) if "|" in entry.title else entry.title.count(" ") + 1
    )
    total += TITLE_COVERED * min(1.0, in_title / max(1, length))
    number = _numbers(query, title, body)
    return Scored(entry.id, round(total + number, 6), covered, coherent, complete=all_there or number > 0)


def _words(query: Query, title: str, body: str) -> tuple[float, float, float, bool]:
    """(sum of weights, words had, words had in the title, whether each is had)."""
    shares = [_share(term, title, body, last=at == len(query.terms) - 1) for at, term in enumerate(query.terms)]
    for concept in query.concepts:
        key = f" {concept.key} "
        level = TITLE if key in title else BODY if key in body else 0.0
        if level:
            for at in range(concept.start, concept.end):
                if shares[at][0] < level * CONCEPT_SHARE:
                    shares[at] = (level * CONCEPT_SHARE, CONCEPT_SHARE, CONCEPT_SHARE if level == TITLE else 0.0)
    total = sum(term.weight * share[0] for term, share in zip(query.terms, shares, strict=True))
    return total, sum(s[1] for s in shares), sum(s[2] for s in shares), bool(shares) and all(s[1] for s in shares)


def _share(term: Term, title: str, body: str, *, last: bool) -> tuple[float, float, float]:
    word = f" {term.fold} "
    if word in title:
        return TITLE, 1.0, 1.0
    best = (BODY, 1.0, 0.0) if word in body else (0.0, 0.0, 0.0)
    for other, share in term.others:
        instead = f" {other} "
        if instead in title:
            return max(best, (TITLE * share, share, share))
        if best[0] < BODY * share and instead in body:
            best = (BODY * share, share, 0.0)
    if last and len(term.fold) > 1:
        start = word[:-1]
        if start in title:
            return max(best, (TITLE * BEGINNING_SHARE, BEGINNING_SHARE, BEGINNING_SHARE))
        if not best[0] and start in body:
            return BODY * BEGINNING_SHARE, BEGINNING_SHARE, 0.0
    return best


def _exact(query: Query, title: str, body: str) -> float:
    total = 0.0
    for term in query.terms:
        key = f" {term.exact} "
        total += EXACT_TITLE if key in title else EXACT_BODY if key in body else 0.0
    return total


def _pairs(query: Query, title: str, body: str) -> tuple[float, float]:
    """Words side by side in the query and in the entry, more where such runs make up the whole query; and that share."""
    total = 0.0
    beside: set[int] = set()
    last = len(query.terms) - 2
    for at, (one, two) in enumerate(zip(query.terms, query.terms[1:], strict=False)):
        worth = _pair(one, two, title, body, open_end=at == last)
        if worth:
            total += worth
            beside.update((at, at + 1))
        if query.marked:
            exact = f" {one.exact} {two.exact} "
            total += PAIR_EXACT if exact in title or exact in body else 0.0
    coherent = len(beside) / len(query.terms) if len(query.terms) > 2 else 0.0
    return total + COHERENT * coherent * coherent, coherent


def _pair(one: Term, two: Term, title: str, body: str, *, open_end: bool) -> float:
    end = "" if open_end else " "
    ways = [(one.fold, two.fold, 1.0)]
    ways += [(other, two.fold, share) for other, share in one.others[:3]]
    ways += [(one.fold, other, share) for other, share in two.others[:3]]
    for first, second, share in ways:
        pair = f" {first} {second}{end}"
        if pair in title:
            return PAIR_TITLE * share
        if pair in body:
            return PAIR_BODY * share
    return 0.0


def _phrase(query: Query, title: str, body: str) -> float:
    if len(query.terms) < 2:
        return 0.0
    words = " " + " ".join(query.folds)
    total = PHRASE_TITLE if words in title else PHRASE_BODY if words in body else 0.0
    if title.startswith(words):
        total += BEGINS_TITLE
    if total and query.marked:
        exact = " " + " ".join(term.exact for term in query.terms) + " "
        total += PHRASE_EXACT if exact in title or exact in body else 0.0
    return total


def _numbers(query: Query, title: str, body: str) -> float:
    """The most telling number that the entry has; later ones say less."""
    for at, key in enumerate(query.numbers):
        word = f" {key} "
        if word in title:
            return NUMBER_TITLE / (1 + at)
        if word in body:
            return NUMBER_BODY / (1 + at)
    return 0.0
