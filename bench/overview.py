"""Leadership's one screen at 40 offices, 3 years, 200 duties, 4,000 plan lines, 12,000 pieces of work, 5,000 evidences,
60 reports; then with ten times the rows.

    python bench/overview.py [--database-url postgres://postgres@127.0.0.1:5432/postgres]

Measured as people meet it: again and again while nothing was done (kept), and each time right after somebody said how far
a piece of work is, which puts it at risk or takes it out of it (after a deed). Ends with 1 where one takes longer than the
limit, asks more with more rows, or ten times the rows cost more than 1.3 times the time. On SQLite by processor time (all
work is in this process), on PostgreSQL by the clock. The machine's load is said. Beside it: turning to the next day, and
counting everything anew, which nobody waits for (the worker does both).
"""

from __future__ import annotations

import argparse
import itertools
import os
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
import planning
from populate import BATCH, populate, staff_for
from throwaway import province

LIMIT_MS, GROWTH, RUNS = 100.0, 1.3, 11


def clause_of_duties() -> None:
    """Each duty stands in the clause with its path, as after a review; every third has a topic."""
    from nhipcau.documents.models import Clause
    from nhipcau.duties.models import Duty
    from nhipcau.people.models import Topic

    places = {(c.document_id, c.path): c.pk for c in Clause.objects.only("document_id", "path")}
    duties = list(Duty.objects.filter(clause__isnull=True))
    for duty in duties:
        path = duty.path
        while path and (duty.document_id, path) not in places:
            path = path.rpartition("/")[0]
        duty.clause_id = places.get((duty.document_id, path))
    Duty.objects.bulk_update(duties, ["clause"], batch_size=BATCH)
    topics, link = list(Topic.objects.all()), Duty.topics.through
    link.objects.bulk_create(
        (link(duty_id=d.pk, topic_id=topics[n % len(topics)].pk) for n, d in enumerate(duties) if topics and n % 3 == 0),
        ignore_conflicts=True, batch_size=BATCH,
    )  # fmt: skip


def work_of_today(count: int) -> None:
    """Work around today: a tenth overdue, some due soon, much accepted, spread over duties and offices."""
    from django.utils import timezone

    from nhipcau.duties.models import Duty
    from nhipcau.people.models import Office
    from nhipcau.work.models import Assignment

    today = timezone.localdate()
    offices = list(Office.objects.on(today).order_by("pk").values_list("pk", flat=True)[:40])
    duties = list(Duty.objects.order_by("pk").values_list("pk", flat=True))
    rows = []
    for n in range(count):
        due = today + timedelta(days=(n * 37) % 400 - (8 if n % 10 == 0 else 0) + 1)
        state = ("accepted", "accepted", "accepted", "open", "handed_in", "accepted", "open", "accepted")[n % 8]
        if n % 97 == 0:
            due, state = today - timedelta(days=1 + n % 20), "open"
        rows.append(Assignment(
            duty_id=duties[n % len(duties)], title=f"Việc số {n}", lead_id=offices[(n * 7 + n // len(duties)) % len(offices)],
            opens_on=today - timedelta(days=60), due_on=due, state=state, percent=100 if state == "accepted" else n % 100,
        ))  # fmt: skip
    Assignment.objects.bulk_create(rows, batch_size=BATCH)


def evidence(count: int) -> None:
    """Links filed for the work that is there."""
    import hashlib

    from django.utils import timezone

    from nhipcau.work.models import Assignment, Evidence

    by, work = (
        staff_for("coordinator"),
        list(Assignment.objects.order_by("pk").values_list("pk", "duty_id", "lead_id")[:count]),
    )
    Evidence.objects.bulk_create(
        (Evidence(assignment_id=pk, duty_id=duty, office_id=lead, kind="link", title=f"Tin {pk}", address=f"https://example.vn/{pk}",
                  happened_on=date(2024, 5, 2), sha256=hashlib.sha256(str(pk).encode()).hexdigest(), filed_by=by, filed_at=timezone.now())
         for pk, duty, lead in work), batch_size=BATCH,
    )  # fmt: skip


def reports(count: int) -> None:
    """Rounds of reports, most of them issued long ago."""
    from nhipcau.people.models import Office
    from nhipcau.reports.models import Report

    office, issued = Office.objects.order_by("pk")[0], date(2024, 1, 1)
    Report.objects.bulk_create(
        Report(template="dinh-ky", title=f"Báo cáo số {n}", period_start=issued, period_end=issued, period_label="2024",
               office=office, state="issued" if n % 20 else "draft", frozen={} if n % 20 else None,
               issued_on=issued if n % 20 else None)
        for n in range(count)
    )  # fmt: skip


def fill(times: int, seed: int) -> None:
    """The issue's numbers, ``times`` times (offices, years and rounds of plans stay)."""
    populate(documents=20 * times, duties=200 * times, progress=100 * times, seed=seed)
    clause_of_duties()
    work_of_today(11_800 * times)
    evidence(5_000 * times)
    reports(60 * times)


def more_lines(times: int) -> None:
    """Lines of this year's plan beside those that are there, with contracts."""
    from nhipcau.planning.models import Amendment, Change, OfficePlan, PlanLine, PlanRound

    round_ = PlanRound.objects.defer("frozen").get(year=planning.YEARS[1])
    by, plans = staff_for("coordinator"), list(OfficePlan.objects.filter(round=round_))
    made = Amendment.objects.create(round=round_, number=9000, reason="Phép đo", by=by, at=round_.opened_at)
    rows = PlanLine.objects.bulk_create(
        (PlanLine(plan=plans[n % len(plans)], position=9000 + n, activity=f"Thêm {n}", starts_on=date(round_.year, 1, 1),
                  ends_on=date(round_.year, 12, 31), lead_id=plans[n % len(plans)].office_id, basis="x", added_by=made)
         for n in range(1333 * (times - 1))), batch_size=BATCH,
    )  # fmt: skip
    Change.objects.bulk_create(
        (Change(amendment=made, line=r, revision=1, delta=0, after={"state": "approved"}) for r in rows),
        batch_size=BATCH,
    )


def deeds() -> Iterator[None]:
    """Each step: a lead office says how far its work is, now less than half, now more, a month before it is due."""
    from django.utils import timezone

    from nhipcau.people.models import Membership
    from nhipcau.work.actions import record_progress
    from nhipcau.work.models import Assignment

    by, on = staff_for("focal"), timezone.localdate()
    rows = Assignment.objects.filter(
        state="open", due_on__gt=on, due_on__lt=on + timedelta(days=30), duty__isnull=False
    )
    works = list(rows.order_by("pk")[:50])
    for work in works:
        Membership.objects.get_or_create(staff=by, office_id=work.lead_id, role="focal")
    for n in itertools.count():
        work = works[n % len(works)]
        record_progress(work, percent=20 if work.percent >= 50 else 70, words="Phép đo", by=by, on=on)
        work.refresh_from_db()
        yield


def measure(client: Any, address: str, done: Iterator[None] | None) -> tuple[float, float, int]:
    """Median milliseconds by the processor and by the clock, and queries; each time after a deed of ``done``."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    spent, took = [], []
    for _ in range(RUNS):
        if done:
            next(done)
        begin, work = time.perf_counter(), time.process_time()
        answer = client.get(address)
        spent.append((time.process_time() - work) * 1000)
        took.append((time.perf_counter() - begin) * 1000)
        assert answer.status_code == 200
    if done:
        next(done)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return statistics.median(spent), statistics.median(took), len(queries)


def counting() -> dict[str, float]:
    """Seconds by the clock: everything anew, the next day, back."""
    from django.utils import timezone

    from nhipcau.reports.actions import reckon, recount
    from nhipcau.reports.anew import drift

    on, found = timezone.localdate(), {}
    for name, step in (
        ("everything anew", lambda: recount(on=on)), ("the next day", lambda: reckon(on=on + timedelta(days=1))),
        ("back", lambda: reckon(on=on)),
    ):  # fmt: skip
        begin = time.perf_counter()
        step()
        found[name] = time.perf_counter() - begin
    assert drift(on) == []
    return found


def screens() -> dict[str, str]:
    """Name → address."""
    from django.urls import reverse

    rows = reverse("reports:overview_rows")
    return {"the screen": reverse("reports:overview"), "late duties": f"{rows}?standing=late"}


def measure_all(role: str) -> dict[str, tuple[float, float, int]]:
    """Each screen, kept and after a deed."""
    from django.test import Client

    client, done = Client(), deeds()
    client.force_login(staff_for(role), backend="django.contrib.auth.backends.ModelBackend")
    said = ", ".join(f"{name} {seconds:.3f} s" for name, seconds in counting().items())
    print(f"counted: {said}")
    return {
        f"{name}, {'kept' if steps is None else 'after a deed'}": measure(client, address, steps)
        for name, address in screens().items() for steps in (None, done)
    }  # fmt: skip


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--database-url")
    options = parser.parse_args()
    with province(options.database_url) as vendor:
        from django.conf import settings

        settings.ALLOWED_HOSTS, settings.DEBUG = ["*"], False
        planning.YEARS = (2025, 2026, 2027)
        fill(1, 1)
        planning.fill(4000, 2)
        small = measure_all("leader")
        fill(9, 3)
        more_lines(10)
        large = measure_all("leader")
    return told(vendor, small, large)


def told(vendor: str, small: dict[str, Any], large: dict[str, Any]) -> int:
    """Print both; 1 where a limit is passed."""
    bad, column = 0, 0 if vendor == "sqlite" else 1
    print(
        f"{vendor}, load {os.getloadavg()[0]:.1f}; ms of the processor / by the clock, queries; then with ten times the rows"
    )
    for name, one in small.items():
        ten, fault = large[name], ""
        fault += " ← slow" if ten[column] > LIMIT_MS else ""
        fault += f" ← {ten[column] / one[column]:.2f} times" if ten[column] > GROWTH * one[column] else ""
        fault += " ← more queries" if ten[2] > one[2] else ""
        bad += bool(fault)
        print(
            f"  {name:24} {one[0]:6.0f} / {one[1]:5.0f} ms {one[2]:3}   {ten[0]:6.0f} / {ten[1]:5.0f} ms {ten[2]:3}{fault}"
        )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
