"""When to look again: the usual pause after a success; longer and longer, with chance in it, after failures."""

from __future__ import annotations

from datetime import timedelta

LONGEST = timedelta(hours=24)
_FOR_GOOD = {
    "gone": timedelta(days=7),
    "robots": timedelta(hours=24),
    "bad_address": timedelta(days=7),
    "forbidden_address": timedelta(days=7),
}


def next_pause(
    *, every: timedelta, failures: int, chance: float, code: str = "", retry_after: float | None = None
) -> timedelta:
    """``failures`` in a row (0 after a success); ``chance`` in [0, 1) spreads hosts that fail together.

    A server that names its own time (``retry_after``, seconds) is never asked sooner.
    """
    if failures == 0:
        return every * (0.95 + 0.1 * chance)
    pause = _FOR_GOOD.get(code) or min(every * 2 ** min(failures - 1, 10), LONGEST)
    pause = pause * (0.75 + 0.5 * chance)
    return max(pause, timedelta(seconds=retry_after or 0.0))
