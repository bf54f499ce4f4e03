"""Role × action at the corrections desk: who may do what; a refusal leaves nothing behind, not even in the trail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nhipcau.corrections import actions
from nhipcau.corrections.draft import content_of
from nhipcau.corrections.models import Case
from nhipcau.corrections.rules.verdicts import Kind
from nhipcau.people.models import Office, Staff, TrailEntry
from nhipcau.people.permissions import NotAllowed
from nhipcau.people.rules.roles import StaffRole
from nhipcau.ports.fetching import Answer, Ask, Bounds
from tests.corrections.conftest import Desk
from tests.factories.corrections import (
    DOCUMENT,
    at_desk,
    checked,
    draft_of,
    drafted,
    published,
    received,
    replied,
    report_of,
    with_evidence,
)
from tests.factories.people import staff_in
from tests.factories.press import story_of

pytestmark = pytest.mark.django_db
R = StaffRole
RECEIVING = {R.COORDINATOR, R.EDITOR, R.FOCAL}
DRAFTING = {R.COORDINATOR, R.EDITOR}
SECOND = {R.COORDINATOR, R.APPROVER, R.LEADER}
PUBLISHING = {R.COORDINATOR, R.APPROVER}
ANSWERING = {R.COORDINATOR, R.EDITOR, R.APPROVER}
MANAGING = {R.ADMIN, R.COORDINATOR}
SEEING = {R.ADMIN, R.COORDINATOR, R.FOCAL, R.EDITOR, R.APPROVER, R.LEADER}
ALLOWED = {
    **dict.fromkeys(("receive", "receive_from_monitoring"), RECEIVING),
    **dict.fromkeys(("triage", "add_paper", "archive_page", "set_aside", "offer_reply", "record_reply", "save_draft", "hand_over", "reopen"), DRAFTING),
    **dict.fromkeys(("agree", "pass_check", "send_back"), SECOND),
    **dict.fromkeys(("publish_entry", "take_up_appeal"), PUBLISHING),
    **dict.fromkeys(("answer", "write_message"), ANSWERING),
    **dict.fromkeys(("set_contact_retention", "forget_contacts", "forget_contact", "change_desk_settings", "remind"), MANAGING),
}  # fmt: skip
FOR_READERS = {"renew_link", "write_as_sender"}
"""What only the holder of a private link does: there is no member of staff in it."""
WITHOUT_A_FACT = {"receive", "receive_from_monitoring", "triage", "answer", "write_message", "reopen", "take_up_appeal",
                  "change_desk_settings"}  # fmt: skip
"""What needs no case at the desk with its evidence."""


class Web:
    """Answers every address with the same page."""

    def fetch(self, ask: Ask, bounds: Bounds | None = None) -> Answer:
        return Answer(ask.url, "<html><body><p>Báo cáo 45</p></body></html>".encode(), "text/html; charset=utf-8")


def perform(name: str, by: Staff, desk: Desk) -> object:
    """Bring things into the state in which the step makes sense, then take it as ``by``."""
    now, on = timezone.now(), timezone.localdate()
    new = received() if name == "triage" else None
    opinion = fact = paper = None
    if name in {"answer", "write_message"}:
        opinion = actions.triage(received(), actions.Decision(Kind.OPINION, "x"), by=desk.editor, now=now)
    if name not in WITHOUT_A_FACT:
        fact = with_evidence(at_desk(received(email="a@example.vn"), by=desk.editor), by=desk.editor)
        paper = fact.papers.get()
    letter = actions.Letter("Tòa soạn", "Thư", "bưu điện", on, on + timedelta(days=30))
    facts = actions.PaperFacts("x", url="https://x.example.vn/")
    offer = actions.offer_reply(fact, letter, by=desk.editor, on=on) if name == "record_reply" else None
    if name in {"hand_over", "agree", "pass_check", "send_back", "publish_entry"}:
        actions.save_draft(replied(fact, by=desk.editor), draft_of(), by=desk.editor)
    seen = content_of(Case.objects.get(pk=fact.pk)) if fact else None
    if name in {"agree", "pass_check", "send_back", "publish_entry"}:
        drafted(fact, by=desk.editor)
        seen = content_of(Case.objects.get(pk=fact.pk))
    if name == "pass_check":
        actions.agree(fact, seen=seen, by=desk.second)
    if name == "publish_entry":
        checked(fact, second=desk.second)
    entry = published(by=desk.editor, second=desk.second) if name in {"reopen", "take_up_appeal"} else None
    appeal = actions.receive(actions.Report("x", "published", appeal_of=entry.case), now=now).case if entry else None
    story = story_of(f"Tin {name} {by.pk}") if name == "receive_from_monitoring" else None
    every = actions.Check(True, True, True, True)
    before = TrailEntry.objects.count()
    steps: dict[str, Callable[[], object]] = {
        "receive": lambda: actions.receive(report_of(), now=now, by=by),
        "receive_from_monitoring": lambda: actions.receive_from_monitoring(story, "Câu.", by=by),
        "triage": lambda: actions.triage(new, actions.Decision(Kind.FACT, "x"), by=by, now=now),
        "add_paper": lambda: actions.add_paper(fact, facts, name="x.txt", content=DOCUMENT + b"x", by=by),
        "archive_page": lambda: actions.archive_page(fact, facts, web=Web(), by=by),
        "set_aside": lambda: actions.set_aside(paper, reason="x", by=by),
        "offer_reply": lambda: actions.offer_reply(fact, letter, by=by, on=on),
        "record_reply": lambda: actions.record_reply(offer, words="x", replied_on=on, by=by, on=on),  # type: ignore[arg-type]
        "save_draft": lambda: actions.save_draft(fact, draft_of(), by=by),
        "hand_over": lambda: actions.hand_over(fact, seen=seen, by=by),
        "agree": lambda: actions.agree(fact, seen=seen, by=by),
        "pass_check": lambda: actions.pass_check(fact, every, seen=seen, by=by),
        "send_back": lambda: actions.send_back(fact, note="x", by=by),
        "publish_entry": lambda: actions.publish_entry(fact, by=by, now=now),
        "take_up_appeal": lambda: actions.take_up_appeal(appeal, words={"vi": "x", "en": "y"}, by=by, now=now),  # type: ignore[arg-type]
        "reopen": lambda: actions.reopen(entry.case, reason="x", by=by),  # type: ignore[union-attr]
        "answer": lambda: actions.answer(opinion, words="x", by=by, now=now),
        "write_message": lambda: actions.write_message(opinion, words="x", by=by),
        "set_contact_retention": lambda: actions.set_contact_retention(days=9, valid_from=on, source="x", by=by),
        "forget_contacts": lambda: actions.forget_contacts(on=on, by=by),
        "forget_contact": lambda: actions.forget_contact(fact, by=by),
        "change_desk_settings": lambda: actions.change_desk_settings(office=desk.office, duties=[], by=by),
        "remind": lambda: actions.remind(on=on, by=by),
    }
    try:
        return steps[name]()
    except NotAllowed:
        assert TrailEntry.objects.count() == before
        raise


def test_every_verb_of_the_desk_is_in_the_matrix() -> None:
    import inspect

    takes_by = {
        name for name in actions.__all__
        if inspect.isfunction(getattr(actions, name)) and "by" in inspect.signature(getattr(actions, name)).parameters
    }  # fmt: skip
    assert takes_by == set(ALLOWED) | FOR_READERS


@pytest.mark.parametrize("role", list(StaffRole))
@pytest.mark.parametrize("name", sorted(ALLOWED))
def test_who_may_do_what(name: str, role: StaffRole, desk: Desk, other_office: Office) -> None:
    by = staff_in(other_office, role)
    if role in ALLOWED[name]:
        perform(name, by, desk)
        return
    with pytest.raises(NotAllowed):
        perform(name, by, desk)


@pytest.mark.parametrize("name", sorted(ALLOWED))
def test_someone_without_a_role_may_nothing_superusers_included(name: str, desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        perform(name, Staff.objects.create(username="nobody", is_superuser=True), desk)


def as_staff(client: Client, by: Staff) -> Client:
    client.force_login(by, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("role", list(StaffRole))
def test_the_pages_offer_what_the_actions_allow(role: StaffRole, desk: Desk, client: Client) -> None:
    by = staff_in(desk.office, role)
    as_staff(client, by)
    assert client.get(reverse("corrections:desk")).status_code == (200 if role in SEEING else 403)
    assert client.get(reverse("corrections:receive")).status_code == (200 if role in RECEIVING else 403)
    assert client.get(reverse("corrections:settings")).status_code == (200 if role in MANAGING else 403)
    new = received(email="rieng-tu@example.vn")
    shown = client.get(reverse("corrections:case", args=[new.pk]))
    assert shown.status_code == (200 if role in SEEING else 403)
    if role not in SEEING:
        return
    text = shown.content.decode()
    assert ('value="triage"' in text) is (role in DRAFTING)
    assert ("rieng-tu@example.vn" in text) is (role in DRAFTING)
    fact = drafted(
        replied(with_evidence(at_desk(received(), by=desk.editor), by=desk.editor), by=desk.editor), by=desk.editor
    )
    text = client.get(reverse("corrections:case", args=[fact.pk])).content.decode()
    assert ('value="agree"' in text) is (role in SECOND)
    assert ('value="draft"' in text) is (role in DRAFTING)


@pytest.mark.parametrize("role", sorted(DRAFTING | SECOND))
def test_no_screen_offers_a_verdict_for_an_opinion(role: StaffRole, desk: Desk, client: Client) -> None:
    opinion = actions.triage(
        received("Bài viết dở."), actions.Decision(Kind.OPINION, "x"), by=desk.editor, now=timezone.now()
    )
    as_staff(client, staff_in(desk.office, role))
    address = reverse("corrections:case", args=[opinion.pk])
    text = client.get(address).content.decode()
    for key in ("draft", "paper", "offer", "hand_over", "agree", "check", "publish"):
        assert f'name="step" value="{key}"' not in text
    assert "Không chính xác" not in text
    forced = client.post(
        address, {"step": "draft", "draft-verdict": "inaccurate", "draft-title_vi": "x", "draft-records_vi": "y"}
    )
    assert forced.status_code in {403, 422}
    assert Case.objects.get(pk=opinion.pk).verdict == ""


def test_the_list_asks_a_constant_number_of_queries(
    desk: Desk, client: Client, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for number in range(6):
        received(f"Câu {number}.")
    as_staff(client, desk.editor)
    client.get(reverse("corrections:desk"))
    with django_assert_max_num_queries(30):  # type: ignore[attr-defined]
        client.get(reverse("corrections:desk"))


def test_what_comes_by_letter_is_written_down_and_searched(desk: Desk, client: Client) -> None:
    as_staff(client, desk.editor)
    sent = {
        "item_url": "https://bao.vn/1",
        "statement": "Cầu dài 3 km.",
        "statement_language": "vi",
        "why": "",
        "item_title": "Cầu",
    }
    answer = client.post(reverse("corrections:receive"), sent)
    case = Case.objects.get()
    assert answer["Location"] == reverse("corrections:case", args=[case.pk])
    assert case.way == "staff"
    bad = client.post(reverse("corrections:receive"), sent | {"statement": "MẬT\nx"})
    assert bad.status_code == 422
    assert Case.objects.count() == 1
    assert case.number in client.get(f"{reverse('corrections:desk')}?q=dài+3").content.decode()
    assert case.number not in client.get(f"{reverse('corrections:desk')}?late=late").content.decode()
    assert case.number in client.get(f"{reverse('corrections:desk')}?state=received").content.decode()


def test_settings_are_kept_and_refused_with_words(desk: Desk, client: Client) -> None:
    as_staff(client, staff_in(desk.office, R.COORDINATOR))
    address = reverse("corrections:settings")
    assert client.post(address, {"step": "settings", "office": desk.office.pk}).status_code == 302
    assert (
        client.post(
            address,
            {
                "step": "retention",
                "retention-days": "30",
                "retention-valid_from": "2026-01-01",
                "retention-source": "Quy chế",
            },
        ).status_code
        == 302
    )
    assert (
        client.post(
            address, {"step": "retention", "retention-days": "-1", "retention-valid_from": "", "retention-source": ""}
        ).status_code
        == 422
    )
    assert "Quy chế" in client.get(address).content.decode()
