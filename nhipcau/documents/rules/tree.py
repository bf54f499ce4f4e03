"""Which marker stands under which: the open clauses while a part is read from top to bottom."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from nhipcau.documents.rules.marks import BULLETS, DOTTED, STRUCTURAL, Mark, MarkType

_RANK = {kind: rank for rank, kind in enumerate(STRUCTURAL)}
_NUMBERS = (MarkType.NUMBER, MarkType.BRACKETED, MarkType.PAREN)
_CAPITALS = "ABCDĐEGHIKLMNOPQRSTUVXY"
SURE, JUMPED, GUESSED = 0.97, 0.7, 0.6


@dataclass(slots=True)
class Draft:
    """A clause while it is being put together. Offsets are into the flat text.

    ``end`` grows with its text; ``first_end`` is the end of the line that opened it.
    """

    path: str
    label: str | None
    start: int
    end: int
    first_end: int = 0
    heading: tuple[int, int] | None = None
    segments: list[tuple[int, int]] = field(default_factory=list)
    confidence: float = SURE

    def __post_init__(self) -> None:
        self.first_end = self.first_end or self.end


@dataclass(slots=True)
class Open:
    """A clause that later markers may stand under. ``calls`` tells that its words so far end in a colon."""

    type: MarkType
    draft: Draft
    order: int | None
    name: str
    bullets: int = 0
    calls: bool = False


class Tree:
    """Opens and closes clauses of one part in reading order."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.stack: list[Open] = []
        self.drafts: list[Draft] = []
        self.has_articles = False
        self._top_bullets = 0

    def accepts(self, mark: Mark, rest: str) -> Mark | None:
        """The mark as what it is here, or None where it opens nothing. ``rest`` are the words after it."""
        if mark.type in BULLETS:
            return mark if self.stack else None
        if mark.type is MarkType.ROMAN:
            return self._as_roman(mark)
        if mark.type is MarkType.UPPER:
            return mark if mark.name == "A" or self._follows_capital(mark) else None
        if mark.type is MarkType.LETTER and not mark.label.endswith(")") and mark.name != "a":
            return mark if self.last(MarkType.LETTER) else None
        if mark.type in (MarkType.NUMBER, *DOTTED) and rest[:1].islower() and not self._expected(mark):
            return None
        return mark

    def _as_roman(self, mark: Mark) -> Mark | None:
        """``I.`` after ``H.`` is a letter."""
        if len(mark.name) == 1 and self._follows_capital(mark):
            return replace(mark, type=MarkType.UPPER)
        return mark if 0 < (mark.order or 0) <= 40 else None

    def _follows_capital(self, mark: Mark) -> bool:
        last = self.last(MarkType.UPPER)
        return last is not None and _CAPITALS.find(mark.name) == _CAPITALS.find(last.name) + 1

    def _expected(self, mark: Mark) -> bool:
        """Whether the number is the first or the next of its row."""
        last = self.last(mark.type)
        return mark.order == 1 or (last is not None and last.order is not None and mark.order == last.order + 1)

    def last(self, kind: MarkType) -> Open | None:
        """The innermost open clause of that type."""
        return next((o for o in reversed(self.stack) if o.type is kind), None)

    def open(self, mark: Mark, start: int, end: int) -> Draft:
        """Close what ``mark`` closes and put it where it belongs."""
        before = self._close(mark)
        parent = self.stack[-1] if self.stack else None
        path = "/".join(filter(None, (parent.draft.path if parent else self.prefix, self._name(mark, parent))))
        draft = Draft(path, mark.label, start, end, confidence=SURE if _in_row(mark, before, parent) else JUMPED)
        self.stack.append(Open(mark.type, draft, mark.order, mark.name))
        self.drafts.append(draft)
        self.has_articles = self.has_articles or mark.type is MarkType.ARTICLE
        return draft

    def _close(self, mark: Mark) -> Open | None:
        if mark.type in _RANK:
            closed = None
            while self.stack and _RANK.get(self.stack[-1].type, 99) >= _RANK[mark.type]:
                closed = self.stack.pop()
            return closed if closed and closed.type is mark.type else None
        if mark.type not in BULLETS:
            self._close_bullets(mark)
        if mark.type is MarkType.NUMBER and self.last(MarkType.NUMBER) is None:
            self._close_dotted()
        if mark.type in DOTTED:
            before = self.last(mark.type)
            self._close_to_parent(mark)
            if before is not None and before not in self.stack and _same_row(before, mark):
                return before
        for at, opened in enumerate(self.stack):
            if opened.type is mark.type:
                del self.stack[at:]
                return opened
        return None

    def _close_bullets(self, mark: Mark) -> None:
        """A number closes the bullets above it, unless the last of them calls for a list that begins here."""
        within = self.stack and self.stack[-1].type in BULLETS and self.stack[-1].calls
        if within and mark.order == 1 and self.last(mark.type) is None and mark.type is not MarkType.ROMAN:
            return
        if within and mark.type is MarkType.LETTER and mark.order == 1:
            return
        while self.stack and self.stack[-1].type in BULLETS:
            self.stack.pop()

    def _close_dotted(self) -> None:
        """``2.1`` whose ``2`` the copy has lost encloses no ``1``."""
        for at, opened in enumerate(self.stack):
            if opened.type in DOTTED:
                del self.stack[at:]
                return

    def _close_to_parent(self, mark: Mark) -> None:
        """``2.1`` stands under an open ``2`` however deep the letters below it went."""
        above = mark.name.rpartition(".")[0]
        for at, opened in enumerate(self.stack):
            if opened.name == above and opened.type in (MarkType.NUMBER, MarkType.BRACKETED, *DOTTED):
                del self.stack[at + 1 :]
                return

    def _name(self, mark: Mark, parent: Open | None) -> str:
        if mark.type in STRUCTURAL:
            return f"{mark.type.value}-{mark.name}"
        if mark.type in BULLETS:
            if parent is None:
                self._top_bullets += 1
                return f"-{self._top_bullets}"
            parent.bullets += 1
            return f"-{parent.bullets}"
        if mark.type in _NUMBERS and parent is not None and parent.type is MarkType.ARTICLE:
            return f"khoan-{mark.name}"
        if mark.type is MarkType.LETTER and self.last(MarkType.ARTICLE):
            return f"diem-{mark.name}"
        return mark.name

    def owner(self) -> Open | None:
        """Whose text an un-numbered paragraph is: the enclosing numbered clause."""
        while self.stack and self.stack[-1].type in BULLETS:
            self.stack.pop()
        return self.stack[-1] if self.stack else None


def _same_row(before: Open, mark: Mark) -> bool:
    """``1.1`` and ``1.2``."""
    return before.name.rpartition(".")[0] == mark.name.rpartition(".")[0]


def _in_row(mark: Mark, before: Open | None, parent: Open | None) -> bool:
    """Whether the number follows the one before it. The first may be any where a copy begins in the middle."""
    if mark.order is None or mark.type in BULLETS:
        return True
    if before is None or before.order is None:
        return mark.order == 1 or (mark.type in (MarkType.ARTICLE, MarkType.CHAPTER) and parent is not None)
    return mark.order == before.order + 1
