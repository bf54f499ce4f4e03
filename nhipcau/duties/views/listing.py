"""What lists of the workspace share: Wagtail's search, filters and pages, our permission and our table."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase, QueryDict
from wagtail.admin.views.generic.base import BaseListingView

from nhipcau.people.permissions import require
from nhipcau.people.views.pages import staff_of


class StaffListing(BaseListingView):
    """A list with search and filters in Wagtail's header. ``permission`` names the action to look at it."""

    permission = ""
    paginate_by = 50
    is_searchable = True
    default_ordering = None
    search_backend_name = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Raises NotAllowed, which becomes a page that says so."""
        require(staff_of(request), self.permission)
        return super().dispatch(request, *args, **kwargs)

    def query_without(self, *names: str) -> str:
        """The address's query without ``names`` and the page, ready to append to: "" or "a=1&"."""
        asked: QueryDict = self.request.GET.copy()
        for name in (*names, self.page_kwarg, "_w_filter_fragment"):
            asked.pop(name, None)
        return f"{asked.urlencode()}&" if asked else ""
