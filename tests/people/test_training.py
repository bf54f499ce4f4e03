"""Training: needs of offices, courses, attendance by code and list, evaluation without names, certificates."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.people import actions
from nhipcau.people.attendance_codes import code_for
from nhipcau.people.jobs import tend
from nhipcau.people.models import (
    Attendance,
    Certificate,
    Course,
    Enrolment,
    EvaluationTally,
    Notice,
    Office,
    Staff,
    Succession,
    TrailEntry,
    TrainingNeed,
)
from nhipcau.people.queries import needs_against_given
from nhipcau.people.rules.roles import StaffRole
from nhipcau.people.rules.training import earns_certificate, means
from nhipcau.ports import uploads
from nhipcau.ports.days import signed_day
from nhipcau.ports.uploads import Upload
from tests.factories.people import OfficeFactory, staff_in
from tests.factories.training import course_of, enrolled, lesson_of, subject_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]
MARKS = {"content": 5, "teaching": 4, "use": 4, "organisation": 3}


def facts(office: Office, on: date, **fields: Any) -> actions.CourseFacts:
    values: dict[str, Any] = {
        "subject": subject_of(), "title": "Tập huấn", "organiser": office, "venue": "Hội trường",
        "starts_on": on, "ends_on": on, "enrol_until": on, "places": 2,
    }  # fmt: skip
    return actions.CourseFacts(**values | fields)


# rules


@given(st.integers(0, 40), st.integers(0, 40), st.integers(1, 100))
def test_a_certificate_needs_its_share_of_the_lessons(attended: int, lessons: int, share: int) -> None:
    earned = earns_certificate(attended=min(attended, lessons), lessons=lessons, share_needed=share)
    assert earned == (lessons > 0 and min(attended, lessons) / max(lessons, 1) >= share / 100 - 1e-9)
    assert earns_certificate(attended=lessons, lessons=lessons, share_needed=share) == (lessons > 0)


@given(st.lists(st.integers(1, 5), max_size=30))
def test_means_are_shown_from_five_answers_on(given_marks: list[int]) -> None:
    shown = means({"content": [(mark, given_marks.count(mark)) for mark in range(1, 6)]})
    if len(given_marks) < 5:
        assert shown == ()
    else:
        assert shown[0].answers == len(given_marks)
        assert abs(float(shown[0].mean) - sum(given_marks) / len(given_marks)) <= 0.05 + 1e-9


# courses


def test_from_plan_to_open(office: Office, coordinator: Staff, focal: Staff, on: date) -> None:
    course = actions.plan_course(
        facts(office, on, starts_on=on + timedelta(3), ends_on=on + timedelta(4)), by=coordinator
    )
    with pytest.raises(actions.NotNow):  # no programme yet
        actions.open_course(course, by=coordinator, on=on)
    lesson = actions.LessonFacts(course.starts_on, time(8), time(10), "Viết tin")
    actions.add_lesson(course, lesson, by=coordinator)
    with pytest.raises(actions.NotNow):  # two at a time
        actions.add_lesson(
            course, actions.LessonFacts(course.starts_on, time(9), time(11), "Chụp ảnh"), by=coordinator
        )
    with pytest.raises(actions.NotNow):  # outside
        actions.add_lesson(course, actions.LessonFacts(on, time(8), time(10), "Viết tin"), by=coordinator)
    actions.open_course(course, by=coordinator, on=on)
    assert Notice.objects.get(staff=focal).kind == "people.course_open"


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_on": date(2000, 1, 1)},
        {"enrol_until": date(2200, 1, 1)},
        {"places": 0},
        {"share_needed": 101},
        {"title": " "},
    ],
)
def test_a_course_that_cannot_be_is_refused(
    wrong: dict[str, Any], office: Office, coordinator: Staff, on: date
) -> None:
    with pytest.raises(actions.FAULTS):
        actions.plan_course(facts(office, on, **wrong), by=coordinator)
    assert not Course.objects.exists()


def test_places_are_not_given_twice(
    course: Course, other_office: Office, coordinator: Staff, focal: Staff, viewer: Staff, on: date
) -> None:
    Course.objects.update(places=1)
    actions.enrol(course, actions.Attendee(other_office, staff=viewer), by=focal, on=on)
    with pytest.raises(actions.NotNow):
        actions.enrol(course, actions.Attendee(other_office, full_name="Trần Thị B"), by=focal, on=on)
    with pytest.raises(IntegrityError), transaction.atomic():
        Course.objects.update(taken=2)
    actions.leave_course(Enrolment.objects.get(), by=focal, on=on)
    course.refresh_from_db()
    assert course.taken == 0
    actions.enrol(course, actions.Attendee(other_office, full_name="Trần Thị B"), by=focal, on=on)
    actions.edit_course(course, facts(course.organiser, on, places=5), by=coordinator)
    actions.enrol(course, actions.Attendee(other_office, staff=viewer), by=focal, on=on)
    with pytest.raises(actions.NotNow):  # fewer than are taken
        actions.edit_course(course, facts(course.organiser, on, places=1), by=coordinator)


def test_nobody_is_enrolled_twice_or_late_or_from_elsewhere(
    course: Course, office: Office, other_office: Office, focal: Staff, viewer: Staff, coordinator: Staff, on: date
) -> None:
    actions.enrol(course, actions.Attendee(other_office, staff=viewer), by=focal, on=on)
    with pytest.raises(actions.NotNow):
        actions.enrol(course, actions.Attendee(other_office, staff=viewer), by=focal, on=on)
    with pytest.raises(actions.NotNow):  # no place in that office
        actions.enrol(course, actions.Attendee(office, staff=viewer), by=coordinator, on=on)
    with pytest.raises(actions.NotNow):  # too late
        actions.enrol(course, actions.Attendee(other_office, full_name="Trần B"), by=focal, on=on + timedelta(1))
    course.refresh_from_db()
    assert course.taken == 1


def test_a_course_called_off_tells_who_is_enrolled(
    course: Course, coordinator: Staff, viewer: Staff, other_office: Office
) -> None:
    enrolled(course, other_office, viewer)
    with pytest.raises(actions.NoReason):
        actions.call_off_course(course, reason=" ", by=coordinator)
    actions.call_off_course(course, reason="Thiếu giảng viên", by=coordinator)
    assert Notice.objects.filter(staff=viewer, kind="people.course_called_off").exists()


# attendance


def test_the_code_marks_only_who_opens_it_and_only_once(
    course: Course, viewer: Staff, other_office: Office, on: date
) -> None:
    lesson = course.lessons.all()[0]
    code = code_for(lesson.pk)
    with pytest.raises(actions.NotNow):
        actions.attend_by_code(code, by=viewer, on=on)  # not enrolled
    enrolled(course, other_office, viewer)
    actions.attend_by_code(code, by=viewer, on=on)
    actions.attend_by_code(code, by=viewer, on=on)
    row = Attendance.objects.get()
    assert (row.how, row.by, row.lesson) == ("qr", viewer, lesson)
    with pytest.raises(actions.NotNow):
        actions.attend_by_code(code, by=viewer, on=on + timedelta(1))
    with pytest.raises(actions.NotNow):
        actions.attend_by_code(code[:-2] + "zz", by=viewer, on=on)


def test_a_code_lives_ten_minutes(course: Course, viewer: Staff, other_office: Office) -> None:
    enrolled(course, other_office, viewer)
    noon = timezone.make_aware(datetime.combine(course.starts_on, time(12)))
    with time_machine.travel(noon, tick=False) as clock:
        code = code_for(course.lessons.all()[0].pk)
        clock.shift(601)
        with pytest.raises(actions.NotNow):
            actions.attend_by_code(code, by=viewer, on=course.starts_on)
        assert not Attendance.objects.exists()


def test_the_list_says_exactly_who_was_there(
    course: Course, coordinator: Staff, viewer: Staff, focal: Staff, other_office: Office, on: date
) -> None:
    lesson = course.lessons.all()[0]
    first, second = enrolled(course, other_office, viewer), enrolled(course, other_office, name="Lê Văn C")
    actions.attend_by_code(code_for(lesson.pk), by=viewer, on=on)
    assert actions.keep_attendance_list(lesson, [first.pk, second.pk, 9999], by=coordinator, on=on) == 2
    assert {a.enrolment_id: a.how for a in Attendance.objects.all()} == {first.pk: "qr", second.pk: "list"}
    actions.keep_attendance_list(lesson, [second.pk], by=coordinator, on=on)
    assert [a.enrolment for a in Attendance.objects.all()] == [second]


def test_the_way_through_the_code_on_the_screen(
    course: Course, coordinator: Staff, viewer: Staff, other_office: Office, signed_in: SignIn
) -> None:
    enrolled(course, other_office, viewer)
    lesson = course.lessons.all()[0]
    client = signed_in(coordinator)
    answer = client.get(reverse("people:lesson_code", args=[lesson.pk]))
    page = answer.content.decode()
    assert "<svg" in page
    assert "style=" not in page
    assert "no-store" in answer["Cache-Control"]
    address = answer.context["address"].removeprefix("http://testserver")
    client = signed_in(viewer)
    assert client.get(reverse("people:lesson_code", args=[lesson.pk])).status_code == 403
    assert client.get(reverse("people:lesson", args=[lesson.pk])).status_code == 403
    assert client.get(address).status_code == 200
    assert not Attendance.objects.exists()  # looking changes nothing
    assert client.post(address).status_code == 302
    assert Attendance.objects.get().enrolment.staff == viewer
    client.logout()
    assert client.post(address).status_code == 302
    assert Attendance.objects.count() == 1
    assert client.get(reverse("people:attend", args=["nonsense"])).status_code == 302


def test_a_stale_code_says_what_to_do(viewer: Staff, signed_in: SignIn) -> None:
    client = signed_in(viewer)
    address = reverse("people:attend", args=["nonsense"])
    assert client.get(address).context["lesson"] is None
    assert client.post(address).status_code == 422


# evaluation


def people_of(course: Course, office: Office, count: int) -> list[Staff]:
    people = [staff_in(office, StaffRole.VIEWER) for _n in range(count)]
    for person in people:
        row = enrolled(course, office, person)
        for lesson in course.lessons.all():
            Attendance.objects.create(enrolment=row, lesson=lesson, how="list", by=person, at=timezone.now())
    return people


def test_marks_are_added_up_and_stand_beside_nobody(course: Course, other_office: Office, on: date) -> None:
    person, other = people_of(course, other_office, 2)
    actions.evaluate(course, MARKS, by=person, on=on)
    with pytest.raises(actions.NotNow):
        actions.evaluate(course, MARKS, by=person, on=on)
    actions.evaluate(course, MARKS | {"content": 1}, by=other, on=on)
    assert {(t.question, t.mark): t.count for t in EvaluationTally.objects.all()} == {
        ("content", 5): 1, ("content", 1): 1, ("teaching", 4): 2, ("use", 4): 2, ("organisation", 3): 2}  # fmt: skip
    said = TrailEntry.objects.filter(action="people.evaluate")
    assert not any(entry.facts or entry.note for entry in said)
    fields = {f.name for f in EvaluationTally._meta.get_fields()}
    assert fields == {"id", "course", "question", "mark", "count"}


@pytest.mark.parametrize("marks", [{"content": 5}, MARKS | {"content": 6}, MARKS | {"content": 0}, MARKS | {"x": 1}])
def test_half_an_evaluation_is_none(marks: dict[str, int], course: Course, other_office: Office, on: date) -> None:
    (person,) = people_of(course, other_office, 1)
    with pytest.raises(actions.NotNow):
        actions.evaluate(course, marks, by=person, on=on)
    assert not EvaluationTally.objects.exists()


def test_only_who_attended_evaluates_and_not_before_the_last_day(
    course: Course, viewer: Staff, other_office: Office, on: date
) -> None:
    enrolled(course, other_office, viewer)
    with pytest.raises(actions.NotNow):
        actions.evaluate(course, MARKS, by=viewer, on=on)
    (person,) = people_of(course, other_office, 1)
    with pytest.raises(actions.NotNow):
        actions.evaluate(course, MARKS, by=person, on=on - timedelta(1))


@pytest.mark.parametrize(("count", "shown"), [(4, False), (5, True)])
def test_the_page_shows_means_of_five_and_only_when_it_is_over(
    count: int, shown: bool, course: Course, coordinator: Staff, other_office: Office, signed_in: SignIn, on: date
) -> None:
    for person in people_of(course, other_office, count):
        actions.evaluate(course, MARKS, by=person, on=on)
    client, address = signed_in(coordinator), reverse("people:course", args=[course.pk])
    assert not client.get(address).context["results"]
    actions.close_course(course, by=coordinator, on=on)
    assert bool(client.get(address).context["results"]) is shown


# certificates


def test_who_attended_enough_gets_a_numbered_certificate(
    course: Course, coordinator: Staff, viewer: Staff, other_office: Office, on: date
) -> None:
    present, absent = people_of(course, other_office, 2)
    Attendance.objects.filter(enrolment__staff=absent, lesson=course.lessons.all()[0]).delete()  # half of 80 percent
    with pytest.raises(actions.NotNow):
        actions.close_course(course, by=coordinator, on=on - timedelta(1))
    (made,) = actions.close_course(course, by=coordinator, on=on)
    assert (made.full_name, made.minutes, made.number) == (str(present), 240, f"001/{on.year}/GCN")
    assert Notice.objects.filter(kind="people.certificate").get().staff == present
    later = course_of(course.organiser)
    lesson_of(later)
    people_of(later, other_office, 1)
    assert actions.close_course(later, by=coordinator, on=on)[0].number == f"002/{on.year}/GCN"
    with pytest.raises(actions.NotNow):
        actions.close_course(course, by=coordinator, on=on)


def test_the_database_refuses_to_change_a_certificate(
    course: Course, coordinator: Staff, other_office: Office, on: date
) -> None:
    people_of(course, other_office, 1)
    (made,) = actions.close_course(course, by=coordinator, on=on)
    for write in (lambda: Certificate.objects.update(full_name="Khác"), made.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()
    assert connection.vendor in {"sqlite", "postgresql"}


def test_a_certificate_is_one_page_with_its_words(
    course: Course, coordinator: Staff, viewer: Staff, other_office: Office, signed_in: SignIn, on: date
) -> None:
    (person,) = people_of(course, other_office, 1)
    (made,) = actions.close_course(course, by=coordinator, on=on)
    address = reverse("people:certificate", args=[made.pk])
    assert signed_in(viewer).get(address).status_code == 403
    answer = signed_in(person).get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert "attachment" in answer["Content-Disposition"]
    book = pypdfium2.PdfDocument(io.BytesIO(answer.content))
    words = " ".join(book[0].get_textpage().get_text_range().split())
    assert len(book) == 1
    day = signed_day(made.issued_on).capitalize()
    for said in (made.number, str(person), course.title, "4 giờ", "Độc lập - Tự do - Hạnh phúc", day):
        assert said in words


# needs


def test_needs_shrink_by_what_was_given(
    course: Course, coordinator: Staff, focal: Staff, other_office: Office, on: date
) -> None:
    subject = course.subject
    actions.state_need(other_office, subject, year=on.year, places=3, by=focal, on=on)
    (_person,) = people_of(course, other_office, 1)
    line = needs_against_given(on.year)[0]
    assert (line.needed, line.given, line.enrolled, line.missing) == (3, 0, 1, 3)
    actions.close_course(course, by=coordinator, on=on)
    line = needs_against_given(on.year)[0]
    assert (line.given, line.enrolled, line.missing) == (1, 0, 2)
    actions.state_need(other_office, subject, year=on.year, places=0, by=focal, on=on)
    assert not TrainingNeed.objects.exists()


def test_offices_that_became_one_need_and_are_given_together(
    course: Course,
    coordinator: Staff,
    focal: Staff,
    office: Office,
    other_office: Office,
    on: date,
    signed_in: SignIn,
) -> None:
    subject, whole = course.subject, OfficeFactory(name="Sở hợp nhất")
    for place, places, by in ((office, 2, coordinator), (other_office, 3, focal)):
        actions.state_need(place, subject, year=on.year, places=places, by=by, on=on)
    people_of(course, other_office, 1)
    for place in (office, other_office):
        Succession.objects.create(before=place, after=whole, on_date=on, reason=Office.Closing.MERGED)
    people_of(course, whole, 1)
    (line,) = needs_against_given(on.year, on=on)
    assert (line.office, line.needed, line.enrolled) == (whole, 5, 2)
    assert set(line.asked) == {office.name, other_office.name}
    actions.close_course(course, by=coordinator, on=on)
    (line,) = needs_against_given(on.year, on=on)
    assert (line.given, line.missing) == (2, 3)
    apart = needs_against_given(on.year, on=on - timedelta(days=1))
    assert [(row.office.name, row.needed) for row in apart] == sorted([(office.name, 2), (other_office.name, 3)])
    shown = signed_in(coordinator).get(reverse("people:needs")).content.decode()
    assert (
        f"do {office.name}, {other_office.name} nêu" in shown or f"do {other_office.name}, {office.name} nêu" in shown
    )


def test_the_page_of_needs(
    course: Course,
    focal: Staff,
    coordinator: Staff,
    office: Office,
    other_office: Office,
    signed_in: SignIn,
    on: date,
) -> None:
    client, address = signed_in(focal), reverse("people:needs")
    form = {"step": "need", "need-office": other_office.pk, "need-subject": course.subject_id, "need-places": 2}
    assert client.post(address, form).status_code == 302
    assert client.post(address, form | {"need-office": office.pk}).status_code == 422
    assert client.post(address, {"step": "subject", "subject-name": "Tiếng Khmer"}).status_code == 403
    client = signed_in(coordinator)
    assert client.post(address, {"step": "subject", "subject-name": "Tiếng Khmer"}).status_code == 302
    assert client.post(address, {"step": "subject", "subject-name": "tiếng khmer"}).status_code == 422
    assert client.get(address).context["missing"] == 2
    assert client.get(address, {"missing": "1", "year": "abc"}).status_code == 200


def test_needs_and_courses_ask_a_constant_number_of_questions(
    coordinator: Staff, office: Office, signed_in: SignIn, django_assert_max_num_queries: Any, on: date
) -> None:
    for _n in range(20):
        place = OfficeFactory()
        TrainingNeed.objects.create(
            office=place,
            subject=subject_of(),
            year=on.year,
            places=2,
            stated_by=coordinator,
            stated_at=timezone.now(),
        )
        course = course_of(office)
        lesson_of(course)
        people_of(course, place, 3)
    client = signed_in(coordinator)
    for name, most in (("people:needs", 18), ("people:courses", 14)):
        client.get(reverse(name))
        with django_assert_max_num_queries(most):
            client.get(reverse(name))
    big = course_of(office, places=200)
    lesson_of(big)
    people_of(big, OfficeFactory(), 60)
    with django_assert_max_num_queries(24):
        client.get(reverse("people:course", args=[big.pk]))


# materials


def test_a_material_passes_the_gate(
    course: Course, coordinator: Staff, viewer: Staff, other_office: Office, signed_in: SignIn
) -> None:
    client, address = signed_in(coordinator), reverse("people:course", args=[course.pk])
    form = {"step": "material", "material-title": "Bài giảng"}
    marked = SimpleUploadedFile("bai.txt", "TỐI MẬT\nnội dung".encode())
    answer = client.post(address, form | {"material-file": marked})
    assert answer.status_code == 422
    assert not course.materials.exists()
    assert [e.subject for e in TrailEntry.objects.filter(action="people.refuse_file")] == [""]
    assert (
        client.post(address, form | {"material-file": SimpleUploadedFile("x.exe", b"MZ\x90\x00")}).status_code == 422
    )
    assert (
        client.post(address, form | {"material-file": SimpleUploadedFile("bai.txt", b"noi dung")}).status_code == 302
    )
    row = course.materials.get()
    assert Path(settings.STORAGES["private"]["OPTIONS"]["location"], row.file.name).read_bytes() == b"noi dung"
    download = reverse("people:material", args=[row.pk])
    assert signed_in(viewer).get(download).status_code == 403
    enrolled(course, other_office, viewer)
    answer = signed_in(viewer).get(download)
    assert (answer.content, answer["X-Content-Type-Options"]) == (b"noi dung", "nosniff")


def test_without_a_gate_nothing_is_stored(
    course: Course, coordinator: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "_gates", [uploads._Closed()])
    with pytest.raises(actions.FileRefused):
        actions.add_material(course, title="Bài giảng", upload=Upload("a.txt", b"a"), by=coordinator)
    assert not course.materials.exists()


# the screens as a whole


def test_a_course_from_plan_to_closing_on_the_screen(
    office: Office, other_office: Office, coordinator: Staff, focal: Staff, viewer: Staff, signed_in: SignIn, on: date
) -> None:
    client = signed_in(coordinator)
    form = {"title": "Tập huấn", "subject": subject_of().pk, "organiser": office.pk, "venue": "Hội trường", "starts_on": on,
            "ends_on": on, "enrol_until": on, "places": 10, "share_needed": 50}  # fmt: skip
    assert client.post(reverse("people:plan_course"), form | {"ends_on": on - timedelta(1)}).status_code == 422
    assert client.post(reverse("people:plan_course"), form).status_code == 302
    course = Course.objects.get()
    address = reverse("people:course", args=[course.pk])
    assert signed_in(focal).get(address).status_code == 404  # still being planned
    client = signed_in(coordinator)
    lesson = {
        "step": "lesson",
        "lesson-held_on": on,
        "lesson-starts_at": "08:00",
        "lesson-ends_at": "10:00",
        "lesson-topic": "Viết tin",
    }
    client.post(address, lesson)
    client.post(address, {"step": "open"})
    client = signed_in(focal)
    enrol = {"step": "enrol", "enrol-office": other_office.pk}
    assert client.post(address, enrol).status_code == 422
    assert client.post(address, enrol | {"enrol-staff": viewer.pk}).status_code == 302
    assert client.post(address, enrol | {"enrol-full_name": "Lê Văn C"}).status_code == 302
    assert client.post(address, {"step": "close"}).status_code == 403
    client = signed_in(coordinator)
    row = course.lessons.get()
    both = [e.pk for e in course.enrolments.all()]
    assert client.post(reverse("people:lesson", args=[row.pk]), {"present": both}).status_code == 302
    client = signed_in(viewer)
    assert client.get(address).context["sheet"] is not None
    assert client.post(address, {"step": "evaluate", "evaluate-content": "5"}).status_code == 422
    marks = {f"evaluate-{key}": value for key, value in MARKS.items()}
    assert client.post(address, {"step": "evaluate", **marks}).status_code == 302
    client = signed_in(coordinator)
    assert client.post(address, {"step": "close"}).status_code == 302
    assert Certificate.objects.count() == 2
    assert [c.pk for c in signed_in(viewer).get(reverse("people:courses"), {"whose": "mine"}).context["page"]] == [
        course.pk
    ]


def test_a_focal_point_sees_only_their_offices_people(
    course: Course,
    office: Office,
    other_office: Office,
    focal: Staff,
    viewer: Staff,
    coordinator: Staff,
    signed_in: SignIn,
) -> None:
    own, foreign = enrolled(course, other_office, viewer), enrolled(course, office, coordinator)
    address = reverse("people:course", args=[course.pk])
    assert signed_in(focal).get(address).context["enrolled"] == [own]
    assert {e.pk for e in signed_in(coordinator).get(address).context["enrolled"]} == {own.pk, foreign.pk}
    answer = signed_in(focal).post(address, {"step": "leave", "enrolment": foreign.pk})
    assert answer.status_code == 403


def test_the_clock_reminds_of_courses_once(course: Course, viewer: Staff, other_office: Office, on: date) -> None:
    row = enrolled(course, other_office, viewer)
    for _n in range(2):
        tend(on=on - timedelta(1))
    assert Notice.objects.filter(staff=viewer, kind="people.course_begins").count() == 1
    tend(on=on)
    assert not Notice.objects.filter(kind="people.evaluate").exists()
    Attendance.objects.create(enrolment=row, lesson=course.lessons.all()[0], how="list", by=viewer, at=timezone.now())
    for _n in range(2):
        tend(on=on)
    assert Notice.objects.get(kind="people.evaluate").staff == viewer
