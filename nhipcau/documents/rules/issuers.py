"""The body that issues a document, in normal case and with its province."""

from __future__ import annotations

import re

from nhipcau.documents.rules.kinds import NAMES
from nhipcau.documents.rules.lines import Line, Source, collapse
from nhipcau.documents.rules.signs import BASIS, MOTTO, TAIL
from nhipcau.documents.rules.titles import BODY, CALLS
from nhipcau.documents.rules.types import Value
from nhipcau.documents.rules.zones import Zones

_PLACE = re.compile(
    r"(?:^|[\s|])(?:TP\.?\s*|Thành phố\s+)?([^\W\d_][^,.;|\d]{1,30}),\s*(?:ngày|\d{1,2}/)", re.IGNORECASE
)
_CITIES = {"hà nội", "hồ chí minh", "đà nẵng", "hải phòng", "cần thơ", "huế"}
_SEATS = {
    "đà lạt": "Lâm Đồng", "nha trang": "Khánh Hòa", "vũng tàu": "Bà Rịa - Vũng Tàu", "bà rịa": "Bà Rịa - Vũng Tàu",
    "biên hòa": "Đồng Nai", "thủ dầu một": "Bình Dương", "buôn ma thuột": "Đắk Lắk", "pleiku": "Gia Lai",
    "quy nhơn": "Bình Định", "tuy hòa": "Phú Yên", "phan thiết": "Bình Thuận", "phan rang": "Ninh Thuận",
    "tam kỳ": "Quảng Nam", "đông hà": "Quảng Trị", "đồng hới": "Quảng Bình", "vinh": "Nghệ An", "hạ long": "Quảng Ninh",
    "việt trì": "Phú Thọ", "vĩnh yên": "Vĩnh Phúc", "phủ lý": "Hà Nam", "long xuyên": "An Giang", "tân an": "Long An",
    "rạch giá": "Kiên Giang", "cao lãnh": "Đồng Tháp", "mỹ tho": "Tiền Giang", "vị thanh": "Hậu Giang",
    "đồng xoài": "Bình Phước", "gia nghĩa": "Đắk Nông", "phan rang - tháp chàm": "Ninh Thuận",
}  # fmt: skip
"""Seats of provinces that bear another name, as place lines before 2020 print them."""
_LEVEL = re.compile(
    r"(?<!\w)(?:tỉnh|thành\s+phố|tp\.?|huyện|quận|thị\s+xã|xã|phường|thị\s+trấn|đặc\s+khu)(?!\w)", re.IGNORECASE
)
_BARE = re.compile(
    r"(?:ủy\s+ban\s+nhân\s+dân|uỷ\s+ban\s+nhân\s+dân|hội\s+đồng\s+nhân\s+dân|ubnd|hđnd|chủ\s+tịch\s+(?:ủy|uỷ)\s+ban\s+nhân\s+dân"
    r"|(?:ban\s+thường\s+vụ\s+)?tỉnh\s+(?:ủy|uỷ)|(?:ban\s+thường\s+vụ\s+)?thành\s+(?:ủy|uỷ)|ban\s+chấp\s+hành\s+đảng\s+bộ\s+tỉnh)"
    r"(?:\s+(?:tỉnh|thành\s+phố))?",
    re.IGNORECASE,
)
_PARTY = re.compile(r"(?:tỉnh|thành|huyện|quận|đảng)\s+(?:ủy|uỷ)", re.IGNORECASE)
_WRAPPED = re.compile(r"(?:\s(?:VÀ|CỦA|-|NHÂN|THÔNG TIN|TRUNG|LIÊN|NÔNG NGHIỆP)|,|^ỦY BAN|^UỶ BAN|^SỞ|^BỘ)$")
_HALVES = {
    "BỘ",
    "ỦY",
    "UỶ",
    "SỞ",
    "HỘI",
    "HỘI ĐỒNG",
    "CHÍNH",
    "THỦ",
    "THỦ TƯỚNG",
    "QUỐC",
    "BAN",
    "CỤC",
    "TỔNG",
    "TỈNH",
    "ĐẢNG",
}
"""What a hard wrap leaves alone on the first line of a body's name."""
_NAMES_AFTER = {"tỉnh", "phố", "huyện", "quận", "xã", "phường", "trấn", "khu", "ủy", "uỷ"}
_FIELDS_AFTER = {"bộ", "sở", "cục", "vụ", "viện", "ban", "phòng", "trường", "đài", "tổng"}
_OFFICES = {"bộ", "sở", "cục", "ủy", "uỷ", "ban", "hội", "tỉnh", "chính"}
_AFTER_OFFICE = {"trưởng", "đốc", "tịch", "phòng", "-", "vụ", "tướng"}
_PAIRS = {
    ("chính", "phủ"), ("quốc", "hội"), ("việt", "nam"), ("trung", "ương"), ("đảng", "bộ"), ("mặt", "trận"), ("tổ", "quốc"),
    ("bí", "thư"), ("chấp", "hành"), ("hồ", "chí"), ("nhà", "nước"),
}  # fmt: skip
_TOGETHER = {("tổng", "cục"), ("tổng", "công"), ("tổng", "liên")}
_SMALL = {
    "nhân", "dân", "và", "các", "của", "tỉnh", "thành", "huyện", "tịch", "trưởng", "tướng",
}  # fmt: skip


def normal_case(capitals: str) -> str:
    """``ỦY BAN NHÂN DÂN TỈNH TRÀ VINH`` as one writes it: names of places and fields keep their capitals."""
    words = capitals.casefold().split()
    out: list[str] = []
    naming = False
    for at, word in enumerate(words):
        before = words[at - 1].rstrip(",") if at else ""
        after = words[at + 1].rstrip(",") if at + 1 < len(words) else ""
        party = before in ("ủy", "uỷ") and words[at - 2 : at - 1] in (["tỉnh"], ["thành"], ["huyện"], ["quận"])
        place = before in _NAMES_AFTER and (before not in ("ủy", "uỷ") or party)
        naming = (naming or (place and (before, word) not in (("xã", "hội"), ("tỉnh", "ủy"), ("tỉnh", "uỷ")))) and (
            word not in ("và", "trực", "thuộc", "-")
        )
        field = before in _FIELDS_AFTER and word not in _SMALL and (before, word) not in _TOGETHER
        lists = (
            at > 1 and (before in ("và", "-") or words[at - 1].endswith(",")) and word not in ("nhân", "dân", "của")
        )
        office = word in _OFFICES and before in _AFTER_OFFICE
        begins = (
            at == 0
            or naming
            or field
            or lists
            or office
            or (word, after) in _PAIRS
            or (before, word) == ("việt", "nam")
        )
        out.append(word[0].upper() + word[1:] if begins else word)
    return " ".join(out)


_ANY_BODY = (
    r"(?:Bộ trưởng|Thủ tướng|Chủ tịch|Ủy ban|Uỷ ban|UBND|HĐND|Hội đồng nhân dân|Ban Thường vụ|Ban Bí thư|Bộ Chính trị|Bộ|Sở|Ban"
    r"|Tỉnh ủy|Tỉnh uỷ|Thành ủy|Chính phủ|Quốc hội|Văn phòng|Cục|Tổng cục|Giám đốc|Thống đốc|Ngân hàng|Thanh tra)"
)


def find_issuer(source: Source, paragraphs: list[Line], zones: Zones, head: list[Line]) -> Value:
    """From the header, from the line above the legal bases, else from who speaks in the text.

    A child body wins over its parent; a body without a name ("ỦY BAN NHÂN DÂN") takes the province of another line.
    """
    header = _header_bodies(paragraphs, zones)
    named = _named_under_kind(paragraphs, zones)
    above = _above_bases(paragraphs, zones)
    chosen = named or (header[-1] if header else None) or above
    if chosen is None:
        told = _property(source, paragraphs, zones) or _named_in_title(source, paragraphs, zones)
        return told or _sayer(source, paragraphs, zones, _place(head))
    said = _spoken(chosen.text)
    if _BARE.fullmatch(said):
        full = above if above is not None and above is not chosen else None
        if full is not None and _same_body(said, _spoken(full.text)):
            chosen, said = full, _spoken(full.text)
        else:
            others = [line for line in (*header, full) if line is not None and line is not chosen]
            said = _with_place(said, _place(head), others)
    sure = 0.95 if header or above else 0.85
    return Value(said, source.span(chosen.start, chosen.end), sure if not _BARE.fullmatch(said) else 0.7)


def _spoken(printed: str) -> str:
    """The body in normal case, without what was called or printed beside it."""
    words = CALLS.sub("", collapse(printed))
    words = re.split(r"\s+(?:CỘNG\s+H|ĐẢNG\s+CỘNG|Số\s*:|SỐ\s*:|KHÓA\s|KHOÁ\s|KỲ\s+HỌP)", words)[0].strip(" -|*,_")
    words = re.sub(
        r"\s*[-–]\s*(?=(?:BỘ|TỔNG CỤC|CỤC|VIỆN|TÒA|TOÀ|NGÂN|BAN|ỦY|UỶ|VĂN PHÒNG|THANH TRA|SỞ)\s)", " - ", words
    )
    parts = re.split(r"\s+[-–]\s+", words)
    if len(parts) == 2 and BODY.match(parts[1]) and _below(parts[0], parts[1]):
        words = parts[1]
    words = re.sub(r"^UBND\b", "ỦY BAN NHÂN DÂN", words)
    words = re.sub(r"^HĐND\b", "HỘI ĐỒNG NHÂN DÂN", words)
    return normal_case(words) if words.isupper() else words


def _below(parent: str, child: str) -> bool:
    """``BỘ CÔNG THƯƠNG - CỤC HÓA CHẤT``: a body inside the other, and not two that issue together."""
    return parent.split()[0] != child.split()[0]


def _same_body(short: str, full: str) -> bool:
    head = short.casefold().replace("uỷ", "ủy").split()[:4]
    return " ".join(head) in full.casefold().replace("uỷ", "ủy") and len(full) > len(short)


def _with_place(said: str, place: str | None, header: list[Line]) -> str:
    """A bare body with the province that another line of the header or the place line names."""
    for line in header:
        level = _LEVEL.search(line.text)
        if level and len(line.text) - level.start() > level.end() - level.start() + 2:
            name = normal_case(line.text[level.start() :])
            return f"{said} {name[0].lower()}{name[1:]}"
    if place is None:
        return said
    place = _SEATS.get(place.casefold(), place)
    if _PARTY.search(said):
        return f"{said} {place}"
    if said.split()[-1].casefold() in ("tỉnh", "phố"):
        return f"{said} {place}"
    return f"{said} {'thành phố' if place.casefold() in _CITIES else 'tỉnh'} {place}"


def _named_under_kind(paragraphs: list[Line], zones: Zones) -> Line | None:
    """``CỦA BỘ CHÍNH TRỊ`` in the line under the kind, or right after it."""
    if zones.title_at < 0 or not zones.parts:
        return None
    for at in range(zones.title_at, min(zones.title_at + 3, zones.parts[0].title[1])):
        text = paragraphs[at].text
        found = re.match(rf"(?:(?:{NAMES})\s+)?(CỦA\s+)", text, re.IGNORECASE) if text[:30].isupper() else None
        if found is None or not BODY.match(text[found.end() :]):
            continue
        named = re.split(
            r"\s+(?:SỐ\s|NGÀY\s|VỀ\s|BAN\s+HÀNH\s|QUY\s+ĐỊNH\s|NƯỚC\s|PHÊ\s+DUYỆT)|,", text[found.end() :]
        )[0]
        if named.isupper() and len(named) < 90:
            begin = paragraphs[at].start + paragraphs[at].text.find(named)
            return Line(begin, min(begin + len(named), paragraphs[at].end), named)
    return None


_OF_WHOM = re.compile(
    rf"[^\W\d_][^\d.;:,]{{2,24}}?\s+của\s+({_ANY_BODY}\b[^\d.;:]{{0,60}}?)\s+(?:về|ban\s+hành|quy\s+định|phê\s+duyệt)\s"
)


def _named_in_title(source: Source, paragraphs: list[Line], zones: Zones) -> Value | None:
    """``Chỉ thị của Ban Bí thư về …``: kind, issuer and title on one line."""
    if zones.title_at < 0:
        return None
    line = paragraphs[zones.title_at]
    found = _OF_WHOM.match(source.flat, line.start, line.end)
    return Value(collapse(found.group(1)), source.span(*found.span(1)), 0.85) if found else None


def _above_bases(paragraphs: list[Line], zones: Zones) -> Line | None:
    """The body in capitals between the title and the legal bases."""
    if not zones.parts or zones.parts[0].title[1] == 0:
        return None
    after = zones.parts[0].title[1]
    for line in paragraphs[after : after + 4]:
        if BASIS.match(line.text):
            return None
        bare = CALLS.sub("", line.text)
        if BODY.match(line.text) and bare.isupper() and len(bare) < 110 and not TAIL.match(line.text):
            return line
    return None


def _header_bodies(paragraphs: list[Line], zones: Zones) -> list[Line]:
    """Lines of capitals above number and title that name a body, parent first."""
    bodies: list[Line] = []
    stop = zones.header_end
    last = -2
    for at, line in enumerate(paragraphs[:stop]):
        if at in zones.properties:
            continue
        text = re.split(r"\s*\|\s*|\s{3,}|\s+(?=CỘNG\s+H[ÒO])|\s+(?=ĐẢNG\s+CỘNG)|\s+(?=Số\s*:)", line.text)[0].strip(
            " *-_"
        )
        if MOTTO.search(text) or BASIS.match(text) or not text.isupper() or len(text) > 120:
            continue
        joined = bool(bodies) and at == last + 1 and _continues(bodies[-1].text, text)
        if joined:
            before = bodies.pop()
            bodies.append(Line(before.start, line.start + len(text), f"{before.text} {text}"))
        elif BODY.match(text) or (text in _HALVES and at + 1 < stop and paragraphs[at + 1].text.isupper()):
            bodies.append(Line(line.start, line.start + len(text), text))
        else:
            continue
        last = at
    return bodies


def _continues(body: str, text: str) -> bool:
    """``ỦY BAN NHÂN DÂN`` / ``TỈNH LÀO CAI``, ``SỞ THÔNG TIN`` / ``VÀ TRUYỀN THÔNG``."""
    if body in _HALVES:
        return True
    if _LEVEL.match(text) and not _PARTY.match(text):
        return _LEVEL.search(body) is None
    if re.match(r"(?:VÀ|CỦA|VIỆT NAM|NƯỚC|TRUNG ƯƠNG)\b", text):
        return True
    return _WRAPPED.search(body) is not None or (BODY.match(text) is None and bool(_BARE.fullmatch(body)))


def _place(head: list[Line]) -> str | None:
    for line in head:
        if len(line.text) < 200 and (found := _PLACE.search(line.text)):
            return found.group(1).strip(" |")
    return None


def _property(source: Source, paragraphs: list[Line], zones: Zones) -> Value | None:
    for at in sorted(zones.properties):
        line = paragraphs[at]
        if site := re.match(
            r"(?:Cơ quan(?: ban hành)?|Nơi ban hành)\s*[:|]\s*\|?\s*(.+?)(?:\s*\||\s+Người ký|$)", line.text
        ):
            said = site.group(1).strip(" |")
            if place := re.match(r"(Tỉnh|Thành phố|TP\.?)\s+(.+)$", said):
                council = any("HĐND" in p.text for p in paragraphs[:12])
                level = "tỉnh" if place.group(1) == "Tỉnh" else "thành phố"
                said = f"{'Hội đồng' if council else 'Ủy ban'} nhân dân {level} {place.group(2)}"
            return Value(said, source.span(line.start, line.end), 0.75)
    return None


_TO_WHOM = r"(?:\s+(?:như\s+sau|các[^.;:]{0,160}|một\s+số[^.;:]{0,120}))?\s*:"
_SAYS = re.compile(
    rf"(?<!\w)({_ANY_BODY}\b[^.;:]{{0,80}}?)\s+(?:ra\s+)?(?:chỉ\s+thị|yêu\s+cầu|điện|thông\s+báo|quyết\s+định|kết\s+luận"
    rf"|quyết\s+nghị){_TO_WHOM}"
)
_OPINES = re.compile(rf"(?<!\w)({_ANY_BODY}\b[^.;:]{{0,80}}?)\s+(?:có\s+ý\s+kiến|đề\s+nghị|hướng\s+dẫn){_TO_WHOM}")
_ENACTS = re.compile(
    rf"(?<!\w)({_ANY_BODY}\b[^.;:,]{{0,60}}?)\s+(?:xây\s+dựng|ban\s+hành)\s+(?:Kế\s+hoạch|Chương\s+trình|Quyết\s+định|Thông\s+tư"
    r"|Nghị\s+định|Nghị\s+quyết|Quy\s+chế|Chỉ\s+thị|Đề\s+án|Phương\s+án|Luật)"
)
_CLOSES = re.compile(rf"({_ANY_BODY}\b[^,.;:]{{0,70}}?)\s+(?:xin\s+)?(?:trân\s+trọng\s+)?(?:thông\s+báo|đề\s+nghị)\b")


def _sayer(source: Source, paragraphs: list[Line], zones: Zones, place: str | None) -> Value:
    """The subject of "X chỉ thị:", of the closing "X xin thông báo", or of "X ban hành Kế hoạch …"."""
    stop = zones.parts[0].body[0] if zones.parts and not zones.parts[0].prefix else 0
    above = paragraphs[: min(max(stop, 1), 60)]
    if said := _last_said(source, above, _SAYS):
        return _said(source, said, place, 0.75)
    for line in reversed(paragraphs[-14:]):
        if found := _CLOSES.match(source.flat, line.start, line.end):
            return _said(source, found, place, 0.7)
    for pattern in (_ENACTS, _OPINES):
        if said := _last_said(source, above, pattern):
            return _said(source, said, place, 0.65)
    for line in paragraphs[max(0, stop) :]:
        if signed := re.match(r"T/?M\.?\s+(.+)$", line.text):
            return Value(_with_place(_spoken(signed.group(1)), place, []), source.span(line.start, line.end), 0.6)
    return Value(None, None, 0.5)


def _last_said(source: Source, paragraphs: list[Line], pattern: re.Pattern[str]) -> re.Match[str] | None:
    for line in paragraphs:
        if said := list(pattern.finditer(source.flat, line.start, line.end)):
            return said[-1]
    return None


def _said(source: Source, found: re.Match[str], place: str | None, confidence: float) -> Value:
    parts = collapse(found.group(1)).split(", ")
    bodies = [_BODY_FIRST.match(part) is not None and len(part.split()) <= 8 for part in parts]
    first = next((at for at in range(len(parts)) if all(bodies[at:])), max(0, len(parts) - 1))
    said = re.sub(r"^UBND\b", "Ủy ban nhân dân", ", ".join(parts[first:]))
    if _BARE.fullmatch(said) and place:
        said = _with_place(said, place, [])
    return Value(said, source.span(*found.span(1)), confidence)


_BODY_FIRST = re.compile(rf"{_ANY_BODY}\b(?!.*\svề\s)")
