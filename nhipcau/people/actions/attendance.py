"""Who was at a lesson, what was thought of the course, and the certificates that come of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.people.actions.faults import NotNow
from nhipcau.people.actions.notices import tell
from nhipcau.people.actions.training import locked_course
from nhipcau.people.attendance_codes import StaleCode, lesson_of
from nhipcau.people.models import (
    Attendance,
    Certificate,
    CertificateBook,
    Course,
    Enrolment,
    EvaluationTally,
    Lesson,
    Staff,
)
from nhipcau.people.permissions import require
from nhipcau.people.rules.training import certificate_number, earns_certificate
from nhipcau.people.trail import record

Question, State = EvaluationTally.Question, Course.State
LOOK_BACK = timedelta(days=30)
"""A course that ended longer ago and was never finished reminds nobody any more."""


@transaction.atomic
def attend_by_code(code: str, *, by: Staff, on: date) -> Attendance:
    """Mark one's own attendance with the code shown at the lesson, on the day of the lesson.

    Raises NotAllowed, NotNow. Doing it twice changes nothing.
    """
    require(by, "people.attend", on=on)
    try:
        lesson = Lesson.objects.filter(pk=lesson_of(code)).first()
    except StaleCode:
        lesson = None
    if lesson is None:
        raise NotNow(_("This code is too old. Scan the one that the screen shows now."))
    row = locked_course(lesson.course, State.OPEN)
    if lesson.held_on != on:
        raise NotNow(_("Attendance is marked on the day of the lesson only."))
    enrolment = row.enrolments.filter(staff=by).first()
    if enrolment is None:
        raise NotNow(_("You are not enrolled in this course. Ask the focal point of your office."))
    made, new = Attendance.objects.get_or_create(
        enrolment=enrolment, lesson=lesson,
        defaults={"how": Attendance.How.QR, "by": by, "at": timezone.now()},
    )  # fmt: skip
    if new:
        record(by, "people.attend", row, lesson=lesson.pk)
    return made


@transaction.atomic
def keep_attendance_list(lesson: Lesson, present: Iterable[int], *, by: Staff, on: date) -> int:
    """The organiser's list: exactly the enrolments ``present`` were there. Answers how many.

    Raises NotAllowed, NotNow. What people marked themselves stays marked as theirs where the list agrees.
    """
    require(by, "people.train", office=lesson.course.organiser_id)
    row = locked_course(lesson.course, State.OPEN)
    if lesson.held_on > on:
        raise NotNow(_("The lesson lies ahead."))
    wanted = set(row.enrolments.filter(pk__in=list(present)).values_list("pk", flat=True))
    there = set(lesson.attendances.values_list("enrolment_id", flat=True))
    lesson.attendances.exclude(enrolment_id__in=wanted).delete()
    Attendance.objects.bulk_create(
        Attendance(enrolment_id=pk, lesson=lesson, how=Attendance.How.LIST, by=by, at=timezone.now())
        for pk in sorted(wanted - there)
    )
    record(by, "people.keep_attendance", row, lesson=lesson.pk, present=len(wanted), taken_out=len(there - wanted))
    return len(wanted)


@transaction.atomic
def evaluate(course: Course, marks: Mapping[str, int], *, by: Staff, on: date) -> None:
    """Add one's marks (question → 1 to 5) to the tallies; nothing tells whose they were. Once, from the last day on.

    Raises NotAllowed, NotNow.
    """
    require(by, "people.attend", on=on)
    row = locked_course(course, State.OPEN)
    if on < row.ends_on:
        raise NotNow(_("The evaluation opens on the last day of the course."))
    mine = Enrolment.objects.select_for_update().filter(course=row, staff=by).first()
    if mine is None or not mine.attendances.exists():
        raise NotNow(_("Only those who attended evaluate the course."))
    if mine.evaluated:
        raise NotNow(_("You have evaluated this course already."))
    if set(marks) != set(Question.values) or not all(1 <= mark <= 5 for mark in marks.values()):
        raise NotNow(_("Answer every question with a mark from 1 to 5."))
    for question in Question.values:
        tally, _new = EvaluationTally.objects.get_or_create(course=row, question=question, mark=marks[question])
        EvaluationTally.objects.filter(pk=tally.pk).update(count=F("count") + 1)
    mine.evaluated = True
    mine.save(update_fields=["evaluated"])
    record(by, "people.evaluate", row)


@transaction.atomic
def close_course(course: Course, *, by: Staff, on: date) -> list[Certificate]:
    """Finish a course: no more marks; who attended enough gets a certificate with the year's next number.

    Raises NotAllowed, NotNow.
    """
    require(by, "people.train", office=course.organiser_id)
    row = locked_course(course, State.OPEN)
    if on < row.ends_on:
        raise NotNow(_("The course is not over yet."))
    row.state, row.closed_on = State.CLOSED, on
    row.save(update_fields=["state", "closed_on"])
    made = _certify(row, by=by, on=on)
    record(by, "people.close_course", row, certificates=len(made))
    people = Staff.objects.filter(enrolments__certificate__in=made)
    text = _("Your certificate is ready: %(title)s") % {"title": row.title}
    address = reverse("people:course", args=[row.pk])
    tell(people, kind="people.certificate", about=f"course:{row.pk}", text=text, url=address, by=by)
    return made


def _certify(course: Course, *, by: Staff, on: date) -> list[Certificate]:
    lessons = {lesson.pk: lesson for lesson in course.lessons.all()}
    CertificateBook.objects.get_or_create(year=on.year)
    book = CertificateBook.objects.select_for_update().get(year=on.year)
    superior = course.organiser.parent.name if course.organiser.parent else ""
    made = []
    for enrolment in course.enrolments.select_related("office").prefetch_related("attendances"):
        attended = [lessons[a.lesson_id] for a in enrolment.attendances.all() if a.lesson_id in lessons]
        if not earns_certificate(attended=len(attended), lessons=len(lessons), share_needed=course.share_needed):
            continue
        book.last += 1
        made.append(Certificate.objects.create(
            enrolment=enrolment, number=certificate_number(book.last, on.year), issued_on=on,
            full_name=enrolment.full_name, position=enrolment.position, office_name=enrolment.office.name,
            course_title=course.title, organiser_name=course.organiser.name, superior_name=superior,
            venue=course.venue, starts_on=course.starts_on, ends_on=course.ends_on,
            minutes=sum(lesson.minutes for lesson in attended), issued_by=by,
        ))  # fmt: skip
    book.save(update_fields=["last"])
    return made


@transaction.atomic
def remind_of_courses(*, on: date, by: Staff | None = None) -> int:
    """Tell who is enrolled that the course begins tomorrow, and who attended that the evaluation is open.

    ``by`` None is the program. Answers how many are new. Raises NotAllowed.
    """
    if by is not None:
        require(by, "people.train")
    told = 0
    near = (on - LOOK_BACK, on + timedelta(days=1))
    for course in Course.objects.filter(state=State.OPEN, starts_on__lte=near[1], ends_on__gte=near[0]):
        days = (course.starts_on - on).days
        people = Staff.objects.filter(enrolments__course=course).distinct()
        address = reverse("people:course", args=[course.pk])
        if 0 <= days <= 1:
            text = _("Your course begins on %(day)s: %(title)s, %(venue)s") % {
                "day": f"{course.starts_on:%d/%m/%Y}", "title": course.title, "venue": course.venue}  # fmt: skip
            about = f"course:{course.pk}:{course.starts_on.isoformat()}"
            told += tell(people, kind="people.course_begins", about=about, text=text, url=address, by=by)
        if on >= course.ends_on:
            text = _("Say what you think of the course, without your name: %(title)s") % {"title": course.title}
            there = people.filter(enrolments__course=course, enrolments__attendances__isnull=False,
                                  enrolments__evaluated=False).distinct()  # fmt: skip
            told += tell(
                there, kind="people.evaluate", about=f"course:{course.pk}", text=text, url=address, by=by
            )  # fmt: skip
    if told:
        record(by, "people.remind_of_courses", note=str(told))
    return told
