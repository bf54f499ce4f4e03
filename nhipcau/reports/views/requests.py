"""Requests: their list, a new one, one with its offices and its reports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nhipcau.duties.views.listing import StaffListing
from nhipcau.people.models import Staff
from nhipcau.people.permissions import may, reach, today
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.planning.forms import AskForm, ReasonForm
from nhipcau.planning.queries import Holders
from nhipcau.planning.views.rounds import office_that_asks
from nhipcau.reports.actions import FAULTS, ask_more, cancel_request, consolidate, edit_request, open_request
from nhipcau.reports.forms import EditRequestForm, OpenRequestForm, RequestFilters
from nhipcau.reports.models import Consolidation, ReportRequest, Submission
from nhipcau.reports.queries import is_late, late_q, visible_requests, visible_submissions
from nhipcau.reports.views.crumbs import to_requests

State = ReportRequest.State
TONES = {"draft": "", "submitted": "now", "returned": "warn", "accepted": "ok", "left_out": ""}
STEP_TITLES = {
    "edit": gettext_lazy("Due day and guidance"), "ask": gettext_lazy("Ask more offices"),
    "cancel": gettext_lazy("Cancel the request"), "consolidate": gettext_lazy("Draw the report together"),
}  # fmt: skip


class RequestList(StaffListing):
    """What is asked for, the newest first, with how many have answered."""

    permission = "reports.see"
    template_name = "reports/listing.html"
    results_template_name = "reports/requests_results.html"
    index_url_name = "reports:requests"
    index_results_url_name = "reports:requests_results"
    page_title = gettext_lazy("Report requests")
    verbose_name_plural = gettext_lazy("report requests")
    header_icon = "clipboard-list"
    filterset_class = RequestFilters
    search_fields = ["title"]

    def get_base_queryset(self) -> QuerySet[ReportRequest]:
        """Those the person may see."""
        rows = visible_requests(staff_of(self.request), on=today())
        return (
            rows.select_related("version__form", "office")
            .defer("version__design", "guidance")
            .order_by("-opened_at", "-pk")
        )

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The rows with counts over the submissions the person may see."""
        context, by, on = super().get_context_data(*args, **kwargs), staff_of(self.request), today()
        ids = [r.pk for r in context["object_list"]]
        seen = visible_submissions(by, on=on).filter(request__in=ids).order_by()
        counted = seen.values("request").annotate(
            asked=Count("pk"), handed=Count("pk", filter=Q(handed_on__isnull=False)),
            accepted=Count("pk", filter=Q(state=Submission.State.ACCEPTED)), late=Count("pk", filter=late_q(on)),
        )  # fmt: skip
        counts = {row["request"]: row for row in counted}
        return context | {
            "rows": [(r, counts.get(r.pk, {})) for r in context["object_list"]], "may_open": may(by, "reports.ask"),
            "today": on,
        }  # fmt: skip


class OpenRequestPage(StaffPage):
    """A new request."""

    permission = "reports.ask"
    template_name = "reports/open_request.html"
    page_title = gettext_lazy("Ask for reports")
    header_icon = "plus"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, requests, this page."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], to_requests(), items[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form."""
        first = {"form": self.request.GET.get("form", "")}
        return super().get_context_data(**kwargs) | {"form": kwargs.get("form") or OpenRequestForm(initial=first)}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Open it."""
        form, on, by = OpenRequestForm(request.POST), today(), staff_of(request)
        if form.is_valid():
            try:
                made = open_request(
                    form.cleaned_data["form"],
                    form.ask(),
                    office_that_asks(by, on),
                    form.asked_offices(),
                    by=by,
                    on=on,
                )
            except FAULTS as fault:
                form.add_error(None, str(fault))
            else:
                count = made.submissions.count()
                said = ngettext(
                    "The request is open; %(n)d office is asked.",
                    "The request is open; %(n)d offices are asked.",
                    count,
                )
                messages.success(request, said % {"n": count})
                return redirect("reports:request", pk=made.pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)


_FORMS: dict[str, type[forms.Form]] = {
    "consolidate": forms.Form, "edit": EditRequestForm, "ask": AskForm, "cancel": ReasonForm,
}  # fmt: skip


def steps_of_request(by: Staff, request: ReportRequest, *, has_draft: bool, handed: int) -> list[str]:
    """What ``by`` may do with the request as it stands, most wanted first. The actions ask again."""
    asking = request.state == State.OPEN and may(by, "reports.ask")
    drawing = request.state == State.OPEN and not has_draft and handed > 0 and may(by, "reports.write")
    rules = {"consolidate": drawing, "edit": asking, "ask": asking, "cancel": asking}
    return [step for step, allowed in rules.items() if allowed]


class RequestPage(StaffPage):
    """One request: whom it asks, how far each is, the reports drawn from it."""

    permission = "reports.see"
    template_name = "reports/request.html"
    header_icon = "clipboard-list"

    @cached_property
    def asked(self) -> ReportRequest:
        """The request of the address, where the person may see it."""
        rows = visible_requests(staff_of(self.request), on=today()).select_related(
            "version__form", "office", "opened_by", "schedule__form"
        )
        return get_object_or_404(rows.defer("version__design"), pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        """Its title."""
        return self.asked.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, requests, this one."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], to_requests(), items[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Offices with their states; a form for each step."""
        asked, by, on = self.asked, staff_of(self.request), today()
        faulty: dict[str, forms.Form] = kwargs.get("faulty", {})
        seen, holders = visible_submissions(by, on=on).filter(request=asked), Holders(on)
        counts = dict(seen.order_by().values_list("state").annotate(n=Count("pk")))
        wanted = self.request.GET.get("state", "")
        shown = seen.filter(state=wanted) if wanted in Submission.State.values else seen
        rows = [
            {"submission": s, "names": holders.words(s), "tone": TONES[s.state], "late": is_late(s, asked, on)}
            for s in shown.select_related("office", "held_by").defer("answer").order_by("office__name")
        ]  # fmt: skip
        sees_all = reach(by, "reports.see", on=on) is None
        drawn = list(self._drawn()) if sees_all else []
        has_draft = any(c.state == Consolidation.State.DRAFT for c in drawn)
        handed = counts.get("submitted", 0) + counts.get("accepted", 0)
        steps = steps_of_request(by, asked, has_draft=has_draft, handed=handed)
        return super().get_context_data(**kwargs) | {
            "asked": asked, "rows": rows, "today": on, "wanted": wanted, "drawn": drawn, "sees_all": sees_all,
            "counts": [(value, name, counts.get(value, 0)) for value, name in Submission.State.choices],
            "steps": [{"key": s, "title": STEP_TITLES[s], "form": faulty.get(s) or self._form(s)} for s in steps],
            "opened": next(iter(faulty), ""),
        }  # fmt: skip

    def _drawn(self) -> QuerySet[Consolidation]:
        return self.asked.consolidations.select_related("issued_by", "made_by").defer("frozen", "words").annotate(
            used=Count("sources")
        ).order_by("-version")  # fmt: skip

    def _form(self, step: str) -> forms.Form:
        first = {"due_on": self.asked.due_on, "guidance": self.asked.guidance} if step == "edit" else None
        return _FORMS[step](prefix=step, initial=first)

    def _take(self, step: str, form: Any) -> tuple[str, HttpResponse | None]:
        by, asked = staff_of(self.request), self.asked
        if step == "consolidate":
            made = consolidate(asked, by=by)
            return _("The report is drawn together."), redirect("reports:consolidated", pk=made.pk)
        if step == "ask":
            count = ask_more(asked, form.asked_offices(), by=by)
            said = ngettext("%(n)d more office is asked.", "%(n)d more offices are asked.", count)
            return said % {"n": count}, None
        if step == "cancel":
            cancel_request(asked, reason=form.cleaned_data["reason"], by=by)
            return _("The request is cancelled."), None
        edit_request(asked, due_on=form.cleaned_data["due_on"], guidance=form.cleaned_data["guidance"], by=by)
        return _("Saved."), None

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One step, named by ``step``."""
        step = request.POST.get("step", "")
        if step not in _FORMS:
            return redirect("reports:request", pk=pk)
        form = _FORMS[step](request.POST, prefix=step)
        if form.is_valid():
            try:
                said, answer = self._take(step, form)
            except FAULTS as fault:
                form.add_error(None, str(fault))
            else:
                messages.success(request, said)
                return answer or redirect("reports:request", pk=pk)
        self.__dict__.pop("asked", None)  # as it stands now
        return self.render_to_response(self.get_context_data(faulty={step: form}), status=422)
