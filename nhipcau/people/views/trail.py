"""The trail as a list, with a check of its chain; one's own notices."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy

from nhipcau.people.actions import mark_read
from nhipcau.people.models import Notice, TrailEntry
from nhipcau.people.trail import trail_faults
from nhipcau.people.views.pages import StaffPage, staff_of


class Trail(StaffPage):
    """Who did what, newest first; narrowed by person, action or subject."""

    permission = "people.see_trail"
    template_name = "people/trail.html"
    page_title = gettext_lazy("Trail")
    header_icon = "history"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Fifty at a time. ``?check=1`` walks the whole chain."""
        rows = TrailEntry.objects.all()
        asked = {name: self.request.GET.get(name, "").strip() for name in ("by", "action", "subject")}
        if asked["by"]:
            rows = rows.filter(by__icontains=asked["by"])
        if asked["action"]:
            rows = rows.filter(action__icontains=asked["action"])
        if asked["subject"]:
            rows = rows.filter(subject__icontains=asked["subject"])
        checked = self.request.GET.get("check") == "1"
        return super().get_context_data(**kwargs) | {
            "page": Paginator(rows, 50).get_page(self.request.GET.get("p")),
            "asked": asked,
            "checked": checked,
            "faults": trail_faults() if checked else [],
        }


class Notices(StaffPage):
    """What the program told me."""

    permission = "people.see"
    template_name = "people/notices.html"
    page_title = gettext_lazy("Notices")
    header_icon = "mail"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Newest first, fifty at a time."""
        rows = Notice.objects.filter(staff=staff_of(self.request))
        return super().get_context_data(**kwargs) | {"page": Paginator(rows, 50).get_page(self.request.GET.get("p"))}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Mark all as read."""
        me = staff_of(request)
        mark_read(Notice.objects.filter(staff=me, read_at__isnull=True).values_list("pk", flat=True), by=me)
        return redirect("people:notices")
