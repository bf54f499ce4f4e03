"""One syllable, two keys: as people type it without marks, and as it is written with them.

``fold``: no marks, ``đ`` is ``d``. ``exact``: base letters with hat, breve and horn, then ``_`` and the tone's digit, so that
``hòa`` and ``hoà``, composed or not, are one key. In both, ``y`` after a consonant at the end is ``i`` (``kỹ`` and ``kĩ``).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONES = {"\u0300": "2", "\u0301": "5", "\u0309": "3", "\u0303": "4", "\u0323": "6"}
_FINAL_Y = re.compile(r"^(?:ngh|ch|gh|gi|kh|ng|nh|ph|qu|th|tr|[bcdđghklmnpqrstvx])y$")
LEVEL = "1"
"""The tone without a mark."""


@lru_cache(maxsize=200_000)
def keys_of(word: str) -> tuple[str, str]:
    """``(fold, exact)`` of one word in NFC and lower case: ``("ngoai", "ngoai_6")`` for ``ngoại``."""
    tone = LEVEL
    base: list[str] = []
    for mark in unicodedata.normalize("NFD", word):
        if mark in _TONES:
            tone = _TONES[mark]
        else:
            base.append(mark)
    hats = unicodedata.normalize("NFC", "".join(base))
    plain = "".join(c for c in base if not unicodedata.combining(c)).replace("đ", "d")
    if _FINAL_Y.match(plain):
        plain, hats = plain[:-1] + "i", hats[:-1] + "i"
    return plain, f"{hats}_{tone}"


def has_marks(exact: str) -> bool:
    """Whether the exact key says more than the folded one: a tone, a hat, a horn, or ``đ``."""
    return not exact.endswith("_1") or not exact.isascii()
