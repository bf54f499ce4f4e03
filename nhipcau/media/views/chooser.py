"""The window in which an asset is chosen, with a tab to add one at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.views.generic.chooser import (
    ChooseResultsView,
    ChooseView,
    ChosenMultipleView,
    ChosenView,
    CreateView,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet

from nhipcau.media.actions import MediaRefused
from nhipcau.media.choosers import AssetChooser, chosen_facts
from nhipcau.media.forms import QuickAddForm
from nhipcau.media.models import Asset
from nhipcau.media.queries import FOR_PICTURES, Shelf, living, pictures_of, with_words
from nhipcau.media.views.uploading import take_file
from nhipcau.people.permissions import may, require
from nhipcau.people.views.pages import staff_of


class SearchForm(BaseFilterForm):
    """By words of the title, place, author, caption or alt text."""

    q = forms.CharField(label=_("Search"), required=False)

    def filter(self, objects: QuerySet[Asset]) -> QuerySet[Asset]:
        """Those that have all the words."""
        objects = super().filter(objects)
        words = (self.cleaned_data.get("q") or "").split()
        self.is_searching = bool(words)
        self.search_query = " ".join(words)
        return with_words(objects, words)


class Looking:
    """What both halves of the window share: who may look, what is offered, and as pictures."""

    filter_form_class = SearchForm
    results_template_name = "media/chooser/results.html"
    per_page = 18
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Raises NotAllowed."""
        require(staff_of(request), "media.see")
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return answer

    def get_object_list(self) -> QuerySet[Asset]:
        """The kinds asked for, newest first."""
        kinds = [kind for kind in self.request.GET.get("kind", "").split(",") if kind]
        rows = living().order_by("-added_at", "-pk").prefetch_related(*FOR_PICTURES, "poster__renditions")
        return rows.filter(kind__in=kinds) if kinds else rows

    def can_create(self) -> bool:
        """Whether the person may add to the library."""
        return may(staff_of(self.request), "media.add")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each row with its picture."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        rows = list(context["results"])
        shown = pictures_of(rows, language="vi", layout="card", shelf=Shelf.STAFF)
        for row in rows:
            row.chosen_url = self.append_preserved_url_parameters(reverse("media_chooser:chosen", args=[row.pk]))  # type: ignore[attr-defined]
        return context | {"tiles": list(zip(rows, shown, strict=True))}


class ChooseAsset(Looking, ChooseView):
    """The whole window."""


class ChooseAssetResults(Looking, ChooseResultsView):
    """Its list after a search."""


class Chosen:
    """What both answers after a choice share."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Raises NotAllowed."""
        require(staff_of(request), "media.see")
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return answer

    def get_chosen_response_data(self, item: Asset) -> dict[str, Any]:
        """With the picture that stands for it."""
        return super().get_chosen_response_data(item) | chosen_facts(item)  # type: ignore[misc]


class ChosenAsset(Chosen, ChosenView):
    """One was chosen."""


class ChosenAssets(Chosen, ChosenMultipleView):
    """Several were."""


class AddAsset(Chosen, CreateView):
    """A file added from the window. The action asks for the permission."""

    def can_create(self) -> bool:
        """Whether the person may add to the library."""
        return may(staff_of(self.request), "media.add")

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Take the file; the same bytes again choose what is here already."""
        require(staff_of(request), "media.add")
        self.form = self.get_creation_form()
        if self.form.is_valid():
            try:
                self.object = take_file(self.form.cleaned_data["file"], by=staff_of(request)).asset
            except MediaRefused as fault:
                self.form.add_error("file", str(fault))
            else:
                return self.get_chosen_response(self.object)
        return self.get_reshow_creation_form_response()


class AssetChooserViewSet(ChooserViewSet):
    """Registered in ``wagtail_hooks``."""

    model = Asset
    icon = "image"
    page_title = _("Choose from the library")
    choose_one_text = _("Choose from the library")
    preserve_url_parameters = ["multiple", "kind"]
    choose_view_class = ChooseAsset
    choose_results_view_class = ChooseAssetResults
    chosen_view_class = ChosenAsset
    chosen_multiple_view_class = ChosenAssets
    create_view_class = AddAsset
    creation_form_class = QuickAddForm
    base_widget_class = AssetChooser
    create_action_label = _("Add")
    create_action_clicked_label = _("Adding…")
    creation_tab_label = _("Add a file")
    per_page = 18

    @property
    def widget_class(self) -> type[AssetChooser]:
        """Our own, so that forms of foreign keys and blocks show the same."""
        return AssetChooser


asset_chooser_viewset = AssetChooserViewSet("media_chooser", url_prefix="media/chooser")
