"""Needs of offices; courses from plan to closing; places in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from nhipcau.people.actions.faults import NotNow, clean_words, sealed, words_given
from nhipcau.people.actions.notices import tell
from nhipcau.people.models import (
    Course,
    CourseMaterial,
    Enrolment,
    Lesson,
    Membership,
    Office,
    Staff,
    TrainingNeed,
    TrainingSubject,
)
from nhipcau.people.permissions import require
from nhipcau.people.rules.roles import StaffRole
from nhipcau.people.trail import record
from nhipcau.ports.uploads import Upload

State = Course.State


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """A course as it is planned."""

    subject: TrainingSubject
    title: str
    organiser: Office
    venue: str
    starts_on: date
    ends_on: date
    enrol_until: date
    places: int
    share_needed: int = 80
    aim: str = ""


@dataclass(frozen=True, slots=True)
class LessonFacts:
    """A lesson of the programme."""

    held_on: date
    starts_at: time
    ends_at: time
    topic: str
    taught_by: str = ""


@dataclass(frozen=True, slots=True)
class Attendee:
    """Someone of an office: by their account, or by name where they have none."""

    office: Office
    staff: Staff | None = None
    full_name: str = ""
    position: str = ""


def locked_course(course: Course, *states: str) -> Course:
    """The course as it stands now, held until the transaction ends. Raises NotNow unless in one of ``states``."""
    rows = Course.objects.select_for_update(of=("self",)).select_related("organiser", "subject")
    row = rows.get(pk=course.pk)
    if row.state not in states:
        raise NotNow(
            _("This step is not possible now: the course is “%(state)s”.") % {"state": row.get_state_display()}
        )
    return row


@transaction.atomic
def add_subject(*, name: str, by: Staff) -> TrainingSubject:
    """One more subject that needs and courses can name. Raises NotAllowed, NotNow, NoReason, FileRefused."""
    require(by, "people.train")
    words = words_given(name, missing=_("Give the subject a name."))[:255]
    if TrainingSubject.objects.filter(name__iexact=words).exists():
        raise NotNow(_("There is a subject of this name already."))
    base = slugify(words.replace("đ", "d").replace("Đ", "D"))[:70] or "noi-dung"
    same = TrainingSubject.objects.filter(key__startswith=base).count()
    made = TrainingSubject.objects.create(key=base if not same else f"{base}-{same + 1}", name=words)
    record(by, "people.add_subject", made)
    return made


@transaction.atomic
def state_need(
    office: Office, subject: TrainingSubject, *, year: int, places: int, by: Staff, on: date, note: str = ""
) -> TrainingNeed | None:
    """Say how many people of ``office`` need ``subject`` in ``year``; none takes the need back.

    Raises NotAllowed, NotNow, FileRefused.
    """
    require(by, "people.state_need", office=office, on=on)
    if not 0 <= places <= 10_000 or not on.year - 1 <= year <= on.year + 5:
        raise NotNow(_("Give a number of people, and a year near to this one."))
    record(by, "people.state_need", office, of=subject.key, year=year, places=places)
    if places == 0:
        TrainingNeed.objects.filter(office=office, subject=subject, year=year).delete()
        return None
    values = {"places": places, "note": clean_words(note)[:500], "stated_by": by, "stated_at": timezone.now()}
    return TrainingNeed.objects.update_or_create(office=office, subject=subject, year=year, defaults=values)[0]


def _check(facts: CourseFacts) -> None:
    if facts.ends_on < facts.starts_on:
        raise NotNow(_("The last day lies before the first."))
    if facts.enrol_until > facts.starts_on:
        raise NotNow(_("Enrolment ends at the latest on the first day."))
    if facts.places < 1 or not 1 <= facts.share_needed <= 100:
        raise NotNow(_("A course needs at least one place, and a share of attendance between 1 and 100 percent."))


def _columns(facts: CourseFacts) -> dict[str, object]:
    return {
        "subject": facts.subject, "organiser": facts.organiser, "starts_on": facts.starts_on,
        "title": words_given(facts.title, missing=_("Give the course a title."))[:300], "ends_on": facts.ends_on,
        "venue": words_given(facts.venue, missing=_("Say where the course is held."))[:300],
        "enrol_until": facts.enrol_until, "places": facts.places, "share_needed": facts.share_needed,
        "aim": clean_words(facts.aim),
    }  # fmt: skip


@transaction.atomic
def plan_course(facts: CourseFacts, *, by: Staff) -> Course:
    """A new course, not open for enrolment yet. Raises NotAllowed, NotNow, NoReason, FileRefused."""
    require(by, "people.train", office=facts.organiser)
    _check(facts)
    made = Course.objects.create(**_columns(facts), planned_by=by, planned_at=timezone.now())
    record(by, "people.plan_course", made, organiser=facts.organiser.key, places=made.places)
    return made


@transaction.atomic
def edit_course(course: Course, facts: CourseFacts, *, by: Staff) -> Course:
    """Change what was planned. Raises NotAllowed, NotNow, NoReason, FileRefused."""
    require(by, "people.train", office=course.organiser_id)
    row = locked_course(course, State.DRAFT, State.OPEN)
    _check(facts)
    if facts.places < row.taken:
        raise NotNow(_("%(taken)d places are taken already. Give at least as many.") % {"taken": row.taken})
    if row.lessons.exclude(held_on__range=(facts.starts_on, facts.ends_on)).exists():
        raise NotNow(_("A lesson of the programme lies outside these days. Move the lesson first."))
    for name, value in _columns(facts).items():
        setattr(row, name, value)
    row.save()
    record(by, "people.edit_course", row, places=row.places)
    return row


@transaction.atomic
def add_lesson(course: Course, facts: LessonFacts, *, by: Staff) -> Lesson:
    """A lesson of the programme. Raises NotAllowed, NotNow, NoReason, FileRefused."""
    require(by, "people.train", office=course.organiser_id)
    row = locked_course(course, State.DRAFT, State.OPEN)
    if not row.starts_on <= facts.held_on <= row.ends_on:
        raise NotNow(_("The lesson lies outside the days of the course."))
    if facts.ends_at <= facts.starts_at:
        raise NotNow(_("The lesson ends before it begins."))
    same_day = row.lessons.filter(held_on=facts.held_on)
    if same_day.filter(starts_at__lt=facts.ends_at, ends_at__gt=facts.starts_at).exists():
        raise NotNow(_("Another lesson is held at that time."))
    made = Lesson.objects.create(
        course=row, held_on=facts.held_on, starts_at=facts.starts_at, ends_at=facts.ends_at,
        topic=words_given(facts.topic, missing=_("Say what the lesson is about."))[:500],
        taught_by=clean_words(facts.taught_by)[:200],
    )  # fmt: skip
    record(by, "people.add_lesson", row, lesson=made.pk)
    return made


@transaction.atomic
def remove_lesson(lesson: Lesson, *, by: Staff) -> None:
    """Take a lesson out of the programme, as long as nobody attended it. Raises NotAllowed, NotNow."""
    require(by, "people.train", office=lesson.course.organiser_id)
    row = locked_course(lesson.course, State.DRAFT, State.OPEN)
    if lesson.attendances.exists():
        raise NotNow(_("People have attended this lesson: it stays."))
    record(by, "people.remove_lesson", row, lesson=lesson.pk)
    lesson.delete()


def add_material(course: Course, *, title: str, upload: Upload, by: Staff) -> CourseMaterial:
    """A file for those who take part. Raises NotAllowed, NotNow, NoReason, FileRefused."""
    require(by, "people.train", office=course.organiser_id)
    words = words_given(title, missing=_("Give the material a title."))[:300]
    file = sealed(upload, by=by)
    made = CourseMaterial(
        course=course, title=words, file_name=file.name, content_type=file.content_type, sha256=file.sha256,
        size=len(file.content), added_by=by, added_at=timezone.now(),
    )  # fmt: skip
    try:
        return _keep(made, file.content, by=by)
    except BaseException:
        _discard(made)  # the row is rolled back: its file must not stay behind
        raise


def _discard(made: CourseMaterial) -> None:
    if made.file.name:
        made.file.storage.delete(made.file.name)


@transaction.atomic
def _keep(made: CourseMaterial, content: bytes, *, by: Staff) -> CourseMaterial:
    row = locked_course(made.course, State.DRAFT, State.OPEN, State.CLOSED)
    if row.materials.filter(sha256=made.sha256).exists():
        raise NotNow(_("This file is among the materials already."))
    made.file.save(f"{made.sha256[:16]}.{made.file_name.rpartition('.')[2]}", ContentFile(content), save=False)
    made.save(force_insert=True)
    record(by, "people.add_material", row, sha256=made.sha256)
    return made


@transaction.atomic
def open_course(course: Course, *, by: Staff, on: date) -> Course:
    """Open enrolment, and tell the focal points. Raises NotAllowed, NotNow."""
    require(by, "people.train", office=course.organiser_id)
    row = locked_course(course, State.DRAFT)
    if not row.lessons.exists():
        raise NotNow(_("The programme is empty. Add its lessons first."))
    row.state = State.OPEN
    row.save(update_fields=["state"])
    record(by, "people.open_course", row)
    places = Membership.objects.on(on).filter(role=StaffRole.FOCAL, staff__is_active=True).values("staff")
    text = _("A course is open, enrol until %(day)s: %(title)s") % {
        "day": date_format(row.enrol_until, "d/m/Y"), "title": row.title}  # fmt: skip
    _tell(row, Staff.objects.filter(pk__in=places), "course_open", text, by=by)
    return row


def _tell(course: Course, people: Iterable[Staff], kind: str, text: str, *, by: Staff | None) -> None:
    address = reverse("people:course", args=[course.pk])
    tell(people, kind=f"people.{kind}", about=f"course:{course.pk}", text=text, url=address, by=by)


@transaction.atomic
def call_off_course(course: Course, *, reason: str, by: Staff) -> Course:
    """A course that is not held; those enrolled are told. Raises NotAllowed, NotNow, NoReason, FileRefused."""
    require(by, "people.train", office=course.organiser_id)
    row = locked_course(course, State.DRAFT, State.OPEN)
    row.state, row.reason = State.CALLED_OFF, words_given(reason)
    row.save(update_fields=["state", "reason"])
    record(by, "people.call_off_course", row, note=row.reason)
    text = _("The course is called off: %(title)s") % {"title": row.title}
    _tell(row, Staff.objects.filter(enrolments__course=row), "course_called_off", text, by=by)
    return row


@transaction.atomic
def enrol(course: Course, attendee: Attendee, *, by: Staff, on: date) -> Enrolment:
    """Take a place for someone of an office. Raises NotAllowed, NotNow, NoReason, FileRefused."""
    require(by, "people.enrol", office=attendee.office, on=on)
    row = locked_course(course, State.OPEN)
    if on > row.enrol_until:
        raise NotNow(_("Enrolment ended on %(day)s.") % {"day": date_format(row.enrol_until, "d/m/Y")})
    if row.taken >= row.places:
        raise NotNow(_("All places are taken. Ask the organising office for more."))
    staff = attendee.staff
    if staff is not None and not Membership.objects.on(on).filter(staff=staff, office=attendee.office).exists():
        raise NotNow(_("This person has no place in that office today."))
    name = str(staff) if staff else words_given(attendee.full_name, missing=_("Give the person's full name."))
    made = Enrolment(
        course=row, office=attendee.office, staff=staff, full_name=name[:120],
        position=(clean_words(attendee.position) or (staff.position if staff else ""))[:120],
        enrolled_by=by, enrolled_at=timezone.now(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as fault:
        raise NotNow(_("This person is enrolled already.")) from fault
    Course.objects.filter(pk=row.pk).update(taken=F("taken") + 1)
    record(by, "people.enrol", made, office=attendee.office.key)
    if staff is not None:
        text = _("You are enrolled: %(title)s, from %(day)s") % {
            "title": row.title, "day": date_format(row.starts_on, "d/m/Y")}  # fmt: skip
        _tell(row, [staff], "enrolled", text, by=by)
    return made


@transaction.atomic
def leave_course(enrolment: Enrolment, *, by: Staff, on: date) -> None:
    """Give a place back, as long as no lesson was attended. Raises NotAllowed, NotNow."""
    if enrolment.staff_id != by.pk:
        require(by, "people.enrol", office=enrolment.office_id, on=on)
    else:
        require(by, "people.attend", on=on)
    row = locked_course(enrolment.course, State.OPEN)
    if enrolment.attendances.exists():
        raise NotNow(_("The person has attended a lesson: the place stays theirs."))
    record(by, "people.leave_course", enrolment)
    enrolment.delete()
    Course.objects.filter(pk=row.pk).update(taken=F("taken") - 1)
