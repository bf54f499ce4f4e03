"""Who has to act in a sentence: its subject, where that is a body or an office-holder."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nhipcau.documents.rules.agencies import AGENCY, drop_lead, split_agencies
from nhipcau.documents.rules.verbs import ADVERBIALS, SUBJECT_VERBS, any_of

# Lower case on purpose: ``Ban Chỉ đạo``, ``Sở Xây dựng`` carry their verbs in capitals.
_VERB = re.compile(rf"(?<![\w-])(?:{any_of(SUBJECT_VERBS)})(?!\w)")
_ADVERB = re.compile(rf"(?:^|,\s*|\s)(?:{any_of(ADVERBIALS)})(?!\w)")
_NOUN_BEFORE = re.compile(
    r"(?:các|những|cơ\s+quan,?|và|hoặc|đơn\s+vị,?|cá\s+nhân,?|các\s+cấp,|công\s+tác|bộ\s+phận|ban|phòng|của|việc|thuộc|ủy\s+ban|chỉ|"
    r"doanh\s+nghiệp,|sự|người|đầu\s+mối)\s*$",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"(?:(?:Hàng|Hằng)\s+(?:năm|tháng|quý)|Trên\s+cơ\s+sở|Căn\s+cứ|Trước\s+mắt|Trong\s+(?:phạm\s+vi|quá\s+trình|thời\s+gian)|Định\s+kỳ|"
    r"Theo|Đồng\s+thời|Ngoài\s+ra|Trước\s+ngày|Chậm\s+nhất|Để|Khi|Sau\s+khi|Ngay\s+sau)\b[^,.;]*[,;]\s*"
)
_ORDERS = re.compile(
    r"(?:Giao\s+cho|Giao|Đề\s+nghị|Yêu\s+cầu|[UỦ][ỷỶyY]\s+quyền(?:\s+cho)?|Uỷ\s+quyền(?:\s+cho)?|Giao\s+trách\s+nhiệm(?:\s+cho)?)\s*:?\s+"
)
_WEAK = re.compile(
    r"\s*(?:,\s*)?(?:sẽ|có\s+thể|được\s+phép|được\s+quyền|có\s+quyền|không\s+được|được|là|đã|gồm|đang|vừa|cũng)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """Who acts, where the words about what to do begin, and whether the sentence orders it by name."""

    agencies: tuple[str, ...]
    task: int
    ordered: bool


def find_subject(sentence: str) -> Subject | None:
    """The acting body of ``sentence``; None where its subject is anything else or it asks for nothing.

    ``task`` is an offset into ``sentence``.
    """
    at = 0
    ahead = _AHEAD.match(sentence)
    if ahead and (AGENCY.match(sentence, ahead.end()) or _ORDERS.match(sentence, ahead.end())):
        at = ahead.end()
    ordered = _ORDERS.match(sentence, at)
    begin = ordered.end() if ordered else at
    if AGENCY.match(sentence, begin) is None:
        return None
    stop = _subject_end(sentence, begin)
    if stop is None or (_WEAK.match(sentence, stop[0]) and not ordered):
        return None
    names = split_agencies(re.sub(r"\s*,\s*$", "", drop_lead(sentence[begin : stop[0]])))
    return Subject(names, stop[1], ordered is not None) if names else None


def _subject_end(sentence: str, begin: int) -> tuple[int, int] | None:
    """(end of the names, begin of the task); None where no verb follows that asks for something."""
    limit = min(len(sentence), begin + 700)
    adverb = _ADVERB.search(sentence, begin + 2, limit)
    for verb in _VERB.finditer(sentence, begin + 2, limit):
        before = sentence[begin : verb.start()]
        noun = verb.group() in ("tổ chức", "quản lý", "lãnh đạo", "chỉ đạo", "kiểm tra", "thanh tra", "giám sát", "tham mưu",
                                "báo cáo", "đào tạo", "xuất bản", "tuyên truyền", "hướng dẫn", "thẩm định", "tiếp nhận",
                                "điều phối", "xử lý", "nghiên cứu", "phát hành", "đánh giá", "giao", "thông báo",
                                "quyết định", "hỗ trợ", "phân công")  # fmt: skip
        if noun and _NOUN_BEFORE.search(before):
            continue
        if re.search(r"\bđược\s*$", before):
            continue
        names_end = adverb.start() if adverb and adverb.start() < verb.start() else verb.start()
        weak = re.search(r"(?:,\s*)?(?<!\w)(?:sẽ|có\s+thể|được\s+phép|được\s+quyền|có\s+quyền|không|cần)\s*$", before)
        if weak:
            return (begin + weak.start(), verb.start())
        return (names_end, verb.start())
    return None


_ASKED = re.compile(r"(?:yêu\s+cầu|đề\s+nghị|giao)\s+(?=\S)")


def asked_within(sentence: str) -> Subject | None:
    """``Trên đây là Kế hoạch …, yêu cầu các cơ quan … tổ chức thực hiện``: those after the asking word."""
    for found in _ASKED.finditer(sentence):
        if AGENCY.match(sentence, found.end()) is None:
            continue
        stop = _subject_end(sentence, found.end())
        if stop is not None:
            names = split_agencies(sentence[found.end() : stop[0]])
            if names:
                return Subject(names, stop[1], ordered=True)
    return None
