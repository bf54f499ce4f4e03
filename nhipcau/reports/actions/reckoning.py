"""Keeping leadership's figures in step with what was done (ADR 41): what was touched is counted anew, nothing else is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import reduce
from itertools import islice
from operator import or_
from typing import TypeVar

from django.db import connection, transaction
from django.db.models import Count, Q, Sum

from nhipcau.duties.models import Duty, DutyState
from nhipcau.people.models import Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import record
from nhipcau.planning.models import PlanLine
from nhipcau.reports.models import Counted, DueDay, Group, PlanMoney, Reckoned, Tally, Touched, WorkDay
from nhipcau.reports.queries import WorkHolders
from nhipcau.reports.rules.tallies import Falls, falls_of, standing_on, worst
from nhipcau.work.models import Assignment

_LOCK = 0x6E68_6F76  # "nhov": any fixed number; only the counting of the overview takes it
BATCH = 500
Kind, State = Touched.Kind, Assignment.State
Place = tuple[str, int]
"""A group and its key, as in ``Tally``."""
T = TypeVar("T")


@transaction.atomic
def reckon(*, on: date) -> int:
    """Count anew what was touched, and turn the page to ``on``. Answers how many marks were taken away.

    Marks are read first, then what they mark: a deed that is committed in between is counted already, and its mark
    stays for the next time, which finds nothing to change.
    """
    _one_at_a_time()
    marks = list(Touched.objects.values_list("pk", "kind", "key"))
    page = Reckoned.objects.first()
    wanted = _by_kind(marks)
    if page is None or Kind.ALL in wanted:
        page, wanted = _clean_page(on)
    deltas = _turned(page.on_date, on)
    who = WorkHolders(page.holders, on)
    duties = {int(key) for key in wanted[Kind.DUTY]} | _with_work_of(who.moved)
    for batch in _batches(sorted(duties)):
        _recount(batch, who, on, deltas)
    _book(deltas)
    _recount_days(date.fromisoformat(key) for key in wanted[Kind.DAY])
    _recount_plans(int(key) for key in wanted[Kind.PLAN])
    for taken in _batches([pk for pk, _kind, _key in marks]):
        Touched.objects.filter(pk__in=taken).delete()
    page.on_date, page.holders = on, who.known
    page.save()
    return len(marks)


@transaction.atomic
def recount(*, on: date, by: Staff | None = None) -> int:
    """Forget everything that was counted and count it anew. ``by`` None is the program. Raises NotAllowed."""
    if by is not None:
        require(by, "reports.freeze_overview")
    Touched.objects.create(kind=Kind.ALL)
    marks = reckon(on=on)
    record(by, "reports.recount", marks=marks)
    return marks


def _one_at_a_time() -> None:
    """Whoever counts. Deeds go on meanwhile; SQLite's immediate transactions see to it by themselves."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _batches(rows: Iterable[T]) -> Iterator[list[T]]:
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        yield batch


def _by_kind(marks: Iterable[tuple[int, str, str]]) -> defaultdict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for _pk, kind, key in marks:
        found[kind].add(key)
    return found


def _clean_page(on: date) -> tuple[Reckoned, defaultdict[str, set[str]]]:
    """Nothing counted yet, everything wanted."""
    for model in (Counted, Tally, DueDay, WorkDay, PlanMoney, Reckoned):
        model._default_manager.all().delete()
    work = Assignment.objects.order_by()
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    wanted[Kind.DUTY] = {str(pk) for pk in Duty.objects.order_by().values_list("pk", flat=True)}
    wanted[Kind.DAY] = {day.isoformat() for day in work.values_list("due_on", flat=True).distinct()}
    wanted[Kind.PLAN] = {str(pk) for pk in PlanLine.objects.order_by().values_list("plan_id", flat=True).distinct()}
    return Reckoned(pk=1, on_date=on, holders={}), wanted


class _Deltas(defaultdict[Place, dict[str, int]]):
    """What has to be added to the tallies."""

    def __init__(self) -> None:
        super().__init__(lambda: dict.fromkeys(("late", "at_risk", "on_time", "no_work"), 0))

    def note(self, row: Counted, on: date, sign: int) -> None:
        """``row`` stands in its group on ``on`` (+1), or does no longer (-1)."""
        falls = Falls(row.risky_from, row.late_from)
        self[row.kind, row.key][standing_on(falls, on, has_work=row.has_work).value] += sign


def _turned(before: date, on: date) -> _Deltas:
    """From the page of ``before`` to ``on``, forwards or back: only what falls between the two days changes its place."""
    deltas = _Deltas()
    if before == on:
        return deltas
    first, last = min(before, on) + timedelta(days=1), max(before, on)
    crossed = Q(late_from__range=(first, last)) | Q(risky_from__range=(first, last))
    for row in Counted.objects.filter(crossed).iterator():
        deltas.note(row, before, -1)
        deltas.note(row, on, +1)
    return deltas


def _with_work_of(moved: Iterable[int]) -> set[int]:
    """Duties of which an office has work whose work somebody else does now."""
    leads = list(moved)
    if not leads:
        return set()
    rows = Assignment.objects.filter(lead__in=leads, duty__isnull=False).order_by()
    return set(rows.values_list("duty_id", flat=True).distinct())


def _recount(duties: Sequence[int], who: WorkHolders, on: date, deltas: _Deltas) -> None:
    """Write the rows of ``duties`` where they differ from what stands there."""
    fresh = {_identity(row): row for row in _anew(duties, who)}
    stale = {_identity(row): row for row in Counted.objects.filter(duty__in=duties)}
    gone, come = stale.keys() - fresh.keys(), fresh.keys() - stale.keys()
    for key in gone:
        deltas.note(stale[key], on, -1)
    for key in come:
        deltas.note(fresh[key], on, +1)
    for taken in _batches(stale[key].pk for key in gone):
        Counted.objects.filter(pk__in=taken).delete()
    Counted.objects.bulk_create((fresh[key] for key in come), batch_size=BATCH)


def _identity(row: Counted) -> tuple[object, ...]:
    return (row.duty, row.kind, row.key, row.risky_from, row.late_from, row.has_work)


def _anew(duties: Sequence[int], who: WorkHolders) -> Iterator[Counted]:
    """The rows that ``duties`` make: one for all, one for the clause, each topic, each office with work."""
    clauses = dict(Duty.objects.filter(pk__in=duties, state=DutyState.OPEN).order_by().values_list("pk", "clause_id"))
    topics = Duty.topics.through.objects.filter(duty_id__in=list(clauses)).values_list("duty_id", "topic_id")
    work = Assignment.objects.filter(duty__in=list(clauses)).order_by()
    there = work.exclude(state=State.CANCELLED).values_list("duty_id", "lead_id").distinct()
    falls: dict[int, dict[int, list[Falls]]] = {duty: {} for duty in clauses}
    for duty, lead in there:
        falls[duty].setdefault(who.of(lead), [])
    columns = ("duty_id", "lead_id", "opens_on", "due_on", "percent")
    for duty, lead, opens_on, due_on, percent in work.filter(state=State.OPEN).values_list(*columns):
        falls[duty].setdefault(who.of(lead), []).append(falls_of(opens_on, due_on, percent))
    places: dict[int, list[Place]] = {duty: [(Group.ALL, 0)] for duty in clauses}
    for duty, clause in clauses.items():
        if clause is not None:
            places[duty].append((Group.CLAUSE, clause))
    for duty, topic in topics:
        places[duty].append((Group.TOPIC, topic))
    for duty, offices in falls.items():
        yield from (
            _row(duty, (Group.OFFICE, office), worst(found), has_work=True) for office, found in offices.items()
        )
        whole = worst(fall for found in offices.values() for fall in found)
        yield from (_row(duty, place, whole, has_work=bool(offices)) for place in places[duty])


def _row(duty: int, place: Place, falls: Falls, *, has_work: bool) -> Counted:
    kind, key = place
    return Counted(
        duty=duty, kind=kind, key=key, risky_from=falls.risky_from, late_from=falls.late_from, has_work=has_work
    )


def _book(deltas: _Deltas) -> None:
    """Add up; a group in which nothing is left goes."""
    changed = {place: parts for place, parts in deltas.items() if any(parts.values())}
    if not changed:
        return
    asked = Tally.objects.all()
    if len(changed) <= BATCH:
        keys: dict[str, list[int]] = defaultdict(list)
        for kind, key in changed:
            keys[kind].append(key)
        asked = asked.filter(reduce(or_, (Q(kind=kind, key__in=found) for kind, found in keys.items())))
    rows = {(row.kind, row.key): row for row in asked}
    for place, parts in changed.items():
        row = rows.setdefault(place, Tally(kind=place[0], key=place[1]))
        for part, change in parts.items():
            setattr(row, part, getattr(row, part) + change)
    touched = [rows[place] for place in changed]
    for taken in _batches(row.pk for row in touched if row.pk and not row.total):
        Tally.objects.filter(pk__in=taken).delete()
    left = [row for row in touched if row.total]
    Tally.objects.bulk_update((r for r in left if r.pk), ["late", "at_risk", "on_time", "no_work"], batch_size=BATCH)
    Tally.objects.bulk_create((r for r in left if not r.pk), batch_size=BATCH)


def _recount_days(days: Iterable[date]) -> None:
    """Work by the day it is due on: of the whole province, of each leading office and of each document."""
    for batch in _batches(days):
        WorkDay.objects.filter(due_on__in=batch).delete()
        for kind, column in ((WorkDay.Kind.OFFICE, "lead_id"), (WorkDay.Kind.DOCUMENT, "duty__document_id")):
            WorkDay.objects.bulk_create(_work_days(batch, kind, column), batch_size=BATCH)
        rows = Assignment.objects.filter(due_on__in=batch).order_by()
        found: dict[tuple[date, str, date], int] = defaultdict(int)
        for due, state, opens, works in rows.values_list("due_on", "state", "opens_on").annotate(n=Count("pk")):
            found[due, state, opens if state == State.OPEN else due] += works
        DueDay.objects.filter(due_on__in=batch).delete()
        DueDay.objects.bulk_create(
            (DueDay(due_on=d, state=s, opens_on=o, works=n) for (d, s, o), n in found.items()), batch_size=BATCH
        )


def _work_days(days: Sequence[date], kind: WorkDay.Kind, column: str) -> Iterator[WorkDay]:
    """The rows of one kind of group, whose key stands in ``column`` of the work."""
    rows = Assignment.objects.filter(due_on__in=days, **{f"{column}__isnull": False}).exclude(state=State.CANCELLED)
    counted = rows.order_by().values_list("due_on", column).annotate(
        works=Count("pk"), accepted=Count("pk", filter=Q(state=State.ACCEPTED)), left=Count("pk", filter=Q(state=State.OPEN))
    )  # fmt: skip
    for due, key, works, accepted, left in counted:
        yield WorkDay(kind=kind, key=key, due_on=due, works=works, accepted=accepted, still_open=left)


def _recount_plans(plans: Iterable[int]) -> None:
    """Money by plan; lines that were dropped cost nothing."""
    for batch in _batches(plans):
        lines = PlanLine.objects.filter(plan__in=batch).exclude(state=PlanLine.State.DROPPED).order_by()
        sums = lines.values_list("plan_id").annotate(p=Sum("current"), c=Sum("committed"), d=Sum("paid"))
        PlanMoney.objects.filter(plan__in=batch).delete()
        PlanMoney.objects.bulk_create(
            (PlanMoney(plan=plan, planned=p, committed=c, paid=d) for plan, p, c, d in sums), batch_size=BATCH
        )
