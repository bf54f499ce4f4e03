"""Asking about plans: what a person may see, who carries a plan on today, what is not covered, sums for lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from nhipcau.duties.models import Duty, DutyState
from nhipcau.duties.queries import ground, of_office
from nhipcau.duties.rules import successors
from nhipcau.people.models import Office, Staff
from nhipcau.people.permissions import may, reach, with_predecessors
from nhipcau.planning.models import Excuse, OfficePlan, PlanLine, PlanRound, Remark
from nhipcau.planning.rules.asking import Told, missing
from nhipcau.planning.rules.coverage import RECURRING, Coverage, coverage_of

ZERO = Decimal(0)
HEAVY_DUTY = ("duty__quote", "duty__recipients", "duty__document__text", "duty__document__metadata_spans",
              "duty__document__warnings", "duty__document__title", "duty__clause__text", "clause__text")  # fmt: skip


class Carried(Protocol):
    """What an office was asked for and another may carry on: a plan, a report."""

    @property
    def office_id(self) -> int: ...

    @property
    def held_by_id(self) -> int | None: ...


class Holders:
    """Who carries plans on, on a day; knows the changes of offices once for as many plans as are asked."""

    def __init__(self, on: date) -> None:
        self._ground, self._on = ground(), on
        self._offices: dict[int, Office] = Office.objects.defer("aliases", "note").in_bulk()

    def of_office(self, office: int) -> list[Office]:
        """Who does the office's work on the day: itself, or those it went to."""
        return [self._offices[pk] for pk in successors(office, self._ground, self._on)]

    def of(self, plan: Carried) -> list[Office]:
        """Who carries ``plan`` on: the one named by hand, else those who do the office's work."""
        return self.of_office(plan.held_by_id or plan.office_id)

    def words(self, plan: Carried) -> tuple[str, str]:
        """(today's name, the name of the office asked where that is another, else "")."""
        return self._words(plan.office_id, self.of(plan))

    def words_of(self, office: int) -> tuple[str, str]:
        """The same of an office: what whoever does its work is called today, and its own name where that is another."""
        return self._words(office, self.of_office(office))

    def name_of(self, office: int) -> str:
        """What whoever does the office's work is called today, with the name it had where that is another."""
        now, was = self.words_of(office)
        return f"{now} ({_('before: %(name)s') % {'name': was}})" if was else now

    def names(self, offices: Iterable[int | None]) -> dict[int, str]:
        """Office → ``name_of``."""
        return {pk: self.name_of(pk) for pk in set(offices) if pk is not None}

    def _words(self, office: int, now: list[Office]) -> tuple[str, str]:
        asked, said = self._offices[office].name, ", ".join(o.name for o in now)
        return (said, "" if said == asked else asked)


def visible_plans(by: Staff, *, on: date) -> QuerySet[OfficePlan]:
    """What ``by`` may see: all, or the plans of their offices, of those before them, and those handed to them."""
    offices = reach(by, "planning.see", on=on)
    rows = OfficePlan.objects.all()
    return rows if offices is None else rows.filter(Q(office_id__in=offices) | Q(held_by_id__in=offices))


def visible_lines(by: Staff, *, on: date) -> QuerySet[PlanLine]:
    """Lines of visible plans, and those in which one's office leads or takes part."""
    return seen_by(PlanLine.objects.all(), by, on=on)


def seen_by(lines: QuerySet[PlanLine], by: Staff, *, on: date) -> QuerySet[PlanLine]:
    """Those of ``lines`` that ``by`` may see; the same query where that is all."""
    offices = reach(by, "planning.see", on=on)
    if offices is None:
        return lines
    joint = PlanLine.partners.through.objects.filter(office_id__in=offices).values("planline_id")
    mine = Q(plan__office_id__in=offices) | Q(plan__held_by_id__in=offices)
    return lines.filter(mine | Q(lead_id__in=offices) | Q(pk__in=joint))


def owners(plan: OfficePlan) -> list[int]:
    """Ids of the offices whose staff may write the plan: ``may`` adds those that came after."""
    return [plan.held_by_id or plan.office_id]


def may_draft(by: Staff, plan: OfficePlan, *, on: date) -> bool:
    """Whether ``by`` may change the plan now."""
    open_states = {OfficePlan.State.DRAFT, OfficePlan.State.RETURNED}
    return (
        plan.round.state == PlanRound.State.OPEN
        and plan.state in open_states
        and may(by, "planning.draft", offices=owners(plan), on=on)
    )


@dataclass(frozen=True, slots=True)
class PlanSums:
    """One plan's lines that were not dropped: how many, their money in đồng, how many nobody has appraised yet."""

    lines: int = 0
    proposed: Decimal = ZERO
    appraised: Decimal = ZERO
    current: Decimal = ZERO
    unappraised: int = 0


def sums_of_plans(plans: QuerySet[OfficePlan]) -> dict[int, PlanSums]:
    """Plan → sums, in one query."""
    rows = PlanLine.objects.filter(plan__in=plans).exclude(state=PlanLine.State.DROPPED).order_by()
    found = rows.values_list("plan").annotate(
        n=Count("pk"), p=Sum("proposed"), a=Sum("appraised"), c=Sum("current"),
        u=Count("pk", filter=Q(state=PlanLine.State.OPEN)),
    )  # fmt: skip
    return {plan: PlanSums(n, p or ZERO, a or ZERO, c or ZERO, u) for plan, n, p, a, c, u in found}


def open_remarks_of(plans: QuerySet[OfficePlan]) -> dict[int, int]:
    """Plan → remarks without an answer, in one query."""
    rows = Remark.objects.filter(plan__in=plans, answer="").order_by()
    return dict(rows.values_list("plan").annotate(n=Count("pk")))


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums of lines in đồng; ``lines`` how many."""

    lines: int
    proposed: Decimal
    appraised: Decimal
    approved: Decimal
    current: Decimal
    committed: Decimal
    paid: Decimal

    @property
    def left(self) -> Decimal:
        """Đồng not committed."""
        return self.current - self.committed


def totals(lines: QuerySet[PlanLine]) -> Totals:
    """Of those of ``lines`` that were not dropped, in one query."""
    columns = ("proposed", "appraised", "approved", "current", "committed", "paid")
    found = (
        lines.exclude(state=PlanLine.State.DROPPED)
        .order_by()
        .aggregate(lines=Count("pk"), **{f"{c}_sum": Sum(c) for c in columns})
    )
    return Totals(found["lines"], *(found[f"{c}_sum"] or ZERO for c in columns))


def recurring_duties(office: Office, *, on: date) -> QuerySet[Duty]:
    """Duties in force that come back every year and for which ``office`` answers on ``on``."""
    duties = Duty.objects.filter(state=DutyState.OPEN, cadence__in=RECURRING)
    return of_office(duties, office, on=on).order_by("document", "position")


def coverage(plan: OfficePlan, offices: Iterable[Office], *, on: date) -> Coverage:
    """Which recurring duties of ``offices`` the plan covers, excuses, leaves open."""
    asked = [pk for office in offices for pk in recurring_duties(office, on=on).values_list("pk", flat=True)]
    gone = (PlanLine.State.DROPPED, PlanLine.State.CANCELLED)
    lines = plan.lines.filter(duty__isnull=False).exclude(state__in=gone)
    planned = set(lines.values_list("duty_id", flat=True))
    excused = set(Excuse.objects.filter(plan=plan).values_list("duty_id", flat=True))
    return coverage_of(asked, planned=planned, excused=excused)


def untold(plan: OfficePlan) -> dict[int, list[str]]:
    """Place of the activity in the plan → what the template of the year asks and it does not say; one query."""
    asks = plan.round.asks or ()
    if not asks:
        return {}
    bare = Count("items", filter=Q(items__norm__isnull=True))
    rows = plan.lines.order_by("position", "pk").annotate(count=Count("items"), bare=bare)
    lines = [
        Told(number, bool(line.duty_id or line.clause_id), bool(line.output), bool(line.measure), bool(line.topic_id),
             line.fund != PlanLine.Fund.NONE, line.count, line.bare)
        for number, line in enumerate(rows, start=1)
    ]  # fmt: skip
    words = dict(PlanRound.Asked.choices)
    return {
        number: [str(words[PlanRound.Asked(key)]) for key in keys] for number, keys in missing(lines, asks).items()
    }


def last_years_plans(plan: OfficePlan) -> QuerySet[OfficePlan]:
    """The plans of the round before, of the office asked and of those it came from, whoever carries this one on."""
    before = PlanRound.objects.filter(year__lt=plan.round.year).only("pk").order_by("-year").first()
    offices = with_predecessors([plan.office_id])
    return OfficePlan.objects.filter(round=before, office_id__in=offices) if before else OfficePlan.objects.none()


def lines_list() -> QuerySet[PlanLine]:
    """Lines with what a list shows; long texts are left out."""
    return PlanLine.objects.select_related(
        "plan__round", "plan__office", "plan__held_by", "lead", "duty__document", "duty__clause", "topic",
        "assignment", "clause",
    ).defer(
        *HEAVY_DUTY, "plan__round__frozen", "plan__round__words", "plan__round__guidance",
        "assignment__clause_text", "assignment__expected_output", "assignment__note",
    ).order_by("plan__office__name", "position", "pk")  # fmt: skip


GROUPS = {
    "office": ("plan__office__name", "plan__office_id"),
    "fund": ("fund", "fund"),
    "topic": ("topic__name", "topic_id"),
    "duty": ("duty_id", "duty_id"),
}
"""By what money is summed → (column that names, column that is grouped)."""


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """Sums of the approved lines of one office, source, topic or duty, in đồng; ``key`` None where they have none."""

    key: Any
    name: str
    lines: int
    planned: Decimal
    committed: Decimal
    paid: Decimal
    left: Decimal


def grouped_money(lines: QuerySet[PlanLine], group: str, *, on: date) -> list[MoneyRow]:
    """``lines`` summed by one of ``GROUPS``, the largest first: one query for the sums, one for names."""
    name_column, key_column = GROUPS[group]
    found = spent_by(lines, name_column, key_column)
    keys = {row[key_column] for row in found if row[key_column]}
    names: dict[Any, str] = {row[key_column]: row[name_column] for row in found if row[name_column]}
    if group == "duty":
        duties = Duty.objects.filter(pk__in=keys).select_related("document").only("text", "document__number")
        names = {d.pk: f"{d.document.number} · {d}" for d in duties}
    elif group == "fund":
        names = {value: str(label) for value, label in PlanLine.Fund.choices}
    elif group == "office":
        names = Holders(on).names(keys)
    return [
        MoneyRow(row[key_column], names.get(row[key_column]) or _("none"), row["lines"], row["planned"], row["committed_sum"],
                 row["paid_sum"], row["left_sum"])
        for row in found
    ]  # fmt: skip


def spent_by(lines: QuerySet[PlanLine], *columns: str) -> list[dict[str, Any]]:
    """Planned, committed, paid, left of approved ``lines`` by ``columns``, the largest first; one query."""
    rows = lines.filter(state__in=[PlanLine.State.APPROVED, PlanLine.State.CANCELLED]).order_by()
    return list(
        rows.values(*columns)
        .annotate(
            lines=Count("pk"), planned=Sum("current"), committed_sum=Sum("committed"), paid_sum=Sum("paid"),
            left_sum=Sum(F("current") - F("committed")),
        )
        .order_by("-planned", columns[0])
    )  # fmt: skip
