"""The index as lists below see it (``ports.index``): ids of one kind, the best first.

A list asks within rows that it has narrowed to what the person may see, and shows nothing else, so that no sight is needed here.
"""

from __future__ import annotations

from collections.abc import Iterable

from nhipcau.ports.index import MOST
from nhipcau.search.answers import Sort
from nhipcau.search.counts import ids_in_order
from nhipcau.search.finding import answers, find
from nhipcau.search.live import the_index
from nhipcau.search.seeing import Seen, Sight
from nhipcau.search.sources import SOURCES
from nhipcau.search.stores import Narrow

LONGEST, RANKED = 400, 300
NEAR, NEAREST = 0.6, 20
"""Where nothing has all words: the share of them from which a row is shown, and how many rows."""


def rank(kind: str, query: str, among: Iterable[int] | None = None) -> list[int] | None:
    """See ``ports.index.Ranker``."""
    index = the_index()
    if index is None or kind not in SOURCES:
        return None
    text = query[:LONGEST].replace("\x00", " ").strip()
    narrow = Narrow("e.kind = %s", (kind,))
    seen = Seen(index.store, Sight((SOURCES[kind].scope,), narrow), narrow)
    found = find(text, store=seen, concepts=index.concepts, limit=RANKED)
    keys = [one.id for one in found.found if answers(one)]
    keys = keys or [one.id for one in found.found if one.covered >= NEAR][:NEAREST]
    if len(keys) < MOST and (found.query.terms or found.query.numbers):
        keys += ids_in_order(seen, found.query, Sort.NEWEST, 0, MOST)
    wanted = set(among) if among is not None else None
    ids = dict.fromkeys(int(key.split(":")[1]) for key in keys)
    return [pk for pk in ids if wanted is None or pk in wanted][:MOST]
