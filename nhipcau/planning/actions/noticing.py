"""Telling people about plans: who has to act, and what became of what they handed in. The day's mail carries it too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from nhipcau.people.actions import tell
from nhipcau.people.actions.notices import Word, unsaid
from nhipcau.people.models import Membership, Staff
from nhipcau.people.permissions import require
from nhipcau.people.rules.roles import PERMISSIONS, Scope, StaffRole
from nhipcau.people.trail import record
from nhipcau.planning.models import Change, Inspection, OfficePlan, PlanRound, PlanStep, ReviewProposal, ReviewRound
from nhipcau.planning.queries import Holders
from nhipcau.work.rules import DUE_SOON_DAYS

LOOK_BACK_DAYS = 30
"""How far back events are looked at: a worker that stood still for longer does not flood people."""
State, Kind = OfficePlan.State, PlanStep.Kind


@transaction.atomic
def make_notices(*, on: date, by: Staff | None = None) -> int:
    """Leave every notice about plans that the day calls for and that was not left before. Answers how many are new.

    ``by`` None is the program. Raises NotAllowed.
    """
    if by is not None:
        require(by, "planning.open_round")
    holders = Holders(on)
    with override(settings.LANGUAGE_CODE):
        words = [*_asked(on, holders), *_steps(holders), *_rounds(), *_changes(), *_reviews(on), *_inspections()]
    new = unsaid(words)
    if not new:
        return 0
    listeners = _Listeners(on, holders)
    told = sum(
        tell(listeners.of(word), kind=word.kind, about=word.about, text=word.text, url=word.url, by=by)
        for word in new
    )
    if told:
        record(by, "planning.make_notices", note=str(told))
    return told


class _Listeners:
    """Who hears of an office's plan: the focal points of whoever does its work; of a step: those who may take it."""

    def __init__(self, on: date, holders: Holders) -> None:
        self._focal: dict[int, dict[int, Staff]] = defaultdict(dict)
        self._by_role: dict[str, dict[int, Staff]] = defaultdict(dict)
        for place in Membership.objects.on(on).filter(staff__is_active=True).select_related("staff"):
            if place.role == StaffRole.FOCAL:
                self._focal[place.office_id][place.staff_id] = place.staff
            self._by_role[place.role][place.staff_id] = place.staff
        self._holders = holders

    def of(self, word: Word) -> list[Staff]:
        """Each person once."""
        found: dict[int, Staff] = {}
        if word.office is not None:
            for office in (word.office, *(o.pk for o in self._holders.of_office(word.office))):
                found |= self._focal[office]
            return list(found.values())
        for role, scope in PERMISSIONS[word.action].items():
            if scope is Scope.ALL and role is not StaffRole.ADMIN:
                found |= self._by_role[role]
        return list(found.values())


def _day(day: date) -> str:
    return date_format(day, "d/m/Y")


def _since() -> datetime:
    return timezone.now() - timedelta(days=LOOK_BACK_DAYS)


def _plan_page(pk: int) -> str:
    return reverse("planning:plan", args=[pk])


def _asked(on: date, holders: Holders) -> Iterator[Word]:
    """The office was asked; its plan is due in a week, tomorrow, overdue. A new due day is news again."""
    rows = OfficePlan.objects.filter(round__state=PlanRound.State.OPEN, state__in=[State.DRAFT, State.RETURNED])
    for plan in rows.select_related("round", "office", "held_by").defer("round__words", "round__guidance"):
        round_, name = plan.round, holders.words(plan)[0]
        facts = {"year": round_.year, "day": _day(round_.due_on), "office": name}
        to = {"url": _plan_page(plan.pk), "office": plan.held_by_id or plan.office_id}
        if round_.opened_at >= _since():
            said = _("Write the plan of %(year)d of %(office)s by %(day)s.") % facts
            yield Word("planning.asked", f"plan:{plan.pk}", said, **to)  # type: ignore[arg-type]
        left = (round_.due_on - on).days
        about = f"plan:{plan.pk}:{round_.due_on.isoformat()}"
        if left < 0:
            said = _("Overdue since %(day)s: plan of %(year)d of %(office)s.") % facts
            yield Word("planning.overdue", about, said, **to)  # type: ignore[arg-type]
        elif left <= DUE_SOON_DAYS:
            said = _("Due on %(day)s: plan of %(year)d of %(office)s.") % facts
            yield Word(f"planning.due_{'tomorrow' if left <= 1 else 'soon'}", about, said, **to)  # type: ignore[arg-type]


_FOR_OFFICE = {Kind.RETURNED, Kind.ACCEPTED, Kind.LEFT_OUT, Kind.HANDED_OVER}
_FOR_STEP = {
    Kind.SUBMITTED: "planning.decide",
    Kind.ACCEPTED: "planning.appraise",
    Kind.APPRAISED: "planning.present",
}


def _said_of_step(kind: str, *, to_office: bool) -> str:
    if kind == Kind.ACCEPTED and not to_office:
        return _("To appraise: plan of %(year)d of %(office)s.")
    return {
        Kind.SUBMITTED: _("%(office)s submitted its plan of %(year)d."),
        Kind.RETURNED: _("Returned: plan of %(year)d of %(office)s. %(note)s"),
        Kind.ACCEPTED: _("Accepted: plan of %(year)d of %(office)s."),
        Kind.LEFT_OUT: _("The year %(year)d goes on without the plan of %(office)s. %(note)s"),
        Kind.HANDED_OVER: _("Handed over: plan of %(year)d. %(note)s"),
        Kind.APPRAISED: _("Appraised: plan of %(year)d of %(office)s."),
    }[Kind(kind)]


def _steps(holders: Holders) -> Iterator[Word]:
    """What happened with plans of years that are not approved yet."""
    kinds = _FOR_OFFICE | set(_FOR_STEP)
    rows = PlanStep.objects.filter(
        kind__in=kinds, at__gte=_since(), plan__round__state=PlanRound.State.OPEN
    ).select_related("plan__round", "plan__office", "plan__held_by")
    for step in rows.defer("plan__round__words", "plan__round__guidance").order_by("at", "pk"):
        plan, about = step.plan, f"plan_step:{step.pk}"
        facts = {"year": plan.round.year, "office": holders.words(plan)[0], "note": step.note}
        if step.kind in _FOR_OFFICE:
            said = _said_of_step(step.kind, to_office=True) % facts
            yield Word(f"planning.{step.kind}", about, said, _plan_page(plan.pk), plan.held_by_id or plan.office_id)
        if step.kind in _FOR_STEP:
            page = (
                reverse("planning:appraisal", args=[plan.pk]) if step.kind == Kind.ACCEPTED else _plan_page(plan.pk)
            )
            said, action = _said_of_step(step.kind, to_office=False) % facts, _FOR_STEP[Kind(step.kind)]
            yield Word(f"planning.{step.kind}.next", about, said, page, action=action)


def _rounds() -> Iterator[Word]:
    """A year was presented, or approved."""
    presented = PlanRound.objects.filter(state=PlanRound.State.PRESENTED, presented_at__isnull=False)
    for pk, year, at in presented.values_list("pk", "year", "presented_at"):
        said, url = (
            _("Waits for approval: plan of %(year)d.") % {"year": year},
            reverse("planning:round", args=[year]),
        )
        yield Word("planning.presented", f"plan_round:{pk}:{at:%Y%m%d%H%M%S}", said, url, action="planning.approve")
    approved = OfficePlan.objects.filter(
        round__state=PlanRound.State.APPROVED, round__approved_at__gte=_since()
    ).exclude(state=State.LEFT_OUT)
    columns = ("pk", "office_id", "held_by_id", "round__year", "round__decision_number")
    for pk, office, held_by, year, number in approved.values_list(*columns):
        said = _("Approved by decision %(number)s: plan of %(year)d. Its lines become work.") % {
            "number": number, "year": year,
        }  # fmt: skip
        yield Word("planning.approved", f"plan_approved:{pk}", said, _plan_page(pk), held_by or office)


def _changes() -> Iterator[Word]:
    """A line of an approved year was amended: its lead office hears."""
    rows = Change.objects.filter(amendment__at__gte=_since()).select_related("line", "amendment")
    for change in rows:
        said = _("Amended: %(line)s. %(reason)s") % {"line": change.line, "reason": change.amendment.reason}
        url = reverse("planning:line", args=[change.line_id])
        yield Word("planning.amended", f"plan_change:{change.pk}", said, url, change.line.lead_id)


def _reviews(on: date) -> Iterator[Word]:
    """Offices that were asked about documents and have not answered; a list that waits for approval."""
    rows = ReviewProposal.objects.filter(item__round__state=ReviewRound.State.OPEN, proposal="").order_by()
    columns = ("item__round_id", "office_id", "item__round__title", "item__round__due_on")
    for round_, office, title, due_on in rows.values_list(*columns).distinct():
        soon = due_on - on <= timedelta(days=DUE_SOON_DAYS)
        said = _("Say by %(day)s what becomes of the documents: %(title)s") % {"day": _day(due_on), "title": title}
        about = f"review:{round_}:{office}" + (f":{due_on.isoformat()}" if soon else "")
        url = reverse("planning:review", args=[round_]) + "?whose=mine"
        yield Word("planning.review_due" if soon else "planning.review_asked", about, said, url, office)
    presented = ReviewRound.objects.filter(state=ReviewRound.State.PRESENTED, presented_at__isnull=False)
    for pk, title, at in presented.values_list("pk", "title", "presented_at"):
        said, url = _("Waits for approval: %(title)s") % {"title": title}, reverse("planning:review", args=[pk])
        yield Word(
            "planning.review_presented", f"review:{pk}:{at:%Y%m%d%H%M%S}", said, url, action="planning.approve_review"
        )


def _inspections() -> Iterator[Word]:
    """A visit is planned, or concluded: the inspected office hears."""
    said = {
        Inspection.State.PLANNED: _("Inspection planned for %(day)s: %(title)s"),
        Inspection.State.CONCLUDED: _("Inspection concluded: %(title)s"),
    }
    recent = Q(state=Inspection.State.PLANNED, planned_at__gte=_since()) | Q(
        state=Inspection.State.CONCLUDED, concluded_on__gte=_since().date()
    )
    for row in Inspection.objects.filter(recent).only("title", "planned_on", "state", "office_id"):
        text = said[Inspection.State(row.state)] % {"day": _day(row.planned_on), "title": row.title}
        about = f"inspection:{row.pk}:{row.planned_on.isoformat()}"
        yield Word(
            f"planning.inspection_{row.state}",
            about,
            text,
            reverse("planning:inspection", args=[row.pk]),
            row.office_id,
        )
