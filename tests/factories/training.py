"""Appointments and courses for tests."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from nhipcau.people.models import Course, Enrolment, FocalPoint, Lesson, Office, Staff, TrainingSubject
from tests.factories.people import StaffFactory


def focal_point_of(office: Office, staff: Staff, **fields: Any) -> FocalPoint:
    """``staff`` is the dedicated focal point of ``office`` since last year."""
    since = fields.pop("valid_from", timezone.localdate() - timedelta(days=300))
    return FocalPoint.objects.create(
        office=office, staff=staff, kind=fields.pop("kind", "focal"), manner=fields.pop("manner", "dedicated"),
        decision_number=fields.pop("decision_number", "12/QĐ-SCT"), decided_on=since, valid_from=since,
        entered_by=staff, entered_at=timezone.now(), **fields,
    )  # fmt: skip


def subject_of(key: str = "nghiep-vu-ttdn") -> TrainingSubject:
    """A subject, laid by the migration or made now."""
    return TrainingSubject.objects.get_or_create(key=key, defaults={"name": key})[0]


def course_of(organiser: Office, *, days: int = 0, **fields: Any) -> Course:
    """An open course that begins and ends ``days`` from today, with 20 places."""
    day = timezone.localdate() + timedelta(days=days)
    return Course.objects.create(
        subject=fields.pop("subject", None) or subject_of(), title=fields.pop("title", "Kỹ năng viết tin đối ngoại"),
        organiser=organiser, venue="Hội trường Sở", starts_on=day, ends_on=fields.pop("ends_on", day),
        enrol_until=fields.pop("enrol_until", day), places=fields.pop("places", 20),
        state=fields.pop("state", "open"), planned_by=StaffFactory(), planned_at=timezone.now(), **fields,
    )  # fmt: skip


def lesson_of(course: Course, *, hour: int = 8, on: date | None = None) -> Lesson:
    """Two hours on the first day."""
    return Lesson.objects.create(
        course=course, held_on=on or course.starts_on, starts_at=time(hour, 0), ends_at=time(hour + 2, 0),
        topic="Viết tin bằng tiếng nước ngoài",
    )  # fmt: skip


def enrolled(course: Course, office: Office, staff: Staff | None = None, name: str = "") -> Enrolment:
    """A place in ``course``."""
    made = Enrolment.objects.create(
        course=course, office=office, staff=staff, full_name=name or str(staff), enrolled_by=StaffFactory(),
        enrolled_at=timezone.now(),
    )  # fmt: skip
    course.taken += 1
    course.save(update_fields=["taken"])
    return made
