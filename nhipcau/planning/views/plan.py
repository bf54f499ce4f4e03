"""One office's plan: its lines, what is not covered, remarks, and the steps between office, coordinator and finance."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property

from nhipcau.duties.models import Duty
from nhipcau.people.models import Staff
from nhipcau.people.permissions import NotAllowed, may, today
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.planning.actions import FAULTS
from nhipcau.planning.forms import AcceptForm, ExcuseForm, HandOverForm, NoteForm, ReasonForm
from nhipcau.planning.forms.remarks import AnswerForm
from nhipcau.planning.models import OfficePlan, PlanLine, PlanRound, Remark
from nhipcau.planning.queries import (
    Holders,
    coverage,
    last_years_plans,
    lines_list,
    may_draft,
    owners,
    totals,
    untold,
    visible_plans,
)
from nhipcau.planning.views.crumbs import to_round, to_rounds
from nhipcau.planning.views.rounds import PLAN_TONES
from nhipcau.planning.views.steps import PLAN_STEPS

State = OfficePlan.State
_FORMS: dict[str, type[forms.Form]] = {
    "submit": AcceptForm, "accept": AcceptForm, "return": ReasonForm, "leave_out": ReasonForm, "hand_over": HandOverForm,
    "copy": forms.Form, "note": NoteForm, "excuse": ExcuseForm, "answer": AnswerForm, "appraise_rest": forms.Form,
}  # fmt: skip
_IN_PLACE = {"excuse", "answer", "note", "copy", "appraise_rest"}
"""Steps whose forms stand beside what they are about, not among the others."""


def steps_of_plan(by: Staff, plan: OfficePlan) -> list[str]:
    """What ``by`` may do with ``plan`` as it stands, most wanted first. The actions ask again."""
    on = today()
    is_open = plan.round.state == PlanRound.State.OPEN
    drafting, deciding = may_draft(by, plan, on=on), is_open and may(by, "planning.decide")
    before = plan.state in {State.DRAFT, State.RETURNED}
    rules = {
        "accept": deciding and plan.state == State.SUBMITTED,
        "return": deciding and plan.state in {State.SUBMITTED, State.ACCEPTED, State.LEFT_OUT},
        "submit": is_open and before and may(by, "planning.submit", offices=owners(plan), on=on),
        "note": drafting,
        "copy": drafting,
        "excuse": drafting,
        "answer": drafting and plan.state == State.RETURNED,
        "appraise_rest": is_open and plan.state == State.ACCEPTED and may(by, "planning.appraise"),
        "leave_out": deciding and plan.state in {State.DRAFT, State.RETURNED, State.SUBMITTED},
        "hand_over": deciding,
    }
    return [step for step, allowed in rules.items() if allowed]


class PlanPage(StaffPage):
    """Shown to those whose office it is, and to those who see all."""

    permission = "planning.see"
    template_name = "planning/plan.html"
    header_icon = "calendar-check"

    @cached_property
    def plan(self) -> OfficePlan:
        """The plan of the address. Raises NotAllowed where it is another office's."""
        return plan_for(self.request, self.kwargs["pk"])

    @cached_property
    def holders(self) -> Holders:
        """Who carries it on today."""
        return Holders(today())

    def get_page_title(self) -> str:
        """The year and the office that carries it on."""
        return f"{self.plan.round.year} · {self.holders.words(self.plan)[0]}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, plans, the year, this office."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], to_rounds(), to_round(self.plan.round), items[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Lines with their remarks, totals, what is not covered, a form for each step."""
        plan, by = self.plan, staff_of(self.request)
        faulty: dict[str, forms.Form] = kwargs.get("faulty", {})
        steps = steps_of_plan(by, plan)
        asked = [s for s in steps if s not in _IN_PLACE]
        lines = lines_list().filter(plan=plan).prefetch_related(
            "partners", Prefetch("remarks", Remark.objects.select_related("by", "answered_by"))
        )  # fmt: skip
        return super().get_context_data(**kwargs) | {
            "plan": plan, "round": plan.round, "names": self.holders.words(plan), "tone": PLAN_TONES[plan.state],
            "lines": list(lines.order_by("position", "pk")), "totals": totals(PlanLine.objects.filter(plan=plan)),
            "may": dict.fromkeys(steps, True), "may_draft": may_draft(by, plan, on=today()),
            "may_appraise": "appraise_rest" in steps,
            "may_amend": plan.round.state == PlanRound.State.APPROVED and may(by, "planning.amend"),
            "steps": [{"key": s, "form": faulty.get(s) or _FORMS[s](prefix=s)} for s in asked],
            "opened": next(iter(faulty), ""), "in_place": [faulty[key] for key in faulty if key in _IN_PLACE], "laid_out": _IN_PLACE,
            "note_form": faulty.get("note") or NoteForm(initial={"note": plan.note}, prefix="note"),
            "plan_remarks": plan.remarks.filter(line__isnull=True).select_related("by", "answered_by"),
            "history": plan.steps.select_related("by"), "today": today(), **self._covered(),
            "untold": untold(plan) if "submit" in steps else {},
            "old_lines": PlanLine.objects.filter(plan__in=last_years_plans(plan)).count() if "copy" in steps else 0,
        }  # fmt: skip

    def _covered(self) -> dict[str, Any]:
        """Recurring duties that nothing covers, and those excused."""
        if self.plan.round.state == PlanRound.State.APPROVED:
            return {"uncovered": [], "excuses": self.plan.excuses.select_related("duty__document", "by")}
        found = coverage(self.plan, self.holders.of(self.plan), on=today())
        duties = Duty.objects.select_related("document", "clause").defer(
            "quote", "document__text", "document__metadata_spans", "document__warnings", "clause__text"
        )
        return {
            "uncovered": list(duties.filter(pk__in=found.open).order_by("document", "position")),
            "covered_count": len(found.covered),
            "excuses": self.plan.excuses.select_related("duty__document", "by").defer("duty__document__text"),
        }

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One step, named by ``step``."""
        step = request.POST.get("step", "")
        if step not in _FORMS:
            return redirect("planning:plan", pk=pk)
        prefix = None if step in {"excuse", "answer"} else step
        form = _FORMS[step](request.POST, prefix=prefix)
        if form.is_valid():
            try:
                said = PLAN_STEPS[step](self.plan, form, staff_of(request), today())
            except FAULTS as fault:
                form.add_error(None, str(fault))
            else:
                messages.success(request, said)
                return redirect("planning:plan", pk=pk)
        self.__dict__.pop("plan", None)  # as it stands now
        return self.render_to_response(self.get_context_data(faulty={step: form}), status=422)


def plan_for(request: HttpRequest, pk: int) -> OfficePlan:
    """The plan of an address. Raises Http404, NotAllowed."""
    by = staff_of(request)
    rows = OfficePlan.objects.select_related("round", "office", "held_by").defer("round__frozen", "round__words")
    found = get_object_or_404(rows, pk=pk)
    if not visible_plans(by, on=today()).filter(pk=pk).exists():
        raise NotAllowed("planning.see")
    return found
