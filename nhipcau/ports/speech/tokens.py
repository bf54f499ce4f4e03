"""Words to the numbers that Whisper reads and back: byte pairs, as in GPT-2 (Radford et al. 2019, 2.2). Plain Python, nothing to install."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

_PIECES = re.compile(r"'(?:s|t|re|ve|m|ll|d)| ?[^\W\d_]+| ?\d+| ?(?:[^\s\w]|_)+|\s+(?!\S)|\s+")
"""How a text is cut before pairs are joined. Marks that stand alone (combining) count as signs here; our texts are composed (NFC)."""


def _alphabet() -> dict[int, str]:
    """A printable letter for each byte: itself where it prints, one above 255 where not."""
    printed = [*range(33, 127), *range(161, 173), *range(174, 256)]
    letters = {byte: chr(byte) for byte in printed}
    others = [byte for byte in range(256) if byte not in letters]
    return letters | {byte: chr(256 + at) for at, byte in enumerate(others)}


LETTERS = _alphabet()
BYTES = {letter: byte for byte, letter in LETTERS.items()}


class Tokens:
    """The pairs of one model, from its ``tokenizer.json``."""

    def __init__(self, ids: dict[str, int], merges: Sequence[tuple[str, str]], special: dict[str, int]) -> None:
        self._ids, self._special = ids, special
        self._words = {number: word for word, number in ids.items()}
        self._ranks = {pair: rank for rank, pair in enumerate(merges)}
        self._joined = lru_cache(4096)(self._join)

    @classmethod
    def from_file(cls, path: Path) -> Tokens:
        """Raises OSError, ValueError, KeyError on a file of another kind."""
        told = json.loads(path.read_text("utf-8"))
        pairs = [pair.split(" ", 1) if isinstance(pair, str) else pair for pair in told["model"]["merges"]]
        merges = [(str(first), str(second)) for first, second in pairs]
        special = {entry["content"]: int(entry["id"]) for entry in told["added_tokens"]}
        return cls(told["model"]["vocab"], merges, special)

    def special(self, name: str) -> int | None:
        """``<|vi|>`` → its number, or None where the model has none."""
        return self._special.get(name)

    def encode(self, text: str) -> list[int]:
        """No special tokens are read out of ``text``: a sign like ``<|vi|>`` in it is plain letters."""
        found: list[int] = []
        for piece in _PIECES.findall(text):
            letters = "".join(LETTERS[byte] for byte in piece.encode("utf-8"))
            found.extend(self._ids[part] for part in self._joined(letters) if part in self._ids)
        return found

    def decode(self, numbers: Iterable[int]) -> str:
        """Special tokens are left out; bytes that make no letter become U+FFFD."""
        special = set(self._special.values())
        words = [self._words.get(number, "") for number in numbers if number not in special]
        return bytes(BYTES[letter] for letter in "".join(words) if letter in BYTES).decode("utf-8", "replace")

    def _join(self, letters: str) -> tuple[str, ...]:
        parts = list(letters)
        never = len(self._ranks)
        while len(parts) > 1:
            ranks = [self._ranks.get((parts[at], parts[at + 1]), never) for at in range(len(parts) - 1)]
            best = min(ranks)
            if best == never:
                break
            at = ranks.index(best)
            parts[at : at + 2] = [parts[at] + parts[at + 1]]
        return tuple(parts)
