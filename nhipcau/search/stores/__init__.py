"""The index in each database: it holds ready-made tokens and proposes candidates; it neither folds nor ranks."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

from nhipcau.search.stores.base import Row, Store
from nhipcau.search.stores.postgres import PostgresStore
from nhipcau.search.stores.sqlite import SqliteStore

__all__ = ["PostgresStore", "Row", "SqliteStore", "Store", "store_on"]


def store_on(connection: BaseDatabaseWrapper) -> Store:
    """The store for ``connection``'s kind of database."""
    return PostgresStore(connection) if connection.vendor == "postgresql" else SqliteStore(connection)
