"""Lines: the list over all years and offices, one line with its estimate, writing one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.documents.models import Clause
from nhipcau.duties.models import Duty, DutyState
from nhipcau.duties.queries import of_office
from nhipcau.duties.views.listing import StaffListing
from nhipcau.people.permissions import NotAllowed, may, today
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.planning.actions import FAULTS, add_line, edit_line, remove_line
from nhipcau.planning.actions.spending import spenders
from nhipcau.planning.forms import CostForms, LineFilters, LineForm, costs_of, written_of
from nhipcau.planning.models import OfficePlan, PlanLine
from nhipcau.planning.queries import Holders, lines_list, may_draft, seen_by, totals, visible_lines
from nhipcau.planning.views.crumbs import to_plan, to_round, to_rounds
from nhipcau.planning.views.plan import plan_for

LINE_TONES = {"open": "", "taken": "now", "dropped": "warn", "approved": "ok", "cancelled": "warn"}


class LineList(StaffListing):
    """Every line that the person may see, with sums over what the filters leave."""

    permission = "planning.see"
    template_name = "planning/list.html"
    results_template_name = "planning/lines_results.html"
    index_url_name = "planning:lines"
    index_results_url_name = "planning:lines_results"
    page_title = gettext_lazy("Lines of plans")
    verbose_name_plural = gettext_lazy("lines of plans")
    header_icon = "list-ul"
    filterset_class = LineFilters
    search_fields = ["activity", "output"]
    index_kind = "plan_line"

    def get_base_queryset(self) -> QuerySet[PlanLine]:
        """Newest year first."""
        rows = seen_by(lines_list(), staff_of(self.request), on=today())
        return rows.order_by("-plan__round__year", "plan__office__name", "position", "pk")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The rows, and sums over all of them."""
        context = super().get_context_data(*args, **kwargs)
        return context | {
            "tones": LINE_TONES, "today": today(),
            "totals": totals(self.filters.qs if self.filters else self.get_base_queryset()),
        }  # fmt: skip


def line_for(request: HttpRequest, pk: int) -> PlanLine:
    """The line of an address. Raises Http404, NotAllowed."""
    rows = lines_list().select_related("appraised_by", "copied_from__plan__round", "clause__document", "added_by")
    found: PlanLine = get_object_or_404(rows.prefetch_related("partners", "items__norm"), pk=pk)
    if not visible_lines(staff_of(request), on=today()).filter(pk=found.pk).exists():
        raise NotAllowed("planning.see")
    return found


class LinePage(StaffPage):
    """One line: what it serves, its estimate, appraisal, remarks, work."""

    permission = "planning.see"
    template_name = "planning/line.html"
    header_icon = "calendar-check"

    @cached_property
    def line(self) -> PlanLine:
        """The line of the address. Raises NotAllowed where it is another office's."""
        return line_for(self.request, self.kwargs["pk"])

    def get_page_title(self) -> str:
        """Its number; the activity stands on the page."""
        return _("Line %(number)d") % {"number": self.line.pk}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, plans, year, office, this line."""
        items, plan = super().get_breadcrumbs_items(), self.line.plan
        name = Holders(today()).words(plan)[0]
        return [*items[:-1], to_rounds(), to_round(plan.round), to_plan(plan, name), items[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The facts and what the person may do."""
        line, by = self.line, staff_of(self.request)
        return super().get_context_data(**kwargs) | {
            "line": line, "tone": LINE_TONES[line.state], "names": Holders(today()).words(line.plan),
            "may_draft": may_draft(by, line.plan, on=today()),
            "remarks": line.remarks.select_related("by", "answered_by"),
            "changes": line.changes.select_related("amendment__by").order_by("-revision"),
            "contracts": line.contracts.all(),
            "may_amend": line.state == PlanLine.State.APPROVED and may(by, "planning.amend"),
            "may_spend": line.state == PlanLine.State.APPROVED
            and may(by, "planning.spend", offices=spenders(line), on=today()),
        }  # fmt: skip


class LineWriting(StaffPage):
    """The form of a line with its estimate. Below: for a new one and for one that is there."""

    permission = "planning.draft"
    template_name = "planning/line_form.html"
    header_icon = "edit"

    @cached_property
    def plan(self) -> OfficePlan:
        """The plan that is written."""
        raise NotImplementedError

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, plans, year, office, this page."""
        items = super().get_breadcrumbs_items()
        name = Holders(today()).words(self.plan)[0]
        return [*items[:-1], to_rounds(), to_round(self.plan.round), to_plan(self.plan, name), items[-1]]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Raises NotAllowed where the plan cannot be written now. What was typed meanwhile is sent on: the action says what
        happened to the plan, and the words stay on the page."""
        self.kwargs = kwargs
        if request.method != "POST" and not self.may_write():
            raise NotAllowed(self.permission)
        return super().dispatch(request, *args, **kwargs)

    def may_write(self) -> bool:
        """Whether the plan can be written now."""
        return may_draft(staff_of(self.request), self.plan, on=today())

    @cached_property
    def duty_ids(self) -> set[int]:
        """Of those that the plan's offices answer for, and the one that the line serves."""
        known, chosen = Duty.objects.filter(state=DutyState.OPEN), self.initial().get("duty")
        ids = {pk for o in Holders(today()).of(self.plan)
               for pk in of_office(known, o, on=today()).values_list("pk", flat=True)}  # fmt: skip
        return ids | ({int(chosen)} if chosen else set())

    def duties(self) -> QuerySet[Duty]:
        """To choose from."""
        light = Duty.objects.filter(pk__in=self.duty_ids).select_related("document", "clause")
        shown = (
            "text",
            "position",
            "document__number",
            "document__kind",
            "clause__label",
            "clause__heading",
            "clause__path",
        )
        return light.only(*shown).order_by("document", "position")

    def clauses(self) -> QuerySet[Clause]:
        """Of the documents that give the plan's offices their duties, and the one that the line serves."""
        documents = Duty.objects.filter(pk__in=self.duty_ids).values("document_id")
        wanted = Q(document__in=documents) | Q(pk=self.initial().get("clause"))
        light = Clause.objects.filter(wanted).select_related("document").order_by("document", "position")
        return light.only("label", "heading", "document__number", "document__kind", "position")

    def initial(self) -> dict[str, Any]:
        """What the form begins with."""
        raise NotImplementedError

    def costs(self) -> list[dict[str, Any]]:
        """What the estimate begins with."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Both forms."""
        form = kwargs.get("form") or LineForm(initial=self.initial(), duties=self.duties(), clauses=self.clauses())
        costs = kwargs.get("costs") or CostForms(initial=self.costs(), prefix="costs", on=today())
        return super().get_context_data(**kwargs) | {"plan": self.plan, "form": form, "costs": costs}

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep it; ``more`` only gives more rows for items."""
        if "more" in request.POST:
            return self.render_to_response(self.get_context_data(**self._wider(request)))
        form = LineForm(request.POST, duties=self.duties(), clauses=self.clauses())
        costs = CostForms(request.POST, prefix="costs", on=today())
        if form.is_valid() and costs.is_valid():
            try:
                line = self.keep(written_of(form.cleaned_data, costs_of(costs)))
            except FAULTS as fault:
                form.add_error(None, str(fault))
            else:
                messages.success(request, _("The line is kept."))
                again = "another" in request.POST
                return redirect(reverse("planning:add_line" if again else "planning:line",
                                        args=[self.plan.pk if again else line.pk]))  # fmt: skip
        return self.render_to_response(self.get_context_data(form=form, costs=costs), status=422)

    def _wider(self, request: HttpRequest) -> dict[str, Any]:
        posted = request.POST.copy()
        count = min(int(posted.get("costs-TOTAL_FORMS") or 0) + 5, 200)
        posted["costs-TOTAL_FORMS"] = str(count)
        return {
            "form": LineForm(posted, duties=self.duties(), clauses=self.clauses()),
            "costs": CostForms(posted, prefix="costs", on=today()),
        }

    def keep(self, written: Any) -> PlanLine:
        """The action."""
        raise NotImplementedError


class AddLine(LineWriting):
    """A new line; ``?duty=`` chooses the duty beforehand."""

    page_title = gettext_lazy("New line")

    @cached_property
    def plan(self) -> OfficePlan:
        """The plan of the address."""
        return plan_for(self.request, self.kwargs["pk"])

    def initial(self) -> dict[str, Any]:
        """The whole year, led by the office; the duty's words as a start."""
        asked, year = self.request.GET.get("duty", ""), self.plan.round.year
        duty = Duty.objects.filter(pk=asked).only("text").first() if asked.isdecimal() else None
        begin: dict[str, Any] = {
            "starts_on": f"{year}-01-01", "ends_on": f"{year}-12-31", "lead": Holders(today()).of(self.plan)[0].pk,
            "fund": PlanLine.Fund.PROVINCE,
        }  # fmt: skip
        return begin | ({"duty": duty.pk, "activity": duty.text[:500]} if duty else {})

    def keep(self, written: Any) -> PlanLine:
        """Add it."""
        return add_line(self.plan, written, by=staff_of(self.request), on=today())


class EditLine(LineWriting):
    """A line that is there."""

    page_title = gettext_lazy("Change the line")

    @cached_property
    def line(self) -> PlanLine:
        """The line of the address."""
        rows = PlanLine.objects.select_related("plan__round", "plan__office", "plan__held_by", "duty")
        return get_object_or_404(rows.defer("plan__round__frozen"), pk=self.kwargs["pk"])

    @cached_property
    def plan(self) -> OfficePlan:
        """Its plan."""
        return plan_for(self.request, self.line.plan_id)

    def initial(self) -> dict[str, Any]:
        """As it stands."""
        names = (
            "duty_id",
            "clause_id",
            "basis",
            "activity",
            "output",
            "measure",
            "starts_on",
            "ends_on",
            "lead_id",
            "topic_id",
            "fund",
        )
        begin = {name.removesuffix("_id"): getattr(self.line, name) for name in names}
        holders = Holders(today())  # an office that is no more is not among those to choose from: its successor is
        partners = [now.pk for office in self.line.partners.all() for now in holders.of_office(office.pk)]
        return begin | {"lead": holders.of_office(self.line.lead_id)[0].pk, "partners": partners}

    def costs(self) -> list[dict[str, Any]]:
        """The items as they stand."""
        names = ("text", "unit", "quantity", "times", "unit_price", "norm_id")
        return [{n.removesuffix("_id"): getattr(item, n) for n in names} for item in self.line.items.all()]

    def keep(self, written: Any) -> PlanLine:
        """Change it."""
        return edit_line(self.line, written, by=staff_of(self.request), on=today())


def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a line out of a draft."""
    line = get_object_or_404(PlanLine.objects.select_related("plan"), pk=pk)
    if request.method == "POST":
        try:
            remove_line(line, by=staff_of(request), on=today())
        except FAULTS as fault:
            messages.error(request, str(fault))
        else:
            messages.success(request, _("The line is taken out."))
    return redirect("planning:plan", pk=line.plan_id)
