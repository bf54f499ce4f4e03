"""The reading desk: views, paging, steps with and without htmx, searches, rules and their preview, statistics, keeping."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nhipcau.monitoring import actions
from nhipcau.monitoring.models import Article, ClosedSite, Mark, RetentionRule, Rule, SavedSearch, Source, Story
from nhipcau.monitoring.queries import DeskView, desk_stories, places_over_time, topics_over_time
from nhipcau.monitoring.signals import story_marked
from nhipcau.people.models import Function, Notice, Office, Staff, TrailEntry
from tests.factories.people import TopicFactory, hold
from tests.factories.press import source_of, story_of, story_text

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


def many(count: int, **fields: Any) -> None:
    now = timezone.now()
    stories = Story.objects.bulk_create(
        [Story(title=f"Tin {n}", first_at=now - timedelta(minutes=n), points=9, **fields) for n in range(count)]
    )
    articles = Article.objects.bulk_create(
        [
            Article(
                key=f"{s.pk}",
                url=f"https://bao.vn/{s.pk}",
                title=s.title,
                outlet="Báo",
                seen_at=now,
                story=s,
                folded=f"tin {s.pk}",
            )
            for s in stories
        ]
    )
    for story, article in zip(stories, articles, strict=True):
        story.first = article
    Story.objects.bulk_update(stories, ["first"])


def test_views_hold_what_they_say(coordinator: Staff, signed_in: SignIn) -> None:
    first, low = story_of("Đáng đọc", points=20), story_of("Ít điểm", points=1)
    kept, dropped = story_of("Giữ", state="kept"), story_of("Bỏ", state="dropped")
    official = story_of("Bản tin của Bộ Ngoại giao", stream="official", country="Nhật Bản")
    actions.mark_story(kept, Mark.Kind.LEADERSHIP, by=coordinator)
    client = signed_in(coordinator)

    def shown(**asked: str) -> set[int]:
        answer = client.get(reverse("monitoring:desk"), asked)
        assert answer.status_code == 200
        return {story.pk for story in answer.context["stories"]}

    assert shown() == {first.pk}
    assert shown(view="new") == {first.pk, low.pk}
    assert shown(view="kept") == {kept.pk} == shown(view="leadership")
    assert shown(view="dropped") == {dropped.pk}
    assert shown(stream="official", view="new") == {official.pk}
    assert shown(stream="official", view="new", country="Nhật Bản") == {official.pk}
    assert shown(view="nonsense", stream="nonsense", topic="x", since="yesterday", source="x") == {first.pk}


def test_a_search_knows_words_with_and_without_marks(coordinator: Staff, signed_in: SignIn) -> None:
    story_of("Dừa sáp Cầu Kè lên sàn", points=9)
    story_of("Chuyện khác hẳn", points=9, text="Không liên quan.")
    client = signed_in(coordinator)
    for words in ("dừa sáp", "dua sap", "CẦU KÈ dừa"):
        assert [s.title for s in client.get(reverse("monitoring:desk"), {"q": words}).context["stories"]] == [
            "Dừa sáp Cầu Kè lên sàn"
        ]


def test_stories_scroll_page_by_page_and_none_is_skipped_or_shown_twice(
    coordinator: Staff, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    many(400)
    client = signed_in(coordinator)
    seen: list[int] = []
    context = client.get(reverse("monitoring:desk")).context
    while True:
        seen += [story.pk for story in context["stories"]]
        if not context["next"]:
            break
        if len(seen) == 60:
            story_of("Mới đến trong lúc đọc", points=50)
        with django_assert_max_num_queries(12):
            answer = client.get(reverse("monitoring:rows"), {"after": context["next"]})
        assert f'id="s{answer.context["stories"][0].pk}"' in answer.content.decode()
        context = answer.context
    assert len(seen) == len(set(seen)) == 400
    assert client.get(reverse("monitoring:rows"), {"after": "garbage~x"}).status_code == 200


def test_the_desk_asks_a_constant_number_of_questions(
    coordinator: Staff, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    many(60)
    client = signed_in(coordinator)
    client.get(reverse("monitoring:desk"))
    with django_assert_max_num_queries(32):
        client.get(reverse("monitoring:desk"))
    for n in range(40):
        source_of(f"https://bao-{n}.vn/rss")
    with django_assert_max_num_queries(12):
        client.get(reverse("monitoring:sources_results"))


def test_a_step_with_htmx_gives_back_pane_and_row(coordinator: Staff, signed_in: SignIn) -> None:
    story = story_of()
    client, address = signed_in(coordinator), reverse("monitoring:step", args=[story.pk])
    answer = client.post(address, {"step": "keep"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert f'id="s{story.pk}"' in answer.content.decode()
    assert 'hx-swap-oob="true"' in answer.content.decode()
    story.refresh_from_db()
    assert (story.state, story.decided_by) == ("kept", coordinator)
    assert client.post(address, {"step": "drop"}).status_code == 302
    assert client.post(address, {"step": "drop", "next": "https://evil.example/"})["Location"].startswith("/staff/")
    assert client.post(address, {"step": "nonsense"}).status_code == 404
    assert client.post(address, {"step": "mark", "kind": "nonsense"}).status_code == 404
    story.refresh_from_db()
    assert story.state == "dropped"
    actions.reopen_story(story, by=coordinator)
    story.refresh_from_db()
    assert story.state == "new"


def test_maybe_inaccurate_needs_the_statement_and_is_heard_once(
    coordinator: Staff, signed_in: SignIn, django_capture_on_commit_callbacks: Any
) -> None:
    story, heard = story_of(), []

    def listen(sender: object, **facts: Any) -> None:
        heard.append((facts["story"].pk, facts["mark"], facts["words"]))

    story_marked.connect(listen)
    try:
        client, address = signed_in(coordinator), reverse("monitoring:step", args=[story.pk])
        asked = {"step": "mark", "kind": "inaccurate", "words": " "}
        assert client.post(address, asked, headers={"HX-Request": "true"}).status_code == 422
        assert not Mark.objects.exists()
        for _twice in range(2):
            with django_capture_on_commit_callbacks(execute=True):
                client.post(address, asked | {"words": "Bài nói có 12 nhà máy"}, headers={"HX-Request": "true"})
    finally:
        story_marked.disconnect(listen)
    assert heard == [(story.pk, "inaccurate", "Bài nói có 12 nhà máy")]
    story.refresh_from_db()
    assert story.state == "kept"
    actions.unmark_story(story, Mark.Kind.INACCURATE, by=coordinator)
    assert not Mark.objects.exists()


def test_notes_labels_and_searches_are_kept(coordinator: Staff, signed_in: SignIn) -> None:
    story, topic = story_of(points=9), TopicFactory()
    client, address = signed_in(coordinator), reverse("monitoring:step", args=[story.pk])
    client.post(address, {"step": "note", "words": "Đã báo Văn phòng"})
    client.post(address, {"step": "label", "topics": [topic.pk]})
    pane = client.get(reverse("monitoring:story", args=[story.pk]), headers={"HX-Request": "true"}).content.decode()
    assert "Đã báo Văn phòng" in pane
    assert list(story.topics.all()) == [topic]
    client.post(reverse("monitoring:desk") + f"?topic={topic.pk}&after=x&story=1", {"name": "Của tôi"})
    search = SavedSearch.objects.get()
    assert search.query == f"topic={topic.pk}"
    assert [s.pk for s in client.get(f"{reverse('monitoring:desk')}?{search.query}").context["stories"]] == [story.pk]
    client.post(reverse("monitoring:desk"), {"drop": search.pk})
    assert not SavedSearch.objects.exists()


def test_a_copy_shows_what_it_adds_and_drops(coordinator: Staff, signed_in: SignIn) -> None:
    story = story_of("Gốc", text="Đoạn một giữ nguyên ở đây.\nĐoạn hai sẽ bị bỏ đi hoàn toàn.")
    now = timezone.now() + timedelta(hours=1)
    copy = Article.objects.create(key="c", url="https://khac.vn/1", title="Chép", outlet="Báo Khác", published_at=now, seen_at=now, story=story,
                                  text="Đoạn một giữ nguyên ở đây.\nCâu mới thêm vào bởi báo khác.", state="read")  # fmt: skip
    page = signed_in(coordinator).get(reverse("monitoring:article", args=[copy.pk]), follow=True).content.decode()
    assert "desk3-dropped" in page
    assert "Đoạn hai sẽ bị bỏ đi hoàn toàn." in page
    assert '<ins class="desk3-added">' in page


def test_a_rule_is_tried_on_last_week_before_it_is_kept(coordinator: Staff, signed_in: SignIn) -> None:
    story_of("Dừa sáp được giá")
    old = story_of("Dừa sáp năm ngoái")
    Article.objects.filter(story=old).update(seen_at=timezone.now() - timedelta(days=8))
    client = signed_in(coordinator)
    asked = {"name": "Dừa", "kind": "words", "words": "dừa sáp", "points": 4}
    before = Rule.objects.count()
    preview = client.post(reverse("monitoring:add_rule"), asked | {"step": "try"}).context["preview"]
    assert (preview["count"], [a.title for a, _p, _f in preview["caught"]]) == (1, ["Dừa sáp được giá"])
    assert Rule.objects.count() == before
    assert client.post(reverse("monitoring:add_rule"), asked | {"words": " "}).status_code == 422
    assert client.post(reverse("monitoring:add_rule"), asked).status_code == 302
    rule = Rule.objects.get(name="Dừa")
    client.post(reverse("monitoring:rule", args=[rule.pk]), asked | {"points": 7, "step": "save", "is_active": "on"})
    rule.refresh_from_db()
    assert rule.points == 7
    client.post(reverse("monitoring:rule", args=[rule.pk]), {"step": "drop"})
    assert not Rule.objects.filter(pk=rule.pk).exists()


def test_rules_come_from_topics_once(coordinator: Staff) -> None:
    TopicFactory(keywords=["đầu tư", "FDI"])
    TopicFactory(keywords=[])
    assert [actions.rules_from_topics(by=coordinator) for _twice in range(2)] == [1, 0]


def test_statistics_count_kept_stories_by_topic_and_place(coordinator: Staff, signed_in: SignIn) -> None:
    topic, on = TopicFactory(name="Đầu tư"), timezone.localdate()
    for number in range(3):
        story = story_of(f"Tin {number}", state="kept" if number else "dropped", copies=9)
        story.topics.add(topic)
        story.places.create(name="Trà Cú")
    topics = topics_over_time(since=on - timedelta(days=7), until=on, by_month=False)
    assert [(one.name, one.total) for one in topics.series] == [("Đầu tư", 2)]
    assert [(one.name, one.total) for one in places_over_time(since=on, until=on, by_month=True).series] == [
        ("Trà Cú", 2)
    ]
    page = signed_in(coordinator).get(reverse("monitoring:statistics"), {"by": "month"}).content.decode()
    assert "Trà Cú" in page


def test_old_texts_are_forgotten_as_the_newest_rule_says(coordinator: Staff) -> None:
    on = timezone.localdate()
    old, young = story_of("Cũ"), story_of("Mới")
    Article.objects.filter(story=old).update(seen_at=timezone.now() - timedelta(days=40))
    assert actions.forget_old_texts(on=on) == 0, "a year holds where no rule is in force"
    actions.set_retention(days=30, valid_from=on, source="QĐ 1", by=coordinator)
    actions.set_retention(days=1, valid_from=on + timedelta(days=1), source="QĐ 2", by=coordinator)
    assert actions.forget_old_texts(on=on) == 1
    gone, kept = Article.objects.get(story=old), Article.objects.get(story=young)
    assert (gone.text, gone.lead, gone.forgotten_on, gone.title, bool(gone.url), bool(gone.sha256)) == (
        "",
        "",
        on,
        "Cũ",
        True,
        True,
    )
    assert kept.text
    assert actions.forget_old_texts(on=on) == 0
    assert RetentionRule.objects.get(days=30).verified_by


def test_a_publisher_may_have_everything_deleted_and_exported(coordinator: Staff, signed_in: SignIn) -> None:
    story_of("Một", url="https://www.bao-mot.vn/1")
    story_of("Hai", url="https://bao-hai.vn/1")
    client = signed_in(coordinator)
    out = json.loads(client.get(reverse("monitoring:export_site"), {"site": "https://bao-mot.vn/x"}).content)
    assert [row["title"] for row in out["articles"]] == ["Một"]
    assert TrailEntry.objects.filter(action="monitoring.export_site").exists()
    form = {"step": "site", "site-site": "bao-mot.vn", "site-reason": ""}
    assert client.post(reverse("monitoring:keeping"), form).status_code == 422
    client.post(reverse("monitoring:keeping"), form | {"site-reason": "Thư ngày 25/11"})
    assert Article.objects.get(title="Một").text == ""
    assert Article.objects.get(title="Hai").text
    assert ClosedSite.objects.get().host == "bao-mot.vn"
    client.post(reverse("monitoring:keeping"), {"step": "open", "site": ClosedSite.objects.get().pk})
    assert not ClosedSite.objects.exists()


def test_sources_are_added_changed_stopped_and_exchanged(coordinator: Staff, signed_in: SignIn) -> None:
    client = signed_in(coordinator)
    form = {"name": "Báo", "kind": "feed", "url": "https://bao.vn/rss", "stream": "press", "every_minutes": 30}
    assert client.post(reverse("monitoring:add_source"), form | {"url": "javascript:x"}).status_code == 422
    assert client.post(reverse("monitoring:add_source"), form).status_code == 302
    assert client.post(reverse("monitoring:add_source"), form).status_code == 422, "an address is a source once"
    source = Source.objects.get()
    page = reverse("monitoring:source", args=[source.pk])
    Source.objects.update(etag="x", failures=3, fault_code="not_found")
    assert "404" in client.get(page).content.decode()
    client.post(page, form | {"url": "https://bao.vn/rss2", "step": "save"})
    source.refresh_from_db()
    assert (source.url, source.etag, source.failures) == ("https://bao.vn/rss2", "", 0)
    opml = client.get(reverse("monitoring:opml")).content
    client.post(page, {"step": "stop"})
    source.refresh_from_db()
    assert not source.is_active
    client.post(page, {"step": "look"})
    Source.objects.all().delete()
    file = SimpleUploadedFile("a.opml", opml)
    client.post(reverse("monitoring:bring"), {"step": "opml", "opml-file": file, "opml-stream": "official"})
    assert list(Source.objects.values_list("url", "stream")) == [("https://bao.vn/rss2", "official")]
    bad = SimpleUploadedFile("a.opml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><opml><body>&a;</body></opml>")
    assert (
        client.post(
            reverse("monitoring:bring"), {"step": "opml", "opml-file": bad, "opml-stream": "press"}
        ).status_code
        == 422
    )


def test_clippings_are_read_weighed_and_refused_when_secret(coordinator: Staff, signed_in: SignIn) -> None:
    client = signed_in(coordinator)
    file = SimpleUploadedFile("cat.txt", f"Bản tin\n{story_text('Bộ Ngoại giao')}".encode())
    form = {"step": "clipping", "clipping-title": "Bản tin tuần", "clipping-outlet": "Bộ Ngoại giao", "clipping-stream": "official",
            "clipping-country": "Nhật Bản", "clipping-file": file}  # fmt: skip
    assert client.post(reverse("monitoring:bring"), form).status_code == 302
    story = Story.objects.get()
    assert (story.stream, story.country, story.in_province) == ("official", "Nhật Bản", True)
    secret = SimpleUploadedFile("cat.txt", "MẬT\nNội dung không được đưa vào".encode())
    assert client.post(reverse("monitoring:bring"), form | {"clipping-file": secret}).status_code == 422
    assert (
        client.post(reverse("monitoring:bring"), form | {"clipping-file": "", "clipping-text": ""}).status_code == 422
    )
    assert Article.objects.count() == 1
    assert TrailEntry.objects.filter(action="monitoring.refuse_clipping", subject="").exists()


def test_a_single_link_waits_to_be_read_once(coordinator: Staff, signed_in: SignIn) -> None:
    client = signed_in(coordinator)
    for address in ("https://bao.vn/tin?utm_source=x#top", "http://www.bao.vn/tin/"):
        assert (
            client.post(
                reverse("monitoring:bring"), {"step": "link", "link-url": address, "link-stream": "press"}
            ).status_code
            == 302
        )
    assert Article.objects.get().state == "waiting"
    assert (
        client.post(
            reverse("monitoring:bring"), {"step": "link", "link-url": "ftp://x", "link-stream": "press"}
        ).status_code
        == 422
    )


def test_settings_are_one_row(coordinator: Staff, office: Office, signed_in: SignIn) -> None:
    client = signed_in(coordinator)
    form = {
        "step": "settings",
        "threshold": 12,
        "digest_hour": 6,
        "issuer": "Sở",
        "superior": "",
        "place": "Trà Vinh",
    }
    assert client.post(reverse("monitoring:settings"), form).status_code == 302
    assert client.post(reverse("monitoring:settings"), form | {"digest_hour": 25}).status_code == 422
    assert actions.desk_settings().threshold == 12
    assert not desk_stories(DeskView(), threshold=12, now=timezone.now()).exists()
    client.post(reverse("monitoring:settings"), {"step": "recipient", "to-email": "A@B.vn", "to-kinds": ["daily"]})
    assert "a@b.vn" in client.get(reverse("monitoring:settings")).content.decode()


def test_official_bulletins_stay_a_stream_of_their_own_in_opml(coordinator: Staff, signed_in: SignIn) -> None:
    client = signed_in(coordinator)
    for url, stream in (("https://bo.vn/rss", "official"), ("https://bao.vn/rss", "press")):
        actions.add_source(actions.SourceFacts("feed", "Nguồn", url, stream=stream), by=coordinator)
    opml = client.get(reverse("monitoring:opml")).content
    Source.objects.all().delete()
    client.post(
        reverse("monitoring:bring"),
        {"step": "opml", "opml-file": SimpleUploadedFile("a.opml", opml), "opml-stream": "press"},
    )
    assert dict(Source.objects.values_list("url", "stream")) == {
        "https://bo.vn/rss": "official",
        "https://bao.vn/rss": "press",
    }


def test_an_idea_reaches_the_newsroom_once_and_its_plan_with_the_title(
    coordinator: Staff, signed_in: SignIn, staff_of: Callable[..., Staff]
) -> None:
    editor, focal, story = staff_of("editor"), staff_of("focal"), story_of("Trà Vinh & biển: 100% gió?")
    for _twice in range(2):
        actions.mark_story(story, Mark.Kind.IDEA, by=focal)
        actions.unmark_story(story, Mark.Kind.IDEA, by=focal)
    actions.mark_story(story, Mark.Kind.IDEA, by=focal)
    told = Notice.objects.filter(kind="monitoring.idea")
    assert set(told.values_list("staff", flat=True)) == {editor.pk, coordinator.pk}
    assert told.filter(staff=editor).get().url == reverse("monitoring:story", args=[story.pk])
    pane = signed_in(editor).get(reverse("monitoring:story", args=[story.pk])).content.decode()
    (link,) = re.findall(rf'href="({re.escape(reverse("newsroom:calendar"))}\?title=[^"]+)"', pane)
    board = signed_in(editor).get(link.replace("&amp;", "&")).content.decode()
    assert "Trà Vinh &amp; biển: 100% gió?" in board
    assert (
        reverse("newsroom:calendar") + "?title"
        not in signed_in(focal).get(reverse("monitoring:story", args=[story.pk])).content.decode()
    )


def test_who_answers_in_the_desks_office_hears_once_of_a_story_that_asks_for_an_answer(
    coordinator: Staff, office: Office, other_office: Office, staff_of: Callable[..., Staff]
) -> None:
    editor, elsewhere, focal = staff_of("editor"), staff_of("approver", other_office), staff_of("focal")
    story = story_of("Bạn đọc hỏi về bãi rác Định An")
    hold(Function.objects.create(key="thong-tin-doi-ngoai", name="Thông tin đối ngoại"), office, None, None)
    for _twice in range(2):
        actions.mark_story(story, Mark.Kind.ANSWER, by=focal)
        actions.unmark_story(story, Mark.Kind.ANSWER, by=focal)
    told = Notice.objects.filter(kind="monitoring.answer")
    assert set(told.values_list("staff", flat=True)) == {editor.pk, coordinator.pk}, (
        f"not {elsewhere}, whose office it is not"
    )
    one = told.get(staff=editor)
    assert (one.url, one.text) == (
        reverse("monitoring:story", args=[story.pk]),
        f"Báo chí nêu vấn đề cần trả lời: {story.title}",
    )


def test_where_nobody_answers_in_that_office_whoever_answers_hears_of_it(
    other_office: Office, staff_of: Callable[..., Staff]
) -> None:
    focal, elsewhere = staff_of("focal"), staff_of("approver", other_office)
    actions.mark_story(story_of("Bạn đọc hỏi"), Mark.Kind.ANSWER, by=focal)
    assert Notice.objects.get(kind="monitoring.answer").staff == elsewhere


def test_a_preview_says_when_it_saw_only_the_newest(coordinator: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    from nhipcau.monitoring.rules.relevance import RelevanceRule
    from nhipcau.monitoring.views import rules as pages

    for at in range(3):
        story_of(f"Điện gió {at}")
    rule = RelevanceRule("x", 5, ("điện gió",), False)
    whole = pages.preview_of(rule)
    assert (whole["is_cut"], whole["count"]) == (False, 3)
    monkeypatch.setattr(pages, "TRIED", 3)
    assert pages.preview_of(rule)["is_cut"]


def test_an_official_bulletin_that_came_as_a_link_gets_its_country_at_the_desk(
    coordinator: Staff, signed_in: SignIn
) -> None:
    official, press = story_of("Bản tin đại sứ quán", stream="official"), story_of("Báo", country="Lào")
    client, topic = signed_in(coordinator), TopicFactory()
    assert 'name="country"' in client.get(reverse("monitoring:story", args=[official.pk])).content.decode()
    assert 'id="story-country"' not in client.get(reverse("monitoring:story", args=[press.pk])).content.decode()
    for story, asked in ((official, {"country": " Nhật Bản "}), (press, {})):
        step = {"step": "label", "topics": [topic.pk]} | asked
        client.post(reverse("monitoring:step", args=[story.pk]), step)
        story.refresh_from_db()
        assert list(story.topics.all()) == [topic]
    assert (official.country, press.country) == ("Nhật Bản", "Lào"), "what is not asked stays"
