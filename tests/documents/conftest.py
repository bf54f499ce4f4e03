"""What the tests of the library share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from nhipcau.documents.models import Document
from nhipcau.people.models import Staff
from nhipcau.people.rules.roles import StaffRole
from tests.factories.documents import brought, plan, seed


@pytest.fixture
def approver(staff_of: Callable[..., Staff]) -> Staff:
    """Who may approve and not review."""
    return staff_of(StaffRole.APPROVER)


@pytest.fixture
def document(db: None, coordinator: Staff) -> Document:
    """The small plan, read and waiting for review."""
    return brought(plan(), by=coordinator)


@pytest.fixture
def decision(db: None) -> Document:
    """The real decision, read and waiting for review."""
    return brought(seed(), name="1899.txt")


@pytest.fixture
def quarantine() -> Path:
    """Where uploads wait; the tests' own state."""
    return Path(settings.STATE) / "private" / "quarantine"


@pytest.fixture
def frozen_again(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[list[str]]:
    """SQLite's triggers that keep rows frozen, put back after the database was emptied.

    Ask for it before ``transactional_db``, and ``let_go`` at the end of the test.
    """
    with django_db_blocker.unblock(), connection.cursor() as cursor:  # type: ignore[attr-defined]
        rows: list[str] = []
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'")
            rows = [sql for (sql,) in cursor.fetchall()]
    yield rows
    with django_db_blocker.unblock(), connection.cursor() as cursor:  # type: ignore[attr-defined]
        for sql in rows:
            cursor.execute(sql.replace("CREATE TRIGGER ", "CREATE TRIGGER IF NOT EXISTS ", 1))


def let_go() -> None:
    """Drop SQLite's triggers, so that the test's rows can be deleted."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')
