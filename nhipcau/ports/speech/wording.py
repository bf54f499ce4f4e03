"""What a recogniser wrote, made fit for a search box."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 200
"""Letters of a query."""
_ENDS = " \t\n.,;:!?…。、！？·\"“”'«»-–—"
_SIGNS = re.compile(r"\[[^\]]*\]|\([^)]*\)|♪|�|<\|[^|]*\|>")
_REPEATS = 3


def cleaned(text: str) -> str:
    """NFC, one line, without remarks like ``[music]``, without signs at its ends, repetition cut, at most LONGEST letters."""
    plain = _SIGNS.sub(" ", unicodedata.normalize("NFC", text))
    plain = "".join(" " if unicodedata.category(letter)[0] == "C" else letter for letter in plain)
    words = without_loops(plain.split())
    return " ".join(words)[:LONGEST].strip(_ENDS)


def without_loops(words: list[str]) -> list[str]:
    """A model that lost the thread says one thing over and over: what comes three times in a row or more is kept once."""
    kept: list[str] = []
    at = 0
    keys = [word.strip(_ENDS).casefold() for word in words]
    while at < len(words):
        length, times = _loop_at(keys, at)
        kept.extend(words[at : at + length])
        at += length * times
    return kept


def _loop_at(keys: list[str], at: int) -> tuple[int, int]:
    """(length, times) of the longest stretch that a repeated phrase covers from ``at``; (1, 1) where none is."""
    best = (1, 1)
    for length in range(1, (len(keys) - at) // _REPEATS + 1):
        phrase, times = keys[at : at + length], 1
        while keys[at + length * times : at + length * (times + 1)] == phrase:
            times += 1
        if times >= _REPEATS and length * times > best[0] * best[1]:
            best = (length, times)
    return best


def distinct(readings: Iterable[str]) -> list[str]:
    """Without those that differ from an earlier one in case or punctuation alone, and without empty ones."""
    seen: set[str] = set()
    kept = []
    for reading in readings:
        key = " ".join("".join(c if c.isalnum() else " " for c in reading.casefold()).split())
        if key and key not in seen:
            seen.add(key)
            kept.append(reading)
    return kept
