"""Words as people type them in a hurry: small letters without marks."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """``Quyết định 1899/QĐ-UBND`` → ``quyet dinh 1899/qd-ubnd``; runs of spaces become one."""
    plain = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())
