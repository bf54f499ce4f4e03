"""Asking about plans: what a person may see, who carries a plan on today, what is not covered, sums for lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from nhipcau.duties.models import Duty, DutyState
from nhipcau.duties.queries import ground, of_office
from nhipcau.duties.rules import successors
from nhipcau.people.models import Office, Staff
from nhipcau.people.permissions import may, reach, with_predecessors
from nhipcau.planning.models import Excuse, OfficePlan, PlanLine, PlanRound, Remark
from nhipcau.planning.rules.coverage import RECURRING, Coverage, coverage_of

ZERO = Decimal(0)
HEAVY_DUTY = ("duty__quote", "duty__recipients", "duty__document__text", "duty__document__metadata_spans",
              "duty__document__warnings", "duty__document__title", "duty__clause__text", "clause__text")  # fmt: skip


class Holders:
    """Who carries plans on, on a day; knows the changes of offices once for as many plans as are asked."""

    def __init__(self, on: date) -> None:
        self._ground, self._on = ground(), on
        self._offices: dict[int, Office] = Office.objects.defer("aliases", "note").in_bulk()

    def of_office(self, office: int) -> list[Office]:
        """Who does the office's work on the day: itself, or those it went to."""
        return [self._offices[pk] for pk in successors(office, self._ground, self._on)]

    def of(self, plan: OfficePlan) -> list[Office]:
        """Who carries ``plan`` on: the one named by hand, else those who do the office's work."""
        return self.of_office(plan.held_by_id or plan.office_id)

    def words(self, plan: OfficePlan) -> tuple[str, str]:
        """(today's name, the name of the office asked where that is another, else "")."""
        now = self.of(plan)
        asked = self._offices[plan.office_id].name
        said = ", ".join(office.name for office in now)
        return (said, "" if said == asked else asked)


def visible_plans(by: Staff, *, on: date) -> QuerySet[OfficePlan]:
    """What ``by`` may see: all, or the plans of their offices, of those before them, and those handed to them."""
    offices = reach(by, "planning.see", on=on)
    rows = OfficePlan.objects.all()
    return rows if offices is None else rows.filter(Q(office_id__in=offices) | Q(held_by_id__in=offices))


def visible_lines(by: Staff, *, on: date) -> QuerySet[PlanLine]:
    """Lines of visible plans, and those in which one's office leads or takes part."""
    offices = reach(by, "planning.see", on=on)
    rows = PlanLine.objects.all()
    if offices is None:
        return rows
    joint = PlanLine.partners.through.objects.filter(office_id__in=offices).values("planline_id")
    return rows.filter(Q(plan__in=visible_plans(by, on=on)) | Q(lead_id__in=offices) | Q(pk__in=joint))


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


def _total(column: str, link: str = "plan") -> Coalesce:
    rows = PlanLine.objects.filter(**{link: OuterRef("pk")}).exclude(state=PlanLine.State.DROPPED).order_by()
    return Coalesce(
        Subquery(rows.values(link).annotate(total=Sum(column)).values("total")), ZERO, output_field=DecimalField()
    )


def plans_with_sums(plans: QuerySet[OfficePlan]) -> QuerySet[OfficePlan]:
    """``plans`` with ``line_count``, ``open_remarks`` and totals: ``proposed``, ``appraised``, ``current``."""
    remarks = Remark.objects.filter(plan=OuterRef("pk"), answer="").order_by().values("plan")
    unseen = PlanLine.objects.filter(plan=OuterRef("pk"), state=PlanLine.State.OPEN).order_by().values("plan")
    return plans.select_related("office", "held_by", "round").annotate(
        line_count=Count("lines", filter=~Q(lines__state=PlanLine.State.DROPPED)),
        proposed=_total("proposed"), appraised=_total("appraised"), current=_total("current"),
        open_remarks=Coalesce(Subquery(remarks.annotate(n=Count("pk")).values("n")), 0),
        unappraised=Coalesce(Subquery(unseen.annotate(n=Count("pk")).values("n")), 0),
    )  # fmt: skip


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
    planned = set(plan.lines.filter(duty__isnull=False).values_list("duty_id", flat=True))
    excused = set(Excuse.objects.filter(plan=plan).values_list("duty_id", flat=True))
    return coverage_of(asked, planned=planned, excused=excused)


def last_years_plans(plan: OfficePlan) -> QuerySet[OfficePlan]:
    """The plans of the round before, of the office and of those it came from."""
    before = PlanRound.objects.filter(year__lt=plan.round.year).order_by("-year").first()
    offices = with_predecessors(owners(plan))
    return OfficePlan.objects.filter(round=before, office_id__in=offices) if before else OfficePlan.objects.none()


def lines_list() -> QuerySet[PlanLine]:
    """Lines with what a list shows; long texts are left out."""
    return PlanLine.objects.select_related(
        "plan__round", "plan__office", "plan__held_by", "lead", "duty__document", "duty__clause", "topic",
        "assignment",
    ).defer(
        *HEAVY_DUTY[:-1], "plan__round__frozen", "plan__round__words", "plan__round__guidance",
        "assignment__clause_text", "assignment__expected_output", "assignment__note",
    ).order_by("plan__office__name", "position", "pk")  # fmt: skip


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
