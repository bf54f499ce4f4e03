"""Role × action on appointments and training: who may do what where."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta

import pytest
from django.utils import timezone

from nhipcau.people import actions
from nhipcau.people.attendance_codes import code_for
from nhipcau.people.models import Attendance, Office, Staff, TrailEntry
from nhipcau.people.permissions import NotAllowed
from nhipcau.people.rules.roles import StaffRole
from nhipcau.ports.uploads import Upload
from tests.factories.people import OfficeFactory, StaffFactory, staff_in
from tests.factories.training import course_of, enrolled, focal_point_of, lesson_of, subject_of

pytestmark = pytest.mark.django_db
R = StaffRole
RUN, ENROL, APPOINT = (
    {R.ADMIN, R.COORDINATOR},
    {R.ADMIN, R.COORDINATOR, R.FOCAL},
    {R.ADMIN, R.COORDINATOR, R.APPROVER},
)
OWN: dict[str, set[StaffRole]] = {
    "appoint": APPOINT, "end_appointment": APPOINT, "tell_gaps": APPOINT, "state_need": ENROL, "enrol": ENROL,
    "leave_course": ENROL, "attend_by_code": set(R), "evaluate": set(R),
    **dict.fromkeys(
        ("add_subject", "plan_course", "edit_course", "add_lesson", "remove_lesson", "add_material", "open_course",
         "call_off_course", "keep_attendance_list", "close_course", "remind_of_courses"), RUN),
}  # fmt: skip
ELSEWHERE = {
    **OWN, "appoint": RUN, "end_appointment": RUN, "state_need": RUN, "enrol": RUN, "leave_course": RUN,
}  # fmt: skip


def perform(name: str, by: Staff, office: Office) -> object:
    """Bring things into the state in which the step makes sense, then take the step as ``by``."""
    on = timezone.localdate()
    draft = name == "open_course"
    course = course_of(office, state="draft" if draft else "open")
    lesson = lesson_of(course)
    facts = actions.CourseFacts(subject_of(), "x", office, "x", on, on, on, 5)
    person = StaffFactory()
    if name in {"attend_by_code", "evaluate"}:
        mine = enrolled(course, office, by)
        if name == "evaluate":
            Attendance.objects.create(enrolment=mine, lesson=lesson, how="list", by=person, at=timezone.now())
    marks = dict.fromkeys(("content", "teaching", "use", "organisation"), 3)
    asked = actions.Appointment(person, "focal", "dedicated", "1/QĐ", on, on)
    steps: dict[str, Callable[[], object]] = {
        "appoint": lambda: actions.appoint(office, asked, by=by, on=on),
        "end_appointment": lambda: actions.end_appointment(focal_point_of(office, person), last_day=on, by=by, on=on),
        "tell_gaps": lambda: actions.tell_gaps(on=on, by=by),
        "state_need": lambda: actions.state_need(office, subject_of(), year=on.year, places=1, by=by, on=on),
        "enrol": lambda: actions.enrol(course, actions.Attendee(office, full_name="A B"), by=by, on=on),
        "leave_course": lambda: actions.leave_course(enrolled(course, office, name="A B"), by=by, on=on),
        "attend_by_code": lambda: actions.attend_by_code(code_for(lesson.pk), by=by, on=on),
        "evaluate": lambda: actions.evaluate(course, marks, by=by, on=on),
        "add_subject": lambda: actions.add_subject(name="Môn mới", by=by),
        "plan_course": lambda: actions.plan_course(facts, by=by),
        "edit_course": lambda: actions.edit_course(course, facts, by=by),
        "add_lesson": lambda: actions.add_lesson(course, actions.LessonFacts(on, time(15), time(16), "x"), by=by),
        "remove_lesson": lambda: actions.remove_lesson(lesson, by=by),
        "add_material": lambda: actions.add_material(course, title="x", upload=Upload("a.txt", b"a"), by=by),
        "open_course": lambda: actions.open_course(course, by=by, on=on),
        "call_off_course": lambda: actions.call_off_course(course, reason="x", by=by),
        "keep_attendance_list": lambda: actions.keep_attendance_list(lesson, [], by=by, on=on),
        "close_course": lambda: actions.close_course(course, by=by, on=on + timedelta(1)),
        "remind_of_courses": lambda: actions.remind_of_courses(on=on, by=by),
    }
    return steps[name]()


def check(name: str, by: Staff, office: Office, *, allowed: bool) -> None:
    if allowed:
        perform(name, by, office)
        return
    with pytest.raises(NotAllowed):
        perform(name, by, office)
    assert not TrailEntry.objects.exists()


@pytest.mark.parametrize("role", list(StaffRole))
@pytest.mark.parametrize("name", sorted(OWN))
def test_in_ones_own_office(name: str, role: StaffRole) -> None:
    office = OfficeFactory()
    check(name, staff_in(office, role), office, allowed=role in OWN[name])


@pytest.mark.parametrize("role", list(StaffRole))
@pytest.mark.parametrize("name", sorted(ELSEWHERE))
def test_in_another_office(name: str, role: StaffRole) -> None:
    check(name, staff_in(OfficeFactory(), role), OfficeFactory(), allowed=role in ELSEWHERE[name])


def test_someone_without_a_role_may_nothing() -> None:
    nobody, office = Staff.objects.create(username="nobody"), OfficeFactory()
    for name in OWN:
        with pytest.raises(NotAllowed):
            perform(name, nobody, office)
