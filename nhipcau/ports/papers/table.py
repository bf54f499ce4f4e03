"""A table as frozen values: one query layer, many writers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

Kind = Literal["text", "number", "decimal", "money", "date", "percent", "link"]


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an address."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula of a sheet. ``{row}`` stands for the number of its own row; ``value`` is what it comes to."""

    text: str
    value: int | float | Decimal


Cell = str | int | float | Decimal | date | datetime | Link | Formula | None


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
    if isinstance(cell, Formula):
        return plain(cell.value)
    if isinstance(cell, (date, datetime)):
        return cell.strftime("%d/%m/%Y")
    if isinstance(cell, Decimal):
        whole, _point, part = f"{cell:,.2f}".rstrip("0").rstrip(".").partition(".")
        return whole.replace(",", ".") + (f",{part}" if part else "")
    return legal(str(cell))


def amount_in(cell: Cell) -> Decimal:
    """The number a cell adds to a sum; what is no number adds nothing."""
    value = cell.value if isinstance(cell, Formula) else cell
    return Decimal(str(value)) if isinstance(value, (int, float, Decimal)) else Decimal(0)
