"""One assignment: its facts, what was done, and what the person may do now."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from nhipcau.people.models import Staff
from nhipcau.people.permissions import NotAllowed, may, today
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.ports.sections import sections_of
from nhipcau.work.actions import BadDates, EvidenceRefused, NoReason, NotNow
from nhipcau.work.forms import (
    AcceptForm,
    DecisionForm,
    EditOrderForm,
    EvidenceForm,
    ExtensionForm,
    ProgressForm,
    ReasonForm,
    WordsForm,
)
from nhipcau.work.models import Assignment, Extension
from nhipcau.work.queries import offices_in, visible_assignments
from nhipcau.work.views.lists import row_of
from nhipcau.work.views.steps import STEPS
from nhipcau.work.views.timeline import events_of

State = Assignment.State
_FORMS: dict[str, type[forms.Form]] = {
    "progress": ProgressForm, "extension": ExtensionForm, "decide": DecisionForm, "hand_in": WordsForm,
    "accept": AcceptForm, "return": ReasonForm, "evidence": EvidenceForm, "edit": EditOrderForm, "cancel": ReasonForm,
}  # fmt: skip


def steps_open_to(by: Staff, work: Assignment) -> list[str]:
    """What ``by`` may do with ``work`` as it stands, most wanted first. The actions ask again."""
    on, offices = today(), offices_in(work)
    mine = may(by, "work.report_progress", offices=offices, on=on)
    leading = may(by, "work.hand_in", office=work.lead, on=on)
    deciding, giving = may(by, "work.decide"), may(by, "work.assign")
    asked = work.extensions.filter(state=Extension.State.ASKED).exists()
    rules = {
        "accept": deciding and work.state == State.HANDED_IN,
        "return": deciding and work.state == State.HANDED_IN,
        "decide": deciding and work.state == State.OPEN and asked,
        "progress": mine and work.state == State.OPEN,
        "evidence": may(by, "work.file_evidence", offices=offices, on=on) and work.state != State.CANCELLED,
        "hand_in": leading and work.state == State.OPEN,
        "extension": leading and work.state == State.OPEN and not asked,
        "edit": giving and work.state == State.OPEN,
        "cancel": giving and work.state in {State.OPEN, State.HANDED_IN},
    }
    return [step for step, allowed in rules.items() if allowed]


class AssignmentPage(StaffPage):
    """Shown to those whose office takes part, and to those who see all."""

    permission = "work.see"
    template_name = "work/assignment.html"
    header_icon = "tasks"

    @cached_property
    def work(self) -> Assignment:
        """The assignment of the address. Raises NotAllowed where it is another office's."""
        found = get_object_or_404(
            Assignment.objects.select_related("lead", "duty__document", "duty__clause", "recurrence", "assigned_by")
            .defer("duty__document__text")
            .prefetch_related("partners"),
            pk=self.kwargs["pk"],
        )
        if not visible_assignments(staff_of(self.request), on=today()).filter(pk=found.pk).exists():
            raise NotAllowed("work.see")
        return found

    def get_page_title(self) -> str:
        """Its number; the title stands on the page."""
        return _("Assignment %(number)d") % {"number": self.work.pk}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, work, this assignment."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("work:list"), "label": _("Work")}, items[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Facts, timeline, evidence, and a form for each step that is open."""
        work, by, on = self.work, staff_of(self.request), today()
        faulty: dict[str, forms.Form] = kwargs.get("faulty", {})
        steps = steps_open_to(by, work)
        return super().get_context_data(**kwargs) | {
            "row": row_of(work, on),
            "work": work,
            "events": events_of(work),
            "evidence": work.evidence.select_related("office", "document__source", "filed_by", "withdrawal").defer(
                "document__text"
            ),
            "asked": work.extensions.filter(state=Extension.State.ASKED).select_related("asked_by").first(),
            "steps": [{"key": step, "form": faulty.get(step) or self._form(step)} for step in steps],
            "opened": next(iter(faulty), ""),
            "sections": sections_of("work.assignment", work, by),
        }

    def _form(self, step: str) -> forms.Form:
        if step == "edit":
            return EditOrderForm.of(self.work)
        known: dict[str, dict[str, Any]] = {
            "progress": {"percent": self.work.percent}, "evidence": {"happened_on": today()},
        }  # fmt: skip
        return _FORMS[step](initial=known.get(step, {}), prefix=step)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One step, named by ``step``."""
        step = request.POST.get("step", "")
        if step not in _FORMS:
            return redirect("work:assignment", pk=pk)
        form = _FORMS[step](request.POST, request.FILES, prefix=step)
        if form.is_valid():
            try:
                said = STEPS[step](self.work, form.cleaned_data, staff_of(request), today())
            except (NotNow, NoReason, BadDates, EvidenceRefused) as fault:
                form.add_error(None, str(fault))
            else:
                messages.success(request, said)
                return redirect("work:assignment", pk=pk)
        return self.render_to_response(self.get_context_data(faulty={step: form}), status=422)
