"""What is counted ahead for leadership is the same as counting anew, whatever was done, in whatever order, by however many."""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nhipcau.documents.models import Clause
from nhipcau.duties.models import Duty
from nhipcau.people.models import Office, Staff
from nhipcau.people.permissions import NotAllowed
from nhipcau.people.rules.roles import StaffRole
from nhipcau.planning.models import OfficePlan, PlanLine
from nhipcau.reports import jobs
from nhipcau.reports.actions import reckon, recount
from nhipcau.reports.anew import counted_ahead, counted_anew, drift
from nhipcau.reports.looking import look_anew, overview_of
from nhipcau.reports.models import Counted, Reckoned, Tally, Touched
from nhipcau.reports.overview import rows_of, standing_q
from nhipcau.reports.queries import is_behind
from nhipcau.reports.rules.overview import ORDER, Standing, standing_of
from nhipcau.reports.rules.tallies import Falls, falls_of, standing_on, worst
from nhipcau.reports.triggers import PREFIX, lay
from nhipcau.work.actions import Order, assign, record_progress
from nhipcau.work.models import Assignment
from nhipcau.work.rules import Facts, Status, status_of
from tests.factories.duties import DutyFactory, duty_of
from tests.factories.people import OfficeFactory, TopicFactory, merge, staff_in
from tests.factories.planning import approved, cost, line_of, round_of, someone

R = StaffRole
DAY = date(2027, 3, 1)
days = st.integers(-60, 60).map(lambda n: DAY + timedelta(days=n))


@given(st.lists(st.tuples(days, st.integers(0, 45), st.integers(0, 100)), max_size=5), days)
def test_days_of_falling_say_the_same_as_the_rule_of_the_screen(works: list[tuple[date, int, int]], on: date) -> None:
    falls, overdue, risky = [], 0, 0
    for opens, length, percent in works:
        due = opens + timedelta(days=length)
        falls.append(falls_of(opens, due, percent))
        status = status_of(Facts("open", opens, due), on)
        overdue += status is Status.OVERDUE
        lagging = status is Status.ON_TRACK and due <= on + timedelta(days=30) and percent < 50
        risky += status is Status.DUE_SOON or lagging
    assert standing_on(worst(falls), on) == standing_of(overdue=overdue, risky=risky)


def same(on: date) -> None:
    reckon(on=on)
    assert counted_ahead(on) == counted_anew(on)
    assert not Touched.objects.exists()


# -- whatever is done ---------------------------------------------------------------------------------------------

STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["give", "give", "state", "due", "percent", "lead", "duty", "unasked", "delete", "many", "end", "again", "clause",
             "topic", "untopic", "merge", "day", "forget", "new_duty", "drop_duty"]
        ),
        st.integers(0, 9), st.integers(0, 9), st.integers(-45, 45), st.booleans(),
    ),
    min_size=3, max_size=25,
)  # fmt: skip


class Province:
    """Three offices, three duties, two clauses and topics, and steps that write rows as anybody may, past the actions too."""

    def __init__(self) -> None:
        self.on = timezone.localdate()
        self.offices: list[Office] = [OfficeFactory() for _n in range(3)]
        self.duties: list[Duty] = [DutyFactory() for _n in range(3)]
        self.topics = [TopicFactory() for _n in range(2)]
        document = self.duties[0].document
        self.clauses = [
            Clause.objects.create(
                document=document, path=f"{n}", label=f"{n}.", heading="x", start=0, end=1, position=n
            )
            for n in range(2)
        ]

    def pick(self, rows: list[Any], at: int) -> Any:
        return rows[at % len(rows)]

    def take(self, what: str, first: int, second: int, number: int) -> None:
        works = list(Assignment.objects.order_by("pk"))
        if what in {"state", "due", "percent", "lead", "duty", "unasked", "delete"} and not works:
            what = "give"
        duty, office = self.pick(self.duties, first), self.pick(self.offices, second)
        if what in {"state", "due", "percent", "lead", "duty", "unasked", "delete"}:
            self._change(what, Assignment.objects.filter(pk=self.pick(works, first).pk), second, number)
        elif what in {"give", "many"}:
            rows = [self._work(duty, office, number + n) for n in range(1 if what == "give" else 4)]
            Assignment.objects.bulk_create(rows)
        elif what == "day":
            self.on += timedelta(days=number)
        elif what == "merge":
            after: Office = OfficeFactory()
            merge(office, after, self.on + timedelta(days=number % 9 - 4))
            self.offices.append(after)
        elif what == "forget":
            Touched.objects.create(kind="all")
        else:
            self._duty(what, duty, second)

    def _work(self, duty: Duty, office: Office, number: int) -> Assignment:
        due = self.on + timedelta(days=number)
        return Assignment(
            duty=duty, lead=office, title="x", opens_on=due - timedelta(days=abs(number) % 40), due_on=due, percent=number % 101
        )  # fmt: skip

    def _change(self, what: str, row: Any, second: int, number: int) -> None:
        due = self.on + timedelta(days=number)
        fields: dict[str, dict[str, Any]] = {
            "state": {"state": ("open", "handed_in", "accepted", "cancelled")[second % 4], "cancel_reason": "x"},
            "due": {"due_on": due, "opens_on": due - timedelta(days=second)},
            "percent": {"percent": abs(number)},
            "lead": {"lead": self.pick(self.offices, second)},
            "duty": {"duty": self.pick(self.duties, second)},
            "unasked": {"duty": None},
        }
        if what == "delete":
            row.delete()
        else:
            row.update(**fields[what])

    def _duty(self, what: str, duty: Duty, second: int) -> None:
        if what == "new_duty":
            self.duties.append(DutyFactory())
        elif what == "drop_duty":
            if len(self.duties) > 1 and not duty.assignments.exists():
                duty.delete()
                self.duties.remove(duty)
        elif what in {"end", "again"}:
            state = "withdrawn" if what == "end" else "open"
            Duty.objects.filter(pk=duty.pk).update(state=state, state_reason="x")
        elif what == "clause":
            Duty.objects.filter(pk=duty.pk).update(clause=self.pick([*self.clauses, None], second))
        elif what == "topic":
            duty.topics.add(self.pick(self.topics, second))
        else:
            duty.topics.remove(self.pick(self.topics, second))


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_counted_ahead_is_counted_anew_whatever_is_done(
    steps: list[tuple[str, int, int, int, bool]], db: None
) -> None:
    with transaction.atomic():
        province = Province()
        for what, first, second, number, looked_at in steps:
            province.take(what, first, second, number)
            if looked_at:
                same(province.on)
        same(province.on)
        same(province.on + timedelta(days=30))
        same(province.on)
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_rows_behind_a_number_are_those_that_stand_so() -> None:
    chance, province = random.Random(7), Province()
    for _n in range(60):
        province.take("give", chance.randrange(9), chance.randrange(9), chance.randrange(-40, 41))
    province.take("new_duty", 0, 0, 0)
    on = province.on
    reckon(on=on)
    stands = counted_anew(on).stands
    for kind, key in {(kind, key) for kind, key, _duty in stands}:
        rows = rows_of(on, **({"office": None, "clause": None, "topic": None} | ({kind: key} if key else {})))
        found = [(r.duty, standing_on(Falls(r.risky_from, r.late_from), on, has_work=r.has_work)) for r in rows]
        assert dict(found) == {duty: s for (k, at, duty), s in stands.items() if (k, at) == (kind, key)}
        assert [ORDER.index(s) for _duty, s in found] == sorted(ORDER.index(s) for _duty, s in found)
        for standing in Standing:
            asked = rows.filter(standing_q(standing, on)).values_list("duty", flat=True)
            assert set(asked) == {duty for duty, s in found if s == standing}


@pytest.mark.django_db
def test_money_of_plans_follows_every_step(office: Office, other_office: Office, coordinator: Staff) -> None:
    on = timezone.localdate()
    round_ = round_of(office, other_office, by=coordinator, year=on.year)
    plans = list(OfficePlan.objects.filter(round=round_).select_related("round", "office"))
    lines = [line_of(plan, cost(1_000), by=someone(R.FOCAL, plan.office)) for plan in plans for _n in range(2)]
    same(on)
    PlanLine.objects.filter(pk=lines[0].pk).update(state="dropped", appraisal_reason="x")
    same(on)
    approved(round_, by=coordinator, finance=someone(R.FINANCE, office), approver=someone(R.APPROVER, office))
    same(on)
    assert look_anew(on).money.planned == 3_000


# -- a day begins, little is asked --------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_new_day_makes_work_late_without_counting_it(office: Office, coordinator: Staff) -> None:
    on, duty = timezone.localdate(), duty_of(office)
    assign(duty, office, Order(due_on=on, opens_on=on - timedelta(days=9)), by=coordinator)
    assert look_anew(on).duties.at_risk == 1
    assert not is_behind(on)
    with CaptureQueriesContext(connection) as queries:
        reckon(on=on + timedelta(days=1))
    assert not [q for q in queries if 'FROM "work_assignment"' in q["sql"]]
    assert overview_of(on + timedelta(days=1)).duties.late == 1
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        jobs.tend(on=timezone.localdate())
        assert Reckoned.objects.get().on_date == timezone.localdate()


@pytest.mark.django_db
def test_a_deed_costs_the_same_questions_among_many_rows_as_among_few(
    office: Office, coordinator: Staff, staff_of: Callable[..., Staff], client: Client
) -> None:
    leader, on = staff_of(R.LEADER), timezone.localdate()
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    duty = duty_of(office)
    work = assign(duty, office, Order(due_on=on + timedelta(days=3), opens_on=on), by=coordinator)
    province = Province()

    def asked(percent: int) -> list[int]:
        found = []
        for name in ("reports:overview", "reports:overview_rows"):
            record_progress(work, percent=percent, words="x", by=coordinator, on=on)
            percent += 1
            with CaptureQueriesContext(connection) as queries:
                assert client.get(reverse(name)).status_code == 200
            found.append(len(queries))
        return found

    asked(1)
    few = asked(3)
    chance = random.Random(3)
    for _n in range(40):
        province.take("give", chance.randrange(9), chance.randrange(9), chance.randrange(-40, 41))
    look_anew(on)
    assert asked(5) == few
    assert max(few) <= 75


# -- the command, and what only the program may do ----------------------------------------------------------------


def told(*options: str) -> str:
    out = StringIO()
    call_command("overview", *options, stdout=out, stderr=out)
    return out.getvalue()


@pytest.mark.django_db
def test_the_command_finds_what_drifted_and_counts_anew(office: Office, coordinator: Staff) -> None:
    on, duty = timezone.localdate(), duty_of(office)
    assign(duty, office, Order(due_on=on - timedelta(days=2), opens_on=on - timedelta(days=9)), by=coordinator)
    assert "trùng" in told("--check")
    assert json.loads(told("--json"))["late"] == 1
    Tally.objects.filter(kind="office").update(late=7)
    with pytest.raises(CommandError) as refusal:
        told("--check")
    assert refusal.value.returncode == 1
    assert drift(on) == [f"tallies ('office', {office.pk}): (7, 0, 0, 0) ≠ (1, 0, 0, 0)"]
    assert "trùng" in told("--recount", "--check")
    with pytest.raises(NotAllowed):
        recount(on=on, by=staff_in(OfficeFactory(), R.FOCAL))
    assert recount(on=on, by=coordinator) >= 1


@pytest.mark.django_db
def test_triggers_that_a_rebuilt_table_lost_come_back_and_everything_is_counted_anew(
    office: Office, coordinator: Staff
) -> None:
    on, duty = timezone.localdate(), duty_of(office)
    reckon(on=on)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE starts_with(tgname::text, %s)", [f"{PREFIX}work"])
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name} ON work_assignment")
        else:
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s", [f"{PREFIX}work%"]
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
    assign(duty, office, Order(due_on=on - timedelta(days=2), opens_on=on - timedelta(days=9)), by=coordinator)
    assert not Touched.objects.filter(kind="duty").exists()
    lay()
    lay()
    assert Touched.objects.get().kind == "all"
    same(on)
    assert look_anew(on).duties.late == 1


# -- many at once -------------------------------------------------------------------------------------------------


def at_once(*steps: Callable[[], object]) -> None:
    gate = threading.Barrier(len(steps))

    def run(step: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            gate.wait(timeout=30)
            step()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(steps)) as pool:
        list(pool.map(run, steps))


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("frozen_rows_let_go")
def test_no_deed_is_lost_while_others_are_done_and_somebody_counts() -> None:
    """Eight people change work of the same two duties, at the same moments; two count all the while."""
    cache.clear()
    on = timezone.localdate()
    desk, offices = someone(R.COORDINATOR, OfficeFactory()), [OfficeFactory() for _n in range(8)]
    duties = [duty_of(*offices) for _n in range(2)]
    order = Order(due_on=on + timedelta(days=3), opens_on=on)
    works = [[assign(duty, office, order, by=desk) for duty in duties for _n in range(2)] for office in offices]
    reckon(on=on)

    def doing(own: list[Assignment], seed: int, by: Staff) -> Callable[[], None]:
        def run() -> None:
            chance = random.Random(seed)
            for _n in range(6):
                work = chance.choice(own[1:])
                with transaction.atomic():
                    due = on + timedelta(days=chance.randrange(-9, 40))
                    Assignment.objects.filter(pk=work.pk).update(
                        due_on=due,
                        opens_on=due - timedelta(days=5),
                        state=chance.choice(["open", "open", "accepted"]),
                    )
                    record_progress(own[0], percent=chance.randrange(99), words="x", by=by, on=on)

        return run

    def counting() -> None:
        for _n in range(25):
            reckon(on=on)

    people = [someone(R.FOCAL, office) for office in offices]
    at_once(*(doing(own, n, people[n]) for n, own in enumerate(works)), counting, counting)
    same(on)
    assert drift(on) == []
    assert Counted.objects.filter(kind="office").count() == len(offices) * len(duties)
