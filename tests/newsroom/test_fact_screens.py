"""The fact bank's screens: lists with filters, one fact's page, forms, requests, the command, sections on other rooms' pages."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from nhipcau.newsroom import actions
from nhipcau.newsroom.models import Fact, FactRequest, FactVersion
from nhipcau.people.models import Office, Staff
from nhipcau.people.permissions import today
from nhipcau.people.rules.roles import StaffRole
from tests.factories.documents import brought, plan
from tests.factories.facts import answer, fact_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]
Make = Callable[..., Staff]


@pytest.fixture
def fact(other_office: Office, focal: Staff) -> Fact:
    return fact_of(other_office, by=focal, next_update=today() + timedelta(days=30))


def typed(**fields: Any) -> dict[str, Any]:
    return {
        "value": "2.390,8", "as_of": "2025-12-31", "source_title": "Niên giám thống kê 2025", "label_vi": "Diện tích", "unit_vi": "km²",
        "wording_vi": "Rộng 2.390,8 km².",
    } | fields  # fmt: skip


def listed(client: Client, name: str = "newsroom:facts", **query: Any) -> list[Any]:
    got = client.get(reverse(name), query)
    assert got.status_code == 200
    return list(got.context["object_list"])


def test_the_list_narrows_by_state_office_and_language(
    fact: Fact, other_office: Office, office: Office, focal: Staff, signed_in: SignIn
) -> None:
    late = fact_of(office, "tre", next_update=today() - timedelta(days=1), labels={"vi": "Cũ"})
    ended = actions.end_fact(fact_of(other_office, "het"), on=today(), reason="x", by=focal)
    actions.propose_version(fact, answer(as_of=date(2025, 12, 31)), by=focal)
    client = signed_in(focal)
    assert set(listed(client)) == {fact, late}
    assert listed(client, where="past") == [late]
    assert listed(client, where="waiting") == [fact]
    assert listed(client, where="ended") == [ended]
    assert listed(client, where="unconfirmed") == []
    assert listed(client, office=other_office.pk) == [fact]
    assert listed(client, lacking="en") == [late]
    assert listed(client, q="Diện tích") == [fact]
    page = client.get(reverse("newsroom:facts")).content.decode()
    assert "2.358,2" in page


def test_lists_take_a_constant_number_of_queries(
    office: Office, other_office: Office, coordinator: Staff, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(coordinator)
    for n in range(25):
        fact_of(other_office, f"so-{n}")
        actions.ask_for_fact(other_office, f"Câu {n}", asker=office, by=coordinator, on=today())
    for name, most in (("newsroom:facts_results", 14), ("newsroom:fact_requests_results", 10)):
        with django_assert_max_num_queries(most):
            assert len(listed(client, name)) == 25


def test_a_fact_goes_from_form_to_approval_on_screen(
    focal: Staff, other_office: Office, staff_of: Make, signed_in: SignIn
) -> None:
    client = signed_in(focal)
    assert client.get(reverse("newsroom:new_fact")).status_code == 200
    sent = client.post(reverse("newsroom:new_fact"), typed(key="dien-tich", office=other_office.pk))
    fact = Fact.objects.get()
    assert sent.headers["Location"] == reverse("newsroom:fact", args=[fact.pk])
    page = client.get(reverse("newsroom:fact", args=[fact.pk]))
    assert page.context["deeds"] == []
    client = signed_in(staff_of(StaffRole.APPROVER))
    assert [d["key"] for d in client.get(reverse("newsroom:fact", args=[fact.pk])).context["deeds"]] == [
        "approve",
        "refuse",
    ]
    client.post(reverse("newsroom:fact", args=[fact.pk]), {"step": "approve"})
    version = FactVersion.objects.get()
    assert version.approved_at is not None
    assert (str(version.number), version.places) == ("2390.800000", 1)


def test_forms_say_what_is_wrong(fact: Fact, focal: Staff, signed_in: SignIn) -> None:
    client, address = signed_in(focal), reverse("newsroom:propose_fact", args=[fact.pk])
    assert client.get(address).context["form"].initial["value"] == "2.358,2"
    for fields, field in (
        ({"value": "2390.8"}, "value"), ({"value": ""}, "value"), ({"source_title": ""}, "source_title"), ({"label_vi": ""}, "label_vi"),
        ({"wording_en": "It covers 2390.8 km²."}, "wording_en"), ({"as_of": "2999-01-01"}, "__all__"), ({"text": "x"}, "__all__"),
    ):  # fmt: skip
        got = client.post(address, typed(**fields))
        assert got.status_code == 422, fields
        assert field in got.context["form"].errors, fields
    assert fact.versions.count() == 1
    assert client.post(address, typed(wording_en="It covers 2390.8 km².", words_hold="on")).status_code == 302
    assert client.post(address, typed()).status_code == 422, "one version waits at a time"


def test_a_focal_point_writes_only_for_their_own_office(
    fact: Fact, focal: Staff, office: Office, signed_in: SignIn
) -> None:
    foreign = fact_of(office, "khac")
    client = signed_in(focal)
    assert client.post(reverse("newsroom:propose_fact", args=[foreign.pk]), typed()).status_code == 403
    assert client.post(reverse("newsroom:new_fact"), typed(key="moi", office=office.pk)).status_code == 422
    assert foreign.versions.count() == 1


def test_refusing_ending_and_confirming_on_screen(
    fact: Fact, focal: Staff, staff_of: Make, signed_in: SignIn
) -> None:
    address = reverse("newsroom:fact", args=[fact.pk])
    actions.propose_version(fact, answer(as_of=date(2025, 12, 31)), by=focal)
    client = signed_in(staff_of(StaffRole.LEADER))
    assert client.post(address, {"step": "refuse", "refuse-reason": ""}).status_code == 422
    assert client.post(address, {"step": "refuse", "refuse-reason": "Sai"}).status_code == 302
    assert client.post(address, {"step": "approve"}).status_code == 422
    client = signed_in(focal)
    assert client.post(address, {"step": "confirm"}).status_code == 422
    assert client.post(address, {"step": "nothing"}).status_code == 302
    assert (
        client.post(address, {"step": "end", "end-reason": "Hết", "end-on": today().isoformat()}).status_code == 302
    )
    fact.refresh_from_db()
    assert fact.ended_on == today()


def test_a_request_on_screen(
    fact: Fact, focal: Staff, coordinator: Staff, office: Office, other_office: Office, signed_in: SignIn
) -> None:
    client = signed_in(coordinator)
    begun = client.get(reverse("newsroom:ask_fact"), {"fact": fact.pk}).context["form"].initial
    assert (begun["office"], begun["asker"]) == (other_office.pk, office)
    wrong = client.post(reverse("newsroom:ask_fact"), {"asker": office.pk, "office": office.pk, "question": "x"})
    assert wrong.status_code == 422
    client.post(
        reverse("newsroom:ask_fact"), {"asker": office.pk, "office": other_office.pk, "question": "Diện tích 2025?"}
    )
    asked = FactRequest.objects.get()
    address = reverse("newsroom:fact_request", args=[asked.pk])
    assert client.get(address).context["deeds"] == []
    assert listed(client, "newsroom:fact_requests", state="open") == [asked]
    assert listed(client, "newsroom:fact_requests", state="late") == []
    client = signed_in(focal)
    assert client.post(address, {"step": "answer"}).status_code == 422
    assert client.post(address, {"step": "answer", "answer-version": fact.versions.get().pk}).status_code == 302
    assert "2.358,2" in client.get(address).content.decode()
    assert listed(client, "newsroom:fact_requests", state="answered", office=other_office.pk) == [asked]


def test_a_request_can_be_refused_on_screen(
    focal: Staff, coordinator: Staff, office: Office, other_office: Office, signed_in: SignIn
) -> None:
    asked = actions.ask_for_fact(other_office, "x", asker=office, by=coordinator, on=today())
    address = reverse("newsroom:fact_request", args=[asked.pk])
    assert signed_in(focal).post(address, {"step": "refuse", "refuse-reason": "Chưa công bố"}).status_code == 302
    asked.refresh_from_db()
    assert asked.outcome == "refused"


def test_viewers_may_look_but_not_write(fact: Fact, staff_of: Make, signed_in: SignIn) -> None:
    client = signed_in(staff_of(StaffRole.VIEWER))
    assert client.get(reverse("newsroom:fact", args=[fact.pk])).status_code == 200
    assert client.get(reverse("newsroom:new_fact")).status_code == 403
    assert client.get(reverse("newsroom:ask_fact")).status_code == 403


def test_the_office_and_the_document_list_their_facts(focal: Staff, other_office: Office, signed_in: SignIn) -> None:
    document = brought(plan())
    made = fact_of(other_office, "quy-dinh", by=focal, document=document)
    client = signed_in(focal)
    for address in (
        reverse("people:office", args=[other_office.key]),
        reverse("documents:detail", args=[document.pk]),
    ):
        assert reverse("newsroom:fact", args=[made.pk]) in client.get(address).content.decode()


def test_the_command_prints_what_counts(fact: Fact, other_office: Office) -> None:
    out = io.StringIO()
    call_command("facts", "--json", "--office", other_office.key, stdout=out)
    (row,) = [json.loads(line) for line in out.getvalue().splitlines()]
    assert (row["key"], row["number"], row["shown"]["fr"], row["is_past"]) == (
        "dien-tich",
        "2358.2",
        "2,358.2 km²",
        False,
    )
    out = io.StringIO()
    call_command("facts", "--past", stdout=out)
    assert out.getvalue() == ""
    call_command("facts", stdout=out)
    assert "2.358,2 km²" in out.getvalue()
    with pytest.raises(CommandError):
        call_command("facts", "--office", "khong-co")
