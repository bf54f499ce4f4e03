"""The table of abbreviations: what a short form finds, and what finds it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.people.permissions import may
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.search.actions import BadAbbreviation, remove_abbreviation, save_abbreviation
from nhipcau.search.forms import AbbreviationForm
from nhipcau.search.models import Abbreviation
from nhipcau.search.rules.scripts import keys_in


class AbbreviationList(StaffPage):
    """All of them; ``?q=`` keeps those that hold the words, marks or not. The form on top adds one."""

    permission = "search.see"
    template_name = "search/staff/abbreviations.html"
    page_title = gettext_lazy("Abbreviations")
    header_icon = "list-ul"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """In the order of the short forms."""
        asked = self.request.GET.get("q", "").strip()[:80]
        wanted = _folds(asked)
        rows = [row for row in Abbreviation.objects.all() if wanted in _folds(str(row))]
        return super().get_context_data(**kwargs) | {
            "rows": rows, "asked_here": asked, "form": kwargs.get("form") or AbbreviationForm(),
            "may_keep": may(staff_of(self.request), "search.keep_abbreviations"),
        }  # fmt: skip

    def post(self, request: HttpRequest) -> HttpResponse:
        """Add one."""
        form = AbbreviationForm(request.POST)
        return _kept(request, form, None) or self.render_to_response(self.get_context_data(form=form), status=422)


class AbbreviationPage(StaffPage):
    """One of them: change it, or take it out."""

    permission = "search.keep_abbreviations"
    template_name = "search/staff/abbreviation.html"
    header_icon = "list-ul"

    @cached_property
    def row(self) -> Abbreviation:
        """Of the address."""
        return get_object_or_404(Abbreviation, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        """Its short form."""
        return self.row.short

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the table, this one."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("search:abbreviations"), "label": _("Abbreviations")}, items[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form."""
        return super().get_context_data(**kwargs) | {
            "row": self.row,
            "form": kwargs.get("form") or AbbreviationForm.of(self.row),
        }

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep it, or take it out."""
        if request.POST.get("step") == "remove":
            remove_abbreviation(self.row, by=staff_of(request))
            messages.success(request, _("Taken out. Search follows within two minutes."))
            return redirect("search:abbreviations")
        form = AbbreviationForm(request.POST)
        return _kept(request, form, self.row) or self.render_to_response(self.get_context_data(form=form), status=422)


def _kept(request: HttpRequest, form: AbbreviationForm, row: Abbreviation | None) -> HttpResponse | None:
    """Back to the table once it is kept; None where the form has faults, which it then tells."""
    if not form.is_valid():
        return None
    try:
        save_abbreviation(form.cleaned_data["short"], form.said(), by=staff_of(request), row=row)
    except BadAbbreviation as fault:
        form.add_error(None, str(fault))
        return None
    messages.success(request, _("Kept. Search follows within two minutes."))
    return redirect("search:abbreviations")


def _folds(text: str) -> str:
    return " ".join(fold for fold, _exact in keys_in(text))
