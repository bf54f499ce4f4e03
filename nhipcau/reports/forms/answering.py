"""A table as an office fills it in on the screen: some rows at a time, every fault at its cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.reports.rules.answers import MOST_ROWS, Row
from nhipcau.reports.rules.cells import BadCell, Known, as_typed, read_cell
from nhipcau.reports.rules.design import ColumnDesign, Design, Kind, PartDesign

FIELDS, BLANK_ROWS = 700, 5
"""So many cells stand on one page of a table: more make the page slow to draw and to send."""
_INPUTS = {Kind.NUMBER: "decimal", Kind.MONEY: "numeric"}


@dataclass(frozen=True, slots=True)
class GridCell:
    """A field of the grid."""

    name: str
    column: ColumnDesign
    value: str
    fault: str
    fixed: bool

    @property
    def keyboard(self) -> str:
        """Which keyboard a telephone shows."""
        return _INPUTS.get(self.column.kind, "text")


class Grid:
    """The rows of one page of a table: shown, or read from what was sent."""

    def __init__(self, part: PartDesign, rows: Sequence[Row], known: Known, *, page: int = 1) -> None:
        self.part, self.known, self.all = part, known, list(rows)
        size = max(5, FIELDS // (len(part.columns) + 1))
        self.page = Paginator(self.all, size).get_page(page)
        self.first = (self.page.number - 1) * size
        self.shown = self.all[self.first : self.first + size]
        self.faults: dict[tuple[int, str], str] = {}
        self.typed: list[tuple[str, dict[str, str]]] = [
            (row.id, {c.key: self._typed(c, row.cells.get(c.key, "")) for c in part.columns}) for row in self.shown
        ]
        if not part.lines and not self.page.has_next():
            room = max(0, min(BLANK_ROWS, MOST_ROWS - len(self.all)))
            self.typed += [("", {}) for _blank in range(room)]

    def _typed(self, column: ColumnDesign, value: str) -> str:
        names = {Kind.OFFICE: self.known.offices, Kind.DUTY: self.known.duties}.get(column.kind)
        if names is not None and value:
            return f"{value} {names.get(int(value), '')}".strip()
        return as_typed(column, value)

    def read(self, sent: Mapping[str, Any]) -> list[Row]:
        """All rows of the table with those of this page as they were sent; ``faults`` says what is wrong with them."""
        count = int(sent.get("rows") or 0) if str(sent.get("rows") or "0").isdecimal() else 0
        self.typed, found = [], list[Row]()
        for at in range(min(count, len(self.shown) + BLANK_ROWS)):
            own = str(sent.get(f"row-{at}", ""))
            raw = {c.key: str(sent.get(f"cell-{at}-{c.key}", "")) for c in self.part.columns}
            if self.part.lines and at < len(self.shown):
                raw[self.part.columns[0].key] = self.shown[at].cells.get(self.part.columns[0].key, "")
            self.typed.append((own, raw))
            if any(v.strip() for v in raw.values()):
                found.append(Row(own or f"r{self.first + at + 1}", self._cells(at, raw)))
        return [*self.all[: self.first], *found, *self.all[self.first + len(self.shown) :]]

    def _cells(self, at: int, raw: Mapping[str, str]) -> dict[str, str]:
        values: dict[str, str] = {}
        for column in self.part.columns:
            try:
                values[column.key] = read_cell(column, raw[column.key], self.known)
            except BadCell as fault:
                self.faults[at, column.key] = _(str(fault))
        return values

    def rows(self) -> list[tuple[int, str, list[GridCell]]]:
        """(place on the page, id, fields) for the template."""
        fixed = bool(self.part.lines)
        return [
            (at, own, [
                GridCell(f"cell-{at}-{c.key}", c, raw.get(c.key, ""), self.faults.get((at, c.key), ""), fixed and n == 0)
                for n, c in enumerate(self.part.columns)])
            for at, (own, raw) in enumerate(self.typed)
        ]  # fmt: skip


class WordsForm(forms.Form):
    """The words of one section."""

    words = forms.CharField(
        label=gettext_lazy("Content"), required=False, max_length=60_000, widget=forms.Textarea(attrs={"rows": 14})
    )


class NotesForm(forms.Form):
    """An explanation for each figure."""

    def __init__(self, names: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for at, name in enumerate(names.values()):
            self.fields[f"note-{at}"] = forms.CharField(
                label=name, required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
            )
        self.keys = list(names)

    def notes(self) -> dict[str, str]:
        """Figure → explanation."""
        return {key: self.cleaned_data[f"note-{at}"] for at, key in enumerate(self.keys)}


class ReturnForm(forms.Form):
    """Why a report goes back, and remarks on its parts."""

    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, design: Design, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in design.parts:
            label = _("Remark on “%(part)s”") % {"part": part.title}
            self.fields[f"remark-{part.key}"] = forms.CharField(label=label, required=False, max_length=2000)

    def remarks(self) -> dict[str, str]:
        """Part → words."""
        return {name[7:]: words for name, words in self.cleaned_data.items() if name.startswith("remark-")}


class UploadForm(forms.Form):
    """The filled-in form."""

    file = forms.FileField(label=gettext_lazy("Filled-in form (.xlsx)"))


class MailForm(UploadForm):
    """The form that an office sent."""

    came = forms.CharField(
        label=gettext_lazy("How and when it came"), max_length=500,
        help_text=gettext_lazy("For example: by e-mail of the office on 25/11/2026."),
    )  # fmt: skip
