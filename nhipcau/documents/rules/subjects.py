"""Who has to act in a sentence: its subject, where that is a body or an office-holder."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from nhipcau.documents.rules.agencies import AGENCY, drop_lead, split_agencies
from nhipcau.documents.rules.letters import CAPITALS
from nhipcau.documents.rules.verbs import ADVERBIALS, BINDING_VERBS, SUBJECT_VERBS, any_of

# Lower case on purpose: ``Ban Chỉ đạo``, ``Sở Xây dựng`` carry their verbs in capitals.
_VERB = re.compile(rf"(?<![\w-])(?:{any_of(SUBJECT_VERBS)})(?!\w)")
_ADVERB = re.compile(rf"(?:^|,\s*|\s)(?:{any_of(ADVERBIALS)})(?!\w)")
_NOUN_BEFORE = re.compile(
    r"(?:các|những|cơ\s+quan,?|và|hoặc|đơn\s+vị,?|cá\s+nhân,?|các\s+cấp,|công\s+tác|bộ\s+phận|ban|phòng|của|việc|thuộc|ủy\s+ban|chỉ|"
    r"doanh\s+nghiệp,|quản\s+lý,|thủ\s+trưởng|đứng\s+đầu|sự|người|đầu\s+mối)\s*$",
    re.IGNORECASE,
)
_BINDS = re.compile(
    rf"(?:(?:{any_of(SUBJECT_VERBS)})(?:\s*,\s*|\s+và\s+|\s+)){{0,4}}(?:{any_of(BINDING_VERBS)})(?!\w)"
)
# A head that names no body alone: ``Đoàn kiểm tra``, ``Hội đồng quản lý Quỹ``, ``Cơ quan chủ trì soạn thảo``.
_ANY_VERB = re.compile(rf"(?:{any_of(SUBJECT_VERBS)})(?!\w)")
_BARE_HEAD = re.compile(
    r"(?:các\s+|những\s+)?(?:trung\s+tâm|hội\s+đồng|đoàn|tổ|cơ\s+quan|đơn\s+vị|quỹ|bộ\s+phận|viện|ban|phòng|đội|trạm|tổ\s+chức)\s*",
    re.IGNORECASE,
)
_DUTY_WORDS = re.compile(r"(?:có|chịu)\s+trách\s+nhiệm(?!\w)|có\s+nhiệm\s+vụ(?!\w)|phải(?!\w)")
_ASKS_OTHER = re.compile(
    r"(?:[^,;:.]|,\s(?=Thể\s+thao)){3,120}?\s(?:trân\s+trọng\s+|kính\s+)?(?:yêu\s+cầu|giao|đề\s+nghị|phân\s+công)\s+(?:cho\s+)?(?=\S)"
)
_BEGS = re.compile(r"[^;:.]{3,120}?\s(?:kính\s+đề\s+nghị|kính\s+mong|trân\s+trọng|kính\s+gửi|mong\s+nhận)(?!\w)")
_NAMED_NEXT = re.compile(rf",\s+(?=[{CAPITALS}]|(?:các|mỗi|từng|toàn\s+thể|giao|đề\s+nghị|yêu\s+cầu)\s)")
_AFTER_COLON = re.compile(rf"[^:;.]{{3,200}}?:\s+(?=[{CAPITALS}]|(?:{any_of(SUBJECT_VERBS)})(?!\w))")
_AHEAD = re.compile(
    r"(?:(?:Hàng|Hằng)\s+(?:năm|tháng|quý)|Trên\s+cơ\s+sở|Căn\s+cứ|Trước\s+mắt|Trong\s+(?:phạm\s+vi|quá\s+trình|thời\s+gian)|Định\s+kỳ|"
    r"Theo|Đồng\s+thời|Ngoài\s+ra|Trước\s+ngày|Chậm\s+nhất|Để|Khi|Sau\s+khi|Ngay\s+sau|Trong\s+thời\s+hạn)\b"
)
_ORDERS = re.compile(
    r"(?:Giao\s+cho|Giao|Đề\s+nghị|Yêu\s+cầu|[UỦ][ỷỶyY]\s+quyền(?:\s+cho)?|Uỷ\s+quyền(?:\s+cho)?|Giao\s+trách\s+nhiệm(?:\s+cho)?)\s*:?\s+"
)
_WEAK = re.compile(
    r"\s*(?:,\s*)?(?:sẽ|có\s+thể|được\s+phép|được\s+quyền|có\s+quyền|không\s+được|được|là|đã|gồm|đang|vừa|cũng)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """Who acts, where the words about what to do begin, whether the sentence orders it by name, and whether its verb
    alone makes it a duty (``binding``)."""

    agencies: tuple[str, ...]
    task: int
    ordered: bool
    binding: bool = True


def find_subject(sentence: str) -> Subject | None:
    """The acting body of ``sentence``; None where its subject is anything else or it asks for nothing.

    ``task`` is an offset into ``sentence``.
    """
    for at in _beginnings(sentence):
        ordered = _ORDERS.match(sentence, at)
        begin = ordered.end() if ordered else at
        if AGENCY.match(sentence, begin) is None:
            continue
        if not ordered and _BEGS.match(sentence, begin):
            return None
        if not ordered and (other := _other_asked(sentence, begin)):
            return other
        stop = _subject_end(sentence, begin)
        if stop is None or (_WEAK.match(sentence, stop[0]) and not ordered):
            continue
        names = split_agencies(re.sub(r"\s*,\s*$", "", drop_lead(sentence[begin : stop[0]])))
        if names:
            said = sentence[stop[0] : stop[1]].strip() == ":" or _BINDS.match(sentence, stop[1]) is not None
            return Subject(names, stop[1], ordered is not None, said)
    return None


def begins_task(words: str) -> bool:
    """Whether ``words`` (what comes ahead up to a comma set aside) begin with something to do."""
    ahead = _AHEAD.match(words)
    comma = words.find(",", ahead.end()) if ahead else -1
    task = words[comma + 1 :].strip() if comma > 0 else words
    return _BINDS.match(task[:1].lower() + task[1:]) is not None or _ANY_VERB.match(task.lower()) is not None


def _beginnings(sentence: str) -> Iterator[int]:
    """Where the subject may begin: at once, or after a comma that closes what stands ahead (``Định kỳ 6 tháng, năm, …``)."""
    ahead = _AHEAD.match(sentence)
    if ahead is None:
        yield 0
        return
    for comma in itertools.islice(_NAMED_NEXT.finditer(sentence, 0, ahead.end() + 300), 6):
        yield comma.end()


def _other_asked(sentence: str, begin: int) -> Subject | None:
    """``Thủ tướng Chính phủ yêu cầu Bộ A rà soát``: the one who is asked acts, not the one who asks."""
    found = _ASKS_OTHER.match(sentence, begin)
    if found is None or AGENCY.match(sentence, found.end()) is None or found.group().rstrip().endswith("Ngoại giao"):
        return None
    if re.search(r"(?<!\w)(?:được|đã|có trách nhiệm|phải|theo)(?!\w)", found.group()):
        return None
    stop = _subject_end(sentence, found.end())
    names = split_agencies(sentence[found.end() : stop[0]]) if stop else ()
    return Subject(names, stop[1], ordered=True) if stop and names else None


def _subject_end(sentence: str, begin: int) -> tuple[int, int] | None:
    """(end of the names, begin of the task); None where no verb follows that asks for something."""
    limit = min(len(sentence), begin + 700)
    named = _AFTER_COLON.match(sentence, begin)
    if named and not _VERB.search(sentence, begin + 2, named.end()) and not _NAMES_FOLLOW.search(named.group()):
        return begin + len(named.group().rstrip()) - 1, named.end()
    adverb = _ADVERB.search(sentence, begin + 2, limit)
    for verb in _VERB.finditer(sentence, begin + 2, limit):
        before = sentence[begin : verb.start()]
        if _is_noun(sentence, before, verb, limit):
            continue
        names_end = adverb.start() if adverb and adverb.start() < verb.start() else verb.start()
        if _DESCRIBES.search(before) and not _DUTY_WORDS.match(sentence, verb.start()):
            continue  # ``Sở Ngoại vụ là cơ quan …, có chức năng tham mưu``
        weak = re.search(r"(?:,\s*)?(?<!\w)(?:sẽ|có\s+thể|được\s+phép|được\s+quyền|có\s+quyền|không|cần)\s*$", before)
        if weak:
            return (begin + weak.start(), verb.start())
        return (names_end, verb.start())
    return None


_DESCRIBES = re.compile(
    r"(?<!\w)(?:là\s+(?:cơ\s+quan|đơn\s+vị|tổ\s+chức|người)|có\s+(?:tư\s+cách|con\s+dấu|chức\s+năng|quyền|cơ\s+cấu|trụ\s+sở|không\s+quá)"
    r"|chịu\s+sự|hoạt\s+động\s+theo|gồm)(?!\w)"
)
_NAMES_FOLLOW = re.compile(
    r"(?:các\s+(?:Bộ|Sở|cơ\s+quan|đơn\s+vị)|Giám\s+đốc|Thủ\s+trưởng|gồm|sau)\s*:\s*$", re.IGNORECASE
)
_NOUNS = (
    "tổ chức", "quản lý", "lãnh đạo", "chỉ đạo", "kiểm tra", "thanh tra", "giám sát", "tham mưu", "báo cáo", "đào tạo",
    "xuất bản", "tuyên truyền", "hướng dẫn", "thẩm định", "tiếp nhận", "điều phối", "xử lý", "nghiên cứu", "phát hành",
    "đánh giá", "giao", "thông báo", "quyết định", "hỗ trợ", "phân công",
)  # fmt: skip
_BODY_KIND = re.compile(
    r"(?:\s+(?:đảng|Đảng|chính\s+trị|xã\s+hội|đoàn\s+thể|cá\s+nhân|pháp\s+chế|tín\s+dụng|(?:có\s+)?liên\s+quan|hành\s+nghề|quốc\s+tế"
    r"|phi\s+chính\s+phủ)|\s*,\s*(?:cá\s+nhân|đơn\s+vị|cơ\s+quan|đoàn\s+thể|địa\s+phương|doanh\s+nghiệp))(?!\w)"
)
_UNIT = re.compile(r"(?:cơ\s+quan|đơn\s+vị)\s+$", re.IGNORECASE)
_UNITS_DO = ("tổ chức", "lãnh đạo", "báo cáo", "tuyên truyền", "hướng dẫn", "thông báo", "quyết định", "phân công", "xử lý",
             "đánh giá", "giao")  # fmt: skip


def _is_noun(sentence: str, before: str, verb: re.Match[str], limit: int) -> bool:
    """Whether a verb of the list stands inside the body's name or is something done to it."""
    word = " ".join(verb.group().split())
    if word == "giám sát" and before.lower().endswith("các ban "):
        return False
    if re.search(r"\bđược\s*$", before) or (word == "giao" and re.search(r"[Nn]goại\s*$", before)):
        return True
    if (
        word == "xây dựng"
        and sentence[verb.end() :].startswith((" Đảng", " đảng"))
        and before.lower().endswith("ban ")
    ):
        return True
    if _BARE_HEAD.fullmatch(before):
        later = _DUTY_WORDS.search(sentence, verb.end(), min(limit, verb.end() + 160))
        if later and not re.search(r"[,;]|\svà\s*$", sentence[verb.end() : later.start()]):
            return True
        if re.search(r"(?:đoàn|tổ|đội)\s*$", before, re.IGNORECASE) and word in (
            "kiểm tra",
            "thanh tra",
            "giám sát",
            "công tác",
        ):
            return True
    if word == "tổ chức" and _BODY_KIND.match(sentence, verb.end()):
        return True
    if word in _UNITS_DO and _UNIT.search(before):
        return False  # ``các cơ quan, đơn vị báo cáo …``
    return word in _NOUNS and _NOUN_BEFORE.search(before) is not None


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
