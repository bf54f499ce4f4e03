"""Bars as SVG, drawn at the server with drawsvg (ADR 33): presentation attributes only, a title and a description for
those who do not see them, figures beside the bars so that colour alone says nothing. The table stands behind each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

import drawsvg
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from nhipcau.planning.rules.money import grouped
from nhipcau.reports.rules.bars import BAR, ROW, WIDTH, Box, Part, nested, shortened, stacked
from nhipcau.reports.rules.overview import Count, MoneyRow, Standing

COLOURS = {
    "late": "#a3201f", "at_risk": "#d9a032", "on_time": "#0f6674", "no_work": "#b9c0c2",
    "planned": "#c9d6d8", "committed": "#d9a032", "paid": "#0f6674",
}  # fmt: skip
MILLION = Decimal(1_000_000)
Rows = Sequence[Sequence[Part]]


def standings_chart(key: str, title: str, counts: Sequence[Count]) -> SafeString:
    """Each row's duties by where they stand; behind the bar "late / at risk / all"."""
    rows = [[Part(s.value, getattr(c, s.value)) for s in Standing] for c in counts]
    said = "; ".join(
        _("%(name)s: %(late)d late, %(risk)d at risk, %(time)d on time, %(none)d without work")
        % {"name": c.name, "late": c.late, "risk": c.at_risk, "time": c.on_time, "none": c.no_work}
        for c in counts
    )  # fmt: skip
    figures = [f"{c.late} / {c.at_risk} / {c.total}" for c in counts]
    return _drawn(key, title, said, [c.name for c in counts], figures, stacked, rows)


def money_chart(key: str, title: str, money: Sequence[MoneyRow]) -> SafeString:
    """Planned, of it committed, of it paid; behind the bar what is planned, in millions of đồng."""
    rows = [
        [Part("planned", float(m.planned)), Part("committed", float(m.committed)), Part("paid", float(m.paid))]
        for m in money
    ]
    said = "; ".join(
        _("%(name)s: %(planned)s đồng planned, %(committed)s committed, %(paid)s paid")
        % {"name": m.name, "planned": grouped(m.planned), "committed": grouped(m.committed), "paid": grouped(m.paid)}
        for m in money
    )  # fmt: skip
    figures = [grouped((m.planned / MILLION).quantize(Decimal(1))) for m in money]
    return _drawn(key, title, said, [m.name for m in money], figures, nested, rows)


def _drawn(
    key: str, title: str, said: str, names: Sequence[str], figures: Sequence[str],
    place: Callable[[Rows], list[Box]], rows: Rows,
) -> SafeString:  # fmt: skip
    height = max(len(rows), 1) * ROW
    drawing = drawsvg.Drawing(
        WIDTH, height, origin=(0, 0), role="img", class_="nc-chart", preserveAspectRatio="xMinYMin meet",
        aria_labelledby=f"{key}-title {key}-said",
    )  # fmt: skip
    drawing.append(drawsvg.Title(title, id=f"{key}-title"))
    drawing.append(_Description(said, id=f"{key}-said"))
    for box in place(rows):
        drawing.append(drawsvg.Rectangle(box.x, box.y, box.width, BAR, fill=COLOURS[box.kind]))
    for at, (name, figure) in enumerate(zip(names, figures, strict=True)):
        y = at * ROW + ROW / 2 + 4.5
        drawing.append(drawsvg.Text(shortened(name), 12.5, 0, y, fill="currentColor"))
        drawing.append(drawsvg.Text(figure, 12.5, WIDTH - 1, y, fill="currentColor", text_anchor="end"))
    return mark_safe(drawing.as_svg(header=""))  # noqa: S308 (drawsvg escapes every text and attribute)


class _Description(drawsvg.Title):
    """``<desc>``: what the bars show, in words."""

    TAG_NAME = "desc"
