"""The digest: only a person sends it, whole; once to each address; frozen, filed as evidence, found again."""

from __future__ import annotations

import io
import smtplib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import docx
import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nhipcau.monitoring import actions, jobs
from nhipcau.monitoring.models import Delivery, Digest, Story, Subscription
from nhipcau.people.models import Office, Staff
from nhipcau.work.models import Evidence
from tests.factories.duties import DutyFactory
from tests.factories.people import TopicFactory
from tests.factories.press import digest_of, story_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def digest(office: Office, coordinator: Staff) -> Digest:
    """A draft of three stories under two topics, all with summaries."""
    one, other = TopicFactory(name="Đầu tư"), TopicFactory(name="Văn hóa")
    stories = [story_of("Tin thứ nhất"), story_of("Tin thứ hai"), story_of("Tin thứ ba")]
    for story, topic in zip(stories, (one, other, one), strict=True):
        story.topics.add(topic)
    return digest_of(office, coordinator, *stories)


def send_now(digest: Digest, by: Staff) -> int:
    actions.release_digest(digest, send_at=timezone.now() - timedelta(seconds=1), by=by)
    return actions.send_released(now=timezone.now())


def test_from_what_was_kept_to_a_draft(coordinator: Staff, office: Office, signed_in: SignIn) -> None:
    kept, dropped = story_of("Được giữ"), story_of("Bị bỏ")
    actions.keep_story(kept, by=coordinator)
    actions.drop_story(dropped, by=coordinator)
    client = signed_in(coordinator)
    form = {"kind": "daily", "on_date": timezone.localdate().isoformat(), "gather": "on"}
    assert client.post(reverse("monitoring:begin_digest"), form).status_code == 302
    digest = Digest.objects.get()
    assert digest.title.startswith("Điểm báo ngày")
    assert [item.story for item in digest.items.all()] == [kept]
    client.post(reverse("monitoring:begin_digest"), form)
    assert Digest.objects.count() == 1, "one daily digest a day"
    item = digest.items.get()
    assert item.summary == "", "nothing is written by itself"
    page = client.get(reverse("monitoring:digest", args=[digest.pk])).content.decode()
    assert "data-suggestion" in page
    assert (
        client.post(
            reverse("monitoring:digest", args=[digest.pk]), {"step": "send", "when": "now"}, headers=HTMX
        ).status_code
        == 422
    )


def test_a_suggestion_taken_over_is_printed_as_a_quotation(coordinator: Staff, digest: Digest) -> None:
    item = digest.items.first()
    assert item is not None
    suggestion = actions.suggestion_for(item)
    assert suggestion
    assert actions.word_item(item, actions.ItemWords("Tiêu đề", suggestion), by=coordinator).is_quoted
    assert not actions.word_item(item, actions.ItemWords("Tiêu đề", "Lời của người viết."), by=coordinator).is_quoted


def test_it_goes_out_at_its_hour_once_to_each_address(coordinator: Staff, digest: Digest) -> None:
    for name in ("a", "b"):
        actions.add_recipient(f"{name}@example.vn", name=name, kinds=["daily"], by=coordinator)
    actions.add_recipient("tuan@example.vn", name="", kinds=["weekly"], by=coordinator)
    now = timezone.now()
    actions.release_digest(digest, send_at=now + timedelta(hours=2), by=coordinator)
    jobs.tend(now=now + timedelta(hours=1))
    assert mail.outbox == []
    for _twice in range(2):
        jobs.tend(now=now + timedelta(hours=2, minutes=1))
    assert sorted(m.to[0] for m in mail.outbox) == ["a@example.vn", "b@example.vn"]
    message = mail.outbox[0]
    leave = message.extra_headers["List-Unsubscribe"].strip("<>")
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert leave in message.body
    html = str(message.alternatives[0][0])
    assert "Tin thứ nhất" in html
    assert "Tóm tắt 1 do người viết." in message.body
    assert len({str(m.extra_headers["List-Unsubscribe"]) for m in mail.outbox}) == 2, "a link of one's own"
    digest.refresh_from_db()
    assert (digest.state, len(digest.sha256)) == ("sent", 64)


def test_a_mail_that_fails_is_tried_again_and_the_others_go_out(
    coordinator: Staff, digest: Digest, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b", "c"):
        actions.add_recipient(f"{name}@example.vn", name=name, kinds=["daily"], by=coordinator)
    from django.core.mail import EmailMultiAlternatives

    send = EmailMultiAlternatives.send

    def fail_for_b(self: EmailMultiAlternatives, *args: Any) -> int:
        if self.to == ["b@example.vn"]:
            raise smtplib.SMTPException
        return send(self, *args)

    monkeypatch.setattr(EmailMultiAlternatives, "send", fail_for_b)
    assert send_now(digest, coordinator) == 2
    assert Delivery.objects.filter(at__isnull=False).count() == 2
    monkeypatch.setattr(EmailMultiAlternatives, "send", send)
    assert actions.send_released(now=timezone.now()) == 1
    assert sorted(m.to[0] for m in mail.outbox) == ["a@example.vn", "b@example.vn", "c@example.vn"]
    actions.add_recipient("d@example.vn", name="", kinds=["daily"], by=coordinator)
    assert actions.send_released(now=timezone.now()) == 0, "who came later does not get yesterday's"


def test_what_was_released_or_sent_is_not_changed(coordinator: Staff, digest: Digest) -> None:
    item = digest.items.first()
    assert item is not None
    actions.release_digest(digest, send_at=timezone.now() + timedelta(hours=1), by=coordinator)
    for step in (
        lambda: actions.word_item(item, actions.ItemWords("x", "y"), by=coordinator),
        lambda: actions.remove_item(item, by=coordinator),
        lambda: actions.add_items(digest, [story_of("Khác")], by=coordinator),
        lambda: actions.order_items(digest, [], by=coordinator),
        lambda: actions.release_digest(digest, send_at=timezone.now(), by=coordinator),
    ):
        with pytest.raises(actions.NotNow):
            step()
    actions.take_back(digest, by=coordinator)
    send_now(digest, coordinator)
    with pytest.raises(actions.NotNow):
        actions.take_back(digest, by=coordinator)


def test_it_is_filed_as_evidence_for_the_duties_of_the_settings(coordinator: Staff, digest: Digest) -> None:
    duty, other = DutyFactory(), DutyFactory()
    actions.change_settings(actions.DeskFacts(5, 7, "", "", "", (duty,)), by=coordinator)
    send_now(digest, coordinator)
    evidence = Evidence.objects.get()
    digest.refresh_from_db()
    assert (evidence.duty, evidence.office, evidence.filed_by) == (duty, digest.office, coordinator)
    assert digest.sha256[:16] in evidence.title
    assert evidence.address.endswith(reverse("monitoring:digest", args=[digest.pk]))
    assert not other.evidence.exists()


def test_whoever_sends_files_it_and_its_page_says_for_what(
    staff_of: Callable[..., Staff], digest: Digest, coordinator: Staff, signed_in: SignIn
) -> None:
    duty = DutyFactory(text="Theo dõi, tổng hợp dư luận báo chí phản ánh về tỉnh")
    actions.change_settings(actions.DeskFacts(5, 7, "", "", "", (duty,)), by=coordinator)
    client, address = signed_in(coordinator), reverse("monitoring:digest", args=[digest.pk])
    assert "Theo dõi, tổng hợp dư luận" in client.get(address).content.decode()
    approver = staff_of("approver")
    send_now(digest, approver)
    digest.refresh_from_db()
    assert digest.state == "sent"
    assert Evidence.objects.get().filed_by == approver
    assert reverse("duties:duty", args=[duty.pk]) in client.get(address).content.decode()


def test_evidence_that_is_refused_keeps_no_digest_from_going_out(
    digest: Digest, coordinator: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    from nhipcau.monitoring.actions import digests as verbs

    def refuse(*args: object, **kwargs: object) -> None:
        raise verbs.EvidenceRefused("x")

    monkeypatch.setattr(verbs, "file_publication", refuse)
    actions.change_settings(actions.DeskFacts(5, 7, "", "", "", (DutyFactory(),)), by=coordinator)
    send_now(digest, coordinator)
    digest.refresh_from_db()
    assert digest.state == "sent"
    assert not Evidence.objects.exists()


def test_its_papers_hold_topics_items_and_links(coordinator: Staff, digest: Digest, signed_in: SignIn) -> None:
    digest.items.filter(position=1).update(copies=3)
    client = signed_in(coordinator)

    def file(kind: str) -> Any:
        answer = client.get(reverse("monitoring:digest_file", args=[digest.pk, kind]))
        assert answer.status_code == 200
        return answer.content

    paper = docx.Document(io.BytesIO(file("docx")))
    lines = [p.text for p in paper.paragraphs]
    assert (
        lines.index("I. ĐẦU TƯ")
        < lines.index("1. Tin thứ nhất")
        < lines.index("2. Tin thứ ba")
        < lines.index("II. VĂN HÓA")
    )
    assert "Tóm tắt 1 do người viết." in lines
    assert any("và 2 trang khác cùng nội dung" in line for line in lines)
    assert "Điểm báo gồm 3 tin./." in lines
    links = {rel.target_ref for rel in paper.part.rels.values() if rel.is_external}
    assert links == set(digest.items.values_list("url", flat=True))
    assert file("pdf").startswith(b"%PDF-")
    html = file("html").decode()
    assert "Tin thứ hai" in html
    assert "<script" not in html
    send_now(digest, coordinator)
    sent = file("docx")
    digest.items.update(title="Đổi sau khi gửi")
    assert file("docx") == sent, "the very file that went out"


def test_items_are_moved_by_keys_and_by_drag(coordinator: Staff, digest: Digest, signed_in: SignIn) -> None:
    first, second, third = digest.items.order_by("position")
    client, address = signed_in(coordinator), reverse("monitoring:digest", args=[digest.pk])

    def order() -> list[str]:
        return list(digest.items.order_by("position").values_list("title", flat=True))

    assert (
        client.post(
            address, {"step": "order", "order": f"{third.pk},{first.pk},{second.pk}"}, headers=HTMX
        ).status_code
        == 204
    )
    assert order() == ["Tin thứ ba", "Tin thứ nhất", "Tin thứ hai"]
    client.post(address, {"step": "move", "item": first.pk, "to": "up"})
    assert order() == ["Tin thứ nhất", "Tin thứ ba", "Tin thứ hai"]
    client.post(address, {"step": "move", "item": first.pk, "to": "up"})
    assert order()[0] == "Tin thứ nhất", "already the first of its topic"
    client.post(address, {"step": "remove", "item": second.pk})
    assert order() == ["Tin thứ nhất", "Tin thứ ba"]
    assert client.post(address, {"step": "nonsense"}).status_code == 404


def test_the_archive_is_searched_by_every_word(coordinator: Staff, digest: Digest, signed_in: SignIn) -> None:
    send_now(digest, coordinator)
    client = signed_in(coordinator)
    for words, found in (
        ("tom tat do nguoi viet", 1),
        ("Báo Ví Dụ", 1),
        ("tin thứ hai", 1),
        ("không có trong đó", 0),
    ):
        assert len(client.get(reverse("monitoring:digests"), {"q": words}).context["object_list"]) == found, words


def test_an_address_is_taken_out_only_by_pressing(coordinator: Staff, client: Client) -> None:
    row = actions.add_recipient("a@example.vn", name="", kinds=["daily"], by=coordinator)
    address = reverse("monitoring_open:leave", args=[row.token])
    assert client.get(address).status_code == 200
    row.refresh_from_db()
    assert row.ended_at is None, "programs that look at links must not take anyone out"
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    row.refresh_from_db()
    assert row.ended_at is not None
    assert client.post(reverse("monitoring_open:leave", args=["nonsense"])).status_code == 404
    actions.end_recipient(actions.add_recipient("a@example.vn", name="", kinds=[], by=coordinator), by=coordinator)
    assert Subscription.objects.get().ended_at is not None


def test_the_next_hour_is_in_the_provinces_time() -> None:
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    assert actions.next_hour(7, datetime(2026, 11, 25, 23, tzinfo=zone)) == datetime(2026, 11, 26, 7, tzinfo=zone)
    assert actions.next_hour(7, datetime(2026, 11, 25, 6, 59, tzinfo=zone)) == datetime(2026, 11, 25, 7, tzinfo=zone)


def test_a_story_already_sent_is_not_gathered_again(coordinator: Staff, digest: Digest) -> None:
    from nhipcau.monitoring.views.digests import kept_for

    Story.objects.update(state="kept", decided_at=timezone.now())
    send_now(digest, coordinator)
    following = actions.begin_digest(
        "daily", "Sau", on=digest.on_date + timedelta(days=1), since=digest.on_date, office=None, by=coordinator
    )
    assert list(kept_for(following)) == []
    assert date.today() <= following.on_date  # noqa: DTZ011


def test_proposed_duties_are_those_of_their_parts_and_no_others(db: None) -> None:
    from nhipcau.corrections.desk import desk_duties
    from nhipcau.monitoring.forms import digest_duties

    wanted = [DutyFactory(path=f"ke-hoach/{part}", text="Việc khác") for part in ("II/5", "III/2", "III/8")]
    DutyFactory(path="ke-hoach/III/5", text="Tổ chức hội chợ")
    said = DutyFactory(path="ke-hoach/III/9", text="Theo dõi, tổng hợp dư luận báo chí")
    for proposed in (digest_duties(), desk_duties()):
        assert {duty.pk for duty in proposed} == {*(duty.pk for duty in wanted), said.pk}
