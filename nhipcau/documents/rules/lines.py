"""From a scraped text to paragraphs, without losing the place of any letter.

Everything after this works on ``Source.flat``: the text in NFC, with line breaks, odd spaces, rules and the bars of lost
tables turned into plain spaces, one for one, so that offsets stay comparable; ``Source.span`` leads back.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from itertools import pairwise

from nhipcau.documents.rules.letters import CAPITALS
from nhipcau.documents.rules.types import Span

_SPACES = dict.fromkeys(map(ord, "\t\u00a0\u2002\u2003\u2009\u202f\u3000\u000b\u000c\u0085\u2028\u2029"), " ")
_ODD = re.compile(r"\r\n?|[\ufeff\u200b-\u200d\u2060\u00ad\x00]+|[^\u0300-\u036f][\u0300-\u036f]+|[\u0300-\u036f]+")
_HAS_ODD = re.compile(r"[\r\ufeff\u200b-\u200d\u2060\u00ad\x00\u0300-\u036f]")
_DEBRIS = re.compile(r"[\s|*_=#>~\-–—.•]*")
_EDGE = " |"
_MARKDOWN = re.compile(r"^[ ]*(?:#{1,6}[ ]|>[ ]?)+", re.MULTILINE)
_BOLD = re.compile(r"\*\*|(?<![\w*])__|__(?![\w*])")
_PAGE = re.compile(r"(?:CÔNG BÁO\s?/\s?Số\b.*|Trang\s+\d+\s*(?:/\s*\d+)?|\d{1,3})")


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line without the bars of lost tables at its ends. Offsets are into ``Source.flat``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """A text as given and as read. ``starts[i]`` is where letter ``i`` of ``flat`` came from; empty if the same."""

    original: str
    text: str
    flat: str
    starts: tuple[int, ...] = field(default=(), repr=False)

    def span(self, start: int, end: int) -> Span:
        """The place in the string that was given."""
        if not self.starts:
            return Span(start, end)
        last = len(self.starts) - 1
        first = self.starts[min(start, last)]
        return Span(first, max(first, self.starts[min(end, last)]))


def read_source(original: str) -> Source:
    """``original`` in NFC with plain spaces and line feeds, and the way back."""
    starts: tuple[int, ...] = ()
    text = original
    if _HAS_ODD.search(original):
        text, starts = _normalise(original)
    text = text.translate(_SPACES)
    if "\\r\\n" in text:
        text = text.replace("\\r\\n", "    ")
    if "**" in text or "__" in text or "#" in text or ">" in text:
        text = _MARKDOWN.sub(_blank, _BOLD.sub("  ", text))
    return Source(original, text, _flatten(text), starts)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _normalise(original: str) -> tuple[str, tuple[int, ...]]:
    """Letters and their marks put together, line ends made one; each letter knows where it came from.

    The tuple has one entry more than the text: the end.
    """
    pieces: list[str] = []
    starts: list[int] = []
    at = 0
    for found in _ODD.finditer(original):
        begin, end = found.span()
        pieces.append(original[at:begin])
        starts.extend(range(at, begin))
        odd = found.group()
        new = "\n" if odd[0] == "\r" else unicodedata.normalize("NFC", odd) if odd[-1] in _MARKS else ""
        pieces.append(new)
        starts.extend(begin if not i else end - len(new) + i for i in range(len(new)))
        at = end
    pieces.append(original[at:])
    starts.extend(range(at, len(original) + 1))
    return "".join(pieces), tuple(starts)


_MARKS = frozenset(map(chr, range(0x300, 0x370)))


def _flatten(text: str) -> str:
    """Line breaks as spaces; bars at the ends of lines and lines of nothing but rules and bars blanked."""
    if "|" not in text and "--" not in text and "__" not in text and "==" not in text:
        return text.replace("\n", " ")
    lines: list[str] = []
    for line in text.split("\n"):
        stripped = line.strip(_EDGE)
        if len(stripped) == len(line):
            lines.append(" " * len(line) if _DEBRIS.fullmatch(line) else line)
        elif _DEBRIS.fullmatch(stripped):
            lines.append(" " * len(line))
        else:
            lead = len(line) - len(line.lstrip(_EDGE))
            lines.append(" " * lead + stripped + " " * (len(line) - lead - len(stripped)))
    return " ".join(lines)


def lines_of(source: Source) -> list[Line]:
    """The printed lines that say something; rules, bars and other debris left out."""
    lines: list[Line] = []
    at = 0
    flat = source.flat
    for raw in source.text.split("\n"):
        words = flat[at : at + len(raw)].strip()
        if words and _DEBRIS.fullmatch(words) is None:
            lead = len(raw) - len(flat[at : at + len(raw)].lstrip())
            lines.append(Line(at + lead, at + lead + len(words), words))
        at += len(raw) + 1
    return _without_pages(lines)


def _without_pages(lines: list[Line]) -> list[Line]:
    """Page numbers and running heads that a copy left in the middle of a sentence."""
    kept: list[Line] = []
    for at, line in enumerate(lines):
        if len(line.text) < 60 and _PAGE.fullmatch(line.text):
            after = lines[at + 1].text if at + 1 < len(lines) else ""
            inside = kept and not kept[-1].text.endswith(_SENTENCE_END) and after[:1].islower()
            if inside or not line.text[0].isdigit():
                continue
        kept.append(line)
    return kept


_SENTENCE_END = (".", ";", ":", "!", "?", "…", "”", '"', "./")
_OPEN_END = re.compile(
    r"(?:[,(/–-]|(?<!\w)(?:và|hoặc|của|về|tại|với|do|cho|theo|từ|đến|trong|các|những"
    r"|VÀ|CỦA|VỀ|TẠI|VỚI|CHO|THEO|CÁC|TRONG))$"
)
_NUMBER_TO_COME = re.compile(
    r"(?<!\w)(?:số|ngày|tháng|năm|khoản|Điều|điều|quý|lần thứ|Số|SỐ|NGÀY|THÁNG|NĂM|GIAI ĐOẠN)$"
)
_NAMES_TO_COME = re.compile(r"(?<!\w)(?:tỉnh|huyện|xã|phường|quận|thành phố|Ủy ban|Uỷ ban|nhân|Sở|Bộ|Ban|năm|mục)$")
_MARKER = re.compile(
    r"(?:[-–—+•*▪●]\s|[-–+](?=[" + CAPITALS + r"])|\(?\d{1,3}[.)]\s|\d{1,2}(?:\.\d{1,2})+\.?\s|[IVXL]{1,6}[.\-/)]\s?"
    r"|[a-zđA-ZĐ][.)]\s|[a-zđ]\.?\d{1,2}[.)]\s|\d{1,3}\s?[-–]\s?(?=[" + CAPITALS + r"])"
    r"|(?:Điều|ĐIỀU|Chương|CHƯƠNG|Mục|MỤC|Phần|PHẦN|Tiểu mục|Khoản)\s+[\dIVXLT])"
)
_BULLET = re.compile(r"[-–—+]\s*")
_NUMBERED = re.compile(r"(?:\(?\d{1,3}[.)]|[a-zđ][.)])\s+")
_STRUCTURE = re.compile(
    r"(?:Căn cứ\b(?!\s+(?:vào\s+)?(?:chức năng|tình hình|điều kiện))|Nơi nhận|NƠI NHẬN|Kính gửi|Số\s*:"
    r"|Theo đề nghị|Xét đề nghị|TM\.|KT\.|TL\.|TUQ\.|T/M|K/T|(?:QUYẾT ĐỊNH|QUYẾT NGHỊ)\s*:?$|CỘNG H[ÒO][AÀ]|Độc lập\s*[-–]|ĐẢNG CỘNG SẢN"
    r"|Trên đây là|V/v)"
)
_TABLE_HEAD = re.compile(r"(?:CHƯƠNG|MỤC|PHẦN)\s|(?:STT|TT|SỐ TT)\b")
_SPLIT_NAME = re.compile(
    r"(?:(?:ỦY|UỶ) BAN |CỘNG H[ÒO][AÀ] |(?:TM|KT|TL|TUQ)\. ["
    + CAPITALS
    + r"]|QUYẾT ĐỊNH|KẾ HOẠCH|CHỈ THỊ|NGHỊ (?:QUYẾT|ĐỊNH)"
    r"|THÔNG (?:TƯ|BÁO)|CÔNG ĐIỆN|CHƯƠNG TRÌNH|HỘI ĐỒNG |THỦ TƯỚNG|CHÍNH PHỦ|QUỐC HỘI|ĐẢNG CỘNG SẢN|[^\W\d_]{1,7} [^,\d]{1,18}, ngày)"
)
_DECIDES = re.compile(
    r"(?:CHỦ TỊCH|(?:ỦY|UỶ) BAN NHÂN|HỘI ĐỒNG NHÂN DÂN|BỘ TRƯỞNG|THỦ TƯỚNG|CHÍNH PHỦ|QUỐC HỘI|GIÁM ĐỐC|CỤC TRƯỞNG|TỔNG GIÁM ĐỐC"
    r"|THỐNG ĐỐC|KHÓA [IVX]+|KHOÁ [IVX]+)"
)
_HANGING = re.compile(
    r"(?<!\w)(?:khoản|điểm|Điều|(?<!một số )điều|(?:Kế hoạch|định|quyết|tư|thị) số|ngày|tháng|quý|Khoản|Điểm)$"
)
_COMPOUND = re.compile(
    r"(?:Lao động\n[-–] Thương binh|Mác\n[-–] Lê|Bà Rịa\n[-–] Vũng|Thừa Thiên\n[-–] Huế|Phan Rang\n[-–] Tháp|[Tt]hi đua\n[-–] Khen"
    r"|Kinh tế\n[-–] (?:Xã|Ngân))"
)


def is_marker_line(text: str) -> bool:
    """Whether a line begins like a numbered or bulleted clause."""
    return _MARKER.match(text + " ") is not None


def wrap_width(lines: list[Line]) -> int:
    """How wide the copy was wrapped, in letters; 0 where each paragraph is a line of its own.

    Judged by the lines that surely go on: those after which a line begins with a small letter.
    """
    sure = [
        len(before.text)
        for before, after in pairwise(lines)
        if after.text[0].islower() and not before.text.endswith(_SENTENCE_END) and not is_marker_line(after.text)
    ]
    if len(sure) < max(2, len(lines) * 0.1):
        return 0
    sure.sort()
    return min(200, sure[int(len(sure) * 0.85)])


def joins(before: Line, after: Line, width: int) -> bool:
    """Whether ``after`` goes on with the sentence of ``before``."""
    first, last = after.text, before.text
    if "|" in first or "|" in last or _STRUCTURE.match(first):
        return False
    if (len(last) <= 7 and " " not in last and _SPLIT_NAME.match(f"{last} {first[:24]}")) or (
        last.endswith(("Số:", "số:", "Số :")) and first[0].isdigit()
    ):
        return True
    ended = last.endswith(_SENTENCE_END)
    if is_marker_line(first):
        return not ended and _only_looks_like_a_marker(last, first, width)
    if first[0].islower():
        return (not ended or bool(width)) and (not last.isupper() or first.isupper() or bool(_OPEN_END.search(last)))
    if ended:
        return bool(width) and last.endswith(";") and len(last) >= width * 0.85 and not first.isupper()
    if first[0] in "),;.":
        return True
    if _OPEN_END.search(last) and (width or first.isupper() or not last.isupper()):
        return True
    if first[0].isdigit() and _NUMBER_TO_COME.search(last):
        return True
    if _DECIDES.match(first):
        return False
    if width and _NAMES_TO_COME.search(last) and (len(last) >= width * 0.75 or not is_marker_line(last)):
        return True
    if first.isupper() and last.isupper() and is_marker_line(last):
        return len(last) < 200 and not _TABLE_HEAD.match(first)
    same_case = first.isupper() == last.isupper()
    return bool(width) and same_case and len(last) + 1 + len(first.split(" ", 1)[0]) >= width * 0.9


def _only_looks_like_a_marker(last: str, first: str, width: int) -> bool:
    """``kinh tế`` / ``- xã hội``; ``khoản`` / ``1. Điều 5``: a break before a dash or a number inside a sentence."""
    if (bullet := _BULLET.match(first)) is not None:
        rest = first[bullet.end() :]
        if not rest or first[0] == "+":
            return False
        if rest[0].islower() or rest[0].isdigit():
            return not is_marker_line(last) or len(last) >= 25
        return bool(_COMPOUND.search(f"{last[-12:]}\n{first[:14]}")) or (
            width > 0 and len(last) >= width and not last.isupper()
        )
    if _HANGING.search(last) and width and len(last) >= width * 0.7 and not last.startswith(("Điều", "ĐIỀU")):
        return True
    numbered = _NUMBERED.match(first)
    return numbered is not None and first[numbered.end() : numbered.end() + 1].islower() and len(last) > 25


def paragraphs_of(lines: list[Line], flat: str) -> list[Line]:
    """Lines that a copy broke, put together again. A paragraph is a stretch of the text, breaks included."""
    width = wrap_width(lines)
    joined: list[Line] = []
    begin: Line | None = None
    last: Line | None = None
    for line in lines:
        if begin is not None and last is not None and joins(last, line, width):
            last = line
            continue
        if begin is not None and last is not None:
            joined.append(_stretch(begin, last, flat))
        begin = last = line
    if begin is not None and last is not None:
        joined.append(_stretch(begin, last, flat))
    return joined


def _stretch(begin: Line, last: Line, flat: str) -> Line:
    if begin is last and "  " not in begin.text:
        return begin
    return Line(begin.start, last.end, collapse(flat[begin.start : last.end]))


def collapse(text: str) -> str:
    """White space to single spaces."""
    return " ".join(text.split())
