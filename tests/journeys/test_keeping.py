"""The connection drops while a story is written: nothing that was typed is lost, whether the window stays open or not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from nhipcau.newsroom.editing import draft_of
from nhipcau.newsroom.models import StoryPage
from nhipcau.people.models import Staff
from tests.factories.newsroom import change, story
from tests.journeys.conftest import Traveller

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
Become = Callable[[str], Traveller]


def write(page: Page, words: str) -> None:
    page.fill("#id_lead", words)
    page.locator("#id_lead").blur()


@pytest.fixture
def draft(as_person: Become) -> StoryPage:
    return story(by=Staff.objects.get(username="bientap"))


def edit(me: Traveller, draft: StoryPage) -> Page:
    page = me.page
    page.goto(f"{me.base}/staff/pages/{draft.pk}/edit/")
    page.wait_for_load_state("networkidle")
    return page


def test_what_is_typed_at_once_is_saved_as_well(as_person: Become, draft: StoryPage) -> None:
    """Wagtail looks for changes from two seconds after the page came: what was typed before is no loss either."""
    page = edit(as_person("bientap"), draft)
    write(page, "Viết ngay khi trang vừa mở.")
    expect(page.locator(".w-autosave-indicator__state--saved")).to_be_visible()
    assert draft_of(draft).lead == "Viết ngay khi trang vừa mở."


def test_looking_without_changing_saves_nothing(as_person: Become, draft: StoryPage) -> None:
    page = edit(as_person("bientap"), draft)
    page.locator("#id_lead").click()
    page.keyboard.type("x")
    page.keyboard.press("Backspace")
    page.wait_for_timeout(4000)
    assert draft.revisions.count() == 1


def test_a_window_that_stays_open_saves_by_itself_when_the_connection_is_back(
    as_person: Become, draft: StoryPage
) -> None:
    page = edit(as_person("bientap"), draft)
    page.context.set_offline(True)
    write(page, "Viết lúc mất mạng.")
    expect(page.locator(".nc-kept-note")).to_contain_text("Mất kết nối")
    assert draft_of(draft).lead != "Viết lúc mất mạng."
    page.context.set_offline(False)
    expect(page.locator(".nc-kept-note")).to_be_hidden()
    assert draft_of(draft).lead == "Viết lúc mất mạng."


def test_a_window_that_was_closed_offers_its_words_again(as_person: Become, draft: StoryPage) -> None:
    me = as_person("bientap")
    page = edit(me, draft)
    page.context.set_offline(True)
    write(page, "Viết rồi máy tắt.")
    expect(page.locator(".nc-kept-note")).to_contain_text("Mất kết nối")
    other = page.context.new_page()
    page.close()
    other.context.set_offline(False)
    me.page = other
    page = edit(me, draft)
    expect(page.locator(".nc-kept")).to_contain_text("Trình duyệt này còn giữ")
    page.get_by_role("button", name="Lưu phần đã giữ").click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("#id_lead")).to_have_value("Viết rồi máy tắt.")
    expect(page.locator(".nc-kept")).to_have_count(0)
    assert draft_of(draft).lead == "Viết rồi máy tắt."


def test_words_of_another_that_came_meanwhile_are_not_overwritten_unasked(
    as_person: Become, draft: StoryPage
) -> None:
    me = as_person("bientap")
    page = edit(me, draft)
    page.context.set_offline(True)
    write(page, "Của tôi.")
    expect(page.locator(".nc-kept-note")).to_contain_text("Mất kết nối")
    other = page.context.new_page()
    page.close()
    change(draft, by=Staff.objects.get(username="dieuphoi"), lead="Của người khác.")
    other.context.set_offline(False)
    me.page = other
    page = edit(me, draft)
    page.get_by_role("button", name="Lưu phần đã giữ").click()
    expect(page.locator(".nc-kept")).to_contain_text("bản nháp mới hơn")
    assert draft_of(draft).lead == "Của người khác."
    page.get_by_role("button", name="Lưu bản của tôi lên trên").click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("#id_lead")).to_have_value("Của tôi.")
    assert draft_of(draft).lead == "Của tôi."
    assert {r.as_object().lead for r in draft.revisions.all()} >= {"Của người khác.", "Của tôi."}
