"""What each paragraph is there for: header, title, legal bases, body, recipients and signature, attached parts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nhipcau.documents.rules.kinds import NAMES, PART_KINDS, canonical_kind
from nhipcau.documents.rules.letters import CAPITALS
from nhipcau.documents.rules.lines import Line
from nhipcau.documents.rules.marks import BULLETS, read_mark

TAIL = re.compile(
    rf"(?:Nơi\s+nhận|NƠI\s+NHẬN|T/?M\.?\s+[{CAPITALS}]{{2}}|K/?T\.?\s+[{CAPITALS}]{{2}}|TL\.\s*[{CAPITALS}]{{2}}|TUQ\.\s*[{CAPITALS}]{{2}}"
    rf"|Q\.\s+[{CAPITALS}]{{2}}|\(?(?:Đã ký|ĐÃ KÝ|đã ký)\)?$|Ý kiến bạn đọc|FILE ĐƯỢC ĐÍNH KÈM|Văn bản liên quan|Từ khóa:|Từ khoá:"
    r"|(?:Tải về|Lưu trữ|In trang|Chia sẻ|Xem thêm)\b.{0,40}$|XÁC THỰC VĂN BẢN HỢP NHẤT)"
)
SIGNED = re.compile(
    r"(?:PHÓ\s+)?(?:CHỦ TỊCH(?: QUỐC HỘI| NƯỚC)?|BỘ TRƯỞNG|THỨ TRƯỞNG|THỦ TƯỚNG|GIÁM ĐỐC|CỤC TRƯỞNG|TỔNG GIÁM ĐỐC|BÍ THƯ"
    r"|TỔNG BÍ THƯ|CHÁNH VĂN PHÒNG|THỐNG ĐỐC|VIỆN TRƯỞNG|CHÁNH ÁN|TỔNG CỤC TRƯỞNG|TRƯỞNG BAN)$"
)
BASIS = re.compile(r"[-–+*]?\s*(?:Căn cứ|Xét|Theo đề nghị|Theo Tờ trình|CĂN CỨ)\b")
ENACTS = re.compile(r"(?:QUYẾT\s+ĐỊNH|QUYẾT\s+NGHỊ|CHỈ\s+THỊ|THÔNG\s+BÁO|YÊU\s+CẦU)\s*:?$")
_KIND_LINE = re.compile(rf"({NAMES})(?:\s+(?:số|SỐ)\b.*)?[\s:.]*$", re.IGNORECASE)
_ATTACHED = re.compile(r"kèm\s+theo", re.IGNORECASE)
_PART_LINE = re.compile(rf"({'|'.join(re.escape(k) for k in PART_KINDS)})\b(.*)$", re.IGNORECASE)
_FORM = re.compile(r"(?:MẪU|Mẫu)\s+(?:SỐ|số|CỦA)?\s*\d*|BIỂU\s+(?:MẪU|SỐ)|Biểu mẫu")
END_MARK = re.compile(r"(?:\./\.?|\.\s*/\s*\.|/\.)[”\"]?\s*$")


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
    """The whole text: where the title line is (-1 when lost), then the main part and the attached ones."""

    title_at: int
    parts: tuple[Part, ...]


def is_kind_line(text: str) -> re.Match[str] | None:
    """A line that is nothing but a kind of document in capitals: ``QUYẾT ĐỊNH``."""
    if not text.isupper():
        return None
    return _KIND_LINE.match(text)


def find_title(paragraphs: list[Line]) -> int:
    """The index of the paragraph with the document's kind; -1 when the copy has none.

    A kind alone in capitals wins over a line that begins with one; ``QUYẾT ĐỊNH:`` only enacts.
    """
    head = paragraphs[:60]
    enacting = -1
    for at, line in enumerate(head):
        if is_kind_line(line.text):
            if not line.text.rstrip().endswith(":"):
                return at if not _enacts_after_bases(paragraphs, at) else _title_before(paragraphs, at)
            enacting = at if enacting < 0 else enacting
    return _title_before(paragraphs, enacting if enacting >= 0 else len(head))


def _enacts_after_bases(paragraphs: list[Line], at: int) -> bool:
    """``QUYẾT ĐỊNH`` straight before ``Điều 1`` and after the legal bases is no title."""
    follows = paragraphs[at + 1].text if at + 1 < len(paragraphs) else ""
    before = any(BASIS.match(p.text) for p in paragraphs[max(0, at - 4) : at])
    mark = read_mark(follows)
    return before and mark is not None and mark.type not in BULLETS


def _title_before(paragraphs: list[Line], stop: int) -> int:
    for at, line in enumerate(paragraphs[: min(stop, 60)]):
        if BASIS.match(line.text):
            return -1
        if line.text.isupper() and re.match(rf"(?:{NAMES})\s", line.text, re.IGNORECASE):
            return at
    for at, line in enumerate(paragraphs[: min(stop, 12)]):
        if BASIS.match(line.text) or read_mark(line.text):
            return -1
        if re.match(
            rf"(?:{NAMES})\s+(?:về|của|ban hành|quy định|phê duyệt|thực hiện|triển khai|số|V/v)\b",
            line.text,
            re.IGNORECASE,
        ):
            return at
    return -1


def find_zones(paragraphs: list[Line]) -> Zones:
    """Cut the paragraphs into the document's parts and each part into title, bases and body."""
    title_at = find_title(paragraphs)
    starts = _part_starts(paragraphs, title_at + 1)
    ends = [*[at for at, _, _ in starts], len(paragraphs)]
    main = _cut_part("", "", max(title_at, 0), ends[0], paragraphs)
    parts = [main] if title_at >= 0 or not starts or starts[0][0] > 0 else []
    for (at, prefix, kind), end in zip(starts, ends[1:], strict=True):
        parts.append(_cut_part(prefix, kind, at, end, paragraphs))
    return Zones(title_at, tuple(parts))


def _part_starts(paragraphs: list[Line], begin: int) -> list[tuple[int, str, str]]:
    """Where attached parts begin: a kind in capitals, followed by ``(kèm theo …)`` or after the signature."""
    starts: list[tuple[int, str, str]] = []
    ended = False
    for at in range(begin, len(paragraphs)):
        text = paragraphs[at].text
        if END_MARK.search(text) or TAIL.match(text):
            ended = True
            continue
        found = _PART_LINE.match(text) if text.isupper() or text.startswith(("Phụ lục", "PHỤ LỤC")) else None
        if found is None or read_mark(text):
            continue
        kind = " ".join(found[1].casefold().split())
        alone = is_kind_line(text) is not None or kind == "phụ lục"
        noted = any(
            p.text.startswith("(") and _ATTACHED.search(p.text) for p in paragraphs[at + 1 : at + 9]
        )  # fmt: skip
        if (noted and (alone or ended)) or (ended and alone and len(paragraphs) - at > 2):
            if starts and at - starts[-1][0] <= 6 and not alone:
                continue
            starts.append((at, PART_KINDS[kind], canonical_kind(kind)))
            ended = False
    return starts


def _cut_part(prefix: str, kind: str, begin: int, end: int, paragraphs: list[Line]) -> Part:
    body = _body_start(paragraphs, begin, end, attached=bool(prefix))
    stop = _body_end(paragraphs, body, end)
    bases = body
    if prefix:
        bases = _after_title(paragraphs, begin, body)
    else:
        for at in range(begin, body):
            if BASIS.match(paragraphs[at].text):
                bases = at
                break
    return Part(prefix, kind, (begin, bases), (bases, body), (body, stop))


def _after_title(paragraphs: list[Line], begin: int, body: int) -> int:
    for at in range(begin, body):
        if paragraphs[at].text.startswith("(") and _ATTACHED.search(paragraphs[at].text):
            return at + 1
    return body


def _body_start(paragraphs: list[Line], begin: int, end: int, *, attached: bool) -> int:
    """The first numbered clause after the title; without one, what follows the enacting line or the addressees."""
    after = begin + 1
    for at in range(begin + 1, min(end, begin + 120)):
        if ENACTS.match(paragraphs[at].text):
            after = at + 1
            break
    for at in range(after, end):
        text = paragraphs[at].text
        mark = read_mark(text)
        if mark is not None and mark.type not in BULLETS and not BASIS.match(text[mark.rest :]):
            return at
        if TAIL.match(text) or END_MARK.search(text):
            break
    return _unnumbered_body(paragraphs, begin, after, end, attached=attached)


def _unnumbered_body(paragraphs: list[Line], begin: int, after: int, end: int, *, attached: bool) -> int:
    if after > begin + 1:
        return after
    at = begin + 1
    last_header = begin
    while at < end and at < begin + 60:
        text = paragraphs[at].text
        header = text.isupper() or BASIS.match(text) or text.startswith(("Kính gửi", "Số", "V/v", "-", "+", "(")) or (
            attached and at - begin < 3 and not text.endswith((".", ";", ":"))
        )  # fmt: skip
        if header:
            last_header = at
        elif len(text) > 60 or text.endswith("."):
            break
        at += 1
    return max(min(end, at), last_header + 1)


def _body_end(paragraphs: list[Line], body: int, end: int) -> int:
    for at in range(body, end):
        text = paragraphs[at].text
        if TAIL.match(text) or SIGNED.match(text) or _FORM.match(text):
            return at
        if END_MARK.search(text):
            return at + 1
    return end
