"""What all tests share: a member of staff for each role, and a browser's way in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import Client

from nhipcau.people.models import Membership, Office, Staff
from nhipcau.people.rules.roles import StaffRole


@pytest.fixture
def office(db: None) -> Office:
    """The coordinating office."""
    return Office.objects.get_or_create(
        key="so-tttt", defaults={"name": "Sở Thông tin và Truyền thông", "kind": "so", "level": "province"}
    )[0]


@pytest.fixture
def other_office(db: None) -> Office:
    """Another office, whose work is nobody else's business."""
    return Office.objects.get_or_create(
        key="so-ct", defaults={"name": "Sở Công Thương", "kind": "so", "level": "province"}
    )[0]


@pytest.fixture
def staff_of(office: Office) -> Callable[..., Staff]:
    """``staff_of(role, office=None, username=None)``: a member of staff with that role today."""

    def make(role: StaffRole | str, at: Office | None = None, username: str | None = None) -> Staff:
        place = at or office
        name = username or f"{StaffRole(role).value}-{place.key}"
        staff, _ = Staff.objects.get_or_create(
            username=name, defaults={"full_name": name, "email": f"{name}@example.vn"}
        )
        Membership.objects.get_or_create(staff=staff, office=place, role=StaffRole(role))
        return staff

    return make


@pytest.fixture
def coordinator(staff_of: Callable[..., Staff]) -> Staff:
    """The coordinator of the coordinating office."""
    return staff_of(StaffRole.COORDINATOR)


@pytest.fixture
def focal(staff_of: Callable[..., Staff], other_office: Office) -> Staff:
    """The focal point of the other office."""
    return staff_of(StaffRole.FOCAL, other_office)


@pytest.fixture
def signed_in(client: Client) -> Callable[[Staff], Client]:
    """``signed_in(staff)``: a test client in that person's session."""

    def sign_in(staff: Staff) -> Client:
        client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def frozen_rows_let_go(transactional_db: None) -> Iterator[None]:
    """Append-only tables would refuse the emptying after a transactional test on SQLite."""
    yield
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor, connection.constraint_checks_disabled():
        cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
        frozen = cursor.fetchall()
        for name, _table, _sql in frozen:
            cursor.execute(f'DROP TRIGGER "{name}"')
        for table in sorted({table for _name, table, _sql in frozen}):
            cursor.execute(f'DELETE FROM "{table}"')
        for _name, _table, sql in frozen:
            cursor.execute(sql)
