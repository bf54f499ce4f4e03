"""The index in each database: it holds ready-made tokens and proposes candidates; it neither folds nor ranks."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

from nhipcau.search.stores.base import Store
from nhipcau.search.stores.postgres import PostgresStore
from nhipcau.search.stores.rows import EVERYTHING, PUBLIC, Filed, Narrow, Row, Shown
from nhipcau.search.stores.sqlite import SqliteStore

__all__ = [
    "EVERYTHING",
    "PUBLIC",
    "Filed",
    "Narrow",
    "PostgresStore",
    "Row",
    "Shown",
    "SqliteStore",
    "Store",
    "store_on",
]


def store_on(connection: BaseDatabaseWrapper, generation: str = "") -> Store:
    """The store for ``connection``'s kind of database."""
    kind = PostgresStore if connection.vendor == "postgresql" else SqliteStore
    return kind(connection, generation)
