"""Secrecy marks: MẬT, TỐI MẬT, TUYỆT MẬT as a stamp or a heading. The word inside a sentence is no mark.

Source of the marks: Luật Bảo vệ bí mật nhà nước (three levels). A mark stands alone on a line or in a cell, or after
``Độ mật:``; ``bảo mật``, ``bí mật nhà nước`` and a title about secrets are ordinary words.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LEVELS = {"mật": "MẬT", "tối mật": "TỐI MẬT", "tuyệt mật": "TUYỆT MẬT"}
_LABELLED = re.compile(
    r"^\W*(?:độ|mức độ|dấu|chế độ)\s+(?:bảo\s+)?mật\s*[:\-–]\s*(tuyệt\s*mật|tối\s*mật|mật)\W*$", re.IGNORECASE
)
_ALONE = re.compile(r"^[\W_]*(tuyệt\s*mật|tối\s*mật|mật)[\W_]*$", re.IGNORECASE)
_COPIED = re.compile(r"^[\W_]*(TUYỆT\s*MẬT|TỐI\s*MẬT|MẬT)[\W_]*(?:\(?\s*(?:Bản|Tài liệu|Số:).{0,30})?$")
_SPACED = re.compile(r"(?:(?<=\s)|^)((?:[^\W\d_]\s){2,}[^\W\d_])(?=\s|$)")


@dataclass(frozen=True, slots=True)
class SecrecyMark:
    """The level and the line it was found on, counted from 1."""

    level: str
    line: int


def find_secrecy_mark(text: str) -> SecrecyMark | None:
    """The first mark in ``text``, or None. Letters set apart (``M Ậ T``), NFD and lost tables' bars are seen through."""
    plain = unicodedata.normalize("NFC", text)
    for at, line in enumerate(plain.splitlines(), start=1):
        if len(line) > 400 or "ẬT" not in line.upper().replace(" ", ""):
            continue
        for cell in re.split(r"[|\t]|\s{4,}", line):
            words = _SPACED.sub(lambda m: m.group(1).replace(" ", ""), cell.strip())
            words = " ".join(words.split())
            found = _LABELLED.match(words) or _mark_alone(words)
            if found:
                level = " ".join(re.sub(r"\s*mật$", " mật", found.group(1).lower()).split())
                return SecrecyMark(LEVELS[level], at)
    return None


def _mark_alone(words: str) -> re.Match[str] | None:
    """A stamp is in capitals; ``Mật`` with a capital alone on its line is one too, ``mật`` in small letters is not."""
    found = _ALONE.match(words) or _COPIED.match(words)
    if found is None or not found.group(1)[0].isupper():
        return None
    return found
