"""Leadership's figures counted anew from the rows below, row by row: what was counted ahead has to be the same (ADR 41)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import Sum

from nhipcau.duties.models import Duty, DutyState
from nhipcau.planning.models import PlanLine
from nhipcau.planning.queries import Holders
from nhipcau.reports.looking import keep_up
from nhipcau.reports.models import Counted, PlanMoney, Tally
from nhipcau.reports.overview import pairs_of, work_sums, work_sums_anew, works_by_status
from nhipcau.reports.queries import is_behind
from nhipcau.reports.rules.overview import ORDER, Standing, standings
from nhipcau.reports.rules.tallies import Falls, WorkSums, standing_on
from nhipcau.work.models import Assignment
from nhipcau.work.queries import counts_by_status

Place = tuple[str, int]
TRIES = 5


class Restless(Exception):
    """Something was done between counting and comparing, again and again."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Everything that is counted ahead."""

    tallies: Mapping[Place, tuple[int, ...]]
    """Group → duties by standing, in ``ORDER``."""
    stands: dict[tuple[str, int, int], Standing]
    """(group, key, duty) → where it stands."""
    works: dict[str, int]
    money: Mapping[int, tuple[Decimal, ...]]
    """Plan → planned, committed, paid."""
    groups: dict[Place, tuple[int, int, int]]
    """Office or document → all work, accepted, overdue."""


def counted_anew(on: date) -> Sums:
    """From work, duties, lines as they are."""
    places = dict(Duty.objects.filter(state=DutyState.OPEN).order_by().values_list("pk", "clause_id"))
    pairs = [pair for pair in pairs_of(on, Holders(on)) if pair.duty in places]
    stands = standings(places, pairs)
    found: dict[tuple[str, int, int], Standing] = {("office", p.office, p.duty): p.standing for p in pairs}
    found |= {("all", 0, duty): standing for duty, standing in stands.items()}
    found |= {("clause", clause, duty): stands[duty] for duty, clause in places.items() if clause is not None}
    links = Duty.topics.through.objects.values_list("topic_id", "duty_id")
    found |= {("topic", topic, duty): stands[duty] for topic, duty in links if duty in stands}
    lines = PlanLine.objects.exclude(state=PlanLine.State.DROPPED).order_by()
    sums = lines.values_list("plan_id").annotate(p=Sum("current"), c=Sum("committed"), d=Sum("paid"))
    works = counts_by_status(Assignment.objects.all(), on=on)
    return Sums(
        _added(found), found, {str(k): n for k, n in works.items()}, {plan: tuple(parts) for plan, *parts in sums},
        _named(work_sums_anew(Assignment.objects.all(), on)),
    )  # fmt: skip


def _named(sums: WorkSums) -> dict[Place, tuple[int, int, int]]:
    groups = (("office", sums.offices), ("document", sums.documents))
    return {(kind, row.key): (row.total, row.done, row.late) for kind, rows in groups for row in rows}


def _added(stands: dict[tuple[str, int, int], Standing]) -> dict[Place, tuple[int, ...]]:
    found: defaultdict[Place, list[int]] = defaultdict(lambda: [0] * len(ORDER))
    for (kind, key, _duty), standing in stands.items():
        found[kind, key][ORDER.index(standing)] += 1
    return {place: tuple(counts) for place, counts in found.items()}


def counted_ahead(on: date) -> Sums:
    """From the tables of the overview, as they are."""
    tallies = {
        (str(row.kind), row.key): (row.late, row.at_risk, row.on_time, row.no_work) for row in Tally.objects.all()
    }
    rows = Counted.objects.values_list("kind", "key", "duty", "risky_from", "late_from", "has_work")
    stands = {
        (str(kind), key, duty): standing_on(Falls(risky, late), on, has_work=has_work)
        for kind, key, duty, risky, late, has_work in rows.iterator()
    }
    money = {row.plan: (row.planned, row.committed, row.paid) for row in PlanMoney.objects.all()}
    works = {str(k): n for k, n in works_by_status(on).items()}
    return Sums(tallies, stands, works, money, _named(work_sums(on)))


def drift(on: date) -> list[str]:
    """Every figure that is not what counting anew gives, in words; empty where all agree. Raises Restless.

    Both are read in one snapshot in which no mark is left, so deeds that go on meanwhile are no difference.
    """
    for _try in range(TRIES):
        keep_up(on)
        is_free = not connection.in_atomic_block
        with transaction.atomic():
            if is_free and connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            if not is_behind(on):
                return list(_differences(counted_ahead(on), counted_anew(on)))
    raise Restless


def _differences(ahead: Sums, anew: Sums) -> Iterable[str]:
    for part in fields(Sums):
        kept, true = getattr(ahead, part.name), getattr(anew, part.name)
        for key in sorted(kept.keys() | true.keys(), key=str):
            if kept.get(key) != true.get(key):
                yield f"{part.name} {key}: {kept.get(key)} ≠ {true.get(key)}"
