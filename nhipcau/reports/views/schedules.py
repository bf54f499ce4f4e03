"""Requests that open by themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.people.permissions import may, today
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.planning.forms import ReasonForm
from nhipcau.planning.views.rounds import office_that_asks
from nhipcau.reports.actions import FAULTS, keep_schedule, stop_schedule
from nhipcau.reports.forms import ScheduleForm
from nhipcau.reports.models import ReportSchedule
from nhipcau.reports.rules.periods import period_at


class SchedulePage(StaffPage):
    """All schedules with the day each opens next; a new one."""

    permission = "reports.see"
    template_name = "reports/schedules.html"
    page_title = gettext_lazy("Reports that come back")
    header_icon = "calendar-alt"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rows and the form."""
        on = today()
        rows = (
            ReportSchedule.objects.select_related("form")
            .prefetch_related("groups", "offices")
            .order_by("stopped_at", "form__name")
        )
        found = [(s, *self._next(s)) for s in rows]
        return super().get_context_data(**kwargs) | {
            "rows": found, "form": kwargs.get("form") or ScheduleForm(initial={"starts_on": on}),
            "may_ask": may(staff_of(self.request), "reports.ask"), "stop_form": ReasonForm(),
        }  # fmt: skip

    @staticmethod
    def _next(schedule: ReportSchedule) -> tuple[Any, Any, Any]:
        """(period, opens, due) of the next request that has not opened."""
        on = max(today(), schedule.starts_on)
        period = period_at(schedule.occasion, on)
        opens = period.end + timedelta(days=schedule.opens_shift)
        if opens <= today():  # open already, or opening this minute
            period = period_at(schedule.occasion, period.end + timedelta(days=1))
            opens = period.end + timedelta(days=schedule.opens_shift)
        return period, opens, period.end + timedelta(days=schedule.due_shift)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep one, or stop one."""
        by, form = staff_of(request), ScheduleForm(request.POST)
        if request.POST.get("step") == "stop":
            row = get_object_or_404(ReportSchedule, pk=request.POST.get("schedule") or 0)
            try:
                stop_schedule(row, reason=request.POST.get("reason", ""), by=by)
            except FAULTS as fault:
                messages.error(request, str(fault))
            return redirect("reports:schedules")
        if form.is_valid():
            asked = form.cleaned_data
            try:
                keep_schedule(
                    asked["form"], form.rhythm(), office_that_asks(by, today()), groups=asked["groups"],
                    offices=asked["offices"], by=by,
                )  # fmt: skip
            except FAULTS as fault:
                form.add_error(None, str(fault))
            else:
                messages.success(request, _("From now on the request opens by itself."))
                return redirect("reports:schedules")
        return self.render_to_response(self.get_context_data(form=form), status=422)
