"""What an amending document inserts between quotation marks: words of another text, whose markers open nothing."""

from __future__ import annotations

import re

from nhipcau.documents.rules.lines import Line
from nhipcau.documents.rules.marks import read_mark

_LONGEST = 600
"""Paragraphs after which an inserted text that was never closed is given up."""
_OPENING = "“\"‘«"
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
    inside: set[int] = set()
    at = begin
    while at < end:
        opened = _opened(paragraphs, at, begin)
        if opened is None:
            at += 1
            continue
        first, known = opened
        close = _close(paragraphs, first, at, end, surely=known)
        if close is None:
            at += 1
            continue
        inside.update(range(first, close + 1))
        at = close + 1
    return frozenset(inside)


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


def _close(paragraphs: list[Line], first: int, at: int, end: int, *, surely: bool) -> int | None:
    """The paragraph whose end closes the quotation; without one, the last before the next amendment."""
    stop = min(end, first + _LONGEST)
    for i in range(max(first, at + 1), stop):
        text = paragraphs[i].text
        if _CLOSING.search(text) and not _balanced_inside(text):
            return i
    if not surely:
        return None
    for i in range(at + 1, stop):
        text = paragraphs[i].text
        mark = read_mark(text)
        if mark is not None and _AMENDS.match(text[mark.rest :]):
            return i - 1
    return None


def _balanced_inside(text: str) -> bool:
    """Whether the mark at the end closes one that this very paragraph opened."""
    straight = text.count('"')
    if text.rstrip(" .;,")[-1:] == '"':
        return straight % 2 == 0
    return text.count("”") + text.count("»") + text.count("’") <= text.count("“") + text.count("«") + text.count("‘")
