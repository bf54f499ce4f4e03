"""From a scraped text to paragraphs, without losing the place of any letter.

Everything after this works on ``Source.flat``: the text in NFC, every line break and odd space turned into one
space, so that offsets stay comparable; ``Source.span`` leads back to the string that was given.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field

from nhipcau.documents.rules.letters import CAPITALS
from nhipcau.documents.rules.types import Span

_SPACES = dict.fromkeys(map(ord, "\t\u00a0\u2002\u2003\u2009\u202f\u3000\u000b\u000c\u0085\u2028\u2029"), " ")
_DROPPED = re.compile("[\r\ufeff\u200b\u200c\u200d\u2060\u00ad\x00]")
_DEBRIS = re.compile(r"[\s|*_=#>~\-–—.]*")
_EDGE = " \t|"
_OPEN_END = re.compile(
    r"(?:[,(/–-]|(?<!\w)(?:và|hoặc|của|về|tại|với|do|cho|theo|từ|đến|trong|số|ngày|tháng|năm|khoản|điểm|điều|Điều|mục))$"
)
_SENTENCE_END = (".", ";", ":", "!", "?", "…", "”", '"', ".)", "./")
_MARKER = re.compile(
    rf"(?:[-–—+•*▪●]\s|[-–+](?=[{CAPITALS}])|\(?\d{{1,3}}[.)]\s|\d{{1,2}}(?:\.\d{{1,2}})+\.?\s|[IVXL]{{1,6}}[.\-/)]\s|[a-zđA-ZĐ][.)]\s"
    r"|[a-zđ]\.?\d{1,2}[.)]\s|(?:Điều|Chương|CHƯƠNG|Mục|MỤC|Phần|PHẦN|Tiểu mục|Khoản)\s+[\dIVXLT])"
)
_STRUCTURE = re.compile(
    r"(?:Căn cứ|Nơi nhận|NƠI NHẬN|Kính gửi|Số\s*:|Theo đề nghị|Xét đề nghị|TM\.|KT\.|TL\.|TUQ\.|T/M|K/T|QUYẾT ĐỊNH|QUYẾT NGHỊ"
    r"|CỘNG H[ÒO][AÀ]|Độc lập|ĐẢNG CỘNG SẢN|Trên đây là|V/v)"
)


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
        bounds = (*self.starts, len(self.original))
        first = bounds[min(start, len(bounds) - 1)]
        return Span(first, max(first, bounds[min(end, len(bounds) - 1)]))


def read_source(original: str) -> Source:
    """``original`` in NFC with plain spaces and line feeds, and the way back."""
    text, starts = original, ()
    if "\r" in original or _DROPPED.search(original) or not unicodedata.is_normalized("NFC", original):
        text, starts = _normalise(original)
    text = text.translate(_SPACES)
    return Source(original, text, text.replace("\n", " "), starts)


def _normalise(original: str) -> tuple[str, tuple[int, ...]]:
    """NFC letter by letter, so that each letter knows where it came from."""
    pieces: list[str] = []
    starts: list[int] = []
    at, size = 0, len(original)
    while at < size:
        after = at + 1
        while after < size and unicodedata.combining(original[after]):
            after += 1
        cluster = _DROPPED.sub("", original[at:after]) if original[at] in _DROPPABLE else original[at:after]
        if original[at] == "\r":
            cluster = "" if original[after : after + 1] == "\n" else "\n"
        composed = unicodedata.normalize("NFC", cluster) if len(cluster) > 1 or not cluster.isascii() else cluster
        pieces.append(composed)
        starts.extend([at] * len(composed))
        at = after
    return "".join(pieces), tuple(starts)


_DROPPABLE = frozenset("\r\ufeff\u200b\u200c\u200d\u2060\u00ad\x00")


def lines_of(source: Source) -> list[Line]:
    """The printed lines that say something; rules, bars and other debris left out."""
    lines: list[Line] = []
    at = 0
    for raw in source.text.split("\n"):
        stripped = raw.strip(_EDGE)
        if stripped and _DEBRIS.fullmatch(stripped) is None:
            lead = len(raw) - len(raw.lstrip(_EDGE))
            lines.append(Line(at + lead, at + lead + len(stripped), stripped))
        at += len(raw) + 1
    return lines


def is_marker_line(text: str) -> bool:
    """Whether a line begins like a numbered or bulleted clause."""
    return _MARKER.match(text + " ") is not None


def wrap_width(lines: list[Line]) -> int:
    """How wide the copy was wrapped, in letters; 0 where each paragraph is a line of its own."""
    if len(lines) < 6:
        lowered = sum(line.text[0].islower() for line in lines)
        return 60 if lowered >= 2 else 0
    lowered = sum(line.text[0].islower() and not is_marker_line(line.text) for line in lines)
    if lowered < max(2, len(lines) * 0.12):
        return 0
    lengths = sorted(len(line.text) for line in lines)
    return min(200, lengths[int(len(lengths) * 0.85)])


def joins(before: Line, after: Line, width: int) -> bool:
    """Whether ``after`` goes on with the sentence of ``before``."""
    first, last = after.text, before.text
    if _STRUCTURE.match(first):
        return False
    if is_marker_line(first):
        hanging = re.search(r"(?<!\w)(?:khoản|điểm|Điều|điều|mục|số|ngày|tháng)$", last) is not None
        return hanging and not first.startswith(("-", "+"))
    if "|" in first or "|" in last:
        return False
    if last.endswith(_SENTENCE_END):
        return bool(width) and last.endswith(";") and len(last) >= width * 0.85 and not first.isupper()
    if first[0].islower() or first[0] in "),;.":
        return True
    if _OPEN_END.search(last) and (width or not last.isupper() or first.isupper()):
        return True
    same_case = first.isupper() == last.isupper()
    return bool(width) and same_case and len(last) + len(first.split(" ", 1)[0]) >= width * 0.8


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
    if begin is last:
        return begin
    return Line(begin.start, last.end, collapse(flat[begin.start : last.end]))


def collapse(text: str) -> str:
    """White space to single spaces; a lost table's bar at a break goes with it."""
    return " ".join(text.split())


def paragraph_at(paragraphs: list[Line], offset: int) -> int:
    """The index of the paragraph that holds ``offset``; -1 before the first."""
    return bisect_right([p.start for p in paragraphs], offset) - 1
