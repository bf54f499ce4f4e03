"""Amending an approved year: a line, or a line in addition."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.people.permissions import today
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.planning.actions import FAULTS, NewLine, amend
from nhipcau.planning.forms import CostForms, LineForm, costs_of, written_of
from nhipcau.planning.forms.money import AmendForm, GroundForm
from nhipcau.planning.models import OfficePlan, PlanLine, PlanRound
from nhipcau.planning.queries import lines_list
from nhipcau.planning.views.crumbs import to_round, to_rounds
from nhipcau.planning.views.lines import AddLine
from nhipcau.planning.views.plan import plan_for
from nhipcau.planning.views.steps import uploaded


class AmendLine(StaffPage):
    """One approved line: more or less money, other dates, another lead, or cancelled."""

    permission = "planning.amend"
    template_name = "planning/amend.html"
    page_title = gettext_lazy("Amend the plan")
    header_icon = "edit"

    @cached_property
    def line(self) -> PlanLine:
        """The line of the address."""
        return get_object_or_404(lines_list(), pk=self.kwargs["pk"], plan__round__state=PlanRound.State.APPROVED)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, plans, the year, this page."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], to_rounds(), to_round(self.line.plan.round), items[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Both forms."""
        return super().get_context_data(**kwargs) | {
            "line": self.line, "form": kwargs.get("form") or AmendForm(line=self.line),
            "ground": kwargs.get("ground") or GroundForm(prefix="ground"),
        }  # fmt: skip

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Amend."""
        form = AmendForm(request.POST, line=self.line)
        ground = GroundForm(request.POST, request.FILES, prefix="ground")
        if form.is_valid() and ground.is_valid():
            try:
                made = amend(
                    self.line.plan.round, ground.ground(uploaded(ground.cleaned_data["file"])), form.changes(),
                    by=staff_of(request), on=today(),
                )  # fmt: skip
            except FAULTS as fault:
                form.add_error(None, str(fault))
            else:
                messages.success(request, _("Amendment %(number)d is kept.") % {"number": made.number})
                return redirect("planning:line", pk=pk)
        return self.render_to_response(self.get_context_data(form=form, ground=ground), status=422)


class AddByAmendment(AddLine):
    """A line that an approved year gets in addition."""

    permission = "planning.amend"
    page_title = gettext_lazy("New line by amendment")

    @cached_property
    def plan(self) -> OfficePlan:
        """The plan of the address."""
        return plan_for(self.request, self.kwargs["pk"])

    def may_write(self) -> bool:
        """Of an approved year; who may is asked by the page's permission."""
        return self.plan.round.state == PlanRound.State.APPROVED

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The line's forms and the ground."""
        return super().get_context_data(**kwargs) | {"ground": kwargs.get("ground") or GroundForm(prefix="ground")}

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Amend; ``more`` only gives more rows for items."""
        ground = GroundForm(request.POST, request.FILES, prefix="ground")
        if "more" in request.POST:
            return self.render_to_response(self.get_context_data(**self._wider(request), ground=ground))
        form = LineForm(request.POST, duties=self.duties(), clauses=self.clauses())
        costs = CostForms(request.POST, prefix="costs", on=today())
        if form.is_valid() and costs.is_valid() and ground.is_valid():
            new = NewLine(self.plan, written_of(form.cleaned_data, costs_of(costs)))
            try:
                upload = uploaded(ground.cleaned_data["file"])
                amend(self.plan.round, ground.ground(upload), {}, by=staff_of(request), on=today(), new_lines=(new,))
            except FAULTS as fault:
                form.add_error(None, str(fault))
            else:
                messages.success(request, _("The line is kept."))
                return redirect("planning:plan", pk=pk)
        return self.render_to_response(self.get_context_data(form=form, costs=costs, ground=ground), status=422)
