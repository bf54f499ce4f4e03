"""Cutting paragraphs into sentences and sentences into the pieces that each ask for one thing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nhipcau.documents.rules.letters import CAPITALS
from nhipcau.documents.rules.verbs import SPLIT_VERBS, any_of

_STOP = re.compile(rf"(?<=[.!?…])[”\"’)]?\s+(?=[“\"(]?[{CAPITALS}])")
_ABBREVIATED = re.compile(r"(?:^|[\s(])(?:TP|Tp|TS|PGS|GS|ThS|KT|TM|TL|TX|St|[A-ZĐ])\.$")
_VERB = re.compile(
    rf"\s*(?:\((?:[ivx]+|\d+|[a-zđ])\)\s*|[ivx]+\)\s*)?(?:{any_of(SPLIT_VERBS)})(?!\w)",
    re.IGNORECASE,
)
_OPEN, _CLOSE = "([“", ")]”"


def sentences(flat: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches between full stops before a capital letter."""
    begin = start
    for gap in _STOP.finditer(flat, start, end):
        if _ABBREVIATED.search(flat[max(begin, gap.start() - 6) : gap.start()]):
            continue
        yield begin, gap.start()
        begin = gap.end()
    if begin < end:
        yield begin, end


def pieces(flat: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence cut at each ``;`` that is followed by a verb of the list, outside brackets and quotes."""
    begin, depth = start, 0
    for at in range(start, end):
        letter = flat[at]
        if letter in _OPEN:
            depth += 1
        elif letter in _CLOSE:
            depth = max(0, depth - 1)
        elif letter == ";" and depth == 0 and _VERB.match(flat, at + 1, min(end, at + 60)):
            yield begin, at
            begin = at + 1
            while begin < end and flat[begin].isspace():
                begin += 1
    if begin < end:
        yield begin, end
