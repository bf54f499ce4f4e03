"""The decision itself: its part II.5 names no office, so a person adds the duty; then the desk's entries are its evidence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nhipcau.corrections.actions import change_desk_settings
from nhipcau.corrections.desk import desk_duties
from nhipcau.documents.actions import add_duty
from nhipcau.documents.actions.review import approve_reading, confirm_all_sure, confirm_item, finish_review
from nhipcau.documents.models import Clause, ItemState
from nhipcau.duties.actions import take_in_reading
from nhipcau.duties.models import Duty
from nhipcau.monitoring.forms import digest_duties
from nhipcau.people.models import Staff
from nhipcau.people.rules.roles import StaffRole
from nhipcau.work.models import Evidence
from tests.corrections.conftest import Desk
from tests.factories.corrections import published
from tests.factories.documents import brought, seed

WORDS = "Tăng cường công tác nắm bắt dư luận"


@pytest.mark.django_db
def test_part_two_five_shows_the_desk_s_entries(
    desk: Desk, staff_of: Callable[..., Staff], coordinator: Staff
) -> None:
    document = brought(seed())
    clause = Clause.objects.get(document=document, path="ke-hoach/II/5")
    assert not document.duty_readings.filter(path=clause.path).exists(), "the reader finds no office there"
    at = document.text.index(WORDS)
    sentence = document.text[at : document.text.index(".", at) + 1]
    add_duty(document, start=at, end=at + len(sentence), agencies="Sở Thông tin và Truyền thông", by=coordinator)
    confirm_all_sure(document, by=coordinator)
    for rows in (document.clauses, document.references, document.duty_readings):
        for item in rows.filter(state=ItemState.PROPOSED):
            confirm_item(item, by=coordinator)
    document.refresh_from_db()
    finish_review(document, by=coordinator)
    approve_reading(document, by=staff_of(StaffRole.APPROVER))
    take_in_reading(document, by=coordinator)

    duty = Duty.objects.get(document=document, path=clause.path)
    assert duty in desk_duties()
    assert duty in digest_duties()
    paths = {found.path for found in desk_duties()}
    assert {"ke-hoach/III/2", "ke-hoach/III/8"} <= paths
    change_desk_settings(office=desk.office, duties=[duty], by=coordinator)
    published(by=desk.editor, second=desk.second)
    assert Evidence.objects.filter(duty=duty).count() == 1
