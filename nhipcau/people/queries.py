"""Asking the ground floor: which offices need a focal point, who has one, what training was asked for and given."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from nhipcau.people.models import (
    Certificate,
    Course,
    Enrolment,
    FocalPoint,
    FunctionHolding,
    Office,
    OfficeGroup,
    Staff,
    Succession,
    TrainingNeed,
    TrainingSubject,
)
from nhipcau.people.permissions import reach
from nhipcau.people.rules import offices as rules

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
    """A subject that an office asked for in a year: places needed, places given (certificates), enrolled now.

    ``office`` is whoever does the work today; ``asked`` names those that stated the need under another name."""

    office: Office
    subject: TrainingSubject
    year: int
    needed: int
    given: int
    enrolled: int
    note: str
    asked: tuple[str, ...] = ()

    @property
    def missing(self) -> int:
        """What was asked for and not given yet."""
        return max(self.needed - self.given, 0)


def needs_against_given(
    year: int, offices: frozenset[int] | None = None, *, on: date | None = None
) -> list[NeedLine]:
    """Every need of ``year`` (of ``offices``, None for all) with what was given for it, in five queries.

    Offices that became one are one line: what each needed, and what each and the one were given.
    """
    stated = TrainingNeed.objects.filter(year=year).select_related("office", "subject")
    if offices is not None:
        stated = stated.filter(office_id__in=offices)
    carried = _carried(on or timezone.localdate())
    given = Certificate.objects.filter(enrolment__course__starts_on__year=year)
    waiting = Enrolment.objects.filter(course__starts_on__year=year, course__state=Course.State.OPEN)
    gave = _counted(given, "enrolment__office_id", "enrolment__course__subject_id", carried)
    waits = _counted(waiting, "office_id", "course__subject_id", carried)
    lines: dict[tuple[int, int], list[TrainingNeed]] = {}
    for need in stated.order_by("office__name", "subject__name"):
        lines.setdefault((carried.get(need.office_id, need.office_id), need.subject_id), []).append(need)
    holders = {need.office_id: need.office for needs in lines.values() for need in needs}
    if new := {office for office, _subject in lines} - holders.keys():
        holders |= Office.objects.in_bulk(new)
    found = [
        NeedLine(
            holders[key[0]], needs[0].subject, year, sum(need.places for need in needs), gave[key], waits[key],
            "; ".join(need.note for need in needs if need.note),
            tuple(need.office.name for need in needs if need.office_id != key[0]),
        )
        for key, needs in lines.items()
    ]  # fmt: skip
    return sorted(found, key=lambda line: (line.office.name, line.subject.name))


def _carried(on: date) -> dict[int, int]:
    """Office → the one that does its work on ``on``. One that was split, or ended without a successor, is not among them."""
    rows = Succession.objects.filter(on_date__lte=on).values_list("before_id", "after_id", "on_date")
    steps = [rules.Succession(str(before), str(after), day, "", "", verified=False) for before, after, day in rows]
    ends = {int(step.from_key): rules.successors_of(step.from_key, steps, on) for step in steps}
    return {before: int(after[0]) for before, after in ends.items() if len(after) == 1}


def _counted(rows: QuerySet[Any], office: str, subject: str, carried: dict[int, int]) -> Counter[tuple[int, int]]:
    """How many there are by (whoever does the office's work, subject)."""
    found: Counter[tuple[int, int]] = Counter()
    for row in rows.order_by().values(office, subject).annotate(n=Count("pk")):
        found[carried.get(row[office], row[office]), row[subject]] += row["n"]
    return found
