"""Many at once: offices submit while the coordinator consolidates; two decide the same thing; two issue."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from nhipcau.people.models import Office, Staff, TrailEntry
from nhipcau.people.rules.roles import StaffRole
from nhipcau.people.trail import trail_faults
from nhipcau.reports import actions
from nhipcau.reports.merged_writing import whole_of
from nhipcau.reports.models import Consolidation, Handing, ReportRequest
from nhipcau.reports.queries import outdated
from nhipcau.reports.rules.cells import amount
from tests.factories.people import OfficeFactory
from tests.factories.planning import someone
from tests.factories.reports import answered, drawn, handed, request_of, submission_of, write

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("frozen_rows_let_go")]
R = StaffRole
TEN = 10


def at_once(*steps: Callable[[], object]) -> list[Any]:
    """Each in a thread with a connection of its own, all let go at the same moment; what each gave or was told."""
    gate = threading.Barrier(len(steps))

    def run(step: Callable[[], object]) -> object:
        try:
            connection.ensure_connection()
            gate.wait(timeout=30)
            return step()
        except actions.FAULTS as fault:
            return fault
        finally:
            connection.close()

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(run, steps))


def ready(count: int) -> tuple[ReportRequest, list[Office], Staff]:
    offices = [OfficeFactory() for _n in range(count)]
    desk = someone(R.COORDINATOR, OfficeFactory())
    request = request_of(*offices, by=desk)
    for at, office in enumerate(offices, start=1):
        write(submission_of(request, office), answered(str(at), str(10**at)), by=someone(R.FOCAL, office))
    return request, offices, desk


def whole(report: Consolidation) -> tuple[Decimal, Decimal]:
    report = Consolidation.objects.select_related("request__version__form", "request__office__parent").get(
        pk=report.pk
    )
    table = whole_of(report).merged.tables["p3"]
    return amount(table.totals["c2"].value), amount(table.totals["c3"].value)


def test_ten_offices_submit_while_the_coordinator_consolidates() -> None:
    request, offices, desk = ready(TEN + 1)
    on = timezone.localdate()
    first, rest = offices[0], offices[1:]
    actions.hand_in_report(submission_of(request, first), by=someone(R.FOCAL, first), on=on)

    def submit(office: Office) -> Callable[[], object]:
        one, by = submission_of(request, office), someone(R.FOCAL, office)
        return lambda: actions.hand_in_report(one, by=by, on=on)

    answers = at_once(*(submit(o) for o in rest), lambda: actions.consolidate(request, by=desk))
    assert not [a for a in answers if isinstance(a, Exception)]
    report = answers[-1]
    assert Handing.objects.count() == TEN + 1, "nothing lost"
    inside = set(report.sources.values_list("submission_id", flat=True))
    assert {s for s, (before, _now) in outdated(report).items() if before is None} == (
        set(request.submissions.values_list("pk", flat=True)) - inside
    )
    actions.take_over(report, outdated(report), by=desk)
    assert report.sources.count() == TEN + 1, "nobody twice"
    numbers = range(1, TEN + 2)
    assert whole(report) == (sum(numbers), sum(Decimal(10) ** n for n in numbers))
    assert trail_faults() == []


def test_offices_submit_while_two_take_over_and_two_consolidate() -> None:
    request, offices, desk = ready(TEN)
    on, other = timezone.localdate(), someone(R.ADMIN, offices[0])
    for office in offices[:2]:
        actions.hand_in_report(submission_of(request, office), by=someone(R.FOCAL, office), on=on)
    answers = at_once(lambda: actions.consolidate(request, by=desk), lambda: actions.consolidate(request, by=other))
    assert sum(isinstance(a, actions.NotNow) for a in answers) == 1
    report = next(a for a in answers if isinstance(a, Consolidation))

    def submit(office: Office) -> Callable[[], object]:
        one, by = submission_of(request, office), someone(R.FOCAL, office)
        return lambda: actions.hand_in_report(one, by=by, on=on)

    pks = list(request.submissions.values_list("pk", flat=True))
    at_once(
        *(submit(o) for o in offices[2:]),
        lambda: actions.take_over(report, pks, by=desk), lambda: actions.take_over(report, pks, by=other),
    )  # fmt: skip
    actions.take_over(report, pks, by=desk)
    assert report.sources.count() == TEN
    assert whole(report)[0] == sum(range(1, TEN + 1))


def test_one_decision_wins_and_the_other_is_told() -> None:
    request, (office,), desk = ready(1)
    handed(request, office)
    one, second = submission_of(request, office), someone(R.ADMIN, OfficeFactory())
    answers = at_once(
        lambda: actions.accept_report(one, by=desk), lambda: actions.accept_report(one, by=second),
    )  # fmt: skip
    told = [a for a in answers if isinstance(a, actions.NotNow)]
    assert len(told) == 1
    winner = one.steps.filter(kind="accepted").get().by
    assert str(winner) in str(told[0])
    assert TrailEntry.objects.filter(action="reports.accept").count() == 1


def test_accepting_and_taking_back_at_once_leave_one_truth() -> None:
    request, (office,), desk = ready(1)
    handed(request, office)
    one, focal, on = submission_of(request, office), someone(R.FOCAL, office), timezone.localdate()
    at_once(
        lambda: actions.accept_report(one, by=desk), lambda: actions.take_back_report(one, reason="Sai", by=focal, on=on),
    )  # fmt: skip
    one.refresh_from_db()
    kinds = list(one.steps.order_by("pk").values_list("kind", flat=True))
    assert one.state == "draft"
    assert kinds[-1] == "taken_back"


def test_a_report_is_issued_once_and_nobody_slips_in() -> None:
    request, (office,), desk = ready(1)
    handed(request, office, accept=True)
    report, on = drawn(request, by=desk), timezone.localdate()
    first, second = someone(R.APPROVER, OfficeFactory()), someone(R.LEADER, OfficeFactory())
    one, focal = submission_of(request, office), someone(R.FOCAL, office)
    answers = at_once(
        lambda: actions.issue_report(report, by=first, on=on), lambda: actions.issue_report(report, by=second, on=on),
        lambda: actions.take_back_report(one, reason="Sai", by=focal, on=on),
    )  # fmt: skip
    one.refresh_from_db()
    request.refresh_from_db()
    issued = TrailEntry.objects.filter(action="reports.issue_report").count()
    assert issued <= 1
    assert (issued, request.state, one.state) in {(1, "closed", "accepted"), (0, "open", "draft")}
    assert sum(isinstance(a, Exception) for a in answers) == 2


def test_a_clock_that_strikes_twice_opens_once() -> None:
    desk = someone(R.COORDINATOR, OfficeFactory())
    request, (office,), _desk = ready(1)
    rhythm = actions.Rhythm("month", request.period_start, opens_shift=-20, due_shift=5)
    actions.keep_schedule(request.version.form, rhythm, office, groups=[], offices=[office], by=desk)
    day = request.period_end
    at_once(*(lambda: actions.open_scheduled(on=day) for _n in range(4)))
    months = ReportRequest.objects.filter(schedule__isnull=False).values_list("period_start", flat=True)
    assert len(months) == len(set(months)) == 2
