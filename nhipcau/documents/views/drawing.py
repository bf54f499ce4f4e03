"""What a document's page draws: its relations, and its effect on a line of time. Plain figures for the templates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from nhipcau.documents.models import Document, EffectPeriod, Reference

HALF, STEP = 135, 330
"""Half a box with its margin, and from one column of boxes to the next, in the drawing's own units."""
SIDE = 14
"""At most so many documents on each side; the lists below the drawing have them all."""


@dataclass(frozen=True, slots=True)
class Node:
    """A document in the drawing of relations."""

    label: str
    relation: str
    url: str
    x: float
    y: float
    outward: bool


@dataclass(frozen=True, slots=True)
class Graph:
    """The document in the middle, those it refers to on the right, those that refer to it on the left."""

    label: str
    nodes: tuple[Node, ...]
    height: int
    left: int
    width: int

    @property
    def middle(self) -> float:
        """Half the height."""
        return self.height / 2


def relations_of(document: Document, outward: list[Reference], inward: list[Reference]) -> Graph:
    """Relations that say more than "cites" come first."""
    sides = [
        (1, sorted(outward, key=lambda r: (r.relation == "cites", r.target_id is None))[:SIDE]),
        (-1, sorted(inward, key=lambda r: r.relation == "cites")[:SIDE]),
    ]
    height = max(120, max(len(rows) for _side, rows in sides) * 46 + 20)
    left, right = -HALF - (STEP if inward else 0), HALF + (STEP if outward else 0)
    nodes = []
    for side, rows in sides:
        for at, reference in enumerate(rows):
            other = reference.target if side == 1 else reference.document
            label = str(reference if other is None else other)
            url = reverse("documents:detail", args=[other.pk]) if other is not None else ""
            y = round(height * (at + 1) / (len(rows) + 1), 1)
            nodes.append(Node(_short(label), str(reference.get_relation_display()), url, side * STEP, y, side == 1))
    return Graph(_short(str(document)), tuple(nodes), height, left, right - left)


def _short(label: str, most: int = 29) -> str:
    return label if len(label) <= most else f"{label[: most - 1]}…"


@dataclass(frozen=True, slots=True)
class Bar:
    """A period on the line: where it begins and how long it is, in hundredths of the line."""

    period: EffectPeriod
    x: float
    width: float
    is_open: bool


@dataclass(frozen=True, slots=True)
class Scale:
    """The line of time with its bars and where today stands on it."""

    bars: tuple[Bar, ...]
    first: date
    last: date
    today: float


def effect_bars(periods: list[EffectPeriod], on: date) -> Scale | None:
    """None where no period is known. The line runs a little beyond today and the last known day."""
    if not periods:
        return None
    first = min(p.valid_from for p in periods)
    ends = [p.valid_to for p in periods if p.valid_to] + [p.valid_from for p in periods]
    span = max((max([*ends, on]) - first).days, 30)
    last = first + timedelta(days=int(span * 1.12))
    whole = (last - first).days

    def at(day: date) -> float:
        return round(100 * min(max((day - first).days, 0), whole) / whole, 2)

    bars = [
        Bar(p, at(p.valid_from), round(at(p.valid_to or last) - at(p.valid_from), 2), p.valid_to is None)
        for p in periods
    ]
    return Scale(tuple(bars), first, last, at(on))
