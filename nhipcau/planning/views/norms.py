"""Spending norms: their list and their form."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.duties.views.listing import StaffListing
from nhipcau.people.permissions import may, today
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.planning.actions import FAULTS, NormFacts, keep_norm
from nhipcau.planning.forms import NormForm
from nhipcau.planning.forms.filters import NormFilters
from nhipcau.planning.models import Norm
from nhipcau.planning.views.crumbs import to_rounds


class NormList(StaffListing):
    """The norms with their documents."""

    permission = "planning.see"
    template_name = "planning/list.html"
    results_template_name = "planning/norms_results.html"
    index_url_name = "planning:norms"
    index_results_url_name = "planning:norms_results"
    page_title = gettext_lazy("Spending norms")
    verbose_name_plural = gettext_lazy("spending norms")
    header_icon = "form"
    filterset_class = NormFilters
    search_fields = ["name", "instrument"]

    def get_base_queryset(self) -> QuerySet[Norm]:
        """All, by name, with how many items use each."""
        rows = Norm.objects.select_related("document__source").defer("document__text")
        return rows.annotate(used=Count("items")).order_by("name", "valid_from")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The rows, and whether the person may change them."""
        may_keep = may(staff_of(self.request), "planning.keep_norms")
        return super().get_context_data(*args, **kwargs) | {"may_keep": may_keep, "today": today()}


class NormPage(StaffPage):
    """A new norm, or one that is there."""

    permission = "planning.keep_norms"
    template_name = "planning/norm.html"
    page_title = gettext_lazy("Spending norm")
    header_icon = "form"

    @cached_property
    def norm(self) -> Norm | None:
        """The norm of the address; None for a new one."""
        return get_object_or_404(Norm, pk=self.kwargs["pk"]) if "pk" in self.kwargs else None

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, plans, norms, this one."""
        items = super().get_breadcrumbs_items()
        norms = {"url": reverse("planning:norms"), "label": _("Spending norms")}
        return [*items[:-1], to_rounds(), norms, items[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form with the present values."""
        names = [name for name in NormForm.base_fields if name != "document"]
        initial = {name: getattr(self.norm, name) for name in names} if self.norm else {}
        if self.norm:
            initial["document"] = self.norm.document_id
        return super().get_context_data(**kwargs) | {"form": kwargs.get("form") or NormForm(initial=initial)}

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """Keep it."""
        form = NormForm(request.POST)
        if form.is_valid():
            try:
                keep_norm(NormFacts(**form.cleaned_data), by=staff_of(request), norm=self.norm)
            except FAULTS as fault:
                form.add_error(None, str(fault))
            else:
                messages.success(request, _("The norm is kept."))
                return redirect("planning:norms")
        return self.render_to_response(self.get_context_data(form=form), status=422)
