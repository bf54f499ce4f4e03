"""What the work room does by itself each day. The worker's clock calls ``tend`` every minute."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from nhipcau.work.actions import make_notices, open_periods, send_digests

DIGEST_HOUR = 7
"""Digests go out from this hour of the day on, in the province's time: nobody is mailed at midnight."""


def tend(*, on: date) -> None:
    """Open periods, leave notices and, from the morning on, send digests for ``on``. Each is idempotent."""
    open_periods(on=on)
    make_notices(on=on)
    if timezone.localtime().hour >= DIGEST_HOUR:
        send_digests(on=on)
