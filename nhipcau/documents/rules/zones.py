"""What each paragraph is there for: header, title, legal bases, body, recipients and signature, attached parts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from nhipcau.documents.rules.kinds import NAMES, PART_KINDS, canonical_kind
from nhipcau.documents.rules.lines import Line
from nhipcau.documents.rules.marks import BULLETS, STRUCTURAL, Mark, MarkType, read_mark
from nhipcau.documents.rules.signs import (
    ATTACHED,
    BASIS,
    CAPTION,
    ENACTS,
    END_MARK,
    FORM,
    MOTTO,
    PART_LINE,
    PROPERTY,
    SIGNED,
    TAIL,
    is_kind_line,
)
from nhipcau.documents.rules.titles import is_issuer_line, title_end

_HEAD = 120
"""Paragraphs within which a title is looked for."""
_SITE = 40
"""Paragraphs within which a site's table of properties is looked for."""
_SPEAKS = (
    r"về|của|ban hành|quy định|phê duyệt|thực hiện|triển khai|hướng dẫn|sửa đổi|công bố|thành lập|giao|tăng cường|điều chỉnh"
    r"|bãi bỏ|thay thế|công nhận|hành động|tổ chức|phát triển|tổng kết|đẩy mạnh|kiểm tra|thông qua|chi tiết|phối hợp|V/v"
)
_KIND_SPEAKS = re.compile(rf"({NAMES})\s+(?:{_SPEAKS})\b", re.IGNORECASE)
_KIND_NUMBERED = re.compile(rf"({NAMES})\s+(?:(?:số|SỐ)\s*:?\s*)?\d+[\w-]*/", re.IGNORECASE)
_KIND_FIRST = re.compile(rf"({NAMES})\s", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:^|\s)Số\s*:?\s*\d|,\s*ngày\s+\d{1,2}\s+tháng")
_ISSUES = re.compile(
    rf"(?:ban hành|phê duyệt|thông qua)\s+(?:kèm theo .{{0,40}}?\s)?[“\"]?({'|'.join(PART_KINDS)})\b", re.IGNORECASE
)
_THIS = re.compile(rf"({'|'.join(PART_KINDS)})\s+này\b", re.IGNORECASE)
_PART_NUMBER = re.compile(r"\s*(?:số\s*)?([IVX]{1,5}|\d{1,2})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """A document or what is attached to it, as ranges of paragraph indexes ``[from, to)``."""

    prefix: str
    kind: str
    title: tuple[int, int]
    bases: tuple[int, int]
    body: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Zones:
    """The whole text: where the title line is (-1 when lost), then the main part and the attached ones.

    ``properties`` are the rows and captions that a site put on top. ``header_end`` is one past what may belong to the
    header: above the title, or below it where a site's heading stands for a lost title.
    """

    title_at: int
    parts: tuple[Part, ...]
    properties: frozenset[int] = frozenset()
    header_end: int = 0


def find_zones(paragraphs: list[Line]) -> Zones:
    """Cut the paragraphs into the document's parts and each part into title, bases and body."""
    if not paragraphs:
        return Zones(-1, ())
    marks = [read_mark(p.text) for p in paragraphs]
    properties = _properties(paragraphs)
    title_at = _find_title(paragraphs, marks, properties)
    title = (title_at, title_end(paragraphs, title_at, properties)) if title_at >= 0 else (0, 0)
    header_end = title_at
    if title_at < 0 or _is_heading_of_site(paragraphs[title_at].text) or _stands_above(paragraphs, title):
        header_end = _header_end(paragraphs, marks, max(0, title[1]))
        found = _title_without_kind(paragraphs, marks, properties) or _abstract(paragraphs, properties) or (0, 0)
        title = found if found[1] > max(title[1], 0) else title
    after = max(title[1], header_end)
    starts = _part_starts(paragraphs, marks, max(title[1], title_at + 1))
    ends = [*[at for at, _, _ in starts], len(paragraphs)]
    kind = _kind_of(paragraphs[title_at].text) if title_at >= 0 else ""
    parts: list[Part] = []
    if title_at >= 0 or not starts or starts[0][0] > 0:
        main = _cut_part(("", kind), (title[0], min(after, ends[0]), ends[0]), paragraphs, marks)
        parts.append(replace(main, title=title))
    for (at, prefix, name), end in zip(starts, ends[1:], strict=True):
        closes = _attached_title_end(paragraphs, marks, at, end)
        parts.append(_cut_part((prefix, name), (at, closes, end), paragraphs, marks))
    return Zones(title_at, tuple(parts), properties, header_end)


def _is_heading_of_site(text: str) -> bool:
    return not text.isupper() and _KIND_NUMBERED.match(text) is not None


def _header_end(paragraphs: list[Line], marks: list[Mark | None], begin: int) -> int:
    """Without a title line of its own: where number, place and the one who decides are through."""
    for at in range(begin, min(len(paragraphs), begin + 24)):
        text = paragraphs[at].text
        if BASIS.match(text) or ENACTS.match(text) or text.startswith(("Kính gửi", "KÍNH GỬI")):
            return at
        if len(text) > 160 and not text.isupper():
            return at
        mark = marks[at]
        if mark is not None and mark.type not in BULLETS:
            return at
    return min(len(paragraphs), begin + 12)


def _kind_of(text: str) -> str:
    found = re.match(rf"(?:{NAMES})", text, re.IGNORECASE)
    return canonical_kind(found.group()) if found else ""


def _properties(paragraphs: list[Line]) -> frozenset[int]:
    """Rows of a site's property table and its captions; only above the document itself."""
    found: set[int] = set()
    for at, line in enumerate(paragraphs[:_SITE]):
        if CAPTION.match(line.text) or PROPERTY.match(line.text):
            found.add(at)
    return frozenset(found)


def _find_title(paragraphs: list[Line], marks: list[Mark | None], properties: frozenset[int]) -> int:
    """The index of the paragraph with the document's kind; -1 when the copy has none.

    A kind alone in capitals wins over a line that begins with one, that over a sentence ("Chỉ thị về …"), and that over
    a site's own heading ("Quyết định 119/QĐ-UBND năm 2009 …"). ``QUYẾT ĐỊNH:`` only enacts.
    """
    stop = _first_clause(paragraphs, marks)
    head = [(at, paragraphs[at].text) for at in range(min(stop, _HEAD, len(paragraphs))) if at not in properties]
    alone = [at for at, text in head if is_kind_line(text) and not text.endswith(":")]
    alone = [at for at in alone if not _enacts(paragraphs, marks, at)]
    titled = [at for at in alone if at + 1 not in properties]
    if titled:
        return titled[0]
    for at, text in head:
        if BASIS.match(text):
            break
        if text.isupper() and _KIND_FIRST.match(text) and not text.endswith(":"):
            return at
    for at, text in head[:12]:
        if BASIS.match(text) or marks[at]:
            break
        if _KIND_SPEAKS.match(text) and len(text) < 500 and not text.endswith((";", ":", ",")):
            return at
    named = [at for at, text in head[:3] if _KIND_NUMBERED.match(text) and len(text) < 300]
    return next(iter(alone or named), -1)


def _title_without_kind(
    paragraphs: list[Line], marks: list[Mark | None], properties: frozenset[int]
) -> tuple[int, int] | None:
    """The title of a copy that lost the kind above it: capitals between number and place and the one who decides."""
    stop = min(_first_clause(paragraphs, marks), 20)
    numbered = [at for at in range(min(stop, len(paragraphs))) if _NUMBERED.search(paragraphs[at].text[:120])]
    begin = numbered[-1] + 1 if numbered else stop
    end = begin
    while end < stop and end < len(paragraphs) and end not in properties:
        text = paragraphs[end].text
        named = (
            text.isupper() and len(text) > 20 and not is_issuer_line(paragraphs, end, "") and not MOTTO.search(text)
        )
        if not named or BASIS.match(text) or ENACTS.match(text):
            break
        end += 1
    return (begin, end) if end > begin else None


def _abstract(paragraphs: list[Line], properties: frozenset[int]) -> tuple[int, int] | None:
    """What stands under a site's caption ``TRÍCH YẾU``."""
    for at in sorted(properties):
        if (
            paragraphs[at].text.upper().startswith("TRÍCH YẾU")
            and at + 1 < len(paragraphs)
            and at + 1 not in properties
        ):
            return at + 1, at + 2
    return None


def _stands_above(paragraphs: list[Line], title: tuple[int, int]) -> bool:
    """A kind alone on top with the header below it."""
    below = paragraphs[title[1]].text if title[1] < len(paragraphs) else ""
    return title[0] < 2 and is_issuer_line(paragraphs, title[1], "") if below else False


def _first_clause(paragraphs: list[Line], marks: list[Mark | None]) -> int:
    """The first paragraph that surely opens a clause: nothing below it is the document's own title."""
    numbered = len(paragraphs)
    for at, mark in enumerate(marks):
        if mark is None or mark.type in BULLETS or BASIS.match(paragraphs[at].text[mark.rest :]):
            continue
        if mark.type in STRUCTURAL:
            return at
        if numbered == len(paragraphs) and mark.type in (MarkType.ROMAN, MarkType.NUMBER):
            numbered = at
        if at > numbered + 8:
            break
    return numbered


def _enacts(paragraphs: list[Line], marks: list[Mark | None], at: int) -> bool:
    """``QUYẾT ĐỊNH`` straight before ``Điều 1`` and after the legal bases is no title."""
    follows = marks[at + 1] if at + 1 < len(paragraphs) else None
    before = any(BASIS.match(p.text) for p in paragraphs[max(0, at - 4) : at])
    return before and follows is not None and follows.type not in BULLETS


def _part_starts(paragraphs: list[Line], marks: list[Mark | None], begin: int) -> list[tuple[int, str, str]]:
    """Where attached parts begin: a kind in capitals, followed by ``(kèm theo …)`` or after the signature."""
    starts: list[tuple[int, str, str]] = []
    used: dict[str, int] = {}
    ended = False
    for at in range(begin, len(paragraphs)):
        text = paragraphs[at].text
        if END_MARK.search(text) or TAIL.match(text) or SIGNED.match(text):
            ended = True
            continue
        capital = text.isupper() or text.startswith(("Phụ lục", "PHỤ LỤC"))
        found = PART_LINE.match(text) if capital or (ended and len(text) < 20) else None
        if found is None and text.isupper() and _is_note(paragraphs, at + 1) and not marks[at]:
            if not starts or at - starts[-1][0] > 6:
                kind = _kind_of_lost(paragraphs, begin, at)
                starts.append((at, _prefix(kind, "", used), canonical_kind(kind)))
                ended = False
            continue
        if found is None or marks[at] or len(text) > 400 or text.endswith((";", ",", ".")):
            continue
        kind = " ".join(found[1].casefold().split())
        alone = is_kind_line(text) is not None or kind == "phụ lục" or not found[2].strip()
        noted = any(p.text.startswith("(") and ATTACHED.search(p.text) for p in paragraphs[at + 1 : at + 9])
        if not ((noted and (alone or ended)) or (ended and alone and len(paragraphs) - at > 2)):
            continue
        if starts and at - starts[-1][0] <= 6 and (not alone or starts[-1][1].startswith("phu-luc")):
            continue
        starts.append((at, _prefix(kind, found[2], used), canonical_kind(kind)))
        ended = False
    return starts


def _is_note(paragraphs: list[Line], at: int) -> bool:
    text = paragraphs[at].text if at < len(paragraphs) else ""
    return text.startswith("(") and ATTACHED.search(text[:40]) is not None


def _kind_of_lost(paragraphs: list[Line], begin: int, at: int) -> str:
    """The kind of an attached part whose own kind line is lost: what the decision issues, else what calls itself so."""
    for line in (*paragraphs[max(0, begin - 3) : at], *paragraphs[at + 1 : at + 12]):
        if found := _ISSUES.search(line.text) or _THIS.search(line.text):
            return " ".join(found.group(1).casefold().split())
    return "phụ lục"


def _prefix(kind: str, rest: str, used: dict[str, int]) -> str:
    """``ke-hoach``; a numbered appendix bears its number, a second part of one kind its place."""
    prefix = PART_KINDS[kind]
    if kind == "phụ lục" and (number := _PART_NUMBER.match(rest)):
        prefix = f"{prefix}-{number.group(1)}"
    used[prefix] = used.get(prefix, 0) + 1
    return prefix if used[prefix] == 1 else f"{prefix}-{used[prefix]}"


def _attached_title_end(paragraphs: list[Line], marks: list[Mark | None], begin: int, end: int) -> int:
    """One past the note ``(kèm theo …)``, else one past the lines in capitals or without a stop."""
    for at in range(begin + 1, min(end, begin + 9)):
        text = paragraphs[at].text
        if marks[at]:
            break
        if text.startswith("(") and ATTACHED.search(text):
            return at + 1
    at = begin + 1
    while at < end and at < begin + 6 and not marks[at]:
        text = paragraphs[at].text
        if not text.isupper() and (text.endswith((".", ";", ":")) or len(text) > 200):
            break
        at += 1
    return at


def _cut_part(
    named: tuple[str, str], places: tuple[int, int, int], paragraphs: list[Line], marks: list[Mark | None]
) -> Part:
    begin, after, end = places
    begins = _body_start(paragraphs, marks, (min(after, end), end), attached=bool(named[0]))
    stop = _body_end(paragraphs, marks, begins, end)
    return Part(*named, (begin, min(after, end)), (min(after, begins), begins), (begins, stop))


def _body_start(paragraphs: list[Line], marks: list[Mark | None], places: tuple[int, int], *, attached: bool) -> int:
    """The first numbered clause after the title; without one, what follows the enacting line or the addressees."""
    after, end = places
    enacted = after
    for at in range(after, min(end, after + _HEAD)):
        mark = marks[at]
        if mark is not None and mark.type is MarkType.ARTICLE:
            break
        if ENACTS.match(paragraphs[at].text):
            enacted = at + 1
            break
    addressed = _after_addressees(paragraphs, marks, enacted, end)
    for at in range(addressed, end):
        text, mark = paragraphs[at].text, marks[at]
        if mark is not None and mark.type not in BULLETS and not BASIS.match(text[mark.rest :]):
            return at
        if TAIL.match(text) or END_MARK.search(text):
            break
    return _unnumbered_body(paragraphs, (max(addressed, enacted), end), enacted=enacted > after, attached=attached)


def _after_addressees(paragraphs: list[Line], marks: list[Mark | None], begin: int, end: int) -> int:
    """One past ``Kính gửi:`` and the list below it; ``begin`` when the copy has none."""
    for at in range(begin, min(end, begin + 12)):
        if paragraphs[at].text.startswith(("Kính gửi", "KÍNH GỬI")):
            after = at + 1
            while after < end and (
                marks[after] is not None
                or (len(paragraphs[after].text) < 90 and paragraphs[after].text.endswith((";", ".")))
            ):
                after += 1
            return after
        if marks[at] is not None and marks[at].type not in BULLETS:  # type: ignore[union-attr]
            break
    return begin


def _unnumbered_body(paragraphs: list[Line], places: tuple[int, int], *, enacted: bool, attached: bool) -> int:
    """Where running text begins: after the enacting line, the addressees, the legal bases, whatever comes last."""
    at, end = places
    if enacted:
        return at
    begin = at
    while at < end and at < begin + 60:
        text = paragraphs[at].text
        heads = text.isupper() or text.startswith(("Kính gửi", "Số", "V/v", "-", "+", "("))
        bases = BASIS.match(text) and text.endswith((";", ",", "."))
        lines_of_title = attached and at - begin < 3 and not text.endswith((".", ";", ":"))
        if not (heads or bases or lines_of_title) and (len(text) > 60 or text.endswith((".", ":"))):
            return at
        at += 1
    return end if at >= end else begin


def _body_end(paragraphs: list[Line], marks: list[Mark | None], body: int, end: int) -> int:
    """One past the body: at the signature, the recipients, a form, or after ``./.`` unless the numbers go on."""
    last: Mark | None = None
    for at in range(body, end):
        text, mark = paragraphs[at].text, marks[at]
        if TAIL.match(text) or SIGNED.match(text) or FORM.match(text):
            return at
        if mark is not None and mark.type not in BULLETS:
            last = mark
        if END_MARK.search(text) and not _goes_on(marks, at, end, last):
            return at + 1
    return end


def _goes_on(marks: list[Mark | None], at: int, end: int, last: Mark | None) -> bool:
    """Whether the paragraph after a ``./.`` carries the next number, so that the mark was a slip."""
    follows = marks[at + 1] if at + 1 < end else None
    if follows is None or last is None or follows.order is None or last.order is None:
        return False
    return follows.type is last.type and follows.order == last.order + 1
