"""The addresses of pages are Wagtail's, found with less work."""

from __future__ import annotations

import pytest
from django.utils.translation import override
from wagtail.models import Locale, Page

from nhipcau.public.machines.addresses import path_of
from nhipcau.public.once import drawing
from tests.public.conftest import SmallSite


@pytest.mark.parametrize("active", ["vi", "en", "zh-hans"])
def test_a_path_is_what_wagtail_says(small_site: SmallSite, active: str) -> None:
    english, _new = Locale.objects.get_or_create(language_code="en")
    for page in (small_site.home, small_site.topic, small_site.story):
        page.copy_for_translation(english)
    pages = list(Page.objects.filter(depth__gt=1))
    assert {page.locale.language_code for page in pages} == {"vi", "en"}
    with override(active), drawing():
        assert [path_of(page) for page in pages] == [page.url or "" for page in pages]
        assert "/en/" in {path_of(page) for page in pages}


def test_what_is_outside_of_the_site_has_none(small_site: SmallSite) -> None:
    assert path_of(Page.get_first_root_node()) == ""
