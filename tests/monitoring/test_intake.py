"""From a source to stories: what arrives, once, grouped, weighed; what fails says so and is tried again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from nhipcau.monitoring import jobs
from nhipcau.monitoring.models import Article, Rule, Source, Story
from nhipcau.people.models import TrailEntry
from nhipcau.people.trail import trail_faults
from nhipcau.ports.fetching import Web
from tests.factories.press import Press, source_of, story_text

pytestmark = pytest.mark.django_db


def due_again() -> None:
    Source.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))


def run(web: Web) -> None:
    jobs.look_at_due(by=web)
    jobs.read_waiting(by=web)


def test_articles_arrive_once_are_grouped_and_weighed(press: Press, web: Web) -> None:
    Rule.objects.all().delete()
    Rule.objects.create(kind="place", name="Địa danh", points=10)
    text = story_text("Định An")
    links = [
        ("Đầu tư ở Định An", press.article("/a", "Đầu tư ở Định An", text)),
        ("Chuyện khác", press.article("/b", "Chuyện khác hẳn")),
    ]
    one, other = (
        source_of(press.feed("/rss", links)),
        source_of(press.feed("/rss2", [("Chép lại", press.article("/c", "Chép lại bài", text))])),
    )
    run(web)
    due_again()
    run(web)
    assert Article.objects.count() == 3
    assert set(Article.objects.values_list("state", flat=True)) == {"read"}
    story = Story.objects.get(copies=2)
    assert {article.url for article in story.articles.all()} == {f"{press.base}/a", f"{press.base}/c"}
    assert story.in_province
    assert story.points >= 10
    assert story.reasons[0][0] == "Địa danh"
    assert story.places.filter(name="Định An").exists() or story.places.exists()
    assert press.asked["/a"] == press.asked["/b"] == 1, "a page is read once"
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.failures, one.fault_code, one.etag) == (0, "", '"1"')
    assert press.headers[-1].get("user-agent", "").startswith("NhipCau/")
    assert TrailEntry.objects.filter(action="monitoring.found").count() == 2
    assert trail_faults() == []
    article = Article.objects.get(url=f"{press.base}/a")
    assert article.picture == f"{press.base}/anh.jpg"
    assert article.language == "vi"
    assert timezone.localdate(article.published_at).isoformat() == "2026-11-24"  # type: ignore[arg-type]
