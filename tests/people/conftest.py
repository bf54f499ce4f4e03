"""What the tests of people share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.utils import timezone

from nhipcau.people.models import Course, Office, Staff
from nhipcau.people.rules.roles import StaffRole
from tests.factories.training import course_of, lesson_of


@pytest.fixture
def on() -> date:
    return timezone.localdate()


@pytest.fixture
def viewer(staff_of: Callable[..., Staff], other_office: Office) -> Staff:
    """Someone of the other office who only reads."""
    return staff_of(StaffRole.VIEWER, other_office)


@pytest.fixture
def course(office: Office) -> Course:
    """An open course of today with two lessons."""
    made = course_of(office)
    lesson_of(made, hour=8)
    lesson_of(made, hour=13)
    return made
