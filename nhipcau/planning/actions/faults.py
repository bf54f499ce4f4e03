"""What can stand in the way of a step, said so that the person knows what to do; rows held against two at once."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from nhipcau.people.models import Office
from nhipcau.planning.models import OfficePlan, PlanLine, PlanRound


class NotNow(Exception):
    """The plan or round is not in a state in which this step makes sense."""


class NoReason(Exception):
    """A step that others will ask about needs its reason in words."""


class NotEnough(Exception):
    """There is less money on the line than was asked for."""


class FileRefused(Exception):
    """The file is not taken; the message says what to do instead."""


def reason_given(reason: str) -> str:
    """``reason`` without space around it. Raises NoReason where nothing is left."""
    if not reason.strip():
        raise NoReason(_("Say why, so that others can follow it later."))
    return reason.strip()


def locked_round(round_: PlanRound) -> PlanRound:
    """The round as it stands now, held until the transaction ends, so that two people cannot decide at once."""
    return PlanRound.objects.select_for_update(of=("self",), no_key=True).get(pk=round_.pk)


def locked_plan(plan: OfficePlan) -> OfficePlan:
    """The plan as it stands now, held until the transaction ends, its round before it: nothing of a year moves while
    the year is presented or approved, and everyone waits in the same order."""
    PlanRound.objects.select_for_update(no_key=True).only("pk").get(plans=plan.pk)
    rows = OfficePlan.objects.select_for_update(of=("self",), no_key=True).select_related(
        "round", "office", "held_by"
    )
    return rows.defer("round__frozen", "round__words").get(pk=plan.pk)


def locked_line(line: PlanLine) -> PlanLine:
    """The line as it stands now, held until the transaction ends: its money is not spent twice."""
    rows = PlanLine.objects.select_for_update(of=("self",)).select_related(
        "plan__round", "plan__office", "plan__held_by", "lead"
    )
    return rows.get(pk=line.pk)


def must_be_open(round_: PlanRound) -> None:
    """Raise NotNow unless offices may still draft, saying who decided when."""
    if round_.state == PlanRound.State.APPROVED:
        raise NotNow(approved_words(round_))
    if round_.state == PlanRound.State.PRESENTED:
        raise NotNow(
            _("The plan was presented for approval. The coordinator can take it back before it is approved.")
        )


def approved_words(round_: PlanRound) -> str:
    """That the round is approved, by which decision, entered by whom and when."""
    return _(
        "The plan was approved by decision %(number)s, entered by %(who)s on %(day)s. A change is now an amendment."
    ) % {
        "number": round_.decision_number,
        "who": round_.approved_by,
        "day": date_format(round_.approved_at, "d/m/Y H:i") if round_.approved_at else "",
    }


def must_be(plan: OfficePlan, *states: str) -> None:
    """Raise NotNow unless ``plan`` is in one of ``states`` and its round is open."""
    must_be_open(plan.round)
    if plan.state not in states:
        raise NotNow(
            _("This step is not possible now: the plan is “%(state)s”.") % {"state": plan.get_state_display()}
        )


def holder(plan: OfficePlan) -> Office:
    """The office for whose staff ``plan`` is their own: by name, or the one asked and whoever took it over."""
    return plan.held_by or plan.office
