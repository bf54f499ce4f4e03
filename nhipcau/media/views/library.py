"""The library as pictures or as a list, and the list of rights by the day they end."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.duties.views.listing import StaffListing
from nhipcau.media.forms import AssetFilters, EndingFilters
from nhipcau.media.models import Asset
from nhipcau.media.queries import (
    FOR_PICTURES,
    Shelf,
    ended_by,
    ending_by,
    lacking_alt,
    lacking_rights,
    living,
    pictures_of,
    publication_faults,
    with_last_day,
    with_words,
)
from nhipcau.media.rules.rights import SOON_DAYS
from nhipcau.people.permissions import may, today
from nhipcau.people.views.pages import staff_of


def rows_of(assets: list[Asset]) -> list[dict[str, Any]]:
    """Each asset with its picture, what keeps it from the public, and the languages it is described in."""
    on = today()
    pictures = pictures_of(assets, language="vi", layout="card", shelf=Shelf.STAFF)
    return [
        {
            "asset": asset, "picture": picture, "faults": publication_faults(asset, on),
            "languages": [text.language for text in asset.texts.all() if text.alt or text.caption],
        }
        for asset, picture in zip(assets, pictures, strict=True)
    ]  # fmt: skip


class Library(StaffListing):
    """Everything in the library, newest first. ``?layout=list`` shows a table."""

    permission = "media.see"
    template_name = "media/library.html"
    results_template_name = "media/library_results.html"
    index_url_name = "media:library"
    index_results_url_name = "media:library_results"
    page_title = gettext_lazy("Media library")
    verbose_name_plural = gettext_lazy("files")
    header_icon = "image"
    filterset_class = AssetFilters
    search_fields = ["title"]
    paginate_by = 48

    def get_base_queryset(self) -> QuerySet[Asset]:
        """All that was not erased."""
        return (
            living().select_related("office", "poster__licence")
            .prefetch_related(*FOR_PICTURES, "poster__renditions", "poster__texts")
            .order_by("-added_at", "-pk")
        )  # fmt: skip

    def search_queryset(self, queryset: QuerySet[Asset]) -> QuerySet[Asset]:
        """Those that have all the words."""
        return with_words(queryset, self.search_query.split()) if self.is_searching else queryset

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The rows as pictures, and how much needs work."""
        context = super().get_context_data(*args, **kwargs)
        on = today()
        counts = living().aggregate(
            all=Count("pk"), live=Count("pk", filter=Q(is_live=True)),
            lacking=Count("pk", filter=lacking_rights(on)),
            soon=Count("pk", filter=ending_by(on, SOON_DAYS[-1]) & ~ended_by(on)),
            silent=Count("pk", filter=lacking_alt("vi")),
        )  # fmt: skip
        tiles = [
            {"count": counts["all"], "name": _("in the library"), "query": ""},
            {"count": counts["live"], "name": _("public now"), "query": "live=yes"},
            {"count": counts["lacking"], "name": _("rights not in order"), "query": "rights=lacking"},
            {"count": counts["soon"], "name": _("rights end within 90 days"), "query": "rights=soon-90"},
            {"count": counts["silent"], "name": _("pictures without description"), "query": "lacks=vi"},
        ]
        return context | {
            "rows": rows_of(list(context["object_list"])), "tiles": tiles,
            "as_list": self.request.GET.get("layout") == "list", "query": self.query_without("layout"),
            "may_add": may(staff_of(self.request), "media.add"), "site_languages": settings.LANGUAGES,
        }  # fmt: skip


class EndingRights(StaffListing):
    """Rights and consents that ended or end within ninety days, the first to end first."""

    permission = "media.see"
    template_name = "media/library.html"
    results_template_name = "media/rights_results.html"
    index_url_name = "media:rights"
    index_results_url_name = "media:rights_results"
    page_title = gettext_lazy("Rights that end")
    verbose_name_plural = gettext_lazy("rights that end")
    header_icon = "date"
    filterset_class = EndingFilters
    search_fields = ["title"]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, library, this."""
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("media:library"), "label": _("Media library")}, items[-1]]

    def get_base_queryset(self) -> QuerySet[Asset]:
        """Those with an end that is past or near."""
        on = today()
        rows = with_last_day(living().filter(ended_by(on) | ending_by(on, SOON_DAYS[-1])))
        return (
            rows.select_related("office", "poster__licence")
            .prefetch_related(*FOR_PICTURES, "holds", "poster__renditions", "poster__texts")
            .order_by(F("last_day"), "pk")
        )  # fmt: skip

    def search_queryset(self, queryset: QuerySet[Asset]) -> QuerySet[Asset]:
        """Those that have all the words."""
        return with_words(queryset, self.search_query.split()) if self.is_searching else queryset

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Each with the days that are left."""
        context = super().get_context_data(*args, **kwargs)
        on = today()
        rows = rows_of(list(context["object_list"]))
        for row in rows:
            row["left"] = (row["asset"].last_day - on).days
            row["late"] = -row["left"]
        return context | {"rows": rows}
