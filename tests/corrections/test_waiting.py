"""What the first page says that the corrections desk has waiting: each number to whoever takes the next step, with its rows behind it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from nhipcau.corrections.models import Case
from nhipcau.corrections.waiting import waiting_in_corrections
from nhipcau.people.models import Staff
from nhipcau.people.permissions import today
from nhipcau.people.rules.roles import StaffRole
from tests.factories.corrections import at_desk, clocks, drafted, received, replied, with_evidence

pytestmark = pytest.mark.django_db
Make = Callable[..., Staff]
EDITOR = [
    ("Đề nghị đính chính cần phân loại", 2),
    ("Nội dung ở bàn đính chính cần kiểm chứng", 1),
]


@pytest.fixture
def cases(staff_of: Make) -> None:
    """Two to triage, one looked into, one handed over."""
    clocks()
    editor = staff_of(StaffRole.EDITOR)
    received("Tỉnh có 40 trường.")
    received("Tỉnh có 50 trường.")
    at_desk(received(), by=editor)
    handed = at_desk(received("Tỉnh có 30 trường."), by=editor)
    drafted(replied(with_evidence(handed, by=editor), by=editor), by=editor)


def said(me: Staff) -> list[tuple[str, int]]:
    return [(label, many) for label, many, _url, _late in waiting_in_corrections(me, on=today())]


def test_each_is_told_the_steps_that_are_theirs(cases: None, staff_of: Make) -> None:
    assert said(staff_of(StaffRole.EDITOR)) == EDITOR
    assert said(staff_of(StaffRole.APPROVER)) == [("Đính chính chờ người thứ hai", 1)]
    assert said(staff_of(StaffRole.LEADER)) == [("Đính chính chờ người thứ hai", 1)]


@pytest.mark.parametrize("role", [StaffRole.FOCAL, StaffRole.FINANCE])
def test_who_has_no_step_there_is_told_nothing_and_nothing_is_asked(
    cases: None, role: StaffRole, staff_of: Make, django_assert_num_queries: Any
) -> None:
    me = staff_of(role)
    waiting_in_corrections(me, on=today())
    with django_assert_num_queries(0):
        assert waiting_in_corrections(me, on=today()) == []


def test_what_is_past_its_day_comes_first(cases: None, staff_of: Make) -> None:
    Case.objects.filter(state="received").update(triage_due_on=today() - timedelta(days=1))
    label, many, _url, is_late = waiting_in_corrections(staff_of(StaffRole.EDITOR), on=today())[0]
    assert (label, many, is_late) == ("Quá hạn ở bàn đính chính", 2, True)


def test_each_number_has_its_rows_behind_it(
    cases: None, coordinator: Staff, signed_in: Callable[[Staff], Client]
) -> None:
    Case.objects.filter(state="desk").update(due_on=timezone.localdate() - timedelta(days=1))
    client, rows = signed_in(coordinator), waiting_in_corrections(coordinator, on=today())
    assert len(rows) == 4
    for label, many, url, _late in rows:
        shown = client.get(url).context["rows"]
        assert len(shown) == many, label
