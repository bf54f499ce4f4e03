"""What may be remembered of a search that anybody made: the words alone, and only if they say nothing of who typed them."""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from datetime import date, timedelta

OFTEN_ENOUGH = 3
"""Times that the same words are asked in a week before the words themselves are kept."""
LONGEST, MOST_WORDS = 60, 8
WEEKS_KEPT = 53
_PERSONAL = re.compile(r"@|\d(?:[ .-]?\d){5,}|https?:|www\.")
"""An address, or six digits and more in a row, spaced or not: a telephone, an identity card, an account."""
_SIGNS = "/&%-"


def countable(text: str) -> str:
    """The words as they are counted: small, without Vietnamese marks, one space apart. "" for what is not to be counted."""
    if _PERSONAL.search(unicodedata.normalize("NFKC", text)):
        return ""
    letters = (
        letter if unicodedata.category(letter)[0] in "LMN" or letter in _SIGNS else " " for letter in _folded(text)
    )
    said = " ".join("".join(letters).split())
    return said if said and len(said) <= LONGEST and len(said.split()) <= MOST_WORDS else ""


def week_of(day: date) -> date:
    """The Monday of the week: no finer time is remembered."""
    return day - timedelta(days=day.weekday())


def sign_of(text: str, *, language: str, salt: str) -> str:
    """Stands for the words as long as they are rare. Without the week's salt, which is thrown away, nothing leads back to them."""
    return hmac.new(salt.encode(), f"{language}\0{text}".encode(), hashlib.sha256).hexdigest()


def _folded(text: str) -> str:
    """Latin letters without marks; letters of other scripts as they are."""
    letters = []
    for letter in unicodedata.normalize("NFC", text.lower()):
        first = unicodedata.normalize("NFD", letter)[0]
        is_latin = "LATIN" in unicodedata.name(first, "")
        letters.append(first if is_latin else letter)
    return unicodedata.normalize("NFC", "".join(letters)).replace("đ", "d")
