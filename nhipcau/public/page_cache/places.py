"""The store of this site: where it lies, whether it is in use, and what program its pages were drawn by."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from nhipcau.public.page_cache.store import Store

_ROOM = Path(__file__).resolve().parent.parent


def is_on() -> bool:
    """The setting NHIPCAU_PAGE_CACHE; never while debugging."""
    return bool(getattr(settings, "NHIPCAU_PAGE_CACHE", True)) and not settings.DEBUG


def folder() -> Path:
    """``pages`` in the state folder, or NHIPCAU_PAGES: a web server in front reads ``site`` below it."""
    return Path(getattr(settings, "NHIPCAU_PAGES", "") or settings.STATE / "pages")


@lru_cache(maxsize=4)
def _store(place: Path) -> Store:
    store = Store(place)
    mine = program_stamp()
    if store.index.stamp() != mine:
        store.clear(mine)
    return store


def the_store() -> Store:
    """The store; emptied when the program that draws the pages is another than the one that filled it."""
    return _store(folder())


def program_stamp() -> str:
    """Changes with the templates, styles, translations and code of the public room, and with the names of static files."""
    seen = hashlib.sha256(str(settings.WAGTAILADMIN_BASE_URL).encode())
    manifest = Path(settings.STATIC_ROOT or _ROOM) / "staticfiles.json"
    files = [p for p in sorted(_ROOM.rglob("*")) if p.suffix in {".html", ".css", ".js", ".svg", ".py", ".mo"}]
    for path in [*files, *([manifest] if manifest.is_file() else [])]:
        stat = path.stat()
        seen.update(f"{path.name} {stat.st_mtime_ns} {stat.st_size}\n".encode())
    return seen.hexdigest()
