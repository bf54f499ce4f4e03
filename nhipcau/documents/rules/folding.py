"""Words as people type them in a hurry: small letters without marks."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_LONGEST = 30
"""Letters of a word that is remembered. A text with a longer one is folded as a whole: nothing long stays in memory."""


def fold(text: str) -> str:
    """``Quyết định 1899/QĐ-UBND`` → ``quyet dinh 1899/qd-ubnd``; runs of spaces become one."""
    words = text.split()
    if max(map(len, words), default=0) > _LONGEST:
        return " ".join(_plain(" ".join(words)).split())
    return " ".join(filter(None, map(_remembered, words)))


def _plain(word: str) -> str:
    spelt = unicodedata.normalize("NFD", word.casefold()).replace("đ", "d")
    return "".join(c for c in spelt if not unicodedata.combining(c))


_remembered = lru_cache(maxsize=50_000)(_plain)
