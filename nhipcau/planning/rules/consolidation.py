"""The province's plan of a year as frozen values: what is printed, what is frozen at approval, what is summed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any

from nhipcau.planning.rules.money import total_of


def both_names(now: str, was: str) -> str:
    """What an office is called, with the name it had where that is another (``was`` not "")."""
    return f"{now} (trước là {was})" if was else now


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """One item of an estimate. Money in đồng; ``norm`` names the norm and its document, "" where there is none."""

    text: str
    unit: str
    quantity: Decimal
    times: Decimal
    unit_price: Decimal
    amount: Decimal
    norm: str = ""
    over_norm: bool = False


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One line. ``office`` as it is called on the day, ``office_was`` the one asked where that is another.

    Dates are ISO 8601. ``appraised`` and ``approved`` are None until that was done; ``now`` is what counts today:
    what was approved with all amendments, before that what was appraised, before that what was proposed.
    """

    line: int
    office: str
    office_was: str
    duty: int | None
    basis: str
    activity: str
    output: str
    measure: str
    starts_on: str
    ends_on: str
    lead: str
    partners: tuple[str, ...]
    fund: str
    topic: str
    state: str
    proposed: Decimal
    appraised: Decimal | None
    approved: Decimal | None
    now: Decimal
    reason: str = ""
    items: tuple[ItemFacts, ...] = ()

    @property
    def office_words(self) -> str:
        """Both names where the office has changed since it was asked."""
        return both_names(self.office, self.office_was)


@dataclass(frozen=True, slots=True)
class Sum:
    """Totals of some lines, in đồng."""

    name: str
    lines: int
    proposed: Decimal
    appraised: Decimal
    now: Decimal


def sums_by(lines: Iterable[LineFacts], column: str) -> list[Sum]:
    """Totals by the text in ``column`` (``office_words``, ``fund``, ``topic``), in order of first appearance."""
    groups: dict[str, list[LineFacts]] = {}
    for line in lines:
        groups.setdefault(getattr(line, column), []).append(line)
    return [sum_of(rows, name) for name, rows in groups.items()]


def sum_of(lines: Iterable[LineFacts], name: str = "") -> Sum:
    """Totals of ``lines``."""
    rows = list(lines)
    return Sum(name, len(rows), total_of(r.proposed for r in rows), total_of(r.appraised for r in rows),
               total_of(r.now for r in rows))  # fmt: skip


_MONEY = ("proposed", "appraised", "approved", "now")
_ITEM_NUMBERS = ("quantity", "times", "unit_price", "amount")


def as_values(lines: Iterable[LineFacts]) -> dict[str, Any]:
    """Plain JSON: numbers as text, so that no đồng is lost."""
    return {"lines": [_plain(asdict(line)) for line in lines]}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    return value


def from_values(values: dict[str, Any]) -> list[LineFacts]:
    """The lines again. ``from_values(as_values(x)) == x``."""
    return [_line(row) for row in values["lines"]]


def _line(row: dict[str, Any]) -> LineFacts:
    money = {key: None if row[key] is None else Decimal(row[key]) for key in _MONEY}
    items = tuple(
        ItemFacts(**{**item, **{key: Decimal(item[key]) for key in _ITEM_NUMBERS}}) for item in row["items"]
    )
    return LineFacts(**{**row, **money, "items": items, "partners": tuple(row["partners"])})


def checksum(values: dict[str, Any]) -> str:
    """SHA-256 (hex) of canonical JSON."""
    body = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(body.encode()).hexdigest()


def without_items(lines: Iterable[LineFacts]) -> list[LineFacts]:
    """The lines alone, for tables that do not show the estimate."""
    return [replace(line, items=()) for line in lines]
