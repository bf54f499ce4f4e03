"""The clauses of a part: where each begins, what its heading is, what text is its own."""

from __future__ import annotations

import re

from nhipcau.documents.rules.lines import Line, collapse
from nhipcau.documents.rules.marks import BULLETS, Mark, MarkType, read_mark
from nhipcau.documents.rules.quotes import quoted
from nhipcau.documents.rules.tree import GUESSED, Draft, Tree
from nhipcau.documents.rules.zones import Part

__all__ = ["Draft", "build_clauses", "is_heading"]

_ROW = re.compile(r"\S\s*\|\s*\S")
_TABLE = re.compile(r"(?:STT|TT|Stt|Số TT)\b.{0,200}$")
_CLOSES_ANY = (
    "kế hoạch|chỉ thị|công điện|nghị quyết|thông báo|kết luận|chương trình|công văn|hướng dẫn|quyết định|văn bản"
)
_WITHOUT_CONTENT = ("phu-luc", "danh-muc")


def build_clauses(part: Part, paragraphs: list[Line], flat: str) -> list[Draft]:
    """The clauses of one part in document order."""
    begin, end = part.body
    marks = _marks(paragraphs, begin, end)
    last_mark = max(marks, default=-1)
    tree = Tree(part.prefix)
    at = begin
    while at < end:
        line = paragraphs[at]
        mark = tree.accepts(marks[at], line.text[marks[at].rest :]) if at in marks else None
        if mark is None:
            _add_paragraph(tree, line, part, trailing=at > last_mark)
        else:
            at = _open(tree, mark, paragraphs, (at, end), flat)
        at += 1
    if not tree.drafts and begin < end and _says_something(paragraphs[begin:end], part):
        return [_whole(part, paragraphs[begin:end])]
    return tree.drafts


def _marks(paragraphs: list[Line], begin: int, end: int) -> dict[int, Mark]:
    """The markers of the part; those of inserted texts and of a table's cells left out."""
    inside = quoted(paragraphs, begin, end)
    found: dict[int, Mark] = {}
    table = False
    for at in range(begin, end):
        text = paragraphs[at].text
        if _TABLE.match(text):
            table = True
        if at in inside or _ROW.search(text) or (mark := read_mark(text)) is None:
            continue
        if table and mark.rest >= len(text):
            continue
        table = table and mark.type is not MarkType.ARTICLE
        found[at] = mark
    return found


_LONGEST_HEADING = 160


def _says_something(body: list[Line], part: Part) -> bool:
    return not part.prefix.startswith(_WITHOUT_CONTENT) and any(
        len(p.text) > 60 or p.text.endswith(".") for p in body
    )


def _whole(part: Part, body: list[Line]) -> Draft:
    """A body without any number is one clause."""
    path = f"{part.prefix}/noi-dung" if part.prefix else "noi-dung"
    whole = Draft(path, None, body[0].start, body[-1].end, confidence=0.8)
    whole.segments = [(p.start, p.end) for p in body]
    return whole


def _open(tree: Tree, mark: Mark, paragraphs: list[Line], places: tuple[int, int], flat: str) -> int:
    """Open ``mark``; answers the last paragraph that its heading took."""
    at, end = places
    line = paragraphs[at]
    draft = tree.open(mark, line.start, line.end)
    rest = _rest_start(line, mark, flat)
    if mark.type in (MarkType.PART, MarkType.CHAPTER, MarkType.SECTION, MarkType.SUBSECTION):
        return _structural_heading(draft, paragraphs, places, rest)
    if rest < line.end:
        words = collapse(flat[rest : line.end])
        tree.stack[-1].calls = words.endswith(":")
        if is_heading(words):
            draft.heading = (rest, line.end - (1 if words.endswith(":") else 0))
        else:
            draft.segments.append((rest, line.end))
    elif mark.type not in BULLETS:
        if not _follows_text(paragraphs, at, end):
            draft.confidence = min(draft.confidence, GUESSED)
        elif is_heading(paragraphs[at + 1].text) and len(paragraphs[at + 1].text) <= _LONGEST_HEADING:
            below = paragraphs[at + 1]
            draft.heading = (below.start, below.end - below.text.endswith(":"))
            draft.end = below.end
            tree.stack[-1].calls = below.text.endswith(":")
            return at + 1
    return at


def _follows_text(paragraphs: list[Line], at: int, end: int) -> bool:
    """A marker alone on its line is sure where words follow it."""
    return at + 1 < end and read_mark(paragraphs[at + 1].text) is None


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


def _structural_heading(draft: Draft, paragraphs: list[Line], places: tuple[int, int], rest: int) -> int:
    """``Chương I`` and its heading, which may stand in the lines below, in capitals or bold."""
    at, end = places
    first, last = rest, paragraphs[at].end
    if rest >= last:
        first = last = -1
    after = at + 1
    while after < end and after <= at + 4:
        text = paragraphs[after].text
        capitals = text == text.upper() or (first < 0 and len(text) < 160 and not text.endswith((".", ";", ":")))
        if not capitals or read_mark(text):
            break
        first, last = (paragraphs[after].start if first < 0 else first), paragraphs[after].end
        after += 1
    if first >= 0:
        draft.heading = (first, last)
        draft.end = last
    return after - 1


def _add_paragraph(tree: Tree, line: Line, part: Part, *, trailing: bool) -> None:
    closing = tree.drafts[-1] if tree.drafts and tree.drafts[-1].path.rpartition("/")[2] == "ket" else None
    if closing is None:
        owner = tree.owner()
        if owner is None:
            return
        if trailing and not tree.has_articles and _closes(line.text, part, tree):
            path = f"{part.prefix}/ket" if part.prefix else "ket"
            closing = Draft(path, None, line.start, line.end, confidence=0.9)
            tree.drafts.append(closing)
        owner.calls = line.text.endswith(":")
    owned = closing or tree.stack[-1].draft
    owned.segments.append((line.start, line.end))
    owned.end = max(owned.end, line.end)


def _closes(text: str, part: Part, tree: Tree) -> bool:
    """A closing paragraph: ``Trên đây là …``, or one that names the document itself after a clause with words."""
    if text.startswith("Trên đây là"):
        return True
    if not tree.drafts[-1].segments:
        return False
    kinds = f"{part.kind}(?: hành động)?|văn bản" if part.kind else _CLOSES_ANY
    return re.search(rf"(?:{kinds})\s+này\b", text, re.IGNORECASE) is not None
