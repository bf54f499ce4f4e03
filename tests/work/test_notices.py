"""Notices are left once a thing; mail goes out once a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from nhipcau.people.models import Notice, Office, Staff, TrailEntry
from nhipcau.people.rules.roles import StaffRole
from nhipcau.work import actions, jobs
from nhipcau.work.models import Assignment
from tests.factories.people import OfficeFactory, merge, staff_in
from tests.factories.work import AssignmentFactory, dissemination_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def on() -> date:
    return timezone.localdate()


def kinds(person: Staff) -> list[str]:
    return sorted(Notice.objects.filter(staff=person).values_list("kind", flat=True))


def due_in(days: int, lead: Office) -> Assignment:
    made: Assignment = AssignmentFactory(lead=lead, due_on=timezone.localdate() + timedelta(days=days))
    return made


def test_what_is_near_or_late_is_said_once(focal: Staff, other_office: Office, on: date) -> None:
    for days in (-3, 1, 5, 20):
        due_in(days, other_office)
    assert actions.make_notices(on=on) == 3
    assert actions.make_notices(on=on) == 0
    assert kinds(focal) == ["work.due_soon", "work.due_tomorrow", "work.overdue"]


def test_each_nearer_day_and_each_new_due_day_is_said_anew(focal: Staff, other_office: Office, on: date) -> None:
    work = due_in(5, other_office)
    actions.make_notices(on=on)
    actions.make_notices(on=on + timedelta(days=4))
    work.due_on = on + timedelta(days=10)
    work.save()
    actions.make_notices(on=on + timedelta(days=4))
    assert kinds(focal) == ["work.due_soon", "work.due_soon", "work.due_tomorrow"]


def test_others_offices_hear_nothing(focal: Staff, stranger: Staff, other_office: Office, on: date) -> None:
    due_in(-1, other_office)
    actions.make_notices(on=on)
    assert kinds(stranger) == []


def test_the_successors_focal_point_hears_of_the_office_it_took_over(on: date) -> None:
    before, after = OfficeFactory(), OfficeFactory()
    person = staff_in(after, StaffRole.FOCAL)
    merge(before, after, date(2025, 3, 1))
    due_in(-1, before)
    actions.make_notices(on=on)
    assert kinds(person) == ["work.overdue"]


def test_questions_and_answers_reach_those_they_are_for(
    focal: Staff, coordinator: Staff, work: Assignment, on: date
) -> None:
    later = work.due_on + timedelta(days=10)
    asked = actions.ask_extension(work, reason="Chờ", new_due_on=later, by=focal, on=on)
    actions.make_notices(on=on)
    assert kinds(coordinator) == ["work.extension_asked"]
    actions.grant_extension(asked, by=coordinator)
    actions.hand_in(work, words="xong", by=focal, on=on)
    actions.make_notices(on=on)
    assert kinds(coordinator) == ["work.extension_asked", "work.handed_in"]
    actions.return_work(work, by=coordinator, reason="Thiếu phụ lục")
    actions.make_notices(on=on)
    assert kinds(focal) == ["work.extension_granted", "work.returned"]
    assert "Thiếu phụ lục" in Notice.objects.get(kind="work.returned").text


def test_an_office_that_has_not_made_a_document_known_is_reminded(
    focal: Staff, other_office: Office, on: date
) -> None:
    dissemination_to(other_office, due_on=on - timedelta(days=1))
    dissemination_to(other_office, due_on=on + timedelta(days=2))
    dissemination_to(other_office, due_on=on + timedelta(days=20))
    actions.make_notices(on=on)
    assert kinds(focal) == ["work.dissemination_due", "work.dissemination_overdue"]


def test_one_mail_a_day_holds_everything(focal: Staff, other_office: Office, on: date) -> None:
    for days in (-3, 1, 5):
        due_in(days, other_office)
    actions.make_notices(on=on)
    assert actions.send_digests(on=on) == 1
    due_in(-9, other_office)
    actions.make_notices(on=on)
    assert actions.send_digests(on=on) == 0
    (letter,) = mail.outbox
    assert letter.to == [focal.email]
    assert str(letter.body).count(reverse("work:list")) == 3
    html = letter.alternatives[0][0]
    assert str(html).count("<li>") == 3
    with time_machine.travel(datetime.now(tz=ZoneInfo("Asia/Ho_Chi_Minh")) + timedelta(days=1)):
        assert actions.send_digests(on=timezone.localdate()) == 1
    assert len(mail.outbox) == 2


def test_a_mail_that_fails_is_sent_with_the_next_round(
    focal: Staff, other_office: Office, on: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    due_in(-3, other_office)
    actions.make_notices(on=on)

    def fail(self: Any, fail_silently: bool = False) -> int:
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMultiAlternatives.send", fail)
        assert actions.send_digests(on=on) == 0
    assert not Notice.objects.filter(mailed_at__isnull=False).exists()
    assert actions.send_digests(on=on) == 1


def test_who_wants_no_digest_or_has_no_address_gets_none(focal: Staff, other_office: Office, on: date) -> None:
    focal.wants_digest = False
    focal.save()
    staff_in(other_office, StaffRole.FOCAL, email="")
    due_in(-3, other_office)
    actions.make_notices(on=on)
    assert actions.send_digests(on=on) == 0
    assert not mail.outbox


@pytest.mark.parametrize(("hour", "mails"), [(5, 0), (8, 1)])
def test_the_clock_can_tick_as_often_as_it_likes(
    hour: int, mails: int, focal: Staff, coordinator: Staff, other_office: Office
) -> None:
    with time_machine.travel(datetime(2026, 6, 1, hour, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")), tick=False):
        work = due_in(-3, other_office)
        actions.start_recurrence(work.duty, other_office, "month", by=coordinator, active_from=date(2026, 6, 1))  # type: ignore[arg-type]
        for _n in range(3):
            jobs.tend(on=date(2026, 6, 1))
    assert Assignment.objects.count() == 2
    assert len(mail.outbox) == mails
    assert TrailEntry.objects.filter(action="work.open_periods").count() == 1
