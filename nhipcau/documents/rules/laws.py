"""Laws, codes and ordinances, which are cited by title where others are cited by number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from nhipcau.documents.rules.dates import DATE, as_date
from nhipcau.documents.rules.layout import Layout, Stretch
from nhipcau.documents.rules.lines import collapse
from nhipcau.documents.rules.numbers import NUMBER, tidy

_LAW = re.compile(r"(?<![\w“\"])(?:Bộ\s+luật|Bộ\s+Luật|Luật|Pháp\s+lệnh)\s+(?=[^\W\d_])")
_NAME_ENDS = re.compile(
    rf"\s*(?:\(|;|\.(?=\s|$)|,?\s+(?:số|Số)\s+(?=\d)|,?\s*(?:đã\s+)?(?:được\s+)?(?:Quốc\s+hội|Ủy\s+ban\s+[Tt]hường\s+vụ)[^;.]{{0,60}}thông\s+qua"
    rf"|,?\s+ngày\s+(?={DATE})|\s+năm\s+(?=\d{{4}})|,\s*(?:Luật|Bộ\s+luật|Nghị\s+định|Thông\s+tư)|\s+và\s+(?:Luật|Bộ\s+luật|Nghị\s+định|các\s+văn\s+bản)"
    r"|[“”\":]|/|$)"
)
_DATED = re.compile(
    rf"\s*(?:\([^()]{{0,80}}\)\s*)?,?\s*(?:(?:đã\s+)?(?:được\s+)?[^;.]{{0,90}}?thông\s+qua\s+)?(?:năm\s+\d{{4}}\s+)?ngày\s+({DATE})"
)
_AMENDING = re.compile(r"(?:Bộ\s+luật|Luật|Pháp\s+lệnh)\s+sửa\s+đổi,?\s+bổ\s+sung", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LawMention:
    """A law as printed at one place. Offsets are into the flat text."""

    kind: str
    title: str
    number: str | None
    issued_on: date | None
    start: int
    end: int
    path: str


def find_laws(layout: Layout, stretches: list[Stretch]) -> list[LawMention]:
    """Laws that count as references: printed with a number or a date, or standing in the list of legal bases.

    A law that is dated somewhere counts wherever its full name is printed; bare names elsewhere do not.
    """
    flat = layout.source.flat
    sure: list[LawMention] = []
    bare: list[LawMention] = []
    for stretch in stretches:
        if "uật" not in flat[stretch.start : stretch.end] and "háp lệnh" not in flat[stretch.start : stretch.end]:
            continue
        after = stretch.start
        for found in _LAW.finditer(flat, stretch.start, stretch.end):
            if found.start() < after:
                continue
            law = _law_at(flat, found, stretch)
            if law is None:
                continue
            after = law.end
            counts = law.number or law.issued_on or _is_basis(flat, found.start(), stretch)
            (sure if counts and not _inside_title(flat, found.start(), stretch) else bare).append(law)
    names = {_letters(law.title): law for law in sure}
    known = [_retitled(law, names[_letters(law.title)]) for law in bare if _letters(law.title) in names]
    return sure + known + _repeated(flat, stretches, sure)


def _law_at(flat: str, found: re.Match[str], stretch: Stretch) -> LawMention | None:
    amending = _AMENDING.match(flat, found.start(), stretch.end) is not None
    stop = _name_end(flat, found.end(), stretch.end, amending=amending)
    title = collapse(flat[found.start() : stop]).strip(" ,")
    if len(title) > 400 or len(title.split()) < 2 or re.match(r"\S+\s+(?:này|đã|có|quy định|về|và|pháp)\b", title):
        return None
    kind = title.split()[0].lower() if title.startswith("Luật") else " ".join(title.split()[:2]).lower()
    number, end = None, stop
    numbered = re.compile(r"\s*(?:\([^()]{0,60}\)\s*)?,?\s*(?:số|Số)\s*:?\s*").match(flat, stop, stretch.end)
    if numbered and (printed := NUMBER.match(flat, numbered.end(), stretch.end)):
        number, end = tidy(printed.group()), printed.end()
    dated = _DATED.match(flat, end, min(stretch.end, end + 260))
    day = as_date(dated.group(1)) if dated else None
    return LawMention(kind, title, number, day, found.start(), dated.end() if dated else end, stretch.path)


def _name_end(flat: str, begin: int, end: int, *, amending: bool) -> int:
    """Where the name stops. The title of an amending law goes on through the laws it amends."""
    at = begin
    while True:
        found = _NAME_ENDS.search(flat, at, min(end, begin + 400))
        if found is None:
            return min(end, begin + 400)
        inner = re.match(r"\s*(?:,\s*(?:Luật|Bộ)|\s+và\s+(?:Luật|Bộ))", found.group())
        if amending and inner:
            at = found.end()
            continue
        return found.start()


def _is_basis(flat: str, start: int, stretch: Stretch) -> bool:
    """In the list of legal bases: ``Căn cứ Luật …`` or an item of it after a semicolon."""
    if not stretch.path.endswith("can-cu"):
        return False
    before = flat[stretch.start : start].rstrip()
    return re.search(r"(?:^|[-–;]\s*|căn\s+cứ\s*)(?:vào\s*)?(?:các\s*)?$", before, re.IGNORECASE) is not None


def _inside_title(flat: str, start: int, stretch: Stretch) -> bool:
    """Named inside the title of a decree or of an amending law."""
    before = flat[max(stretch.start, start - 130) : start]
    return re.search(
        r"(?:một\s+số\s+điều|thi\s+hành|chi\s+tiết)[^;.]{0,60}của\s*$", before
    ) is not None and not re.search(r"Căn\s+cứ\s*$", before)  # fmt: skip


def _retitled(law: LawMention, known: LawMention) -> LawMention:
    return LawMention(known.kind, known.title, known.number, known.issued_on, law.start, law.end, law.path)


def _repeated(flat: str, stretches: list[Stretch], sure: list[LawMention]) -> list[LawMention]:
    """Full names in another case, as in a title in lower case or capitals."""
    out = []
    for law in {_letters(s.title): s for s in sure}.values():
        name = re.compile(r"\s+".join(map(re.escape, law.title.split())), re.IGNORECASE)
        for stretch in stretches:
            if stretch.path.endswith("tieu-de"):
                for found in name.finditer(flat, stretch.start, stretch.end):
                    out.append(
                        LawMention(law.kind, law.title, law.number, law.issued_on, *found.span(), stretch.path)
                    )
    return out


def _letters(title: str) -> str:
    return "".join(re.findall(r"\w", title.casefold()))
