"""One cell of a report: from what people type or a sheet holds to one canonical form, and back to print.

Canonical forms are texts: ``12.5``, ``1500000``, ``2026-06-30``, the id of an office or duty, the words themselves; "" is empty.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from nhipcau.planning.rules.money import BadMoney, grouped, parse_money
from nhipcau.ports.messages import noop
from nhipcau.reports.rules.design import COUNTED, ColumnDesign, Kind

LONGEST, MOST = 4000, Decimal(10) ** 12


class BadCell(ValueError):
    """The value is not what its column asks for. ``args[0]`` is a message id that says what is."""


@dataclass(frozen=True, slots=True)
class Known:
    """Offices and duties that may be named: id → what they are called."""

    offices: Mapping[int, str] = field(default_factory=dict)
    duties: Mapping[int, str] = field(default_factory=dict)


NOTHING = Known()


def read_cell(column: ColumnDesign, value: Any, known: Known = NOTHING) -> str:
    """``value`` in its canonical form; "" for an empty cell. Raises BadCell."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return ""
    return _READERS[column.kind](column, value, known)


def _text(column: ColumnDesign, value: Any, known: Known) -> str:
    if isinstance(value, datetime):
        value = f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    words = "\n".join(
        " ".join(line.split()) for line in unicodedata.normalize("NFC", str(value)).strip().splitlines()
    )
    if len(words) > LONGEST:
        raise BadCell(noop("At most 4,000 letters fit here. Put longer words into a section of the report."))
    return words


_WHOLE = re.compile(r"-?\d{1,3}(?:[.\s\u00a0]\d{3})+(?:,\d+)?")


def _number(column: ColumnDesign, value: Any, known: Known) -> str:
    """ "1.250,5" and "1250.5" are the same; a point before exactly three digits groups thousands."""
    said = noop("A number is needed here, with two decimals at most, such as 1.250 or 12,5.")
    if isinstance(value, (bool, datetime, date)):
        raise BadCell(said)
    words = str(value).strip()
    if not isinstance(value, (int, float, Decimal)):
        words = re.sub(r"[.\s\u00a0]", "", words) if _WHOLE.fullmatch(words) else words
        words = words.replace(",", ".")
    try:
        number = Decimal(words)
    except InvalidOperation:
        raise BadCell(said) from None
    if not number.is_finite() or abs(number) >= MOST:
        raise BadCell(said)
    rounded = round(number, 6) if isinstance(value, float) else number
    if rounded != round(rounded, 2):
        raise BadCell(said)
    return plain(rounded)


def _money(column: ColumnDesign, value: Any, known: Known) -> str:
    try:
        if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
            return plain(parse_money(format(Decimal(str(value)).normalize(), "f")))
        return plain(parse_money(str(value)))
    except (BadMoney, InvalidOperation):
        raise BadCell(noop("An amount of whole đồng is needed here, such as 1.500.000.")) from None


def _date(column: ColumnDesign, value: Any, known: Known) -> str:
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    words = " ".join(str(value).split())
    for form in ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y"):
        try:
            return datetime.strptime(words, form).date().isoformat()  # noqa: DTZ007
        except ValueError:
            continue
    raise BadCell(noop("A day is needed here, written as 31/12/2027."))


def _choice(column: ColumnDesign, value: Any, known: Known) -> str:
    wanted = _folded(value)
    for choice in column.choices:
        if _folded(choice) == wanted:
            return choice
    raise BadCell(noop("Choose one of the values of the list."))


def _office(column: ColumnDesign, value: Any, known: Known) -> str:
    return _one_of(value, known.offices, noop("Choose an office from the list."))


def _duty(column: ColumnDesign, value: Any, known: Known) -> str:
    return _one_of(value, known.duties, noop("Choose a duty from the list, or write its number."))


def _one_of(value: Any, names: Mapping[int, str], said: str) -> str:
    words = _folded(value)
    number = words.partition(" ")[0].rstrip(".:–-")
    if number.isdecimal() and len(number) < 12 and int(number) in names:
        return str(int(number))
    for pk, name in names.items():
        if _folded(name) == words:
            return str(pk)
    raise BadCell(said)


def _folded(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split()).casefold()


_READERS = {
    Kind.TEXT: _text, Kind.NUMBER: _number, Kind.MONEY: _money, Kind.DATE: _date, Kind.CHOICE: _choice,
    Kind.OFFICE: _office, Kind.DUTY: _duty,
}  # fmt: skip


def plain(number: Decimal) -> str:
    """A number without needless noughts: ``12.5``, ``1500000``."""
    words = format(number, "f")
    return (words.rstrip("0").rstrip(".") if "." in words else words) or "0"


def amount(value: str) -> Decimal:
    """What a canonical number adds; an empty cell nothing."""
    return Decimal(value) if value else Decimal(0)


def shown(column: ColumnDesign, value: str, known: Known = NOTHING) -> str:
    """A canonical value as Vietnamese print it."""
    if not value:
        return ""
    if column.kind in COUNTED:
        whole, _point, part = plain(Decimal(value)).partition(".")
        sign = "-" if whole.startswith("-") else ""
        return sign + grouped(Decimal(whole.lstrip("-"))) + (f",{part}" if part else "")
    if column.kind is Kind.DATE:
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    if column.kind is Kind.OFFICE:
        return known.offices.get(int(value), value)
    if column.kind is Kind.DUTY:
        return known.duties.get(int(value), value)
    return value


def as_typed(column: ColumnDesign, value: str) -> str:
    """A canonical value as it stands in its field on the screen."""
    return shown(column, value) if column.kind in COUNTED else value
