"""One scorer for every database: how well an entry answers a query. The database only proposes; this decides.

Terms of the sum, each with its weight measured on known-item queries (``bench/search.py``): words by rarity, three times in the
title; exact letters where the query has any mark; syllables that stand side by side, which tells ``thông tin`` from ``thông … tin``;
the whole phrase; how much of the query and of the title is covered; and above all a document's number.
"""

from __future__ import annotations

from dataclasses import dataclass

from nhipcau.search.rules.planning import Alike, Other, Query, Term

TITLE, BODY = 3.0, 1.0
EXACT_TITLE, EXACT_BODY = 2.0, 0.6
PAIR_TITLE, PAIR_BODY, PAIR_EXACT = 1.6, 1.3, 0.6
PHRASE_TITLE, PHRASE_BODY, PHRASE_EXACT = 4.0, 2.5, 2.0
BEGINS_TITLE = 1.5
COVERED, TITLE_COVERED, COHERENT, COHERENT_EXACT = 6.0, 3.0, 4.0, 4.0
NUMBER_TITLE, NUMBER_BODY = 80.0, 30.0
CONCEPT_SHARE, BEGINNING_SHARE = 0.9, 0.85
OTHERWISE = 0.5
"""What an entry loses that says a concept of the query in other words only."""


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
    otherwise = 0.0
    if query.alike:
        title, body, otherwise = _in_its_words(query, title, body)
    there = _others_there(query, title, body)
    total, hits, in_title, all_there = _words(query, there, title, body)
    total -= otherwise
    if query.marked:
        total += _exact(query, title, body)
    pairs, coherent = _pairs(query, there, title, body)
    total += pairs
    total += _phrase(query, there if coherent == 1 or len(query.terms) == 2 else [], title, body)
    covered = hits / len(query.terms) if query.terms else 0.0
    total += COVERED * covered * covered
    length = title.count(" ", 0, title.find("|")) - 1
    total += TITLE_COVERED * min(1.0, in_title / max(1, length))
    number = _numbers(query, title, body)
    return Scored(entry.id, round(total + number, 6), covered, coherent, complete=all_there or number > 0)


def _in_its_words(query: Query, title: str, body: str) -> tuple[str, str, float]:
    """The entry with the concepts of the query in the query's own words, what was put behind them kept at the end; and what that costs."""
    loses = 0.0
    for alike in query.alike:
        key = f" {alike.key} "
        if key in title or key in body:
            is_said = alike.now in title or alike.now in body
            title, body = _put(alike, title), _put(alike, body)
            loses = loses if is_said else OTHERWISE
    return title, body, loses


def _put(alike: Alike, text: str) -> str:
    if alike.was not in text:
        return text
    kept = text.replace(alike.was, alike.now).replace(alike.was_exact, alike.now_exact)
    return f"{kept}|{alike.was}"


Others = tuple[Other, ...]


def _others_there(query: Query, title: str, body: str) -> list[Others]:
    """Of each term's other words those that the entry has: of dozens that a slip may stand for, few."""
    if not any(term.others for term in query.terms):
        return [()] * len(query.terms)
    words = {*title.split(), *body.split()}
    return [tuple(way for way in term.others if way.word in words) for term in query.terms]


def _words(query: Query, there: list[Others], title: str, body: str) -> tuple[float, float, float, bool]:
    """(sum of weights, words had, words had in the title, whether each is had)."""
    last = len(query.terms) - 1
    shares = [
        _share(term.fold, others, title, body, last=at == last)
        for at, (term, others) in enumerate(zip(query.terms, there, strict=True))
    ]
    for concept in query.concepts:
        key = f" {concept.key} "
        level = TITLE if key in title else BODY if key in body else 0.0
        if level:
            for at in range(concept.start, concept.end):
                if shares[at][0] < level * CONCEPT_SHARE:
                    shares[at] = (level * CONCEPT_SHARE, CONCEPT_SHARE, CONCEPT_SHARE if level == TITLE else 0.0)
    total = sum(term.weight * share[0] for term, share in zip(query.terms, shares, strict=True))
    return total, sum(s[1] for s in shares), sum(s[2] for s in shares), bool(shares) and all(s[1] for s in shares)


def _share(fold: str, others: Others, title: str, body: str, *, last: bool) -> tuple[float, float, float]:
    word = f" {fold} "
    if word in title:
        return TITLE, 1.0, 1.0
    best = (BODY, 1.0, 0.0) if word in body else (0.0, 0.0, 0.0)
    for other, share, rarity in others:
        if f" {other} " in title:
            return max(best, (TITLE * share * rarity, share, share))
        if best[0] < BODY * share * rarity:
            best = (BODY * share * rarity, share, 0.0)
    if last and len(fold) > 1:
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


def _pairs(query: Query, there: list[Others], title: str, body: str) -> tuple[float, float]:
    """Words side by side in the query and in the entry, more where such runs make up the whole query; and that share."""
    total = 0.0
    beside: set[int] = set()
    exactly: set[int] = set()
    last = len(query.terms) - 2
    for at, (one, two) in enumerate(zip(query.terms, query.terms[1:], strict=False)):
        ways = [(one.fold, two.fold, 1.0)]
        ways += [(other, two.fold, share) for other, share, _rarity in there[at]]
        ways += [(one.fold, other, share) for other, share, _rarity in there[at + 1]]
        worth = _pair(ways, title, body, end="" if at == last else " ")
        if worth:
            total += worth
            beside.update((at, at + 1))
        if query.marked:
            exact = f" {one.exact} {two.exact} "
            if exact in title or exact in body:
                total += PAIR_EXACT
                exactly.update((at, at + 1))
    if len(query.terms) < 3:
        return total, 0.0
    coherent, exact_too = len(beside) / len(query.terms), len(exactly) / len(query.terms)
    return total + COHERENT * coherent * coherent + COHERENT_EXACT * exact_too * exact_too, coherent


def _pair(ways: list[tuple[str, str, float]], title: str, body: str, *, end: str) -> float:
    for first, second, share in ways:
        pair = f" {first} {second}{end}"
        if pair in title:
            return PAIR_TITLE * share
        if pair in body:
            return PAIR_BODY * share
    return 0.0


def _phrase(query: Query, there: list[Others], title: str, body: str) -> float:
    if len(query.terms) < 2:
        return 0.0
    words = " " + " ".join(query.folds)
    total = PHRASE_TITLE if words in title else PHRASE_BODY if words in body else 0.0
    if title.startswith(words):
        total += BEGINS_TITLE
    if total and query.marked:
        exact = " " + " ".join(term.exact for term in query.terms) + " "
        total += PHRASE_EXACT if exact in title or exact in body else 0.0
    return total or _phrase_put_right(query.folds, there, title, body)


def _phrase_put_right(folds: tuple[str, ...], there: list[Others], title: str, body: str) -> float:
    """The whole phrase, one word of it put right."""
    worth = 0.0
    for at, others in enumerate(there):
        for other, share, _rarity in others:
            phrase = f" {' '.join((*folds[:at], other, *folds[at + 1 :]))} "
            if phrase in title:
                return PHRASE_TITLE * share
            if phrase in body:
                worth = max(worth, PHRASE_BODY * share)
    return worth


def _numbers(query: Query, title: str, body: str) -> float:
    """The most telling number that the entry has; later ones say less."""
    for at, key in enumerate(query.numbers):
        word = f" {key} "
        if word in title:
            return NUMBER_TITLE / (1 + at)
        if word in body:
            return NUMBER_BODY / (1 + at)
    return 0.0
