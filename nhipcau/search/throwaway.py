"""An index for one run: a temporary SQLite file, or a schema of its own on a PostgreSQL server, gone at the end."""

from __future__ import annotations

import contextlib
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dj_database_url
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from nhipcau.search.stores import Store, store_on


@contextlib.contextmanager
def throwaway_store(database_url: str = "") -> Iterator[Store]:
    """An empty store, to fill at once: call its ``filled`` then. Never touches the site's own database or tables."""
    with tempfile.TemporaryDirectory(prefix="nhipcau-index-") as folder:
        settings: dict[str, Any] = {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(Path(folder) / "index.sqlite3"),
        }
        if database_url:
            settings = dict(dj_database_url.parse(database_url))
        connection = ConnectionHandler({"default": settings})["default"]
        try:
            with _own_place(connection):
                store = store_on(connection)
                store.create(to_fill=True)
                yield store
        finally:
            connection.close()


@contextlib.contextmanager
def _own_place(connection: BaseDatabaseWrapper) -> Iterator[None]:
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode = OFF")
            cursor.execute("PRAGMA synchronous = OFF")
            cursor.execute("PRAGMA cache_size = -200000")
        yield
        return
    schema = f"search_{secrets.token_hex(6)}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {schema}")
        cursor.execute(f"SET search_path TO {schema}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA {schema} CASCADE")
