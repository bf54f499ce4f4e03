"""What a document says of itself: number, kind, issuer, date, title."""

from __future__ import annotations

import re

from nhipcau.documents.rules.dates import DATE, as_date
from nhipcau.documents.rules.issuers import find_issuer
from nhipcau.documents.rules.kinds import NAMES, OPENING, canonical_kind
from nhipcau.documents.rules.lines import Line, Source, collapse
from nhipcau.documents.rules.numbers import NUMBER, kind_from_number, tidy
from nhipcau.documents.rules.signs import ATTACHED, BASIS, is_kind_line
from nhipcau.documents.rules.titles import is_issuance
from nhipcau.documents.rules.types import Metadata, Value
from nhipcau.documents.rules.zones import Zones

_NUMBER_LINE = re.compile(
    r"(?:.{0,60}\s\|\s*|[^|]{0,40}\s{2,})?(?:(?:Luật|LUẬT|Bộ luật|BỘ LUẬT|Nghị quyết|NGHỊ QUYẾT|Pháp lệnh|Quyết định|Thông tư"
    r"|Nghị định|Công văn|Lệnh)\s+)?(?:Số|số|SỐ)\s*[:.]?\s*(?=\d)"
)
_DAY = r"ngày[\s|.…]{0,6}\d{1,2}[\s|]+tháng[\s|]+\d{1,2}[\s|]+năm[\s|]+\d{4}"
_PLACE_DATE = re.compile(
    rf"[^,.;|\d]{{2,40}},\s*({_DAY}|(?:ngày\s+)?\d{{1,2}}\s?[/.-]\s?\d{{1,2}}\s?[/.-]\s?\d{{4}})", re.IGNORECASE
)
_LONE_DATE = re.compile(rf"({_DAY})$", re.IGNORECASE)
_BRACKETED = re.compile(r"\(\s*(?:số|Số|SỐ)\s*:?\s*\d[^()]{3,60}\)\s*$")
_CITES = re.compile(r"\d\s?[-/]\s?[A-ZĐ]")  # a date that belongs to a cited number
_KIND_NUMBER = re.compile(
    rf"(?:{NAMES})\s*(?:(?:CỦA|của)\s.{{2,120}}?\s)?(?:(?:số|SỐ)\s*:?\s*)?(?=\d)", re.IGNORECASE
)
_ATTACHED_NUMBER = re.compile(r"kèm\s+theo\s+(?:[^\W\d_][^\d()]{1,40}?)\s+(?:số\s*:?\s*)?(?=\d)", re.IGNORECASE)
_ANY_DATE = re.compile(rf"(?:ngày|NGÀY)\s+({DATE})", re.IGNORECASE)
_DATE = re.compile(f"({DATE})")
_PASSED = re.compile(rf"thông\s+qua[^.]{{0,80}}?ngày\s+({DATE})", re.IGNORECASE)
_LAWS = ("luật", "bộ luật", "nghị quyết", "pháp lệnh")
_ENACTING = re.compile(r"(QUYẾT\s+ĐỊNH|QUYẾT\s+NGHỊ|NGHỊ\s+QUYẾT|CHỈ\s+THỊ|NGHỊ\s+ĐỊNH|THÔNG\s+TƯ)\s*:$")
_ANNOUNCED = re.compile(rf"(?:ban\s+hành|xây\s+dựng)\s+({NAMES})\b", re.IGNORECASE)
_SUBJECT = re.compile(r"(?:V/v|V/V|v/v)\s*[:.]?\s*")
_VERY_LATE = 60
"""Paragraphs above which a document without a title line is still in its head."""


def read_metadata(source: Source, paragraphs: list[Line], zones: Zones) -> Metadata:
    """The five fields; a field that the copy has lost is None."""
    head = _head(paragraphs, zones)
    number = _number(source, head, paragraphs, zones)
    kind = _kind(source, paragraphs, zones, number.text)
    return Metadata(
        number=number,
        kind=kind,
        issuer=find_issuer(source, paragraphs, zones, head),
        issued_on=_issued_on(source, head, paragraphs, zones, kind.text),
        title=_title(source, paragraphs, zones),
    )


def _head(paragraphs: list[Line], zones: Zones) -> list[Line]:
    """What stands above the legal bases, without a site's rows and what cites others."""
    main = zones.parts[0] if zones.parts and not zones.parts[0].prefix else None
    if main is None:
        return []
    below = 8 if zones.title_at == 0 else 3
    stop = min(main.body[0], _VERY_LATE, max(main.title[1] + below if zones.title_at >= 0 else 0, zones.header_end))
    return [
        p
        for at, p in enumerate(paragraphs[: max(stop, zones.title_at + 1)])
        if at not in zones.properties and not BASIS.match(p.text)
    ]


def _number(source: Source, head: list[Line], paragraphs: list[Line], zones: Zones) -> Value:
    title = paragraphs[zones.title_at] if zones.title_at >= 0 else None
    for line in head:
        if line is title or (opening := _NUMBER_LINE.match(line.text)) is None:
            continue
        found = NUMBER.search(source.flat, line.start, line.end)
        early = found is not None and len(collapse(source.flat[line.start : found.start()])) <= opening.end() + 1
        in_title = title is not None and line.start > title.end and (line.text.isupper() or len(line.text) > 120)
        if found and early and not in_title:
            return Value(tidy(found.group()), source.span(*found.span()), 0.99)
    return (
        _property(source, paragraphs, zones, r"(?:Số (?:ký )?hiệu|Số QPPL)", NUMBER)
        or (title and _number_in_title(source, paragraphs, zones))
        or _number_in_brackets(source, paragraphs, zones)
        or _number_of_whole(source, paragraphs)
        or Value(None, None, 0.6)
    )


def _number_in_title(source: Source, paragraphs: list[Line], zones: Zones) -> Value | None:
    """``QUYẾT ĐỊNH SỐ 12/2005/QĐ-BXD …``, ``Nghị quyết số 07/2026/UBTVQH16``."""
    begin, end = _title_line(paragraphs, zones)
    place = _own_number(source.flat, begin, end)
    return Value(tidy(source.flat[slice(*place)]), source.span(*place), 0.85) if place else None


def _bracketed(paragraphs: list[Line], zones: Zones) -> Line | None:
    """``(Số 26-CT/TW, ngày 10/9/2008)`` below the title of a copy from a party paper."""
    below = paragraphs[zones.title_at + 1 : zones.title_at + 4] if zones.title_at >= 0 else []
    return next((line for line in below if _BRACKETED.match(line.text)), None)


def _number_in_brackets(source: Source, paragraphs: list[Line], zones: Zones) -> Value | None:
    line = _bracketed(paragraphs, zones)
    found = NUMBER.search(source.flat, line.start, line.end) if line else None
    return Value(tidy(found.group()), source.span(*found.span()), 0.85) if found else None


def _own_number(flat: str, begin: int, end: int) -> tuple[int, int] | None:
    """The number right after the kind, or after the issuer behind it, but not that of another document."""
    kind = re.compile(rf"(?:{NAMES})", re.IGNORECASE).match(flat, begin, end)
    opening = _KIND_NUMBER.match(flat, begin, end)
    if kind is None or opening is None or OPENING.search(flat, kind.end(), opening.end()):
        return None
    found = NUMBER.match(flat[opening.end() : min(end, opening.end() + 80)])
    return (opening.end(), opening.end() + found.end()) if found else None


def _title_line(paragraphs: list[Line], zones: Zones) -> tuple[int, int]:
    """The kind's line and, where that says nothing but the kind, the line below it."""
    line = paragraphs[zones.title_at]
    below = zones.title_at + 1 < zones.parts[0].title[1] and is_kind_line(line.text)
    return line.start, paragraphs[zones.title_at + 1].end if below else line.end


def _number_of_whole(source: Source, paragraphs: list[Line]) -> Value | None:
    """The number in an attached part's ``(kèm theo Quyết định số …)``."""
    for line in paragraphs:
        if not ATTACHED.search(line.text[:80]):
            continue
        note = _ATTACHED_NUMBER.search(source.flat, line.start, line.end)
        found = NUMBER.match(source.flat, note.end(), line.end) if note else None
        if found and _is_note(line.text):
            return Value(tidy(found.group()), source.span(*found.span()), 0.9)
    return None


def _is_note(text: str) -> bool:
    return text.startswith(("(", "Ban hành kèm", "Kèm theo", "kèm theo", "ban hành kèm")) and len(text) < 400


def _property(
    source: Source, paragraphs: list[Line], zones: Zones, name: str, value: re.Pattern[str]
) -> Value | None:
    """A row of the table that a site put on top."""
    for at in sorted(zones.properties):
        line = paragraphs[at]
        if re.match(rf"{name}\s*[:|]", line.text) and (found := value.search(source.flat, line.start, line.end)):
            return Value(tidy(found.group()), source.span(*found.span()), 0.8)
    return None


def _kind(source: Source, paragraphs: list[Line], zones: Zones, number: str | None) -> Value:
    if zones.title_at >= 0:
        line = paragraphs[zones.title_at]
        if found := re.match(rf"(?:{NAMES})(?![^\W\d_])", line.text, re.IGNORECASE):
            span = source.span(line.start, line.start + len(found.group()))
            return Value(canonical_kind(found.group()), span, 0.99 if is_kind_line(line.text) else 0.9)
    for line in paragraphs[:40]:
        if line.text.startswith(("Kính gửi", "KÍNH GỬI")) or (_SUBJECT.match(line.text) and number):
            return Value("công văn", None, 0.9)
    for line in paragraphs[:_VERY_LATE]:
        if enacts := _ENACTING.match(line.text):
            said = canonical_kind(enacts.group(1))
            return Value({"quyết nghị": "nghị quyết"}.get(said, said), source.span(line.start, line.end), 0.8)
    site = re.compile(rf"(?<=[:|] )(?:{NAMES})|(?<=[:|])(?:{NAMES})", re.IGNORECASE)
    if row := _property(source, paragraphs, zones, "Loại văn bản", site):
        line = next(p for p in paragraphs if p.text.startswith("Loại văn bản"))
        named = site.search(line.text)
        return Value(canonical_kind(named.group()) if named else None, row.span, 0.8)
    said_by_number = kind_from_number(number) if number else None
    if said_by_number is None:
        return _kind_announced(source, paragraphs) or Value(None, None, 0.5)
    return Value(said_by_number, None, 0.7)


def _kind_announced(source: Source, paragraphs: list[Line]) -> Value | None:
    """``Ủy ban nhân dân thành phố ban hành Kế hoạch … như sau:`` of a copy that begins below its title."""
    for line in paragraphs[:20]:
        if line.text.endswith(":") and (found := _ANNOUNCED.search(source.flat, line.start, line.end)):
            return Value(canonical_kind(found.group(1)), source.span(*found.span(1)), 0.6)
    return None


def _issued_on(source: Source, head: list[Line], paragraphs: list[Line], zones: Zones, kind: str | None) -> Value:
    return (
        _day_of_place(source, head)
        or _day_in_note(source, paragraphs)
        or _day_in_property(source, paragraphs, zones)
        or _day_in_title(source, paragraphs, zones)
        or (kind in _LAWS and _day_passed(source, paragraphs))
        or Value(None, None, 0.6)
    )


def _day_of_place(source: Source, head: list[Line]) -> Value | None:
    """``Trà Vinh, ngày 12 tháng 12 năm 2023``, on one line or broken over two."""
    for pattern, sure in ((_PLACE_DATE, 0.98), (_LONE_DATE, 0.9)):
        for line in head:
            found = pattern.search(source.flat, line.start, line.end) if len(line.text) < 200 else None
            if found and not _CITES.search(source.flat, max(line.start, found.start() - 30), found.start(1)):
                return _date_value(source, found, sure)
    stretch = (head[0].start, min(head[-1].end, head[0].start + 3000)) if head else (0, 0)
    for found in _PLACE_DATE.finditer(source.flat, *stretch):
        if not _CITES.search(source.flat, max(stretch[0], found.start() - 30), found.start(1)):
            return _date_value(source, found, 0.85)
    return None


def _day_in_note(source: Source, paragraphs: list[Line]) -> Value | None:
    for line in paragraphs:
        if ATTACHED.search(line.text[:80]) and _is_note(line.text):
            if found := _ANY_DATE.search(source.flat, line.start, line.end):
                return _date_value(source, found, 0.9)
    return None


def _day_in_property(source: Source, paragraphs: list[Line], zones: Zones) -> Value | None:
    for line in (paragraphs[at] for at in sorted(zones.properties)):
        if line.text.startswith("Ngày ban hành"):
            if found := _DATE.search(source.flat, line.start, line.end):
                return _date_value(source, found, 0.8)
    return None


def _day_in_title(source: Source, paragraphs: list[Line], zones: Zones) -> Value | None:
    if zones.title_at < 0:
        return None
    begin, end = _title_line(paragraphs, zones)
    if line := _bracketed(paragraphs, zones):
        found = _ANY_DATE.search(source.flat, line.start, line.end)
        return _date_value(source, found, 0.85) if found else None
    number = _own_number(source.flat, begin, end)
    found = _ANY_DATE.search(source.flat, number[1], min(end, number[1] + 40)) if number else None
    return _date_value(source, found, 0.8) if found else None


def _day_passed(source: Source, paragraphs: list[Line]) -> Value | None:
    """``Luật này được Quốc hội … thông qua ngày …`` below the last article."""
    for line in reversed(paragraphs[-40:]):
        if re.search(r"(?:Luật|Nghị quyết|Bộ luật|Pháp lệnh)\s+này", line.text):
            if found := _PASSED.search(source.flat, line.start, line.end):
                return _date_value(source, found, 0.9)
    return None


def _date_value(source: Source, found: re.Match[str], confidence: float) -> Value:
    day = as_date(found.group(1))
    return Value(day.isoformat() if day else None, source.span(*found.span(1)), confidence if day else 0.5)


_ISSUED_HEAD = re.compile(
    r"(?:(?:CỦA|của)\s+.{2,120}?\s)?(?:(?:số|SỐ|Số)\s*:?\s*)?\d[\w/.\- ]{2,30}?(?:\s*,?\s*(?:NGÀY|ngày)\s+"
    + DATE
    + r")?\s*,?\s+"
    r"(?=(?:VỀ|BAN HÀNH|QUY ĐỊNH|PHÊ DUYỆT|HƯỚNG DẪN|SỬA ĐỔI|về|ban hành|quy định|phê duyệt|hướng dẫn|sửa đổi|V/v|Quy định|Ban hành)\b)",
    re.IGNORECASE,
)
_SITE_YEAR = re.compile(r"\d[\w/\-]*\s+(?:năm\s+\d{4}\s+)?")


def _title(source: Source, paragraphs: list[Line], zones: Zones) -> Value:
    printed = zones.parts[0].title if zones.parts and not zones.parts[0].prefix else (0, 0)
    if zones.title_at < 0 or printed[0] > zones.title_at:
        begin, end = printed
        if begin == end:
            return _subject(source, paragraphs)
        begin, end = paragraphs[begin].start, paragraphs[end - 1].end
        return Value(collapse(source.flat[begin:end]), source.span(begin, end), 0.75)
    line = paragraphs[zones.title_at]
    first = _title_start(line)
    issued = (
        first < line.end and is_issuance(source.flat[first : line.end]) and not _ISSUED_HEAD.match(source.flat, first)
    )
    begin, end = (first, line.end) if first < line.end and not issued else (-1, -1)
    for at in range(zones.title_at + 1, zones.parts[0].title[1] if zones.parts else 0):
        more = paragraphs[at]
        if begin < 0 and is_issuance(more.text):
            continue
        begin, end = (more.start if begin < 0 else begin), more.end
    if begin < 0:
        return _subject(source, paragraphs)
    if found := _ISSUED_HEAD.match(source.flat, begin, end):
        begin = found.end()
    if found := _SUBJECT.match(source.flat, begin, end):
        begin = found.end()
    words = collapse(source.flat[begin:end])
    sure = 0.95 if is_kind_line(line.text) else 0.8
    return Value(words or None, source.span(begin, end) if words else None, sure)


def _title_start(line: Line) -> int:
    """Where the words after the kind begin; past the end when the line says only kind and number."""
    found = re.match(rf"(?:{NAMES})\b[\s:.]*", line.text, re.IGNORECASE)
    if found is None or is_kind_line(line.text):
        return line.end
    rest = line.text[found.end() :]
    if (number := re.match(r"(?:số\s*:?\s*)?(?=\d)", rest, re.IGNORECASE)) and NUMBER.match(rest, number.end()):
        site = _SITE_YEAR.match(rest, number.end())
        rest = rest[site.end() :] if site and not line.text.isupper() else rest
        rest = "" if NUMBER.fullmatch(rest, number.end()) else rest
    return line.end - len(rest) if rest else line.end


def _subject(source: Source, paragraphs: list[Line]) -> Value:
    """``V/v …`` of a letter, wherever in the head it stands."""
    for at, line in enumerate(paragraphs[:30]):
        found = _SUBJECT.match(line.text) or re.match(r".{0,60}?\s(?:V/v|V/V)\s*[:.]?\s*", line.text)
        if found is None:
            continue
        begin = line.start + source.flat[line.start : line.end].find(line.text[found.end() :][:12])
        end = line.end
        for more in paragraphs[at + 1 : at + 4]:
            if not _goes_on_subject(more.text, source.flat[begin:end]):
                break
            end = more.end
        return Value(collapse(source.flat[begin:end]) or None, source.span(begin, end), 0.9)
    return Value(None, None, 0.7)


def _goes_on_subject(text: str, so_far: str) -> bool:
    small = text[:1].islower() or so_far.rstrip().endswith((",", "-", "của", "và", "về"))
    return small and len(text) < 160 and not text.startswith(("Kính", "Hà Nội,")) and ", ngày" not in text
