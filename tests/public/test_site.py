"""The site as readers meet it: pages in their language, tombstones, badges, notes, a page that is not translated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from nhipcau.newsroom import actions
from nhipcau.newsroom.actions.starter import load_frame, load_rows
from nhipcau.newsroom.editing import draft_of
from nhipcau.newsroom.models import HomePage, SectionPage, StoryPage, TopicPage
from nhipcau.newsroom.rules.site_frame import SiteFrame, read_frame
from nhipcau.newsroom.rules.starter_types import Starter
from nhipcau.people.models import Office, Staff
from nhipcau.people.rules.roles import StaffRole
from nhipcau.public import chrome
from nhipcau.public.chrome import Province, contact_of
from nhipcau.search import live
from nhipcau.search.building import ensure
from tests.factories.newsroom import change, out, place_of
from tests.factories.people import coordinating_office
from tests.ground import MAKERS, Ground

pytestmark = pytest.mark.django_db
Make = Callable[..., Staff]
R = StaffRole


@pytest.fixture
def editor(staff_of: Make) -> Staff:
    return staff_of(R.EDITOR)


@pytest.fixture
def approver(staff_of: Make) -> Staff:
    return staff_of(R.APPROVER)


def load(office: Office, said: SiteFrame) -> None:
    cache.clear()
    load_rows(Starter(), said, by=None)
    load_frame(said, office=office, pictures={}, by=None)


def read_whole() -> SiteFrame:
    return read_frame(Path(settings.PROFILE) / "site" / "site.yaml")


@pytest.fixture(scope="session")
def whole() -> SiteFrame:
    return read_whole()


def make_small_frame() -> None:
    """Four languages, one theme, two sections."""
    whole = read_whole()
    sections = tuple(s for s in whole.sections if s.key in {"stories", "places"})
    languages = ("vi", "en", "km", "ja")
    load(coordinating_office(), replace(whole, languages=languages, themes=whole.themes[:1], sections=sections))


MAKERS["small_frame"] = make_small_frame


@pytest.fixture
def small_frame(ground: Ground, db: None) -> None:
    """The same small frame for each test of the file."""
    ground.take("small_frame")


def story_in(language: str, title: str, by: Staff, office: Office, **fields: object) -> StoryPage:
    top = TopicPage.objects.get(theme__key="heritage", locale__language_code=language)
    page = StoryPage(
        title=title, slug=f"bai-{StoryPage.objects.count()}", live=False, office=office, lead="Lời dẫn.",
        locale=Locale.objects.get(language_code=language), body=[("text", "<p>Thân bài.</p>")], **fields,
    )  # fmt: skip
    top.add_child(instance=page)
    page.save_revision(user=by)
    return page


@pytest.fixture
def story(small_frame: None, editor: Staff, approver: Staff, office: Office) -> StoryPage:
    page = story_in("vi", "Ao Bà Om", editor, office)
    return out(page, by=editor, second=approver)  # type: ignore[return-value]


def text_of(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def test_every_language_has_its_home_and_sections_in_its_own_words(
    office: Office, whole: SiteFrame, client: Client
) -> None:
    load(office, whole)
    for page in HomePage.objects.select_related("locale"):
        language = page.locale.language_code
        answer = client.get(page.url)
        assert answer.status_code == 200
        assert page.url == ("/" if language == "vi" else f"/{language}/")
        shown = text_of(answer)
        assert f'<html lang="{language}"' in shown
        assert page.lead in shown
        for code, _name in settings.LANGUAGES:
            assert f'hreflang="{code}"' in shown
    for section in SectionPage.objects.filter(locale__language_code__in=["vi", "km"]):
        answer = client.get(section.url)
        assert answer.status_code == 200, section.url
        assert section.title in text_of(answer)


def test_a_story_shows_its_words_and_stands_in_its_topic_and_at_home(story: StoryPage, client: Client) -> None:
    assert "Thân bài." in text_of(client.get(story.url))
    for url in ("/", "/di-san/", "/bai-viet/"):
        assert story.url in text_of(client.get(url))


def test_a_page_that_is_not_translated_offers_what_there_is(story: StoryPage, client: Client) -> None:
    answer = client.get(f"/km/trang/{story.pk}/")
    assert answer.status_code == 200
    shown = text_of(answer)
    assert '<html lang="km"' in shown
    assert story.url in shown
    assert 'content="noindex"' in shown
    assert f"/km/trang/{story.pk}/" in text_of(client.get(story.url))


def test_a_page_that_is_translated_leads_there(
    story: StoryPage, editor: Staff, approver: Staff, office: Office, client: Client
) -> None:
    khmer = story_in("km", "ស្រះបាអូម", editor, office, translation_key=story.translation_key)
    out(khmer, by=editor, second=approver)
    assert client.get(f"/km/trang/{story.pk}/").url == khmer.url  # type: ignore[attr-defined]
    assert f'hreflang="km" href="{settings.WAGTAILADMIN_BASE_URL}{khmer.url}"' in text_of(client.get(story.url))


def test_what_is_not_in_the_readers_language_yet_is_offered_in_english(
    small_frame: None, editor: Staff, approver: Staff, office: Office, client: Client
) -> None:
    english = out(story_in("en", "The pond", editor, office), by=editor, second=approver)
    shown = text_of(client.get("/ja/"))
    assert english.url in shown
    assert 'lang="en"' in shown


def test_a_withdrawn_page_leaves_its_tombstone(story: StoryPage, approver: Staff, client: Client) -> None:
    actions.withdraw(story, reason="Ảnh chụp ở nơi khác.", by=approver)
    answer = client.get(story.url)
    assert answer.status_code == 410
    shown = text_of(answer)
    assert "Ảnh chụp ở nơi khác." in shown
    assert "Thân bài." not in shown
    assert story.url not in text_of(client.get("/di-san/"))


def test_a_correction_shows_its_dated_note(story: StoryPage, editor: Staff, approver: Staff, client: Client) -> None:
    change(story, by=editor, lead="Lời dẫn đã sửa.")
    out(story, by=editor, second=approver, note="Sửa tên một ngôi chùa.")
    shown = text_of(client.get(story.url))
    assert "Sửa tên một ngôi chùa." in shown
    assert "Lời dẫn đã sửa." in shown


def test_an_urgent_page_bears_its_badge_until_somebody_approves(
    small_frame: None, editor: Staff, approver: Staff, staff_of: Make, office: Office, client: Client
) -> None:
    page = story_in("vi", "Bão gần bờ", editor, office)
    seen = draft_of(page).content()
    actions.publish_urgently(page, seen=seen, reason="Gấp.", by=staff_of(R.COORDINATOR))
    assert 'class="badge"' in text_of(client.get(page.url))
    actions.approve(page, seen=seen, by=approver)
    assert 'class="badge"' not in text_of(client.get(page.url))


def test_a_draft_is_nobodys_business_outside(
    small_frame: None, editor: Staff, office: Office, client: Client
) -> None:
    page = story_in("vi", "Chưa đăng", editor, office)
    assert client.get(f"/di-san/{page.slug}/").status_code == 404
    assert client.get(f"/staff/newsroom/pages/{page.pk}/draft/").status_code == 302


def test_staff_see_the_draft_as_readers_would(
    small_frame: None, editor: Staff, office: Office, signed_in: Callable[[Staff], Client]
) -> None:
    page = story_in("vi", "Chưa đăng", editor, office)
    answer = signed_in(editor).get(f"/staff/newsroom/pages/{page.pk}/draft/")
    assert answer.status_code == 200
    assert "Thân bài." in text_of(answer)
    assert "no-store" in answer["Cache-Control"]


def test_a_place_has_its_page(
    small_frame: None, editor: Staff, approver: Staff, office: Office, client: Client
) -> None:
    page = story_in("vi", "Dừa sáp", editor, office)
    change(page, by=editor, places=[place_of("cau-ke")])
    out(page, by=editor, second=approver)
    answer = client.get("/dia-diem/cau-ke/")
    assert answer.status_code == 200
    assert page.url in text_of(answer)
    assert client.get("/dia-diem/khong-co/").status_code == 404


def test_search_finds_by_a_word_of_the_headline(story: StoryPage, client: Client) -> None:
    live.forget()
    ensure()
    for typed in ("Bà Om", "ao ba om", "ba o"):
        assert story.url in text_of(client.get("/tim-kiem/", {"q": typed})), typed
    assert story.url not in text_of(client.get("/tim-kiem/", {"q": "cầu kè"}))
    assert client.get("/tim-kiem/", {"q": "x" * 5000}).status_code == 200


def test_lists_ask_the_database_as_often_for_many_as_for_few(
    small_frame: None, editor: Staff, approver: Staff, office: Office, client: Client
) -> None:
    def count(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(url)
        return len(asked)

    for number in range(2):
        out(story_in("vi", f"Bài {number}", editor, office), by=editor, second=approver)
    few = {url: count(url) for url in ("/", "/di-san/", "/bai-viet/")}
    for number in range(6):
        out(story_in("vi", f"Bài nữa {number}", editor, office), by=editor, second=approver)
    assert {url: count(url) for url in few} == few


def test_the_contact_page_says_what_the_profile_says_in_the_readers_language(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {
        "address": {"vi": "Số 1 đường A", "en": "1 A Street"},
        "phone": "+84 294 000 0000",
        "email": "ttdn@example.vn",
    }
    monkeypatch.setattr(chrome, "province", lambda: Province("Trà Vinh", "Trà Vinh", {}, "", told))
    assert contact_of("vi")["address"] == "Số 1 đường A"
    assert contact_of("km")["address"] == "1 A Street"
    assert contact_of("en")["phone_link"] == "+842940000000"
    monkeypatch.setattr(chrome, "province", lambda: Province("Trà Vinh", "Trà Vinh", {}, "", {}))
    assert contact_of("vi") == {}
