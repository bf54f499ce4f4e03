"""Lists: the work, the evidence."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.duties.views.listing import StaffListing
from nhipcau.people.permissions import may, offices_of, reach, today
from nhipcau.people.views.pages import staff_of
from nhipcau.work.forms import STATUS_NAMES, AssignmentFilters, EvidenceFilters
from nhipcau.work.models import Assignment, Evidence
from nhipcau.work.queries import (
    assignment_list,
    counts_by_status,
    of_offices,
    status_on,
    visible_assignments,
    visible_evidence,
)
from nhipcau.work.rules import Status, days_left


class WorkList(StaffListing):
    """Work, due first. Staff of an office see their office's; ``?whose=mine`` shows that to coordinators too."""

    permission = "work.see"
    template_name = "work/list.html"
    results_template_name = "work/list_results.html"
    index_url_name = "work:list"
    index_results_url_name = "work:list_results"
    page_title = gettext_lazy("Work")
    verbose_name_plural = gettext_lazy("assignments")
    header_icon = "tasks"
    filterset_class = AssignmentFilters
    search_fields = ["title"]
    index_kind = "assignment"

    @cached_property
    def is_mine(self) -> bool:
        """Whether only the work of one's own offices is shown."""
        return self.sees_own_only or self.request.GET.get("whose") == "mine"

    @cached_property
    def sees_own_only(self) -> bool:
        """Whether the person may see no more than their offices' work."""
        return reach(staff_of(self.request), "work.see", on=today()) is not None

    @cached_property
    def own(self) -> Q:
        """The work of the person's own offices, asked once a page."""
        return of_offices(offices_of(staff_of(self.request), on=today()))

    def get_base_queryset(self) -> QuerySet[Assignment]:
        """What the person may see, or of that what is their offices'. Finished work comes last."""
        by, on = staff_of(self.request), today()
        rows = assignment_list(by, on=on)
        if not self.request.GET.get("status") and not self.request.GET.get("all"):
            rows = rows.filter(state__in=[Assignment.State.OPEN, Assignment.State.HANDED_IN])
        return rows.filter(self.own) if self.is_mine else rows

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The rows with where each stands, and how many stand where in all."""
        context = super().get_context_data(*args, **kwargs)
        by, on = staff_of(self.request), today()
        seen = visible_assignments(by, on=on)
        counts = counts_by_status(seen.filter(self.own) if self.is_mine else seen, on=on)
        shown = (Status.OVERDUE, Status.DUE_SOON, Status.ON_TRACK, Status.HANDED_IN, Status.ACCEPTED)
        return context | {
            "rows": [row_of(work, on) for work in context["object_list"]],
            "counts": [{"status": s, "name": STATUS_NAMES[s], "count": counts[s]} for s in shown],
            "query": self.query_without("status", "all"),
            "whose_query": self.query_without("whose"),
            "is_mine": self.is_mine,
            "sees_own_only": self.sees_own_only,
            "shows_all": bool(self.request.GET.get("all")),
            "may_assign": may(by, "work.assign"),
        }


def row_of(work: Assignment, on: Any) -> dict[str, Any]:
    """``work`` with its status, its name and the days left on ``on``."""
    status = status_on(work, on)
    return {"work": work, "status": status, "name": STATUS_NAMES[status], "left": days_left(work.due_on, on),
            "late": -days_left(work.due_on, on)}  # fmt: skip


class EvidenceList(StaffListing):
    """What was filed, newest first."""

    permission = "work.see"
    template_name = "work/list.html"
    results_template_name = "work/evidence_results.html"
    index_url_name = "work:evidence_list"
    index_results_url_name = "work:evidence_results"
    page_title = gettext_lazy("Evidence")
    verbose_name_plural = gettext_lazy("evidence")
    header_icon = "doc-full"
    filterset_class = EvidenceFilters
    search_fields = ["title", "address"]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, work, evidence."""
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("work:list"), "label": _("Work")}, items[-1]]

    def get_base_queryset(self) -> QuerySet[Evidence]:
        """What the person may see."""
        seen = visible_evidence(staff_of(self.request), on=today())
        return (
            seen.select_related("office", "assignment", "duty", "document__source", "filed_by", "withdrawal")
            .defer("duty__quote", "document__text", "document__metadata_spans", "document__warnings",
                   "assignment__clause_text", "assignment__expected_output", "assignment__note")
            .order_by("-filed_at", "-pk")
        )  # fmt: skip
