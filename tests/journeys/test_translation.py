"""A story into English and Khmer: asked for, translated with help, read by its reviewer, out, and followed when the source changes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from nhipcau.newsroom.models import EditorialPage, StoryPage
from nhipcau.newsroom.translating import translation_of, words_of
from nhipcau.people.models import Office, Staff
from nhipcau.people.trail import trail_faults
from tests.factories.newsroom import change, home, out, story, topic
from tests.factories.translation import asked, frame_in, say, term_of
from tests.journeys.conftest import SIZES, Traveller

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
BODY = [
    (
        "text",
        '<p>Ao nằm ở <a href="https://example.vn">phường 8</a><sup>1</sup>.</p><p>Nước trong xanh quanh năm.</p>',
    )
]
KHMER = ["ស្រះបារាយណ៍", "ស្រះរាងការ៉េក្នុងព្រៃ។", '<a id="a1">សង្កាត់ ៨</a><sup>1</sup>។', "ទឹកថ្លាពេញមួយឆ្នាំ។"]


def step(me: Traveller, key: str) -> Locator:
    form = me.page.locator(f"details:has(input[name=step][value={key}])").first
    if form.get_attribute("open") is None:
        form.locator("summary").first.click()
    return form


def send(me: Traveller, form: Locator) -> None:
    form.locator("button[type=submit]").last.click()
    me.page.wait_for_load_state("networkidle")


def prepare(writer: Staff, second: Staff) -> StoryPage:
    """The frame in three languages is out; a story is written; another page has been translated before."""
    frame_in("en", "km")
    for language in ("vi", "en", "km"):
        for page in (home(language), topic().get_translation_or_none(Locale.objects.get(language_code=language))):
            if page is not None and not page.live:
                out(page.specific, by=writer, second=second)
    office = Office.objects.get(name="Sở Văn hóa, Thể thao và Du lịch tỉnh Vĩnh Long")
    earlier = story("Ao sen", by=writer, office=office, body=[("text", "<p>Nước trong xanh quanh năm.</p>")])
    say(asked(earlier, "km", by=writer)[1], "body", KHMER[3], by=writer)
    term_of("Ao Bà Om", en="Ba Om Pond", km=KHMER[0])
    return story("Ao Bà Om", by=writer, office=office, body=BODY)


def khmer_of(page: EditorialPage) -> tuple[EditorialPage, Translation]:
    target = Page.objects.get(translation_key=page.translation_key, locale__language_code="km").specific
    translation = translation_of(target)
    assert translation is not None
    return target, translation


def test_a_story_is_read_in_khmer(as_person: Callable[[str], Traveller]) -> None:
    writer, second = Staff.objects.get(username="bientap"), Staff.objects.get(username="duyet")
    page = prepare(writer, second)
    faults: list[str] = []

    # Asked for, from the page's own screen.
    me = as_person("bientap")
    me.go(f"/staff/newsroom/pages/{page.pk}/")
    me.page.locator("a[href$='/languages/']").first.click()
    me.page.wait_for_load_state("networkidle")
    me.page.check("[name=languages][value=en]")
    me.page.check("[name=languages][value=km]")
    me.shoot("translation-1-ask")
    faults += me.faults()
    me.page.locator("form:has([name=languages]) button[type=submit]").click()
    me.page.wait_for_load_state("networkidle")
    target, translation = khmer_of(page)

    # Sentence by sentence: a departure is told, a missing link refused, the memory used, all of it kept.
    browser = me.go(f"/staff/newsroom/translations/{translation.pk}/")
    rows = browser.locator(".tr-row[data-needed='1']")
    rows.nth(0).locator("textarea").fill("ខុស")
    rows.nth(0).locator(".tr-warnings").wait_for()
    rows.nth(0).locator("textarea").fill(KHMER[0])
    rows.nth(0).locator(".tr-warnings").wait_for(state="detached")
    rows.nth(1).locator("textarea").fill(KHMER[1])
    rows.nth(2).locator("textarea").fill("គ្មានតំណ")
    rows.nth(2).locator(".nc-fault").first.wait_for()
    me.shoot("translation-2-bench")
    faults += me.faults()
    browser.reload()
    browser.wait_for_load_state("networkidle")
    assert rows.nth(2).locator("textarea").input_value() == "គ្មានតំណ", "what was refused is kept in the browser"
    rows.nth(2).locator("textarea").fill(KHMER[2])
    rows.nth(2).locator(".nc-badge--ok").wait_for()
    browser.keyboard.press("Alt+n")
    assert rows.nth(3).locator("textarea").evaluate("field => field === document.activeElement")
    browser.context.set_offline(True)
    browser.keyboard.press("Alt+Enter")
    rows.nth(3).locator(".tr-saving.is-wrong").wait_for()
    browser.context.set_offline(False)
    rows.nth(3).locator(".nc-badge--ok").wait_for()
    assert [w.target for w in words_of(translation) if w.is_needed] == KHMER
    me.shoot("translation-3-done")
    browser.locator("[data-take]").click()
    browser.wait_for_load_state("networkidle")
    send(me, step(me, "hand_over"))

    # The second person.
    me = as_person("duyet")
    me.go(f"/staff/newsroom/pages/{target.pk}/")
    me.shoot("translation-4-read")
    faults += me.faults()
    send(me, step(me, "approve"))
    send(me, step(me, "publish"))
    target.refresh_from_db()
    assert target.live

    # The reader, on a phone.
    me.page.context.clear_cookies()
    me.page.set_viewport_size(SIZES["390"])  # type: ignore[arg-type]
    me.go(target.url)
    assert me.page.locator("html").get_attribute("lang") == "km"
    assert KHMER[0] in me.page.locator("h1").inner_text()
    me.shoot("translation-5-reader")
    me.page.set_viewport_size(SIZES["1280"])  # type: ignore[arg-type]

    # The source goes out and changes; the mark is shown; the new source is taken over.
    out(page, by=writer, second=second)
    change(page, by=writer, lead="Một ao vuông giữa rừng dầu cổ thụ.")
    out(page, by=writer, second=second)
    me = as_person("bientap")
    me.go("/staff/newsroom/translations/")
    me.shoot("translation-6-table")
    faults += me.faults()
    browser = me.go(f"/staff/newsroom/translations/{translation.pk}/")
    browser.locator(".tr-changed").wait_for()
    me.shoot("translation-7-changed")
    faults += me.faults()
    browser.locator(".tr-changed button").click()
    browser.wait_for_load_state("networkidle")
    assert browser.locator(".tr-row--stale").count() == 1
    browser.locator(".tr-row--stale textarea").fill("ស្រះក្នុងព្រៃចាស់។")
    browser.locator(".tr-row--stale").wait_for(state="detached")
    browser.locator("[data-take]").click()
    browser.wait_for_load_state("networkidle")
    for path in ("/staff/newsroom/terms/", "/staff/newsroom/terms/new/", "/staff/newsroom/terms/import/"):
        me.go(path)
        me.shoot(f"translation-8{path.rstrip('/').replace('/', '-')}")
        faults += me.faults()
    me = as_person("dieuphoi")
    me.go("/staff/newsroom/reviewers/")
    me.shoot("translation-9-reviewers")
    faults += me.faults()
    assert Page.objects.get(pk=target.pk).has_unpublished_changes
    assert trail_faults() == []
    assert not faults, "\n".join(sorted(set(faults)))
