"""What a document asks of whom: one duty for each piece of a sentence.

Where: in a clause whose heading is a body; under a lead-in that names one; elsewhere only where the sentence itself
names who acts. The rules are numbered as in the contract (``docs/reading.md``, section 4).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nhipcau.documents.rules.agencies import heading_agencies
from nhipcau.documents.rules.clauses import Draft
from nhipcau.documents.rules.dates import deadline_in
from nhipcau.documents.rules.layout import Layout
from nhipcau.documents.rules.lines import collapse
from nhipcau.documents.rules.pieces import pieces, sentences
from nhipcau.documents.rules.roles import cadence_of, partners_in, recipients_in, role_of
from nhipcau.documents.rules.subjects import Subject, asked_within, begins_task, find_subject
from nhipcau.documents.rules.types import ReadDuty

_SITUATION = re.compile(
    r"(?:tình\s+hình|đánh\s+giá|kết\s+quả\s+(?:đạt|thực)|hạn\s+chế|tồn\s+tại|nguyên\s+nhân|thực\s+trạng|bối\s+cảnh|sự\s+cần\s+thiết|quan\s+điểm"
    r"|giải\s+thích\s+từ\s+ngữ|phạm\s+vi\s+điều\s+chỉnh|đối\s+tượng\s+áp\s+dụng)",
    re.IGNORECASE,
)
_NO_DUTY = re.compile(
    r"(?:Qua\s+đó|Trường\s+hợp|Nếu)\b|(?:Quyết\s+định|Nghị\s+quyết|Nghị\s+định|Thông\s+tư|Chỉ\s+thị|Kế\s+hoạch|Luật|Quy\s+chế|Quy\s+định"
    r"|Bộ\s+luật)(?:\s+này)?\s+(?:này\s+)?có\s+hiệu\s+lực|.{0,200}?có\s+hiệu\s+lực\s+(?:thi\s+hành\s+)?(?:kể\s+)?từ\s+ngày",
    re.IGNORECASE,
)
_PASSED = re.compile(
    r"(?:Luật|Bộ\s+luật|Nghị\s+quyết|Pháp\s+lệnh)\s+này\s+(?:đã\s+)?được\s[^.;]{3,200}?thông\s+qua", re.IGNORECASE
)
_TELLS = re.compile(r"thông\s+báo\s+(?:để\s+)?[^.]{0,80}\bbiết\b", re.IGNORECASE)
_THING = re.compile(
    r"(?:Tờ\s+trình|Việc|Thời\s+gian|Hồ\s+sơ|Kinh\s+phí|Nội\s+dung|Công\s+tác|Quá\s+trình|Mức|Danh\s+sách|Thời\s+hạn|Số\s+lượng)\b[^;]*?\bphải\b"
)
_INTRODUCES = re.compile(r"(?:ban\s+hành|phê\s+duyệt|thông\s+qua)\s+(?:kèm\s+theo\s+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Charge:
    """Who is charged in a clause, and how sure that is."""

    agencies: tuple[str, ...]
    confidence: float
    why: str


def find_duties(layout: Layout) -> tuple[ReadDuty, ...]:
    """All duties in document order."""
    charges = _charges(layout)
    duties: list[ReadDuty] = []
    parents = {draft.path.rpartition("/")[0] for draft, _part in layout.clauses}
    situations = _situations(layout)
    for draft, _part in layout.clauses:
        charge = charges.get(id(draft))
        if (charge is None or charge.why == "opening") and draft.path in situations:
            continue
        for start, end in _texts(draft, parents, charge):
            duties.extend(_in_paragraph(layout, draft, start, end, charge))
    return tuple(duties)


def _texts(draft: Draft, parents: set[str], charge: _Charge | None) -> Iterator[tuple[int, int]]:
    """The clause's own text; its heading too where a task was printed without a full stop."""
    leaf = not draft.segments and draft.path not in parents
    if leaf and draft.heading and charge is not None and charge.why != "heading":
        yield draft.heading
    yield from draft.segments


def _charges(layout: Layout) -> dict[int, _Charge]:
    """Whom each clause charges by its heading or by a lead-in above it; sub-clauses inherit."""
    flat = layout.source.flat
    charged: dict[str, _Charge] = {}
    out: dict[int, _Charge] = {}
    opening = _by_opening(layout)
    for draft, part in layout.clauses:
        inherited = _inherited(draft.path, charged) or (opening if not part.prefix else None)
        own = _by_heading(flat, draft)
        here = own or inherited
        if here:
            out[id(draft)] = here
        lead = _by_lead_in(flat, draft)
        charged.pop(draft.path, None)
        if lead or own:
            charged[draft.path] = lead or own  # type: ignore[assignment]
    return out


def _by_opening(layout: Layout) -> _Charge | None:
    """``… đề nghị các sở, ban, ngành thực hiện các nội dung sau:`` right above the first clause of a letter or directive."""
    above = [stretch for stretch in layout.pseudo if stretch.path == "can-cu"]
    if not above or not layout.clauses or layout.clauses[0][0].path.startswith(("dieu-", "chuong-")):
        return None
    words = collapse(layout.source.flat[above[-1].start : above[-1].end])
    if not words.endswith(":"):
        return None
    sentence = re.split(r"(?<=[.;])\s+(?=[A-ZĐ])", words)[-1].rstrip(": ")
    asked = asked_within(sentence) or asked_within(sentence + " có trách nhiệm")
    return _Charge(asked.agencies, 0.8, "opening") if asked else None


def _inherited(path: str, charged: dict[str, _Charge]) -> _Charge | None:
    above = path
    while above := above.rpartition("/")[0]:
        if above in charged:
            charge = charged[above]
            return _Charge(
                charge.agencies, min(charge.confidence, 0.93), "opening" if charge.why == "opening" else "inherited"
            )
    return None


def _by_heading(flat: str, draft: Draft) -> _Charge | None:
    if draft.heading is None:
        return None
    heading = collapse(flat[slice(*draft.heading)])
    names = heading_agencies(heading)
    return _Charge(names, 0.95, "heading") if names else None


def _by_lead_in(flat: str, draft: Draft) -> _Charge | None:
    """``X có trách nhiệm:``, ``Giao X:`` at the end of the clause's own text or as its heading."""
    last = draft.segments[-1] if draft.segments else None
    if draft.heading and flat[draft.heading[1] : draft.heading[1] + 1] == ":":
        last = last or draft.heading
    if last is None:
        return None
    words = collapse(flat[last[0] : last[1]])
    if not words.endswith(":") and last != draft.heading:
        return None
    sentence = re.split(r"(?<=\.)\s+(?=[A-ZĐ])", words)[-1]
    subject = find_subject(sentence) or find_subject(sentence.rstrip(": ") + " có trách nhiệm")
    if subject is None and (names := heading_agencies(sentence.rstrip(": "))):
        return _Charge(names, 0.9, "lead")
    return _Charge(subject.agencies, 0.92, "lead") if subject else None


def _situations(layout: Layout) -> set[str]:
    """Paths of clauses that describe and do not ask."""
    flat = layout.source.flat
    found: set[str] = set()
    for draft, _part in layout.clauses:
        above = draft.path.rpartition("/")[0]
        heading = collapse(flat[slice(*draft.heading)]) if draft.heading else ""
        if above in found or _SITUATION.match(heading):
            found.add(draft.path)
    return found


def _in_paragraph(layout: Layout, draft: Draft, start: int, end: int, charge: _Charge | None) -> Iterator[ReadDuty]:
    flat = layout.source.flat
    for sentence in sentences(flat, start, end):
        words = flat[slice(*sentence)]
        subject = find_subject(words)
        if subject is None and words.startswith("Trên đây là"):
            subject = asked_within(words)
        if subject is not None and subject.ordered and charge is not None and charge.why == "heading":
            subject = None  # the office in the heading is the one who gives this to another
        if charge is None and (subject is None or not (subject.ordered or subject.binding)):
            continue
        yield from _in_sentence(layout, draft, sentence, subject, charge)


def _in_sentence(
    layout: Layout, draft: Draft, sentence: tuple[int, int], subject: Subject | None, charge: _Charge | None
) -> Iterator[ReadDuty]:
    flat = layout.source.flat
    current = subject
    for at, (begin, end) in enumerate(pieces(flat, *sentence)):
        words = collapse(flat[begin:end])
        if at:
            current = find_subject(words) or current
        names = current.agencies if current else (charge.agencies if charge else ())
        if not names or _is_no_duty(words, current, charge):
            continue
        task = words
        if at == 0 and subject is not None:
            task = collapse(flat[sentence[0] + subject.task : end])
        why = "" if current or (charge and charge.why == "heading") else "subject_inherited"
        confidence = 0.9 if current else (charge.confidence if charge else 0.8)
        yield ReadDuty(
            text=words,
            path=draft.path,
            agencies=names,
            role=role_of(task),
            cadence=cadence_of(words),
            deadline=deadline_in(words),
            partners=partners_in(words),
            recipients=recipients_in(words),
            span=layout.source.span(begin, end),
            sentence=layout.source.span(*sentence),
            confidence=min(confidence, draft.confidence),
            unsure=why,
        )


def _is_no_duty(words: str, subject: Subject | None, charge: _Charge | None) -> bool:
    """Rule 3: lead-ins, consequences, entry into force, permissions, announcements."""
    if words.endswith(":") or _NO_DUTY.match(words) or _PASSED.match(words) or _TELLS.search(words):
        return True
    if len(words.split()) < 3:
        return True
    if charge is None and _THING.match(words):
        return True
    if charge and charge.why == "opening" and subject is None and not begins_task(words):
        return True
    weak = re.match(r"[^,;]{3,160}?\s(?:sẽ|có thể|được phép|được quyền|có quyền)\s", words)
    return bool(weak and subject is not None and not subject.ordered and find_subject(words) is None)
