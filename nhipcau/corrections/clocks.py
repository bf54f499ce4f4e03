"""How long the desk has for what, from the rows of legal clocks. Where no row fits nothing is made up: there is no day then."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from nhipcau.newsroom.listeners import answer_day
from nhipcau.people.models import LegalClock

TRIAGE = "dinh-chinh-phan-loai"
DESK = "dinh-chinh-tra-loi"
REPLY = "dinh-chinh-phan-hoi"
CORRESPONDENCE = "tra-loi-bao-chi"
"""Written answers to criticism."""


def clock_for(rule: str, on: date) -> LegalClock | None:
    """The clock of that rule that holds on ``on`` and says how long; the youngest where several do."""
    holds = (Q(valid_from__isnull=True) | Q(valid_from__lte=on)) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))
    rows = LegalClock.objects.filter(holds, rule=rule, amount__isnull=False)
    return rows.order_by("-valid_from", "-pk").first()


def due_day(clock: LegalClock | None, on: date) -> date | None:
    """When a clock that begins on ``on`` runs out; None without a clock."""
    return answer_day(clock, on) if clock is not None else None
