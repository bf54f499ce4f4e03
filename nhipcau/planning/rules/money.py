"""Money in whole đồng, always ``Decimal``: products, sums, as people write it, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

MOST = Decimal(10) ** 15
"""No amount reaches this: the columns are wider, floating point in spreadsheets and SQLite is exact up to here."""


class BadMoney(ValueError):
    """The words are no amount of đồng."""


@dataclass(frozen=True, slots=True)
class Priced:
    """What an item of an estimate is multiplied from; ``unit_price`` in đồng, ``norm`` the most allowed or None."""

    quantity: Decimal
    times: Decimal
    unit_price: Decimal
    norm: Decimal | None = None

    @property
    def is_over_norm(self) -> bool:
        """Whether a unit costs more than its norm."""
        return self.norm is not None and self.unit_price > self.norm


def amount_of(item: Priced) -> Decimal:
    """Quantity × times × unit price, half a đồng up. Raises BadMoney from a million billion on."""
    product = (item.quantity * item.times * item.unit_price).quantize(Decimal(1), ROUND_HALF_UP)
    if not 0 <= product < MOST:
        raise BadMoney(str(product))
    return product


def total_of(amounts: Iterable[Decimal | None]) -> Decimal:
    """The sum; what is missing counts nothing."""
    return sum((amount for amount in amounts if amount is not None), Decimal(0))


_SHORT = {"": 1, "đ": 1, "đồng": 1, "vnđ": 1, "vnd": 1, "nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tr": 10**6, "tỷ": 10**9,
          "tỉ": 10**9}  # fmt: skip
_AMOUNT = re.compile(r"(?P<number>\d[\d.,\s\u00a0]*)\s*(?P<word>[a-zđýỷỉìàệ]*)\s*(?:đồng|đ|vnđ|vnd)?", re.IGNORECASE)
_GROUPED = re.compile(r"\d{1,3}(?:[.,\s\u00a0]\d{3})+")


def parse_money(words: str) -> Decimal:
    """ "1.500.000", "1,500,000", "1 500 000 đ", "1500000", "1,5 triệu", "2 tỷ" → whole đồng. Raises BadMoney.

    A dot or comma before exactly three digits groups thousands; anything else is a decimal sign, allowed only
    with nghìn, triệu, tỷ.
    """
    match = _AMOUNT.fullmatch(words.strip())
    word = match["word"].casefold() if match else "?"
    if match is None or word not in _SHORT:
        raise BadMoney(words)
    printed = match["number"].strip()
    if _GROUPED.fullmatch(printed) and (_SHORT[word] == 1 or not re.fullmatch(r"\d{1,3}[.,]\d{3}", printed)):
        number = Decimal(re.sub(r"\D", "", printed))
    elif re.fullmatch(r"\d+", printed):
        number = Decimal(printed)
    elif _SHORT[word] > 1 and re.fullmatch(r"\d+[.,]\d+", printed):
        number = Decimal(printed.replace(",", "."))
    else:
        raise BadMoney(words)
    amount = number * _SHORT[word]
    if amount != amount.to_integral_value() or amount >= MOST:
        raise BadMoney(words)
    return amount.quantize(Decimal(1))


def grouped(amount: Decimal | int | None) -> str:
    """As Vietnamese print it: ``1.500.000``; "" for None."""
    return "" if amount is None else f"{amount:,.0f}".replace(",", ".")


_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", " nghìn", " triệu", " tỷ", " nghìn tỷ", " triệu tỷ")


def in_words(amount: Decimal) -> str:
    """The amount as papers write it out: "Một triệu năm trăm nghìn đồng"."""
    number = int(amount)
    if number == 0:
        return "Không đồng"
    groups: list[int] = []
    rest = abs(number)
    while rest:
        rest, group = divmod(rest, 1000)
        groups.append(group)
    top = len(groups) - 1
    said = [_three(group, full=at != top) + _SCALES[at] for at, group in reversed(list(enumerate(groups))) if group]
    words = ("âm " if number < 0 else "") + " ".join(said)
    return f"{words[0].upper()}{words[1:]} đồng"


def _three(group: int, *, full: bool) -> str:
    hundreds, tens, ones = group // 100, group // 10 % 10, group % 10
    said = [f"{_DIGITS[hundreds]} trăm"] if hundreds or full else []
    if tens == 0:
        if ones and said:
            said.append("lẻ")
    else:
        said.append("mười" if tens == 1 else f"{_DIGITS[tens]} mươi")
    if ones == 1 and tens > 1:
        said.append("mốt")
    elif ones == 5 and tens > 0:
        said.append("lăm")
    elif ones:
        said.append(_DIGITS[ones])
    return " ".join(said)


def shares(parts: Mapping[str, Decimal]) -> dict[str, int]:
    """Each part of the whole in percent, rounded; noughts where there is nothing."""
    whole = total_of(parts.values())
    return {key: round(100 * part / whole) if whole else 0 for key, part in parts.items()}
