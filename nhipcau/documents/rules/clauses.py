"""The clause tree of a part: which marker stands under which, what its heading is, what text is its own."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from nhipcau.documents.rules.lines import Line, collapse
from nhipcau.documents.rules.marks import BULLETS, DOTTED, STRUCTURAL, Mark, MarkType, read_mark
from nhipcau.documents.rules.zones import Part

_RANK = {kind: rank for rank, kind in enumerate(STRUCTURAL)}
_NUMBERS = (MarkType.NUMBER, MarkType.BRACKETED, MarkType.PAREN)
_ROW = re.compile(r"\S\s*\|\s*\S")


@dataclass(slots=True)
class Draft:
    """A clause while it is being put together. Offsets are into the flat text."""

    path: str
    label: str | None
    start: int
    end: int
    heading: tuple[int, int] | None = None
    segments: list[tuple[int, int]] = field(default_factory=list)
    confidence: float = 0.97


@dataclass(slots=True)
class _Open:
    type: MarkType
    draft: Draft
    order: int | None
    bullets: int = 0


class _Tree:
    """Opens and closes clauses of one part in reading order."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.stack: list[_Open] = []
        self.drafts: list[Draft] = []
        self.top_bullets = 0

    @property
    def has_articles(self) -> bool:
        return any(o.type is MarkType.ARTICLE for o in self.stack)

    def accepts(self, mark: Mark) -> Mark | None:
        """The mark as what it is here, or None where it opens nothing."""
        if mark.type is MarkType.ROMAN and len(mark.name) == 1 and self._follows(MarkType.UPPER, mark):
            return Mark(MarkType.UPPER, mark.name, mark.label, mark.rest)
        if mark.type is MarkType.ROMAN and not 0 < (mark.order or 0) <= 40:
            return None
        if mark.type is MarkType.UPPER and mark.name != "A" and not self._follows(MarkType.UPPER, mark):
            return None
        if mark.type is MarkType.LETTER and not mark.label.endswith(")") and mark.name != "a":
            return mark if self._last(MarkType.LETTER) else None
        if mark.type in BULLETS and not self.stack:
            return None
        return mark

    def _last(self, kind: MarkType) -> _Open | None:
        return next((o for o in reversed(self.stack) if o.type is kind), None)

    def _follows(self, kind: MarkType, mark: Mark) -> bool:
        last = self._last(kind)
        plain = "ABCDĐEGHIKLMNOPQRSTUVXY"
        return last is not None and plain.find(mark.name) == plain.find(last.draft.label or "-") + 1

    def open(self, mark: Mark, line: Line) -> Draft:
        """Close what ``mark`` closes and put it where it belongs."""
        before = self._close(mark)
        parent = self.stack[-1] if self.stack else None
        confidence = 0.97 if _in_row(mark, before) else 0.7
        path = "/".join(filter(None, (parent.draft.path if parent else self.part.prefix, self._name(mark, parent))))
        draft = Draft(path, mark.label, line.start, line.end, confidence=confidence)
        self.stack.append(_Open(mark.type, draft, mark.order))
        self.drafts.append(draft)
        return draft

    def _close(self, mark: Mark) -> _Open | None:
        if mark.type not in BULLETS:
            while self.stack and self.stack[-1].type in BULLETS:
                self.stack.pop()
        if mark.type in _RANK:
            closed = None
            while self.stack and _RANK.get(self.stack[-1].type, 99) >= _RANK[mark.type]:
                closed = self.stack.pop()
            return closed if closed and closed.type is mark.type else None
        if mark.type in DOTTED:
            self._close_to_parent(mark)
        for at, opened in enumerate(self.stack):
            if opened.type is mark.type:
                del self.stack[at:]
                return opened
        return None

    def _close_to_parent(self, mark: Mark) -> None:
        """``2.1`` stands under an open ``2`` however deep the letters below it went."""
        above = mark.name.rpartition(".")[0]
        for at, opened in enumerate(self.stack):
            if (opened.draft.label or "").rstrip(")") == above and opened.type in (MarkType.NUMBER, *DOTTED):
                del self.stack[at + 1 :]
                return

    def _name(self, mark: Mark, parent: _Open | None) -> str:
        if mark.type in STRUCTURAL:
            return f"{mark.type.value}-{mark.name}"
        if mark.type in BULLETS:
            if parent is None:
                self.top_bullets += 1
                return f"-{self.top_bullets}"
            parent.bullets += 1
            return f"-{parent.bullets}"
        if mark.type in _NUMBERS and parent is not None and parent.type is MarkType.ARTICLE:
            return f"khoan-{mark.name}"
        if mark.type is MarkType.LETTER and self.has_articles:
            return f"diem-{mark.name}"
        return mark.name

    def owner(self) -> Draft | None:
        """Whose text an un-numbered paragraph is: the enclosing numbered clause."""
        while self.stack and self.stack[-1].type in BULLETS:
            self.stack.pop()
        return self.stack[-1].draft if self.stack else None


def _in_row(mark: Mark, before: _Open | None) -> bool:
    if mark.order is None or mark.type in BULLETS:
        return True
    if before is None or before.order is None:
        return mark.order == 1 or mark.type in (MarkType.ARTICLE, MarkType.CHAPTER)
    return mark.order == before.order + 1


def build_clauses(part: Part, paragraphs: list[Line], flat: str) -> list[Draft]:
    """The clauses of one part in document order."""
    begin, end = part.body
    quoted = _quoted(paragraphs, begin, end)
    marks = {
        at: mark
        for at in range(begin, end)
        if at not in quoted and not _ROW.search(paragraphs[at].text) and (mark := read_mark(paragraphs[at].text))
    }
    last_mark = max(marks, default=-1)
    tree = _Tree(part)
    at = begin
    while at < end:
        line = paragraphs[at]
        mark = tree.accepts(marks[at]) if at in marks else None
        if mark is None:
            _add_paragraph(tree, line, part, trailing=bool(tree.drafts) and at > last_mark)
        else:
            at = _open(tree, mark, paragraphs, at, end, flat)
        at += 1
    if not tree.drafts and begin < end:
        path = f"{part.prefix}/noi-dung" if part.prefix else "noi-dung"
        whole = Draft(path, None, paragraphs[begin].start, paragraphs[end - 1].end, confidence=0.8)
        whole.segments = [(p.start, p.end) for p in paragraphs[begin:end]]
        return [whole] if part.prefix != "phu-luc" else []
    return tree.drafts


def _open(tree: _Tree, mark: Mark, paragraphs: list[Line], at: int, end: int, flat: str) -> int:
    """Open ``mark``; answers the last paragraph that its heading took."""
    line = paragraphs[at]
    draft = tree.open(mark, line)
    rest = _rest_start(line, mark, flat)
    if mark.type in (MarkType.PART, MarkType.CHAPTER, MarkType.SECTION, MarkType.SUBSECTION):
        return _structural_heading(draft, paragraphs, at, end, rest)
    if rest < line.end:
        words = collapse(flat[rest : line.end])
        if is_heading(words):
            draft.heading = (rest, line.end - (1 if words.endswith(":") else 0))
        else:
            draft.segments.append((rest, line.end))
    return at


def _rest_start(line: Line, mark: Mark, flat: str) -> int:
    """Where the words after the marker begin in the flat text; the line's text may have been collapsed."""
    wanted = len("".join(line.text[: mark.rest].split()))
    at = line.start
    while wanted and at < line.end:
        wanted -= not flat[at].isspace()
        at += 1
    while at < line.end and flat[at].isspace():
        at += 1
    return at


def is_heading(words: str) -> bool:
    """Whether the rest of a marker's line is its heading: no full stop, and after a colon at most twelve words."""
    if not words or words.endswith((".", ";", "./", "…", ",")):
        return False
    return not words.endswith(":") or len(words.split()) <= 12


def _structural_heading(draft: Draft, paragraphs: list[Line], at: int, end: int, rest: int) -> int:
    """``Chương I`` and its heading, which may stand in the lines below, in capitals or bold."""
    first, last = rest, paragraphs[at].end
    if rest >= last:
        first = last = -1
    after = at + 1
    while after < end and after <= at + 4:
        text = paragraphs[after].text
        capitals = text.isupper() or (first < 0 and len(text) < 160 and not text.endswith((".", ";", ":")))
        if not capitals or read_mark(text):
            break
        first, last = (paragraphs[after].start if first < 0 else first), paragraphs[after].end
        after += 1
    if first >= 0:
        draft.heading = (first, last)
        draft.end = last
    return after - 1


def _add_paragraph(tree: _Tree, line: Line, part: Part, *, trailing: bool) -> None:
    if tree.drafts and tree.drafts[-1].path.rpartition("/")[2] == "ket":
        owner: Draft | None = tree.drafts[-1]
    else:
        owner = tree.owner()
    if owner is None:
        return
    articles = any(d.path.rpartition("/")[2].startswith("dieu-") for d in tree.drafts)
    if trailing and not articles and owner.path.rpartition("/")[2] != "ket" and _closes(line.text, part, tree):
        path = f"{part.prefix}/ket" if part.prefix else "ket"
        owner = Draft(path, None, line.start, line.end, confidence=0.9)
        tree.drafts.append(owner)
    owner.segments.append((line.start, line.end))
    owner.end = max(owner.end, line.end)


def _closes(text: str, part: Part, tree: _Tree) -> bool:
    if text.startswith("Trên đây là"):
        return True
    kinds = (
        part.kind
        or "quyết định|kế hoạch|chỉ thị|công điện|nghị quyết|thông báo|kết luận|chương trình|công văn|hướng dẫn"
    )
    last = tree.drafts[-1]
    return bool(last.segments) and re.search(rf"(?:{kinds}) này\b", text, re.IGNORECASE) is not None


def _quoted(paragraphs: list[Line], begin: int, end: int) -> frozenset[int]:
    """Paragraphs inside quotation marks that an amending document inserts; their markers open nothing."""
    inside: set[int] = set()
    at = begin
    while at < end:
        text = paragraphs[at].text
        opened = text[:1] in "“\"'‘" or text.endswith(("“", ": “")) or _left_open(text)
        if not opened or _closed_by(text):
            at += 1
            continue
        close = next((i for i in range(at + 1, min(end, at + 400)) if _ends_quote(paragraphs[i].text)), None)
        if close is None:
            at += 1
            continue
        inside.update(range(at if text[:1] in '“"' else at + 1, close + 1))
        at = close + 1
    return frozenset(inside)


def _left_open(text: str) -> bool:
    last = text.rfind("“")
    return last >= 0 and "”" not in text[last:] and ":" in text[max(0, last - 3) : last]


def _closed_by(text: str) -> bool:
    if text[:1] == "“":
        return text.count("”") >= text.count("“")
    return text[:1] == '"' and text.count('"') % 2 == 0


def _ends_quote(text: str) -> bool:
    return re.search(r"[”\"][.;,]?$", text) is not None and text.count("“") < text.count("”") + text.count('"')
