"""An office's plan as it comes back in a form that was filled in without a connection: each fault names its cell."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from openpyxl.utils import get_column_letter

from nhipcau.planning.rules.money import BadMoney, parse_money
from nhipcau.ports.messages import noop
from nhipcau.ports.papers.filled_form import BESIDE, Fault, beside, last_told_row, merged, moved, opened, words_in

PLAN_SHEET, COST_SHEET, DUTY_SHEET = "Kế hoạch", "Dự toán", "Nhiệm vụ"
PLAN_KEYS = ("code", "no", "duty", "basis", "activity", "output", "measure", "start", "end", "fund")
COST_KEYS = ("no", "text", "unit", "quantity", "times", "price", "amount")
KEY_ROW, FIRST_ROW, MOST_ROWS = 4, 6, 3000
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
"""Typed as text, "1.500" may be fifteen hundred or one and a half: it is asked again, never guessed."""


@dataclass(frozen=True, slots=True)
class CostRow:
    """An item; ``cell`` is where it stands."""

    cell: str
    text: str
    unit: str
    quantity: Decimal
    times: Decimal
    price: Decimal


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line; ``code`` is the id of the one it changes, None for a new one."""

    cell: str
    code: int | None
    duty: int | None
    basis: str
    activity: str
    output: str
    measure: str
    starts_on: date
    ends_on: date
    fund: str
    costs: tuple[CostRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Expected:
    """What the form of this plan holds: its stamp, duties and codes that may be named, funds by their words."""

    stamp: str
    duties: Collection[int]
    codes: Collection[int]
    funds: Mapping[str, str]


def stamp_of(year: int, plan: int) -> str:
    """What makes a form that of one plan of one year."""
    return f"NHIPCAU-KH/{year}/{plan}/1"


def read_form(content: bytes, expected: Expected) -> tuple[list[LineRow], list[Fault]]:
    """The lines of a form, or every fault found in it; never both."""
    try:
        return _read(content, expected)
    except Exception:  # a sheet whose inside is broken: openpyxl raises whatever its XML reader raises
        return [], [Fault("", "", noop("The workbook cannot be opened. Save it as .xlsx and try again."))]


def _read(content: bytes, expected: Expected) -> tuple[list[LineRow], list[Fault]]:
    book, refused = opened(content, (PLAN_SHEET, COST_SHEET))
    if refused:
        return [], refused
    found = str(book[PLAN_SHEET]["A2"].value or "")
    if found != expected.stamp:
        return [], [
            Fault(PLAN_SHEET, "A2", noop("This is the form of another year or office. Download this plan's own."))
        ]
    sheets = (PLAN_SHEET, COST_SHEET)
    faults = [*moved(book[PLAN_SHEET], PLAN_KEYS, KEY_ROW), *moved(book[COST_SHEET], COST_KEYS, KEY_ROW),
              *merged(content, book, sheets, FIRST_ROW)]  # fmt: skip
    if faults:
        return [], faults
    reader = _Reader(expected, content, book)
    lines = reader.lines()
    return ([], reader.faults) if reader.faults else (lines, [])


class _Reader:
    """Goes through the rows and remembers every fault."""

    def __init__(self, expected: Expected, content: bytes, book: Any) -> None:
        self.expected, self.content, self.book, self.faults = expected, content, book, list[Fault]()
        self._funds = {words.casefold(): key for key, words in expected.funds.items()}

    def lines(self) -> list[LineRow]:
        """The rows of both sheets put together by the number of the line."""
        costs: dict[str, list[CostRow]] = {}
        places: dict[str, str] = {}
        for row, values in self._rows(COST_SHEET, COST_KEYS, free={"amount"}):
            no, cost = self._cost(row, values)
            places.setdefault(no, f"A{row}")
            if cost:
                costs.setdefault(no, []).append(cost)
        found: list[LineRow] = []
        seen: set[str] = set()
        for row, values in self._rows(PLAN_SHEET, PLAN_KEYS):
            no = words_in(values["no"])
            if no and no in seen:
                self._fault(PLAN_SHEET, f"B{row}", noop("This number stands twice."))
            seen.add(no)
            line = self._line(row, values, tuple(costs.get(no, ())) if no else ())
            if line:
                found.append(line)
        for no in places.keys() - seen:
            self._fault(COST_SHEET, places[no], noop("No line of the plan has this number."))
        return found

    def _rows(
        self, name: str, keys: tuple[str, ...], free: Collection[str] = ()
    ) -> Iterator[tuple[int, dict[str, Any]]]:
        """Rows that say something, however many blank ones lie between them. Formulas are faults."""
        last, found = last_told_row(self.content, self.book, name), 0
        if last < FIRST_ROW:
            return
        cells = self.book[name].iter_rows(min_row=FIRST_ROW, max_row=last, max_col=len(keys) + BESIDE)
        for row, line in enumerate(cells, start=FIRST_ROW):
            self.faults += beside(name, row, line, len(keys))
            values = {key: cell.value for key, cell in zip(keys, line, strict=False)}
            told = {k: v for k, v in values.items() if k not in free and v not in (None, "") and words_in(v)}
            if not told.keys() - {"code", "no"}:
                continue
            found += 1
            if found > MOST_ROWS:
                self._fault(name, f"A{row}", noop("There are too many rows."))
                return
            formulas = [at for at, (key, cell) in enumerate(zip(keys, line, strict=False))
                        if key not in free and getattr(cell, "data_type", "") == "f"]  # fmt: skip
            for at in formulas:
                cell = f"{get_column_letter(at + 1)}{row}"
                self._fault(name, cell, noop("A formula stands here. Paste its value instead."))
            if not formulas:
                yield row, {key: values.get(key) for key in keys}

    def _fault(self, sheet: str, cell: str, message: str, **params: str) -> None:
        self.faults.append(Fault(sheet, cell, message, params))

    def _cost(self, row: int, values: dict[str, Any]) -> tuple[str, CostRow | None]:
        before, no, text = len(self.faults), words_in(values["no"]), words_in(values["text"])
        for column, value in (("A", no), ("B", text)):
            if not value:
                self._fault(COST_SHEET, f"{column}{row}", noop("This cell is needed."))
        quantity = self._number(values["quantity"], f"D{row}")
        times = Decimal(1) if values["times"] in (None, "") else self._number(values["times"], f"E{row}")
        price = self._money(values["price"], f"F{row}")
        if len(self.faults) > before or quantity is None or times is None or price is None:
            return no, None
        return no, CostRow(f"A{row}", text, words_in(values["unit"]), quantity, times, price)

    def _line(self, row: int, values: dict[str, Any], costs: tuple[CostRow, ...]) -> LineRow | None:
        before = len(self.faults)
        code = self._known(
            values["code"], f"A{row}", self.expected.codes, noop("The program does not know this code.")
        )
        duty = self._known(
            values["duty"],
            f"C{row}",
            self.expected.duties,
            noop("The office has no duty with this number: see the third sheet."),
        )
        if not words_in(values["activity"]):
            self._fault(PLAN_SHEET, f"E{row}", noop("This cell is needed."))
        if costs == () and not words_in(values["no"]):
            self._fault(PLAN_SHEET, f"B{row}", noop("This cell is needed."))
        starts, ends = self._day(values["start"], f"H{row}"), self._day(values["end"], f"I{row}")
        fund = self._funds.get(words_in(values["fund"]).casefold())
        if fund is None:
            self._fault(PLAN_SHEET, f"J{row}", noop("Choose a source of money from the list."))
        if len(self.faults) > before or starts is None or ends is None or fund is None:
            return None
        words = {key: words_in(values[key]) for key in ("basis", "activity", "output", "measure")}
        return LineRow(f"A{row}", code, duty, starts_on=starts, ends_on=ends, fund=fund, costs=costs, **words)

    def _known(self, value: Any, cell: str, known: Collection[int], message: str) -> int | None:
        words = words_in(value)
        if not words:
            return None
        number = int(words) if words.isdecimal() and len(words) < 12 else -1
        if number not in known:
            self._fault(PLAN_SHEET, cell, message)
            return None
        return number

    def _number(self, value: Any, cell: str) -> Decimal | None:
        words = words_in(value)
        try:
            number = (
                Decimal(-1)
                if isinstance(value, str) and _THOUSANDS.fullmatch(words)
                else Decimal(words.replace(",", "."))
            )
        except InvalidOperation:
            number = Decimal(-1)
        if not (number.is_finite() and 0 <= number < 10**9 and number == number.quantize(Decimal("0.01"))):
            self._fault(COST_SHEET, cell, noop("A number from nought on is needed here, with two decimals at most."))
            return None
        return number

    def _money(self, value: Any, cell: str) -> Decimal | None:
        try:
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                return parse_money(format(Decimal(str(value)).normalize(), "f"))
            return parse_money(words_in(value))
        except BadMoney:
            self._fault(COST_SHEET, cell, noop("An amount of whole đồng is needed here, such as 1.500.000."))
            return None

    def _day(self, value: Any, cell: str) -> date | None:
        if isinstance(value, datetime):
            return value.date()
        try:
            return datetime.strptime(words_in(value), "%d/%m/%Y").date()  # noqa: DTZ007
        except ValueError:
            self._fault(PLAN_SHEET, cell, noop("A day is needed here, written as 31/12/2027."))
            return None
