"""Finding: ask the store tier by tier, score what it proposes, and stop when there is enough."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from nhipcau.search.rules.abbreviations import Concepts
from nhipcau.search.rules.expressions import Expression
from nhipcau.search.rules.planning import Query, Tier, When, tiers, understand, with_slips
from nhipcau.search.rules.scoring import Entry, Scored, score
from nhipcau.search.rules.vocabulary import Vocabulary

ENOUGH = 100
"""Candidates after which no further tier is asked."""
PAGE = 20
"""Entries that answer the query after which the looser requests are not made."""
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


def find(text: str, *, store: Store, concepts: Concepts, limit: int = 10, bonus: Bonus = _no_bonus) -> Answer:
    """The ``limit`` best entries for ``text``; ties by id. Never raises on any text. ``bonus``: what an entry is worth beside its words."""
    vocabulary = store.vocabulary()
    query = understand(text, vocabulary, concepts)
    scored: dict[str, Scored] = {}
    for tier in tiers(query, vocabulary):
        if not _wanted(tier, scored):
            continue
        for entry in store.propose(tier.expression, limit=tier.limit):
            if entry.id not in scored:
                scored[entry.id] = _raised(score(query, entry), bonus(entry))
        if len(scored) >= ENOUGH and sum(answers(one) for one in scored.values()) >= min(limit, PAGE):
            break
    if not any(one.coherent == 1 or one.score > CERTAIN for one in scored.values()):
        _add_slips(query, scored, store, vocabulary, bonus)
    best = sorted(scored.values(), key=lambda one: (-one.score, one.id))
    return Answer(query, tuple(best[:limit]))


def _wanted(tier: Tier, scored: dict[str, Scored]) -> bool:
    if tier.when is When.NO_RUN:
        return not any(one.coherent == 1 for one in scored.values())
    return tier.when is When.ALWAYS or not any(answers(one) for one in scored.values())


def answers(one: Scored) -> bool:
    """Whether an entry has what was asked for."""
    return one.covered >= HAS_THE_WORDS or one.score > CERTAIN


def _raised(one: Scored, by: float) -> Scored:
    return replace(one, score=one.score + by) if by else one


def _add_slips(query: Query, scored: dict[str, Scored], store: Store, vocabulary: Vocabulary, bonus: Bonus) -> None:
    """Nothing holds the words side by side: entries that do so with one word put right."""
    slipped = with_slips(query, vocabulary)
    if slipped is None:
        return
    open_query, tier = slipped
    for entry in store.propose(tier.expression, limit=tier.limit):
        result = replace(_raised(score(open_query, entry), bonus(entry)), terms=open_query.terms)
        if entry.id not in scored or result.score > scored[entry.id].score:
            scored[entry.id] = result
