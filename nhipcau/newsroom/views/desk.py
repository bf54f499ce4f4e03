"""The desk: every page of the site with where it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy

from nhipcau.duties.views.listing import StaffListing
from nhipcau.newsroom.editing import with_last_step
from nhipcau.newsroom.forms import PageFilters
from nhipcau.newsroom.models import STANDING_NAMES, EditorialPage, Step, TopicPage
from nhipcau.newsroom.rules.standing import Standing, StepKind, Taken, standing_of, waits_for_second_person
from nhipcau.people.permissions import may
from nhipcau.people.views.pages import staff_of

TONES = {
    Standing.EDITED: "now", Standing.APPROVED: "ok", Standing.SCHEDULED: "ok", Standing.PUBLISHED: "ok",
    Standing.URGENT: "late", Standing.CHANGED: "warn", Standing.RETURNED: "warn",
}  # fmt: skip
OUT = (StepKind.PUBLISHED, StepKind.UPDATED)


def logs_of(pages: Iterable[EditorialPage]) -> dict[int, list[Taken]]:
    """The steps of many pages in one query, oldest first."""
    found: dict[int, list[Taken]] = defaultdict(list)
    for step in Step.objects.filter(page_id__in=[p.pk for p in pages]).order_by("pk"):
        found[step.page_id].append(step.taken())
    return found


def row_of(page: Any, steps: list[Taken]) -> dict[str, Any]:
    """``page`` (with ``draft_content``) with where it stands, from the log alone: no body is read."""
    live = next((s.content for s in reversed(steps) if s.kind in OUT), "") if page.live else ""
    content = page.draft_content or live
    standing = standing_of(content, live, steps)
    draft = standing_of(content, "", steps) if standing is Standing.CHANGED else standing
    return {
        "page": page, "standing": standing, "name": STANDING_NAMES[standing], "tone": TONES.get(standing, ""),
        "draft": STANDING_NAMES[draft] if draft is not standing else "",
        "waits": waits_for_second_person(live, steps),
    }  # fmt: skip


class Desk(StaffListing):
    """Pages, the latest change first."""

    permission = "newsroom.see"
    template_name = "newsroom/desk.html"
    results_template_name = "newsroom/desk_results.html"
    index_url_name = "newsroom:desk"
    index_results_url_name = "newsroom:desk_results"
    page_title = gettext_lazy("Newsroom")
    verbose_name_plural = gettext_lazy("pages")
    header_icon = "edit"
    filterset_class = PageFilters
    search_fields = ["title", "draft_title"]
    index_kind = "page"

    def get_base_queryset(self) -> QuerySet[EditorialPage]:
        """All pages: a newsroom has no secrets from those who may see it."""
        return (
            with_last_step(EditorialPage.objects.all())
            .select_related("locale", "office", "content_type")
            .defer("body", "sources", "lead")
            .order_by("-latest_revision_created_at", "-pk")
        )

    def topics_to_write_in(self) -> list[TopicPage]:
        """Where a new story may be begun, in the language that others are translated from; none for those who only look."""
        if not may(staff_of(self.request), "newsroom.write"):
            return []
        rows = TopicPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).select_related("theme")
        return list(rows.defer("body", "sources").order_by("theme__order", "title"))

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The rows, and how many wait where."""
        context = super().get_context_data(*args, **kwargs)
        rows = list(context["object_list"])
        logs = logs_of(rows)
        counted = self.get_base_queryset().aggregate(
            handed_over=Count("pk", filter=Q(last_step="handed_over")),
            approved=Count("pk", filter=Q(last_step__in=["approved", "scheduled", "unscheduled"])),
            changed=Count("pk", filter=Q(live=True, has_unpublished_changes=True)),
            urgent=Count("pk", filter=Q(live=True, is_urgent=True)),
        )
        names = dict(PageFilters.base_filters["where"].extra["choices"])
        return context | {
            "rows": [row_of(page, logs[page.pk]) for page in rows],
            "counts": [
                {"where": key, "name": names[key], "count": n, "late": key == "urgent"} for key, n in counted.items()
            ],
            "query": self.query_without("where"),
            "topics": self.topics_to_write_in(),
        }
