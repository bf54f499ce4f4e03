"""What an amending document inserts between quotation marks: words of another text, whose markers open nothing."""

from __future__ import annotations

import re
from bisect import bisect_left

from nhipcau.documents.rules.lines import Line
from nhipcau.documents.rules.marks import read_mark

_LONGEST = 600
"""Paragraphs after which an inserted text that was never closed is given up."""
_OPENING = '“"‘«'
_INSERTED = re.compile(
    r"[“\"‘«]{1,2}\s*(?:Điều|ĐIỀU|Chương|CHƯƠNG|Mục|MỤC|Phần|PHẦN|Phụ lục|PHỤ LỤC|Mẫu|\d{1,3}[a-zđ]?[.)]|\d+(?:\.\d+)+|[a-zđ]\d?[.)]"
    r"|[IVX]{1,5}[.\-]|\(\d|-\s)"
)
_CLOSING = re.compile(r"[”\"’»]{1,2}\s*[.;,]?\s*$")
_AMENDS = re.compile(
    r"(?:Sửa đổi|Bổ sung|Thay thế|Bãi bỏ|Thay (?:đổi )?(?:cụm )?từ|Bỏ\s|Hủy bỏ|Đính chính|Điều chỉnh|Hiệu lực|Điều khoản|Tổ chức"
    r"|Trách nhiệm|Quy định chuyển tiếp|(?:Tên|Đoạn|Điểm|Khoản|Điều|Mục|Chương)\s.{0,60}(?:được|như sau))"
)


def quoted(paragraphs: list[Line], begin: int, end: int) -> frozenset[int]:
    """Indexes of the paragraphs inside such quotation marks."""
    closing = [i for i in range(begin, end) if _closes(paragraphs[i].text)]
    amending: list[int] | None = None
    inside: set[int] = set()
    at = begin
    while at < end:
        opened = _opened(paragraphs, at, begin)
        if opened is None:
            at += 1
            continue
        first, known = opened
        close = _next(closing, max(first, at + 1), first + _LONGEST)
        if close is None and known:
            amending = _amendments(paragraphs, begin, end) if amending is None else amending
            after = _next(amending, at + 1, first + _LONGEST)
            close = after - 1 if after is not None else None
        if close is not None:
            inside.update(range(first, close + 1))
        at = max(at, close if close is not None else at) + 1
    return frozenset(inside)


def _next(places: list[int], begin: int, end: int) -> int | None:
    """The first of ``places`` in ``[begin, end)``."""
    at = bisect_left(places, begin)
    return places[at] if at < len(places) and places[at] < end else None


def _closes(text: str) -> bool:
    return _CLOSING.search(text[-12:]) is not None and not _balanced_inside(text)


def _amendments(paragraphs: list[Line], begin: int, end: int) -> list[int]:
    """Where a numbered paragraph amends something: inserted text that was never closed ends before it."""
    found = []
    for at in range(begin, end):
        mark = read_mark(paragraphs[at].text)
        if mark is not None and _AMENDS.match(paragraphs[at].text[mark.rest :]):
            found.append(at)
    return found


def _opened(paragraphs: list[Line], at: int, begin: int) -> tuple[int, bool] | None:
    """The first inserted paragraph if one opens at ``at`` and does not close there; and whether it surely is one."""
    text = paragraphs[at].text
    if text[0] in _OPENING:
        if _balanced(text):
            return None
        sure = _INSERTED.match(text) is not None
        called = at > begin and paragraphs[at - 1].text.endswith((":", "sau"))
        return (at, sure) if sure or called else None
    last = max(text.rfind("“"), text.rfind("«"))
    if last < 0:
        if text.endswith('"') and text.count('"') % 2 and text[:-1].rstrip().endswith(":"):
            return at + 1, False
        return None
    tail = text[last:]
    if "”" in tail or "»" in tail or '"' in tail:
        return None
    return (at + 1, False) if text[:last].rstrip().endswith(":") else None


def _balanced(text: str) -> bool:
    if text[0] == '"':
        return text.count('"') % 2 == 0
    closed = text.count("”") + text.count("»") + text.count("’")
    opened = text.count("“") + text.count("«") + text.count("‘")
    return closed >= opened or (text.count('"') % 2 == 1 and _CLOSING.search(text) is not None)


def _balanced_inside(text: str) -> bool:
    """Whether the mark at the end closes one that this very paragraph opened."""
    straight = text.count('"')
    if text.rstrip(" .;,")[-1:] == '"':
        return straight % 2 == 0
    return text.count("”") + text.count("»") + text.count("’") <= text.count("“") + text.count("«") + text.count("‘")
