"""Offices, groups and staff for tests."""

from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory

from nhipcau.people.models import Function, FunctionHolding, Membership, Office, OfficeGroup, Staff, Succession, Topic
from nhipcau.people.rules.roles import StaffRole


class OfficeFactory(DjangoModelFactory[Office]):
    """A sở of the province."""

    class Meta:
        model = Office

    key = factory.Sequence(lambda n: f"so-{n}")
    name = factory.Sequence(lambda n: f"Sở số {n}")
    kind = "so"
    level = "province"


class GroupFactory(DjangoModelFactory[OfficeGroup]):
    """A group by kind and level."""

    class Meta:
        model = OfficeGroup

    key = factory.Sequence(lambda n: f"nhom-{n}")
    name = factory.Sequence(lambda n: f"Nhóm {n}")


class StaffFactory(DjangoModelFactory[Staff]):
    """Someone with an e-mail address and no role."""

    class Meta:
        model = Staff

    username = factory.Sequence(lambda n: f"can-bo-{n}")
    full_name = factory.Sequence(lambda n: f"Cán bộ {n}")
    email = factory.LazyAttribute(lambda s: f"{s.username}@example.vn")


class TopicFactory(DjangoModelFactory[Topic]):
    """A topic without keywords."""

    class Meta:
        model = Topic

    key = factory.Sequence(lambda n: f"chu-de-{n}")
    name = factory.Sequence(lambda n: f"Chủ đề {n}")


def coordinating_office() -> Office:
    """The office that coordinates."""
    return Office.objects.get_or_create(
        key="so-tttt", defaults={"name": "Sở Thông tin và Truyền thông", "kind": "so", "level": "province"}
    )[0]


def staff_at(office: Office, role: StaffRole | str, username: str | None = None) -> Staff:
    """The member of staff with that role there today, by the name that tells both."""
    name = username or f"{StaffRole(role).value}-{office.key}"
    staff, _ = Staff.objects.get_or_create(username=name, defaults={"full_name": name, "email": f"{name}@example.vn"})
    Membership.objects.get_or_create(staff=staff, office=office, role=StaffRole(role))
    return staff


def staff_in(office: Office, role: StaffRole, **fields: object) -> Staff:
    """A new member of staff with ``role`` in ``office``."""
    staff: Staff = StaffFactory(**fields)
    Membership.objects.create(staff=staff, office=office, role=role)
    return staff


def merge(before: Office, after: Office, on: date) -> Succession:
    """``before`` goes up in ``after`` on ``on``."""
    return Succession.objects.create(before=before, after=after, on_date=on, reason="merged")


def hold(function: Function, office: Office, since: date | None, until: date | None) -> FunctionHolding:
    """``office`` holds ``function`` for a while."""
    return FunctionHolding.objects.create(function=function, office=office, valid_from=since, valid_to=until)
