"""From the tables below to leadership's screen: a constant number of queries. What was gathered is kept as long as nothing
was done since (ADR 34): the trail, in which every action leaves its line, says when something was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar
from urllib.parse import urlencode

from django.core.cache import cache
from django.db import connection
from django.db.models import Count as Counted
from django.db.models import Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nhipcau.documents.models import Clause
from nhipcau.duties.models import Duty, DutyState
from nhipcau.people.models import Topic, TrailEntry
from nhipcau.planning.models import PlanLine, PlanRound
from nhipcau.planning.queries import Holders
from nhipcau.reports.deciding_today import decisions_of, headlines_of, latest_digest, marked_stories, reports_due
from nhipcau.reports.rules.overview import (
    LAG_DAYS,
    LAG_PERCENT,
    Count,
    Figure,
    MoneyRow,
    Overview,
    Pair,
    Standing,
    count,
    counts_by,
    standings,
)
from nhipcau.work.models import Assignment
from nhipcau.work.queries import counts_by_status, status_q
from nhipcau.work.rules import Status

QUIET = (
    "people.tell", "people.mark_read", "work.make_notices", "work.send_digest", "planning.make_notices",
    "monitoring.look", "monitoring.found", "monitoring.read", "monitoring.take_in", "monitoring.deliver",
    "reports.freeze_overview",
)  # fmt: skip
"""Deeds that change no figure of the screen."""
KEPT_SECONDS = 24 * 3600
SHOWN = 12
"""Offices, clauses and topics on the screen; the rest stands on the page of rows."""
Made = TypeVar("Made")


def stamp() -> str:
    """The hash of the last deed that may have changed a figure."""
    deeds = TrailEntry.objects.exclude(action__in=QUIET).order_by("-seq")
    return deeds.values_list("own_hash", flat=True).first() or "-"


def kept(name: str, on: date, make: Callable[[], Made]) -> Made:
    """What ``make`` gives, made once for a day, a language and a state of the trail."""
    key = f"{name}:{connection.settings_dict['NAME']}:{on.isoformat()}:{get_language()}:{stamp()}"
    key = key.replace(" ", "_")
    found: Made | None = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, KEPT_SECONDS)
    return found


def overview_of(on: date) -> Overview:
    """Everything on the screen on ``on``."""
    return kept("overview", on, lambda: gather_overview(on))


def risky_q(on: date) -> Q:
    """Open work at risk: due within a week, or due within thirty days with less than half done."""
    lagging = Q(due_on__lte=on + timedelta(days=LAG_DAYS), percent__lt=LAG_PERCENT)
    return status_q(Status.DUE_SOON, on) | (status_q(Status.ON_TRACK, on) & lagging)


def pairs_of(on: date, holders: Holders, *, duties: Iterable[int] | None = None) -> list[Pair]:
    """Duty and leading office, as whoever does that office's work is today, with how their work stands.

    Two queries: which pairs there are, and a count over the open work that is late or near, which is little of it.
    """
    rows = Assignment.objects.filter(duty__isnull=False).order_by()
    if duties is not None:
        rows = rows.filter(duty__in=list(duties))
    near = rows.filter(state=Assignment.State.OPEN, due_on__lte=on + timedelta(days=LAG_DAYS))
    counted = near.values_list("duty_id", "lead_id").annotate(
        overdue=Counted("pk", filter=status_q(Status.OVERDUE, on)), risky=Counted("pk", filter=risky_q(on))
    )  # fmt: skip
    there = rows.exclude(state=Assignment.State.CANCELLED).values_list("duty_id", "lead_id").distinct()
    today_of: dict[int, int] = {}
    sums: dict[tuple[int, int], tuple[int, int]] = {}
    for duty, lead, overdue, risky in (*((d, o, 0, 0) for d, o in there), *counted):
        if lead not in today_of:
            today_of[lead] = holders.of_office(lead)[0].pk
        key = (duty, today_of[lead])
        before = sums.get(key, (0, 0))
        sums[key] = (before[0] + overdue, before[1] + risky)
    return [Pair(duty, office, *figures) for (duty, office), figures in sums.items()]


def open_duties() -> QuerySet[Duty]:
    """Those the screen speaks of."""
    return Duty.objects.filter(state=DutyState.OPEN)


def gather_overview(on: date) -> Overview:
    """Asked anew."""
    places, holders = dict(open_duties().order_by().values_list("pk", "clause_id")), Holders(on)
    pairs = [pair for pair in pairs_of(on, holders) if pair.duty in places]
    stands = standings(places, pairs)
    year, money, by_office = _money(on, holders)
    return Overview(
        on=on.isoformat(), year=year, duties=count(_("All duties in force"), "", stands.values()),
        offices=_offices(pairs, holders), clauses=_clauses(stands, places), topics=_topics(stands), work=_work(on),
        money=money, money_offices=by_office, reports=reports_due(on), digest=latest_digest(),
        headlines=headlines_of(), stories=marked_stories(), decisions=decisions_of(on),
    )  # fmt: skip


def _offices(pairs: Iterable[Pair], holders: Holders) -> tuple[Count, ...]:
    found = defaultdict[int, list[Standing]](list)
    for pair in pairs:
        found[pair.office].append(pair.standing)
    return counts_by({f"office={pk}": (holders.name_of(pk), rows) for pk, rows in found.items()})


def _clauses(stands: dict[int, Standing], places: Mapping[int, int | None]) -> tuple[Count, ...]:
    found = defaultdict[int, list[Standing]](list)
    for duty, clause in places.items():
        if clause is not None:
            found[clause].append(stands[duty])
    worst = counts_by({f"clause={pk}": (str(pk), rows) for pk, rows in found.items()})[: SHOWN * 2]
    named = {
        f"clause={c.pk}": f"{c.label} {c.heading}".strip() + f" · {c.document.number}"
        for c in Clause.objects.filter(pk__in=[int(row.query.partition("=")[2]) for row in worst])
        .select_related("document").only("label", "heading", "document__number")
    }  # fmt: skip
    return tuple(replace(row, name=named[row.query]) for row in worst)


def _topics(stands: dict[int, Standing]) -> tuple[Count, ...]:
    names, found = dict(Topic.objects.values_list("pk", "name")), defaultdict[int, list[Standing]](list)
    for duty, topic in Duty.topics.through.objects.values_list("duty_id", "topic_id"):
        if duty in stands:
            found[topic].append(stands[duty])
    return counts_by({f"topic={pk}": (names[pk], rows) for pk, rows in found.items()})


def _work(on: date) -> tuple[Figure, ...]:
    counts, listed = counts_by_status(Assignment.objects.all(), on=on), reverse("work:list")
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
    """The year, its money, and the same by office asked; lines that were dropped cost nothing."""
    year, _is_approved = money_year(on)
    rows = PlanLine.objects.filter(plan__round__year=year).exclude(state=PlanLine.State.DROPPED).order_by()
    sums = {"planned": Sum("current"), "committed": Sum("committed"), "paid": Sum("paid")}
    listed = f"{reverse('planning:lines')}?year={year}"
    found = rows.values_list("plan__office_id").annotate(p=sums["planned"], c=sums["committed"], d=sums["paid"])
    made = [
        MoneyRow(
            holders.name_of(office), f"{listed}&asked={office}", p or Decimal(0), c or Decimal(0), d or Decimal(0)
        )
        for office, p, c, d in found
    ]
    made = sorted((row for row in made if row.planned), key=lambda row: (-row.planned, row.name))
    whole = MoneyRow(str(year), f"{reverse('planning:money')}?year={year}", *(
        sum((getattr(row, part) for row in made), Decimal(0)) for part in ("planned", "committed", "paid")))  # fmt: skip
    return year, whole, tuple(made)


def rows_of(on: date, *, office: int | None, clause: int | None, topic: int | None) -> list[tuple[int, Standing]]:
    """Duties in force (of a clause, a topic, an office's work) with where each stands, the worst first; kept."""

    def gathered() -> list[tuple[int, Standing]]:
        rows = open_duties()
        rows = rows if clause is None else rows.filter(clause=clause)
        rows = rows if topic is None else rows.filter(topics=topic)
        ids = list(rows.order_by("document__issued_on", "document", "position").values_list("pk", flat=True))
        pairs = (p for p in pairs_of(on, Holders(on)) if office is None or p.office == office)
        found = standings(ids, pairs)
        chosen = [(pk, found[pk]) for pk in ids if office is None or found[pk] != Standing.NO_WORK]
        order = list(Standing)
        return sorted(chosen, key=lambda row: order.index(row[1]))

    return kept(f"rows-{office}-{clause}-{topic}", on, gathered)
