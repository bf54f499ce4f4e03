"""What the tests of planning share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.utils import timezone

from nhipcau.people.models import Office, Staff
from nhipcau.people.rules.roles import StaffRole
from nhipcau.planning.models import OfficePlan, PlanRound
from tests.factories.planning import round_of


@pytest.fixture
def on() -> date:
    return timezone.localdate()


@pytest.fixture
def finance(staff_of: Callable[..., Staff]) -> Staff:
    return staff_of(StaffRole.FINANCE)


@pytest.fixture
def approver(staff_of: Callable[..., Staff]) -> Staff:
    return staff_of(StaffRole.APPROVER)


@pytest.fixture
def round_(office: Office, other_office: Office, coordinator: Staff) -> PlanRound:
    """An open round that asks the coordinating office and the focal point's."""
    return round_of(office, other_office, by=coordinator)


@pytest.fixture
def plan(round_: PlanRound, other_office: Office) -> OfficePlan:
    """The plan of the focal point's office."""
    return OfficePlan.objects.select_related("round", "office", "held_by").get(round=round_, office=other_office)
