"""What the second person reads, as one fingerprint: any change after it wants a new word."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping


def fingerprint(
    *, verdict: str, statement: str, is_withdrawal: bool, words: Mapping[str, Mapping[str, str]], papers: Iterable[str], reply: str
) -> str:  # fmt: skip
    """Hexadecimal SHA-256 of all that the entry will say. ``papers``: hashes and titles of the public documents."""
    said = {
        "verdict": verdict, "statement": statement, "withdrawal": is_withdrawal, "papers": sorted(papers), "reply": reply,
        "words": {language: dict(texts) for language, texts in words.items()},
    }  # fmt: skip
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
