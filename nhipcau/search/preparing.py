"""From a card to a row of the index: analysed, with all that is needed to show it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from nhipcau.search.rules.abbreviations import Concepts
from nhipcau.search.rules.analysis import LONGEST, analyse
from nhipcau.search.rules.showing import steps_of
from nhipcau.search.sources import SOURCES, Card, Source
from nhipcau.search.stores import Filed, Row, Shown


def rows_of(source: Source, pks: Sequence[int], concepts: Concepts, words: str) -> Iterator[Row]:
    """The entries of some things as they are now; none for what is no more. ``words``: see ``IndexState``."""
    for card in source.cards(pks):
        yield row_of(source.kind, card, concepts, words)


def row_of(kind: str, card: Card, concepts: Concepts, words: str) -> Row:
    """One entry."""
    text = "\n".join([*card.names, card.text]) if card.names else card.text
    title = " ".join(card.title.split())
    return Row(
        id=id_of(kind, card), title=analyse(title, concepts), body=analyse(text, concepts),
        filed=Filed(
            kind=kind, pk=card.pk, language=card.language, state=card.state, day=card.day, offices=card.offices,
            public=card.public, scope=card.scope,
        ),
        shown=Shown(
            title=title, text=text, url=card.url, staff_url=card.staff_url, steps=_json(steps_of(text, most=LONGEST)),
            marks=_json([[m.start + len(text) - len(card.text), m.label, m.anchor, m.public_anchor] for m in card.marks]),
            names=_json(card.names), crumbs=_json(card.crumbs),
        ),
        stamp=stamp_of(card, words),
    )  # fmt: skip


def id_of(kind: str, card: Card) -> str:
    """``page:12`` or ``place:3:km``."""
    return f"{kind}:{card.pk}:{card.part}" if card.part else f"{kind}:{card.pk}"


def stamp_of(card: Card, words: str) -> str:
    """Changes whenever anything of the card, the analysis or the abbreviations does."""
    return hashlib.blake2b(f"{words}\x00{card!r}".encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def stamps_of(source: Source, pks: Sequence[int], words: str) -> dict[str, str]:
    """Id → stamp of what should be in the index."""
    return {id_of(source.kind, card): stamp_of(card, words) for card in source.cards(pks)}


def all_kinds() -> Iterable[Source]:
    """In the order in which an index is built."""
    return SOURCES.values()


def _json(rows: Any) -> str:
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
