"""Where the bars of a chart stand: lengths and places in the chart's own units, no drawing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

ROW, BAR, LABEL, WIDTH, FIGURE = 24, 12, 226, 440, 80
"""Height of a row and of its bar; width kept for names, of the whole, and for the figure behind the bar."""


@dataclass(frozen=True, slots=True)
class Part:
    """One colour of a bar. ``amount`` in whatever the chart counts."""

    kind: str
    amount: float


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle to be drawn."""

    kind: str
    x: float
    y: float
    width: float


def stacked(rows: Sequence[Sequence[Part]]) -> list[Box]:
    """Parts side by side, the longest row filling the room; a part that is not nought is at least 2 wide."""
    most = max((sum(part.amount for part in row) for row in rows), default=0)
    room = WIDTH - LABEL - FIGURE
    boxes = []
    for at, row in enumerate(rows):
        x = float(LABEL)
        for part in row:
            if part.amount > 0:
                width = max(room * part.amount / most, 2.0)
                boxes.append(Box(part.kind, round(x, 2), at * ROW + (ROW - BAR) / 2, round(width, 2)))
                x += width
    return boxes


def nested(rows: Sequence[Sequence[Part]]) -> list[Box]:
    """Parts on top of each other from the same start (planned, of it committed, of it paid)."""
    most = max((part.amount for row in rows for part in row), default=0)
    room = WIDTH - LABEL - FIGURE
    return [
        Box(part.kind, float(LABEL), at * ROW + (ROW - BAR) / 2, round(max(room * part.amount / most, 2.0), 2))
        for at, row in enumerate(rows) for part in row if part.amount > 0
    ]  # fmt: skip


_PROVINCE = re.compile(r"\s+(?:tỉnh|thành phố)\s+[^()]+(?=\s\(|$)")


def shortened(name: str, most: int = 32) -> str:
    """What fits in front of a bar: an office without its province, then cut. The table behind has the whole name."""
    name = _PROVINCE.sub("", name)
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"
