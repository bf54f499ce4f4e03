"""The register of duties as a list, and the same rows as a workbook."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.db.models import CharField, F, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.duties.forms import RegisterFilters
from nhipcau.duties.models import Duty
from nhipcau.duties.queries import register
from nhipcau.duties.views.listing import StaffListing
from nhipcau.duties.views.workbook import workbook_of
from nhipcau.people.permissions import today
from nhipcau.people.views.pages import staff_of
from nhipcau.ports.papers import XLSX
from nhipcau.ports.sections import sections_of

GROUPINGS = ("clause", "office")


class Register(StaffListing):
    """All duties; grouped by clause of the document, or by the office they are addressed to."""

    permission = "duties.see"
    template_name = "duties/register.html"
    results_template_name = "duties/register_results.html"
    index_url_name = "duties:register"
    index_results_url_name = "duties:register_results"
    page_title = gettext_lazy("Duties")
    verbose_name_plural = gettext_lazy("duties")
    header_icon = "list-ul"
    filterset_class = RegisterFilters
    search_fields = ["text"]
    index_kind = "duty"

    @property
    def grouping(self) -> str:
        """By what the rows are grouped; by clause unless asked otherwise."""
        asked = self.request.GET.get("group", "")
        return asked if asked in GROUPINGS else "clause"

    def get_base_queryset(self) -> QuerySet[Duty]:
        """Every duty with what the list shows; by office a duty stands under each of its offices."""
        duties = register()
        if self.grouping == "office":
            named = Coalesce(
                F("offices__office__name"), F("offices__group__name"), F("offices__printed"), output_field=CharField()
            )
            return duties.annotate(under=named).order_by("under", "-document__issued_on", "document_id", "position")
        return duties.order_by("-document__issued_on", "document_id", "position", "pk")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Rows in their groups, and what higher rooms let one do with chosen duties."""
        context = super().get_context_data(*args, **kwargs)
        rows = groupby(context["object_list"], key=self._heading)
        return context | {
            "groups": [(heading, list(duties)) for heading, duties in rows],
            "grouping": self.grouping,
            "query": self.query_without("group"),
            "export_query": self.query_without(),
            "extras": sections_of("duties.register", None, staff_of(self.request)),
        }

    def _heading(self, duty: Duty) -> str:
        if self.grouping == "office":
            return getattr(duty, "under", None) or _("No office")
        place = str(duty.clause) if duty.clause else duty.path
        return f"{duty.document} · {place}"


class Export(Register):
    """The rows of the list, as filtered, as .xlsx."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The workbook as a download."""
        answer = HttpResponse(workbook_of(self.get_queryset(), on=today()), content_type=XLSX)
        answer["Content-Disposition"] = f'attachment; filename="nhiem-vu-{today():%Y-%m-%d}.xlsx"'
        return answer
