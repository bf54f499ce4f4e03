"""The table of fixed terms: looking, changing one, taking in and giving out a .csv."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.duties.views.listing import StaffListing
from nhipcau.newsroom import actions
from nhipcau.newsroom.actions.terms import as_row
from nhipcau.newsroom.faults import BadTerms, NotNow
from nhipcau.newsroom.language_forms import FOREIGN, TermFileForm, TermFilters, TermForm
from nhipcau.newsroom.models import Term
from nhipcau.newsroom.rules.term_rows import write_terms
from nhipcau.people.permissions import may
from nhipcau.people.views.pages import StaffPage, staff_of


class Terms(StaffListing):
    """All fixed terms with their forms."""

    permission = "newsroom.see"
    template_name = "newsroom/translating/terms.html"
    results_template_name = "newsroom/translating/terms_results.html"
    index_url_name = "newsroom:terms"
    index_results_url_name = "newsroom:terms_results"
    page_title = gettext_lazy("Fixed terms")
    verbose_name_plural = gettext_lazy("fixed terms")
    header_icon = "list-ul"
    filterset_class = TermFilters
    search_fields = ["vi", "translations__text"]

    def get_base_queryset(self) -> QuerySet[Term]:
        """By their Vietnamese."""
        return Term.objects.prefetch_related("translations").order_by("vi")

    def search_queryset(self, queryset: QuerySet[Term]) -> QuerySet[Term]:
        """A term once, in whatever language it was found."""
        return super().search_queryset(queryset).distinct()

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The rows with a cell for each language."""
        context = super().get_context_data(*args, **kwargs)
        rows = []
        for term in context["object_list"]:
            said = as_row(term).forms
            rows.append({"term": term, "forms": [(code, name, said.get(code, ())) for code, name in FOREIGN]})
        return context | {
            "rows": rows,
            "may_keep": may(staff_of(self.request), "newsroom.keep_terms"),
            "export_query": self.query_without(),
        }


class TermsFile(Terms):
    """The rows that the list shows, as a .csv that can be taken in again."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file."""
        rows = self.filter_queryset(self.get_base_queryset())
        rows = self.search_queryset(rows)
        answer = HttpResponse(write_terms(as_row(term) for term in rows), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="thuat-ngu.csv"'
        return answer


class TermPage(StaffPage):
    """One term, or a new one."""

    permission = "newsroom.keep_terms"
    template_name = "newsroom/translating/term.html"
    header_icon = "list-ul"

    @cached_property
    def term(self) -> Term | None:
        """Of the address; None for a new one."""
        return get_object_or_404(Term, pk=self.kwargs["pk"]) if "pk" in self.kwargs else None

    def get_page_title(self) -> str:
        """The term."""
        return str(self.term or _("New fixed term"))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, terms, this one."""
        return _below_terms(super().get_breadcrumbs_items())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form."""
        empty = TermForm.of(as_row(self.term)) if self.term else TermForm()
        return super().get_context_data(**kwargs) | {"term": self.term, "form": kwargs.get("form") or empty}

    def post(self, request: HttpRequest, pk: int = 0) -> HttpResponse:
        """Keep it, or remove it (``do=remove``)."""
        if request.POST.get("do") == "remove" and self.term:
            actions.remove_term(self.term, by=staff_of(request))
            messages.success(request, _("The term was removed."))
            return redirect("newsroom:terms")
        form = TermForm(request.POST)
        if form.is_valid():
            try:
                kept = actions.save_term(form.row(), term=self.term, by=staff_of(request))
            except NotNow as fault:
                form.add_error("vi", str(fault))
            else:
                messages.success(request, _("“%(term)s” was kept.") % {"term": kept})
                return redirect("newsroom:terms")
        return self.render_to_response(self.get_context_data(form=form), status=422)


class TermsImport(StaffPage):
    """Taking in a .csv: all of it or nothing."""

    permission = "newsroom.keep_terms"
    template_name = "newsroom/translating/terms_import.html"
    header_icon = "upload"
    page_title = gettext_lazy("Take in terms from a table")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, terms, this page."""
        return _below_terms(super().get_breadcrumbs_items())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form and every fault of the last file."""
        return super().get_context_data(**kwargs) | {
            "form": kwargs.get("form") or TermFileForm(),
            "faults": kwargs.get("faults", ()),
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """Read the file."""
        form = TermFileForm(request.POST, request.FILES)
        faults: tuple[str, ...] = ()
        if form.is_valid():
            try:
                new, changed = actions.import_terms(form.cleaned_data["file"], by=staff_of(request))
            except BadTerms as fault:
                faults = fault.faults
            else:
                told = _("%(new)d terms are new, %(changed)d were changed.") % {"new": new, "changed": changed}
                messages.success(request, told)
                return redirect("newsroom:terms")
        return self.render_to_response(self.get_context_data(form=form, faults=faults), status=422)


def _below_terms(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        *items[:-1],
        {"url": reverse("newsroom:desk"), "label": _("Newsroom")},
        {"url": reverse("newsroom:terms"), "label": _("Fixed terms")},
        items[-1],
    ]
