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

from nhipcau.people.permissions import NotAllowed, today
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.planning.actions import FAULTS
from nhipcau.planning.actions.forms_in import CellFault, take_in_form
from nhipcau.planning.form_reading import duties_for, read_for
from nhipcau.planning.form_writing import form_of
from nhipcau.planning.models import OfficePlan
from nhipcau.planning.queries import Holders, may_draft
from nhipcau.planning.rules.sheet import PLAN_SHEET
from nhipcau.planning.views.crumbs import to_plan, to_round, to_rounds
from nhipcau.planning.views.files import attachment
from nhipcau.planning.views.plan import plan_for
from nhipcau.ports.papers import XLSX
from nhipcau.ports.papers.filled_form import MAX_BYTES, Fault


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
        """The plan of the address. Raises NotAllowed where it cannot be written now; of a form that comes back the action
        says why not."""
        found = plan_for(self.request, self.kwargs["pk"])
        if self.request.method != "POST" and not may_draft(staff_of(self.request), found, on=today()):
            raise NotAllowed("planning.draft")
        return found

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, plans, year, office, this page."""
        items = super().get_breadcrumbs_items()
        name = Holders(today()).words(self.plan)[0]
        return [*items[:-1], to_rounds(), to_round(self.plan.round), to_plan(self.plan, name), items[-1]]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or with ``?form`` the form itself."""
        if "form" in request.GET:
            name = Holders(today()).words(self.plan)[0]
            content = form_of(self.plan, name, duties_for(self.plan, on=today()))
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
        content, by = file.read(MAX_BYTES + 1), staff_of(request)
        rows, faults = read_for(self.plan, file.name or "", content, by=by, on=today())
        if not faults:
            try:
                count = take_in_form(self.plan, rows, by=by, on=today())
            except CellFault as fault:
                faults = [Fault(PLAN_SHEET, fault.cell, str(fault))]
            except FAULTS as fault:
                form.add_error(None, str(fault))
            else:
                messages.success(request, _("%(n)d lines of the form are kept.") % {"n": count})
                return redirect("planning:plan", pk=pk)
        shown = [(f.sheet, f.cell, _(f.message) % f.params if f.params else _(f.message)) for f in faults]
        return self.render_to_response(self.get_context_data(form=form, faults=shown), status=422)
