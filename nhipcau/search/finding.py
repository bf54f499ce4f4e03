"""Finding: ask the store tier by tier, score what it proposes, and stop when there is enough."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from nhipcau.search.rules.abbreviations import Concepts
from nhipcau.search.rules.expressions import Expression
from nhipcau.search.rules.planning import TITLE_PHRASE, Query, Tier, When, tiers, understand, with_slips
from nhipcau.search.rules.scoring import Entry, Scored, score
from nhipcau.search.rules.vocabulary import Vocabulary

ENOUGH = 100
"""Candidates after which no further tier is asked."""
PAGE = 20
"""Entries that answer the query after which the looser requests are not made."""
AFTER_RUN = 60
"""Candidates that a looser request brings once something has all words side by side."""
HAS_THE_WORDS = 0.85
"""Share of the words, a begun or mended one counting less, from which an entry answers the query."""
CERTAIN = 60.0
"""A score that only a document's number in the title gives."""


Bonus = Callable[[Entry], float]


class Store(Protocol):
    """An index in one database."""

    def vocabulary(self) -> Vocabulary:
        """The words of the index; may be kept between calls while the index is the same."""

    def propose(self, expression: Expression, *, limit: int) -> Sequence[Entry]:
        """At most ``limit`` entries that meet ``expression``, the latest taken in first. Order says nothing of worth."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Ids, the best first, and how the query was understood."""

    query: Query
    found: tuple[Scored, ...]


def _no_bonus(_entry: Entry) -> float:
    return 0.0


class _Pool:
    """What was proposed so far, each scored once."""

    def __init__(self, query: Query, store: Store, bonus: Bonus) -> None:
        self.query, self.store, self.bonus = query, store, bonus
        self.scored: dict[str, Scored] = {}
        self.right = 0
        """How many have what was asked for."""
        self.has_run = False
        """Whether one has all words side by side."""
        self.has_title = False
        """Whether a title has them so: what has them scattered about its text is then left to the order of days."""

    def take(self, tier: Tier) -> None:
        """Ask and score."""
        narrower = tier.after_run if self.has_run else None
        limit = min(tier.limit, AFTER_RUN) if narrower is not None else tier.limit
        for entry in self.store.propose(narrower or tier.expression, limit=limit):
            if entry.id not in self.scored:
                self._keep(_raised(score(self.query, entry), self.bonus(entry)))
                self.has_title = self.has_title or tier.name == TITLE_PHRASE

    def _keep(self, one: Scored) -> None:
        self.scored[one.id] = one
        self.right += answers(one)
        self.has_run = self.has_run or one.coherent == 1

    def wants(self, tier: Tier) -> bool:
        """Whether a tier is asked at all."""
        if tier.when is When.NO_TITLE and self.has_title and len(self.query.terms) > 2:
            return False
        if tier.when is When.NO_RUN:
            return not self.has_run
        return tier.when is not When.NONE or not self.right

    def may_have_a_slip(self) -> bool:
        """Where a word is unknown, a text that by chance has another in its place is not enough: a title may have the one that was meant."""
        if any(not term.known for term in self.query.terms):
            return not self.has_title
        return not self.has_run

    def put_right(self, vocabulary: Vocabulary) -> None:
        """Nothing holds the words side by side: entries that do so with one word put right."""
        open_query, requests = with_slips(self.query, vocabulary)
        for tier in requests:
            for entry in self.store.propose(tier.expression, limit=tier.limit):
                result = replace(_raised(score(open_query, entry), self.bonus(entry)), terms=open_query.terms)
                if entry.id not in self.scored or result.score > self.scored[entry.id].score:
                    self._keep(result)
            if self.has_run:
                return


def find(text: str, *, store: Store, concepts: Concepts, limit: int = 10, bonus: Bonus = _no_bonus) -> Answer:
    """The ``limit`` best entries for ``text``; ties by id. Never raises on any text. ``bonus``: what an entry is worth beside its words."""
    vocabulary = store.vocabulary()
    query = understand(text, vocabulary, concepts)
    pool = _Pool(query, store, bonus)
    for tier in tiers(query, vocabulary):
        if pool.wants(tier):
            pool.take(tier)
            if len(pool.scored) >= ENOUGH and pool.right >= min(limit, PAGE):
                break
    if pool.may_have_a_slip() and not any(one.score > CERTAIN for one in pool.scored.values()):
        pool.put_right(vocabulary)
    best = sorted(pool.scored.values(), key=lambda one: (-one.score, one.id))
    return Answer(query, tuple(best[:limit]))


def answers(one: Scored) -> bool:
    """Whether an entry has what was asked for. A last word of one letter is had where it goes on behind the word before."""
    return one.covered >= HAS_THE_WORDS or one.coherent == 1 or one.score > CERTAIN


def _raised(one: Scored, by: float) -> Scored:
    return replace(one, score=one.score + by) if by else one
