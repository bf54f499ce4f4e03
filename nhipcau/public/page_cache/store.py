"""Keeping, finding and dropping whole answers. The disk is the truth; memory is this process's copy of it.

``pages/site/HOST/PATH`` (and ``.gz``, ``.br`` beside it) is what a web server in front hands out; answers to a query lie under
``pages/queried``. ``pages/generation`` grows by a byte with each drop: by its length a process sees that its copies may be old.
"""

from __future__ import annotations

import contextlib
import gzip
import os
import threading
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import brotli

from nhipcau.public.page_cache import index as book
from nhipcau.public.page_cache.index import Index, Row
from nhipcau.public.rules.keeping import ENDINGS, Kept, segments_of

BROTLI = 10
GZIP = 9
"""By judgement: ``bench/compression.py`` shows what each level costs."""
SMALL = 256
"""Answers below so many bytes are not packed: it would not save a packet."""
MEMORY = 48 * 1024 * 1024


class Store:
    """The kept pages of one folder. Safe for threads and for processes of one machine."""

    def __init__(self, folder: Path, *, memory: int = MEMORY) -> None:
        self.folder = folder
        self.index = Index(folder / "index.sqlite3")
        self._generation = folder / "generation"
        self._memory: dict[str, tuple[int, Kept]] = {}
        self._weight = 0
        self._most = memory
        self._lock = threading.Lock()

    # ---- asking
    def generation(self) -> int:
        """How often something was dropped here."""
        try:
            return os.stat(self._generation).st_size  # noqa: PTH116 – asked on every request
        except FileNotFoundError:
            return 0

    def find(self, key: str, *, now: datetime) -> Kept | None:
        """What is kept under ``key``, if it may still be handed out."""
        generation = self.generation()
        held = self._memory.get(key)
        if held is not None:
            if held[0] != generation and not self._still_holds(key, held[1], generation):
                return None
            kept = held[1]
            return kept if kept.until is None or kept.until > now else None
        return self._read(key, generation, now)

    def _still_holds(self, key: str, kept: Kept, generation: int) -> bool:
        row = self.index.find(key)
        if row is not None and row.etag == kept.etag:
            self._memory[key] = (generation, kept)
            return True
        self._forget(key)
        return False

    def _read(self, key: str, generation: int, now: datetime) -> Kept | None:
        row = self.index.find(key)
        if row is None or (row.until is not None and row.until <= now):
            return None
        try:
            bodies = {c: (self.folder / f"{row.file}{ENDINGS[c]}").read_bytes() for c in row.codings}
        except FileNotFoundError:
            return None
        kept = Kept(key, row.etag, row.headers, bodies, row.until)
        self._remember(key, generation, kept)
        return kept

    # ---- keeping
    def put(self, kept: Kept, path: str, tags: Iterable[str], *, seen: int) -> bool:
        """Keep an answer that was begun at generation ``seen``; False where something has changed since, or it has no file."""
        file = self._file_for(kept.key, path)
        if file is None:
            return False
        row = Row(kept.key, file, kept.etag, kept.headers, kept.until, tuple(kept.bodies))
        all_tags = frozenset(tags)
        with self.index.locked() as connection:
            if self.generation() != seen:
                return False
            book.write(connection, row, all_tags)
        with self.index.locked():
            if self.generation() != seen or not self._lay_out(row, kept):
                return False
        self._remember(kept.key, seen, kept)
        return True

    def _file_for(self, key: str, path: str) -> str | None:
        parts = segments_of(path)
        if parts is None:
            return None
        host, _slash, rest = key.partition("/")
        query = rest.partition("?")[2]
        if query:
            return "/".join(["queried", host, *parts[:-1], f"{parts[-1]}@{query}"])
        return "/".join(["site", host, *parts])

    def _lay_out(self, row: Row, kept: Kept) -> bool:
        """Packed files first: a server in front must not find the plain one alone and an old packed one beside it."""
        target = self.folder / row.file
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            for coding in sorted(kept.bodies, reverse=True):
                place = target.with_name(target.name + ENDINGS[coding])
                halfway = place.with_name(f".{place.name}.{os.getpid()}.{threading.get_ident()}")
                halfway.write_bytes(kept.bodies[coding])
                halfway.replace(place)
            for coding, ending in ENDINGS.items():
                if coding not in kept.bodies:
                    target.with_name(target.name + ending).unlink(missing_ok=True)
        except OSError:
            return False
        return True

    # ---- dropping
    def drop(self, tags: Iterable[str]) -> int:
        """Take away everything that depends on any of ``tags``; how many answers that were."""
        with self.index.locked() as connection:
            self._grow()
            rows = book.tagged(connection, tags)
            self._take_away(rows)
            book.forget(connection, [row.key for row in rows])
        return len(rows)

    def sweep(self, now: datetime) -> int:
        """Take away what was kept until ``now`` at the longest."""
        with self.index.locked() as connection:
            rows = book.overdue(connection, now)
            if rows:
                self._grow()
                self._take_away(rows)
                book.forget(connection, [row.key for row in rows])
        return len(rows)

    def clear(self, stamp: str = "") -> None:
        """Take away everything. ``stamp`` says what program the next pages are drawn by."""
        with self.index.locked() as connection:
            self._grow()
            self._take_away(self.index.rows())
            connection.execute("DELETE FROM kept")
            connection.execute("DELETE FROM tags")
            connection.execute("DELETE FROM stamp")
            connection.execute("INSERT INTO stamp VALUES (?)", (stamp,))
        with self._lock:
            self._memory.clear()
            self._weight = 0

    def _grow(self) -> None:
        with self._generation.open("ab") as file:
            file.write(b".")

    def _take_away(self, rows: Iterable[Row]) -> None:
        for row in rows:
            target = self.folder / row.file
            for ending in ENDINGS.values():
                with contextlib.suppress(OSError):
                    target.with_name(target.name + ending).unlink()
            self._forget(row.key)

    # ---- memory
    def _remember(self, key: str, generation: int, kept: Kept) -> None:
        with self._lock:
            self._discard(key)
            self._memory[key] = (generation, kept)
            self._weight += kept.weight
            while self._weight > self._most and self._memory:
                self._discard(next(iter(self._memory)))

    def _forget(self, key: str) -> None:
        with self._lock:
            self._discard(key)

    def _discard(self, key: str) -> None:
        held = self._memory.pop(key, None)
        if held is not None:
            self._weight -= held[1].weight


def packed(body: bytes) -> dict[str, bytes]:
    """The body as it is, and packed where that makes it smaller."""
    bodies = {"": body}
    if len(body) >= SMALL:
        bodies["gzip"] = gzip.compress(body, GZIP, mtime=0)
        bodies["br"] = brotli.compress(body, quality=BROTLI)
    return {coding: each for coding, each in bodies.items() if not coding or len(each) < len(body)}
