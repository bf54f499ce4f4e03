"""Telex that was left as typed: ``thoong tin ddoois ngoaij`` read as the letters it stands for."""

from __future__ import annotations

import re

_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_LETTERS = (
    ("dd", "đ"),
    ("uow", "ươ"),
    ("uwow", "ươ"),
    ("aa", "â"),
    ("ee", "ê"),
    ("oo", "ô"),
    ("aw", "ă"),
    ("ow", "ơ"),
    ("uw", "ư"),
)
_VOWELS = "aăâeêioôơuưy"
_LOOKS = re.compile(r"[a-z]*(?:[sfrxj]|aa|ee|oo|dd|w)[a-z]*")


def telex_reading(word: str) -> str | None:
    """The Vietnamese word that ``word`` spells in telex, or None where it spells none. Lower case in and out."""
    if not word.isascii() or not word.isalpha() or _LOOKS.fullmatch(word) is None:
        return None
    body, tone = _take_tone(word)
    for typed, letter in sorted(_LETTERS, key=lambda pair: -len(pair[0])):
        body = body.replace(typed, letter)
    body = _late_marks(body)
    if tone:
        at = _bearer(body)
        if at is None:
            return None
        body = body[: at + 1] + _TONES[tone] + body[at + 1 :]
    return body if body != word else None


def _take_tone(word: str) -> tuple[str, str]:
    """The word without its tone letter: the last of s f r x j after a vowel, if only consonants follow."""
    for at in range(len(word) - 1, 0, -1):
        if word[at] in _TONES and re.search("[aeiouyw]", word[:at]):
            rest = word[at + 1 :]
            if re.fullmatch(r"(?:ng|nh|ch|[cmnptoeauiwy])*", rest):
                return word[:at] + rest, word[at]
            return word, ""
    return word, ""


def _late_marks(body: str) -> str:
    """``thuongw``, ``thongo``, ``dangd``: the mark typed at the end."""
    if body.endswith("w"):
        for plain, marked in (("uo", "ươ"), ("u", "ư"), ("o", "ơ"), ("a", "ă")):
            if plain in body[:-1]:
                return body[:-1].replace(plain, marked, 1)
    if body[:1] == "d" and body[-1:] == "d" and len(body) > 2:
        return "đ" + body[1:-1]
    if len(body) > 2 and body[-1] in "aeo" and body[-1] in body[:-2] and body[-2] not in _VOWELS:
        marked = {"a": "â", "e": "ê", "o": "ô"}[body[-1]]
        return body[:-1].replace(body[-1], marked, 1)
    return body


def _bearer(body: str) -> int | None:
    """The vowel that bears the tone; where it stands does not matter to the keys."""
    for wanted in ("âêôơăư", _VOWELS):
        for at, letter in enumerate(body):
            if letter in wanted:
                return at
    return None
