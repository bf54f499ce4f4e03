"""Forms of reports: their list, one form with the parts of its newest version, one part."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.people.permissions import may
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.planning.forms import ReasonForm
from nhipcau.reports.actions import (
    FAULTS,
    begin_form,
    move_part,
    release,
    remove_part,
    rename_form,
    retire,
    revise,
    write_part,
)
from nhipcau.reports.figures import FIGURES
from nhipcau.reports.forms import (
    JOINING_NAMES,
    KIND_NAMES,
    PART_NAMES,
    FormFactsForm,
    column_forms_for,
    columns_of,
    form_for,
)
from nhipcau.reports.models import FormVersion, ReportForm
from nhipcau.reports.rules.design import Design, PartDesign, PartKind, from_values, next_key
from nhipcau.reports.views.crumbs import to_form, to_forms

State = FormVersion.State


class FormList(StaffPage):
    """All forms; a new one."""

    permission = "reports.see"
    template_name = "reports/forms.html"
    page_title = gettext_lazy("Report forms")
    header_icon = "form"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each with its last version in use and how often it was asked for."""
        rows = ReportForm.objects.annotate(
            used=Count("versions__requests", distinct=True),
            released=Count("versions", filter=Q(versions__state=State.RELEASED), distinct=True),
            drafts=Count("versions", filter=Q(versions__state=State.DRAFT), distinct=True),
        ).order_by("retired_at", "name")  # fmt: skip
        return super().get_context_data(**kwargs) | {
            "rows": rows, "form": kwargs.get("form") or FormFactsForm(), "may_design": may(staff_of(self.request), "reports.design"),
        }  # fmt: skip

    def post(self, request: HttpRequest) -> HttpResponse:
        """Begin a form."""
        form = FormFactsForm(request.POST)
        if form.is_valid():
            try:
                made = begin_form(form.facts(), by=staff_of(request))
            except FAULTS as fault:
                form.add_error(None, str(fault))
            else:
                return redirect("reports:form", pk=made.form_id)
        return self.render_to_response(self.get_context_data(form=form), status=422)


class FormPage(StaffPage):
    """One form: the parts of the version being designed, or of the one in use."""

    permission = "reports.see"
    template_name = "reports/form.html"
    header_icon = "form"

    @cached_property
    def form(self) -> ReportForm:
        """The form of the address."""
        return get_object_or_404(ReportForm, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        """Its name."""
        return self.form.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, forms, this one."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], to_forms(), items[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Parts, versions, steps."""
        form, versions = self.form, list(self.form.versions.select_related("released_by").order_by("-number"))
        faulty: dict[str, forms.Form] = kwargs.get("faulty", {})
        first = {"name": form.name, "title": form.title, "kind": form.kind, "note": form.note}
        designing = may(staff_of(self.request), "reports.design")
        is_draft = versions[0].state == State.DRAFT
        return super().get_context_data(**kwargs) | {
            "form_row": form, "versions": versions, "version": versions[0], "is_draft": is_draft,
            "parts": self._parts(from_values(versions[0].design)), "may_design": designing and not form.retired_at,
            "facts": faulty.get("facts") or FormFactsForm(initial=first), "retire_form": faulty.get("retire") or ReasonForm(prefix="retire"),
            "kinds": PART_NAMES, "opened": next(iter(faulty), ""), "faults": kwargs.get("faults", ""),
            "may_ask": may(staff_of(self.request), "reports.ask"),
        }  # fmt: skip

    @staticmethod
    def _parts(design: Design) -> list[dict[str, Any]]:
        return [
            {"part": p, "kind": PART_NAMES[p.kind], "joining": JOINING_NAMES[p.joining] if p.kind is PartKind.TABLE else "",
             "columns": [(c, KIND_NAMES[c.kind]) for c in p.columns],
             "figures": [FIGURES[name].name for name in p.figures if name in FIGURES]}
            for p in design.parts
        ]  # fmt: skip

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One step, named by ``step``."""
        step, faulty = request.POST.get("step", ""), dict[str, forms.Form]()
        try:
            faulty = self._take(step)
        except FAULTS as fault:
            shown = self.get_context_data(faults=str(fault), faulty=faulty)
            return self.render_to_response(shown, status=422)
        if faulty:
            return self.render_to_response(self.get_context_data(faulty=faulty), status=422)
        return redirect("reports:form", pk=pk)

    def _take(self, step: str) -> dict[str, forms.Form]:
        """Do it; answers the form that was not filled in rightly."""
        by, sent, version = staff_of(self.request), self.request.POST, self.form.versions.latest("number")
        if step == "facts":
            facts = FormFactsForm(sent)
            if not facts.is_valid():
                return {"facts": facts}
            rename_form(self.form, facts.facts(), by=by)
        elif step == "retire":
            reason = ReasonForm(sent, prefix="retire")
            if not reason.is_valid():
                return {"retire": reason}
            retire(self.form, reason=reason.cleaned_data["reason"], by=by)
        elif step == "release":
            release(version, by=by)
            messages.success(self.request, _("The form is released. Offices can be asked with it."))
        elif step == "revise":
            revise(self.form, by=by)
        elif step in {"up", "down"}:
            move_part(version, sent.get("part", ""), places=-1 if step == "up" else 1, by=by)
        elif step == "remove":
            remove_part(version, sent.get("part", ""), by=by)
        return {}


class PartDesignPage(StaffPage):
    """One part of the version being designed; ``new-table`` and the like begin one."""

    permission = "reports.design"
    template_name = "reports/part_design.html"
    header_icon = "edit"

    @cached_property
    def version(self) -> FormVersion:
        """The version being designed."""
        return get_object_or_404(
            FormVersion.objects.select_related("form"), form=self.kwargs["pk"], state=State.DRAFT
        )

    @cached_property
    def part(self) -> PartDesign:
        """The part of the address, or an empty one of its kind with a key that no version used."""
        design, key = from_values(self.version.design), self.kwargs["part"]
        found = next((p for p in design.parts if p.key == key), None)
        if found is not None:
            return found
        kind = key.removeprefix("new-")
        if not key.startswith("new-") or kind not in list(PartKind):
            raise Http404
        taken = [p.key for v in self.version.form.versions.all() for p in from_values(v.design).parts]
        return PartDesign(next_key(taken, "p"), "", PartKind(kind))

    def get_page_title(self) -> str:
        """The part's title."""
        return self.part.title or str(PART_NAMES[self.part.kind]).capitalize()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, forms, the form, this part."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], to_forms(), to_form(self.version.form), items[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The part's form, with columns where it is a table."""
        is_table = self.part.kind is PartKind.TABLE
        return super().get_context_data(**kwargs) | {
            "part": self.part, "is_table": is_table, "form": kwargs.get("form") or form_for(self.part),
            "columns": kwargs.get("columns") or (column_forms_for(self.part) if is_table else None),
        }  # fmt: skip

    def post(self, request: HttpRequest, pk: int, part: str) -> HttpResponse:
        """Keep the part; with ``more`` come back for more columns."""
        form, columns = form_for(self.part, request.POST), None
        is_table = self.part.kind is PartKind.TABLE
        if is_table:
            columns = column_forms_for(self.part, request.POST)
        if form.is_valid() and (columns is None or columns.is_valid()):
            typed = columns_of(columns, [c.key for c in self.part.columns]) if columns else []
            written = form.part(self.part, typed)
            try:
                write_part(self.version, written, by=staff_of(request))
            except FAULTS as fault:
                form.add_error(None, str(fault))
            else:
                messages.success(request, _("Saved."))
                if "more" in request.POST:
                    return redirect("reports:part_design", pk=pk, part=written.key)
                return redirect("reports:form", pk=pk)
        return self.render_to_response(self.get_context_data(form=form, columns=columns), status=422)
