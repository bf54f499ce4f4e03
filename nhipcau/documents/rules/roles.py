"""Of one piece of a sentence: the part it gives, how often, with whom, and to whom it reports."""

from __future__ import annotations

import re

from nhipcau.documents.rules.agencies import AGENCY, split_agencies
from nhipcau.documents.rules.dates import deadline_in
from nhipcau.documents.rules.types import Cadence, Role
from nhipcau.documents.rules.verbs import SUBJECT_VERBS, any_of

_LEADS = re.compile(
    r"(?:(?:Giao\s+cho|Giao|Đề\s+nghị|Yêu\s+cầu|Ủy\s+quyền|Uỷ\s+quyền|Đồng\s+thời|Ngoài\s+ra)(?:\s*,\s*|\s+)"
    r"|(?:có\s+trách\s+nhiệm|có\s+nhiệm\s+vụ|chịu\s+trách\s+nhiệm|phải)\s+)",
    re.IGNORECASE,
)
_ADVERBIAL = re.compile(
    r"(?:hàng\s+năm|hằng\s+năm|trên\s+cơ\s+sở|căn\s+cứ|trước\s+mắt|trong\s+khi|trong\s+phạm\s+vi|trong\s+đó|định\s+kỳ|theo)\b[^,]*,\s*",
    re.IGNORECASE,
)
_LEAD_ROLE = re.compile(r"(?<!\w)chủ\s+trì(?!\w)", re.IGNORECASE)
_OTHER_ROLES = re.compile(r"(?<!\w)(tham\s+mưu|phối\s+hợp)(?!\w)", re.IGNORECASE)
_YEARLY = re.compile(r"(?<!\w)h[àằ]ng\s+năm(?!\w)", re.IGNORECASE)
_PERIODIC = re.compile(r"(?<!\w)(?:định\s+kỳ|h[àằ]ng\s+(?:tháng|quý|tuần))(?!\w)", re.IGNORECASE)
_ON_EVENT = re.compile(r"(?<!\w)đột\s+xuất(?!\w)", re.IGNORECASE)
_CONSTANT = re.compile(
    rf"(?<!\w)thường\s+xuyên\s*,?\s+(?:{any_of(SUBJECT_VERBS)})(?!\w)",
    re.IGNORECASE,
)
_WITH = re.compile(
    r"phối\s+hợp(?:\s+chặt\s+chẽ|\s+đồng\s+bộ|\s+thường\s+xuyên)?\s*,?\s+(?:với|cùng(?:\s+với)?)\s+", re.IGNORECASE
)
_TO = re.compile(r"(?:báo\s+cáo|gửi(?:\s+về)?|trình|đề\s+xuất\s+với)\s+", re.IGNORECASE)
_THROUGH = re.compile(r"\(\s*(?:qua|thông\s+qua)\s+([^)]{3,80})\)", re.IGNORECASE)
_STOPS = (*SUBJECT_VERBS, "trong", "để", "về", "theo", "tại", "xem xét", "truyền thông", "giải thích", "trước", "kết quả",
          "đưa", "biết", "hoặc")  # fmt: skip
_LIST_ENDS = re.compile(rf"\s+(?:{any_of(_STOPS)})(?!\w)|[.:()“\"]|$")


def role_of(words: str) -> Role:
    """The part that ``words`` (the piece without its subject) gives: the lead, joining, advising or carrying out."""
    for _round in range(6):
        found = _LEADS.match(words) or _ADVERBIAL.match(words)
        if found is None or found.end() == 0:
            break
        words = words[found.end() :]
    syllables = words.split()
    if _LEAD_ROLE.search(" ".join(syllables[:13])) and _starts_within(_LEAD_ROLE, syllables, 12):
        return Role.LEAD
    if (found := _OTHER_ROLES.search(" ".join(syllables[:7]))) and len(words_before(found, syllables)) < 6:
        return Role.ADVISE if found.group(1).lower().startswith("tham") else Role.JOIN
    return Role.CARRY_OUT


def words_before(found: re.Match[str], syllables: list[str]) -> list[str]:
    """The syllables before a match in the joined words."""
    return " ".join(syllables)[: found.start()].split()


def _starts_within(pattern: re.Pattern[str], syllables: list[str], limit: int) -> bool:
    found = pattern.search(" ".join(syllables))
    return found is not None and len(words_before(found, syllables)) < limit


def cadence_of(words: str) -> Cadence | None:
    """How often: the first that fits of yearly, periodic, on event, constant, once (a deadline)."""
    if _YEARLY.search(words):
        return Cadence.YEARLY
    if _PERIODIC.search(words):
        return Cadence.PERIODIC
    if _ON_EVENT.search(words):
        return Cadence.ON_EVENT
    if _CONSTANT.search(words):
        return Cadence.CONSTANT
    return Cadence.ONCE if deadline_in(words) else None


def partners_in(words: str) -> tuple[str, ...]:
    """Those after ``phối hợp với``, as printed."""
    return tuple(dict.fromkeys(name for found in _WITH.finditer(words) for name in _names(words, found.end())))


def recipients_in(words: str) -> tuple[str, ...]:
    """Those after ``báo cáo``, ``gửi``, ``trình``, ``đề xuất với``; ``(qua Sở X)`` adds Sở X."""
    names = [name for found in _TO.finditer(words) for name in _names(words, found.end())]
    names += [name.strip() for name in _THROUGH.findall(words)]
    return tuple(dict.fromkeys(names))


def _names(words: str, at: int) -> tuple[str, ...]:
    if AGENCY.match(words, at) is None:
        return ()
    stop = _LIST_ENDS.search(words, at + 2, at + 300)
    return split_agencies(words[at : stop.start() if stop else at + 300])
