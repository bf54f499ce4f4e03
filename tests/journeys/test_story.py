"""A story's whole life: written, read by a second person, out, seen on a phone, evidence for its duty, corrected, withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Page, expect

from nhipcau.duties.models import Duty
from nhipcau.newsroom.actions.starter import load_frame, load_rows
from nhipcau.newsroom.models import StoryPage, TopicPage
from nhipcau.newsroom.rules.site_frame import read_frame
from nhipcau.newsroom.rules.starter_types import Starter
from nhipcau.people.models import Office
from nhipcau.work.models import Evidence
from tests.factories.duties import DutyFactory
from tests.journeys.conftest import SHOTS, SIZES, Traveller

pytestmark = pytest.mark.journey
TITLE = "Mùa dừa sáp ở Cầu Kè"


@pytest.fixture
def site(province: dict[str, str]) -> None:
    """The frame of the public site in three languages, with two topics."""
    said = read_frame(Path(settings.PROFILE) / "site" / "site.yaml")
    small = replace(said, languages=("vi", "en", "km"), themes=said.themes[:2], sections=said.sections[:2])
    load_rows(Starter(), small, by=None)
    load_frame(small, office=Office.objects.get(key="vl-so-vhttdl"), pictures={}, by=None)
    return


@pytest.fixture
def duty(province: dict[str, str]) -> Duty:
    """A duty in the register that stories serve."""
    made: Duty = DutyFactory()
    return made


def read(traveller: Traveller, path: str, name: str) -> Page:
    """What a reader sees at ``path``, on a phone and at a desk, with nothing for axe to find."""
    page = traveller.page
    for width, size in SIZES.items():
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.goto(f"{traveller.base}{path}")
        page.screenshot(path=str(SHOTS / f"{name}-{width}.png"), full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 1, f"{name} at {width}px is {wide}px too wide"
    faults = [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in Axe().run(page).response["violations"]]
    assert faults == [], name
    page.set_viewport_size(SIZES["1280"])  # type: ignore[arg-type]
    return page


def step(page: Page, key: str, **words: str) -> None:
    """Take a step on the page's own screen."""
    form = page.locator(f"form:has(input[name=step][value={key}])")
    if not form.locator("button[type=submit]").is_visible():
        page.locator(f"details:has(input[name=step][value={key}]) > summary").click()
    for name, said in words.items():
        form.locator(f"[name={key}-{name}]").fill(said)
    form.locator("button[type=submit]").click()
    page.wait_for_load_state("networkidle")


def write(page: Page, base: str, topic: TopicPage) -> StoryPage:
    """Headline, lead and a paragraph in Wagtail's editor, which saves by itself."""
    page.goto(f"{base}/staff/pages/add/newsroom/storypage/{topic.pk}/")
    page.fill("#id_title", TITLE)
    page.fill("#id_lead", "Cây dừa sáp cho trái đặc ruột, dẻo và thơm.")
    page.locator("button[title='Chèn một khối'], button[aria-label='Chèn một khối'], .c-sf-add-button").first.click()
    page.get_by_role("option", name="Đoạn văn").first.click()
    page.locator(".public-DraftEditor-content").first.click()
    page.keyboard.type("Người Cầu Kè trồng dừa sáp đã nhiều đời.")
    page.wait_for_timeout(400)
    page.locator("button[type=submit].action-save, button.action-save").first.click()
    page.wait_for_load_state("networkidle")
    story = StoryPage.objects.get(title=TITLE)
    draft = story.get_latest_revision_as_object()
    assert "Người Cầu Kè" in str(draft.body)
    assert draft.slug == "mua-dua-sap-o-cau-ke"
    assert draft.office.key == "vl-so-vhttdl", "a new page belongs to the office of who began it"
    return story


def test_a_storys_whole_life(
    traveller: Traveller, site: None, duty: Duty, province: dict[str, str], as_person: Callable[[str], Traveller]
) -> None:
    topic = TopicPage.objects.get(theme__key="heritage", locale__language_code="vi")
    page = as_person("bientap").page
    story = write(page, traveller.base, topic)
    draft = story.get_latest_revision_as_object()
    draft.duty = duty
    draft.save_revision(user=story.get_latest_revision().user)

    where = f"/staff/newsroom/pages/{story.pk}/"
    traveller.go(where)
    traveller.shoot("story-1-draft")
    assert traveller.faults() == []
    traveller.go(f"{where}preview/")
    traveller.shoot("story-2-preview")
    traveller.go(where)
    step(page, "hand_over")
    assert page.locator("input[name=step][value=approve]").count() == 0, "who wrote it is not offered to approve it"

    as_person("duyet")
    traveller.go(where)
    step(page, "approve")
    step(page, "publish")
    traveller.shoot("story-3-out")
    story.refresh_from_db()
    assert story.live

    read(traveller, story.url, "story-4-read")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    page.goto(f"{traveller.base}/km/trang/{story.pk}/")
    expect(page.locator("html")).to_have_attribute("lang", "km")
    filed = Evidence.objects.get(duty=duty)
    as_person("dieuphoi")
    traveller.go(f"/staff/duties/{duty.pk}/")
    expect(page.get_by_text(filed.title).first).to_be_visible()
    traveller.shoot("story-5-evidence")

    as_person("bientap")
    page.goto(f"{traveller.base}/staff/pages/{story.pk}/edit/")
    page.fill("#id_lead", "Cây dừa sáp cho trái đặc ruột, dẻo, thơm và hiếm.")
    page.locator("button[type=submit].action-save, button.action-save").first.click()
    page.wait_for_load_state("networkidle")
    traveller.go(where)
    step(page, "hand_over", note="Bổ sung một chữ ở sa-pô.")
    as_person("duyet")
    traveller.go(where)
    step(page, "approve")
    step(page, "publish")
    read(traveller, story.url, "story-6-corrected")
    expect(page.get_by_text("Bổ sung một chữ ở sa-pô.")).to_be_visible()

    as_person("duyet")
    traveller.go(where)
    step(page, "withdraw", reason="Ảnh minh họa không đúng nơi chụp.")
    answer = page.goto(f"{traveller.base}{story.url}")
    assert answer is not None
    assert answer.status == 410
    expect(page.get_by_text("Ảnh minh họa không đúng nơi chụp.")).to_be_visible()
    page.screenshot(path=str(SHOTS / "story-7-withdrawn.png"), full_page=True)
