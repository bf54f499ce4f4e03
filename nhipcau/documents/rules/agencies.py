"""Bodies and office-holders as documents name them: where such a name begins, ends, and how a list of them splits."""

from __future__ import annotations

import re

from nhipcau.documents.rules.letters import CAPITALS

_NOT_AFTER = {
    "ban": r"(?!\s+hành\b|\s+đầu\b|\s+ngày\b)",
    "bộ": r"(?!\s+(?:máy|tiêu\s+chí|chỉ\s+số|thủ\s+tục|luật|phận|mặt|sưu|tài\s+liệu|quy|dữ|câu)\b)",
    "báo": r"(?!\s+(?:cáo|chí\b(?=\s+(?:phản|đưa|nêu))|động|hiệu))",
    "hội": r"(?!\s+(?:nghị|thảo|nhập|chợ|thi|họp|tụ|trường|diễn|đàm)\b)",
    "đoàn": r"(?!\s+(?:kết|viên|thể)\b)",
    "trường": r"(?!\s+hợp\b)",
    "tổ": r"(?!\s+quốc\b|\s+chức\b)",
    "phòng": r"(?!\s*,|\s+(?:chống|ngừa|bệnh|cháy|thủ|vệ)\b)",
    "tổ chức": r"(?=\s+(?:pháp\s+chế|chính|tôn|đoàn|xã\s+hội|hành\s+nghề|đảng|công\s+đoàn|tín|khoa|kinh|có|liên|phi)|,?\s*(?:và\s+)?cá\s+nhân)",
    "ngành": r"(?!\s+nghề\b)",
    "vụ": r"(?!\s+(?:việc|án|mùa|đuối|tai)\b)",
    "viện": r"(?!\s+(?:trợ|dẫn|phí)\b)",
    "trung tâm": r"",
    "đại hội": r"",
    "xã": r"(?!\s+hội\b)",
    "đơn vị": r"(?!\s+(?:tính|sự\s+nghiệp\s+công\s+lập\s+tự)\b)",
    "cơ quan": r"",
    "thanh tra": r"(?!\s*,|\s+(?:kiểm|việc|công|đột|các|chuyên|xử)\b)",
    "hải quan": r"(?!\s*,)",
    "thuế": r"(?=\s+(?:tỉnh|thành|cơ\s+sở))",
}
_BODIES = (
    r"[uUủỦ][yỷỶ]\s+ban|[uU]ỷ\s+ban|UBND|HĐND|UBMTTQ|MTTQ|TAND|VKSND|hội\s+đồng|công\s+an|đài|báo|tổng\s+cục|chi\s+cục|cục|sở|bộ|vụ|"
    r"học\s+viện|bệnh\s+viện|viện|văn\s+phòng|thanh\s+tra|kho\s+bạc|ngân\s+hàng|bảo\s+hiểm\s+xã\s+hội|liên\s+hiệp|liên\s+đoàn|liên\s+minh|"
    r"hiệp\s+hội|hội|tỉnh\s+đoàn|đoàn|tỉnh\s+ủy|tỉnh\s+uỷ|thành\s+ủy|thành\s+uỷ|huyện\s+ủy|huyện\s+uỷ|thị\s+ủy|đảng\s+ủy|đảng\s+uỷ|đảng\s+bộ|"
    r"cấp\s+ủy|cấp\s+uỷ|đảng\s+đoàn|mặt\s+trận|cơ\s+sở\s+(?:giáo\s+dục|đào\s+tạo|y\s+tế|khám|dạy|nghiên\s+cứu|lưu\s+trú)|trung\s+tâm|trường|đại\s+học|tổng\s+công\s+ty|công\s+ty|tập\s+đoàn|quân\s+khu|bộ\s+đội\s+biên\s+phòng|"
    r"hải\s+quan|thuế|tòa\s+án|toà\s+án|viện\s+kiểm\s+sát|thông\s+tấn\s+xã|cổng\s+thông\s+tin|chính\s+phủ|quốc\s+hội|cơ\s+quan|đơn\s+vị|"
    r"địa\s+phương|tổ\s+chức|ngành|nhà\s+xuất\s+bản|ban|phòng|tổ|doanh\s+nghiệp|xã|phường|thành\s+phố|huyện|quận|thị\s+xã|tỉnh|kiểm\s+toán|"
    r"trạm|cảng\s+vụ|bưu\s+điện|điện\s+lực|chi\s+nhánh|sàn\s+giao\s+dịch|nhà\s+trường|cấp|khối|lực\s+lượng|VPCP|TTXVN|VTV|VOV|EVN"
)
_HOLDERS = (
    r"(?:phó\s+)?(?:thủ\s+tướng|chủ\s+tịch|bộ\s+trưởng|giám\s+đốc|tổng\s+giám\s+đốc|cục\s+trưởng|tổng\s+cục\s+trưởng|chi\s+cục\s+trưởng|"
    r"vụ\s+trưởng|viện\s+trưởng|chánh\s+án|chánh\s+văn\s+phòng|chánh\s+thanh\s+tra|chánh|hiệu\s+trưởng|bí\s+thư|tư\s+lệnh|"
    r"trưởng\s+(?:ban|phòng|các|công\s+an|đoàn)|thống\s+đốc|tổng\s+biên\s+tập|tổng\s+kiểm\s+toán|chỉ\s+huy\s+trưởng|trưởng)"
    r"|thủ\s+trưởng|người\s+đứng\s+đầu|đồng\s+chí|lãnh\s+đạo|thường\s+trực|các\s+đồng\s+chí|thứ\s+trưởng"
)


def _guarded() -> str:
    """The bodies, each with what must not follow it (``ban hành`` is no ban)."""
    out = []
    for word in _BODIES.split("|"):
        plain = word.replace(r"\s+", " ")
        out.append(rf"{word}(?!\w){_NOT_AFTER.get(plain, '')}")
    return "|".join(out)


_PLURAL = r"(?:(?:các|những|từng|mỗi|toàn\s+thể)\s+)?"
AGENCY = re.compile(rf"các\s+tổ\s+chức(?!\w)|{_PLURAL}(?:{_HOLDERS}(?!\w)|{_guarded()})", re.IGNORECASE)
_CAPITAL = re.compile(rf"[{CAPITALS}]")
_SEPARATOR = re.compile(r"\s*(?:,|;|(?<!\w)và(?!\w)|(?<!\w)cùng(?!\w)(?!\s+với))\s*")
_LEAD = re.compile(
    r"(?:Đề\s+nghị|Yêu\s+cầu|Trách\s+nhiệm\s+(?:của|thi\s+hành\s+của)|Giao\s+cho|Giao|Ủy\s+quyền\s+cho|Uỷ\s+quyền(?:\s+cho)?|Ủy\s+quyền|Đối\s+với"
    r"|Phân\s+công|Chỉ\s+đạo|Nhiệm\s+vụ\s+của)\s+(?:cho\s+)?",
    re.IGNORECASE,
)
_EACH = re.compile(
    r"((?:các\s+)?(?:Giám\s+đốc|Thủ\s+trưởng|Bộ\s+trưởng|Chủ\s+tịch|Trưởng)(?:\s+các)?)\s*:\s*",
    re.IGNORECASE,
)
_NAMES_AFTER = re.compile(r"các\s+(?:Bộ|Sở)\s*:", re.IGNORECASE)
_ASIDE = re.compile(
    r"\s*\((?:cơ\s+quan|đơn\s+vị|qua|thông\s+qua|sau\s+đây|gọi|viết\s+tắt|là|đầu\s+mối|thường\s+trực|chủ\s+trì)[^)]*\)"
    r"|\s*,?\s+(?:là|với\s+vai\s+trò\s+là|với\s+tư\s+cách\s+là)\s+(?:cơ\s+quan|đơn\s+vị|đầu\s+mối|thường\s+trực).*$",
    re.IGNORECASE,
)
_TRAIL = re.compile(r"[\s.,;:/]+$")
_GENERIC_END = re.compile(
    r"(?:sở|ban|ngành|bộ|huyện|quận|thị\s+xã|xã|phường|cơ\s+quan|đơn\s+vị|tỉnh|tổ\s+chức|đoàn\s+thể|thuộc\s+\S+)$",
    re.IGNORECASE,
)


def starts_agency(text: str) -> bool:
    """Whether ``text`` begins with the name of a body or of one who heads it."""
    return AGENCY.match(text) is not None


def drop_lead(text: str) -> str:
    """Without ``Giao``, ``Đề nghị``, ``Trách nhiệm của`` …"""
    found = _LEAD.match(text)
    return text[found.end() :] if found else text


def heading_agencies(heading: str) -> tuple[str, ...]:
    """The bodies that a clause's heading consists of; empty where it is about something else."""
    words = _TRAIL.sub("", drop_lead(heading.strip()))
    words = re.sub(r"\s*\((?:sau\s+đây|gọi|viết)[^)]*\)", "", words)
    if not words or len(words) > 400 or not starts_agency(words) or _reads_as_task(words):
        return ()
    if ";" in words:
        return tuple(filter(None, (_TRAIL.sub("", part.strip()) for part in words.split(";"))))
    return split_agencies(words)


_TASK = re.compile(
    r"(?<!\w)(?:thực\s+hiện|triển\s+khai|phối\s+hợp|chủ\s+trì|tăng\s+cường|nâng\s+cao|xây\s+dựng(?=\s+[a-zđ])|chịu\s+trách\s+nhiệm|"
    r"có\s+trách\s+nhiệm|gồm|phải|được|là|báo\s+cáo|hướng\s+dẫn|đẩy\s+mạnh|ban\s+hành)(?!\w)"
)


def _reads_as_task(words: str) -> bool:
    """``Cơ quan chủ trì thực hiện`` names no body; ``Sở Xây dựng`` does, by its capitals."""
    return _TASK.search(words) is not None and not re.match(r"(?:các\s+)?tổ\s+chức\s+pháp", words, re.IGNORECASE)


def split_agencies(words: str) -> tuple[str, ...]:
    """A list of bodies as single ones. Fixed groups (``các sở, ban, ngành tỉnh``) stay whole."""
    words = _TRAIL.sub("", _ASIDE.sub("", words.strip()))
    each = _EACH.match(words)
    lead = ""
    if each:
        lead, words = each.group(1) + " ", words[each.end() :]
    parts: list[str] = []
    begin = 0
    for gap in _SEPARATOR.finditer(words):
        if gap.start() > begin and _new_agency(words, begin, gap):
            parts.append(words[begin : gap.start()])
            begin = gap.end()
    parts.append(words[begin:])
    return tuple(lead + tidy for part in parts if (tidy := " ".join(_TRAIL.sub("", part.strip()).split())))


def _new_agency(words: str, begin: int, gap: re.Match[str]) -> bool:
    rest = words[gap.end() :]
    if ";" in gap.group():
        return bool(rest)
    if not starts_agency(rest):
        return False
    left = words[begin : gap.start()]
    if _NAMES_AFTER.search(left) and re.match(r"Công\s+an\s*(?:,|và\s|$)", rest):
        return False  # ``các Bộ: Quốc phòng, Công an``: a ministry named without its word
    plural = re.match(r"(?:các|những)\s", rest, re.IGNORECASE) is not None
    holder = re.match(_HOLDERS, rest, re.IGNORECASE) is not None
    if plural or holder:
        return True
    if not _CAPITAL.match(rest):
        return rest.startswith(("địa phương", "lãnh đạo")) and re.search(r"ngành(?:\s+tỉnh)?$", left) is not None
    return not (
        _GENERIC_END.search(left)
        and re.match(r"(?:Ban|Ngành|Thị xã|Thành phố|Phường)\b[\s,]*(?:Ngành|ngành|tỉnh|,|$)", rest)
    )
