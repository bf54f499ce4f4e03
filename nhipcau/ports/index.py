"""How a list low in the house searches without knowing the room that can: by a Protocol, which the search room fills when it starts.

A list says what it would do by itself (``plain``); that stands in where there is no index.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

MOST = 2_000
"""Ids that a list is given at most: more than anybody leafs through."""


class Ranker(Protocol):
    """The index."""

    def __call__(self, kind: str, query: str, among: Iterable[int] | None) -> list[int] | None:
        """Ids of things of ``kind`` that answer ``query``, the best first, MOST at most; only of those in ``among`` where that is given.

        None where there is no index to ask: the list then filters by itself.
        """


_ranker: list[Ranker] = []


def rank_by(ranker: Ranker | None) -> None:
    """Let ``ranker`` answer from now on; None ends that."""
    _ranker[:] = [ranker] if ranker else []


def rank(kind: str, query: str, among: Iterable[int] | None = None) -> list[int] | None:
    """What the index says; None where there is none. The caller's own conditions decide who may see what is named."""
    return _ranker[-1](kind, query, among) if _ranker else None
