"""Inspections: their list, planning one, one with its checklist, findings and what became of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from nhipcau.duties.views.listing import StaffListing
from nhipcau.people.models import Office, Staff
from nhipcau.people.permissions import NotAllowed, may, reach, require, today
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.planning.actions import FAULTS
from nhipcau.planning.actions.inspections import (
    Found,
    Visit,
    add_finding,
    add_point,
    call_off,
    conclude,
    plan_inspection,
    record_visit,
)
from nhipcau.planning.forms import ReasonForm
from nhipcau.planning.forms.reviews import (
    ConcludeForm,
    FindingForm,
    InspectionFilters,
    PlanInspectionForm,
    PointForm,
    VisitForm,
)
from nhipcau.planning.inspection_writing import inspection_plan, inspections_of
from nhipcau.planning.models import Inspection, InspectionPoint
from nhipcau.planning.queries import Holders
from nhipcau.planning.views.files import attachment
from nhipcau.planning.views.rounds import office_that_asks
from nhipcau.ports.papers import DOCX, write_docx
from nhipcau.work.models import Assignment

State = Inspection.State
TONES = {"planned": "", "visited": "now", "concluded": "ok", "called_off": "warn"}


def visible_inspections(by: Staff) -> QuerySet[Inspection]:
    """All, or those of and by one's own offices."""
    offices = reach(by, "planning.see", on=today())
    rows = Inspection.objects.select_related("office", "lead")
    return rows if offices is None else rows.filter(Q(office_id__in=offices) | Q(lead_id__in=offices))


class InspectionList(StaffListing):
    """Inspections, latest first, with findings and how many are remedied."""

    permission = "planning.see"
    template_name = "planning/list.html"
    results_template_name = "planning/inspections_results.html"
    index_url_name = "planning:inspections"
    index_results_url_name = "planning:inspections_results"
    page_title = gettext_lazy("Inspections")
    verbose_name_plural = gettext_lazy("inspections")
    header_icon = "view"
    filterset_class = InspectionFilters
    search_fields = ["title"]

    def get_base_queryset(self) -> QuerySet[Inspection]:
        """What the person may see."""
        done = Q(findings__assignment__state=Assignment.State.ACCEPTED)
        return (
            visible_inspections(staff_of(self.request))
            .annotate(found=Count("findings", distinct=True), remedied=Count("findings", filter=done, distinct=True))
            .order_by("-planned_on", "-pk")
        )

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The rows, and whether the person may plan one."""
        may_plan = may(staff_of(self.request), "planning.inspect")
        context = super().get_context_data(*args, **kwargs)
        names = Holders(today()).names(row.office_id for row in context["object_list"])
        years = Inspection.objects.order_by("-year").values_list("year", flat=True).distinct()
        sees_all = reach(staff_of(self.request), "planning.see", on=today()) is None
        return context | {
            "may_plan": may_plan, "tones": TONES, "today": today(), "names": names, "years": years[:3] if sees_all else [],
        }  # fmt: skip


@require_GET
def year_plan(request: HttpRequest, year: int) -> HttpResponse:
    """The year's inspections as a plan to be signed: for those who see every office's."""
    me, on = staff_of(request), today()
    require(me, "planning.see")
    if reach(me, "planning.see", on=on) is not None:
        raise NotAllowed("planning.see")
    rows = inspections_of(year)
    if not rows:
        raise Http404
    office = Office.objects.select_related("parent").get(pk=office_that_asks(me, on).pk)
    return attachment(write_docx(inspection_plan(year, office, rows, on=on)), f"ke-hoach-kiem-tra-{year}.docx", DOCX)


class PlanInspectionPage(StaffPage):
    """A new inspection."""

    permission = "planning.inspect"
    template_name = "planning/plan_inspection.html"
    page_title = gettext_lazy("Plan an inspection")
    header_icon = "plus"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form; the coordinating office inspects."""
        first = {"lead": office_that_asks(staff_of(self.request), today()).pk}
        return super().get_context_data(**kwargs) | {"form": kwargs.get("form") or PlanInspectionForm(initial=first)}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Plan it."""
        form = PlanInspectionForm(request.POST)
        if form.is_valid():
            asked = {**form.cleaned_data}
            documents = asked.pop("documents")
            try:
                made = plan_inspection(Visit(**asked), documents, by=staff_of(request), on=today())
            except FAULTS as fault:
                form.add_error(None, str(fault))
            else:
                messages.success(request, _("The inspection is planned."))
                return redirect("planning:inspection", pk=made.pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)


class InspectionPage(StaffPage):
    """One inspection."""

    permission = "planning.see"
    template_name = "planning/inspection.html"
    header_icon = "view"

    @cached_property
    def inspection(self) -> Inspection:
        """The inspection of the address. Raises NotAllowed where it is another office's."""
        found = get_object_or_404(
            Inspection.objects.select_related("office", "lead", "planned_by"), pk=self.kwargs["pk"]
        )
        if not visible_inspections(staff_of(self.request)).filter(pk=found.pk).exists():
            raise NotAllowed("planning.see")
        return found

    def get_page_title(self) -> str:
        """Its number; the content stands on the page."""
        return _("Inspection %(number)d") % {"number": self.inspection.pk}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, inspections, this one."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("planning:inspections"), "label": _("Inspections")}, items[-1]]

    def steps(self) -> list[str]:
        """What may be done with it as it stands."""
        if not may(staff_of(self.request), "planning.inspect"):
            return []
        return {
            State.PLANNED: ["visit", "point", "call_off"], State.VISITED: ["finding", "conclude", "visit", "point"],
        }.get(State(self.inspection.state), [])  # fmt: skip

    def _form(self, step: str, data: Any = None) -> forms.Form:
        if step == "finding":
            return FindingForm(data, inspection=self.inspection, prefix=step)
        kinds: dict[str, type[forms.Form]] = {
            "visit": VisitForm, "point": PointForm, "call_off": ReasonForm, "conclude": ConcludeForm,
        }  # fmt: skip
        first = {"visited_on": self.inspection.visited_on or today()} if step == "visit" else {}
        return kinds[step](data, prefix=step, initial=first)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Checklist, findings with their work, a form for each step."""
        row, faulty = self.inspection, kwargs.get("faulty", {})
        points = row.points.select_related("duty__document", "duty__clause").defer(
            "duty__document__text", "duty__quote"
        )
        steps, holders = self.steps(), Holders(today())
        return super().get_context_data(**kwargs) | {
            "inspected": holders.name_of(row.office_id), "inspecting": holders.name_of(row.lead_id),
            "inspection": row, "tone": TONES[row.state], "points": points, "results": InspectionPoint.Result.choices,
            "findings": row.findings.select_related("point", "evidence", "assignment"),
            "steps": [{"key": s, "form": faulty.get(s) or self._form(s)} for s in steps if s != "visit"],
            "visit": (faulty.get("visit") or self._form("visit")) if "visit" in steps else None,
            "opened": next(iter(faulty), ""), "laid_out": {"visit"} if "visit" in steps else set(),
        }  # fmt: skip

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One step, named by ``step``."""
        step = request.POST.get("step", "")
        if step not in {"visit", "point", "call_off", "finding", "conclude"}:
            return redirect("planning:inspection", pk=pk)
        form = self._form(step, request.POST)
        if form.is_valid():
            try:
                messages.success(request, self._take(step, form.cleaned_data, request))
            except FAULTS as fault:
                form.add_error(None, str(fault))
            else:
                return redirect("planning:inspection", pk=pk)
        self.__dict__.pop("inspection", None)  # as it stands now
        return self.render_to_response(self.get_context_data(faulty={step: form}), status=422)

    def _take(self, step: str, asked: dict[str, Any], request: HttpRequest) -> str:
        row, by, on = self.inspection, staff_of(request), today()
        if step == "visit":
            known = set(InspectionPoint.Result.values) | {""}
            results = {
                pk: (result, request.POST.get(f"note-{pk}", ""))
                for pk in row.points.values_list("pk", flat=True)
                if (result := request.POST.get(f"result-{pk}", "")) in known
            }
            record_visit(row, visited_on=asked["visited_on"], results=results, by=by, on=on)
            return _("The results of the visit are kept.")
        if step == "point":
            add_point(row, text=asked["text"], by=by)
            return _("The checklist has one more point.")
        if step == "finding":
            add_finding(row, Found(**asked), by=by)
            return _("The finding is kept.")
        if step == "conclude":
            conclude(row, words=asked["words"], number=asked["number"], by=by, on=on)
            return _("The inspection is concluded; its recommendations are work of the office now.")
        call_off(row, reason=asked["reason"], by=by)
        return _("The inspection is called off.")
