"""The body that issues a document, in normal case and with its province."""

from __future__ import annotations

import re

from nhipcau.documents.rules.lines import Line, Source, collapse
from nhipcau.documents.rules.types import Value
from nhipcau.documents.rules.signs import BASIS
from nhipcau.documents.rules.titles import is_issuer_line as is_issuer_line
from nhipcau.documents.rules.zones import Zones

_BODY = re.compile(
    r"(?:(?:PHÓ\s+)?(?:CHỦ TỊCH|THỦ TƯỚNG|BỘ TRƯỞNG|TỔNG KIỂM TOÁN|THỐNG ĐỐC|CHÁNH ÁN|VIỆN TRƯỞNG|GIÁM ĐỐC|CỤC TRƯỞNG"
    r"|TỔNG CỤC TRƯỞNG|TỔNG GIÁM ĐỐC|CHÁNH VĂN PHÒNG)|[UỦ]Ỷ BAN|ỦY BAN|UBND|HĐND|HỘI ĐỒNG|QUỐC HỘI|CHÍNH PHỦ|BỘ CHÍNH TRỊ"
    r"|BAN BÍ THƯ|BAN CHẤP HÀNH|BAN THƯỜNG VỤ|TỈNH [UỦ]Y|TỈNH ỦY|THÀNH [UỦ]Y|HUYỆN [UỦ]Y|TỈNH UỶ|THÀNH UỶ|BỘ |SỞ |CỤC |TỔNG CỤC |BAN |VĂN PHÒNG |CÔNG AN |THANH TRA"
    r"|VIỆN |TÒA ÁN|TOÀ ÁN|NGÂN HÀNG |BẢO HIỂM |KIỂM TOÁN|[UỦ]Y BAN|TỔNG LIÊN ĐOÀN|TRUNG ƯƠNG|LIÊN |ĐÀI |HỘI |KHO BẠC|ỦY VIÊN"
    r"|ĐẢNG ỦY|ĐẢNG UỶ|TRƯỜNG |HỌC VIỆN |CHI CỤC |CHI NHÁNH |BẢO TÀNG |TẬP ĐOÀN |ĐẠI HỌC |MẶT TRẬN)"
)
_MOTTO = re.compile(
    r"CỘNG\s+H[ÒO][AÀ]|Độc\s+lập|ĐẢNG\s+CỘNG\s+SẢN|CHỦ\s+NGHĨA\s+VIỆT\s+NAM|XÃ HỘI CHỦ NGHĨA|XÃ HỘI$", re.IGNORECASE
)
_SAYS = re.compile(
    r"([^,.;:]{4,80}?)\s+(?:chỉ thị|yêu cầu|điện|thông báo|quyết định|ban hành|kết luận|ra quyết nghị)(?:\s+như sau)?\s*:"
)
_PLACE = re.compile(r"(?:TP\.?\s*|Thành phố\s+)?([^\W\d_][^,.;|\d]{1,30}),\s*ngày", re.IGNORECASE)
_CITIES = {"hà nội", "hồ chí minh", "tp. hồ chí minh", "tp hồ chí minh", "đà nẵng", "hải phòng", "cần thơ", "huế"}
_LEVEL = re.compile(r"\b(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn)\b", re.IGNORECASE)
_SMALL = {"và", "các", "của", "về", "nhân", "dân", "ban", "tịch", "trưởng", "tướng", "phủ", "hội", "đồng", "tỉnh",
          "thành", "phố", "huyện", "xã", "quận", "phường", "thị", "ủy", "uỷ", "trị", "bí", "thư", "chính", "đại"}  # fmt: skip
_NAMES_AFTER = {"tỉnh", "phố", "huyện", "quận", "xã", "phường", "trấn"}
_FIELDS_AFTER = {"bộ", "sở", "cục", "vụ", "viện", "ban", "phòng"}


def is_issuer_line(paragraphs: list[Line], at: int, title: str) -> bool:
    """Whether the line in capitals is the body that decides, and not a part of the title above it."""
    text = paragraphs[at].text
    opening = re.match(_BODY, text)
    if opening is None or not re.sub(r"\s*(?:điện|chỉ thị|yêu cầu)?\s*:?$", "", text).isupper():
        return False
    if re.search(r"(?:CỦA|TẠI|VÀ|CHO|THUỘC|DO|VỚI|VỀ|,)$", title.strip()):
        return False
    follows = paragraphs[at + 1].text if at + 1 < len(paragraphs) else ""
    short = len(text) <= 90
    return short and (bool(BASIS.match(follows)) or not follows.isupper() or bool(_BODY.match(follows)))


def normal_case(capitals: str) -> str:
    """``ỦY BAN NHÂN DÂN TỈNH TRÀ VINH`` as one writes it: names of places and fields keep their capitals."""
    words = capitals.casefold().split()
    out: list[str] = []
    naming = fields = False
    for at, word in enumerate(words):
        before = words[at - 1].rstrip(",") if at else ""
        if before in _NAMES_AFTER and not (before == "xã" and word == "hội"):
            naming = True
        if before in _FIELDS_AFTER and word not in ("nhân", "bí", "chấp", "thường"):
            fields = True
        begins = at == 0 or (naming and word not in ("và", "trực", "thuộc"))
        begins = begins or (
            fields and (before in _FIELDS_AFTER or before in ("và", "-") or words[at - 1].endswith(","))
        )
        begins = begins or (
            word in ("chính", "quốc") and at > 0 and words[at : at + 2] in (["chính", "phủ"], ["quốc", "hội"])
        )
        begins = begins or (word == "bộ" and before == "trưởng")
        out.append(word[0].upper() + word[1:] if begins else word)
    return " ".join(out)


def find_issuer(source: Source, paragraphs: list[Line], zones: Zones, head: list[Line]) -> Value:
    """The line above the legal bases, else the header, else the one who says so in the text."""
    above = _above_bases(paragraphs, zones)
    header = _header_bodies(paragraphs, zones)
    place = _place(source, head)
    chosen = above or (header[-1] if header else None)
    if chosen is None:
        return _sayer(source, paragraphs)
    words = re.sub(r"\s*(?:điện|chỉ thị|yêu cầu)?\s*:?$", "", collapse(chosen.text))
    words = re.split(r"\s+(?:CỘNG\s+H|Số\s*:)", words)[0].strip(" -|*")
    said = normal_case(words)
    if re.fullmatch(
        r"(?:ủy ban nhân dân|uỷ ban nhân dân|hội đồng nhân dân|ubnd|hđnd|chủ tịch ủy ban nhân dân)", said.casefold()
    ):
        said = _with_place(said, place, header)
    return Value(said, source.span(chosen.start, chosen.end), 0.95 if above or len(header) == 1 else 0.85)


def _with_place(said: str, place: str | None, header: list[Line]) -> str:
    for line in header:
        if _LEVEL.search(line.text):
            level = normal_case(line.text[_LEVEL.search(line.text).start() :])  # type: ignore[union-attr]
            return f"{said} {level[0].lower()}{level[1:]}"
    if place is None:
        return said
    return f"{said} {'thành phố' if place.casefold() in _CITIES else 'tỉnh'} {place}"


def _above_bases(paragraphs: list[Line], zones: Zones) -> Line | None:
    if zones.title_at < 0:
        return None
    for at in range(zones.title_at + 1, min(len(paragraphs) - 1, zones.title_at + 14)):
        line, follows = paragraphs[at], paragraphs[at + 1].text
        bare = re.sub(r"\s*(?:điện|chỉ thị|yêu cầu)?\s*:?$", "", line.text)
        if BASIS.match(line.text):
            return None
        if _BODY.match(line.text) and bare.isupper() and len(bare) < 110:
            calls = line.text.rstrip().endswith(":")
            if calls or BASIS.match(follows) or (_BODY.match(follows) is None and not follows.isupper()):
                return line
    return None


def _header_bodies(paragraphs: list[Line], zones: Zones) -> list[Line]:
    """Lines of capitals above number and title that name a body, parent first."""
    bodies: list[Line] = []
    stop = zones.title_at if zones.title_at >= 0 else min(12, len(paragraphs))
    for line in paragraphs[:stop]:
        text = re.split(r"\s*\|\s*|\s{3,}", line.text)[0].strip()
        if _MOTTO.search(text) or BASIS.match(text) or not text.isupper() or len(text) > 120:
            continue
        if _BODY.match(text):
            bodies.append(Line(line.start, line.start + len(text), text))
        elif bodies and (_LEVEL.match(text) or bodies[-1].text.endswith(("VÀ", "-", ",", "NHÂN"))):
            last = bodies.pop()
            bodies.append(Line(last.start, line.end, f"{last.text} {text}"))
    return bodies


def _place(source: Source, head: list[Line]) -> str | None:
    for line in head:
        if found := _PLACE.search(line.text):
            return found.group(1).strip(" |")
    return None


def _sayer(source: Source, paragraphs: list[Line]) -> Value:
    for line in paragraphs[:40]:
        for found in _SAYS.finditer(source.flat, line.start, line.end):
            words = collapse(found.group(1))
            named = re.search(
                r"((?:Bộ trưởng|Thủ tướng|Chủ tịch|Ủy ban|Uỷ ban|UBND|Bộ|Ban|Sở|Tỉnh ủy|Chính phủ)\b.*)$", words
            )
            if named:
                said = re.sub(r"^(?:Nay|nay),?\s*", "", named.group(1))
                return Value(said, source.span(*found.span(1)), 0.75)
    for line in reversed(paragraphs[-12:]):
        found = re.match(r"([^\W\d_][^,.;:]{4,70}?)\s+(?:xin\s+)?thông báo\b", line.text)
        if found and found.group(1).split()[0] not in ("Trên",):
            return Value(found.group(1), source.span(line.start, line.start + found.end(1)), 0.7)
    for line in paragraphs[:20]:
        site = re.match(r"Cơ quan ban hành\s*[:|]\s*(.+)$", line.text)
        if site:
            said = re.sub(r"^Tỉnh\s+", "Ủy ban nhân dân tỉnh ", site.group(1).strip(" |"))
            return Value(said, source.span(line.start, line.end), 0.7)
    return Value(None, None, 0.5)
