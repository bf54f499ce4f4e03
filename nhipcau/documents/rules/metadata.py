"""What a document says of itself: number, kind, issuer, date, title."""

from __future__ import annotations

import re

from nhipcau.documents.rules.dates import DATE, as_date
from nhipcau.documents.rules.issuers import find_issuer, is_issuer_line
from nhipcau.documents.rules.kinds import NAMES, canonical_kind
from nhipcau.documents.rules.lines import Line, Source, collapse
from nhipcau.documents.rules.marks import read_mark
from nhipcau.documents.rules.numbers import NUMBER, kind_from_number, tidy
from nhipcau.documents.rules.types import Metadata, Value
from nhipcau.documents.rules.signs import BASIS, is_kind_line
from nhipcau.documents.rules.zones import Zones

_NUMBER_LINE = re.compile(
    r"(?:\|?\s*)(?:(?:Luật|Nghị quyết|Pháp lệnh|LUẬT|Bộ luật|Quyết định|Thông tư)\s+)?(?:Số|số|SỐ)(?:\s*hiệu)?\s*[:.|]?\s*"
)
_PLACE_DATE = re.compile(
    r"[^,.;|\d]{2,40},\s*(ngày[\s|.…]{0,6}\d{1,2}[\s|]+tháng[\s|]+\d{1,2}[\s|]+năm[\s|]+\d{4})", re.IGNORECASE
)
_ATTACHED = re.compile(r"\(?\s*(?:Ban\s+hành\s+)?kèm\s+theo\s+([^\W\d_][^\d()]{2,40}?)\s+số:?\s*", re.IGNORECASE)
_PASSED = re.compile(rf"thông\s+qua[^.]{{0,80}}?ngày\s+({DATE})", re.IGNORECASE)
_SITE_DATE = re.compile(rf"Ngày ban hành\s*[:|]\s*({DATE})")
_SUBJECT = re.compile(r"(?:V/v|V/V|Về việc)\s*:?\s*")


def read_metadata(source: Source, paragraphs: list[Line], zones: Zones) -> Metadata:
    """The five fields; a field that the copy has lost is None."""
    head = _head(paragraphs, zones)
    number = _number(source, head, paragraphs)
    kind = _kind(source, paragraphs, zones, head, number.text)
    return Metadata(
        number=number,
        kind=kind,
        issuer=find_issuer(source, paragraphs, zones, head),
        issued_on=_issued_on(source, head, paragraphs, kind.text),
        title=_title(source, paragraphs, zones, kind.text),
    )


def _head(paragraphs: list[Line], zones: Zones) -> list[Line]:
    """Everything above the first clause but the legal bases and what cites others."""
    first = zones.parts[0].body[0] if zones.parts and not zones.parts[0].prefix else 0
    return [p for p in paragraphs[: max(first, zones.title_at + 1)][:80] if not BASIS.match(p.text)]


def _number(source: Source, head: list[Line], paragraphs: list[Line]) -> Value:
    for line in head:
        if (opening := _NUMBER_LINE.match(line.text)) is None:
            continue
        begin = source.flat.find(line.text[: opening.end()].strip()[:2], line.start, line.end)
        found = NUMBER.search(source.flat, max(begin, line.start), line.end)
        if found and found.start() - line.start <= opening.end() + 12:
            return Value(tidy(found.group()), source.span(*found.span()), 0.99)
    for line in paragraphs:
        if "kèm" in line.text[:60].casefold() and (note := _ATTACHED.search(source.flat, line.start, line.end)):
            found = NUMBER.match(source.flat, note.end(), line.end)
            if found:
                return Value(tidy(found.group()), source.span(*found.span()), 0.9)
    return Value(None, None, 0.6)


def _kind(source: Source, paragraphs: list[Line], zones: Zones, head: list[Line], number: str | None) -> Value:
    if zones.title_at >= 0:
        line = paragraphs[zones.title_at]
        found = re.match(rf"(?:{NAMES})\b", line.text, re.IGNORECASE)
        if found:
            size = len(found.group())
            return Value(canonical_kind(found.group()), source.span(line.start, line.start + size), 0.99)
    letter = any(p.text.startswith("Kính gửi") for p in head[:40]) or any(
        p.text.startswith("Kính gửi") for p in paragraphs[:40]
    )
    if letter:
        return Value("công văn", None, 0.9)
    for line in paragraphs[:60]:
        enacts = re.match(r"(QUYẾT\s+ĐỊNH|QUYẾT\s+NGHỊ|NGHỊ\s+QUYẾT|CHỈ\s+THỊ)\s*:$", line.text)
        if enacts:
            said = canonical_kind(enacts.group(1))
            return Value({"quyết nghị": "nghị quyết"}.get(said, said), source.span(line.start, line.end), 0.8)
    for line in paragraphs[:20]:
        site = re.match(rf"Loại văn bản\s*[:|]\s*({NAMES})", line.text, re.IGNORECASE)
        if site:
            return Value(canonical_kind(site.group(1)), source.span(line.start, line.end), 0.8)
    said_by_number = kind_from_number(number) if number else None
    return Value(said_by_number, None, 0.7 if said_by_number else 0.5)


def _issued_on(source: Source, head: list[Line], paragraphs: list[Line], kind: str | None) -> Value:
    for line in head:
        if found := _PLACE_DATE.search(source.flat, line.start, line.end):
            return _date_value(source, found, 0.98)
    stretch = (head[0].start, head[-1].end) if head else (0, 0)
    if found := _PLACE_DATE.search(source.flat, *stretch):
        return _date_value(source, found, 0.9)
    for line in paragraphs:
        if "kèm" in line.text[:60].casefold() and _ATTACHED.search(line.text):
            if found := re.compile(rf"ngày\s+({DATE})").search(source.flat, line.start, line.end):
                return _date_value(source, found, 0.9)
    for line in paragraphs[:20]:
        if found := _SITE_DATE.search(source.flat, line.start, line.end):
            return _date_value(source, found, 0.8)
    if kind in ("luật", "bộ luật", "nghị quyết", "pháp lệnh"):
        for line in reversed(paragraphs[-30:]):
            if re.search(r"(?:Luật|Nghị quyết|Bộ luật|Pháp lệnh) này", line.text):
                if found := _PASSED.search(source.flat, line.start, line.end):
                    return _date_value(source, found, 0.9)
    return Value(None, None, 0.6)


def _date_value(source: Source, found: re.Match[str], confidence: float) -> Value:
    day = as_date(found.group(1))
    return Value(day.isoformat() if day else None, source.span(*found.span(1)), confidence)


def _title(source: Source, paragraphs: list[Line], zones: Zones, kind: str | None) -> Value:
    if zones.title_at < 0:
        return _subject(source, paragraphs)
    line = paragraphs[zones.title_at]
    found = re.match(rf"(?:{NAMES})\b\s*[:.]?\s*", line.text, re.IGNORECASE)
    rest = line.text[found.end() :] if found else ""
    if rest and NUMBER.match(re.sub(r"^(?:số|SỐ)\s*:?\s*", "", rest)):
        rest = ""
    stop = zones.parts[0].body[0] if zones.parts and not zones.parts[0].prefix else len(paragraphs)
    begin = line.end - len(rest) if rest else -1
    end = line.end if rest else -1
    for at in range(zones.title_at + 1, min(stop, zones.title_at + 12)):
        if not _continues_title(paragraphs, at, source.flat[begin:end] if begin >= 0 else ""):
            break
        begin = paragraphs[at].start if begin < 0 else begin
        end = paragraphs[at].end
    if begin < 0:
        return _subject(source, paragraphs) if kind == "công văn" else Value(None, None, 0.7)
    words = _SUBJECT_LEAD.sub("", collapse(source.flat[begin:end]))
    return Value(words or None, source.span(begin, end), 0.95)


_SUBJECT_LEAD = re.compile(r"^(?:V/v|V/V)\s*:?\s*")
_STOPS = re.compile(
    r"(?:Căn cứ|CĂN CỨ|Thực hiện|Kính gửi|Thi hành|Theo đề nghị|Để |Ngày \d|Trong |Nhằm |Số\s*:|\(|Xét|Qua |Tại |Năm \d|Sau )"
)


def _continues_title(paragraphs: list[Line], at: int, so_far: str) -> bool:
    text = paragraphs[at].text
    if BASIS.match(text) or read_mark(text) or is_kind_line(text):
        return False
    if so_far and text == text.upper() and so_far.isupper():
        return not is_issuer_line(paragraphs, at, so_far) and not text.startswith(("(", "Số", "SỐ:"))
    if not so_far:
        if _STOPS.match(text) and not text.isupper() and len(text) > 120:
            return False
        return not is_issuer_line(paragraphs, at, so_far) and not text.startswith(("Kính gửi", "Số:", "("))
    if so_far.isupper() or text.isupper():
        return False
    open_end = so_far.rstrip().endswith((",", "và", "của", "về", "-", "–"))
    return text[0].islower() or (open_end and len(text) < 200)


def _subject(source: Source, paragraphs: list[Line]) -> Value:
    """``V/v …`` of a letter, wherever in the head it stands."""
    for at, line in enumerate(paragraphs[:30]):
        found = re.match(r"(?:V/v|V/V)\s*:?\s*", line.text)
        if found is None:
            continue
        begin, end = line.start + found.end(), line.end
        follows = paragraphs[at + 1].text if at + 1 < len(paragraphs) else ""
        goes_on = follows[:1].islower() and len(follows) < 120
        end = paragraphs[at + 1].end if goes_on else end
        return Value(collapse(source.flat[begin:end]) or None, source.span(begin, end), 0.9)
    return Value(None, None, 0.7)
