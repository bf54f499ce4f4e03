"""A province on a database that is made for one measurement and dropped at its end: SQLite, or a PostgreSQL server."""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent


@contextlib.contextmanager
def province(database_url: str | None) -> Iterator[str]:
    """Django set up, migrated, the default profile loaded. Gives the vendor's name. Call once in a process."""
    with tempfile.TemporaryDirectory(prefix="nhipcau-bench-") as state, _database(database_url) as url:
        os.environ.update(NHIPCAU_STATE=state, DJANGO_SETTINGS_MODULE="config.settings.local")
        os.environ.pop("DATABASE_URL", None)
        if url:
            os.environ["DATABASE_URL"] = url
        sys.path.insert(0, str(ROOT))
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        call_command("load_profile", str(settings.PROFILE), verbosity=0)
        try:
            yield connection.vendor
        finally:
            connection.close()


@contextlib.contextmanager
def _database(url: str | None) -> Iterator[str | None]:
    if not url:
        yield None
        return
    import psycopg
    from psycopg.sql import SQL, Identifier

    name = f"nhipcau_bench_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        finally:
            server.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))
