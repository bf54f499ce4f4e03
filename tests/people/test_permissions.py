"""Who may do what: the table, the reach of an office, and what a role's end takes away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from nhipcau.people.models import Membership, Office, Staff, Succession
from nhipcau.people.permissions import NotAllowed, may, offices_of, reach, require, today
from nhipcau.people.rules.roles import PERMISSIONS, Scope, StaffRole, scope_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", list(StaffRole))
@pytest.mark.parametrize("action", sorted(PERMISSIONS))
def test_each_role_may_do_what_its_row_says_and_nothing_else(
    role: StaffRole, action: str, staff_of: Callable[..., Staff], other_office: Office
) -> None:
    person = staff_of(role)
    granted = PERMISSIONS[action].get(role)
    assert may(person, action, office=other_office) == (granted is Scope.ALL)
    assert may(person, action, office=person.memberships.get().office) == (granted is not None)
    if granted is None:
        with pytest.raises(NotAllowed):
            require(person, action)


def test_a_misspelt_action_is_an_error_and_not_a_refusal(focal: Staff) -> None:
    with pytest.raises(KeyError):
        may(focal, "work.asign")


def test_being_superuser_grants_nothing(db: None) -> None:
    assert not may(Staff.objects.create(username="root", is_superuser=True), "work.assign")


def test_a_visitor_may_do_nothing() -> None:
    assert not may(AnonymousUser(), "people.see")


def test_a_role_that_ended_yesterday_is_gone(focal: Staff) -> None:
    Membership.objects.filter(staff=focal).update(valid_to=today() - timedelta(days=1))
    assert not may(focal, "work.hand_in")


def test_a_closed_account_may_do_nothing(coordinator: Staff) -> None:
    coordinator.is_active = False
    assert not may(coordinator, "work.assign")


def test_an_office_answers_for_what_it_took_over(focal: Staff, office: Office, other_office: Office) -> None:
    assert not may(focal, "work.hand_in", office=office)
    Succession.objects.create(before=office, after=other_office, on_date=date(2025, 3, 1), reason="merged")
    assert may(focal, "work.hand_in", office=office)
    assert offices_of(focal) == {office.pk, other_office.pk}


def test_reach_is_all_or_a_set(focal: Staff, coordinator: Staff, other_office: Office) -> None:
    assert reach(coordinator, "work.see") is None
    assert reach(focal, "work.see") == {other_office.pk}
    assert reach(focal, "work.assign") == frozenset()


def test_the_widest_scope_of_several_roles_counts() -> None:
    assert scope_of("work.see", frozenset({StaffRole.FOCAL, StaffRole.LEADER})) is Scope.ALL
