"""From a source to stories: what arrives, once, grouped, weighed; what fails says so and is tried again."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from nhipcau.monitoring import jobs
from nhipcau.monitoring.actions import PageRead, grouping, take_in_pages
from nhipcau.monitoring.models import Article, Door, Rule, Source, Story
from nhipcau.monitoring.rules.relevance import Judgement
from nhipcau.monitoring.rules.stories import runs
from nhipcau.people.models import TrailEntry
from nhipcau.people.trail import trail_faults
from nhipcau.ports.fetching import Web
from tests.factories.press import Press, source_of, story_text

pytestmark = pytest.mark.django_db


def due_again() -> None:
    Source.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))


def run(web: Web) -> None:
    jobs.look_at_due(by=web)
    jobs.read_waiting(by=web)


def test_articles_arrive_once_are_grouped_and_weighed(press: Press, web: Web) -> None:
    Rule.objects.all().delete()
    Rule.objects.create(kind="place", name="Địa danh", points=10)
    text = story_text("Định An")
    links = [
        ("Đầu tư ở Định An", press.article("/a", "Đầu tư ở Định An", text)),
        ("Chuyện khác", press.article("/b", "Chuyện khác hẳn")),
    ]
    one, other = (
        source_of(press.feed("/rss", links)),
        source_of(press.feed("/rss2", [("Chép lại", press.article("/c", "Chép lại bài", text))])),
    )
    run(web)
    due_again()
    run(web)
    assert Article.objects.count() == 3
    assert set(Article.objects.values_list("state", flat=True)) == {"read"}
    story = Story.objects.get(copies=2)
    assert {article.url for article in story.articles.all()} == {f"{press.base}/a", f"{press.base}/c"}
    assert story.in_province
    assert story.points >= 10
    assert story.reasons[0][0] == "Địa danh"
    assert story.places.filter(name="Định An").exists() or story.places.exists()
    assert press.asked["/a"] == press.asked["/b"] == 1, "a page is read once"
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.failures, one.fault_code, one.etag) == (0, "", '"1"')
    assert press.headers[-1].get("user-agent", "").startswith("NhipCau/")
    assert TrailEntry.objects.filter(action="monitoring.found").count() == 2
    assert trail_faults() == []
    article = Article.objects.get(url=f"{press.base}/a")
    assert article.picture == f"{press.base}/anh.jpg"
    assert article.language == "vi"
    assert timezone.localdate(article.published_at).isoformat() == "2026-11-24"  # type: ignore[arg-type]


def test_what_fails_says_so_waits_longer_and_recovers(press: Press, web: Web) -> None:
    source = source_of(f"{press.base}/rss")
    pauses = []
    for _again in range(3):
        due_again()
        jobs.look_at_due(by=web)
        source.refresh_from_db()
        pauses.append(source.next_try_at - source.tried_at)  # type: ignore[operator]
    assert (source.failures, source.fault_code, source.succeeded_at) == (3, "not_found", None)
    assert pauses[0] < pauses[2]
    assert TrailEntry.objects.filter(action="monitoring.source_fails").count() == 1, "the trail hears of it once"
    press.feed("/rss", [])
    due_again()
    jobs.look_at_due(by=web)
    source.refresh_from_db()
    assert (source.failures, source.fault_code) == (0, "")
    assert TrailEntry.objects.filter(action="monitoring.source_recovers").exists()


def test_a_page_that_never_comes_is_kept_as_title_and_link(press: Press, web: Web) -> None:
    press.pages["/later"] = (500, {}, b"")
    press.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /never")
    source_of(
        press.feed(
            "/rss",
            [
                ("Không đọc được", f"{press.base}/gone"),
                ("Cấm", f"{press.base}/never"),
                ("Chậm", f"{press.base}/later"),
            ],
        )
    )
    run(web)
    states = dict(Article.objects.values_list("title", "state"))
    assert states == {"Không đọc được": "failed", "Cấm": "failed", "Chậm": "waiting"}
    assert set(Story.objects.values_list("title", flat=True)) == {"Không đọc được", "Cấm"}
    for _again in range(3):
        Article.objects.filter(state="waiting").update(next_try_at=timezone.now())
        jobs.read_waiting(by=web)
    assert Article.objects.get(title="Chậm").state == "failed"
    press.article("/later", "Chậm", "")
    assert press.asked["/never"] == 0


def test_behind_a_paywall_only_the_lead_is_kept(press: Press, web: Web) -> None:
    closed = press.article(
        "/closed", "Bài trả phí", head='<script type="application/ld+json">{"isAccessibleForFree": false}</script>'
    )
    said = press.article("/said", "Nguồn trả phí")
    source_of(press.feed("/a", [("Bài trả phí", closed)]))
    source_of(press.feed("/b", [("Nguồn trả phí", said)]), lead_only=True)
    run(web)
    for article in Article.objects.all():
        assert (article.state, article.text, bool(article.lead), bytes(article.kept_runs)) == (
            "lead",
            "",
            True,
            b"",
        ), article.title


def test_a_site_left_alone_is_not_kept_again(press: Press, web: Web) -> None:
    from nhipcau.monitoring.models import ClosedSite
    from nhipcau.people.models import Staff

    ClosedSite.objects.create(
        host="127.0.0.1", reason="Thư", by=Staff.objects.create(username="x"), at=timezone.now()
    )
    source_of(press.feed("/a", [("Tin", press.article("/1", "Tin"))]))
    run(web)
    assert Article.objects.get().text == ""


def test_official_bulletins_are_a_stream_with_topic_and_country(press: Press, web: Web) -> None:
    from tests.factories.people import TopicFactory

    topic = TopicFactory()
    source_of(
        press.feed("/a", [("Bản tin", press.article("/1", "Bản tin"))]),
        stream="official",
        topic=topic,
        country="Nhật Bản",
    )
    run(web)
    story = Story.objects.get()
    assert (story.stream, story.country, list(story.topics.all())) == ("official", "Nhật Bản", [topic])


def test_sitemaps_and_list_pages_are_sources_too(press: Press, web: Web) -> None:
    import gzip

    one, two = (
        press.article("/tin/1", "Tin một"),
        press.article("/tin/2", "Trà Vinh khai mạc tuần lễ văn hóa Khmer Nam Bộ"),
    )
    inner = gzip.compress(f"<urlset><url><loc>{one}</loc></url></urlset>".encode())
    press.pages["/s1.xml.gz"] = (200, {"Content-Type": "application/gzip"}, inner)
    press.pages["/sitemap.xml"] = (
        200,
        {},
        f"<sitemapindex><sitemap><loc>{press.base}/s1.xml.gz</loc></sitemap></sitemapindex>".encode(),
    )
    press.pages["/list"] = (200, {}, f'<a href="{two}">Trà Vinh khai mạc tuần lễ văn hóa Khmer Nam Bộ</a>'.encode())
    source_of(f"{press.base}/sitemap.xml", kind="sitemap")
    source_of(f"{press.base}/list", kind="page")
    run(web)
    assert set(Article.objects.filter(state="read").values_list("url", flat=True)) == {one, two}
    assert not Source.objects.exclude(fault_code="").exists()


def test_an_earlier_copy_that_comes_later_leads(press: Press, web: Web) -> None:
    text = story_text("Chung")
    source_of(press.feed("/a", [("Muộn", press.article("/late", "Bài muộn", text, on="2026-11-24"))]))
    run(web)
    source_of(press.feed("/b", [("Sớm", press.article("/early", "Bài sớm", text, on="2026-11-22"))]))
    run(web)
    story = Story.objects.get()
    assert (story.title, story.copies, story.first.url) == ("Bài sớm", 2, f"{press.base}/early")  # type: ignore[union-attr]


def test_a_run_that_stands_everywhere_says_nothing_any_more(
    press: Press, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    from nhipcau.monitoring.actions import grouping
    from nhipcau.monitoring.models import CommonRun, Door

    monkeypatch.setattr(grouping, "COMMON", 3)
    text = story_text("Giống")
    source_of(press.feed("/a", [(f"Bài {n}", press.article(f"/{n}", f"Bài {n}", text)) for n in range(6)]))
    run(web)
    assert CommonRun.objects.exists()
    assert not Door.objects.filter(run__in=CommonRun.objects.values("run")).exists()


def test_many_items_of_one_host_do_not_keep_the_others_waiting() -> None:
    from nhipcau.monitoring.actions import take_waiting

    now = timezone.now()
    Article.objects.bulk_create(
        [Article(key=f"a{n}", url="x", host="a.vn", seen_at=now, next_try_at=now) for n in range(100)]
    )
    Article.objects.bulk_create(
        [Article(key=f"b{n}", url="x", host="b.vn", seen_at=now, next_try_at=now) for n in range(3)]
    )
    taken = take_waiting(now=now, most=20)
    assert sum(row.host == "b.vn" for row in taken) == 3
    again = take_waiting(now=now, most=200)
    assert len(again) == 83
    assert not {row.pk for row in taken} & {row.pk for row in again}


def test_of_a_story_that_many_copied_one_copy_is_compared_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    now, text = timezone.now(), story_text("Định An")
    rows = Article.objects.bulk_create(
        [Article(key=f"k{at}", url=f"https://bao{at}.vn/1", seen_at=now, next_try_at=now) for at in range(6)]
    )
    nothing = Judgement(0, (), (), (), False)
    pages = [PageRead(row.pk, "Tin", text, "", "vi", "", None, nothing, runs(text)) for row in rows]
    take_in_pages(pages[:5], now=now)
    asked: list[int] = []
    monkeypatch.setattr(grouping, "runs", lambda said: asked.append(1) or runs(said))
    take_in_pages(pages[5:], now=now)
    assert len(asked) == 1
    assert Story.objects.get().copies == 6


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("frozen_rows_let_go")
def test_a_copy_that_another_worker_stores_meanwhile_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """On PostgreSQL the other stores between our looking up and our lock; on SQLite it waits, since our transaction writes from its beginning."""
    now, nothing = timezone.now(), Judgement(0, (), (), (), False)
    rows = Article.objects.bulk_create(
        [Article(key=f"k{at}", url=f"https://bao{at}.vn/1", seen_at=now, next_try_at=now) for at in range(3)]
    )
    texts = [story_text("Định An"), story_text("Cầu Kè"), story_text("Định An")]
    pages = [
        PageRead(row.pk, "Tin", text, "", "vi", "", None, nothing, runs(text))
        for row, text in zip(rows, texts, strict=True)
    ]
    wait = grouping._one_at_a_time
    begun: list[Future[None]] = []

    def other_worker() -> None:
        try:
            take_in_pages(pages[:2], now=now)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:

        def others_first() -> bool:
            monkeypatch.setattr(grouping, "_one_at_a_time", wait)
            begun.append(pool.submit(other_worker))
            if connection.vendor == "postgresql":
                begun[0].result()
            return wait()

        monkeypatch.setattr(grouping, "_one_at_a_time", others_first)
        take_in_pages(pages[2:], now=now)
    begun[0].result()
    assert sorted(Story.objects.values_list("copies", flat=True)) == [1, 2]
    assert Article.objects.get(pk=rows[2].pk).story == Article.objects.get(pk=rows[0].pk).story
    assert len({*Door.objects.values_list("run", "article")}) == Door.objects.count()
