"""What the tests of work share."""

from __future__ import annotations

import pytest

from nhipcau.people.models import Office, Staff
from nhipcau.work.models import Assignment
from tests.factories.work import AssignmentFactory


@pytest.fixture
def work(other_office: Office) -> Assignment:
    """Open work led by the focal point's office."""
    made: Assignment = AssignmentFactory(lead=other_office)
    return made


@pytest.fixture
def stranger(staff_of: object) -> Staff:
    """The focal point of an office that has no part in ``work``."""
    from nhipcau.people.rules.roles import StaffRole
    from tests.factories.people import OfficeFactory, staff_in

    return staff_in(OfficeFactory(), StaffRole.FOCAL)
