"""Two at once: the last place is given once, a certificate's number is given once, a mark is not lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from nhipcau.people import actions
from nhipcau.people.models import Attendance, Certificate, Course, EvaluationTally, FocalPoint
from nhipcau.people.rules.roles import StaffRole
from nhipcau.people.trail import trail_faults
from tests.factories.people import OfficeFactory, StaffFactory, staff_in
from tests.factories.training import course_of, enrolled, lesson_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("frozen_rows_let_go")]
R = StaffRole


def at_once(*steps: Callable[[], object]) -> list[Any]:
    """Each in a thread with a connection of its own; answers what each gave or raised."""

    def run(step: Callable[[], object]) -> object:
        try:
            return step()
        except actions.FAULTS as fault:
            return fault
        finally:
            connection.close()

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(run, steps))


def test_the_last_places_are_given_once() -> None:
    office, on = OfficeFactory(), timezone.localdate()
    by, course = staff_in(office, R.COORDINATOR), course_of(office, places=3)
    names = [f"Người {n}" for n in range(8)]
    steps = [lambda n=n: actions.enrol(course, actions.Attendee(office, full_name=n), by=by, on=on) for n in names]
    answers = at_once(*steps)  # type: ignore[arg-type]
    assert sum(isinstance(a, actions.NotNow) for a in answers) == 5
    row = Course.objects.get(pk=course.pk)
    assert (row.taken, row.enrolments.count()) == (3, 3)
    assert trail_faults() == []


def test_two_courses_that_close_at_once_share_no_number() -> None:
    office, on = OfficeFactory(), timezone.localdate()
    by, courses = staff_in(office, R.COORDINATOR), []
    for _n in range(2):
        course = course_of(office)
        lesson = lesson_of(course)
        for name in ("A", "B", "C"):
            row = enrolled(course, office, name=name)
            Attendance.objects.create(enrolment=row, lesson=lesson, how="list", by=by, at=timezone.now())
        courses.append(course)
    at_once(*[lambda c=c: actions.close_course(c, by=by, on=on) for c in courses])  # type: ignore[arg-type]
    numbers = sorted(Certificate.objects.values_list("number", flat=True))
    assert numbers == [f"{n:03d}/{on.year}/GCN" for n in range(1, 7)]


def test_marks_given_at_once_are_all_counted() -> None:
    office, on = OfficeFactory(), timezone.localdate()
    course = course_of(office)
    lesson, people = lesson_of(course), [staff_in(office, R.VIEWER) for _n in range(6)]
    for person in people:
        row = enrolled(course, office, person)
        Attendance.objects.create(enrolment=row, lesson=lesson, how="list", by=person, at=timezone.now())
    marks = dict.fromkeys(EvaluationTally.Question.values, 4)
    at_once(*[lambda p=p: actions.evaluate(course, marks, by=p, on=on) for p in people])  # type: ignore[arg-type]
    assert set(EvaluationTally.objects.values_list("mark", "count")) == {(4, 6)}


def test_an_office_gets_one_focal_point_of_two_entered_at_once() -> None:
    office, on = OfficeFactory(), timezone.localdate()
    by, people = staff_in(office, R.COORDINATOR), [StaffFactory(), StaffFactory()]
    asked = [actions.Appointment(p, "focal", "dedicated", "1/QĐ", on, on) for p in people]
    answers = at_once(*[lambda a=a: actions.appoint(office, a, by=by, on=on) for a in asked])  # type: ignore[arg-type]
    assert sum(isinstance(a, actions.NotNow) for a in answers) == 1
    assert FocalPoint.objects.on(on).count() == 1
