"""The register's verbs: taking in once, keeping what stood before, refusing who may not."""

from __future__ import annotations

from datetime import date

import pytest

from nhipcau.documents.models import Document, ItemState
from nhipcau.documents.signals import reading_approved
from nhipcau.duties import actions, jobs
from nhipcau.duties.models import Duty, DutyState
from nhipcau.duties.queries import Answering, of_office, register
from nhipcau.people.models import Staff, TrailEntry
from nhipcau.people.permissions import NotAllowed
from tests.duties.conftest import Offices
from tests.factories.duties import DocumentFactory, DutyFactory, ReadingFactory, duty_of
from tests.factories.people import GroupFactory, OfficeFactory, TopicFactory, hold, merge

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


def test_an_approved_reading_enters_the_register_once(offices: Offices) -> None:
    trade = OfficeFactory(name="Sở Công Thương")
    TopicFactory(key="bao-cao", keywords=["báo cáo"])
    reading = ReadingFactory()
    first = actions.take_in_reading(reading.document, by=None)
    again = actions.take_in_reading(reading.document, by=None)
    assert (first.added, again.added) == (1, 0)
    duty = Duty.objects.get()
    assert duty.quote == reading.document.text[32:87]
    assert duty.function == offices.function
    assert [t.key for t in duty.topics.all()] == ["bao-cao"]
    named = {str(n): n.is_lead for n in duty.offices.all()}
    assert named == {offices.information.name: True, trade.name: False}
    assert TrailEntry.objects.filter(action="duties.take_in_reading").count() == 1


def test_rejected_and_proposed_items_stay_out(offices: Offices) -> None:
    document = DocumentFactory()
    ReadingFactory(document=document, state=ItemState.REJECTED)
    ReadingFactory(document=document, state=ItemState.PROPOSED)
    assert actions.take_in_reading(document, by=None).added == 0


def test_a_reading_that_is_not_approved_binds_nobody(db: None) -> None:
    reading = ReadingFactory(document=DocumentFactory(stage=Document.Stage.REVIEWED))
    with pytest.raises(actions.NotApproved):
        actions.take_in_reading(reading.document, by=None)
    assert not Duty.objects.exists()


def test_an_item_rejected_later_is_withdrawn_from_the_register(offices: Offices) -> None:
    reading = ReadingFactory()
    actions.take_in_reading(reading.document, by=None)
    reading.state = ItemState.REJECTED
    reading.save()
    assert actions.take_in_reading(reading.document, by=None).withdrawn == 1
    duty = Duty.objects.get()
    assert duty.state == DutyState.WITHDRAWN
    assert duty.state_reason


def test_a_name_nobody_knows_waits_to_be_matched(db: None) -> None:
    reading = ReadingFactory(agencies=["Trung tâm Không Ai Biết"], partners=[])
    actions.take_in_reading(reading.document, by=None)
    named = Duty.objects.get().offices.get()
    assert named.is_unmatched
    assert named.printed == "Trung tâm Không Ai Biết"


def test_the_approval_signal_takes_the_reading_in(offices: Offices) -> None:
    reading = ReadingFactory()
    reading_approved.send(sender=None, document=reading.document)
    assert Duty.objects.filter(reading=reading).exists()


def test_reconcile_takes_in_what_a_crash_left_behind(offices: Offices) -> None:
    ReadingFactory()
    ReadingFactory(document=DocumentFactory(stage=Document.Stage.REVIEW))
    assert jobs.reconcile() == 1
    assert jobs.reconcile() == 0
    assert Duty.objects.count() == 1


def test_a_change_keeps_what_stood_before(coordinator: Staff) -> None:
    duty = DutyFactory(text="Cũ")
    change = actions.Change("Mới", duty.role, "hàng năm", date(2026, 12, 20), None, None)
    actions.edit_duty(duty, change, by=coordinator, reason="chép sai")
    duty.refresh_from_db()
    assert (duty.text, duty.cadence) == ("Mới", "hàng năm")
    assert duty.revisions.get().before == {"text": "Cũ", "cadence": "", "deadline": None}


def test_ending_needs_a_reason_and_happens_once(coordinator: Staff) -> None:
    duty = DutyFactory()
    with pytest.raises(actions.NoReason):
        actions.end_duty(duty, by=coordinator, last_day=TODAY, reason=" ")
    actions.end_duty(duty, by=coordinator, last_day=TODAY, reason="Văn bản hết hiệu lực")
    with pytest.raises(actions.AlreadyClosed):
        actions.withdraw_duty(duty, by=coordinator, reason="x")
    actions.reopen_duty(duty, by=coordinator)
    assert Duty.objects.get().state == DutyState.OPEN


@pytest.mark.parametrize("step", ["edit", "end", "withdraw", "reopen", "offices", "topics", "take_in"])
def test_a_focal_point_does_not_keep_the_register(step: str, focal: Staff) -> None:
    duty = DutyFactory()
    steps = {
        "edit": lambda: actions.edit_duty(duty, actions.Change("x", "chủ trì", "", None, None, None), by=focal),
        "end": lambda: actions.end_duty(duty, by=focal, last_day=TODAY, reason="x"),
        "withdraw": lambda: actions.withdraw_duty(duty, by=focal, reason="x"),
        "reopen": lambda: actions.reopen_duty(duty, by=focal),
        "offices": lambda: actions.set_offices(duty, [], by=focal),
        "topics": lambda: actions.set_topics(duty, [], by=focal),
        "take_in": lambda: actions.take_in_reading(duty.document, by=focal),
    }
    with pytest.raises(NotAllowed):
        steps[step]()
    assert not TrailEntry.objects.exists()


def test_a_merged_office_answers_for_its_predecessors_duties(offices: Offices) -> None:
    duty = duty_of(offices.information)
    assert list(of_office(register(), offices.science, on=TODAY)) == [duty]
    assert not of_office(register(), offices.culture, on=TODAY).exists()
    assert Answering(TODAY).leads_now(duty) == [offices.science]


def test_a_duty_of_a_function_goes_where_the_function_went(offices: Offices) -> None:
    duty = duty_of(offices.information, function=offices.function)
    assert list(of_office(register(), offices.culture, on=TODAY)) == [duty]
    assert not of_office(register(), offices.science, on=TODAY).exists()
    assert Answering(TODAY).leads_now(duty) == [offices.culture]
    then = Answering(date(2024, 6, 1))
    assert then.leads_now(duty) == [offices.information]


def test_a_group_means_its_offices_of_the_documents_day_and_their_successors(offices: Offices) -> None:
    group = GroupFactory(kinds=["so"], levels=["province"])
    duty = DutyFactory()
    actions_row = duty.offices.create(group=group, printed="Các sở")
    answering = Answering(TODAY)
    assert set(answering.then(actions_row, duty)) == {offices.information, offices.science, offices.culture}
    assert set(answering.now(actions_row, duty)) == {offices.science, offices.culture}
    assert list(of_office(register(), offices.culture, on=TODAY)) == [duty]


def test_the_register_and_the_rules_agree_on_who_answers(offices: Offices) -> None:
    """``of_office`` in the database and ``answering`` in plain Python are the same question asked both ways."""
    later = OfficeFactory(name="Sở Văn hóa tỉnh Vĩnh Long")
    merge(offices.culture, later, date(2025, 7, 1))
    hold(offices.function, later, date(2025, 7, 1), None)
    offices.function.holdings.filter(office=offices.culture).update(valid_to=date(2025, 6, 30))
    everyone = [offices.information, offices.science, offices.culture, later]
    for named in everyone[:3]:
        for function in (None, offices.function):
            duty_of(named, function=function)
    for on in (date(2024, 6, 1), date(2025, 4, 1), date(2026, 1, 1)):
        answering = Answering(on)
        for office in everyone:
            expected = {d.pk for d in register() if office in answering.leads_now(d)}
            found = {d.pk for d in of_office(register(), office, on=on)}
            living = office in answering.today_of(office)
            assert not living or found == expected, (office, on)
