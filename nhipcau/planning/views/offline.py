"""The form for an office without a connection: downloaded, filled in, taken in again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.duties.models import Duty, DutyState
from nhipcau.duties.queries import of_office
from nhipcau.people.permissions import NotAllowed, today
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.planning.actions import FAULTS
from nhipcau.planning.actions.forms_in import CellFault, take_in_form
from nhipcau.planning.actions.papers import bears_mark
from nhipcau.planning.form_writing import form_of
from nhipcau.planning.gathering import FUNDS
from nhipcau.planning.models import OfficePlan
from nhipcau.planning.queries import Holders, may_draft
from nhipcau.planning.rules.sheet import MAX_BYTES, PLAN_SHEET, Expected, Fault, read_form, stamp_of
from nhipcau.planning.views.crumbs import to_plan, to_round, to_rounds
from nhipcau.planning.views.files import attachment
from nhipcau.planning.views.plan import plan_for
from nhipcau.ports.messages import noop
from nhipcau.ports.papers import XLSX

MARKED = noop("The file bears a secrecy mark. Nothing of it was kept. Classified matter does not enter this system.")


class UploadForm(forms.Form):
    """The filled-in form."""

    file = forms.FileField(label=gettext_lazy("Filled-in form (.xlsx)"))


class OfflinePage(StaffPage):
    """Download the form; bring it back; every fault stands with its cell, and nothing is half kept."""

    permission = "planning.draft"
    template_name = "planning/offline.html"
    page_title = gettext_lazy("Form to fill in without a connection")
    header_icon = "upload"

    @cached_property
    def plan(self) -> OfficePlan:
        """The plan of the address. Raises NotAllowed where it cannot be written now."""
        found = plan_for(self.request, self.kwargs["pk"])
        if not may_draft(staff_of(self.request), found, on=today()):
            raise NotAllowed("planning.draft")
        return found

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, plans, year, office, this page."""
        items = super().get_breadcrumbs_items()
        name = Holders(today()).words(self.plan)[0]
        return [*items[:-1], to_rounds(), to_round(self.plan.round), to_plan(self.plan, name), items[-1]]

    def duties(self) -> list[Duty]:
        """What the plan's offices answer for today."""
        known, on = Duty.objects.filter(state=DutyState.OPEN), today()
        ids = {
            pk for o in Holders(on).of(self.plan) for pk in of_office(known, o, on=on).values_list("pk", flat=True)
        }
        rows = Duty.objects.filter(pk__in=ids).select_related("document")
        return list(rows.only("text", "path", "document__number").order_by("document", "position"))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or with ``?form`` the form itself."""
        if "form" in request.GET:
            name = Holders(today()).words(self.plan)[0]
            content = form_of(self.plan, name, self.duties())
            return attachment(content, f"bieu-ke-hoach-{self.plan.round.year}-{self.plan.pk}.xlsx", XLSX)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The upload and what was wrong with the last one."""
        return super().get_context_data(**kwargs) | {
            "plan": self.plan, "form": kwargs.get("form") or UploadForm(), "faults": kwargs.get("faults", []),
        }  # fmt: skip

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take it in."""
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        file = form.cleaned_data["file"]
        lines = set(self.plan.lines.values_list("pk", flat=True))
        kept = self.plan.lines.filter(duty__isnull=False).values_list("duty_id", flat=True)
        duties = {d.pk for d in self.duties()} | set(kept)
        words = {key.value: name for key, name in FUNDS.items()}
        expected = Expected(stamp_of(self.plan.round.year, self.plan.pk), duties, lines, words)
        content = file.read(MAX_BYTES + 1)
        rows, faults = read_form(content, expected)
        if not faults and bears_mark(file.name or "", content, by=staff_of(request)):
            faults = [Fault("", "", MARKED)]
        if not faults:
            try:
                count = take_in_form(self.plan, rows, by=staff_of(request), on=today())
            except CellFault as fault:
                faults = [Fault(PLAN_SHEET, fault.cell, str(fault))]
            except FAULTS as fault:
                form.add_error(None, str(fault))
            else:
                messages.success(request, _("%(n)d lines of the form are kept.") % {"n": count})
                return redirect("planning:plan", pk=pk)
        shown = [(f.sheet, f.cell, _(f.message) % f.params if f.params else _(f.message)) for f in faults]
        return self.render_to_response(self.get_context_data(form=form, faults=shown), status=422)
