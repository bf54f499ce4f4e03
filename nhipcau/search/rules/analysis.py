"""What is indexed of a text: its folded words in order, their exact keys, concepts and numbers.

The database never folds nor stems: it gets tokens ready made, the same on SQLite and on PostgreSQL. It holds no places of words; two words
side by side are a token of their own (``thong+tin``), far rarer than either, so that a phrase is found without walking through long lists.
What stands in the title is there a second time with ``^`` before it.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from nhipcau.search.rules.abbreviations import Concepts
from nhipcau.search.rules.numbers import number_keys
from nhipcau.search.rules.scripts import keys_in

ANALYSIS = "4"
"""Changes with the tokens that this module makes: an index made by another analysis is built anew."""
LONGEST = 12_000
"""Words of a text that are indexed."""
TITLE_MARK, BESIDE = "^", "+"


@dataclass(frozen=True, slots=True)
class Field:
    """``words`` and ``exacts`` are joined by single spaces, in order; ``extras`` are concepts and numbers."""

    words: str
    exacts: str
    extras: str

    def stored(self) -> str:
        """As the tables hold it, for the scorer: the three parts kept apart by ``|``, which is no token."""
        return f"{self.words} | {self.exacts} | {self.extras}"


def beside(folds: Sequence[str]) -> list[str]:
    """The tokens of words side by side."""
    return [f"{one}{BESIDE}{two}" for one, two in itertools.pairwise(folds)]


def index_tokens(title: str, body: str) -> set[str]:
    """All that the index is given of an entry, from its stored title and body."""
    words, exacts, extras = _parts(title)
    marked = {*words, *beside(words), *exacts, *extras}
    tokens = {TITLE_MARK + token for token in marked}
    tokens.update(words, beside(words), extras)
    words, _exacts, extras = _parts(body)
    tokens.update(words, beside(words), extras)
    return tokens


def known_tokens(title: str, body: str) -> set[str]:
    """What the vocabulary counts: folded words, concepts and numbers."""
    found: set[str] = set()
    for words, _exacts, extras in (_parts(title), _parts(body)):
        found.update(words, extras)
    return found


def _parts(stored: str) -> tuple[list[str], list[str], list[str]]:
    words, exacts, extras = stored.split("|")
    return words.split(), exacts.split(), extras.split()


def analyse(text: str, concepts: Concepts) -> Field:
    """The tokens of ``text``."""
    folds: list[str] = []
    exacts: list[str] = []
    for fold, exact in keys_in(text):
        folds.append(fold)
        exacts.append(exact)
        if len(folds) >= LONGEST:
            break
    extras = dict.fromkeys(
        found.key for found in concepts.among(folds, exacts, written=unicodedata.normalize("NFC", text))
    )
    extras.update(dict.fromkeys(number_keys(text)))
    return Field(" ".join(folds), " ".join(exacts), " ".join(extras))
