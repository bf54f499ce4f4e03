"""No author is kept, shown, counted or exported: models, screens, exports, mails and the API of the rules are walked."""

from __future__ import annotations

import dataclasses
import importlib
import io
import json
import pkgutil
import re
from collections.abc import Callable

import docx
import pytest
from django.apps import apps
from django.core import mail
from django.db.models import ForeignKey
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import nhipcau.monitoring as room
from nhipcau.monitoring import actions, jobs
from nhipcau.monitoring.models import Article, Story, Subscription
from nhipcau.people.models import Office, Staff
from nhipcau.ports.fetching import Web
from tests.factories.press import Press, digest_of, source_of

AUTHOR = re.compile(r"author|byline|journalist|reporter|creator|writer|tac_?gia|phong_?vien|sentiment|stance|tone\b|credib|bias|reputation|rating", re.IGNORECASE)  # fmt: skip
NAME = "Phóng viên Ví Dụ"
"""What every page and feed of the test's press names as its author."""


def test_no_table_has_a_field_for_who_wrote_or_for_judging_them() -> None:
    fields = [
        f"{m.__name__}.{f.name}" for m in apps.get_app_config("monitoring").get_models() for f in m._meta.get_fields()
    ]
    assert len(fields) > 100
    assert [name for name in fields if AUTHOR.search(name.partition(".")[2])] == []


def test_people_in_the_tables_are_only_the_staff_who_acted() -> None:
    for model in apps.get_app_config("monitoring").get_models():
        for field in model._meta.get_fields():
            if isinstance(field, ForeignKey) and field.related_model is Staff:
                assert field.name in {"by", "added_by", "decided_by", "made_by", "released_by", "owner"}, (
                    f"{model.__name__}.{field.name}"
                )


def test_no_value_that_the_room_passes_on_has_such_a_field() -> None:
    found = 0
    for info in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
        if ".migrations" in info.name or ".management" in info.name:
            continue
        module = importlib.import_module(info.name)
        for thing in vars(module).values():
            if (
                isinstance(thing, type)
                and dataclasses.is_dataclass(thing)
                and thing.__module__.startswith(room.__name__)
            ):
                found += 1
                assert [f.name for f in dataclasses.fields(thing) if AUTHOR.search(f.name)] == [], thing
    assert found > 30


def test_outlets_are_never_counted() -> None:
    """Statistics are about topics and places: nothing groups, annotates or orders by outlet, host or source's name."""
    import inspect

    from nhipcau.monitoring import queries

    text = inspect.getsource(queries)
    assert not re.search(r"""(values|values_list|annotate|order_by)\([^)]*["'](?:\w+__)?(?:outlet|host)["']""", text)


@pytest.mark.django_db
def test_a_name_in_page_and_feed_comes_out_nowhere(
    press: Press, web: Web, office: Office, coordinator: Staff, signed_in: Callable[[Staff], Client]
) -> None:
    url = press.article("/1", "Tin có tên người viết")
    source = source_of(press.feed("/rss", [("Tin có tên người viết", url)]))
    jobs.look_at_due(by=web)
    jobs.read_waiting(by=web)
    article = Article.objects.get(state="read")
    story = Story.objects.get()
    actions.keep_story(story, by=coordinator)
    digest = digest_of(office, coordinator, story)
    Subscription.objects.create(email="nhan@example.vn")
    actions.release_digest(digest, send_at=timezone.now(), by=coordinator)
    actions.send_released(now=timezone.now())
    client = signed_in(coordinator)
    shown = [
        client.get(address).content.decode()
        for address in (
            reverse("monitoring:desk"), reverse("monitoring:story", args=[story.pk]), reverse("monitoring:source", args=[source.pk]),
            reverse("monitoring:digest", args=[digest.pk]), reverse("monitoring:digest_file", args=[digest.pk, "html"]),
            f"{reverse('monitoring:export_site')}?site={article.host}", reverse("monitoring:opml"), reverse("monitoring:statistics"),
        )
    ]  # fmt: skip
    paper = client.get(reverse("monitoring:digest_file", args=[digest.pk, "docx"])).content
    shown.append("\n".join(p.text for p in docx.Document(io.BytesIO(paper)).paragraphs))
    shown.append(mail.outbox[0].body + str(mail.outbox[0].alternatives[0]))
    rows = [
        {f.name: str(getattr(row, f.attname)) for f in row._meta.fields}
        for model in (Article, Story)
        for row in model.objects.all()
    ]
    shown.append(json.dumps(rows, ensure_ascii=False))
    assert NAME.encode() in press.pages["/1"][2]  # type: ignore[index]
    for text in shown:
        assert NAME not in text
        assert "phongvien@example.vn" not in text
