"""Training, awards and sessions at 40 offices and 3 years: time at the server, number of queries.

    python bench/training.py [--database-url postgres://postgres@127.0.0.1:5432/postgres]

Measured twice, with a tenth of the rows and with all: the number of queries must be the same. Ends with 1 where a
screen takes longer than the limit (the median of eleven; by processor time on SQLite, by the clock on PostgreSQL) or its
queries grow. Also: one certificate, the clock's round, and taking out dossiers.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from datetime import date, timedelta
from datetime import time as hour
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
from populate import BATCH, TODAY, populate, staff_for
from screens import LIMIT_MS, RUNS
from throwaway import province

YEARS = (TODAY.year - 2, TODAY.year - 1, TODAY.year)


def fill(courses: int, people: int, dossiers: int, sessions: int) -> None:
    """Over three years and 40 offices; a third of each is still going."""
    from django.db import transaction
    from django.utils import timezone

    from nhipcau.people.models import Office, Staff

    by, now = staff_for("coordinator"), timezone.now()
    offices = list(Office.objects.on(TODAY).exclude(level="central").order_by("pk")[:40])
    with transaction.atomic():
        start = Staff.objects.count()
        staff = Staff.objects.bulk_create(
            (Staff(username=f"p{start + n}", full_name=f"Cán bộ {start + n}") for n in range(people)),
            batch_size=BATCH,
        )
        _courses(courses, staff, offices, by, now)
        _awards(dossiers, staff, offices, by, now)
        _sessions(sessions, offices, by, now)


def _courses(count: int, staff: list[Any], offices: list[Any], by: Any, now: Any) -> None:
    from nhipcau.people.models import (
        Attendance,
        Certificate,
        Course,
        Enrolment,
        FocalPoint,
        Lesson,
        TrainingNeed,
        TrainingSubject,
    )

    subjects = list(TrainingSubject.objects.all())
    TrainingNeed.objects.bulk_create(
        (TrainingNeed(office=o, subject=s, year=y, places=5, stated_by=by, stated_at=now)
         for y in YEARS for s in subjects for o in offices), batch_size=BATCH, ignore_conflicts=True,
    )  # fmt: skip
    FocalPoint.objects.bulk_create(
        (FocalPoint(office=o, staff=s, kind="focal", manner="concurrent", decision_number="1/QĐ", decided_on=TODAY,
                    valid_from=TODAY, entered_by=by, entered_at=now) for o, s in zip(offices[5:], staff, strict=False)),
        ignore_conflicts=True,
    )  # fmt: skip
    rows = Course.objects.bulk_create(
        Course(subject=subjects[n % len(subjects)], title=f"Khóa {n}", organiser=offices[0], venue="Hội trường",
               starts_on=date(YEARS[n % 3], 3, 1), ends_on=date(YEARS[n % 3], 3, 2), enrol_until=date(YEARS[n % 3], 3, 1),
               places=60, taken=30, state="closed" if n % 3 else "open", closed_on=date(YEARS[n % 3], 3, 2) if n % 3 else None,
               planned_by=by, planned_at=now) for n in range(count)
    )  # fmt: skip
    lessons = Lesson.objects.bulk_create(
        Lesson(course=c, held_on=c.starts_on, starts_at=hour(h), ends_at=hour(h + 2), topic="Viết tin")
        for c in rows for h in (8, 13)
    )  # fmt: skip
    of: dict[int, list[Any]] = {}
    for lesson in lessons:
        of.setdefault(lesson.course_id, []).append(lesson)
    places = Enrolment.objects.bulk_create(
        (Enrolment(course=c, office=offices[(n + at) % len(offices)], staff=staff[(n * 7 + at) % len(staff)], full_name="Cán bộ",
                   enrolled_by=by, enrolled_at=now) for n, c in enumerate(rows) for at in range(30)), batch_size=BATCH,
    )  # fmt: skip
    Attendance.objects.bulk_create(
        (
            Attendance(enrolment=e, lesson=lesson, how="list", by=by, at=now)
            for e in places
            for lesson in of[e.course_id]
        ),
        batch_size=BATCH,
    )
    first = Certificate.objects.count()
    Certificate.objects.bulk_create(
        (Certificate(enrolment=e, number=f"{first + n}/GCN", issued_on=TODAY, full_name="Cán bộ", office_name=e.office.name,
                     course_title=e.course.title, organiser_name=offices[0].name, venue="Hội trường", starts_on=e.course.starts_on,
                     ends_on=e.course.ends_on, minutes=240, issued_by=by)
         for n, e in enumerate(p for p in places if p.course.state == "closed")), batch_size=BATCH,
    )  # fmt: skip


def _awards(count: int, staff: list[Any], offices: list[Any], by: Any, now: Any) -> None:
    from nhipcau.work.models import AwardCategory, AwardProposal

    category = AwardCategory.objects.get(key="bang-khen-tinh")
    AwardProposal.objects.bulk_create(
        (AwardProposal(year=YEARS[n % 3], category=category, office=offices[n % len(offices)], person=staff[n % len(staff)],
                       printed_name="Cán bộ", merits="Xuất sắc", state="withdrawn" if n % 2 else "refused",
                       closed_on=TODAY, proposed_by=by, proposed_at=now) for n in range(count)), batch_size=BATCH,
    )  # fmt: skip


def _sessions(count: int, offices: list[Any], by: Any, now: Any) -> None:
    from nhipcau.work.models import SessionOffice, WorkingSession

    rows = WorkingSession.objects.bulk_create(
        WorkingSession(kind="meeting", title=f"Phiên họp {n}", lead=offices[0], held_on=date(YEARS[n % 3], 1 + n % 12, 5),
                       starts_at=hour(8), venue="Phòng họp", state="held", planned_by=by, planned_at=now) for n in range(count)
    )  # fmt: skip
    SessionOffice.objects.bulk_create(
        (SessionOffice(session=s, office=o, answer="comes", people=2) for s in rows for o in offices[1:]),
        batch_size=BATCH,
    )


def screens() -> dict[str, str]:
    """Name → address."""
    from django.urls import reverse

    from nhipcau.people.models import Course
    from nhipcau.work.models import AwardProposal, WorkingSession

    course = Course.objects.filter(state="closed").first()
    assert course is not None
    return {
        "focal points": reverse("people:focal_points"),
        "training needs": reverse("people:needs"),
        "courses": reverse("people:courses"),
        "a course with 30 people": reverse("people:course", args=[course.pk]),
        "a lesson's list": reverse("people:lesson", args=[course.lessons.all()[0].pk]),
        "award proposals": reverse("work:awards"),
        "a dossier": reverse("work:award", args=[AwardProposal.objects.all()[0].pk]),
        "sessions": reverse("work:sessions"),
        "a session of 40 offices": reverse("work:session", args=[WorkingSession.objects.all()[0].pk]),
    }


def measure(client: Any, address: str) -> tuple[float, float, int]:
    """Median milliseconds of the processor and of the clock, and queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    asked = len(queries)
    assert answer.status_code == 200, (address, answer.status_code)
    spent, took = [], []
    for _ in range(RUNS):
        own, begin = time.process_time(), time.perf_counter()
        client.get(address)
        spent.append((time.process_time() - own) * 1000)
        took.append((time.perf_counter() - begin) * 1000)
    return statistics.median(spent), statistics.median(took), asked


def measure_all() -> dict[str, tuple[float, float, int]]:
    """Every screen, as a coordinator sees it."""
    from django.test import Client

    client = Client()
    client.force_login(staff_for("coordinator"), backend="django.contrib.auth.backends.ModelBackend")
    return {name: measure(client, address) for name, address in screens().items()}


def others() -> None:
    """A certificate, the clock's round, the purge."""
    from nhipcau.people.certificates import certificate_pdf
    from nhipcau.people.jobs import tend
    from nhipcau.people.models import Certificate
    from nhipcau.work.actions import purge_awards

    row = Certificate.objects.all()[0]
    certificate_pdf(row)
    for name, step in (
        ("a certificate as PDF", lambda: certificate_pdf(row)),
        ("the clock's first round", lambda: tend(on=TODAY)),
        ("the clock's next round", lambda: tend(on=TODAY)),
        ("taking out all dossiers", lambda: purge_awards(on=TODAY + timedelta(days=400))),
    ):
        own = time.process_time()
        found = step()
        print(
            f"  {name:28} {(time.process_time() - own) * 1000:6.0f} ms of the processor  {found if isinstance(found, int) else ''}"
        )


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--database-url")
    options = parser.parse_args()
    with province(options.database_url) as vendor:
        from django.conf import settings

        settings.ALLOWED_HOSTS, settings.DEBUG = ["*"], False
        populate(documents=4, duties=20, progress=20)
        fill(courses=30, people=80, dossiers=60, sessions=30)
        small = measure_all()
        fill(courses=270, people=720, dossiers=640, sessions=270)
        large = measure_all()
        bad = 0
        print(
            f"{vendor}: 40 offices, 3 years, 300 courses, 9,000 places, 18,000 attendances, 700 dossiers, 300 sessions"
        )
        for name, (spent, took, queries) in large.items():
            fault = " ← slow" if (spent if vendor == "sqlite" else took) > LIMIT_MS else ""
            fault += f" ← {small[name][2]} queries with a tenth" if queries > small[name][2] else ""
            bad += bool(fault)
            print(
                f"  {name:28} {spent:5.0f} ms of the processor  {took:5.0f} ms by the clock  {queries:3} queries{fault}"
            )
        others()
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
