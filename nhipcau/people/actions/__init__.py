"""The ground floor's verbs: staff and their places, offices, appointments, training, notices, the profile."""

from nhipcau.people.actions.attendance import (
    attend_by_code,
    close_course,
    evaluate,
    keep_attendance_list,
    remind_of_courses,
)
from nhipcau.people.actions.faults import FAULTS, FileRefused, NoReason, NotNow
from nhipcau.people.actions.focal_points import Appointment, appoint, end_appointment, tell_gaps
from nhipcau.people.actions.notices import mark_read, tell
from nhipcau.people.actions.staff import (
    AlreadyThere,
    LastAdministrator,
    add_staff,
    begin_membership,
    close_account,
    end_membership,
    first_logins,
    reset_password,
)
from nhipcau.people.actions.training import (
    Attendee,
    CourseFacts,
    LessonFacts,
    add_lesson,
    add_material,
    add_subject,
    call_off_course,
    edit_course,
    enrol,
    leave_course,
    open_course,
    plan_course,
    remove_lesson,
    state_need,
)

__all__ = [
    "FAULTS", "AlreadyThere", "Appointment", "Attendee", "CourseFacts", "FileRefused", "LastAdministrator",
    "LessonFacts", "NoReason", "NotNow", "add_lesson", "add_material", "add_staff", "add_subject", "appoint",
    "attend_by_code", "begin_membership", "call_off_course", "close_account", "close_course", "edit_course",
    "end_appointment", "end_membership", "enrol", "evaluate", "first_logins", "keep_attendance_list", "leave_course",
    "mark_read", "open_course", "plan_course", "remind_of_courses", "remove_lesson", "reset_password", "state_need",
    "tell", "tell_gaps",
]  # fmt: skip
