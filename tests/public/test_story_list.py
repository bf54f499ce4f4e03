"""Lists of stories for readers of a language: its own first, then what is offered in English, page by page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.paginator import Paginator
from django.db.models import Q
from wagtail.models import Locale

from nhipcau.newsroom.models import StoryPage
from nhipcau.public.cards import live_stories
from tests.factories.newsroom import story

DAY = datetime(2026, 5, 1, tzinfo=UTC)


@pytest.fixture
def stories(db: None) -> None:
    """Three in Khmer, of which two are also in English, and five in English; the English newer than the Khmer; one is a draft."""
    works = [uuid4() for _n in range(6)]
    languages = [
        ("km", works[0]),
        ("km", works[1]),
        ("km", works[2]),
        *(("en", work) for work in works[1:]),
        ("en", uuid4()),
    ]
    for n, (code, work) in enumerate(languages):
        locale = Locale.objects.get_or_create(language_code=code)[0]
        page = story(f"{code} {n}")
        StoryPage.objects.filter(pk=page.pk).update(
            locale=locale, translation_key=work, live=n < 8, first_published_at=DAY + timedelta(days=n)
        )


def _titles(language: str, start: int, stop: int) -> list[str]:
    return [page.title for page in live_stories(language)[start:stop]]


EN = ["en 7", "en 6", "en 5", "en 4", "en 3"]
KM = ["km 2", "km 1", "km 0", "en 7", "en 6", "en 5"]


@pytest.mark.usefixtures("stories")
@pytest.mark.parametrize(("language", "all_of_them"), [("en", EN), ("km", KM), ("fr", EN), ("vi", [])])
def test_each_page_of_the_list_continues_the_one_before(language: str, all_of_them: list[str]) -> None:
    rows = live_stories(language)
    assert rows.count() == len(all_of_them)
    for size in range(1, 8):
        pages = Paginator(rows, size)
        assert [page.title for number in pages.page_range for page in pages.page(number)] == all_of_them
    for start in range(8):
        for stop in range(start, 9):
            assert _titles(language, start, stop) == all_of_them[start:stop], (start, stop)


@pytest.mark.usefixtures("stories")
def test_a_choice_holds_for_what_is_offered_instead_too() -> None:
    chosen = live_stories("km").filter(~Q(title="km 1"), title__in=["km 0", "km 1", "en 6"])
    assert [title for (title,) in chosen.rows(9, "title")] == ["km 0", "en 6"]
    assert chosen.count() == 2
    assert [page.title for page in chosen[1:2]] == ["en 6"]
