"""From what was counted ahead to leadership's screen: a constant number of queries, whose work does not grow with the rows
(ADR 41). Whoever asks sees to it first that nothing is behind (``looking``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain
from urllib.parse import urlencode

from django.db.models import Case, F, IntegerField, Q, QuerySet, Sum, Value, When
from django.db.models import Count as Counting
from django.urls import reverse
from django.utils.translation import gettext as _

from nhipcau.documents.models import Clause
from nhipcau.people.models import Topic
from nhipcau.planning.models import OfficePlan, PlanRound
from nhipcau.planning.queries import Holders
from nhipcau.reports.deciding_today import decisions_of, latest_digest, marked_stories, reports_due
from nhipcau.reports.models import Counted, DueDay, Group, PlanMoney, Tally, WorkDay
from nhipcau.reports.rules.clauses import clause_words
from nhipcau.reports.rules.overview import (
    LAG_DAYS,
    LAG_PERCENT,
    ORDER,
    Count,
    Figure,
    MoneyRow,
    Overview,
    Pair,
    Standing,
    worst_first,
)
from nhipcau.reports.rules.tallies import WorkSum, WorkSums
from nhipcau.work.models import Assignment
from nhipcau.work.queries import status_q
from nhipcau.work.rules import Status

SHOWN = 12
"""Offices, clauses and topics on the screen; the rest stands on the page of rows."""


def gather_overview(on: date) -> Overview:
    """Everything on the screen on ``on``, from what was counted."""
    holders, works = Holders(on), works_by_status(on)
    tallies = list(Tally.objects.filter(kind__in=[Group.ALL, Group.OFFICE, Group.TOPIC]))
    whole = next((row for row in tallies if row.kind == Group.ALL), Tally())
    topics = dict(Topic.objects.values_list("pk", "name"))
    year, money, by_office = _money(on, holders)
    digest, headlines = latest_digest()
    return Overview(
        on=on.isoformat(), year=year, duties=_count(whole, _("All duties in force"), query=""),
        offices=worst_first(_count(row, holders.name_of(row.key)) for row in tallies if row.kind == Group.OFFICE),
        clauses=_clauses(), work=_work(works), money=money, money_offices=by_office, reports=reports_due(on),
        topics=worst_first(
            _count(row, topics[row.key]) for row in tallies if row.kind == Group.TOPIC and row.key in topics
        ),
        digest=digest, headlines=headlines, stories=marked_stories(),
        decisions=decisions_of(on, handed_in=works[Status.HANDED_IN]),
    )  # fmt: skip


def _count(row: Tally, name: str, query: str | None = None) -> Count:
    asked = f"{row.kind}={row.key}" if query is None else query
    return Count(name, asked, row.late, row.at_risk, row.on_time, row.no_work)


def clause_name(clause: Clause) -> str:
    """ "III.2 Sở Công Thương", not a bare "2" that each section of a document has."""
    place = clause_words(clause.path).removeprefix("mục ") or clause.label
    return f"{place} {clause.heading}".strip()


def _clauses() -> tuple[Count, ...]:
    """The worst."""
    total = F("late") + F("at_risk") + F("on_time") + F("no_work")
    rows = Tally.objects.filter(kind=Group.CLAUSE).order_by("-late", "-at_risk", (-total), "key")[: SHOWN * 2]
    found = {row.key: _count(row, "") for row in rows}
    clauses = (
        Clause.objects.filter(pk__in=found)
        .select_related("document")
        .only("path", "label", "heading", "document__number")
    )
    named = {c.pk: f"{clause_name(c)} · {c.document.number}" for c in clauses}
    return tuple(replace(row, name=named[key]) for key, row in found.items() if key in named)


def works_by_status(on: date) -> dict[Status, int]:
    """How many pieces of work stand where: ``work.queries.counts_by_status``, asked of the days on which they are due."""
    found = DueDay.objects.aggregate(**{s.value: Sum("works", filter=status_q(s, on), default=0) for s in Status})
    return {status: found[status.value] for status in Status}


def work_sums(on: date) -> WorkSums:
    """Work by leading office and by document on ``on``, from what was counted; one query."""
    late = Sum("still_open", filter=Q(due_on__lt=on), default=0)
    rows = WorkDay.objects.order_by().values_list("kind", "key").annotate(
        total=Sum("works"), done=Sum("accepted"), late=late
    )  # fmt: skip
    found: dict[str, list[WorkSum]] = {kind: [] for kind in WorkDay.Kind.values}
    for kind, *figures in rows:
        found[kind].append(WorkSum(*figures))
    return WorkSums(tuple(found[WorkDay.Kind.OFFICE]), tuple(found[WorkDay.Kind.DOCUMENT]))


def work_sums_anew(works: QuerySet[Assignment], on: date) -> WorkSums:
    """The same of ``works``, from the work itself; two queries."""
    rows = works.exclude(state=Assignment.State.CANCELLED).order_by()
    asked = {
        "total": Counting("pk"), "done": Counting("pk", filter=Q(state=Assignment.State.ACCEPTED)),
        "late": Counting("pk", filter=status_q(Status.OVERDUE, on)),
    }  # fmt: skip
    offices = rows.values_list("lead_id").annotate(**asked)
    documents = rows.filter(duty__isnull=False).values_list("duty__document_id").annotate(**asked)
    return WorkSums(tuple(WorkSum(*row) for row in offices), tuple(WorkSum(*row) for row in documents))


def _work(counts: dict[Status, int]) -> tuple[Figure, ...]:
    listed = reverse("work:list")
    said = (
        (_("Overdue work"), Status.OVERDUE), (_("Due within seven days"), Status.DUE_SOON),
        (_("On track"), Status.ON_TRACK), (_("Handed in"), Status.HANDED_IN), (_("Accepted"), Status.ACCEPTED),
    )  # fmt: skip
    return tuple(
        Figure(label, counts[status], f"{listed}?{urlencode({'status': status.value})}", status is Status.OVERDUE)
        for label, status in said
    )


def money_year(on: date) -> tuple[int, bool]:
    """(year, whether its plan is approved): this year's where it is approved, else the last approved, else the latest."""
    rounds = dict(PlanRound.objects.values_list("year", "state"))
    approved = [year for year, state in rounds.items() if state == PlanRound.State.APPROVED]
    if on.year in approved:
        return on.year, True
    return (max(approved), True) if approved else (max(rounds, default=on.year), False)


def _money(on: date, holders: Holders) -> tuple[int, MoneyRow, tuple[MoneyRow, ...]]:
    """The year, its money, and the same by office asked."""
    year, _is_approved = money_year(on)
    listed = f"{reverse('planning:lines')}?year={year}"
    offices = dict(OfficePlan.objects.filter(round__year=year).order_by().values_list("pk", "office_id"))
    made = [
        MoneyRow(
            holders.name_of(offices[m.plan]), f"{listed}&asked={offices[m.plan]}", m.planned, m.committed, m.paid
        )
        for m in PlanMoney.objects.filter(plan__in=offices)
    ]
    made = sorted((row for row in made if row.planned), key=lambda row: (-row.planned, row.name))
    whole = MoneyRow(str(year), f"{reverse('planning:money')}?year={year}", *(
        sum((getattr(row, part) for row in made), Decimal(0)) for part in ("planned", "committed", "paid")))  # fmt: skip
    return year, whole, tuple(made)


# -- the rows behind the numbers ----------------------------------------------------------------------------------


def standing_q(standing: Standing, on: date) -> Q:
    """The condition that ``rules.tallies.standing_on`` answers ``standing`` for a row of ``Counted``."""
    late, risky = Q(late_from__isnull=False, late_from__lte=on), Q(risky_from__isnull=False, risky_from__lte=on)
    return {
        Standing.LATE: late,
        Standing.AT_RISK: risky & ~late,
        Standing.ON_TIME: Q(has_work=True) & ~risky & ~late,
        Standing.NO_WORK: Q(has_work=False),
    }[standing]


def rows_of(on: date, *, office: int | None, clause: int | None, topic: int | None) -> QuerySet[Counted]:
    """Duties in force (of a clause, a topic, an office's work), the worst first, of those
    that stand alike the longest late, then what falls next."""
    asked = [(Group.OFFICE, office), (Group.CLAUSE, clause), (Group.TOPIC, topic)]
    (kind, key), *others = [(kind, key) for kind, key in asked if key is not None] or [(Group.ALL, 0)]
    rows = Counted.objects.filter(kind=kind, key=key)
    for kind, key in others:
        rows = rows.filter(duty__in=Counted.objects.filter(kind=kind, key=key).values("duty"))
    ranks = [When(standing_q(standing, on), then=Value(at)) for at, standing in enumerate(ORDER)]
    rank = Case(*ranks, default=Value(len(ORDER)), output_field=IntegerField())
    return rows.order_by(rank, F("late_from").asc(nulls_last=True), "duty")


def risky_q(on: date) -> Q:
    """Open work at risk: due within a week, or due within thirty days with less than half done."""
    lagging = Q(due_on__lte=on + timedelta(days=LAG_DAYS), percent__lt=LAG_PERCENT)
    return status_q(Status.DUE_SOON, on) | (status_q(Status.ON_TRACK, on) & lagging)


def pairs_of(on: date, holders: Holders) -> list[Pair]:
    """Duty and leading office, as whoever does that office's work is today, with how their work stands: from the work itself.

    Two queries: which pairs there are, and a count over the open work that is late or near, which is little of it.
    """
    rows = Assignment.objects.filter(duty__isnull=False).order_by()
    there = rows.exclude(state=Assignment.State.CANCELLED).values_list("duty_id", "lead_id").distinct()
    return _as_today(((d, o, 0, 0) for d, o in there), _near(rows, on), holders=holders)


def late_pairs(on: date, holders: Holders, *, duties: Iterable[int]) -> list[Pair]:
    """The same of a few ``duties``, only where something is late or at risk; one query."""
    return _as_today(_near(Assignment.objects.filter(duty__in=list(duties)).order_by(), on), holders=holders)


def _near(rows: QuerySet[Assignment], on: date) -> Iterator[tuple[int, int, int, int]]:
    """(duty, lead, overdue, at risk) of the open work that is late or near."""
    near = rows.filter(state=Assignment.State.OPEN, due_on__lte=on + timedelta(days=LAG_DAYS))
    counted = near.values_list("duty_id", "lead_id").annotate(
        overdue=Counting("pk", filter=status_q(Status.OVERDUE, on)), risky=Counting("pk", filter=risky_q(on))
    )  # fmt: skip
    return iter(counted)


def _as_today(*found: Iterable[tuple[int, int, int, int]], holders: Holders) -> list[Pair]:
    today_of: dict[int, int] = {}
    sums: dict[tuple[int, int], tuple[int, int]] = {}
    for duty, lead, overdue, risky in chain(*found):
        if lead not in today_of:
            today_of[lead] = holders.of_office(lead)[0].pk
        key = (duty, today_of[lead])
        before = sums.get(key, (0, 0))
        sums[key] = (before[0] + overdue, before[1] + risky)
    return [Pair(duty, office, *figures) for (duty, office), figures in sums.items()]
