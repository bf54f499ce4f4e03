"""One connection a host at a time, and a pause between two requests."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class _Turn:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.next = 0.0


class Manners:
    """``pause``: seconds between the end of one request to a host and the beginning of the next."""

    def __init__(self, *, pause: float = 1.0) -> None:
        self.pause = pause
        self._turns: dict[str, _Turn] = {}
        self._door = threading.Lock()

    @contextmanager
    def turn(self, host: str, *, pause: float | None = None) -> Iterator[None]:
        """Wait for one's turn at ``host``; ``pause`` is what its robots.txt asks for, where that is longer."""
        with self._door:
            mine = self._turns.setdefault(host, _Turn())
        with mine.lock:
            wait = mine.next - time.monotonic()
            if wait > 0:
                time.sleep(wait)
            try:
                yield
            finally:
                mine.next = time.monotonic() + max(self.pause, pause or 0.0)
