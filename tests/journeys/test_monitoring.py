"""From a source to the mail: a source is added, articles arrive, copies are one story, marked, put in a digest, sent; the .docx is opened."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import expect

from nhipcau.duties.models import Duty
from nhipcau.monitoring import jobs
from nhipcau.monitoring.models import Article, Digest, Mark, Source, Story
from nhipcau.people.trail import trail_faults
from nhipcau.ports.fetching import Web
from nhipcau.ports.papers import check_nd30
from nhipcau.work.models import Evidence
from tests.factories.duties import DutyFactory
from tests.factories.press import Press, press_running, story_text
from tests.factories.smtp import mail_sink_running
from tests.journeys.conftest import Traveller

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> Iterator[Press]:
    """A press on this machine, which the worker's clock may read from."""
    with press_running() as running:
        web = Web(agent="NhipCau/0.1 (+test)", open_to=frozenset({("127.0.0.1", running.port)}), pause=0.0)
        monkeypatch.setattr(jobs, "fetcher", lambda: web)
        yield running


def publish(press: Press) -> str:
    """Two outlets' worth of articles in one feed: one story twice, a few others."""
    same = story_text("Nhà đầu tư Nhật Bản")
    titles = [
        "Trà Vinh đón nhà đầu tư Nhật Bản",
        "Lễ hội Ok Om Bok khai mạc",
        "Dừa sáp Cầu Kè xuất khẩu",
        "Tin thể thao",
    ]
    links = [
        (title, press.article(f"/tin/{at}", title, same if at == 0 else None)) for at, title in enumerate(titles)
    ]
    copied = "\n".join([*same.split("\n")[:-1], "Đoạn này do báo khác viết thêm vào cuối bài của họ"])
    links.append(
        (
            "Đoàn Nhật Bản đến Trà Vinh",
            press.article("/tin/chep", "Đoàn Nhật Bản đến Trà Vinh", copied, on="2026-11-25"),
        )
    )
    return press.feed("/rss", links)


def test_from_the_source_to_the_mail(as_person: Callable[[str], Traveller], press: Press, tmp_path: Path) -> None:
    faults: list[str] = []
    feed = publish(press)
    duty: Duty = DutyFactory(text="Theo dõi, tổng hợp dư luận báo chí trong và ngoài nước về tỉnh")

    # A source is added; the worker's clock comes round.
    me = as_person("dieuphoi")
    page = me.go("/staff/monitoring/sources/add/")
    page.fill("[name=name]", "Báo Ví Dụ")
    page.fill("[name=url]", feed)
    page.fill("[name=outlet]", "Báo Ví Dụ")
    me.shoot("m01-add-source")
    faults += me.faults()
    page.locator("button[value=save]").click()
    page.wait_for_load_state("networkidle")
    source = Source.objects.get()
    jobs.tend()
    assert Article.objects.filter(state="read").count() == 5
    story = Story.objects.get(copies=2)
    me.go(f"/staff/monitoring/sources/{source.pk}/")
    me.shoot("m02-source")
    faults += me.faults()
    me.go("/staff/monitoring/sources/")
    me.shoot("m03-sources")
    faults += me.faults()

    # At the desk, by keys.
    page = me.go("/staff/monitoring/")
    assert page.locator(".desk3-row").count() == Story.objects.filter(points__gte=5).count()
    page.locator(f"#s{story.pk} a").click()
    page.locator(f"[data-open='{story.pk}']").wait_for()
    page.locator(".desk3-copies a").last.click()
    page.locator(".desk3-added >> text=Đoạn này do báo khác").wait_for()
    me.shoot("m04-desk")
    faults += me.faults()
    page.keyboard.press("l")
    page.locator("#pane [aria-pressed=true]").wait_for()
    assert Mark.objects.get().kind == "leadership"
    before = page.locator("[data-open]").get_attribute("data-open")
    page.keyboard.press("k")  # the first of the feed stands last: same hour, lower number
    expect(page.locator("[data-open]").first).not_to_have_attribute("data-open", str(before))
    other = int(page.locator("[data-open]").get_attribute("data-open") or 0)
    page.keyboard.press("s")
    page.locator(f"#s{other}.desk3-row--kept").wait_for(state="attached")
    page.wait_for_load_state("networkidle")
    page = me.go(f"/staff/monitoring/?view=kept&story={other}")
    page.keyboard.press("c")
    page.locator("#inaccurate-words").fill("Bài viết ghi tỉnh có 12 nhà máy; số liệu công bố là 9.")
    page.locator("#inaccurate-words + button").click()
    page.locator("#pane .nc-list >> text=số liệu công bố là 9").wait_for()
    page.keyboard.press("n")
    page.locator("#note-words").fill("Đã trao đổi với Sở Công Thương.")
    page.locator(".desk3-note button").click()
    page.locator("#pane .nc-list >> text=Đã trao đổi với Sở Công Thương.").wait_for()
    assert set(Mark.objects.values_list("kind", flat=True)) == {"leadership", "inaccurate"}
    last = Story.objects.filter(state="new").first()
    assert last is not None
    page = me.go(f"/staff/monitoring/?view=new&story={last.pk}")
    page.keyboard.press("d")
    page.locator(f"#s{last.pk}.desk3-row--dropped").wait_for(state="attached")
    last.refresh_from_db()
    assert last.state == "dropped"

    # Settings: who receives it, and which duty it is evidence for.
    page = me.go("/staff/monitoring/settings/")
    page.get_by_label("Theo dõi, tổng hợp dư luận", exact=False).check()
    page.locator("form.monitoring-settings button[type=submit]").click()
    page.wait_for_load_state("networkidle")
    page.fill("[name=to-email]", "lanhdao@example.vn")
    page.locator("form:has([name=to-email]) button[type=submit]").click()
    page.wait_for_load_state("networkidle")
    me.shoot("m05-settings")
    faults += me.faults()

    # The digest: what was kept, summaries, order, send.
    page = me.go("/staff/monitoring/digests/")
    page.locator("summary:has-text('Lập điểm báo')").click()
    page.locator("form[action*=begin] button[type=submit]").click()
    page.wait_for_load_state("networkidle")
    digest = Digest.objects.get()
    assert digest.items.count() == 2
    page.locator("[data-take]").first.click()
    page.locator(".digest-words").first.locator("button[value=item]").click()
    page.wait_for_load_state("networkidle")
    page.locator(".digest-words textarea").last.fill("Đoàn doanh nghiệp Nhật Bản khảo sát khu kinh tế Định An.")
    page.locator(".digest-words").last.locator("button[value=item]").click()
    page.wait_for_load_state("networkidle")
    assert sorted(digest.items.values_list("is_quoted", flat=True)) == [False, True]
    me.shoot("m06-digest")
    faults += me.faults()
    page.locator(".digest-item").first.focus()
    page.keyboard.press("Alt+ArrowDown")
    page.locator("[data-said]:has-text('Đã lưu thứ tự')").wait_for(state="attached")
    page.select_option("#when", "now")
    page.locator("form:has(#when) button[type=submit]").click()
    page.wait_for_load_state("networkidle")
    with mail_sink_running() as sink, override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=sink.port,
        EMAIL_USE_TLS=False, EMAIL_USE_SSL=False, EMAIL_HOST_USER="", EMAIL_HOST_PASSWORD="",
    ):  # fmt: skip
        jobs.tend(now=timezone.now())
    digest.refresh_from_db()
    assert digest.state == "sent"
    ((wanted, letter),) = sink.letters
    assert wanted == ["lanhdao@example.vn"]
    plain, html = letter.get_body(("plain",)), letter.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert "khảo sát khu kinh tế Định An" in plain.get_content()
    assert "khảo sát khu kinh tế Định An" in html.get_content()
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    evidence = Evidence.objects.get()
    assert evidence.duty == duty

    # The paper is opened and checked; the archive finds it.
    me.go(f"/staff/monitoring/digests/{digest.pk}/")
    me.shoot("m07-sent")
    faults += me.faults()
    with page.expect_download() as waiting:
        page.locator("a[href$='digest.docx']").click()
    content = Path(waiting.value.path()).read_bytes()
    assert check_nd30(content) == []
    paper = docx.Document(io.BytesIO(content))
    words = "\n".join(p.text for p in paper.paragraphs)
    assert "khảo sát khu kinh tế Định An" in words
    assert {rel.target_ref for rel in paper.part.rels.values() if rel.is_external} == set(
        digest.items.values_list("url", flat=True)
    )
    page = me.go("/staff/monitoring/digests/?q=khao+sat+dinh+an")
    assert page.locator("td a").first.inner_text() == digest.title
    me.shoot("m08-archive")
    faults += me.faults()
    for name, path in (
        ("m09-rules", "rules/"),
        ("m10-statistics", "statistics/"),
        ("m11-keeping", "keeping/"),
        ("m12-bring", "bring/"),
    ):
        me.go(f"/staff/monitoring/{path}")
        me.shoot(name)
        faults += me.faults()

    # Whoever gets it can leave.
    leave = letter["List-Unsubscribe"].strip("<>").partition("/diem-bao/")[2]
    page = me.go(f"/diem-bao/{leave}")
    page.locator("button").click()
    page.locator("[role=status]").wait_for()
    assert trail_faults() == []
    assert not faults, "\n".join(sorted(set(faults)))
