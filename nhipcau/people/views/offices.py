"""The tree of offices on any date, and one office's history."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.people.models import Function, FunctionHolding, Membership, Office, Succession
from nhipcau.people.permissions import today
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.ports import index
from nhipcau.ports.sections import sections_of


def _branches(offices: list[Office]) -> list[dict[str, Any]]:
    """The offices as a tree; an office whose parent is not alive on the day stands at the top."""
    known = {o.pk for o in offices}
    below: dict[int | None, list[Office]] = defaultdict(list)
    for office in offices:
        below[office.parent_id if office.parent_id in known else None].append(office)

    def grow(parent: int | None) -> list[dict[str, Any]]:
        return [{"office": o, "below": grow(o.pk)} for o in below.get(parent, [])]

    return grow(None)


class OfficeTree(StaffPage):
    """Who existed on a day, and what began or ended around it."""

    permission = "people.see"
    template_name = "people/office_tree.html"
    page_title = gettext_lazy("Offices")
    header_icon = "site"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """``on`` comes from the address; an unreadable date is today."""
        context = super().get_context_data(**kwargs)
        asked = self.request.GET.get("on", "")
        try:
            on = parse_date(asked) or today()
        except ValueError:
            on = today()
        offices = list(Office.objects.on(on).order_by("level", "kind", "name"))
        holdings = FunctionHolding.objects.on(on).select_related("function", "office")
        changes = Succession.objects.select_related("before", "after").order_by("on_date", "before__name")
        return context | {
            "on": on,
            "today": today(),
            "branches": _branches(offices),
            "count": len(offices),
            "holdings": holdings,
            "turning_points": sorted({change.on_date for change in changes}),
            "changes": changes,
            "asked": self.request.GET.get("q", "").strip()[:200],
            "named": _named(self.request.GET.get("q", "").strip()[:200]),
        }


MOST_NAMED = 50


def _named(words: str) -> list[Office]:
    """Offices of any time by one of their names, as the index ranks them; without one, those whose name holds the words."""
    if not words:
        return []
    found = index.rank("office", words)
    if found is None:
        return list(Office.objects.filter(name__icontains=words).order_by("name")[:MOST_NAMED])
    rows = Office.objects.in_bulk(found[:MOST_NAMED])
    return [rows[pk] for pk in found if pk in rows]


class OfficePage(StaffPage):
    """One office: its period, what came before and after, its functions and its people."""

    permission = "people.see"
    template_name = "people/office.html"
    header_icon = "site"

    def get_page_title(self) -> str:
        """The office's name."""
        return self.office.name

    @property
    def office(self) -> Office:
        """The office of the address."""
        if not hasattr(self, "_office"):
            self._office = get_object_or_404(Office.objects.select_related("parent"), key=self.kwargs["key"])
        return self._office

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, offices, this office."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("people:offices"), "label": _("Offices")}, items[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The office and all around it."""
        office = self.office
        return super().get_context_data(**kwargs) | {
            "office": office,
            "before": Succession.objects.filter(after=office).select_related("before"),
            "after": Succession.objects.filter(before=office).select_related("after"),
            "holdings": FunctionHolding.objects.filter(office=office).select_related("function"),
            "memberships": Membership.objects.filter(office=office).select_related("staff"),
            "children": Office.objects.filter(parent=office),
            "sections": sections_of("people.office", office, staff_of(self.request)),
        }


class FunctionList(StaffPage):
    """Which office held which function from when to when."""

    permission = "people.see"
    template_name = "people/functions.html"
    page_title = gettext_lazy("Functions over time")
    header_icon = "history"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Functions with their holdings in order of time."""
        functions = Function.objects.prefetch_related("holdings__office")
        rows = [
            (f, sorted(f.holdings.all(), key=lambda h: h.valid_from or date.min)) for f in functions
        ]  # fmt: skip
        return super().get_context_data(**kwargs) | {"rows": rows, "today": today()}
