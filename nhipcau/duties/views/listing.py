"""What lists of the workspace share: Wagtail's search, filters and pages, our permission and our table."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, QueryDict
from wagtail.admin.views.generic.base import BaseListingView

from nhipcau.people.permissions import require
from nhipcau.people.views.pages import staff_of
from nhipcau.ports import index


class StaffListing(BaseListingView):
    """A list with search and filters in Wagtail's header. ``permission`` names the action to look at it."""

    permission = ""
    paginate_by = 50
    is_searchable = True
    default_ordering = None
    search_backend_name = None
    index_kind = ""
    """What the rows are to the index, which then answers the search box; "" or no index: Wagtail's own filter does."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Raises NotAllowed, which becomes a page that says so."""
        require(staff_of(request), self.permission)
        return super().dispatch(request, *args, **kwargs)

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows that answer what was typed, in the order of the list."""
        if self.index_kind and self.is_searching:
            found = index.rank(self.index_kind, self.search_query)
            if found is not None:
                return queryset.filter(pk__in=found)
        rows: QuerySet[Any] = super().search_queryset(queryset)
        return rows

    def query_without(self, *names: str) -> str:
        """The address's query without ``names`` and the page, ready to append to: "" or "a=1&"."""
        asked: QueryDict = self.request.GET.copy()
        for name in (*names, self.page_kwarg, "_w_filter_fragment"):
            asked.pop(name, None)
        return f"{asked.urlencode()}&" if asked else ""
