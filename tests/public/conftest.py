"""A small site: a home and a topic in Vietnamese and English, two stories, one of them with a picture and places."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from wagtail.models import Locale, Page

from nhipcau.media.models import Asset
from nhipcau.newsroom.models import EditorialPage, HomePage, StoryPage, TopicPage
from nhipcau.people.models import Office, Staff
from nhipcau.people.rules.roles import StaffRole
from tests.factories.media import cleared
from tests.factories.newsroom import home, out, place_of, story, topic
from tests.factories.people import coordinating_office, staff_at
from tests.ground import MAKERS, Ground, wanted_by
from tests.search.answers import world


@dataclass
class SmallSite:
    """Who is there and what is out."""

    editor: Staff
    approver: Staff
    office: Office
    home: HomePage
    topic: TopicPage
    story: StoryPage
    other: StoryPage
    picture: Asset


@pytest.fixture
def addresses(settings: Any) -> None:
    """The test client's own host is the site's."""
    settings.WAGTAILADMIN_BASE_URL = "http://testserver"


def make_small_site() -> SmallSite:
    """Published the ordinary way, each with its second person."""
    with override_settings(WAGTAILADMIN_BASE_URL="http://testserver"):
        office = coordinating_office()
        editor, approver = staff_at(office, StaffRole.EDITOR), staff_at(office, StaffRole.APPROVER)
        picture = cleared(office)
        pages: list[Page] = []
        for page in (home(), topic()):
            page.save_revision(user=editor)
            pages.append(out(page, by=editor, second=approver))
        first = story("Ao Bà Om", by=editor, office=office, picture=picture,
                      sources=[("source", {"title": "Quyết định 921", "publisher": "Bộ Văn hóa", "number": "", "url": "", "seen": None})])  # fmt: skip
        first.places.add(place_of())
        first.save_revision(user=editor)
        other = story("Lễ hội <Ok Om Bok> & đua ghe ngo", by=editor, office=office)
        return SmallSite(
            editor, approver, office, pages[0], pages[1], out(first, by=editor, second=approver),
            out(other, by=editor, second=approver), picture,
        )  # type: ignore[arg-type]  # fmt: skip


MAKERS["small_site"] = make_small_site


@pytest.fixture
def small_site(request: pytest.FixtureRequest, ground: Ground, db: None, addresses: None) -> SmallSite:
    """The same for each test of a file."""
    made: SmallSite = ground.take("small_site") if wanted_by(request.node) == "small_site" else make_small_site()
    return made


@pytest.fixture
def kept(settings: Any, tmp_path: Path) -> Path:
    """The page cache switched on, in a folder of its own."""
    settings.NHIPCAU_PAGE_CACHE = True
    settings.NHIPCAU_PAGES = str(tmp_path / "pages")
    return tmp_path / "pages"


def english_of(page: EditorialPage, site: SmallSite, **words: str) -> EditorialPage:
    """The page in English, out. Its parents are made and let out first."""
    locale = Locale.objects.get_or_create(language_code="en")[0]
    parent = page.get_parent().specific
    if isinstance(parent, EditorialPage) and not parent.get_translations().filter(locale=locale, live=True).exists():
        english_of(parent, site)
    made = page.get_translation_or_none(locale) or page.copy_for_translation(locale)
    made = made.specific
    for name, value in words.items():
        setattr(made, name, value)
    made.save_revision(user=site.editor)
    return out(made, by=site.editor, second=site.approver)


__all__ = ["SmallSite", "english_of", "world"]
