"""How far the title (trích yếu) under the kind line goes."""

from __future__ import annotations

import re

from nhipcau.documents.rules.kinds import NAMES
from nhipcau.documents.rules.lines import Line
from nhipcau.documents.rules.marks import read_mark
from nhipcau.documents.rules.signs import ATTACHED, BASIS, ENACTS, MOTTO, TAIL, is_kind_line

BODY = re.compile(
    r"(?:(?:PHÓ\s+)?(?:CHỦ TỊCH|THỦ TƯỚNG|BỘ TRƯỞNG|TỔNG KIỂM TOÁN|THỐNG ĐỐC|CHÁNH ÁN|VIỆN TRƯỞNG|GIÁM ĐỐC|CỤC TRƯỞNG"
    r"|TỔNG CỤC TRƯỞNG|TỔNG GIÁM ĐỐC|CHÁNH VĂN PHÒNG|TỔNG THANH TRA|HIỆU TRƯỞNG|BÍ THƯ)|[UỦ]Ỷ\s+BAN|[UỦ]Y\s+BAN|ỦY BAN"
    r"|UBND|HĐND|HỘI ĐỒNG|QUỐC HỘI|CHÍNH PHỦ|BỘ CHÍNH TRỊ|BAN BÍ THƯ|(?:TỈNH|THÀNH|HUYỆN|ĐẢNG|QUẬN)"
    r"\s+(?:ỦY|[UỦ]Ỷ|UỶ)|BỘ (?!LUẬT|THỦ TỤC|TIÊU|CHỈ SỐ)|SỞ (?!HỮU)|CỤC |TỔNG CỤC "
    r"|BAN (?!HÀNH)|VĂN PHÒNG |CÔNG AN |THANH TRA|VIỆN |TÒA ÁN|TOÀ ÁN|NGÂN HÀNG |BẢO HIỂM "
    r"|KIỂM TOÁN|TỔNG LIÊN ĐOÀN|TRUNG ƯƠNG|LIÊN (?!QUAN|KẾT)|ĐÀI |HỘI (?!NGHỊ|NHẬP|THẢO|THI)|KHO BẠC|TRƯỜNG |HỌC VIỆN |CHI CỤC |CHI NHÁNH |BẢO TÀNG "
    r"|TẬP ĐOÀN |ĐẠI HỌC |MẶT TRẬN|TRUNG TÂM |PHÒNG |TỔNG CÔNG TY|CÔNG TY )"
)
CALLS = re.compile(r"\s*(?:điện|chỉ thị|yêu cầu|quyết định)?\s*:?$")
_STOPS = re.compile(
    r"(?:Căn cứ|CĂN CỨ|Kính gửi|Thi hành|Theo đề nghị|Để\s|Ngày\s\d|Nhằm\s|Số\s*:|\(|Xét\s|Qua\s|Tại\s|Năm\s\d|Sau\s|Thời gian"
    r"|Trong\s(?:những|thời|năm|giai)|Hiện nay|Vừa qua|Hà Nội, ngày)"
)
_ENDS_OPEN = re.compile(r"(?:CỦA|TẠI|VÀ|CHO|THUỘC|DO|VỚI|VỀ|TRÊN|GIỮA|,|-|–)$")
_DECIDES = re.compile(
    rf"(?:{NAMES})\b.{{0,400}}|.{{0,60}}\b(?:ban hành|quyết định|xây dựng)\s+(?:{NAMES})\b", re.IGNORECASE
)
_ISSUED_BY = re.compile(rf"CỦA\s+(?:{BODY.pattern})[^\d]*$")
_NUMBER_OR_PLACE = re.compile(
    r"(?:Số|SỐ|Luật số|Nghị quyết số|Bộ luật số)\s*:?\s*[\d.…]|(?:[^,.;\d]{2,40},\s*)?ngày\s+\d"
)
_TERM = re.compile(r"(?:KHÓA|KHOÁ|KỲ HỌP|NHIỆM KỲ)\b")


def is_issuer_line(paragraphs: list[Line], at: int, title: str) -> bool:
    """Whether the line in capitals is the body that decides, and not a part of the title above it."""
    text = paragraphs[at].text
    if BODY.match(text) is None or not CALLS.sub("", text).isupper() or len(text) > 110:
        return False
    if _ENDS_OPEN.search(title.strip()):
        return False
    follows = paragraphs[at + 1].text if at + 1 < len(paragraphs) else ""
    if follows.isupper() and not _TERM.match(follows) and not MOTTO.search(follows):
        return bool(BODY.match(follows)) or bool(ENACTS.match(follows))
    return True


def title_end(paragraphs: list[Line], title_at: int, skipped: frozenset[int]) -> int:
    """One past the last paragraph of the title whose kind stands in paragraph ``title_at``."""
    found = re.match(rf"(?:{NAMES})\b[\s:.]*", paragraphs[title_at].text, re.IGNORECASE)
    so_far = paragraphs[title_at].text[found.end() :] if found else ""
    if is_kind_line(paragraphs[title_at].text) or is_issuance(so_far):
        so_far = ""
    after = title_at + 1
    while after < len(paragraphs) and after <= title_at + 14 and after not in skipped:
        text = paragraphs[after].text
        if is_issuance(text) and not so_far:
            after += 1
            continue
        if not _continues(paragraphs, after, so_far):
            break
        so_far = f"{so_far} {text}".strip()
        after += 1
    return after


def is_issuance(text: str) -> bool:
    """``CỦA BỘ CHÍNH TRỊ`` under the kind, a number or a place and date that slipped below it: not the title."""
    return bool(_ISSUED_BY.match(text)) or (len(text) < 90 and bool(_NUMBER_OR_PLACE.match(text)))


def _continues(paragraphs: list[Line], at: int, so_far: str) -> bool:
    text = paragraphs[at].text
    if (
        BASIS.match(text)
        or ENACTS.match(text)
        or TAIL.match(text)
        or MOTTO.search(text[:60])
        or text.startswith("Kính gửi")
    ):
        return False
    if read_mark(text) or is_kind_line(text) or (text.startswith("(") and ATTACHED.search(text)):
        return False
    if is_issuer_line(paragraphs, at, so_far):
        return False
    if not so_far:
        return _begins_title(text)
    if text == text.upper():
        return so_far.isupper()
    if so_far.isupper():
        return bool(_ENDS_OPEN.search(so_far)) and len(text) < 120 and not text.endswith((".", ":", ";"))
    open_end = so_far.rstrip().endswith((",", "và", "của", "về", "-", "–"))
    return text[0].islower() or (open_end and len(text) < 200)


def _begins_title(text: str) -> bool:
    """A title is no sentence: it ends without a stop, and what opens a preamble does not open it."""
    if text.isupper():
        return True
    if text.endswith((":", ";")) or _STOPS.match(text) or len(text) > 900:
        return False
    return not text.endswith(".") or len(text) < 160
