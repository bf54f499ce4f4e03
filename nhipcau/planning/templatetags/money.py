"""Money as Vietnamese print it."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django import template

from nhipcau.planning.models import ReviewItem
from nhipcau.planning.rules.money import grouped

register = template.Library()


@register.filter
def dong(amount: Decimal | int | None) -> str:
    """``1.500.000``; a dash where there is none."""
    return "–" if amount is None else grouped(amount)


@register.filter
def million(amount: Decimal | int | None) -> str:
    """Millions of đồng with one decimal: "1.234,5"; a dash where there is none."""
    if amount is None:
        return "–"
    whole, part = divmod(round(Decimal(amount) / 100_000), 10)
    return f"{grouped(whole)},{part}" if part else grouped(whole)


@register.filter
def quantity(number: Decimal | int | None) -> str:
    """As Vietnamese print a number of things: ``3.000``, ``1,5``; a dash where there is none."""
    if number is None:
        return "–"
    whole, _dot, part = f"{Decimal(number).normalize():f}".partition(".")
    return f"{grouped(Decimal(whole))},{part}" if part else grouped(Decimal(whole))


@register.filter
def at(mapping: Any, key: Any) -> Any:
    """``tones|at:line.state``: empty where there is none."""
    return mapping.get(key, "")


@register.filter
def silent_but(item: ReviewItem, own: Collection[int]) -> list[int]:
    """Offices that were asked about ``item`` and have not answered, ``own`` apart: those answer beside it."""
    return [p.office_id for p in item.proposals.all() if not p.proposal and p.office_id not in own]


@register.filter
def share(part: Decimal | int | None, whole: Decimal | int | None) -> int:
    """How many percent ``part`` is of ``whole``, 0 to 100."""
    return max(0, min(100, round(100 * (part or 0) / whole))) if whole else 0
