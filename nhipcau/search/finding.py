"""Finding: ask the store tier by tier, score what it proposes, and stop when there is enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from nhipcau.search.rules.abbreviations import Concepts
from nhipcau.search.rules.expressions import Expression
from nhipcau.search.rules.planning import Query, Tier, When, tiers, understand, with_slips
from nhipcau.search.rules.scoring import Entry, Scored, score
from nhipcau.search.rules.vocabulary import Vocabulary

ENOUGH = 100
"""Candidates after which no further tier is asked."""
HAS_THE_WORDS = 0.85
"""Share of the words, a begun or mended one counting less, from which an entry answers the query."""
CERTAIN = 60.0
"""A score that only a document's number in the title gives."""


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


def find(text: str, *, store: Store, concepts: Concepts, limit: int = 10) -> Answer:
    """The ``limit`` best entries for ``text``; ties by id. Never raises on any text."""
    vocabulary = store.vocabulary()
    query = understand(text, vocabulary, concepts)
    scored: dict[str, Scored] = {}
    for tier in tiers(query, vocabulary):
        if not _wanted(tier, scored):
            continue
        for entry in store.propose(tier.expression, limit=tier.limit):
            if entry.id not in scored:
                scored[entry.id] = score(query, entry)
        if len(scored) >= ENOUGH and sum(_answers(one) for one in scored.values()) >= limit:
            break
    if not any(one.coherent == 1 or one.score > CERTAIN for one in scored.values()):
        _add_slips(query, scored, store, vocabulary)
    best = sorted(scored.values(), key=lambda one: (-one.score, one.id))
    return Answer(query, tuple(best[:limit]))


def _wanted(tier: Tier, scored: dict[str, Scored]) -> bool:
    if tier.when is When.NO_RUN:
        return not any(one.coherent == 1 for one in scored.values())
    return tier.when is When.ALWAYS or not any(_answers(one) for one in scored.values())


def _answers(one: Scored) -> bool:
    """Whether an entry has what was asked for."""
    return one.covered >= HAS_THE_WORDS or one.score > CERTAIN


def _add_slips(query: Query, scored: dict[str, Scored], store: Store, vocabulary: Vocabulary) -> None:
    """Nothing holds the words side by side: entries that do so with one word put right."""
    slipped = with_slips(query, vocabulary)
    if slipped is None:
        return
    open_query, tier = slipped
    for entry in store.propose(tier.expression, limit=tier.limit):
        result = score(open_query, entry)
        if entry.id not in scored or result.score > scored[entry.id].score:
            scored[entry.id] = result
