"""What many tests of a file find made, as a small site: made once, in a transaction around theirs.

Each test runs in a savepoint of that transaction, which is rolled back as the test's own transaction would be, and gets copies of
the objects. A test that asks for other ground or for none, or empties the tables behind it, begins without: what was made before is
rolled back first.
"""

from __future__ import annotations

import copy
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import transaction
from django.utils import translation

Maker = Callable[[], Any]
MAKERS: dict[str, Maker] = {}
"""The fixture that hands it out → what makes it."""

LARGE = 5_000_000
"""Bytes from which on a file is some test's own matter."""


class Ground:
    """A file's; at most one is open in a process."""

    def __init__(self) -> None:
        self._of: str | None = None
        self._hold: Any = None
        self._made: Any = None
        self._files: dict[Path, tuple[int, bytes]] = {}

    def prepare(self, item: pytest.Item, lay: Callable[[], None]) -> None:
        """What ``item`` asks for lies open, and nothing else."""
        wanted = wanted_by(item)
        if self._of != wanted:
            self.close()
            if wanted:
                self._open(wanted, lay)
                self._of = wanted

    def take(self, name: str) -> Any:
        """A copy of what was made under ``name``, with its files as they were."""
        assert self._of == name
        for place, (changed, content) in self._files.items():
            if not place.is_file() or place.stat().st_mtime_ns != changed:
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(content)
                os.utime(place, ns=(changed, changed))
        cache.clear()
        return copy.deepcopy(self._made)

    def close(self) -> None:
        """As if nothing had been made."""
        if self._hold is not None:
            transaction.set_rollback(True)
            self._hold.__exit__(None, None, None)
            ContentType.objects.clear_cache()
            cache.clear()
        self._of = self._hold = self._made = None
        self._files = {}

    def _open(self, name: str, lay: Callable[[], None]) -> None:
        self._hold = transaction.atomic()
        self._hold._from_testcase = True
        self._hold.__enter__()
        try:
            lay()
            with translation.override(settings.LANGUAGE_CODE):
                self._made = MAKERS[name]()
            self._files = {place: (place.stat().st_mtime_ns, place.read_bytes()) for place in stored()}
        except BaseException:
            self.close()
            raise


def stored() -> list[Path]:
    """Files that the site has stored, those of earlier tests among them: files that say the same have the same name, and are one."""
    roots = (Path(settings.MEDIA_ROOT), Path(settings.STATE) / "private")
    places = (place for root in roots for place in root.rglob("*"))
    return [place for place in places if place.is_file() and place.stat().st_size < LARGE]


def wanted_by(item: pytest.Item) -> str | None:
    """The ground that ``item`` asks for. A test that empties the tables makes its own."""
    names = set(getattr(item, "fixturenames", ()))
    if is_transactional(item):
        return None
    return next((name for name in MAKERS if name in names), None)


def is_transactional(item: pytest.Item) -> bool:
    """Whether ``item`` runs outside a transaction of its own."""
    marker = item.get_closest_marker("django_db")
    said = marker is not None and (marker.kwargs.get("transaction") or (marker.args and marker.args[0]))
    return bool(said) or bool({"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ())))
