"""Alerts on the real index: a document that comes in is told to whoever saved the question, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core import mail

from nhipcau.people.models import Staff
from nhipcau.people.rules.roles import StaffRole
from nhipcau.search.actions import save_question, send_alerts
from nhipcau.search.asking import Question
from tests.factories.documents import brought, plan

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 26)


def test_a_document_that_comes_in_is_told_once(index: Callable[[], int], staff_of: Callable[..., Staff]) -> None:
    me = staff_of(StaffRole.COORDINATOR)
    brought(plan(15))
    index()
    save_question(Question("ke hoach thong tin doi ngoai", kinds=("document",)), name="Kế hoạch", alerts=True, by=me)
    assert send_alerts(on=DAY) == 0
    brought(plan(16), name="van-ban-16.txt")
    index()
    assert send_alerts(on=DAY + timedelta(days=1)) == 1
    assert "16/KH-STTTT" in mail.outbox[0].body
    assert "15/KH-STTTT" not in mail.outbox[0].body
    assert send_alerts(on=DAY + timedelta(days=2)) == 0
