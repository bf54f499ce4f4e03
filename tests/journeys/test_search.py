"""Searching in Chromium on the starter site: by keyboard, by voice, from what was typed to the clause, at readers' and at staff's boxes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import Browser, Page, expect

from nhipcau.newsroom.actions.starter import load_frame, load_rows
from nhipcau.newsroom.models import StoryPage, TopicPage
from nhipcau.newsroom.rules.site_frame import read_frame
from nhipcau.newsroom.rules.starter_types import Starter
from nhipcau.people.models import Staff
from nhipcau.search import hearing, live
from nhipcau.workspace.first_start import make_first_logins
from tests.factories.newsroom import out
from tests.journeys.conftest import SHOTS, SIZES, Traveller
from tests.journeys.test_voice import Fake, Opened, fake, opened, spoken  # noqa: F401

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
STORIES = {
    "vi": [("bien-ba-dong", "Biển Ba Động, bãi cát dài ở Duyên Hải", "Hàng phi lao và những trụ điện gió ngoài khơi."), ("ao-ba-om", "Ao Bà Om giữa rừng dầu", "Ao vuông ở phường 8.")],
    "en": [("ba-dong-beach", "Ba Động beach", "A long strand in Duyên Hải.")],
    "km": [("ao-ba-om-km", "ស្រះបាអុំ", "ស្រះបួនជ្រុងកណ្តាលព្រៃឈើចាស់។")],
}  # fmt: skip


def let_out_stories() -> None:
    """The frame of the site in three languages, a few stories, and the index of all there is."""
    whole = read_frame(Path(settings.PROFILE) / "site" / "site.yaml")
    sections = tuple(one for one in whole.sections if one.key in {"stories", "places", "contact"})
    said = replace(whole, languages=tuple(STORIES), themes=whole.themes[:1], sections=sections)
    writer, second = Staff.objects.get(username="dieuphoi"), Staff.objects.get(username="duyet")
    office = writer.memberships.first().office  # type: ignore[union-attr]
    load_rows(Starter(), said, by=None)
    load_frame(said, office=office, pictures={}, by=None)
    for language, rows in STORIES.items():
        top = TopicPage.objects.get(locale__language_code=language)
        for slug, title, lead in rows:
            page = StoryPage(
                title=title,
                slug=slug,
                lead=lead,
                live=False,
                office=office,
                locale=top.locale,
                body=[("text", f"<p>{lead}</p>")],
            )
            top.add_child(instance=page)
            page.save_revision(user=writer)
            out(page, by=writer, second=second)
    live.forget()
    call_command("search_index", "--rebuild", verbosity=0)


@pytest.fixture
def site(transactional_db: None, frozen_rows_let_go: None) -> Iterator[dict[str, str]]:
    """The province without its documents, and its site; first logins by name."""
    call_command("load_profile", str(settings.PROFILE), verbosity=0)
    logins = {login.username: login.password for login in make_first_logins()}
    let_out_stories()
    yield logins
    live.forget()


@pytest.fixture
def whole_house(province: dict[str, str]) -> Iterator[dict[str, str]]:
    """The same with the real decision."""
    let_out_stories()
    yield province
    live.forget()


def axe_of(page: Page, context: str | None = None) -> list[str]:
    found: dict[str, Any] = (Axe().run(page, context=context) if context else Axe().run(page)).response
    return [
        f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found["violations"] if v["id"] != "aria-allowed-role"
    ]


def shoot(page: Page, name: str) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(SHOTS / f"search-{name}.png"))
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 1, f"{name} is {wide}px too wide"


@pytest.fixture
def reader(browser: Browser, live_server: Any, site: dict[str, str]) -> Iterator[Callable[..., Page]]:
    """``reader(path, width="1280", scheme="light")``: a page that a stranger opens; what scripts break is kept in ``page.broken``."""
    contexts = []

    def open_page(path: str, *, width: str = "1280", scheme: Any = "light", scripts: bool = True) -> Page:
        context = browser.new_context(
            viewport=SIZES[width], locale="vi-VN", color_scheme=scheme, java_script_enabled=scripts
        )  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        broken: list[str] = []
        page.on("pageerror", lambda fault: broken.append(str(fault)))
        page.on("console", lambda said: broken.append(said.text) if "Content Security" in said.text else None)
        page.goto(f"{live_server.url}{path}")
        page.broken = broken  # type: ignore[attr-defined]
        return page

    yield open_page
    for context in contexts:
        context.close()


def test_a_reader_types_without_marks_finds_and_opens(reader: Callable[..., Page], live_server: Any) -> None:
    suggested_and_opened(reader("/"))
    results_in_languages_themes_and_widths(reader)
    without_script(reader)
    a_copy_of_files(reader("/tim-kiem/"), live_server.url)


def suggested_and_opened(page: Page) -> None:
    box = page.locator("#find-head")
    expect(box).to_have_attribute("role", "combobox")
    box.click()
    page.keyboard.type("bien ba", delay=20)
    options = page.locator("form:has(#find-head) [role=option]")
    expect(options.first).to_contain_text("Biển Ba Động")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator("form:has(#find-head) .suggest-said")).to_contain_text("gợi ý")
    assert axe_of(page, "form:has(#find-head)") == []
    shoot(page, "suggestions-1280")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    page.keyboard.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("bien ba")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Biển Ba Động")
    assert page.broken == []  # type: ignore[attr-defined]


def results_in_languages_themes_and_widths(reader: Callable[..., Page]) -> None:
    for path, words, width, scheme in (
        ("/tim-kiem/?q=bien+ba+dong", "Biển Ba Động", "1280", "light"), ("/tim-kiem/?q=ao+ba+om", "Ao Bà Om", "390", "dark"),
        ("/en/tim-kiem/?q=ba+dong+beach", "Ba Động", "1280", "dark"), ("/km/tim-kiem/?q=ស្រះបាអុំ", "ស្រះបាអុំ", "390", "light"),
    ):  # fmt: skip
        page = reader(path, width=width, scheme=scheme)
        expect(page.locator(".found__list h3, .found__top h3").first).to_contain_text(words)
        expect(page.locator(".found mark").first).to_be_visible()
        shoot(page, f"results-{path.split('/')[1] if not path.startswith('/tim') else 'vi'}-{width}-{scheme}")
        assert axe_of(page) == [], path
        assert page.broken == []  # type: ignore[attr-defined]


def without_script(reader: Callable[..., Page]) -> None:
    page = reader("/", scripts=False)
    page.locator("#find-head").fill("bien ba dong")
    page.keyboard.press("Enter")
    page.locator(".found__list h3 a", has_text="Biển Ba Động").click()
    expect(page.locator("h1")).to_contain_text("Biển Ba Động")
    page = reader("/tim-kiem/?q=zzqqxx", scripts=False)
    expect(page.locator("main")).to_contain_text("Không tìm thấy gì")
    expect(page.locator("nav[aria-labelledby=ways-on] a").first).to_be_visible()


def a_copy_of_files(page: Page, base: str) -> None:
    blank = page.content()
    page.route("**/tim-kiem/?q=*", lambda route: route.fulfill(body=blank, content_type="text/html; charset=utf-8"))
    page.goto(f"{base}/tim-kiem/?q=bien+ba+dong")
    expect(page.locator("[data-titles] h3 a").first).to_have_text("Biển Ba Động, bãi cát dài ở Duyên Hải")
    expect(page.locator("#find-main")).to_have_value("bien ba dong")


def test_staff_type_without_marks_open_at_the_clause_and_save(
    whole_house: dict[str, str], as_person: Callable[[str], Traveller]
) -> None:
    one = as_person("dieuphoi")
    page = one.go("/staff/duties/")
    page.keyboard.press("/")
    expect(page.locator("#nc-find")).to_be_focused()
    page.keyboard.type("1899qd", delay=20)
    expect(page.locator(".nc-find [role=option]").first).to_contain_text("1899/QĐ-UBND")
    shoot(page, "staff-suggestions-1280")
    page.keyboard.press("Escape")
    page.locator("#nc-find").fill("tong hop bao cao dinh ky")
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/search/?q=*")
    one.shoot("search-staff-results")
    assert one.faults() == []
    assert axe_of(page, ".nc-find") == []
    clause = page.locator(".nc-hit__clause a").first
    label = clause.inner_text()
    clause.click()
    page.wait_for_url(re.compile(r"/staff/library/\d+/#"))
    anchor = page.url.rpartition("#")[2]
    target = page.locator(f"[id='{anchor}']")
    expect(target).to_be_in_viewport()
    assert label
    page.set_viewport_size(SIZES["390"])  # type: ignore[arg-type]
    shoot(page, "staff-clause-390")
    page.set_viewport_size(SIZES["1280"])  # type: ignore[arg-type]
    a_list_suggests_its_own_kind(one)
    filters_without_words(one)
    saved_and_the_other_screens(one)


def a_list_suggests_its_own_kind(one: Traveller) -> None:
    for width in ("390", "1280"):
        page = one.go("/staff/library/")
        page.set_viewport_size(SIZES[width])  # type: ignore[arg-type]
        box = page.locator("#main form [role=combobox]").first
        box.click()
        page.keyboard.type("1899qd", delay=20)
        options = page.locator("#main form .suggest-list [role=option]")
        expect(options.first).to_be_visible()
        assert {kind.strip() for kind in page.locator("#main form .suggest-kind").all_inner_texts()} == {"Văn bản"}
        shoot(page, f"list-suggestions-{width}")
        assert axe_of(page, "#main form:has([role=combobox])") == []
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/staff/library/\d+/"))
    assert one.faults() == []


def filters_without_words(one: Traveller) -> None:
    page = one.go("/staff/search/")
    page.locator("main a[href*='kind=document']").first.click()
    page.wait_for_url("**/staff/search/?kind=document")
    expect(page.locator(".nc-hit__kind").first).to_contain_text("Văn bản")
    expect(page.locator(".nc-found__sorts a[aria-current=true]")).to_have_text("Mới nhất trước")
    one.shoot("search-staff-without-words")
    page = one.go("/staff/people/offices/?q=so+van+hoa")
    expect(page.locator("[aria-labelledby=named-title] a").first).to_contain_text("Văn hóa")
    one.shoot("search-offices")
    assert one.faults() == []


def saved_and_the_other_screens(one: Traveller) -> None:
    page = one.go("/staff/search/?q=tra+vinh")
    page.locator(".nc-found__group a", has_text="Văn bản").first.click()
    expect(page.locator(".nc-found__group a[aria-current=true]")).to_contain_text("Văn bản")
    expect(page.locator(".nc-hit__kind").first).to_contain_text("Văn bản")
    page.locator("summary", has_text="Lưu tìm kiếm này").click()
    page.get_by_label("Tên").fill("Đối ngoại")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("Đã lưu tìm kiếm.")
    for path, name in (("saved", "saved"), ("abbreviations", "abbreviations"), ("asked", "asked"), ("", "blank")):
        one.go(f"/staff/search/{path + '/' if path else ''}")
        one.shoot(f"search-staff-{name}")
        assert one.faults() == [], path


def test_a_reader_speaks_and_finds_or_types(site: dict[str, str], fake: Fake, spoken: Path, opened: Opened) -> None:  # noqa: F811
    for width in SIZES:
        spoken_by_a_reader(opened(spoken, width=width, query="tim-kiem/"), fake, width)
    refused(opened(None, allowed=False, query="tim-kiem/"))
    hearing.use(None)
    gone = "delete window.SpeechRecognition; delete window.webkitSpeechRecognition; window.webkitSpeechRecognition = undefined;"
    only_typed(opened(None, before=gone, query="tim-kiem/"))


def spoken_by_a_reader(page: Page, fake: Fake, width: str) -> None:  # noqa: F811
    form = page.locator("form:has(#find-main)")
    form.locator(".voice-button").click()
    expect(form.locator(".voice-button")).to_have_attribute("aria-pressed", "true")
    expect(form.locator(".voice-left")).to_contain_text("8 giây", timeout=5000)
    shoot(page, f"speaking-{width}")
    form.locator(".voice-button").click()
    page.wait_for_url("**/tim-kiem/?q=*")
    assert 0.5 < fake.lengths[-1] < 5, "stopped early"
    form = page.locator("form:has(#find-main)")
    expect(form.locator("#find-main")).to_have_value("biển Ba Động")
    expect(form.locator(".voice-said")).to_contain_text("Nghe được: “biển Ba Động”")
    expect(form.locator(".voice-other")).to_have_count(2)
    expect(page.locator(".found__list h3, .found__top h3").first).to_contain_text("Biển Ba Động")
    shoot(page, f"spoken-{width}")
    assert axe_of(page) == []
    form.locator("#find-main").fill("ao ba om")
    page.keyboard.press("Enter")
    expect(page.locator(".found__list h3").first).to_contain_text("Ao Bà Om")
    assert page.broken == []  # type: ignore[attr-defined]


def test_staff_speak_and_find(site: dict[str, str], fake: Fake, spoken: Path, opened: Opened) -> None:  # noqa: F811
    for width in SIZES:
        spoken_by_staff(opened(spoken, width=width, query="staff/"), site["dieuphoi"], width)


def spoken_by_staff(page: Page, password: str, width: str) -> None:
    page.fill("#id_login", "dieuphoi")
    page.fill("#id_password", password)
    page.locator("form[action*=login] button[type=submit]").first.click()
    page.wait_for_url("**/staff/")
    form = page.locator(".nc-find__form")
    form.locator(".voice-button").click()
    expect(form.locator(".voice-left")).to_contain_text("8 giây", timeout=5000)
    form.locator(".voice-button").click()
    page.wait_for_url("**/staff/search/?q=*")
    form = page.locator(".nc-find__form")
    expect(form.locator("#nc-find")).to_have_value("biển Ba Động")
    expect(form.locator(".voice-other")).to_have_count(2)
    expect(page.locator(".nc-hit__title").first).to_contain_text("Biển Ba Động")
    shoot(page, f"staff-spoken-{width}")


def refused(page: Page) -> None:
    form = page.locator("form:has(#find-main)")
    form.locator(".voice-button").click()
    expect(form.locator(".voice-said")).to_contain_text("Trang này chưa được phép dùng micrô")
    form.locator("#find-main").fill("bien ba dong")
    page.keyboard.press("Enter")
    expect(page.locator(".found__list h3, .found__top h3").first).to_contain_text("Biển Ba Động")


def only_typed(page: Page) -> None:
    expect(page.locator("#find-main")).to_have_attribute("role", "combobox")
    expect(page.locator(".voice-button:visible")).to_have_count(0)
    page.locator("#find-main").fill("bien ba dong")
    page.keyboard.press("Enter")
    expect(page.locator(".found__list h3, .found__top h3").first).to_contain_text("Biển Ba Động")
