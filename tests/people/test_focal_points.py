"""Focal points: appointed by a decision for a while; where there is none is a gap that somebody is told of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from nhipcau.people import actions
from nhipcau.people.models import FocalPoint, Membership, Notice, Office, OfficeGroup, Staff, TrailEntry
from nhipcau.people.queries import expected_offices, offices_with_focal_point
from nhipcau.people.rules.roles import StaffRole
from tests.factories.people import OfficeFactory, StaffFactory, staff_in
from tests.factories.training import focal_point_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


def asked(staff: Staff, on: date, **fields: Any) -> actions.Appointment:
    values = {
        "kind": "focal",
        "manner": "concurrent",
        "decision_number": "45/QĐ-SCT",
        "decided_on": on,
        "valid_from": on,
    }
    return actions.Appointment(staff=staff, **values | fields)


@pytest.fixture
def group(other_office: Office, office: Office) -> OfficeGroup:
    """Every province-level sở."""
    return OfficeGroup.objects.create(key="so", name="Các sở", kinds=["so"], levels=["province"])


def test_an_appointment_fills_the_gap_and_the_person_is_told(
    coordinator: Staff, focal: Staff, other_office: Office, office: Office, group: OfficeGroup, on: date
) -> None:
    gaps = expected_offices(on).exclude(pk__in=offices_with_focal_point(on))
    assert set(gaps) == {office, other_office}
    made = actions.appoint(other_office, asked(focal, on), by=coordinator, on=on)
    assert list(gaps.all()) == [office]
    assert (made.decision_number, made.valid_to) == ("45/QĐ-SCT", None)
    assert Notice.objects.get(staff=focal).kind == "people.appointed"
    assert TrailEntry.objects.filter(action="people.appoint").exists()


def test_a_new_focal_point_ends_the_one_before(
    focal: Staff, coordinator: Staff, other_office: Office, on: date
) -> None:
    before = focal_point_of(other_office, StaffFactory())
    actions.appoint(other_office, asked(focal, on), by=coordinator, on=on)
    before.refresh_from_db()
    assert before.valid_to == on - timedelta(days=1)
    assert FocalPoint.objects.on(on).get(kind="focal").staff == focal
    assert FocalPoint.objects.on(on - timedelta(days=1)).get(kind="focal") == before


def test_a_deputy_stands_beside_and_fills_no_gap(
    coordinator: Staff, focal: Staff, other_office: Office, on: date
) -> None:
    actions.appoint(other_office, asked(focal, on, kind="deputy"), by=coordinator, on=on)
    assert other_office.pk not in offices_with_focal_point(on)


@pytest.mark.parametrize(
    "wrong",
    [
        {"valid_to": date(2000, 1, 1)},
        {"decided_on": date(2200, 1, 1)},
        {"decision_number": "  "},
        {"decision_number": "TỐI MẬT"},
    ],
)
def test_what_cannot_be_is_refused_whole(
    wrong: dict[str, Any], coordinator: Staff, focal: Staff, other_office: Office, on: date
) -> None:
    before = focal_point_of(other_office, StaffFactory())
    with pytest.raises(actions.FAULTS):
        actions.appoint(other_office, asked(focal, on, **wrong), by=coordinator, on=on)
    before.refresh_from_db()
    assert before.valid_to is None
    assert FocalPoint.objects.count() == 1


def test_nobody_is_appointed_twice_at_a_time(
    coordinator: Staff, focal: Staff, other_office: Office, on: date
) -> None:
    focal_point_of(other_office, focal)
    with pytest.raises(actions.NotNow):
        actions.appoint(other_office, asked(focal, on, kind="deputy"), by=coordinator, on=on)


def test_someone_with_a_closed_account_or_an_office_that_ended_is_not_appointed(
    coordinator: Staff, focal: Staff, other_office: Office, on: date
) -> None:
    Office.objects.filter(pk=other_office.pk).update(valid_to=on - timedelta(days=3))
    other_office.refresh_from_db()
    with pytest.raises(actions.NotNow):
        actions.appoint(other_office, asked(focal, on), by=coordinator, on=on)
    focal.is_active = False
    focal.save()
    with pytest.raises(actions.NotNow):
        actions.appoint(OfficeFactory(), asked(focal, on), by=coordinator, on=on)


def test_the_database_allows_one_focal_point_at_a_time(other_office: Office) -> None:
    focal_point_of(other_office, StaffFactory())
    with pytest.raises(IntegrityError), transaction.atomic():
        focal_point_of(other_office, StaffFactory())
    with pytest.raises(IntegrityError), transaction.atomic():
        focal_point_of(OfficeFactory(), StaffFactory(), decision_number="")
    with pytest.raises(IntegrityError), transaction.atomic():
        focal_point_of(OfficeFactory(), StaffFactory(), valid_to=date(2000, 1, 1))


def test_an_account_that_is_closed_leaves_a_gap(other_office: Office, on: date) -> None:
    row = focal_point_of(other_office, StaffFactory())
    assert other_office.pk in offices_with_focal_point(on)
    Staff.objects.filter(pk=row.staff_id).update(is_active=False)
    assert other_office.pk not in offices_with_focal_point(on)


def test_a_predecessors_focal_point_is_not_its_successors(
    office: Office, other_office: Office, group: OfficeGroup, on: date
) -> None:
    focal_point_of(office, StaffFactory())
    Office.objects.filter(pk=office.pk).update(valid_to=on - timedelta(days=1))
    assert list(expected_offices(on).exclude(pk__in=offices_with_focal_point(on))) == [other_office]


def test_coordinators_are_told_once_a_week_and_at_once_of_a_lapse(
    coordinator: Staff, other_office: Office, group: OfficeGroup
) -> None:
    monday = date(2026, 11, 23)
    row = focal_point_of(other_office, StaffFactory(), valid_from=date(2026, 1, 1))
    assert actions.tell_gaps(on=monday) == 1  # the coordinating office itself has none
    assert actions.tell_gaps(on=monday + timedelta(days=1)) == 0
    actions.end_appointment(row, last_day=monday + timedelta(days=1), by=coordinator, on=monday)
    assert actions.tell_gaps(on=monday + timedelta(days=2)) == 1
    assert other_office.name in Notice.objects.filter(staff=coordinator).latest("pk").text
    assert actions.tell_gaps(on=monday + timedelta(days=7)) == 1
    assert Notice.objects.filter(staff=coordinator).count() == 3


def test_the_list_shows_gaps_and_who_lacks_the_role(
    coordinator: Staff, other_office: Office, office: Office, group: OfficeGroup, signed_in: SignIn
) -> None:
    without_role = StaffFactory()
    focal_point_of(other_office, without_role)
    client, address = signed_in(coordinator), reverse("people:focal_points")
    context = client.get(address).context
    assert (context["all"], context["missing"]) == (2, 1)
    assert {r["office"]: r["has_role"] for r in context["rows"]}[other_office] is False
    Membership.objects.create(staff=without_role, office=other_office, role=StaffRole.FOCAL)
    assert {r["office"]: r["has_role"] for r in client.get(address).context["rows"]}[other_office] is True
    assert [r["office"] for r in client.get(address, {"gaps": "1"}).context["rows"]] == [office]


def test_the_list_asks_a_constant_number_of_questions(
    coordinator: Staff, group: OfficeGroup, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    for n in range(40):
        place = OfficeFactory()
        if n % 3:
            focal_point_of(place, staff_in(place, StaffRole.FOCAL))
    client, address = signed_in(coordinator), reverse("people:focal_points")
    client.get(address)
    with django_assert_max_num_queries(18):
        client.get(address)


def test_an_appointment_on_the_page(
    coordinator: Staff, focal: Staff, viewer: Staff, other_office: Office, signed_in: SignIn, on: date
) -> None:
    address = reverse("people:focal_office", args=[other_office.key])
    form = {"step": "appoint", "appoint-staff": focal.pk, "appoint-kind": "focal", "appoint-manner": "dedicated",
            "appoint-decision_number": "9/QĐ-SCT", "appoint-decided_on": on, "appoint-valid_from": on}  # fmt: skip
    assert signed_in(viewer).post(address, form).status_code == 403
    client = signed_in(coordinator)
    assert client.post(address, form | {"appoint-valid_to": on - timedelta(days=1)}).status_code == 422
    assert client.post(address, form).status_code == 302
    row = FocalPoint.objects.get()
    assert client.post(address, {"step": f"end-{row.pk}", f"end-{row.pk}-last_day": on}).status_code == 302
    row.refresh_from_db()
    assert row.valid_to == on
    with time_machine.travel(on + timedelta(days=1)):
        assert signed_in(coordinator).get(address).context["has_focal"] is False
