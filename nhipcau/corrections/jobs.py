"""What the desk does by itself: contacts that were kept long enough go, what is overdue is said once. Idempotent."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import override

from nhipcau.corrections.actions.keeping import forget_contacts
from nhipcau.corrections.actions.reminding import remind

A_WHILE = 600
"""Seconds between two rounds: days are what counts here, not minutes."""


def tend(now: datetime) -> None:
    """Called once a minute; does its round every ten."""
    if cache.add("corrections-tend", 1, A_WHILE):
        tend_day(timezone.localdate(now))


def tend_day(on: date) -> None:
    """One round for that day."""
    forget_contacts(on=on)
    with override(settings.LANGUAGE_CODE):
        remind(on=on)
