"""A table as frozen values: one query layer, many writers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

Kind = Literal["text", "number", "money", "date", "percent", "link"]


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an address."""

    text: str
    url: str


Cell = str | int | float | Decimal | date | datetime | Link | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column. ``width`` in letters; ``total`` asks for a sum below (numbers and money only)."""

    key: str
    title: str
    kind: Kind = "text"
    width: float = 20
    total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A named table; each row has a cell for each column."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...] = field(default=())


_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def legal(text: str) -> str:
    """Without the characters that XML does not allow."""
    return _ILLEGAL.sub("", text)


def plain(cell: Cell) -> str:
    """A cell as words, dates as Vietnamese write them."""
    if cell is None:
        return ""
    if isinstance(cell, Link):
        return legal(cell.text)
    if isinstance(cell, (date, datetime)):
        return cell.strftime("%d/%m/%Y")
    if isinstance(cell, Decimal):
        return f"{cell:,.0f}".replace(",", ".")
    return legal(str(cell))
