"""Assignments, evidence and disseminations for tests."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from nhipcau.people.models import Office, Staff
from nhipcau.work.models import Assignment, Dissemination, DisseminationOffice, Evidence
from tests.factories.duties import DocumentFactory, DutyFactory
from tests.factories.people import OfficeFactory, StaffFactory


class AssignmentFactory(DjangoModelFactory[Assignment]):
    """Open work due in thirty days."""

    class Meta:
        model = Assignment
        skip_postgeneration_save = True

    duty = factory.SubFactory(DutyFactory)
    title = factory.Sequence(lambda n: f"Báo cáo số {n}")
    lead = factory.SubFactory(OfficeFactory)
    opens_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=30))
    due_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))

    @factory.post_generation
    def partners(self, create: bool, given: list[Office] | None, **kwargs: Any) -> None:
        """The offices that take part."""
        if create and given:
            self.partners.set(given)


def evidence_of(office: Office, by: Staff, **fields: Any) -> Evidence:
    """A link filed by ``office``."""
    title = fields.pop("title", "Bài trên Cổng thông tin")
    return Evidence.objects.create(
        office=office, filed_by=by, title=title, kind=fields.pop("kind", "link"),
        address=fields.pop("address", "https://travinh.gov.vn/1"),
        happened_on=fields.pop("happened_on", date(2024, 3, 1)),
        sha256=hashlib.sha256(title.encode()).hexdigest(), filed_at=timezone.now(), **fields,
    )  # fmt: skip


def dissemination_to(*offices: Office, due_on: date | None = None) -> Dissemination:
    """An order to ``offices`` to make a document known."""
    order = Dissemination.objects.create(
        document=DocumentFactory(), audience="Toàn thể cán bộ, công chức", ordered_by=StaffFactory(),
        due_on=due_on or timezone.localdate() + timedelta(days=30), ordered_at=timezone.now(),
    )  # fmt: skip
    for office in offices:
        DisseminationOffice.objects.create(dissemination=order, office=office)
    return order
