"""The conclusions of a session as a paper that the reader can read: heading, number, day, kind and subject first."""

from __future__ import annotations

import re
from datetime import date

from nhipcau.ports.days import signed_day

_HAS_HEADING = re.compile(r"CỘNG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI|ĐẢNG\s+CỘNG\s+SẢN")
"""In capitals, as a heading is printed: the same words inside a sentence are none."""
HEAD_LINES = 12


def has_heading(text: str) -> bool:
    """Whether ``text`` begins like a paper of its own: the national or Party heading in its first lines."""
    return bool(_HAS_HEADING.search("\n".join(text.strip().splitlines()[:HEAD_LINES])))


def conclusions_paper(
    words: str, *, issuer: str, number: str, place: str, on: date, subject: str, superior: str = ""
) -> str:
    """``words`` with the heading of a notice of conclusions (Nghị định 30/2020/NĐ-CP); as they are where they have one."""
    if has_heading(words):
        return words.strip() + "\n"
    above = f"{superior.upper()}\n" if superior else ""
    return (
        f"{above}{issuer.upper()}\n-------\n"
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n---------------\n"
        f"Số: {number}\n{place}, {signed_day(on)}\n\n"
        f"THÔNG BÁO\nKết luận {_small_first(subject)}\n\n{words.strip()}\n"
    )


def _small_first(subject: str) -> str:
    """ "Hội nghị …" → "hội nghị …"; names in capitals stay."""
    first = subject.split(" ", 1)[0]
    return subject if first.isupper() and len(first) > 1 else subject[:1].lower() + subject[1:]
