"""Giving work, doing it, judging it, letting it come back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from nhipcau.people.models import Office, Staff, TrailEntry
from nhipcau.work import actions
from nhipcau.work.actions.dissemination import Held
from nhipcau.work.models import Assignment, DisseminationOffice, Extension, Recurrence, Verdict
from nhipcau.work.queries import status_on, status_q
from nhipcau.work.rules import Status
from tests.factories.duties import DutyFactory, duty_of
from tests.factories.people import GroupFactory, OfficeFactory, merge
from tests.factories.work import AssignmentFactory, dissemination_to

pytestmark = pytest.mark.django_db
State = Assignment.State


def order(**fields: object) -> actions.Order:
    on = timezone.localdate()
    return actions.Order(**({"due_on": on + timedelta(days=30), "opens_on": on} | fields))  # type: ignore[arg-type]


@pytest.fixture
def on() -> date:
    return timezone.localdate()


def test_a_duty_of_a_group_gives_each_office_its_own_work(coordinator: Staff, on: date) -> None:
    offices = {OfficeFactory(kind="ban") for _n in range(3)}
    duty = DutyFactory()
    duty.offices.create(group=GroupFactory(kinds=["ban"], levels=["province"]), printed="các ban")
    made = actions.assign_duties([duty], order(), by=coordinator, on=on)
    assert {a.lead for a in made} == offices
    assert {a.clause_text for a in made} == {duty.quote}


def test_giving_the_same_twice_gives_it_once(coordinator: Staff, on: date) -> None:
    duty = duty_of(OfficeFactory())
    actions.assign_duties([duty], order(), by=coordinator, on=on)
    assert actions.assign_duties([duty], order(), by=coordinator, on=on) == []
    assert Assignment.objects.count() == 1


def test_the_partners_of_the_duty_take_part_unless_others_are_named(coordinator: Staff, on: date) -> None:
    lead, partner, named = OfficeFactory(), OfficeFactory(), OfficeFactory()
    duty = duty_of(lead)
    duty.offices.create(office=partner, is_lead=False)
    first = actions.assign_duties([duty], order(), by=coordinator, on=on)[0]
    assert list(first.partners.all()) == [partner]
    later = order(due_on=on + timedelta(days=60), partners=(named, lead))
    second = actions.assign_duties([duty], later, by=coordinator, on=on)[0]
    assert list(second.partners.all()) == [named]


def test_work_due_before_it_opens_is_refused(coordinator: Staff, on: date) -> None:
    with pytest.raises(actions.BadDates):
        actions.assign(None, OfficeFactory(), order(due_on=on - timedelta(days=1)), by=coordinator)


def test_from_progress_to_acceptance(work: Assignment, focal: Staff, coordinator: Staff, on: date) -> None:
    actions.record_progress(work, percent=40, words="Đã dự thảo", by=focal, on=on)
    actions.hand_in(work, words="Đã xong", by=focal, on=on)
    with pytest.raises(actions.NotNow):
        actions.record_progress(work, percent=50, words="x", by=focal, on=on)
    actions.return_work(work, by=coordinator, reason="Thiếu số liệu")
    work.refresh_from_db()
    assert work.state == State.OPEN
    actions.hand_in(work, words="Đã bổ sung", by=focal, on=on)
    actions.accept(work, by=coordinator)
    work.refresh_from_db()
    assert (work.state, work.percent, work.closed_on) == (State.ACCEPTED, 100, on)
    assert [v.outcome for v in Verdict.objects.order_by("at")] == ["returned", "accepted"]
    assert work.progress.get().office == work.lead
    done = list(TrailEntry.objects.order_by("seq").values_list("action", flat=True))
    assert done == ["work.report_progress", "work.hand_in", "work.return", "work.hand_in", "work.accept"]


def test_returning_and_cancelling_need_a_reason(work: Assignment, focal: Staff, coordinator: Staff, on: date) -> None:
    with pytest.raises(actions.NoReason):
        actions.cancel_assignment(work, by=coordinator, on=on, reason="  ")
    actions.hand_in(work, words="xong", by=focal, on=on)
    with pytest.raises(actions.NoReason):
        actions.return_work(work, by=coordinator, reason="")
    work.refresh_from_db()
    assert work.state == State.HANDED_IN


def test_more_time_moves_the_due_day_only_when_granted(
    work: Assignment, focal: Staff, coordinator: Staff, on: date
) -> None:
    later = work.due_on + timedelta(days=10)
    asked = actions.ask_extension(work, reason="Chờ số liệu", new_due_on=later, by=focal, on=on)
    with pytest.raises(actions.NotNow):
        actions.ask_extension(work, reason="Lại", new_due_on=later, by=focal, on=on)
    with pytest.raises(actions.NoReason):
        actions.decide_extension(asked, Extension.State.REFUSED, by=coordinator)
    actions.decide_extension(asked, Extension.State.GRANTED, by=coordinator)
    with pytest.raises(actions.NotNow):
        actions.decide_extension(asked, Extension.State.REFUSED, by=coordinator, note="x")
    work.refresh_from_db()
    assert work.due_on == later


def test_an_earlier_day_is_no_extension(work: Assignment, focal: Staff, on: date) -> None:
    with pytest.raises(actions.NotNow):
        actions.ask_extension(work, reason="x", new_due_on=work.due_on, by=focal, on=on)


def test_handing_in_answers_an_open_question_for_time(work: Assignment, focal: Staff, on: date) -> None:
    later = work.due_on + timedelta(days=10)
    actions.ask_extension(work, reason="x", new_due_on=later, by=focal, on=on)
    actions.hand_in(work, words="xong", by=focal, on=on)
    assert Extension.objects.get().state == Extension.State.REFUSED


def test_a_partner_reports_progress_but_does_not_hand_in(work: Assignment, stranger: Staff, on: date) -> None:
    from nhipcau.people.permissions import NotAllowed

    work.partners.add(stranger.memberships.get().office)
    assert actions.record_progress(work, percent=10, words="Phần của sở", by=stranger, on=on).percent == 10
    with pytest.raises(NotAllowed):
        actions.hand_in(work, words="xong", by=stranger, on=on)


def test_the_successor_does_the_work_of_the_office_it_took_over(focal: Staff, other_office: Office, on: date) -> None:
    before = OfficeFactory()
    merge(before, other_office, date(2025, 3, 1))
    work = AssignmentFactory(lead=before)
    assert actions.record_progress(work, percent=10, words="Tiếp tục", by=focal, on=on).office == before


@pytest.mark.parametrize("status", list(Status))
def test_the_database_and_the_rules_agree_on_where_work_stands(status: Status, on: date) -> None:
    for opens in (-30, 0, 1):
        for due in (-1, 0, 7, 8):
            if due >= opens:
                for state in State:
                    AssignmentFactory(
                        opens_on=on + timedelta(days=opens), due_on=on + timedelta(days=due), state=state,
                        cancel_reason="x",
                    )  # fmt: skip
    everything = list(Assignment.objects.all())
    expected = {a.pk for a in everything if status_on(a, on) is status}
    assert expected
    assert set(Assignment.objects.filter(status_q(status, on)).values_list("pk", flat=True)) == expected


def test_a_recurrence_opens_each_period_once(coordinator: Staff) -> None:
    lead, partner = OfficeFactory(), OfficeFactory()
    recurrence = actions.start_recurrence(
        duty_of(lead), lead, "quarter", by=coordinator, active_from=date(2026, 2, 1), due_rule="end-10",
        partners=[partner],
    )  # fmt: skip
    made = actions.open_periods(on=date(2026, 8, 1))
    assert [(a.period_label, a.due_on) for a in made] == [
        ("Q1/2026", date(2026, 3, 21)), ("Q2/2026", date(2026, 6, 20)), ("Q3/2026", date(2026, 9, 20)),
    ]  # fmt: skip
    assert list(made[0].partners.all()) == [partner]
    assert actions.open_periods(on=date(2026, 8, 1)) == []
    actions.stop_recurrence(recurrence, by=coordinator, last_day=date(2026, 8, 1))
    assert actions.open_periods(on=date(2027, 8, 1)) == []


def test_the_database_refuses_a_period_twice(coordinator: Staff) -> None:
    lead = OfficeFactory()
    actions.start_recurrence(duty_of(lead), lead, "year", by=coordinator, active_from=date(2026, 1, 1))
    first = actions.open_periods(on=date(2026, 2, 1))[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        AssignmentFactory(recurrence=first.recurrence, lead=lead, period_start=first.period_start)


def test_a_period_opens_for_who_took_the_office_over(coordinator: Staff) -> None:
    before, after = OfficeFactory(), OfficeFactory()
    actions.start_recurrence(duty_of(before), before, "year", by=coordinator, active_from=date(2024, 1, 1))
    assert [a.lead for a in actions.open_periods(on=date(2024, 2, 1))] == [before]
    merge(before, after, date(2025, 3, 1))
    assert [a.lead for a in actions.open_periods(on=date(2025, 4, 1))] == [after]


def test_an_ended_duty_opens_no_period(coordinator: Staff) -> None:
    lead = OfficeFactory()
    duty = duty_of(lead)
    actions.start_recurrence(duty, lead, "year", by=coordinator, active_from=date(2024, 1, 1))
    duty.state, duty.state_reason = "withdrawn", "x"
    duty.save()
    assert actions.open_periods(on=date(2026, 1, 1)) == []
    assert Recurrence.objects.count() == 1


def test_an_office_records_what_it_held(focal: Staff, other_office: Office, on: date) -> None:
    part = DisseminationOffice.objects.get(dissemination=dissemination_to(other_office))
    session = actions.record_session(part, Held("meeting", on, 45), by=focal, on=on)
    assert session.participants == 45
    with pytest.raises(actions.NotNow):
        actions.record_session(part, Held("meeting", on + timedelta(days=1), 45), by=focal, on=on)


def test_an_order_names_each_office_once(coordinator: Staff, office: Office, on: date) -> None:
    duty = DutyFactory()
    made = actions.order_dissemination(
        duty.document, [office, office], audience="Đảng viên", due_on=on, by=coordinator, duty=duty
    )
    assert made.offices.count() == 1
    with pytest.raises(actions.NotNow):
        actions.order_dissemination(duty.document, [], audience="Đảng viên", due_on=on, by=coordinator)
