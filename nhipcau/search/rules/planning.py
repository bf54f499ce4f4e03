"""What a query asks for, and in which order candidates are looked for: from the most telling to the loosest."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from nhipcau.documents.rules.syllables import has_marks, keys_of
from nhipcau.search.rules.abbreviations import Concept, Concepts
from nhipcau.search.rules.analysis import TITLE_MARK, beside
from nhipcau.search.rules.expressions import All, Any, Expression, Word, either, every
from nhipcau.search.rules.numbers import query_numbers
from nhipcau.search.rules.scripts import Token, tokens_of
from nhipcau.search.rules.telex import telex_reading
from nhipcau.search.rules.vocabulary import Vocabulary

MOST_TERMS = 24
"""Words of a query that count; more is a text and not a question."""
MOST_SLIPS = 10
TITLE_PHRASE = "title phrase"
MOST_READINGS = 60
"""Words that a known word may be a slip for: entries whose title has the other words beside each other are looked through for them."""
MOST_ASKED = 8
"""How many of them are asked for by name: each costs a look at the index."""
SLIP_SHARE, UNKNOWN_SHARE = 0.6, 0.7
MOST_OTHERWISE = 6
"""Ways to say the query with abbreviations or without that are asked for side by side."""
COMMON = 2.4
"""The weight of a word that stands in one entry of eleven."""


class Other(NamedTuple):
    """A word that a term may stand for, the ``share`` of the term that it is, and what it weighs beside the term: a common word says less."""

    word: str
    share: float
    rarity: float = 1.0


@dataclass(frozen=True, slots=True)
class Alike:
    """Words that say a concept of the query in another way, and those of the query; each folded and exact, with a space at both ends."""

    key: str
    was: str
    was_exact: str
    now: str
    now_exact: str


@dataclass(frozen=True, slots=True)
class Term:
    """One word of the query. ``others`` are words it may stand for."""

    fold: str
    exact: str
    weight: float
    known: bool
    others: tuple[Other, ...] = ()


@dataclass(frozen=True)
class Query:
    """A query taken apart. ``corrected`` is what it was taken for where that differs from what was typed; ``readings``: its folded words
    with concepts said in other ways, and ``alike`` what is so said in an entry.
    """

    text: str
    terms: tuple[Term, ...]
    numbers: tuple[str, ...]
    concepts: tuple[Concept, ...]
    marked: bool
    corrected: str | None = None
    readings: tuple[tuple[str, ...], ...] = ()
    alike: tuple[Alike, ...] = ()

    @cached_property
    def folds(self) -> tuple[str, ...]:
        """The folded words."""
        return tuple(term.fold for term in self.terms)


class When(StrEnum):
    """Whether a request is made at all."""

    ALWAYS = "always"
    NO_RUN = "nothing so far has all words side by side"
    NO_TITLE = "no title so far has all words side by side"
    NONE = "nothing so far has the words"


@dataclass(frozen=True, slots=True)
class Tier:
    """One request for candidates."""

    name: str
    expression: Expression
    limit: int
    when: When = When.ALWAYS
    after_run: Expression | None = None
    """What is enough to ask once something has all words side by side; fewer are then taken."""


def understand(text: str, vocabulary: Vocabulary, concepts: Concepts) -> Query:
    """``text`` as a query against an index with that vocabulary. Never raises; an empty text gives no terms."""
    tokens = list(_unique_run(tokens_of(text)))
    read = _readings(tokens, vocabulary)
    terms = tuple(_term(token, vocabulary) for token in read)
    corrected = None if read == tokens else " ".join(_written(t, r) for t, r in zip(tokens, read, strict=True))
    folds, exacts = [token.fold for token in read], [token.exact for token in read]
    found = tuple(concepts.among(folds, exacts, written=unicodedata.normalize("NFC", text)))
    return Query(
        text=text,
        terms=terms,
        numbers=query_numbers(text, tokens, vocabulary.df.keys()),  # type: ignore[arg-type]
        concepts=found,
        marked=any(has_marks(term.exact) for term in terms),
        corrected=corrected,
        readings=tuple(_otherwise(folds, found, concepts)),
        alike=tuple(_alike(folds, exacts, found, concepts)),
    )


def _unique_run(tokens: Iterator[Token]) -> Iterator[Token]:
    for at, token in enumerate(tokens):
        if at >= MOST_TERMS:
            return
        yield token


def _written(typed: Token, read: Token) -> str:
    return (telex_reading(typed.fold) or read.fold) if typed != read else typed.fold


def _readings(tokens: list[Token], vocabulary: Vocabulary) -> list[Token]:
    """Words left in telex, read; where one is, known words may be telex too if their reading is far more common."""
    readings = [telex_reading(token.fold) if token.exact.endswith("_1") else None for token in tokens]
    read: list[Token] = []
    typed_so = any(
        r and token.fold not in vocabulary and keys_of(r)[0] in vocabulary
        for token, r in zip(tokens, readings, strict=True)
    )
    for token, reading in zip(tokens, readings, strict=True):
        fold, exact = keys_of(reading) if reading else ("", "")
        raw, other = vocabulary.df.get(token.fold, 0), vocabulary.df.get(fold, 0)
        taken = other > raw and (raw == 0 or (typed_so and other >= 20 * raw))
        read.append(replace(token, fold=fold, exact=exact) if taken else token)
    return read


def _otherwise(folds: list[str], found: Sequence[Concept], concepts: Concepts) -> Iterator[tuple[str, ...]]:
    """The query with its concepts said in other ways, the longest first where they overlap."""
    apart: list[Concept] = []
    for one in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        if all(one.end <= other.start or one.start >= other.end for other in apart):
            apart.append(one)
    apart.sort(key=lambda one: one.start)
    ways = [_ways(tuple(folds[one.start : one.end]), one, concepts) for one in apart]
    for said in itertools.islice(itertools.product(*ways), 1, 1 + MOST_OTHERWISE):
        out: list[str] = []
        at = 0
        for one, words in zip(apart, said, strict=True):
            out += [*folds[at : one.start], *words]
            at = one.end
        yield (*out, *folds[at:])


def _ways(typed: tuple[str, ...], one: Concept, concepts: Concepts) -> list[tuple[str, ...]]:
    return list(dict.fromkeys([typed, *(form.folds for form in concepts.forms_of(one.key))]))


def _alike(folds: list[str], exacts: list[str], found: Sequence[Concept], concepts: Concepts) -> Iterator[Alike]:
    """The longest first: what is said in few words may stand within what is said in many."""
    pairs = [
        Alike(one.key, *_spaced(form.folds, form.exacts), *_spaced(typed, exacts[one.start : one.end]))
        for one in dict.fromkeys(found)
        for typed in [tuple(folds[one.start : one.end])]
        for form in concepts.forms_of(one.key)
        if form.folds != typed
    ]
    yield from sorted(pairs, key=lambda pair: -len(pair.was))


def _spaced(folds: Sequence[str], exacts: Sequence[str]) -> tuple[str, str]:
    return f" {' '.join(folds)} ", f" {' '.join(exacts)} "


def _term(token: Token, vocabulary: Vocabulary) -> Term:
    known = token.fold in vocabulary
    near = () if known else vocabulary.neighbours(token.fold)
    weight = max(map(vocabulary.weight, near)) if near else vocabulary.weight(token.fold)
    return Term(token.fold, token.exact, weight, known, _others(near, weight, UNKNOWN_SHARE, vocabulary))


def _others(near: Sequence[str], weight: float, share: float, vocabulary: Vocabulary) -> tuple[Other, ...]:
    """``near``: the most frequent first. From the first on that weighs no less than the term, all are as telling."""
    rarities = itertools.takewhile(lambda rarity: rarity < 1, (vocabulary.weight(word) / weight for word in near))
    return tuple(map(Other, near, itertools.repeat(share), itertools.chain(rarities, itertools.repeat(1.0))))


def tiers(query: Query, vocabulary: Vocabulary) -> Iterator[Tier]:
    """Requests in order. The caller stops when it has enough."""
    if query.numbers:
        yield Tier("number", either([Word(key) for key in query.numbers[:4]]), 60)
    if not query.terms:
        return
    folds = query.folds
    words, whole_words = _words(query, vocabulary), _words(query, vocabulary, begun=False)
    yield Tier(TITLE_PHRASE, said(query, mark=TITLE_MARK), 100)
    if query.marked and len(folds) <= 2:
        yield Tier("title exact", every([Word(TITLE_MARK + term.exact) for term in query.terms]), 60)
    yield Tier("phrase", said(query), 300 if len(folds) <= 2 else 100)
    in_title, wholly = (_in_title(every(_with_concepts(query, some))) for some in (words, whole_words))
    yield Tier("title words", in_title, 100, after_run=wholly)
    if len(folds) > 2:
        yield Tier("two phrases", either(_two_phrases(folds)), 100, When.NO_RUN)
    when = When.NO_RUN if _is_common(query) else When.NO_TITLE
    all_there = every(_with_concepts(query, whole_words))
    yield Tier("all words", every(_with_concepts(query, words)), 150, when, after_run=all_there)
    if len(folds) > 2:
        yield Tier("all but one", either(_all_but_one(words)), 100, When.NONE)
    yield Tier("a slip in each", every(_with_slips(query, words, vocabulary)), 100, When.NONE)
    if len(folds) > 1:
        yield Tier("rarest words", either(_rarest(query, words)), 100, When.NONE)


def whole(query: Query, vocabulary: Vocabulary) -> Expression | None:
    """Everything that has all words in one of the ways in which they may be said, or the number: what is counted. None without words."""
    ways: list[Expression] = [Word(key) for key in query.numbers[:4]]
    if query.terms:
        ways.append(every(_with_concepts(query, _words(query, vocabulary))))
    return either(ways) if ways else None


def title_tiers(query: Query, vocabulary: Vocabulary) -> Iterator[Tier]:
    """Requests for titles only, for suggestions."""
    if query.numbers:
        yield Tier("number", either([Word(TITLE_MARK + key) for key in query.numbers[:4]]), 20)
    if not query.terms:
        return
    yield Tier(TITLE_PHRASE, said(query, mark=TITLE_MARK), 60)
    yield Tier("title words", _in_title(every(_with_concepts(query, _words(query, vocabulary)))), 60)
    yield Tier("phrase", said(query), 20)
    yield Tier(
        "a slip in each", every([_in_title(w) for w in _with_slips(query, _words(query, vocabulary), vocabulary)]), 40
    )


def _is_common(query: Query) -> bool:
    """Whether even the rarest word stands in one entry of ten or more: walking such lists costs more than it finds."""
    return max(term.weight for term in query.terms) < COMMON


def run(folds: tuple[str, ...], *, mark: str = "", last: bool = True) -> Expression:
    """The words side by side; ``last``: the last one may go on."""
    if len(folds) == 1:
        return Word(mark + folds[0], open_end=last)
    pairs = beside(folds)
    return every([Word(mark + pair, open_end=last and at == len(pairs) - 1) for at, pair in enumerate(pairs)])


def said(query: Query, *, mark: str = "") -> Expression:
    """The words side by side, in any of the ways in which their concepts may be said."""
    return either([run(folds, mark=mark) for folds in (query.folds, *query.readings)])


def _in_title(expression: Expression) -> Expression:
    match expression:
        case Word(token, open_end):
            return Word(TITLE_MARK + token, open_end)
        case All(parts):
            return All(tuple(_in_title(part) for part in parts))
        case Any(parts):
            return Any(tuple(_in_title(part) for part in parts))


def _words(query: Query, vocabulary: Vocabulary, *, begun: bool = True) -> list[Expression]:
    """Each word with what it may stand for; the last also with the words that it begins, where it may be ``begun`` only."""
    words: list[Expression] = []
    for at, term in enumerate(query.terms):
        ways: list[Expression] = [Word(term.fold)]
        if begun and at == len(query.terms) - 1 and len(term.fold) > 1:
            ways.extend(Word(word) for word in vocabulary.beginning(term.fold))
        ways.extend(Word(word) for word, *_worth in term.others)
        words.append(either(ways or [Word(term.fold)]))
    return words


def _with_concepts(query: Query, words: list[Expression]) -> list[Expression]:
    """Words that together name a concept may be replaced by it."""
    out: list[Expression] = []
    at = 0
    spans = {c.start: c for c in sorted(query.concepts, key=lambda c: c.end)}
    while at < len(words):
        span = spans.get(at)
        if span is None:
            out.append(words[at])
            at += 1
            continue
        out.append(either([every(words[span.start : span.end]), Word(span.key)]))
        at = span.end
    return out


def _two_phrases(folds: tuple[str, ...]) -> list[Expression]:
    """All words side by side but in one place. Of three words, the one that stands apart must be there at least."""
    pairs: list[Expression] = [Word(pair) for pair in beside(folds)]
    pairs[-1] = Word(beside(folds)[-1], open_end=True)
    if len(folds) == 3:
        return [every([Word(folds[0]), pairs[1]]), every([pairs[0], Word(folds[2], open_end=True)])]
    return [every(pairs[:at] + pairs[at + 1 :]) for at in range(min(len(pairs), 7))]


def _all_but_one(words: list[Expression]) -> list[Expression]:
    words = words[:8]
    return [every(words[:at] + words[at + 1 :]) for at in range(len(words))]


def _with_slips(query: Query, words: list[Expression], vocabulary: Vocabulary) -> list[Expression]:
    out: list[Expression] = []
    for term, word in zip(query.terms, words, strict=True):
        near = [Word(other) for other in vocabulary.neighbours(term.fold)] if term.known else []
        out.append(either([word, *near]))
    return out


def with_slips(query: Query, vocabulary: Vocabulary) -> tuple[Query, list[Tier]]:
    """The query with words open to one slip, and requests for entries that have the others side by side.

    For queries whose words nowhere stand together: ``cho luc long bao`` for ``cho lực lượng bảo``. Where words are unknown, the slip is in them.
    """
    if not MOST_SLIPS >= len(query.terms) >= 3:
        return query, []
    unknown = {at for at, term in enumerate(query.terms) if not term.known}
    places = sorted(unknown) or range(len(query.terms))
    near = {at: vocabulary.neighbours(query.terms[at].fold, most=MOST_READINGS) for at in places}
    terms = tuple(
        replace(term, others=_others(near[at], term.weight, SLIP_SHARE, vocabulary)) if near.get(at) else term
        for at, term in enumerate(query.terms)
    )
    doubted = [at for at in places if near[at]]
    if not doubted:
        return query, []
    titles = [
        _put_right(query.folds, at, near[at], mark=TITLE_MARK)
        if len(near[at]) <= MOST_ASKED
        else _around(query.folds, at, TITLE_MARK)
        for at in doubted
    ]
    texts = [_put_right(query.folds, at, near[at][:MOST_ASKED]) for at in doubted]
    requests = [Tier("title with a slip", either(titles), 150), Tier("phrase with a slip", either(texts), 60)]
    return replace(query, terms=terms), requests


def _around(folds: tuple[str, ...], at: int, mark: str) -> Expression:
    """All words but the one ``at`` that place, side by side before it and behind it; the last of all may go on."""
    before, behind = folds[:at], folds[at + 1 :]
    parts = [run(before, mark=mark, last=False)] if before else []
    return every([*parts, run(behind, mark=mark, last=len(behind) > 1)] if behind else parts)


def _put_right(folds: tuple[str, ...], at: int, words: list[str], *, mark: str = "") -> Expression:
    """The phrase with another word ``at`` that place: what stays the same is asked for once."""
    same: list[Expression] = [Word(mark + pair) for part in (folds[:at], folds[at + 1 :]) for pair in beside(part)]
    ways: list[Expression] = []
    for word in words:
        changed = beside((*folds[max(0, at - 1) : at], word, *folds[at + 1 : at + 2]))
        ways.append(every([Word(mark + pair) for pair in changed]))
    return every([*same, either(ways)])


def _rarest(query: Query, words: list[Expression]) -> list[Expression]:
    order = sorted(range(len(words)), key=lambda at: -query.terms[at].weight)
    return [words[at] for at in order[:3]]
