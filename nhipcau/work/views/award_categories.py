"""Categories of award with their basis in law, and how long dossiers are kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.people.permissions import may, today
from nhipcau.people.views.pages import staff_of
from nhipcau.people.views.steps import StepsPage
from nhipcau.work.actions import FAULTS, CategoryFacts, keep_category, kept_for
from nhipcau.work.award_forms import CategoryForm
from nhipcau.work.models import AwardCategory, AwardProposal


class CategoryPage(StepsPage):
    """All categories; a form to add one, and one for each to change it."""

    permission = "work.see_own_award"
    template_name = "work/award_categories.html"
    page_title = gettext_lazy("Categories of award")
    header_icon = "list-ul"
    faults = FAULTS

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, proposals, this page."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("work:awards"), "label": _("Award proposals")}, items[-1]]

    def form_of(self, step: str, data: Any = None, files: Any = None) -> forms.Form | None:
        """``add``, or ``edit-KEY`` with the present values."""
        if step == "add":
            return CategoryForm(data, prefix=step)
        if not step.startswith("edit-"):
            return None
        row = get_object_or_404(AwardCategory, key=step.removeprefix("edit-"))
        first = {name: getattr(row, name) for name in CategoryForm.base_fields}
        return CategoryForm(data, initial=first, prefix=step)

    def take(self, step: str, asked: dict[str, Any], request: HttpRequest) -> str:
        """Keep it."""
        row = AwardCategory.objects.filter(key=step.removeprefix("edit-")).first() if step != "add" else None
        keep_category(CategoryFacts(**asked), by=staff_of(request), category=row)
        return _("The category is kept.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rows, and the rules for keeping dossiers."""
        faulty, on = kwargs.get("faulty", {}), today()
        may_keep = may(staff_of(self.request), "work.keep_award_categories")
        edited = self.request.GET.get("edit", "")
        rows = [
            {"category": row, "key": f"edit-{row.key}",
             "form": faulty.get(f"edit-{row.key}") or (self._form_for(row) if may_keep and row.key == edited else None)}
            for row in AwardCategory.objects.all()
        ]  # fmt: skip
        return super().get_context_data(**kwargs) | {
            "rows": rows, "may_keep": may_keep, "opened": next(iter(faulty), f"edit-{edited}"),
            "form": (faulty.get("add") or self.form_of("add")) if may_keep else None,
            "awarded_rule": kept_for(AwardProposal.State.AWARDED, on),
            "others_rule": kept_for(AwardProposal.State.REFUSED, on),
        }  # fmt: skip

    def _form_for(self, row: AwardCategory) -> forms.Form:
        first = {name: getattr(row, name) for name in CategoryForm.base_fields}
        return CategoryForm(initial=first, prefix=f"edit-{row.key}")
