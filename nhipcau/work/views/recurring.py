"""Recurring work: what comes back, for whom, how often; and stopping it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.people.permissions import today
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.work.actions import stop_recurrence
from nhipcau.work.models import Recurrence


class RecurrenceList(StaffPage):
    """All recurring work, running first."""

    permission = "work.assign"
    template_name = "work/recurrences.html"
    page_title = gettext_lazy("Recurring work")
    header_icon = "rotate"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of it."""
        rows = Recurrence.objects.select_related("lead", "duty").defer("duty__quote", "duty__text")
        rows = rows.annotate(periods=Count("assignments")).order_by("active_to", "lead__name", "pk")
        page = Paginator(rows, 50).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {"page": page, "today": today()}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Stop one."""
        recurrence = get_object_or_404(Recurrence, pk=request.POST.get("stop"))
        stop_recurrence(recurrence, by=staff_of(request), last_day=today())
        messages.success(request, _("No new period opens for this work."))
        return redirect("work:recurrences")
