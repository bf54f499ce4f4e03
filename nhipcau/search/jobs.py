"""What the room does by itself. The worker's clock calls ``tend`` every minute."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from nhipcau.search.actions import forget_searches, send_alerts

MAIL_HOUR = 7
"""Alerts go out from this hour of the day on, in the province's time."""


def tend(now: datetime) -> None:
    """Forget what need not be known any more, and from the morning on tell what is new. Each is idempotent."""
    here = timezone.localtime(now)
    forget_searches(on=here.date())
    if here.hour >= MAIL_HOUR:
        send_alerts(on=here.date())
