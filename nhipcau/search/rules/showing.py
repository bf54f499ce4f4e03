"""What of a text a query found: marks at the right place of the original, the stretch that shows most of it, the steps by which to get there.

The index holds words without places. ``steps_of`` keeps, for every so many words, where they stand in the text; from the nearest one on the
text is read again, so that a snippet costs the same in a page and in a law.
"""

from __future__ import annotations

import itertools
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nhipcau.documents.rules.syllables import has_marks
from nhipcau.search.rules.abbreviations import Concepts
from nhipcau.search.rules.numbers import PRINTED, number_keys
from nhipcau.search.rules.planning import Query
from nhipcau.search.rules.scripts import Token, places_of_words, tokens_of

EVERY = 64
"""Words between two steps."""
WIDE, BEFORE = 34, 7
"""Words of a snippet, and how many of them stand before the first that was found."""
LONGEST = 420
"""Signs of a snippet."""
TELLING = 0.6
"""Share of the rarest word's weight from which a word alone is marked in a snippet."""


@dataclass(frozen=True, slots=True)
class Span:
    """``[start, end)`` of a text, found or not."""

    start: int
    end: int
    marked: bool


def steps_of(text: str, *, most: int) -> list[tuple[int, int]]:
    """``(number of a word, where it begins)``, about every EVERY words up to ``most``."""
    steps: list[tuple[int, int]] = []
    for number, start in places_of_words(text):
        if number >= most:
            break
        if not steps or number >= steps[-1][0] + EVERY:
            steps.append((number, start))
    return steps


def marked(text: str, query: Query, concepts: Concepts, *, sparing: bool = False) -> list[Span]:
    """``text`` cut into runs; ``sparing`` leaves out common words that stand alone."""
    tokens = list(tokens_of(text))
    hit = _hits(tokens, query, concepts, unicodedata.normalize("NFC", text))
    if sparing and len(query.terms) > 2:
        hit = _telling(hit, tokens, query)
    places = [(tokens[at].start, tokens[at].end) for at in sorted(hit)]
    places += [(p.start(), p.end()) for p in PRINTED.finditer(text.lower()) if _is_asked(p.group(), query)]
    return _runs(text, _joined(sorted(places), text))


def _is_asked(printed: str, query: Query) -> bool:
    return bool(query.numbers) and bool(set(number_keys(printed)) & set(query.numbers))


def _hits(tokens: Sequence[Token], query: Query, concepts: Concepts, written: str) -> set[int]:
    """Places of tokens that the query means; where a word stands as it was typed, only there."""
    hit: set[int] = set()
    alike: set[int] = set()  # the same letters with other marks: a word of the query only beside another one
    last = len(query.terms) - 1
    for number, term in enumerate(query.terms):
        others = {other for other, *_worth in term.others}
        same = {at for at, token in enumerate(tokens) if token.fold == term.fold}
        if has_marks(term.exact):
            exact = {at for at in same if tokens[at].exact == term.exact}
            alike |= {at for at in same if has_marks(tokens[at].exact)} - exact
            same = exact or same
        found = same or {at for at, token in enumerate(tokens) if token.fold in others}
        if not found and number == last and len(term.fold) > 1:
            found = {at for at, token in enumerate(tokens) if token.fold.startswith(term.fold)}
        hit |= found
    hit -= {at for at in alike if at - 1 not in hit and at + 1 not in hit and len(query.terms) > 1}
    wanted = {concept.key for concept in query.concepts}
    if wanted:
        folds, exacts = [token.fold for token in tokens], [token.exact for token in tokens]
        for concept in concepts.among(folds, exacts, written=written):
            if concept.key in wanted:
                hit.update(range(concept.start, concept.end))
    return hit


def _telling(hit: set[int], tokens: Sequence[Token], query: Query) -> set[int]:
    rarest = max(term.weight for term in query.terms)
    common = {term.fold for term in query.terms if term.weight < TELLING * rarest}
    return {at for at in hit if tokens[at].fold not in common or at - 1 in hit or at + 1 in hit}


def _joined(places: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Words side by side are one mark, with what joins them."""
    out: list[tuple[int, int]] = []
    for start, end in places:
        if out and start <= out[-1][1] + 2 and not text[out[-1][1] : start].strip(" -/&–.\u00a0"):
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        elif not out or start >= out[-1][1]:
            out.append((start, end))
    return out


def _runs(text: str, places: list[tuple[int, int]]) -> list[Span]:
    spans: list[Span] = []
    at = 0
    for start, end in places:
        if start > at:
            spans.append(Span(at, start, marked=False))
        spans.append(Span(start, end, marked=True))
        at = end
    if at < len(text) or not spans:
        spans.append(Span(at, len(text), marked=False))
    return spans


@dataclass(frozen=True, slots=True)
class Stretch:
    """``[start, end)`` of the text to show; ``found``: where the first word that counts begins, None where there is none."""

    start: int
    end: int
    found: int | None


def stretch(
    text: str, words: Sequence[str], steps: Sequence[tuple[int, int]], query: Query, concepts: Concepts
) -> Stretch:
    """The part of ``text`` that holds most of the query. ``words``: its folded words as they were indexed."""
    first = _best_place(words, query, concepts)
    begin = max(0, (first if first is not None else 0) - BEFORE)
    tokens = dict(itertools.islice(_from(text, steps, begin), WIDE))
    if not tokens:
        return Stretch(0, min(len(text), LONGEST), None)
    start = 0 if begin == 0 else min(token.start for token in tokens.values())
    last = max(tokens)
    end = len(text) if last + 1 >= len(words) else tokens[last].end
    found = tokens[first].start if first is not None and first in tokens else None
    low = _line_begin(text, start, found)
    return Stretch(low, min(end, low + LONGEST), found)


def _line_begin(text: str, start: int, found: int | None) -> int:
    """Begin at a line of its own rather than in the tail of the line before."""
    if found is None:
        return start
    cut = text.rfind("\n", start, found)
    return cut + 1 if cut >= 0 else start


def _from(text: str, steps: Sequence[tuple[int, int]], begin: int) -> Iterator[tuple[int, Token]]:
    """Words from number ``begin`` on, with their places in ``text``."""
    at = bisect_right(steps, begin, key=lambda step: step[0]) - 1
    number, offset = steps[at] if at >= 0 else (0, 0)
    piece = text[offset : offset + 6_000]
    for token in tokens_of(piece):
        if number >= begin:
            yield number, Token(token.fold, token.exact, token.start + offset, token.end + offset)
        number += 1


def _best_place(words: Sequence[str], query: Query, concepts: Concepts) -> int | None:
    """The number of the word at which the best stretch of WIDE words begins to answer."""
    worth = _worths(words, query, concepts)
    if not worth:
        return None
    places = sorted(worth)
    best, best_at = -1.0, None
    reach = WIDE - BEFORE
    for at, first in enumerate(places):
        seen: dict[int, float] = {}
        total = 0.0
        before: tuple[int, int] | None = None
        for place in places[at : at + reach]:
            if place >= first + reach:
                break
            number, weight = worth[place]
            seen[number] = weight
            if before and before[0] + 1 == place and before[1] + 1 == number:
                total += 0.5 * weight
            before = (place, number)
        total += sum(seen.values())
        if total > best + 1e-9:
            best, best_at = total, first
    return best_at


def _worths(words: Sequence[str], query: Query, concepts: Concepts) -> dict[int, tuple[int, float]]:
    """Number of a word of the text → (which term of the query, its weight)."""
    accepted: dict[str, tuple[int, float]] = {}
    kinds = set(words)
    for number, term in reversed(list(enumerate(query.terms))):
        ways = [term.fold] if term.fold in kinds else [other for other, *_worth in term.others if other in kinds]
        if not ways and number == len(query.terms) - 1 and len(term.fold) > 1:
            ways = [word for word in kinds if word.startswith(term.fold)]
        accepted.update((way, (number, term.weight)) for way in ways)
    worth = {at: accepted[word] for at, word in enumerate(words) if word in accepted}
    wanted = {concept.key for concept in query.concepts}
    if wanted and len({number for number, _w in worth.values()}) < len(query.terms):
        for found in concepts.among(list(words)):
            if found.key in wanted:
                worth.setdefault(found.start, (-1, 3.0))
    return worth
