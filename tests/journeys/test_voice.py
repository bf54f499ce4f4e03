"""Speaking to a search box in Chromium, its microphone a recording: by itself at ten seconds, at a tap, and when it cannot be."""

from __future__ import annotations

import json
import os
import re
import time
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from nhipcau.ports.speech import (
    RATE,
    SECONDS,
    Busy,
    Noise,
    NoRecogniser,
    Recogniser,
    Samples,
    Silence,
    Slow,
    SpeechFault,
    Transcript,
    read_wav,
    write_wav,
)
from nhipcau.search import hearing
from tests.journeys.conftest import FLAGS, SHOTS, SIZES, chromium
from tests.search.voices import real_recogniser_or_skip

pytestmark = [
    pytest.mark.journey,
    pytest.mark.urls("tests.journeys.voice_pages"),
    pytest.mark.django_db(transaction=True),
]
CLIP = Path(__file__).parent.parent / "data" / "voice" / "vn_03.wav"


class Fake:
    """Hears what it was told to hear and notes how long the recording was."""

    languages = ("vi", "en")

    def __init__(self) -> None:
        self.lengths: list[float] = []
        self.asked: list[str] = []
        self.fault: type[SpeechFault] | None = None

    def recognise(self, samples: Samples[float], *, language: str, prompt: str) -> Transcript:
        self.lengths.append(len(samples) / RATE)
        self.asked.append(language)
        if self.fault:
            raise self.fault
        return Transcript("biển Ba Động", ("biển ba đồng", "biết ba động"), 0.9, 0.5)


@pytest.fixture
def fake() -> Iterator[Fake]:
    recogniser = Fake()
    hearing.use(recogniser)
    yield recogniser
    hearing.use(None)


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The clip over and over with pauses between, for fourteen seconds."""
    clip = read_wav(CLIP.read_bytes())
    sound = array("f")
    while len(sound) < 14 * RATE:
        sound.extend(clip)
        sound.extend([0.0] * (RATE // 3))
    place = tmp_path_factory.mktemp("voice") / "spoken.wav"
    head, body = write_wav(array("f"))[:44], write_wav(sound)[44:]
    place.write_bytes(
        head[:4] + (36 + len(body)).to_bytes(4, "little") + head[8:40] + len(body).to_bytes(4, "little") + body
    )
    return place


Opened = Callable[..., Page]


def signed_in(page: Page, province: dict[str, str]) -> Page:
    """The coordinator at the staff's first page."""
    page.fill("#id_login", "dieuphoi")
    page.fill("#id_password", province["dieuphoi"])
    page.locator("form[action*=login] button[type=submit]").first.click()
    page.wait_for_url("**/staff/")
    return page


@pytest.fixture
def opened(live_server: Any, tmp_path: Path, playwright: Playwright) -> Iterator[Opened]:
    """``opened(microphone, allowed=True, width="1280", before="")``: a page in a browser whose microphone plays a file."""
    place = chromium()
    if place is None:
        pytest.skip("no Chromium on this machine (Debian: apt install chromium)")
    contexts: list[BrowserContext] = []

    def open_page(
        microphone: Path | None, *, allowed: bool = True, width: str = "1280", before: str = "", query: str = ""
    ) -> Page:
        flags = [*FLAGS, "--use-fake-device-for-media-stream"]
        if allowed:
            flags.append("--use-fake-ui-for-media-stream")
        if microphone:
            flags.append(f"--use-file-for-fake-audio-capture={microphone}%noloop")
        context = playwright.chromium.launch_persistent_context(
            str(tmp_path / f"profile-{len(contexts)}"), executable_path=place, args=flags, locale="vi-VN",
            viewport=SIZES[width], permissions=["microphone"] if allowed else [],
        )  # type: ignore[arg-type]  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        if before:
            page.add_init_script(before)
        broken: list[str] = []
        page.on("pageerror", lambda fault: broken.append(str(fault)))
        page.on("console", lambda said: broken.append(said.text) if "Content Security" in said.text else None)
        page.goto(f"{live_server.url}/{query}")
        page.broken = broken  # type: ignore[attr-defined]
        return page

    yield open_page
    for context in contexts:
        context.close()


def mic(page: Page) -> Any:
    return page.locator("form[role=search] .voice-button")


def said(page: Page) -> Any:
    return page.locator("form[role=search] .voice-said")


def shoot(page: Page, name: str) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(SHOTS / f"voice-{name}.png"))


def test_it_stops_by_itself_at_ten_seconds_and_searches(fake: Fake, spoken: Path, opened: Opened) -> None:
    page = opened(spoken)
    mic(page).click()
    expect(mic(page)).to_have_attribute("aria-pressed", "true")
    begun = time.monotonic()
    expect(page.locator("form[role=search] .voice-hint")).to_contain_text("Nói rõ, không quá nhanh")
    expect(page.locator("form[role=search] .voice-hint")).to_contain_text("máy chủ của trang")
    expect(page.locator("form[role=search] .voice-level")).to_have_css("--level", re.compile(r"^0\.[1-9]"))
    shoot(page, "listening-1280")
    page.wait_for_url("**/tim-kiem/?q=*")
    took = time.monotonic() - begun
    assert fake.lengths == [pytest.approx(SECONDS, abs=0.3)]
    assert took == pytest.approx(SECONDS, abs=1.5), (
        "the recording's own length is exact; this adds the way to the page of results"
    )
    expect(page.locator("#results")).to_have_text("Kết quả cho: biển Ba Động")
    assert page.broken == []  # type: ignore[attr-defined]


def test_a_tap_stops_early_and_other_readings_stay_on_offer(fake: Fake, spoken: Path, opened: Opened) -> None:
    page = opened(spoken, width="390")
    mic(page).click()
    expect(mic(page)).to_have_attribute("aria-pressed", "true")
    expect(page.locator("form[role=search] .voice-left")).to_contain_text("8 giây", timeout=4000)
    shoot(page, "listening-390")
    mic(page).click()
    page.wait_for_url("**/tim-kiem/?q=*")
    assert 0.5 < fake.lengths[0] < 4
    assert page.locator("#q").input_value() == "biển Ba Động"
    expect(said(page)).to_contain_text("Nghe được: “biển Ba Động”")
    shoot(page, "heard-390")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 1
    page.get_by_role("button", name="biển ba đồng").click()
    expect(page.locator("#results")).to_have_text("Kết quả cho: biển ba đồng")
    expect(page.locator("form[role=search] .voice-other")).to_have_text(["biển Ba Động", "biết ba động"])
    page.locator("#q").fill("biển Ba Động 2026")
    page.keyboard.press("Enter")
    expect(page.locator("#results")).to_have_text("Kết quả cho: biển Ba Động 2026")
    expect(said(page)).to_be_hidden()


def test_escape_forgets_what_was_said(fake: Fake, spoken: Path, opened: Opened) -> None:
    page = opened(spoken)
    mic(page).focus()
    page.keyboard.press("Enter")
    expect(mic(page)).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(said(page)).to_have_text("Đã dừng, chưa gửi gì.")
    assert fake.lengths == []


def test_a_box_in_a_list_that_is_not_ours_speaks_too(fake: Fake, spoken: Path, opened: Opened) -> None:
    page = opened(spoken)
    page.locator("#list .voice-button").click()
    expect(page.locator("#list .voice-button")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#list .voice-left")).to_contain_text("9 giây", timeout=4000)
    page.locator("#list .voice-button").click()
    expect(page.locator("#results")).to_have_text("Kết quả cho: biển Ba Động")


def test_a_search_box_of_the_staff_speaks_too(
    fake: Fake, spoken: Path, opened: Opened, province: dict[str, str]
) -> None:
    page = signed_in(opened(spoken, query="staff/"), province)
    for width in ("1280", "390"):
        page.set_viewport_size(SIZES[width])  # type: ignore[arg-type]
        page.goto(page.url.partition("/staff/")[0] + "/staff/duties/")
        box = page.locator("#main form:has([data-voice]:not([hidden]))").first
        box.locator(".voice-button").click()
        expect(box.locator(".voice-button")).to_have_attribute("aria-pressed", "true")
        expect(box.locator(".voice-left")).to_contain_text("8 giây", timeout=5000)
        shoot(page, f"staff-{width}")
        box.locator(".voice-button").click()
        expect(box.locator("input[name=q], input[type=search], input[type=text]").first).to_have_value("biển Ba Động")
        page.wait_for_url("**q=bi*")


def test_a_refused_microphone_is_told_and_typing_works(fake: Fake, opened: Opened) -> None:
    refuse = "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('no', 'NotAllowedError'); };"
    page = opened(None, before=refuse)
    mic(page).click()
    expect(said(page)).to_contain_text("Trang này chưa được phép dùng micrô")
    shoot(page, "denied-1280")
    page.set_viewport_size(SIZES["390"])  # type: ignore[arg-type]
    shoot(page, "denied-390")
    page.locator("#q").fill("Ao Bà Om")
    page.locator("form[role=search] button", has_text="Tìm").last.click()
    expect(page.locator("#results")).to_have_text("Kết quả cho: Ao Bà Om")


def test_the_browser_s_own_refusal_is_told(fake: Fake, opened: Opened) -> None:
    page = opened(None, allowed=False)
    mic(page).click()
    expect(said(page)).to_contain_text("Trang này chưa được phép dùng micrô")


def test_a_missing_microphone_is_told(fake: Fake, opened: Opened) -> None:
    missing = "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('no', 'NotFoundError'); };"
    page = opened(None, before=missing)
    mic(page).click()
    expect(said(page)).to_contain_text("Không thấy micrô")


def test_silence_never_leaves_the_browser(fake: Fake, tmp_path: Path, opened: Opened) -> None:
    quiet = tmp_path / "quiet.wav"
    quiet.write_bytes(write_wav(array("f", [0.0] * (4 * RATE))))
    page = opened(quiet)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.post_data_buffer else None)
    mic(page).click()
    expect(page.locator("form[role=search] .voice-left")).to_contain_text("8 giây", timeout=5000)
    mic(page).click()
    expect(said(page)).to_contain_text("Không nghe thấy gì")
    assert sent == []


@pytest.mark.parametrize(("fault", "words"), [
    (Busy, "Đang có nhiều người nói"),
    (Silence, "Không nghe thấy gì"),
    (Noise, "Không nghe rõ lời"),
    (Slow, "Nhận dạng lâu quá"),
    (NoRecogniser, "Trang này chưa nghe được"),
])  # fmt: skip
def test_what_the_server_says_is_told(
    fault: type[SpeechFault], words: str, fake: Fake, spoken: Path, opened: Opened
) -> None:
    fake.fault = fault
    page = opened(spoken)
    mic(page).click()
    expect(page.locator("form[role=search] .voice-left")).to_contain_text("8 giây", timeout=5000)
    mic(page).click()
    expect(said(page)).to_contain_text(words)
    expect(mic(page)).to_have_attribute("aria-pressed", "false")


def test_offline_is_told(fake: Fake, spoken: Path, opened: Opened) -> None:
    page = opened(spoken)
    page.context.set_offline(True)
    mic(page).click()
    expect(said(page)).to_contain_text("mất kết nối mạng")


NO_OWN = "delete window.SpeechRecognition; delete window.webkitSpeechRecognition; window.webkitSpeechRecognition = undefined;"
OWN = """window.SpeechRecognition = undefined; window.webkitSpeechRecognition = class { start() { window.heardBy = this.lang;
  setTimeout(() => this.onresult({ results: [[{ transcript: "ទន្លេមេគង្គ" }, { transcript: "ទន្លេ" }]] }), 50); } stop() {} abort() {} };"""


def test_without_a_recogniser_there_is_no_button(opened: Opened) -> None:
    page = opened(None, before=NO_OWN)
    expect(page.locator("#q")).to_be_visible()
    expect(page.locator("form[role=search] [data-voice]")).to_have_attribute("data-voice-ready", "yes")
    expect(mic(page)).to_be_hidden()
    shoot(page, "none-1280")
    page.locator("#q").fill("Ao Bà Om")
    page.keyboard.press("Enter")
    expect(page.locator("#results")).to_have_text("Kết quả cho: Ao Bà Om")


def test_the_browser_hears_only_after_it_was_said_who_listens(fake: Fake, opened: Opened) -> None:
    page = opened(None, before=OWN, query="?trang=km")
    mic(page).click()
    assert page.evaluate("window.heardBy") is None
    choices = page.locator("form[role=search] .voice-other")
    expect(choices).to_have_count(2)
    shoot(page, "browser-1280")
    choices.first.click()
    expect(page.locator("#results")).to_have_text("Kết quả cho: ទន្លេមេគង្គ")
    assert fake.asked == []


def test_axe_finds_nothing_in_any_state(fake: Fake, spoken: Path, opened: Opened) -> None:
    page = opened(spoken)
    faults = []
    for state in ("idle", "listening"):
        if state == "listening":
            mic(page).click()
            expect(mic(page)).to_have_attribute("aria-pressed", "true")
        found = Axe().run(page, context="form[role=search]").response["violations"]
        faults += [f"{state}: {one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]
    assert faults == []


class Noting:
    """The real recogniser, and how long each recording was that it heard."""

    def __init__(self, real: Recogniser) -> None:
        self.real, self.languages = real, real.languages
        self.lengths: list[float] = []

    def recognise(self, samples: Samples[float], *, language: str, prompt: str) -> Transcript:
        self.lengths.append(len(samples) / RATE)
        return self.real.recognise(samples, language=language, prompt=prompt)


def heard_in(page: Page, begun: float) -> float:
    """Seconds from ``begun`` until the page of results stands."""
    page.wait_for_url("**/tim-kiem/?q=*")
    expect(page.locator("#results")).to_be_visible()
    return time.monotonic() - begun


def test_the_real_recogniser_answers_a_real_voice_in_time(spoken: Path, opened: Opened) -> None:
    with real_recogniser_or_skip() as real:
        noting = Noting(real)
        hearing.use(noting)
        page = opened(CLIP)
        mic(page).click()
        expect(page.locator("form[role=search] .voice-left")).to_contain_text("7 giây", timeout=6000)
        begun = time.monotonic()
        mic(page).click()
        tapped = heard_in(page, begun)
        assert "nhìn thấy" in page.locator("#q").input_value().lower()
        page = opened(spoken)
        mic(page).click()
        page.locator("form[role=search] [data-voice-state=sending]").wait_for(timeout=14_000)
        by_itself = heard_in(page, time.monotonic())
        assert noting.lengths[-1] == pytest.approx(SECONDS, abs=0.3)
        told = {
            "tapped": tapped,
            "by itself": by_itself,
            "seconds of sound": noting.lengths,
            "load": os.getloadavg()[0],
        }
        SHOTS.mkdir(parents=True, exist_ok=True)
        (SHOTS / "voice-times.json").write_text(json.dumps(told))
        assert max(tapped, by_itself) < 20, (
            f"beside whatever else runs; docs/measurements.md has quiet figures: {told}"
        )


def test_the_microphone_stands_in_a_box_that_has_its_button_beside_it(
    fake: Fake, opened: Opened, province: dict[str, str]
) -> None:
    page = signed_in(opened(None, query="staff/"), province)
    for width in ("1280", "390"):
        page.set_viewport_size(SIZES[width])  # type: ignore[arg-type]
        page.goto(page.url.partition("/staff/")[0] + "/staff/search/abbreviations/")
        field = page.locator("#abbreviations-q").bounding_box()
        button = page.locator("#main .voice-button").bounding_box()
        assert field is not None
        assert button is not None
        assert field["x"] + field["width"] / 2 < button["x"]
        assert button["x"] + button["width"] <= field["x"] + field["width"]
        shoot(page, f"beside-{width}")
