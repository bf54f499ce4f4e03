"""Words of texts in any script, with their places: syllables for Latin letters, pairs of signs for scripts without spaces."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from nhipcau.documents.rules.syllables import keys_of

_LETTER = r"[^\W_\u0e00-\u0eff\u1780-\u17ff]"
_WORD = re.compile(rf"[\u0e00-\u0eff\u1780-\u17ff]+|{_LETTER}+(?:[\u0300-\u036f]+{_LETTER}*)*(?:&{_LETTER}+)*")
_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af"
_UNSPACED = re.compile(f"[{_CJK}\u0e00-\u0eff\u1780-\u17ff]")
_RUNS = re.compile(f"[{_CJK}]+|[\u0e00-\u0eff\u1780-\u17ff\u0300-\u036f]+|[^{_CJK}\u0e00-\u0eff\u1780-\u17ff]+")
_NO_LETTER = re.compile(r"[^\w\u0300-\u036f]+|_")
# An orthographic cluster: a base letter with its subscripts, vowels and signs. Cutting inside one makes no word of it.
_CLUSTER = re.compile(
    "[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3]|[\u17b4-\u17d1\u17d3\u17dd])*"
    "|[\u0e01-\u0e30\u0e32-\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0eb2-\u0eb3\u0ec0-\u0ec6][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd]*"
    "|."
)


@dataclass(frozen=True, slots=True)
class Token:
    """``fold`` and ``exact`` keys of one word (or pair of signs), and its ``[start, end)`` in the text as given."""

    fold: str
    exact: str
    start: int
    end: int


def tokens_of(text: str) -> Iterator[Token]:
    """Every word of ``text``, in order. Offsets are those of the string that was given, composed or not."""
    for found in _WORD.finditer(_lowered(text)):
        at = found.start()
        for fold, exact, start, end in _keys_within(found.group()):
            yield Token(fold, exact, at + start, at + end)


def keys_in(text: str) -> Iterator[tuple[str, str]]:
    """``(fold, exact)`` of every word, in order: what ``tokens_of`` gives without the places, several times as fast."""
    for word in _WORD.findall(_lowered(text)):
        for fold, exact, _start, _end in _keys_within(word):
            yield fold, exact


def places_of_words(text: str) -> Iterator[tuple[int, int]]:
    """``(number of its first word, where it begins)`` of every run of letters: cheap, for finding a word's place again."""
    number = 0
    for found in _WORD.finditer(_lowered(text)):
        many = len(_keys_within(found.group()))
        if many:
            yield number, found.start()
        number += many


def _lowered(text: str) -> str:
    lowered = text.lower()
    if len(lowered) != len(text):  # ``İ`` grows when it is lowered: keep the places
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lowered


@lru_cache(maxsize=100_000)
def _keys_within(word: str) -> tuple[tuple[str, str, int, int], ...]:
    """Of one run of letters: its key, or those of its pairs of signs, with their places in it."""
    if word.isascii() or not _UNSPACED.search(word):
        fold, exact = keys_of(word.replace("&", "") if word.isascii() else _plain(word))
        return ((fold, exact, 0, len(word)),) if fold else ()
    return tuple((token.fold, token.exact, token.start, token.end) for token in _mixed(word, 0))


def _plain(word: str) -> str:
    """Composed, full-width letters and ligatures as plain ones, in small letters; never with a space or a sign of the index in it."""
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", word).lower())


def _mixed(word: str, at: int) -> Iterator[Token]:
    for run in _RUNS.finditer(word):
        piece = run.group()
        if not _UNSPACED.search(piece):
            fold, exact = keys_of(_plain(piece))
            if fold:
                yield Token(fold, exact, at + run.start(), at + run.end())
            continue
        cut = _CLUSTER.finditer(piece) if piece[0] < "\u3000" else re.finditer(".", piece)
        signs = [(c.start(), c.end()) for c in cut]
        if len(signs) == 1:
            yield _pair(piece, signs[0], signs[0], at + run.start())
        for first, second in itertools.pairwise(signs):
            yield _pair(piece, first, second, at + run.start())


def _pair(piece: str, first: tuple[int, int], second: tuple[int, int], at: int) -> Token:
    key = "".join(unicodedata.normalize("NFKC", piece[first[0] : second[1]]).split())
    return Token(key, f"{key}_1", at + first[0], at + second[1])
