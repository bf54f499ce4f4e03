"""How like two Vietnamese syllables sound, in the ears of a recogniser.

A syllable is an onset, a rime and a tone (Đoàn Thiện Thuật, Ngữ âm tiếng Việt, 1977). What speakers of different regions do not tell apart
(tr/ch, s/x, d/gi/v, l/n, -n/-ng, -t/-c, hỏi/ngã) and what small models confuse is near; the rest is far.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_ONSETS = ("ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", *"bcdđghklmnpqrstvx")
_SAME = {"ngh": "ng", "gh": "g", "k": "c", "q": "c", "qu": "cw", "gi": "d"}
"""Spellings of one sound."""
_NEAR_ONSETS = [
    {"tr", "ch"}, {"s", "x"}, {"d", "r", "v"}, {"l", "n"}, {"n", "nh"}, {"ng", "nh"}, {"c", "g"}, {"c", "kh"}, {"h", "kh"}, {"b", "v"},
    {"b", "p"}, {"b", "m"}, {"t", "th"}, {"t", "đ"}, {"đ", "d"}, {"t", "tr"}, {"đ", "l"}, {"ch", "d"}, {"ch", "x"}, {"ch", "s"},
    {"tr", "s"}, {"ph", "v"}, {"cw", "w"}, {"cw", "h"}, {"ch", "t"}, {"c", "t"}, {"h", ""}, {"ng", ""}, {"r", "g"}, {"th", "s"},
]  # fmt: skip
_NEAR_ENDS = [
    {"n", "ng"},
    {"n", "nh"},
    {"ng", "nh"},
    {"t", "c"},
    {"c", "ch"},
    {"t", "ch"},
    {"m", "n"},
    {"p", "t"},
    {"m", "ng"},
    {"p", "c"},
]
_LETTERS = set("aăâbcdđeêghiklmnoôơpqrstuưvxy")
_ENDS = ("ch", "nh", "ng", "c", "m", "n", "p", "t")
FAR = 1.0


@dataclass(frozen=True, slots=True)
class Sound:
    """``tone``: 1 level, 2 falling, 3 asking, 4 broken, 5 sharp, 6 heavy, as in the exact keys of ``documents.rules.syllables``."""

    onset: str
    vowel: str
    end: str
    tone: str


@lru_cache(maxsize=50_000)
def sound_of(exact: str) -> Sound | None:
    """From an exact key (``ngoai_6``); None for what is no Vietnamese syllable."""
    letters, _mark, tone = exact.rpartition("_")
    if not letters or len(letters) > 7 or not set(letters) <= _LETTERS:
        return None
    onset = next((start for start in _ONSETS if letters.startswith(start)), "")
    rime = letters[len(onset) :]
    if onset in {"gi", "qu"} and not rime:
        onset, rime = onset[0], onset[1:] + rime
    end = next((last for last in _ENDS if rime.endswith(last)), "")
    vowel = rime[: len(rime) - len(end)]
    if not vowel or not set(vowel) <= set("aăâeêioôơuưy"):
        return None
    return Sound(_SAME.get(onset, onset), vowel.replace("y", "i"), end, tone)


@lru_cache(maxsize=200_000)
def distance(one: Sound, other: Sound) -> float:
    """0 the same, FAR nothing alike."""
    if one == other:
        return 0.0
    parts = _between(one.onset, other.onset, _NEAR_ONSETS, 0.10, 0.34)
    parts += _between_vowels(one.vowel, other.vowel)
    parts += _between(one.end, other.end, _NEAR_ENDS, 0.06, 0.18)
    if one.tone != other.tone:
        parts += 0.03 if {one.tone, other.tone} == {"3", "4"} else 0.07
    return min(FAR, parts)


def _between(one: str, other: str, near: list[set[str]], little: float, much: float) -> float:
    if one == other:
        return 0.0
    return little if any({one, other} <= group for group in near) else much


@lru_cache(maxsize=5_000)
def _between_vowels(one: str, other: str) -> float:
    if one == other:
        return 0.0
    bare_one, bare_other = _bare(one), _bare(other)
    if bare_one == bare_other:
        return 0.08
    if {bare_one, bare_other} in (
        {"o", "a"},
        {"i", "e"},
        {"o", "u"},
        {"ie", "i"},
        {"uo", "u"},
        {"uo", "o"},
        {"ie", "e"},
        {"a", "e"},
    ):
        return 0.16
    if set(bare_one) & set(bare_other):
        return 0.2
    return 0.34


def _bare(vowel: str) -> str:
    return "".join(mark for mark in unicodedata.normalize("NFD", vowel) if not unicodedata.combining(mark))
