"""``{{ version|figure:"vi" }}``: a fact's answer as a language writes it; ``{{ amount|dong }}``: an amount of money."""

from __future__ import annotations

from decimal import Decimal

from django import template

from nhipcau.newsroom.facts import said
from nhipcau.newsroom.models import FactVersion
from nhipcau.newsroom.rules.figures import written

register = template.Library()


@register.filter
def figure(version: FactVersion, language: str) -> str:
    """The number as ``language`` writes it, or the statement."""
    return said(version, language)


@register.filter
def dong(amount: Decimal | None) -> str:
    """An amount in đồng as it is written here: 12.500.000 đ; "–" where there is none."""
    return "–" if amount is None else f"{written(Decimal(amount), 'vi', places=0)} đ"
