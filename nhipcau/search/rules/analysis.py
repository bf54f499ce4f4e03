"""What is indexed of a text: its folded words in order, then their exact keys, then concepts and numbers.

The database never folds nor stems: it gets these tokens ready made, the same on SQLite and on PostgreSQL.
"""

from __future__ import annotations

from dataclasses import dataclass

from nhipcau.search.rules.abbreviations import Concepts
from nhipcau.search.rules.numbers import number_keys
from nhipcau.search.rules.scripts import keys_in

LONGEST = 6_000
"""Words of a text that are indexed; PostgreSQL keeps no position beyond 16,383, and each word takes two."""


@dataclass(frozen=True, slots=True)
class Field:
    """``words`` and ``exacts`` are joined by single spaces, in order; ``extras`` are concepts and numbers."""

    words: str
    exacts: str
    extras: str

    @property
    def all(self) -> str:
        """What the index is given."""
        return f"{self.words} {self.exacts} {self.extras}".strip()


def analyse(text: str, concepts: Concepts) -> Field:
    """The tokens of ``text``."""
    folds: list[str] = []
    exacts: list[str] = []
    for fold, exact in keys_in(text):
        folds.append(fold)
        exacts.append(exact)
        if len(folds) >= LONGEST:
            break
    extras = dict.fromkeys(found.key for found in concepts.among(folds))
    extras.update(dict.fromkeys(number_keys(text)))
    return Field(" ".join(folds), " ".join(exacts), " ".join(extras))
