"""Suggestions while typing: titles that hold what was typed so far, the last word being only begun."""

from __future__ import annotations

from nhipcau.people.models import Staff
from nhipcau.search.answers import Question, Suggestion
from nhipcau.search.live import the_index
from nhipcau.search.rules.planning import title_tiers, understand
from nhipcau.search.rules.scoring import Scored, score
from nhipcau.search.seeing import Seen, asked_for, sight_of

SHORTEST, LONGEST = 2, 80
HOME = 4.0
"""What a title in the reader's language is worth more."""


def suggestions(
    text: str, *, by: Staff | None, language: str, limit: int, kinds: tuple[str, ...] = ()
) -> tuple[Suggestion, ...]:
    """See ``asking.suggest``."""
    text = text[:LONGEST].replace("\x00", " ").strip()
    index = the_index()
    if index is None or (len(text) < SHORTEST and text.isascii()):
        return ()
    sight = sight_of(by)
    seen = Seen(index.store, sight, sight.narrow & asked_for(Question("", kinds=kinds)))
    vocabulary = seen.vocabulary()
    query = understand(text, vocabulary, index.concepts)
    scored: dict[str, tuple[Scored, float]] = {}
    for tier in title_tiers(query, vocabulary):
        for entry in seen.propose(tier.expression, limit=tier.limit):
            one = score(query, entry)
            scored.setdefault(entry.id, (one, one.score + (HOME if entry.language == language else 0.0)))
        if len(scored) >= 2 * limit:
            break
    order = sorted(scored, key=lambda key: (-scored[key][1], key))[: 3 * limit]
    rows = index.store.shown(order)
    found: dict[str, Suggestion] = {}
    for key in order:
        row = rows.get(key)
        if row is not None:
            url = row["staff_url"] if by is not None and row["staff_url"] else row["url"]
            found.setdefault(row["title"].casefold(), Suggestion(row["title"][:160], row["kind"], url))
    return tuple(list(found.values())[:limit])
