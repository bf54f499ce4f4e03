"""Numbers and private links of cases. Only a link's hash is kept, so a lost one cannot be looked up, only renewed."""

from __future__ import annotations

import hashlib
import secrets


def new_token() -> str:
    """256 bits in letters that an address may have."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """Hexadecimal SHA-256."""
    return hashlib.sha256(token.encode()).hexdigest()


def number_of(year: int, at: int) -> str:
    """``2026-0007``: the seventh of the year."""
    return f"{year}-{at:04d}"
