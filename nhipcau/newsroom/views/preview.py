"""The draft as readers would see it: at phone and desktop width side by side, in each language."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin

from nhipcau.newsroom.editing import draft_of
from nhipcau.newsroom.models import EditorialPage
from nhipcau.newsroom.views.page import languages_of, page_of
from nhipcau.people.permissions import require
from nhipcau.people.views.pages import StaffPage, staff_of


@xframe_options_sameorigin
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft alone, as a public page. Raises NotAllowed."""
    require(staff_of(request), "newsroom.see")
    answer: HttpResponse = draft_of(page_of(pk)).make_preview_request(request, "")
    answer["Cache-Control"] = "private, no-store"
    return answer


class Preview(StaffPage):
    """Two windows on the draft."""

    permission = "newsroom.see"
    template_name = "newsroom/preview.html"
    header_icon = "view"

    @cached_property
    def page(self) -> EditorialPage:
        """The page of the address."""
        return page_of(self.kwargs["pk"])

    def get_page_title(self) -> str:
        """The headline of its draft."""
        return self.page.draft_title or self.page.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, newsroom, the page, its preview."""
        items = super().get_breadcrumbs_items()
        return [
            *items[:-1], {"url": reverse("newsroom:desk"), "label": _("Newsroom")},
            {"url": reverse("newsroom:page", args=[self.page.pk]), "label": self.get_page_title()},
            {"url": "", "label": _("Preview")},
        ]  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page and its languages."""
        return super().get_context_data(**kwargs) | {"page": self.page, "languages": languages_of(self.page)}
