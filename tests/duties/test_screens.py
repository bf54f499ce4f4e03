"""The register's screens: filters, groups, workbook, the duty's page, the command."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from nhipcau.duties.models import DutyOffice, DutyState
from nhipcau.people.models import Office, Staff
from tests.duties.conftest import Offices
from tests.factories.duties import ClauseFactory, DocumentFactory, DutyFactory, duty_of
from tests.factories.people import OfficeFactory, TopicFactory

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


def shown(client: Client, **query: Any) -> list[int]:
    answer = client.get(reverse("duties:register"), query)
    assert answer.status_code == 200
    return [duty.pk for duty in answer.context["object_list"]]


def test_each_filter_narrows_the_register(focal: Staff, signed_in: SignIn) -> None:
    client = signed_in(focal)
    office, topic = OfficeFactory(), TopicFactory()
    wanted = duty_of(office, cadence="hàng năm", role="tham mưu", deadline=date(2026, 12, 20), state=DutyState.OPEN)
    wanted.topics.add(topic)
    other = duty_of(OfficeFactory(), state=DutyState.ENDED, state_reason="x", ended_on=date(2025, 1, 1))
    queries = [
        {"office": office.pk}, {"role": "tham mưu"}, {"cadence": "hàng năm"}, {"topics": topic.pk},
        {"state": "open"}, {"document": wanted.document_id}, {"q": wanted.text},
        {"deadline_from": "2026-12-01", "deadline_to": "2026-12-31"},
    ]  # fmt: skip
    for query in queries:
        assert shown(client, **query) == [wanted.pk], query
    assert set(shown(client)) == {wanted.pk, other.pk}


def test_the_filter_by_office_follows_what_became_of_offices(
    focal: Staff, signed_in: SignIn, offices: Offices
) -> None:
    duty = duty_of(offices.information)
    client = signed_in(focal)
    assert shown(client, office=offices.science.pk) == [duty.pk]
    assert shown(client, office=offices.culture.pk) == []


def test_unmatched_names_can_be_found(focal: Staff, signed_in: SignIn) -> None:
    duty_of(OfficeFactory())
    duty = DutyFactory()
    DutyOffice.objects.create(duty=duty, printed="Ai đó")
    assert shown(signed_in(focal), matching="open") == [duty.pk]


def test_grouped_by_office_a_duty_stands_under_each_of_its_offices(focal: Staff, signed_in: SignIn) -> None:
    first, second = OfficeFactory(name="A"), OfficeFactory(name="B")
    duty_of(first, second)
    answer = signed_in(focal).get(reverse("duties:register"), {"group": "office"})
    assert [heading for heading, _duties in answer.context["groups"]] == ["A", "B"]


def test_the_register_asks_a_constant_number_of_questions(
    focal: Staff, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(focal)
    clause = ClauseFactory()
    for _n in range(60):
        duty_of(OfficeFactory(), document=clause.document, clause=clause)
    client.get(reverse("duties:register"))
    for group in ("clause", "office"):
        with django_assert_max_num_queries(14):
            client.get(reverse("duties:register_results"), {"group": group})


def test_the_workbook_holds_the_filtered_rows(focal: Staff, signed_in: SignIn) -> None:
    office = OfficeFactory()
    duty = duty_of(office, text="=1+1 làm báo cáo", deadline=date(2026, 12, 20))
    DutyFactory()
    answer = signed_in(focal).get(reverse("duties:export"), {"office": office.pk})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=4)]
    rows = [row for row in rows if row[1]]
    assert len(rows) == 1
    assert rows[0][3] == duty.text
    assert rows[0][4] == office.name


def test_the_page_shows_the_sentence_and_the_offices_then_and_now(
    focal: Staff, signed_in: SignIn, offices: Offices
) -> None:
    duty = duty_of(offices.information, function=offices.function, quote="Câu gốc trong văn bản.")
    page = signed_in(focal).get(reverse("duties:duty", args=[duty.pk])).content.decode()
    for words in ("Câu gốc trong văn bản.", offices.information.name, offices.culture.name):
        assert words in page
    assert 'name="step"' not in page


def test_a_coordinator_sets_the_offices_on_the_page(coordinator: Staff, office: Office, signed_in: SignIn) -> None:
    duty = DutyFactory()
    DutyOffice.objects.create(duty=duty, printed="Sở TTTT")
    client = signed_in(coordinator)
    address = reverse("duties:duty", args=[duty.pk])
    assert client.post(address, {"step": "offices"}).status_code == 422
    assert client.post(address, {"step": "offices", "leads": [office.pk]}).status_code == 302
    assert [n.office for n in duty.offices.all()] == [office]


def test_a_coordinator_edits_ends_and_reopens_on_the_page(coordinator: Staff, signed_in: SignIn) -> None:
    duty = DutyFactory()
    client, address = signed_in(coordinator), reverse("duties:duty", args=[duty.pk])
    client.post(address, {"step": "edit", "text": "Mới", "role": "phối hợp", "deadline": "2026-12-20"})
    duty.refresh_from_db()
    assert (duty.text, duty.role, duty.deadline) == ("Mới", "phối hợp", date(2026, 12, 20))
    client.post(address, {"step": "end", "end-reason": "xong", "end-last_day": "2026-11-01"})
    duty.refresh_from_db()
    assert (duty.state, duty.ended_on) == ("ended", date(2026, 11, 1))
    client.post(address, {"step": "reopen"})
    duty.refresh_from_db()
    assert duty.state == "open"


def test_a_focal_point_cannot_change_a_duty_by_address(focal: Staff, signed_in: SignIn) -> None:
    duty = DutyFactory()
    answer = signed_in(focal).post(
        reverse("duties:duty", args=[duty.pk]), {"step": "withdraw", "withdraw-reason": "x"}
    )
    assert answer.status_code == 403


def test_the_command_prints_json_lines(offices: Offices, capsys: pytest.CaptureFixture[str]) -> None:
    duty = duty_of(offices.information, document=DocumentFactory(number="1899/QĐ-UBND"), cadence="hàng năm")
    DutyFactory()
    call_command("duties", "--json", "--document", "1899/QĐ-UBND")
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["id"] for line in lines] == [duty.pk]
    assert json.loads(lines[0])["agencies"] == [offices.information.name]
    call_command("duties", "--office", "khcn", "--state", "open")
    assert offices.information.name in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("duties", "--office", "khong-co")
