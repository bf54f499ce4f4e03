"""What is done once a minute. A room that the worker's own room may not know registers here; the worker rings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

Call = Callable[[datetime], None]
_calls: dict[str, Call] = {}


def each_minute(name: str, call: Call) -> None:
    """From now on ``call`` is made every minute with the time. The last one under a name counts."""
    _calls[name] = call


def ring(now: datetime) -> None:
    """Make all calls. The first that fails stops the round; the next minute tries again."""
    for call in _calls.values():
        call(now)
