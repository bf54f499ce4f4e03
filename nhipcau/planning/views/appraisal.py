"""The finance officer's table: every line of a plan with what is proposed and what may be spent."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.people.permissions import today
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.planning.actions import Appraisal, LineFault, NotNow, appraise_lines
from nhipcau.planning.models import Item, OfficePlan, PlanLine
from nhipcau.planning.queries import Holders, lines_list, totals
from nhipcau.planning.rules.money import BadMoney, parse_money
from nhipcau.planning.views.crumbs import to_plan, to_round, to_rounds
from nhipcau.planning.views.plan import plan_for

STATES = {"taken": PlanLine.State.TAKEN, "dropped": PlanLine.State.DROPPED}


class AppraisalPage(StaffPage):
    """All lines of one plan on one page; kept all together or not at all."""

    permission = "planning.appraise"
    template_name = "planning/appraisal.html"
    page_title = gettext_lazy("Appraisal")
    header_icon = "check"

    @cached_property
    def plan(self) -> OfficePlan:
        """The plan of the address."""
        return plan_for(self.request, self.kwargs["pk"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, plans, year, office, this page."""
        items = super().get_breadcrumbs_items()
        name = Holders(today()).words(self.plan)[0]
        return [*items[:-1], to_rounds(), to_round(self.plan.round), to_plan(self.plan, name), items[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The lines with their items; what was typed stays where a row is at fault."""
        faults: dict[int, str] = kwargs.get("faults", {})
        typed: Any = kwargs.get("typed", {})
        lines = lines_list().filter(plan=self.plan).order_by("position", "pk")
        rows = [
            {"line": line, "fault": faults.get(line.pk, ""), "items": list(line.items.all()),
             "over_norm": any(item.is_over_norm for item in line.items.all()),
             "amount": typed.get(f"amount-{line.pk}"), "reason": typed.get(f"reason-{line.pk}", line.appraisal_reason),
             "dropped": f"drop-{line.pk}" in typed if typed else line.state == PlanLine.State.DROPPED}
            for line in lines.prefetch_related(Prefetch("items", Item.objects.select_related("norm")))
        ]  # fmt: skip
        return super().get_context_data(**kwargs) | {
            "plan": self.plan, "names": Holders(today()).words(self.plan), "rows": rows, "faults": faults,
            "totals": totals(PlanLine.objects.filter(plan=self.plan)),
            "open": self.plan.state == OfficePlan.State.ACCEPTED,
        }  # fmt: skip

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep what was typed for lines whose appraisal it changes."""
        appraisals, faults = self._read(request)
        if not faults:
            try:
                count = appraise_lines(self.plan, appraisals, by=staff_of(request))
            except LineFault as fault:
                faults = {fault.line: str(fault)}
            except NotNow as fault:
                messages.error(request, str(fault))
                return redirect("planning:plan", pk=pk)
            else:
                messages.success(request, _("%(n)d lines are appraised.") % {"n": count})
                return redirect("planning:plan", pk=pk)
        return self.render_to_response(self.get_context_data(faults=faults, typed=request.POST), status=422)

    def _read(self, request: HttpRequest) -> tuple[dict[int, Appraisal], dict[int, str]]:
        """(appraisals, faults) by line; a blank amount leaves the line as it is."""
        found: dict[int, Appraisal] = {}
        faults: dict[int, str] = {}
        for line in self.plan.lines.all():
            words, reason = request.POST.get(f"amount-{line.pk}", ""), request.POST.get(f"reason-{line.pk}", "")
            dropped = f"drop-{line.pk}" in request.POST
            if not words.strip() and not dropped:
                continue
            try:
                amount = Decimal(0) if dropped else parse_money(words)
            except BadMoney:
                faults[line.pk] = _("Write an amount in đồng, such as 1.500.000.")
                continue
            found[line.pk] = Appraisal(amount, reason, taken=not dropped)
        return found, faults
