"""The ground floor's screens open for those who may, and are refused to others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from nhipcau.people.models import Membership, Office, Staff, Succession
from nhipcau.people.rules.roles import StaffRole

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


@pytest.mark.parametrize("name", ["offices", "functions", "staff", "notices"])
def test_everyone_may_look_at_offices_and_people(name: str, focal: Staff, signed_in: SignIn) -> None:
    assert signed_in(focal).get(reverse(f"people:{name}")).status_code == 200


def test_the_trail_is_for_those_who_may_see_it(focal: Staff, coordinator: Staff, signed_in: SignIn) -> None:
    assert signed_in(focal).get(reverse("people:trail")).status_code == 403
    assert signed_in(coordinator).get(reverse("people:trail"), {"check": "1"}).status_code == 200


def test_the_tree_is_that_of_the_day_asked(focal: Staff, office: Office, signed_in: SignIn) -> None:
    office.valid_to = date(2025, 2, 28)
    office.save()
    client = signed_in(focal)
    assert office.name in client.get(reverse("people:offices"), {"on": "2024-06-01"}).content.decode()
    after = client.get(reverse("people:offices"), {"on": "2026-06-01"}).context["branches"]
    assert office not in [b["office"] for b in after]


def test_an_unreadable_date_shows_today(focal: Staff, signed_in: SignIn) -> None:
    assert signed_in(focal).get(reverse("people:offices"), {"on": "2024-13-45"}).status_code == 200


def test_an_office_page_shows_what_became_of_it(
    focal: Staff, office: Office, other_office: Office, signed_in: SignIn
) -> None:
    Succession.objects.create(before=office, after=other_office, on_date=date(2025, 3, 1), reason="merged")
    page = signed_in(focal).get(reverse("people:office", args=[office.key])).content.decode()
    assert other_office.name in page


def test_a_person_without_a_role_does_not_get_in(db: None, signed_in: SignIn) -> None:
    nobody = Staff.objects.create(username="nobody")
    answer = signed_in(nobody).get("/staff/")
    assert answer.status_code == 302


def test_an_administrator_makes_an_account_and_the_password_is_shown_once(
    staff_of: Callable[..., Staff], office: Office, signed_in: SignIn
) -> None:
    client = signed_in(staff_of(StaffRole.ADMIN))
    form = {"username": "ha", "full_name": "Hà", "office": office.pk, "role": "focal"}
    page = client.post(reverse("people:staff"), form, follow=True).content.decode()
    made = Staff.objects.get(username="ha")
    assert made.memberships.get().role == StaffRole.FOCAL
    assert "ha" in page
    assert not made.check_password("")


def test_a_focal_point_cannot_make_accounts(focal: Staff, office: Office, signed_in: SignIn) -> None:
    form = {"username": "ha", "full_name": "Hà", "office": office.pk, "role": "admin"}
    assert signed_in(focal).post(reverse("people:staff"), form).status_code == 403
    assert not Staff.objects.filter(username="ha").exists()


def test_the_last_administrator_stays(staff_of: Callable[..., Staff], signed_in: SignIn) -> None:
    admin = staff_of(StaffRole.ADMIN)
    place = admin.memberships.get()
    client = signed_in(admin)
    client.post(reverse("people:staff_member", args=[admin.pk]), {"step": "end", "place": place.pk})
    assert Membership.objects.get(pk=place.pk).valid_to is None
