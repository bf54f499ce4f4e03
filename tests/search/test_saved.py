"""Saved searches belong to one person, tell what is new once a day with that day's eyes, and end with one click."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils import timezone

from nhipcau.people.models import Membership, Staff, TrailEntry
from nhipcau.people.permissions import NotAllowed
from nhipcau.people.rules.roles import StaffRole
from nhipcau.search import jobs
from nhipcau.search.actions import (
    drop_saved,
    end_alerts,
    save_question,
    saving,
    send_alert,
    send_alerts,
    switch_alerts,
)
from nhipcau.search.asking import Question
from nhipcau.search.faults import NotKept
from nhipcau.search.models import SavedQuestion
from tests.search.answers import World, hit

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 26)
Make = Callable[..., Staff]


@pytest.fixture
def me(staff_of: Make) -> Staff:
    return staff_of(StaffRole.EDITOR)


def test_what_is_there_when_it_is_saved_counts_as_known(world: World, me: Staff) -> None:
    world.shown = [hit("a", "Chùa Âng")]
    save_question(Question("chùa"), name="", alerts=True, by=me)
    assert send_alerts(on=DAY) == 0
    assert mail.outbox == []


def test_what_is_new_is_told_once_with_addresses_and_the_way_out(world: World, me: Staff, settings: Any) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://vi.example"
    saved = save_question(Question("chùa"), name="Chùa ở Trà Vinh", alerts=True, by=me)
    world.shown = [hit("a", "Chùa Âng"), hit("b", "Chùa Hang")]
    assert send_alerts(on=DAY) == 1
    sent = mail.outbox[0]
    assert sent.to == [me.email]
    assert "2 kết quả mới" in sent.subject
    body = sent.body
    for part in (
        "Chùa ở Trà Vinh (2)",
        "Chùa Âng\n  https://vi.example/a/",
        "https://vi.example/staff/search/?q=ch%C3%B9a",
        saved.token,
    ):
        assert part in body
    assert sent.extra_headers["List-Unsubscribe"] == f"<https://vi.example/tim-kiem/thoi-nhan/{saved.token}/>"
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert send_alerts(on=DAY) == 0
    assert send_alerts(on=DAY + timedelta(days=1)) == 0
    assert len(mail.outbox) == 1


def test_at_most_one_mail_a_day(world: World, me: Staff) -> None:
    save_question(Question("chùa"), name="", alerts=True, by=me)
    world.shown = [hit("a", "Chùa Âng")]
    assert send_alerts(on=DAY) == 1
    world.shown += [hit("b", "Chùa Hang")]
    assert send_alerts(on=DAY) == 0
    assert send_alerts(on=DAY + timedelta(days=1)) == 1
    assert "Chùa Hang" in mail.outbox[1].body
    assert "Chùa Âng" not in mail.outbox[1].body


def test_permissions_are_those_of_the_moment_of_sending(world: World, me: Staff) -> None:
    save_question(Question("chùa"), name="", alerts=True, by=me)
    world.hidden = {me.username: [hit("secret", "Chùa trong kế hoạch")]}
    assert send_alerts(on=DAY) == 1
    assert world.asked[-1][1] == me.username
    world.hidden = {"somebody": [hit("other", "Chùa của người khác")]}
    assert send_alerts(on=DAY + timedelta(days=1)) == 0


@pytest.mark.parametrize("how", ["inactive", "no place", "no mail"])
def test_who_left_is_told_nothing(how: str, world: World, me: Staff) -> None:
    save_question(Question("chùa"), name="", alerts=True, by=me)
    world.shown = [hit("a", "Chùa Âng")]
    if how == "no place":
        Membership.objects.filter(staff=me).update(valid_to=DAY - timedelta(days=1))
    else:
        Staff.objects.filter(pk=me.pk).update(**{"is_active": False} if how == "inactive" else {"email": ""})
    assert send_alerts(on=DAY) == 0


def test_a_mail_that_fails_leaves_all_for_the_next_round(
    world: World, me: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_question(Question("chùa"), name="", alerts=True, by=me)
    world.shown = [hit("a", "Chùa Âng")]

    def broken(*_args: object) -> int:
        raise ConnectionRefusedError

    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "send_messages", broken)
        assert send_alerts(on=DAY) == 0
    assert send_alerts(on=DAY) == 1


def test_the_clock_mails_in_the_morning_only(world: World, me: Staff) -> None:
    save_question(Question("chùa"), name="", alerts=True, by=me)
    world.shown = [hit("a", "Chùa Âng")]
    for hour, mails in ((5, 0), (8, 1), (9, 1)):
        with time_machine.travel(timezone.make_aware(timezone.datetime(2026, 11, 26, hour)), tick=False):
            jobs.tend(timezone.now())
        assert len(mail.outbox) == mails


def test_the_link_ends_it_only_when_pressed(world: World, me: Staff, client: Client) -> None:
    saved = save_question(Question("chùa"), name="Chùa", alerts=True, by=me)
    address = f"/tim-kiem/thoi-nhan/{saved.token}/"
    assert "Thôi nhận tin" in client.get(address).content.decode()
    saved.refresh_from_db()
    assert saved.alerts
    answer = Client(enforce_csrf_checks=True).post(address, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    saved.refresh_from_db()
    assert not saved.alerts
    assert client.post("/tim-kiem/thoi-nhan/never/").status_code == 404
    assert end_alerts(saved.token)
    assert TrailEntry.objects.filter(action="search.end_alerts").count() == 1


def test_the_trail_never_says_what_is_looked_for(world: World, me: Staff) -> None:
    saved = save_question(Question("điều riêng tư"), name="Điều riêng tư", alerts=True, by=me)
    switch_alerts(saved, on=False, by=me)
    switch_alerts(saved, on=True, by=me)
    world.shown = [hit("a", "Điều riêng tư thứ nhất")]
    send_alert(me, on=DAY)
    drop_saved(saved, by=me)
    rows = TrailEntry.objects.filter(action__startswith="search.")
    assert rows.count() == 5
    assert not any("riêng" in f"{row.subject} {row.note} {row.facts}" for row in rows)


def test_nobody_touches_another_s(world: World, me: Staff, staff_of: Make) -> None:
    saved, other = save_question(Question("chùa"), name="", alerts=True, by=me), staff_of(StaffRole.ADMIN)
    with pytest.raises(NotAllowed):
        switch_alerts(saved, on=False, by=other)
    with pytest.raises(NotAllowed):
        drop_saved(saved, by=other)
    with pytest.raises(NotAllowed):
        send_alerts(on=DAY, by=me)


def test_who_has_no_place_saves_nothing(world: World) -> None:
    nobody = Staff.objects.create(username="nobody")
    with pytest.raises(NotAllowed):
        save_question(Question("chùa"), name="", alerts=True, by=nobody)


def test_what_cannot_be_kept_is_told(world: World, me: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotKept, match="Hãy nhập nội dung"):
        save_question(Question(""), name="Trống", alerts=True, by=me)
    with pytest.raises(NotKept, match="dấu chỉ độ mật"):
        save_question(Question("chùa"), name="TUYỆT MẬT", alerts=True, by=me)
    monkeypatch.setattr(saving, "MOST", 1)
    save_question(Question("chùa"), name="", alerts=True, by=me)
    save_question(Question("chùa"), name="Tên khác", alerts=False, by=me)
    with pytest.raises(NotKept, match="Đã đủ"):
        save_question(Question("biển"), name="", alerts=True, by=me)
    assert SavedQuestion.objects.get().name == "Tên khác"
