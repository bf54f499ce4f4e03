"""Asking the ground floor: which offices need a focal point, who has one, what training was asked for and given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml
from django.conf import settings
from django.db.models import Count, Q, QuerySet

from nhipcau.people.models import (
    Certificate,
    Course,
    Enrolment,
    FocalPoint,
    FunctionHolding,
    Office,
    OfficeGroup,
    Staff,
    TrainingNeed,
    TrainingSubject,
)
from nhipcau.people.permissions import reach

OURS = (Office.Level.PROVINCE, Office.Level.DISTRICT, Office.Level.COMMUNE)
"""The levels whose offices Decision 1899/QĐ-UBND, II.6 asks to name somebody; Party bodies are shown where their group is chosen."""


def expected_offices(on: date, group: OfficeGroup | None = None) -> QuerySet[Office]:
    """The offices of the province that documents address as members of a group on ``on``: each needs a focal point."""
    if group is not None:
        return group.offices_on(on).exclude(level=Office.Level.CENTRAL).order_by("name")
    named = Q(pk__in=OfficeGroup.members.through.objects.values("office_id"))
    for kinds, levels in OfficeGroup.objects.values_list("kinds", "levels"):
        if kinds and levels:
            named |= Q(kind__in=kinds, level__in=levels)
    return Office.objects.on(on).filter(named, level__in=OURS).order_by("name")


def coordinating_office(on: date) -> Office | None:
    """Who holds on ``on`` the function that the profile names as the coordinator's; None where nobody does."""
    holding = FunctionHolding.objects.on(on).filter(function__key=_coordinator_function(settings.PROFILE))
    found = holding.select_related("office").first()
    return found.office if found else None


@cache
def _coordinator_function(profile: Path) -> str:
    """Read once a process."""
    said = yaml.safe_load((profile / "profile.yaml").read_text("utf-8"))
    return str(said.get("coordinator_function", ""))


def in_office(on: date) -> QuerySet[FocalPoint]:
    """Appointments that hold on ``on``, of people whose account is open."""
    return FocalPoint.objects.on(on).filter(staff__is_active=True)


def offices_with_focal_point(on: date) -> QuerySet[FocalPoint, int]:
    """Ids of offices that have a focal point on ``on``; a deputy alone does not count."""
    return in_office(on).filter(kind=FocalPoint.Kind.FOCAL).values_list("office_id", flat=True)


def visible_enrolments(by: Staff, *, on: date) -> QuerySet[Enrolment]:
    """All, or those of one's own offices; always one's own."""
    offices = reach(by, "people.enrol", on=on)
    rows = Enrolment.objects.all()
    return rows if offices is None else rows.filter(Q(office_id__in=offices) | Q(staff=by))


@dataclass(frozen=True, slots=True)
class NeedLine:
    """A subject that an office asked for in a year: places needed, places given (certificates), enrolled now."""

    office: Office
    subject: TrainingSubject
    year: int
    needed: int
    given: int
    enrolled: int
    note: str

    @property
    def missing(self) -> int:
        """What was asked for and not given yet."""
        return max(self.needed - self.given, 0)


def needs_against_given(year: int, offices: frozenset[int] | None = None) -> list[NeedLine]:
    """Every need of ``year`` (of ``offices``, None for all) with what was given for it, in three queries."""
    asked = TrainingNeed.objects.filter(year=year).select_related("office", "subject")
    held = Q(course__starts_on__year=year)
    given = Certificate.objects.filter(enrolment__course__starts_on__year=year).order_by()
    enrolled = Enrolment.objects.filter(held, course__state=Course.State.OPEN).order_by()
    if offices is not None:
        asked = asked.filter(office_id__in=offices)
    gave = {
        (row["enrolment__office_id"], row["enrolment__course__subject_id"]): row["n"]
        for row in given.values("enrolment__office_id", "enrolment__course__subject_id").annotate(n=Count("pk"))
    }
    waits = {
        (row["office_id"], row["course__subject_id"]): row["n"]
        for row in enrolled.values("office_id", "course__subject_id").annotate(n=Count("pk"))
    }
    return [
        NeedLine(
            need.office, need.subject, year, need.places, gave.get((need.office_id, need.subject_id), 0),
            waits.get((need.office_id, need.subject_id), 0), need.note,
        )
        for need in asked.order_by("office__name", "subject__name")
    ]  # fmt: skip
