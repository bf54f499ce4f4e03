"""A reader reports an inaccuracy and follows it to the signed public log; an opinion gets an answer; where we were wrong our page says so."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Page, expect
from wagtail.models import Locale

from nhipcau.corrections.models import Case, LogEntry
from nhipcau.duties.models import Duty
from nhipcau.monitoring import web as monitoring_web
from nhipcau.newsroom.models import StoryPage
from nhipcau.newsroom.signing_key import make_key
from nhipcau.people.models import Office, Staff
from nhipcau.people.trail import trail_faults
from nhipcau.ports.fetching import Web
from nhipcau.work.models import Evidence
from tests.factories.duties import DutyFactory
from tests.factories.newsroom import home, out, story, topic
from tests.factories.press import Press, press_running
from tests.journeys.conftest import SHOTS, SIZES, Traveller

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
STATEMENT = "Tỉnh Trà Vinh có 12 nhà máy điện gió đang vận hành."


@pytest.fixture
def site(province: dict[str, str], settings: Any, tmp_path: Path, live_server: Any) -> None:
    """A small public site in Vietnamese, English and Khmer with a signing key, at the address of the running server."""
    settings.STATE = tmp_path
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    make_key()
    editor, second = Staff.objects.get(username="bientap"), Staff.objects.get(username="duyet")
    for language in ("vi", "en", "km"):
        Locale.objects.get_or_create(language_code=language)
        page = home(language)
        page.save_revision(user=editor)
        out(page, by=editor, second=second)
    for page in (
        topic(),
        story("Điện gió Trà Vinh", by=editor, office=Office.objects.first(), lead="Tỉnh có 12 nhà máy điện gió."),
    ):
        page.save_revision(user=editor)
        out(page, by=editor, second=second)


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> Iterator[Press]:
    """A page of an office on this machine, which the desk may archive."""
    with press_running() as running:
        page = "<html lang='vi'><meta charset='utf-8'><title>Báo cáo 45</title><p>Đến 31/10/2026 có 9 nhà máy điện gió đang vận hành.</p></html>"
        running.pages["/45.html"] = (200, {"Content-Type": "text/html; charset=utf-8"}, page.encode())
        web = Web(agent="NhipCau/0.1 (+test)", open_to=frozenset({("127.0.0.1", running.port)}), pause=0.0)
        monkeypatch.setattr("nhipcau.corrections.views.performing.fetcher", lambda: web)
        assert monitoring_web.fetcher is not None
        yield running


class Reader:
    """Somebody at a window of their own, without any sign-in."""

    def __init__(self, page: Page, base: str) -> None:
        self.page, self.base, self.faults = page, base, set[str]()

    def go(self, path: str) -> Page:
        answer = self.page.goto(path if path.startswith("http") else f"{self.base}{path}")
        assert answer is not None
        assert answer.status == 200, path
        return self.page

    def look(self, name: str) -> None:
        """Pictures at both widths, nothing too wide, and what axe finds."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        for width, size in SIZES.items():
            self.page.set_viewport_size(size)  # type: ignore[arg-type]
            self.page.wait_for_timeout(150)
            self.page.screenshot(path=str(SHOTS / f"{name}-{width}.png"), full_page=True)
            wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 1, f"{name} at {width}px is {wide}px too wide"
        self.page.set_viewport_size(SIZES["1280"])  # type: ignore[arg-type]
        found: dict[str, Any] = Axe().run(self.page).response
        self.faults |= {f"{name} {v['id']}: {v['nodes'][0]['html'][:160]}" for v in found["violations"]}

    def send(self) -> None:
        self.page.wait_for_timeout(3200)  # no person is faster than three seconds
        self.page.locator("main form button[type=submit]").first.click()
        self.page.wait_for_load_state("networkidle")


@pytest.fixture
def reader(browser: Any, live_server: Any) -> Iterator[Reader]:
    context = browser.new_context(viewport=SIZES["1280"], locale="vi-VN", accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield Reader(page, live_server.url)
    assert context.cookies() == [], "a reader gets no cookie"
    context.close()


def deed(page: Page, key: str, **fields: str) -> None:
    """Unfold one deed of a case, fill it, press its button."""
    form = page.locator(f"form:has(input[name=step][value={key}])")
    summary = page.locator(f"details:has(input[name=step][value={key}]) > summary")
    if not form.is_visible():
        summary.click()
    for name, value in fields.items():
        field = form.locator(f"[name={key}-{name}]")
        kind = field.first.get_attribute("type")
        if kind == "radio":
            form.locator(f"[name={key}-{name}][value={value}]").check()
        elif kind == "checkbox":
            field.check()
        elif field.first.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        elif kind == "file":
            field.set_input_files(value)
        else:
            field.fill(value)
    form.locator("button[type=submit]").click()
    page.wait_for_load_state("networkidle")
    assert page.locator(".nc-fault").count() == 0, page.locator(".nc-fault").all_inner_texts()


def write_draft(page: Page, verdict: str) -> None:
    deed(
        page, "draft", verdict=verdict, title_vi="Số nhà máy điện gió của tỉnh", title_en="Number of wind power plants",
        records_vi="Báo cáo 45/BC-SCT: đến 31/10/2026 có 9 nhà máy đang vận hành.",
        records_en="Report 45/BC-SCT: nine plants were in operation on 31 October 2026.",
    )  # fmt: skip


def second_and_out(as_person: Callable[[str], Traveller], case: Case, *, shots: str = "") -> Traveller:
    """Somebody else agrees, checks, and enters it in the log."""
    me = as_person("duyet")
    page = me.go(f"/staff/corrections/{case.pk}/")
    if shots:
        me.shoot(shots)
    deed(page, "agree")
    deed(page, "check", is_lawful="1", is_unclassified="1", names_no_private_person="1", is_of_fact_alone="1")
    deed(page, "publish")
    return me


def verify(file: Path, key: Path) -> int:
    """``nhipcau verify-log FILE --key KEY`` in a process of its own, without a database."""
    done = subprocess.run(
        [sys.executable, "manage.py", "verify_log", str(file), "--key", str(key)],
        cwd=settings.ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.returncode


def test_a_reader_reports_an_inaccuracy_and_follows_it_to_the_signed_log(
    site: None, press: Press, reader: Reader, as_person: Callable[[str], Traveller], tmp_path: Path
) -> None:
    duty: Duty = DutyFactory(text="Làm rõ thông tin sai lệch về tỉnh trên báo chí")

    # The reader tells, and gets a number and a private link.
    page = reader.go("/dinh-chinh/bao/")
    page.fill("[name=item_url]", "https://bao-vi-du.vn/dien-gio.html")
    page.fill("[name=statement]", STATEMENT)
    page.fill("[name=why]", "Báo cáo 45/BC-SCT ghi 9 nhà máy.")
    page.fill("[name=email]", "ban-doc@example.vn")
    reader.look("c01-form")
    reader.send()
    case = Case.objects.get()
    link = page.locator("code.key").inner_text()
    assert case.number in page.locator("h1").inner_text()
    reader.look("c02-receipt")

    # Settings, triage, evidence, the letter, the draft.
    me = as_person("dieuphoi")
    page = me.go("/staff/corrections/settings/")
    page.get_by_label("Làm rõ thông tin sai lệch", exact=False).check()
    me.shoot("c03-settings")
    faults = me.faults()
    page.locator("button[value=settings]").click()
    page.wait_for_load_state("networkidle")
    me.go("/staff/corrections/")
    me.shoot("c04-desk")
    faults += me.faults()
    page = me.go(f"/staff/corrections/{case.pk}/")
    deed(
        page,
        "triage",
        kind="fact",
        reason="Một số liệu có thể đối chiếu.",
        item_title="Điện gió Trà Vinh",
        item_on="2026-11-20",
    )
    deed(page, "paper", title="Báo cáo 45/BC-SCT", issuer="Sở Công Thương", url=f"{press.base}/45.html")
    paper = case.papers.get()
    assert (paper.way, len(paper.sha256)) == ("page", 64)
    deed(page, "offer", addressee="Tòa soạn Báo Ví Dụ", channel="thư điện tử")
    assert STATEMENT in case.offers.get().letter
    deed(page, "reply", words="Chúng tôi đã đối chiếu và sẽ sửa số liệu.", offer=str(case.offers.get().pk))
    write_draft(page, "inaccurate")
    me.shoot("c05-case")
    faults += me.faults()
    deed(page, "hand_over")
    assert page.locator("input[name=step][value=agree]").count() == 0, "who drafted is not the second person"

    # A second person; the public log in both languages.
    me = second_and_out(as_person, case, shots="c06-second")
    faults += me.faults()
    entry = LogEntry.objects.get()
    assert Evidence.objects.get(duty=duty).address.endswith(f"/dinh-chinh/vu/{case.number}/")
    page = reader.go(f"/dinh-chinh/vu/{case.number}/")
    expect(page.locator("article")).to_contain_text("đến 31/10/2026 có 9 nhà máy")
    expect(page.locator("article")).to_contain_text(paper.sha256)
    expect(page.locator("article")).to_contain_text("sẽ sửa số liệu")
    reader.look("c07-entry-vi")
    page = reader.go(f"/en/dinh-chinh/vu/{case.number}/")
    expect(page.locator("article")).to_contain_text("nine plants were in operation")
    reader.look("c08-entry-en")
    page = reader.go(f"/km/dinh-chinh/vu/{case.number}/")
    reader.look("c09-entry-km")
    page = reader.go("/dinh-chinh/?q=dien+gio")
    expect(page.locator("main section h3")).to_have_count(1)
    page = reader.go("/dinh-chinh/")
    reader.look("c10-log")
    page = reader.go(link)
    expect(page.locator("main")).to_contain_text(case.number)
    expect(page.locator("main .verdict")).to_have_text("Không chính xác")
    reader.look("c11-follow")
    page = reader.go("/dinh-chinh/so-lieu/")
    reader.look("c12-figures")

    # Offline: the whole log holds; one flipped byte does not.
    page = reader.go("/dinh-chinh/")
    with page.expect_download() as waiting:
        page.locator("a[href$='log.jsonl']").click()
    file, key = tmp_path / "log.jsonl", tmp_path / "key.pem"
    content = Path(waiting.value.path()).read_bytes()
    file.write_bytes(content)
    key.write_bytes(page.request.get(f"{reader.base}/.well-known/nhipcau-signing-key.pem").body())
    assert verify(file, key) == 0
    at = content.index(b"12 nh")
    file.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
    assert verify(file, key) == 1
    assert entry.said.statement == STATEMENT
    assert trail_faults() == []
    assert not faults, "\n".join(sorted(set(faults)))
    assert not reader.faults, "\n".join(sorted(reader.faults))


def test_an_opinion_gets_an_answer_and_no_verdict_is_possible(
    site: None, reader: Reader, as_person: Callable[[str], Traveller]
) -> None:
    page = reader.go("/en/dinh-chinh/bao/")
    page.fill("[name=item_url]", "https://bao-vi-du.vn/y-kien.html")
    page.fill("[name=statement]", "The new riverside park is ugly and a waste of money.")
    page.fill("[name=why]", "I do not like it.")
    reader.send()
    link, case = page.locator("code.key").inner_text(), Case.objects.get()
    me = as_person("dieuphoi")
    page = me.go(f"/staff/corrections/{case.pk}/")
    deed(page, "triage", kind="opinion", reason="Là ý kiến, không phải nội dung sự việc.")
    for key in ("draft", "paper", "offer", "hand_over", "agree", "check", "publish"):
        assert page.locator(f"input[name=step][value={key}]").count() == 0, key
    me.shoot("c13-opinion")
    faults = me.faults()
    deed(page, "answer", words="Thank you. We have passed your view on to the department of construction.")
    page = reader.go(link)
    expect(page.locator("main")).to_contain_text("passed your view on")
    assert page.locator("main .verdict").count() == 0
    reader.look("c14-answered")
    page = reader.go("/dinh-chinh/")
    assert page.locator("main h3").count() == 1, "nothing but the policy's own heading"
    case.refresh_from_db()
    assert (case.state, case.verdict) == ("answered", "")
    assert not LogEntry.objects.exists()
    assert not faults, "\n".join(sorted(set(faults)))
    assert not reader.faults, "\n".join(sorted(reader.faults))


def test_where_we_were_wrong_our_page_shows_its_note(
    site: None, press: Press, reader: Reader, as_person: Callable[[str], Traveller]
) -> None:
    from nhipcau.newsroom.actions import approve, hand_over
    from nhipcau.newsroom.editing import draft_of

    page_of_ours = StoryPage.objects.live().filter(locale__language_code="vi", form="article").order_by("pk").first()
    assert page_of_ours is not None

    # From the story to the form: the link of the page is filled in.
    page = reader.go(page_of_ours.url)
    page.locator("main a[href$='/dinh-chinh/bao/']").click()
    page.wait_for_load_state("networkidle")
    assert page.input_value("[name=item_url]") == f"{reader.base}{page_of_ours.url}"
    page.fill("[name=statement]", page_of_ours.lead[:200] or page_of_ours.title)
    page.fill("[name=why]", "Báo cáo 45 ghi khác.")
    reader.send()
    case = Case.objects.get()
    assert case.page_id == page_of_ours.pk

    me = as_person("dieuphoi")
    page = me.go(f"/staff/corrections/{case.pk}/")
    deed(page, "triage", kind="fact", reason="Chúng ta ghi sai.")
    deed(page, "paper", title="Báo cáo 45/BC-SCT", url=f"{press.base}/45.html")
    write_draft(page, "we_were_wrong")
    deed(page, "hand_over")
    me.shoot("c15-we-were-wrong")
    faults = me.faults()

    # The newsroom corrects the page with a note; its own second person approves.
    editor, second = Staff.objects.get(username="bientap"), Staff.objects.get(username="duyet")
    draft = draft_of(page_of_ours)
    draft.lead = f"{draft.lead} (đã sửa)"
    draft.save_revision(user=editor)
    seen = draft_of(page_of_ours).content()
    hand_over(page_of_ours, seen=seen, note="Bản trước ghi 12 nhà máy; số đúng là 9.", by=editor)
    approve(page_of_ours, seen=seen, by=second)
    second_and_out(as_person, case)
    page = reader.go(page_of_ours.url)
    note = page.locator("aside.notice--correction")
    expect(note).to_contain_text("Bản trước ghi 12 nhà máy; số đúng là 9.")
    reader.look("c16-our-page")
    note.locator("a").click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("article header .verdict").first).to_have_text("Chúng tôi đã sai")
    expect(page.locator("aside.notice--correction")).to_contain_text("Bản trước ghi 12 nhà máy")
    reader.look("c17-we-were-wrong-entry")
    assert not faults, "\n".join(sorted(set(faults)))
    assert not reader.faults, "\n".join(sorted(reader.faults))
