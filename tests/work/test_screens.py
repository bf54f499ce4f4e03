"""The work room's screens: lists, giving work, one assignment's steps, dissemination."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nhipcau.people.models import Office, Staff
from nhipcau.people.permissions import today
from nhipcau.ports.sections import sections_of
from nhipcau.work.models import Assignment, Dissemination, Evidence, Recurrence, Session
from nhipcau.workspace.desk import waiting_for
from tests.factories.duties import duty_of
from tests.factories.people import OfficeFactory, merge
from tests.factories.work import AssignmentFactory, dissemination_to, evidence_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


def shown(client: Client, name: str = "work:list", **query: Any) -> list[int]:
    answer = client.get(reverse(name), query)
    assert answer.status_code == 200
    return [row.pk for row in answer.context["object_list"]]


def test_work_stands_due_first_and_finished_work_is_hidden(coordinator: Staff, signed_in: SignIn) -> None:
    on = timezone.localdate()
    late = AssignmentFactory(due_on=on - timedelta(days=1))
    later = AssignmentFactory(due_on=on + timedelta(days=9))
    done = AssignmentFactory(state="accepted")
    client = signed_in(coordinator)
    assert shown(client) == [late.pk, later.pk]
    assert set(shown(client, all=1)) == {late.pk, later.pk, done.pk}
    assert shown(client, status="overdue") == [late.pk]
    assert shown(client, status="accepted") == [done.pk]
    assert shown(client, due_on_from=on.isoformat()) == [later.pk]
    assert shown(client, document=late.duty.document_id) == [late.pk]
    assert shown(client, q=later.title) == [later.pk]


def test_a_coordinator_can_narrow_to_their_own_office(coordinator: Staff, office: Office, signed_in: SignIn) -> None:
    own = AssignmentFactory(lead=office)
    AssignmentFactory()
    assert shown(signed_in(coordinator), whose="mine") == [own.pk]


def test_the_filter_by_office_holds_its_predecessors(coordinator: Staff, signed_in: SignIn) -> None:
    before, after = OfficeFactory(), OfficeFactory()
    merge(before, after, timezone.localdate())
    work = AssignmentFactory(lead=before)
    assert shown(signed_in(coordinator), office=after.pk) == [work.pk]


@pytest.mark.parametrize(
    ("name", "most"), [("work:list_results", 14), ("work:evidence_results", 12), ("work:disseminations_results", 10)]
)
def test_lists_ask_a_constant_number_of_questions(
    name: str, most: int, coordinator: Staff, office: Office, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    for _n in range(60):
        work = AssignmentFactory(partners=[office])
        evidence_of(office, coordinator, assignment=work, duty=work.duty)
    for _n in range(8):
        dissemination_to(office, OfficeFactory())
    client = signed_in(coordinator)
    client.get(reverse(name))
    with django_assert_max_num_queries(most):
        client.get(reverse(name))


def test_chosen_duties_are_given_to_who_answers_for_them(coordinator: Staff, signed_in: SignIn) -> None:
    first, second = OfficeFactory(), OfficeFactory()
    duties = [duty_of(first, second), duty_of(first)]
    client, on = signed_in(coordinator), timezone.localdate()
    page = client.get(reverse("work:assign"))
    assert {d.pk for d in page.context["choosable"]} == {d.pk for d in duties}
    address = reverse("work:assign") + "?" + "&".join(f"duty={d.pk}" for d in duties)
    assert client.get(address).context["count"] == 3
    form = {"opens_on": on, "due_on": on + timedelta(days=5), "expected_output": "Báo cáo", "repeat-due_rule": "end"}
    assert client.post(address, form | {"due_on": on - timedelta(days=1)}).status_code == 422
    assert client.post(address, form).status_code == 302
    assert Assignment.objects.count() == 3
    assert not client.get(reverse("work:assign")).context["choosable"]


def test_a_duty_comes_back_when_the_form_says_so(coordinator: Staff, signed_in: SignIn) -> None:
    duty = duty_of(OfficeFactory())
    client, on = signed_in(coordinator), timezone.localdate()
    form = {"opens_on": on, "due_on": on, "repeat-cadence": "quarter", "repeat-due_rule": "mai"}
    address = reverse("work:assign") + f"?duty={duty.pk}"
    assert client.post(address, form).status_code == 422
    assert client.post(address, form | {"repeat-due_rule": "end-5"}).status_code == 302
    assert Assignment.objects.get().recurrence == Recurrence.objects.get()
    assert client.get(reverse("work:recurrences")).status_code == 200
    client.post(reverse("work:recurrences"), {"stop": Recurrence.objects.get().pk})
    assert Recurrence.objects.get().active_to == on


def test_the_whole_way_on_the_page(work: Assignment, focal: Staff, coordinator: Staff, signed_in: SignIn) -> None:
    address = reverse("work:assignment", args=[work.pk])
    later = work.due_on + timedelta(days=5)
    client = signed_in(focal)
    client.post(address, {"step": "progress", "progress-percent": "40", "progress-words": "Đã dự thảo báo cáo"})
    client.post(address, {"step": "extension", "extension-reason": "Chờ", "extension-new_due_on": later.isoformat()})
    client = signed_in(coordinator)
    assert "Đã dự thảo báo cáo" in client.get(address).content.decode()
    asked = next(number for number in waiting_for(coordinator, on=today()) if "extension=asked" in number.url)
    assert (asked.count, address in client.get(asked.url).content.decode()) == (1, True)
    client.post(address, {"step": "decide", "decide-decision": "granted"})
    client = signed_in(focal)
    client.post(address, {"step": "hand_in", "hand_in-words": "Đã nộp"})
    client = signed_in(coordinator)
    assert client.post(address, {"step": "return", "return-reason": ""}).status_code == 422
    client.post(address, {"step": "return", "return-reason": "Thiếu phụ lục"})
    client = signed_in(focal)
    client.post(address, {"step": "hand_in", "hand_in-words": "Đã nộp lại"})
    client = signed_in(coordinator)
    client.post(address, {"step": "accept"})
    assert address not in client.get(asked.url).content.decode()
    work.refresh_from_db()
    assert (work.state, work.due_on) == ("accepted", later)
    page = client.get(address).content.decode()
    assert "Thiếu phụ lục" in page
    assert client.post(address, {"step": "accept"}).status_code == 422


def test_a_coordinator_changes_and_calls_off_work(work: Assignment, coordinator: Staff, signed_in: SignIn) -> None:
    client, address = signed_in(coordinator), reverse("work:assignment", args=[work.pk])
    lead = OfficeFactory()
    form = {"step": "edit", "edit-title": "Mới", "edit-lead": lead.pk, "edit-opens_on": work.opens_on,
            "edit-due_on": work.due_on, "edit-partners": [work.lead_id]}  # fmt: skip
    assert client.post(address, form).status_code == 302
    work.refresh_from_db()
    assert (work.title, work.lead) == ("Mới", lead)
    client.post(address, {"step": "cancel", "cancel-reason": "Gộp vào việc khác"})
    work.refresh_from_db()
    assert work.state == "cancelled"


def test_a_refused_step_by_address_is_refused(work: Assignment, focal: Staff, signed_in: SignIn) -> None:
    answer = signed_in(focal).post(
        reverse("work:assignment", args=[work.pk]), {"step": "cancel", "cancel-reason": "x"}
    )
    assert answer.status_code == 403


def test_a_dissemination_from_order_to_session(
    coordinator: Staff, focal: Staff, other_office: Office, signed_in: SignIn
) -> None:
    document = duty_of(other_office).document
    on = timezone.localdate()
    form = {"document": document.pk, "audience": "Toàn thể đảng viên", "due_on": on, "offices": [other_office.pk]}
    signed_in(coordinator).post(reverse("work:order_dissemination"), form)
    order = Dissemination.objects.get()
    client, address = signed_in(focal), reverse("work:dissemination", args=[order.pk])
    part = client.get(address).context["missing"][0]
    said = {
        "part": part.pk, f"{part.pk}-channel": "conference", f"{part.pk}-held_on": on.isoformat(),
        f"{part.pk}-participants": "120", f"{part.pk}-file": SimpleUploadedFile("bb.txt", b"bien ban"),
    }  # fmt: skip
    assert client.post(address, said).status_code == 302
    assert Session.objects.get().evidence == Evidence.objects.get()
    context = client.get(address).context
    assert (context["missing"], context["reached"], context["done"]) == ([], 120, 1)


def test_a_focal_point_sees_and_fills_only_their_own_row(
    focal: Staff, stranger: Staff, other_office: Office, signed_in: SignIn
) -> None:
    order = dissemination_to(other_office, OfficeFactory())
    address = reverse("work:dissemination", args=[order.pk])
    rows = signed_in(focal).get(address).context["rows"]
    assert [row["part"].office for row in rows] == [other_office]
    assert signed_in(stranger).get(address).status_code == 403
    foreign = order.offices.exclude(office=other_office).get()
    answer = signed_in(focal).post(address, {"part": foreign.pk})
    assert answer.status_code == 403


def test_a_duty_shows_what_was_done_about_it(focal: Staff, coordinator: Staff, work: Assignment) -> None:
    work.progress.create(percent=30, words="Đã họp", by=focal, at=timezone.now())
    evidence_of(work.lead, focal, duty=work.duty)
    (section,) = sections_of("duties.duty", work.duty, coordinator)
    assert [row["last"].words for row in section.context["rows"]] == ["Đã họp"]
    assert len(section.context["evidence"]) == 1


def test_a_document_shows_how_far_it_is(coordinator: Staff, work: Assignment) -> None:
    document = work.duty.document  # type: ignore[union-attr]
    AssignmentFactory(duty=work.duty, state="accepted")
    progress = sections_of("documents.document", document, coordinator)[0].context
    assert (progress["all"], progress["given"], progress["live"], progress["accepted"]) == (1, 1, 2, 1)


def test_the_page_of_a_duty_renders_the_section(coordinator: Staff, work: Assignment, signed_in: SignIn) -> None:
    page = signed_in(coordinator).get(reverse("duties:duty", args=[work.duty_id])).content.decode()
    assert reverse("work:assignment", args=[work.pk]) in page
    assert f"{reverse('work:assign')}?duty={work.duty_id}" in page
