"""A person's saved searches, and the page by which the messages on one of them are ended."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.search.actions import drop_saved, end_alerts, save_question, switch_alerts
from nhipcau.search.addressing import query_of, question_of
from nhipcau.search.faults import NotKept
from nhipcau.search.models import SavedQuestion


class Saved(StaffPage):
    """Only one's own. ``POST`` with a step: save, on, off, drop."""

    permission = "search.save"
    template_name = "search/staff/saved.html"
    page_title = gettext_lazy("Saved searches")
    header_icon = "search"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """By name."""
        by = staff_of(self.request)
        return super().get_context_data(**kwargs) | {
            "saved": SavedQuestion.objects.filter(staff=by), "has_mail": bool(by.email),
        }  # fmt: skip

    def post(self, request: HttpRequest) -> HttpResponse:
        """Back to where the step was taken, with what came of it."""
        step = request.POST.get("step", "")
        if step == "save":
            return self._save(request)
        me = staff_of(request)
        saved = get_object_or_404(SavedQuestion, pk=_number(request.POST.get("saved", "")), staff=me)
        if step in {"on", "off"}:
            switch_alerts(saved, on=step == "on", by=me)
            messages.success(
                request,
                _("You will be told of what is new.") if step == "on" else _("No more messages on this search."),
            )
        elif step == "drop":
            drop_saved(saved, by=me)
            messages.success(request, _("The saved search is deleted."))
        return redirect("search:saved")

    @staticmethod
    def _save(request: HttpRequest) -> HttpResponse:
        question = question_of(
            QueryDict(request.POST.get("address", "")), language=get_language() or settings.LANGUAGE_CODE
        )
        try:
            save_question(
                question, name=request.POST.get("name", ""), alerts="alerts" in request.POST, by=staff_of(request)
            )
            messages.success(request, _("The search is saved."))
        except NotKept as fault:
            messages.error(request, str(fault))
        return redirect(f"{reverse('search:results')}?{query_of(question)}")


def _number(said: str) -> int:
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 12 else 0


@method_decorator(csrf_exempt, name="dispatch")
class EndAlerts(View):
    """The link in each mail: a page with a button, and the one click that mail programs send (RFC 8058)."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Looking changes nothing: programs open links by themselves."""
        known = SavedQuestion.objects.filter(token=token).exists()
        return render(request, "search/alerts_end.html", {"done": False, "known": known})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Ended."""
        known = end_alerts(token)
        return render(
            request, "search/alerts_end.html", {"done": known, "known": known}, status=200 if known else 404
        )
