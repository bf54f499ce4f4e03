"""What the tests of reports share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.utils import timezone

from nhipcau.people.models import Office, Staff
from nhipcau.people.rules.roles import StaffRole
from nhipcau.reports.models import ReportRequest, Submission
from tests.factories.reports import request_of, submission_of


@pytest.fixture
def on() -> date:
    return timezone.localdate()


@pytest.fixture
def approver(staff_of: Callable[..., Staff]) -> Staff:
    return staff_of(StaffRole.APPROVER)


@pytest.fixture
def asked(office: Office, other_office: Office, coordinator: Staff) -> ReportRequest:
    """An open request to the coordinating office and the focal point's."""
    return request_of(office, other_office, by=coordinator)


@pytest.fixture
def submission(asked: ReportRequest, other_office: Office) -> Submission:
    """The report of the focal point's office."""
    return submission_of(asked, other_office)
