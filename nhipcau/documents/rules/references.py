"""Documents that a text cites: one entry each, however often and in whatever form they are printed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from nhipcau.documents.rules.dates import DATE, as_date
from nhipcau.documents.rules.kinds import NAMES, canonical_kind
from nhipcau.documents.rules.laws import LawMention, find_laws
from nhipcau.documents.rules.layout import Layout, Stretch
from nhipcau.documents.rules.lines import collapse
from nhipcau.documents.rules.numbers import NUMBER, key_of, kind_from_number, tidy
from nhipcau.documents.rules.relations import relation_of
from nhipcau.documents.rules.types import Mention, Metadata, Reference

_KIND_BEFORE = re.compile(rf"(?<!\w)({NAMES})(?:\s+(?:số|SỐ)\s*:?)?\s*$", re.IGNORECASE)
_NUMBER_BEFORE = re.compile(r"(?<!\w)(?:số|SỐ|Số)\s*:?\s*$")
_LIST_BEFORE = re.compile(r"(?:,|;|và|hoặc)\s*(?:(?:số|SỐ|Số)\s*:?\s*)?$")
_DATE_AFTER = re.compile(
    rf"\s*(?:\([^()]{{0,60}}\)\s*)?,?\s*(?:(?:được\s+)?(?:ban\s+hành|thông\s+qua|ký)\s+)?(?:của\s+[^;.,()]{{2,80}}?\s*,?\s*)?"
    rf"(?:ngày|NGÀY)\s+({DATE})",
    re.IGNORECASE,
)
_OTHER_CITED = re.compile(r"(?<!\w)(?:số|SỐ)\s*:?\s*\d|(?<!\w)và\s+(?:các\s+)?(?:Quyết|Kế|Nghị|Thông|Chỉ|Kết|Công)\s")
# ``Ngày 21/4/2015, Thủ tướng Chính phủ đã ban hành Chỉ thị số 06/CT-TTg``
_TOLD_ON = re.compile(
    rf"(?:^|\.\s)Ngày\s+({DATE})\s*,\s*[^.;,\d]{{3,90}}?\s(?:đã\s+)?(?:ban\s+hành|ký\s+ban\s+hành|có)\s*$"
)
_ISSUER_AFTER = re.compile(r"\s*,?\s*(?:của|CỦA)\s+", re.IGNORECASE)
_ISSUER_ENDS = re.compile(
    r"\s+(?:về|quy\s+định|ban\s+hành|thực\s+hiện|triển\s+khai|phê\s+duyệt|hướng\s+dẫn|thông\s+báo|sửa\s+đổi|bãi\s+bỏ|thay\s+thế"
    r"|công\s+bố|gửi|tại|trong|đã|được|và\s+(?:các\s+)?(?:Quyết|Kế|Nghị|Thông|Chỉ|Kết|Công|Luật|văn)|giao|yêu\s+cầu|khóa|khoá"
    r"|ngày)\b|[;,.()\"“”]|$",
    re.IGNORECASE,
)
_TITLE_AFTER = re.compile(
    r"\s*,?\s*(?:(?:về(?:\s+việc)?)\s+|(?=quy\s+định|ban\s+hành|phê\s+duyệt|hướng\s+dẫn|thực\s+hiện))"
)
_SHORT = re.compile(
    r"(Quyết định|Kế hoạch|Chỉ thị|Kết luận|Nghị quyết|Nghị định|Thông tư|Chương trình|Công điện)\s+số\s+(\d{1,5})(?![\d/\-–.]|\s?[/\-–])"
)
_ATTACHED = re.compile(r"kèm\s+theo", re.IGNORECASE)


@dataclass(slots=True)
class _Cited:
    """All that was found about one document."""

    number: str | None
    forms: list[str] = field(default_factory=list)
    kind: str | None = None
    title: str | None = None
    issued_on: date | None = None
    issuer: str | None = None
    mentions: list[tuple[int, int, str]] = field(default_factory=list)
    confidence: float = 0.97


def find_references(layout: Layout, own: Metadata) -> tuple[Reference, ...]:
    """Every other document that is cited by number, or by title and date, in order of appearance."""
    cited: dict[str, _Cited] = {}
    own_key = key_of(own.number.text) if own.number.text else ""
    for stretch in _stretches(layout):
        _read_numbers(layout, stretch, cited, own_key)
    laws = find_laws(layout, list(_stretches(layout)))
    _merge_laws(cited, laws)
    for stretch in _stretches(layout):
        _read_short_forms(layout, stretch, cited)
    ordered = sorted((c for c in cited.values() if c.mentions), key=lambda c: min(c.mentions))
    title_at = layout.zones.title_at
    title = layout.paragraphs[title_at].text if title_at >= 0 else ""
    return tuple(_reference(c, layout, title) for c in ordered)


def _stretches(layout: Layout) -> Iterator[Stretch]:
    yield from layout.pseudo
    for draft, _part in layout.clauses:
        if draft.heading:
            yield Stretch(draft.path, *draft.heading)
        for start, end in draft.segments:
            yield Stretch(draft.path, start, end)


def _read_numbers(layout: Layout, stretch: Stretch, cited: dict[str, _Cited], own_key: str) -> None:
    flat = layout.source.flat
    before_end, before_kind = -1, None
    for found in NUMBER.finditer(flat, stretch.start, stretch.end):
        prefix = flat[max(stretch.start, found.start() - 60) : found.start()]
        named = _KIND_BEFORE.search(prefix)
        kind = canonical_kind(named.group(1)) if named else None
        between = flat[before_end : found.start()] if before_end >= 0 else ""
        if kind is None and before_kind and _LIST_BEFORE.search(prefix) and _is_list(between):
            kind = before_kind
        if kind is None and _NUMBER_BEFORE.search(prefix):
            kind = _series_kind(flat[stretch.start : found.start()])
        number = tidy(found.group())
        before_end, before_kind = found.end(), kind
        if key_of(number) == own_key or (kind is None and not _looks_sure(number)):
            continue
        start = stretch.start + flat[stretch.start : found.start()].rfind(named.group(1)) if named else found.start()
        _note(layout, stretch, cited, number, kind, start, found.end())


def _is_list(between: str) -> bool:
    return len(between) < 260 and "Luật" not in between


def _series_kind(before: str) -> str | None:
    """``các Nghị định của Chính phủ: Số 10/2014/NĐ-CP …``: the kind stands before the colon."""
    named = re.search(rf"các\s+({NAMES})\b[^.]*$", before, re.IGNORECASE)
    return canonical_kind(named.group(1)) if named else None


def _looks_sure(number: str) -> bool:
    """A bare number counts where its letters are those of a document and not of anything else."""
    tail = re.sub(r"^\d+[a-zA-Z]?(?:[-/](?:19|20)\d{2})?[-/]", "", number)
    return len(tail) >= 4 and ("-" in tail or "/" in tail) and sum(c.isupper() for c in tail) >= 3


def _note(
    layout: Layout, at: Stretch, cited: dict[str, _Cited], number: str, kind: str | None, start: int, end: int
) -> None:
    flat = layout.source.flat
    entry = cited.setdefault(key_of(number), _Cited(number))
    entry.forms.append(number)
    entry.kind = entry.kind or kind or kind_from_number(number)
    entry.mentions.append((start, end, at.path))
    if kind is None:
        entry.confidence = min(entry.confidence, 0.85)
    after = end
    dated = _DATE_AFTER.match(flat, end, min(at.end, end + 170))
    if dated and _OTHER_CITED.search(flat, end, dated.start(1)):
        dated = None
    if dated is None and (told := _TOLD_ON.search(flat[max(at.start, start - 160) : start])):
        entry.issued_on = entry.issued_on or as_date(told.group(1))
    if dated:
        entry.issued_on = entry.issued_on or as_date(dated.group(1))
        after = dated.end()
    issuer, after = _issuer(flat, end if dated is None else after, at.end)
    if issuer is None and dated is not None:
        issuer, _ = _issuer(flat, end, dated.start(1))
    entry.issuer = entry.issuer or issuer
    if entry.title is None and (titled := _TITLE_AFTER.match(flat, after, at.end)):
        entry.title = _title(flat[titled.end() : min(at.end, titled.end() + 400)])


def _issuer(flat: str, at: int, end: int) -> tuple[str | None, int]:
    found = _ISSUER_AFTER.match(flat, at, end)
    if found is None:
        return None, at
    stop = _ISSUER_ENDS.search(flat, found.end(), min(end, found.end() + 120))
    if stop is None or stop.start() - found.end() < 2:
        return None, at
    return collapse(flat[found.end() : stop.start()]), stop.start()


_CITATION_ENDS = (
    rf"[;()]|\.\s|\.$|\s*(?:\svà|,)\s+(?i:{NAMES})\s+(?:số\s|\d)"
    r"|,\s+(?:Ủy ban|Uỷ ban|UBND|Bộ|Sở|Ban|các)\s[^;]*?\s(?:ban hành|yêu cầu|đề nghị|đã)\s"
)


def _title(rest: str) -> str | None:
    """The words up to the end of the citation."""
    words = re.split(_CITATION_ENDS, rest)[0]
    return collapse(words).strip(" ,.:") or None


def _merge_laws(cited: dict[str, _Cited], laws: list[LawMention]) -> None:
    """Laws by title join the entry that has their number, if one is printed anywhere."""
    by_title = {_letters(law.title): key_of(law.number) for law in laws if law.number}
    for law in laws:
        key = key_of(law.number) if law.number else by_title.get(_letters(law.title), "t:" + _letters(law.title))
        entry = cited.setdefault(key, _Cited(law.number))
        entry.kind = law.kind if entry.kind in (None, "luật", "bộ luật", "pháp lệnh", "công văn") else entry.kind
        entry.title = law.title if entry.title is None or law.number else entry.title
        entry.issued_on = entry.issued_on or law.issued_on
        if law.number and law.number not in entry.forms:
            entry.forms.append(law.number)
        if (law.start, law.end, law.path) not in entry.mentions:
            entry.mentions = [m for m in entry.mentions if not (law.start <= m[0] and m[1] <= law.end)]
            entry.mentions.append((law.start, law.end, law.path))


def _letters(title: str) -> str:
    return "".join(re.findall(r"\w", title.casefold()))


def _read_short_forms(layout: Layout, stretch: Stretch, cited: dict[str, _Cited]) -> None:
    """``Quyết định số 368`` after its full citation is the same document."""
    flat = layout.source.flat
    if "số" not in flat[stretch.start : stretch.end]:
        return
    for found in _SHORT.finditer(flat, stretch.start, stretch.end):
        kind, digits = canonical_kind(found.group(1)), found.group(2)
        same = [c for c in cited.values() if c.number and re.match(rf"{digits}\D", c.number) and c.kind == kind]
        if len(same) == 1:
            same[0].mentions.append((found.start(), found.end(), stretch.path))


def _reference(cited: _Cited, layout: Layout, title: str) -> Reference:
    number = _canonical(cited, title) if cited.number else None
    mentions = sorted(set(cited.mentions))
    paths = tuple(dict.fromkeys(path for _s, _e, path in mentions))
    flat = layout.source.flat
    return Reference(
        number=number,
        kind=cited.kind,
        title=cited.title,
        issued_on=cited.issued_on,
        issuer=cited.issuer,
        paths=paths,
        mentions=tuple(
            Mention(collapse(flat[s:e]), layout.source.span(s, e), path) for s, e, path in mentions
        ),
        relation=relation_of([(flat[max(0, s - 90) : s], flat[e : e + 60], path) for s, e, path in mentions]),
        confidence=cited.confidence,
    )  # fmt: skip


def _canonical(cited: _Cited, title: str) -> str:
    """The form used in the title, else the most frequent; a title in capitals does not set the case of letters."""
    in_title = [tidy(m.group()) for m in NUMBER.finditer(title) if key_of(m.group()) == key_of(cited.number or "")]
    frequent = Counter(cited.forms).most_common()
    best = frequent[0][0]
    if not in_title:
        return best
    if not title.isupper():
        return in_title[0]
    cased = next((form for form, _n in frequent if not form.isupper() or form.upper() != form), best)
    strokes = re.findall(r"[-/]", in_title[0])
    pieces = re.split(r"[-/]", cased)
    if len(pieces) != len(strokes) + 1:
        return in_title[0]
    return "".join(p + s for p, s in zip(pieces, [*strokes, ""], strict=True))
