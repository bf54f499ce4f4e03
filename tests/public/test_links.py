"""Links of a text to pages of the site: where they lead, and in how few queries."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import override
from wagtail.models import Locale
from wagtail.rich_text import expand_db_html

from nhipcau.newsroom.models import StoryPage
from nhipcau.public.links import PageLinks
from nhipcau.public.once import drawing
from nhipcau.public.tree import locales
from tests.public.conftest import SmallSite


def link(page: StoryPage | int) -> str:
    """As the editor keeps it."""
    pk = page if isinstance(page, int) else page.pk
    return f'<a linktype="page" id="{pk}">ao</a>'


@pytest.fixture
def english(small_site: SmallSite) -> StoryPage:
    """The first story in English, public."""
    english_locale, _new = Locale.objects.get_or_create(language_code="en")
    home = small_site.home.copy_for_translation(english_locale)
    topic = small_site.topic.copy_for_translation(english_locale)
    made = small_site.story.copy_for_translation(english_locale)
    for page in (home, topic, made):
        type(page).objects.filter(pk=page.pk).update(live=True)
    made.refresh_from_db()
    assert isinstance(made, StoryPage)
    return made


def test_a_link_leads_to_the_page(small_site: SmallSite) -> None:
    with override("vi"):
        assert f'href="{small_site.story.url}"' in expand_db_html(link(small_site.story))


def test_a_reader_is_led_to_the_page_in_the_own_language(small_site: SmallSite, english: StoryPage) -> None:
    with override("en"):
        assert f'href="{english.url}"' in expand_db_html(link(small_site.story))
    with override("vi"):
        assert f'href="{small_site.story.url}"' in expand_db_html(link(english))


def test_what_is_not_public_in_the_own_language_stays_as_it_was_linked(
    small_site: SmallSite, english: StoryPage
) -> None:
    StoryPage.objects.filter(pk=english.pk).update(live=False)
    with override("en"):
        assert f'href="{small_site.story.url}"' in expand_db_html(link(small_site.story))
    with override("km"):
        assert f'href="{small_site.story.url}"' in expand_db_html(link(small_site.story))


@pytest.mark.parametrize("gone", [f"{10**9}", "", "x", "1 OR 1=1"])
def test_a_link_to_what_is_gone_leads_nowhere(db: None, gone: str) -> None:
    assert PageLinks.expand_db_attributes_many([{"id": gone}]) == ["<a>"]


def test_a_page_outside_of_the_site_has_no_address(db: None) -> None:
    from wagtail.models import Page

    assert PageLinks.expand_db_attributes_many([{"id": str(Page.get_first_root_node().pk)}]) == ["<a>"]


def test_many_links_take_two_queries(
    small_site: SmallSite, english: StoryPage, django_assert_num_queries: Any
) -> None:
    text = " và ".join(link(page) for page in [small_site.story, small_site.other, small_site.story] * 5)
    with drawing(), override("en"):
        locales()
        expand_db_html(text)
        with django_assert_num_queries(2):
            expand_db_html(text)
    with drawing(), override("vi"):
        locales()
        with django_assert_num_queries(1):
            expand_db_html(text)
