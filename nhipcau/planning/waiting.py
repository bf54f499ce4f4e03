"""What the planning room has waiting for a person: rows for the first page. Only what is there is said."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from nhipcau.people.models import Staff
from nhipcau.people.permissions import may, offices_of
from nhipcau.planning.models import OfficePlan, PlanLine, PlanRound, ReviewProposal, ReviewRound

Row = tuple[str, int, str, bool]
"""What it is, how many, where they are listed, whether they are late."""
State = OfficePlan.State


def to_write() -> Q:
    """Plans that their offices still write."""
    return Q(state__in=[State.DRAFT, State.RETURNED])


def to_appraise() -> Q:
    """Accepted plans with lines that nobody appraised yet."""
    return Q(state=State.ACCEPTED) & Q(
        Exists(PlanLine.objects.filter(plan=OuterRef("pk"), state=PlanLine.State.OPEN))
    )


def of_own(plans: QuerySet[OfficePlan], me: Staff, *, on: date) -> QuerySet[OfficePlan]:
    """Those of ``plans`` that the person's offices write."""
    mine = offices_of(me, "planning.draft", on=on)
    return plans.filter(Q(held_by__in=mine) | Q(held_by__isnull=True, office__in=mine))


def waiting_in_planning(me: Staff, *, on: date) -> list[Row]:
    """Plans to write, to accept, to appraise, to present, to approve; documents to speak about; lists to approve."""
    found: list[Row] = []
    for round_ in PlanRound.objects.filter(state=PlanRound.State.OPEN).only("pk", "year", "due_on").order_by("year"):
        found += _round(me, round_, on)
    if may(me, "planning.approve"):
        count = PlanRound.objects.filter(state=PlanRound.State.PRESENTED).count()
        found.append((_("Plans of years to approve"), count, f"{reverse('planning:rounds')}?state=presented", False))
    if may(me, "planning.propose"):
        asked = ReviewProposal.objects.filter(
            item__round__state=ReviewRound.State.OPEN, proposal="", office_id__in=offices_of(me, "planning.propose", on=on)
        ).order_by()  # fmt: skip
        rows = asked.values_list("item__round_id", "item__round__due_on").annotate(n=Count("pk"))
        for pk, due_on, count in rows:
            url = f"{reverse('planning:review', args=[pk])}?whose=mine"
            found.append((_("Documents to speak about"), count, url, due_on < on))
    if may(me, "planning.approve_review"):
        count = ReviewRound.objects.filter(state=ReviewRound.State.PRESENTED).count()
        found.append((_("Reviews to approve"), count, f"{reverse('planning:reviews')}?state=presented", False))
    return [row for row in found if row[1]]


def _round(me: Staff, round_: PlanRound, on: date) -> list[Row]:
    page, plans, year = reverse("planning:round", args=[round_.year]), round_.plans.order_by(), {"year": round_.year}
    found: list[Row] = []
    if may(me, "planning.draft"):
        count = of_own(plans.filter(to_write()), me, on=on).count()
        found.append((_("Plan of %(year)d: to write") % year, count, f"{page}?state=to_write&whose=mine",
                      round_.due_on < on))  # fmt: skip
    if may(me, "planning.decide"):
        count = plans.filter(state=State.SUBMITTED).count()
        found.append(
            (_("Plan of %(year)d: submitted, to accept or return") % year, count, f"{page}?state=submitted", False)
        )
    if may(me, "planning.appraise"):
        count = plans.filter(to_appraise()).count()
        found.append((_("Plan of %(year)d: to appraise") % year, count, f"{page}?state=to_appraise", False))
    return found
