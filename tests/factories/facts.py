"""Facts of the bank for tests: proposed by one person, approved by another."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from nhipcau.newsroom.actions import Answer, approve_version, begin_fact, propose_version
from nhipcau.newsroom.models import Fact, FactVersion
from nhipcau.people.models import Office, Staff
from nhipcau.people.rules.roles import StaffRole
from tests.factories.people import staff_in


def answer(**said: Any) -> Answer:
    """An answer with a source."""
    given: dict[str, Any] = {
        "as_of": date(2024, 12, 31), "source_title": "Niên giám thống kê 2024", "labels": {"vi": "Diện tích", "en": "Area"},
        "units": {"vi": "km²", "en": "km²"}, "wordings": {"vi": "Tỉnh rộng 2.358,2 km².", "en": "The province covers 2,358.2 km²."},
    }  # fmt: skip
    if "text" not in said:
        given |= {"number": Decimal("2358.2"), "places": 1}
    return Answer(**(given | said))


def fact_of(office: Office, key: str = "dien-tich", *, by: Staff | None = None, **said: Any) -> Fact:
    """A fact with an approved version."""
    proposer = by or staff_in(office, StaffRole.FOCAL)
    approve_version(begin_fact(key, office, answer(**said), by=proposer), by=second(office))
    return Fact.objects.get(key=key)


def changed(fact: Fact, **said: Any) -> FactVersion:
    """``fact`` with a newer approved version."""
    given: dict[str, Any] = {"as_of": date(2025, 12, 31), "number": Decimal("2390.8"), "places": 1, "wordings": {}}
    made = propose_version(fact, answer(**(given | said)), by=staff_in(fact.office, StaffRole.FOCAL))
    return approve_version(made, by=second(fact.office))


def second(office: Office) -> Staff:
    """Somebody who may approve."""
    return staff_in(office, StaffRole.APPROVER)
