"""What a copy adds to the first article and what it drops, paragraph by paragraph and within them word by word."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

MOST = 400
"""Paragraphs of either text that are compared."""


@dataclass(frozen=True, slots=True)
class Piece:
    """``kind``: same, added or dropped."""

    kind: str
    text: str


def difference(first: str, other: str) -> list[list[Piece]]:
    """Paragraphs of both in order, each as pieces. What is the same in both is there too: the reader sees the place."""
    ours, theirs = _lines(first), _lines(other)
    found: list[list[Piece]] = []
    for what, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if what == "equal":
            found += [[Piece("same", line)] for line in ours[a:b]]
            continue
        pairs = min(b - a, d - c)
        for at in range(pairs):
            found += _paired(ours[a + at], theirs[c + at])
        found += [[Piece("dropped", line)] for line in ours[a + pairs : b]]
        found += [[Piece("added", line)] for line in theirs[c + pairs : d]]
    return found


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()][:MOST]


def _paired(one: str, other: str) -> list[list[Piece]]:
    """Two paragraphs that stand for each other: word by word where they are alike, else one gone and one new."""
    a, b = one.split(), other.split()
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    if matcher.ratio() < 0.4:
        return [[Piece("dropped", one)], [Piece("added", other)]]
    pieces: list[Piece] = []
    for what, i, j, k, m in matcher.get_opcodes():
        if what == "equal":
            pieces.append(Piece("same", " ".join(a[i:j])))
            continue
        if i < j:
            pieces.append(Piece("dropped", " ".join(a[i:j])))
        if k < m:
            pieces.append(Piece("added", " ".join(b[k:m])))
    return [pieces]
