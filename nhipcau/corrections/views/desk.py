"""The desk: every case with where it stands; writing down what came by letter."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.corrections.actions import NotNow, Report, receive
from nhipcau.corrections.forms import CaseFilters, ReceiveForm
from nhipcau.corrections.models import Case
from nhipcau.corrections.own_pages import is_ours, page_at
from nhipcau.corrections.queries import case_list, overdue
from nhipcau.corrections.rules.verdicts import CLOSED, About, State
from nhipcau.duties.views.listing import StaffListing
from nhipcau.people.permissions import may, today
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.ports import index

TONES = {
    State.RECEIVED: "now", State.DESK: "now", State.HANDED_OVER: "now", State.AGREED: "now", State.CHECKED: "ok", State.PUBLISHED: "ok",
    State.CORRESPONDENCE: "now", State.ANSWERED: "ok",
}  # fmt: skip


def row_of(case: Case, on: Any) -> dict[str, Any]:
    """A case with its next day and whether that is past."""
    due = case.next_due()
    return {"case": case, "tone": TONES[State(case.state)], "due": due, "late": bool(due and due < on)}


class CaseList(StaffListing):
    """Cases, what came last first."""

    permission = "corrections.see"
    template_name = "corrections/list.html"
    results_template_name = "corrections/desk_results.html"
    index_url_name = "corrections:desk"
    index_results_url_name = "corrections:desk_results"
    page_title = gettext_lazy("Corrections desk")
    verbose_name_plural = gettext_lazy("cases")
    header_icon = "check"
    filterset_class = CaseFilters
    search_fields = ["number", "statement", "item_title"]

    def get_base_queryset(self) -> QuerySet[Case]:
        """All of them."""
        return case_list()

    def search_queryset(self, queryset: QuerySet[Case]) -> QuerySet[Case]:
        """As the index finds them; without one by number, words of the statement, title of the item."""
        found = index.rank("correction", self.search_query) if self.search_query else None
        if found is not None:
            return queryset.filter(pk__in=found)
        for word in self.search_query.split()[:8] if self.search_query else []:
            queryset = queryset.filter(
                Q(number__icontains=word) | Q(statement__icontains=word) | Q(item_title__icontains=word)
            )
        return queryset

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Rows, and how many wait where."""
        context, on = super().get_context_data(*args, **kwargs), today()
        open_ones = Case.objects.exclude(state__in=[*CLOSED])
        return context | {
            "rows": [row_of(case, on) for case in context["object_list"]],
            "tiles": [
                {"query": "state=received", "name": _("wait for triage"), "count": open_ones.filter(state="received").count()},
                {"query": "late=late", "name": _("overdue"), "count": open_ones.filter(overdue(on)).count(), "late": True},
                {"query": "state=handed_over", "name": _("wait for the second person"), "count": open_ones.filter(state="handed_over").count()},
                {"query": "state=correspondence", "name": _("wait for an answer"), "count": open_ones.filter(state="correspondence").count()},
            ],
            "may_receive": may(staff_of(self.request), "corrections.receive"),
        }  # fmt: skip


class Receive(StaffPage):
    """What came by letter, by telephone or in person becomes a case like any other."""

    permission = "corrections.receive"
    template_name = "corrections/receive.html"
    page_title = gettext_lazy("Write down what came by letter")
    header_icon = "plus"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the desk, this page."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("corrections:desk"), "label": _("Corrections desk")}, items[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form."""
        return super().get_context_data(**kwargs) | {"form": kwargs.get("form") or ReceiveForm()}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take it in."""
        form = ReceiveForm(request.POST)
        if form.is_valid():
            asked = form.cleaned_data
            url = asked["item_url"]
            about = About.OWN if is_ours(url) else About.PUBLISHED
            report = Report(
                statement=asked["statement"], about=about, why=asked["why"], item_url=url, item_title=asked["item_title"],
                item_on=asked["item_on"], page=page_at(url), email=asked["email"], statement_language=asked["statement_language"],
            )  # fmt: skip
            try:
                case = receive(report, now=timezone.now(), by=staff_of(request)).case
            except NotNow as fault:
                form.add_error(None, str(fault))
            else:
                messages.success(request, _("Taken in as %(number)s.") % {"number": case.number})
                return redirect("corrections:case", pk=case.pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)
