"""No count, list or score of authors, outlets, sites or senders exists: models, values, exports, addresses and every query are walked."""

from __future__ import annotations

import dataclasses
import importlib
import json
import pkgutil
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import ForeignKey
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

import nhipcau.corrections
import nhipcau.monitoring
from nhipcau.corrections import actions
from nhipcau.corrections.rules.verdicts import Kind
from nhipcau.people.models import Staff
from nhipcau.people.rules.roles import StaffRole
from tests.corrections.conftest import Desk
from tests.factories.corrections import published, received
from tests.factories.press import story_of
from tests.monitoring.test_no_authors import AUTHOR

ROOMS = ("corrections", "monitoring")
BY_WHOM = re.compile(
    r"(outlets?|hosts?|sites?|authors?|senders?|publishers?|emails?|addressees?|contacts?)_?(count|score|rank|rating|total|stat)|"
    r"(count|score|rank|rating|total|stat)s?_?(of|by|per)_?(outlet|host|site|author|sender|publisher|addressee)",
    re.IGNORECASE,
)
WHO = r"(?:outlet|host|item_url|item_title|addressee|email|name|url|by_id|sent_by_id|added_by_id)"
GROUPED = re.compile(
    rf'GROUP BY [^;]*"corrections_[a-z]+"\."{WHO}"|GROUP BY [^;]*"monitoring_(?:article|source|digestitem)"\."{WHO}"',
    re.IGNORECASE,
)
"""What a count of outlets or of people would have to say to the database."""
ACTED = {"by", "sent_by", "recorded_by", "added_by"}


def modules() -> Iterator[Any]:
    for room in (nhipcau.corrections, nhipcau.monitoring):
        for found in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            if ".migrations" not in found.name and ".management" not in found.name:
                yield importlib.import_module(found.name)


def test_no_table_has_a_column_for_who_wrote_or_for_counting_them() -> None:
    fields = [
        f"{m.__name__}.{f.name}"
        for room in ROOMS
        for m in apps.get_app_config(room).get_models()
        for f in m._meta.get_fields()
    ]
    assert len(fields) > 200
    assert [name for name in fields if AUTHOR.search(name.partition(".")[2]) or BY_WHOM.search(name)] == []


def test_people_in_the_tables_are_only_the_staff_who_acted() -> None:
    for model in apps.get_app_config("corrections").get_models():
        for field in model._meta.get_fields():
            if isinstance(field, ForeignKey) and field.related_model is Staff:
                assert field.name in ACTED, f"{model.__name__}.{field.name}"


def test_no_outlet_has_a_row_of_its_own() -> None:
    names = {m.__name__ for room in ROOMS for m in apps.get_app_config(room).get_models()}
    assert not names & {"Outlet", "Publisher", "Author", "Journalist", "Sender", "Person"}


def test_no_value_and_no_function_of_the_rooms_has_such_a_name() -> None:
    values, functions = 0, 0
    for module in modules():
        for name, thing in vars(module).items():
            if getattr(thing, "__module__", None) != module.__name__:
                continue
            if isinstance(thing, type) and dataclasses.is_dataclass(thing):
                values += 1
                assert [
                    f.name for f in dataclasses.fields(thing) if AUTHOR.search(f.name) or BY_WHOM.search(f.name)
                ] == [], thing
            elif callable(thing):
                functions += 1
                assert not BY_WHOM.search(name), f"{module.__name__}.{name}"
    assert values > 40
    assert functions > 200


def keys_of(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key), inner
            yield from keys_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys_of(inner)


@pytest.mark.django_db
def test_no_screen_feed_or_export_counts_them_and_no_query_groups_by_them(
    desk: Desk, small_site: Any, client: Client, staff_of: Callable[..., Staff]
) -> None:
    boss = staff_of(StaffRole.COORDINATOR)
    entry = published(received(email="nguoi-gui@example.vn"), by=desk.editor, second=desk.second)
    published(received("Cầu dài 3 km."), by=desk.editor, second=desk.second)
    opinion = actions.triage(received(), actions.Decision(Kind.OPINION, "x"), by=boss, now=timezone.now())
    story = story_of("Tin")
    public = [
        "/dinh-chinh/",
        f"/dinh-chinh/vu/{entry.case.number}/",
        "/dinh-chinh/so-lieu/",
        "/dinh-chinh/?q=nha+may",
    ]
    exports = [
        "/dinh-chinh/figures.json",
        "/dinh-chinh/claim-review.json",
        "/dinh-chinh/feed.json",
        "/dinh-chinh/rows/1.json",
    ]
    staff = [
        reverse("corrections:desk"), reverse("corrections:case", args=[entry.case_id]), reverse("corrections:case", args=[opinion.pk]),
        reverse("corrections:settings"), reverse("monitoring:desk"), reverse("monitoring:statistics"), reverse("monitoring:sources"),
        reverse("monitoring:digests"), reverse("monitoring:story", args=[story.pk]), reverse("monitoring:keeping"),
    ]  # fmt: skip
    with CaptureQueriesContext(
        connection,
    ) as asked:
        for address in [*public, *exports]:
            text = client.get(address).content.decode()
            assert "nguoi-gui@example.vn" not in text, address
        client.force_login(boss, backend="django.contrib.auth.backends.ModelBackend")
        for address in staff:
            assert client.get(address).status_code == 200, address
    grouped = [query["sql"] for query in asked.captured_queries if GROUPED.search(query["sql"].split("HAVING")[0])]
    assert len(asked.captured_queries) > 100
    assert [
        sql
        for sql in grouped
        if not re.search(r'GROUP BY "(?:corrections_case|monitoring_digest|monitoring_source)"\."id"', sql)
    ] == []
    for address in exports:
        found = list(keys_of(json.loads(client.get(address).content)))
        assert found
        for key, value in found:
            assert not BY_WHOM.search(key), (address, key)
            assert value != "Person", (address, key)


def test_the_test_would_see_a_count_of_outlets() -> None:
    assert GROUPED.search(
        'SELECT "monitoring_article"."outlet", COUNT(*) FROM x GROUP BY "monitoring_article"."outlet"'
    )
    assert GROUPED.search('SELECT 1 FROM x GROUP BY "corrections_case"."item_url"')
    assert BY_WHOM.search("count_by_outlet")
    assert BY_WHOM.search("outlet_count")
