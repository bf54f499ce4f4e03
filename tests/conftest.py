"""What all tests share: a member of staff for each role, and a browser's way in."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.db import connection
from django.test import Client
from django.utils import translation
from wagtail.models import Page

from nhipcau.people.models import Office, Staff
from nhipcau.people.rules.roles import StaffRole
from tests.factories.people import coordinating_office, staff_at
from tests.ground import Ground, wanted_by

LAID = {
    "wagtailcore.locale", "wagtailcore.page", "wagtailcore.site", "wagtailcore.collection", "media.licence", "monitoring.rule",
    "people.trainingsubject", "work.awardcategory", "search.abbreviation",
}  # fmt: skip
"""Tables in which migrations lay rows that the program counts on."""


TEMPLATE = os.environ.get("NHIPCAU_TEST_TEMPLATE", "")
"""A migrated database to copy instead of migrating once for each process: a file (SQLite) or the name of a database (PostgreSQL)."""


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest) -> bool:
    """A copy of the template is not made anew."""
    return bool(TEMPLATE) or request.config.getoption("reuse_db")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: Any) -> None:
    """The template's copy, under the name that this process is to use."""
    if not TEMPLATE:
        return
    mine = settings.DATABASES["default"]
    name = mine["TEST"].get("NAME") or f"test_{mine['NAME']}"
    if connection.vendor == "sqlite":
        for ending in ("-wal", "-shm", "-journal"):
            Path(f"{name}{ending}").unlink(missing_ok=True)
        shutil.copyfile(TEMPLATE, name)
        return
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{TEMPLATE}"')


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Files with a slow test first, so that none of them is what the others wait for in the end; in a file, tests on the same ground together.

    On PostgreSQL only what asks a database: all else is the same as on SQLite and has been run there (NHIPCAU_TEST_ONLY_DATABASE).
    """
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    files = {path: number for number, path in enumerate(dict.fromkeys(item.path for item in items))}
    items.sort(key=lambda item: (item.path not in slow, files[item.path], wanted_by(item) or ""))
    if os.environ.get("NHIPCAU_TEST_ONLY_DATABASE") != "1":
        return
    asks = {"db", "transactional_db", "live_server", "django_db_setup"}
    kept = [
        item
        for item in items
        if item.get_closest_marker("django_db") or asks & set(getattr(item, "fixturenames", ()))
    ]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """What is there before the first test stays to the end: it is not looked through for circles again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def laid_by_migrations(django_db_setup: None, django_db_blocker: Any) -> str:
    """Those rows as they are in a new database, as JSON."""
    with django_db_blocker.unblock():
        rows = [row for label in sorted(LAID) for row in apps.get_model(label).objects.order_by("pk")]
        return str(serializers.serialize("json", rows, use_natural_foreign_keys=True))


def lay_anew(rows: str) -> None:
    """Put ``rows`` of ``laid_by_migrations`` back where they were emptied away."""
    if Page.objects.exists():
        return
    ContentType.objects.clear_cache()
    for found in serializers.deserialize("json", rows):
        found.save()


@pytest.fixture(scope="module")
def ground(django_db_setup: None, django_db_blocker: Any) -> Iterator[Ground]:
    """What the tests of a file share; rolled back before anything of the next file begins."""
    shared = Ground()
    yield shared
    with django_db_blocker.unblock():
        shared.close()


@pytest.fixture
def _ground_prepared(
    request: pytest.FixtureRequest, ground: Ground, django_db_blocker: Any, laid_by_migrations: str
) -> None:
    with django_db_blocker.unblock():
        ground.prepare(request.node, lambda: lay_anew(laid_by_migrations))


@pytest.fixture
def _django_db_helper(_ground_prepared: None, _django_db_helper: None) -> None:
    """The test's own transaction begins where the ground lies."""


@pytest.fixture(autouse=True)
def laid_anew(request: pytest.FixtureRequest) -> None:
    """A transactional test empties the tables behind it: whoever comes next in the same process finds them as new."""
    names = {"db", "transactional_db", "live_server"} & set(request.fixturenames)
    if not names and request.node.get_closest_marker("django_db") is None:
        return
    request.getfixturevalue("_django_db_helper")
    lay_anew(request.getfixturevalue("laid_by_migrations"))


@pytest.fixture(autouse=True)
def _speaks_vietnamese() -> None:
    """A request leaves its language with the thread that answered it: each test begins with the site's own."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True, scope="session")
def _laid_is_read_first(request: pytest.FixtureRequest) -> None:
    """Before anything can empty the tables."""
    if any(
        item.get_closest_marker("django_db") or "db" in getattr(item, "fixturenames", ())
        for item in request.session.items
    ):
        request.getfixturevalue("laid_by_migrations")


@pytest.fixture
def office(db: None) -> Office:
    """The coordinating office."""
    return coordinating_office()


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
        return staff_at(at or office, role, username)

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
