"""What pages show of answers: parts with their words, rows and figures as Vietnamese print them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from nhipcau.reports.figures import FIGURES
from nhipcau.reports.rules.answers import Answer, Change, rows_to_fill
from nhipcau.reports.rules.cells import Known, shown
from nhipcau.reports.rules.design import COUNTED, ColumnDesign, Design, Kind, PartDesign, PartKind
from nhipcau.reports.rules.merging import Figure

FEW_ROWS = 8
_PAGES = {
    "work": "work:assignment", "evidence": "work:evidence", "duties": "duties:duty", "lines": "planning:line",
    "contracts": "planning:contract",
}  # fmt: skip
_MANY = 200


def parts_shown(
    design: Design, answer: Answer, known: Known, figures: Mapping[str, Figure], *, most: int = FEW_ROWS
) -> list[dict[str, Any]]:
    """Each part with what stands in it; of a table at most ``most`` rows."""
    found = []
    for part in design.parts:
        row: dict[str, Any] = {"part": part, "kind": part.kind.value}
        if part.kind is PartKind.WORDS:
            row["words"] = answer.texts.get(part.key, "")
            row["is_filled"] = bool(row["words"].strip())
        elif part.kind is PartKind.TABLE:
            row |= table_shown(part, answer, known, most=most)
            row["is_filled"] = bool(answer.rows(part.key))
        else:
            row["figures"] = [figure_shown(n, figures.get(n), answer.notes.get(n, "")) for n in part.figures]
            row["is_filled"] = True
        found.append(row)
    return found


def table_shown(part: PartDesign, answer: Answer, known: Known, *, most: int) -> dict[str, Any]:
    """Rows of one table as (id, cells); ``more`` is how many are not shown."""
    rows = rows_to_fill(part, answer) if answer.rows(part.key) else ()
    shown_rows = [
        (row.id, [(c, shown(c, row.cells.get(c.key, ""), known), c.kind in COUNTED) for c in part.columns])
        for row in rows[:most]
    ]
    return {"columns": [(c, c.kind in COUNTED) for c in part.columns], "rows": shown_rows, "count": len(rows),
            "more": max(0, len(rows) - most)}  # fmt: skip


def figure_shown(name: str, figure: Figure | None, note: str = "") -> dict[str, Any]:
    """A figure with its breakdown and the explanation."""
    spec = FIGURES.get(name)
    return {
        "key": name, "name": spec.name if spec else name, "note": note,
        "value": number(figure.value) if figure else "–",
        "parts": [(label, number(value)) for label, value in figure.parts] if figure else [],
        "is_money": bool(spec and spec.kind is Kind.MONEY), "rows": len(figure.rows) if figure else 0,
    }  # fmt: skip


def number(value: str) -> str:
    """A canonical number as it is printed."""
    return shown(ColumnDesign("", "", Kind.NUMBER), value)


def rows_behind(name: str, figure: Figure) -> list[tuple[str, str]]:
    """(what it is called, its address) of the rows a figure counts; none where they have no page."""
    spec = FIGURES.get(name)
    page = _PAGES.get(spec.rows) if spec else None
    return [(f"#{pk}", reverse(page, args=[pk])) for pk in figure.rows[:_MANY]] if page else []


def changes_shown(design: Design, changes: tuple[Change, ...], known: Known) -> list[dict[str, str]]:
    """Differences as people read them."""
    found = []
    for change in changes:
        part = design.part(change.part)
        column = next((c for c in part.columns if c.key == change.column), None)
        before, now = (shown(column, v, known) if column else v for v in (change.before, change.now))
        spec = FIGURES.get(change.row)
        row = str(spec.name) if spec and part.kind is PartKind.FIGURES else _row(part, change.row, known)
        title = column.title if column else ""
        found.append({"part": change.title, "row": row, "column": title, "before": before, "now": now})
    return found


def _row(part: PartDesign, label: str, known: Known) -> str:
    """The first value of a row: in a column of offices or duties its name."""
    first = next((c for c in part.columns), None)
    return (
        shown(first, label, known)
        if first and label and first.kind in {Kind.OFFICE, Kind.DUTY} and label.isdecimal()
        else label
    )
