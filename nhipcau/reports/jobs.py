"""What the reports room does by itself: opens what is scheduled, reminds, counts. Each may be run again without harm."""

from __future__ import annotations

from datetime import date

from nhipcau.reports.actions import open_scheduled, remind
from nhipcau.reports.looking import keep_up


def tend(*, on: date) -> None:
    """Called every minute by the worker's clock, before the day's mails go out."""
    open_scheduled(on=on)
    remind(on=on)
    keep_up(on)
