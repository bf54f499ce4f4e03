"""One office's report: read, written part by part, handed in, decided; and what was handed in, as it was."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.people.models import Staff
from nhipcau.people.permissions import NotAllowed, may, today
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.planning.forms import AcceptForm, HandOverForm, ReasonForm
from nhipcau.planning.queries import Holders
from nhipcau.reports.actions import (
    FAULTS,
    Classified,
    accept_report,
    figures_of,
    hand_in_report,
    hand_over_report,
    leave_out_report,
    note_refusal,
    return_report,
    take_back_report,
)
from nhipcau.reports.forms import ReturnForm
from nhipcau.reports.models import Handing, ReportRequest, Submission, SubmissionStep
from nhipcau.reports.queries import (
    design_of,
    handed_of,
    is_late,
    may_answer,
    may_bring_in,
    names_in,
    owners,
    visible_submissions,
)
from nhipcau.reports.rules.answers import from_values, missing_in
from nhipcau.reports.rules.design import Design
from nhipcau.reports.views.crumbs import to_request, to_requests, to_submission
from nhipcau.reports.views.requests import TONES
from nhipcau.reports.views.showing import parts_shown, rows_behind

State = Submission.State
STEP_TITLES = {
    "hand_in": gettext_lazy("Submit to the coordinator"), "take_back": gettext_lazy("Take back to change it"),
    "accept": gettext_lazy("Accept the report"), "return": gettext_lazy("Return with remarks"),
    "leave_out": gettext_lazy("Go on without this report"), "hand_over": gettext_lazy("Hand over to another office"),
}  # fmt: skip
_FORMS: dict[str, type[forms.Form]] = {
    "hand_in": AcceptForm, "take_back": ReasonForm, "accept": AcceptForm, "leave_out": ReasonForm, "hand_over": HandOverForm,
}  # fmt: skip


def submission_for(request: HttpRequest, pk: int) -> Submission:
    """The submission of an address. Raises Http404, NotAllowed."""
    rows = Submission.objects.select_related("request__version__form", "request__office", "office", "held_by")
    found = get_object_or_404(rows, pk=pk)
    if not visible_submissions(staff_of(request), on=today()).filter(pk=pk).exists():
        raise NotAllowed("reports.see")
    return found


def steps_of(by: Staff, submission: Submission) -> list[str]:
    """What ``by`` may do with it as it stands, most wanted first. The actions ask again."""
    on, state = today(), submission.state
    is_open = submission.request.state == ReportRequest.State.OPEN
    deciding = is_open and may(by, "reports.decide")
    own = is_open and may(by, "reports.answer", offices=owners(submission), on=on)
    rules = {
        "accept": deciding and state == State.SUBMITTED,
        "return": deciding and state in {State.SUBMITTED, State.ACCEPTED},
        "hand_in": own and state in {State.DRAFT, State.RETURNED},
        "take_back": own and state in {State.SUBMITTED, State.ACCEPTED},
        "leave_out": deciding and state in {State.DRAFT, State.RETURNED, State.SUBMITTED},
        "hand_over": deciding,
    }
    return [step for step, allowed in rules.items() if allowed]


class SubmissionPage(StaffPage):
    """Shown to those whose office it is, and to those who see all."""

    permission = "reports.see"
    template_name = "reports/submission.html"
    header_icon = "clipboard-list"

    @cached_property
    def submission(self) -> Submission:
        """The submission of the address. Raises NotAllowed where it is another office's."""
        return submission_for(self.request, self.kwargs["pk"])

    @cached_property
    def holders(self) -> Holders:
        """Who answers today."""
        return Holders(today())

    @cached_property
    def design(self) -> Design:
        """The form as it was when the request was opened."""
        return design_of(self.submission.request)

    def get_page_title(self) -> str:
        """The office that answers."""
        return self.holders.words(self.submission)[0]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, requests, the request, this office."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], to_requests(), to_request(self.submission.request), items[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Parts as they stand, the figures of today or of the last handing, remarks, a form for each step."""
        one, by, on = self.submission, staff_of(self.request), today()
        faulty: dict[str, forms.Form] = kwargs.get("faulty", {})
        answer, handings = (
            from_values(one.answer),
            list(one.handings.select_related("by").defer("answer").order_by("-number")),
        )
        writable = may_answer(by, one, on=on)
        drafting = one.state in {State.DRAFT, State.RETURNED} or not handings
        figures = figures_of(one, self.design, on=on) if drafting else handed_of_light(handings[0])
        known = names_in(self.design, [answer])
        steps = steps_of(by, one)
        return super().get_context_data(**kwargs) | {
            "submission": one, "asked": one.request, "names": self.holders.words(one), "tone": TONES[one.state],
            "late": is_late(one, one.request, on), "parts": parts_shown(self.design, answer, known, figures),
            "drafting": drafting, "may_write": writable, "may_bring_in": may_bring_in(by, one), "handings": handings,
            "missing": [_(m.message) % m.params for m in missing_in(self.design, answer)] if writable else [],
            "remarks": self._remarks(), "opened": next(iter(faulty), ""),
            "steps": [{"key": s, "title": STEP_TITLES[s], "form": faulty.get(s) or self._form(s)} for s in steps],
            "history": one.steps.select_related("by"),
        }  # fmt: skip

    def _remarks(self) -> dict[str, list[str]]:
        """Part → remarks of the last time it went back, until it is accepted."""
        if self.submission.state == State.ACCEPTED:
            return {}
        last = self.submission.steps.filter(kind=SubmissionStep.Kind.RETURNED).first()
        found: dict[str, list[str]] = {}
        for part, text in last.remarks.values_list("part", "text") if last else ():
            found.setdefault(part, []).append(text)
        return found

    def _form(self, step: str, data: Any = None) -> forms.Form:
        if step == "return":
            return ReturnForm(self.design, data, prefix=step)
        return _FORMS[step](data, prefix=step)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One step, named by ``step``."""
        step = request.POST.get("step", "")
        if step not in STEP_TITLES:
            return redirect("reports:submission", pk=pk)
        form = self._form(step, request.POST)
        if form.is_valid():
            try:
                said = self._take(step, form)
            except FAULTS as fault:
                if isinstance(fault, Classified):
                    note_refusal(by=staff_of(request))
                form.add_error(None, str(fault))
            else:
                messages.success(request, said)
                return redirect("reports:submission", pk=pk)
        self.__dict__.pop("submission", None)  # as it stands now
        return self.render_to_response(self.get_context_data(faulty={step: form}), status=422)

    def _take(self, step: str, form: Any) -> str:
        one, by, on, said = self.submission, staff_of(self.request), today(), form.cleaned_data
        if step == "hand_in":
            hand_in_report(one, by=by, on=on, note=said["note"])
            return _("The report is submitted to the coordinator.")
        if step == "take_back":
            take_back_report(one, reason=said["reason"], by=by, on=on)
            return _("The report is yours to change again. Submit it when you are done.")
        if step == "accept":
            accept_report(one, by=by, note=said["note"])
            return _("The report is accepted.")
        if step == "return":
            return_report(one, reason=said["reason"], remarks=form.remarks(), by=by)
            return _("The report is returned; the office is told.")
        if step == "leave_out":
            leave_out_report(one, reason=said["reason"], by=by)
            return _("The report goes on without this office.")
        hand_over_report(one, said["to"], reason=said["reason"], by=by)
        return _("The other office carries on with the report.")


def handed_of_light(handing: Handing) -> Any:
    """The figures of a handing whose answer is not needed."""
    handing.answer = {}
    return handed_of(handing).figures


class HandingPage(StaffPage):
    """What was handed in, as it was; each row can be pointed at. ``?part=`` shows one part alone, with all its rows."""

    permission = "reports.see"
    template_name = "reports/handing.html"
    header_icon = "clipboard-list"

    @cached_property
    def handing(self) -> Handing:
        """Raises Http404, NotAllowed."""
        found = get_object_or_404(
            Handing.objects.select_related("by"), submission=self.kwargs["pk"], number=self.kwargs["number"]
        )
        found.submission = submission_for(self.request, self.kwargs["pk"])
        return found

    def get_page_title(self) -> str:
        """The office as it reported, and which time."""
        return f"{self.handing.office_words} · {_('handed in')} {self.handing.number}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, requests, the request, the office, this handing."""
        items, one = super().get_breadcrumbs_items(), self.handing.submission
        return [
            *items[:-1],
            to_requests(),
            to_request(one.request),
            to_submission(one, self.handing.office_now),
            items[-1],
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The frozen parts; rows behind figures with their pages."""
        one = handed_of(self.handing)
        design = design_of(self.handing.submission.request)
        wanted = self.request.GET.get("part", "")
        only = Design(tuple(p for p in design.parts if p.key == wanted)) if wanted else design
        parts = parts_shown(only, one.answer, names_in(only, [one.answer]), one.figures, most=500 if wanted else 20)
        behind = {name: rows_behind(name, figure) for name, figure in one.figures.items()} if wanted else {}
        return super().get_context_data(**kwargs) | {
            "handing": self.handing, "parts": parts, "behind": behind, "wanted": wanted,
            "submission": self.handing.submission, "asked": self.handing.submission.request,
            "row": self.request.GET.get("row", ""),
        }  # fmt: skip
