"""Focal points: every office that needs one with who it is today, the gaps, and the appointments of an office."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.people.actions import Appointment, appoint, end_appointment
from nhipcau.people.models import FocalPoint, Membership, Office, OfficeGroup
from nhipcau.people.permissions import may, today
from nhipcau.people.queries import expected_offices, in_office
from nhipcau.people.rules.roles import StaffRole
from nhipcau.people.training_forms import AppointForm, EndForm
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.people.views.steps import StepsPage


class FocalPointList(StaffPage):
    """Offices that documents address, with their focal point and deputies today; ``?gaps=1`` those without one."""

    permission = "people.see"
    template_name = "people/focal_points.html"
    page_title = gettext_lazy("Focal points")
    header_icon = "group"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Offices and appointments, in five queries however many there are."""
        on, asked = today(), self.request.GET
        groups = list(OfficeGroup.objects.only("pk", "name", "kinds", "levels"))
        group = next((g for g in groups if str(g.pk) == asked.get("group")), None)
        held: dict[int, list[FocalPoint]] = {}
        for row in in_office(on).select_related("staff").order_by("-kind", "valid_from", "pk"):
            held.setdefault(row.office_id, []).append(row)
        signs_in = set(Membership.objects.on(on).filter(role=StaffRole.FOCAL).values_list("staff_id", "office_id"))
        rows = [_row(office, held.get(office.pk, []), signs_in) for office in expected_offices(on, group)]
        missing = [row for row in rows if row["focal"] is None]
        return super().get_context_data(**kwargs) | {
            "rows": missing if asked.get("gaps") else rows, "all": len(rows), "missing": len(missing),
            "have": len(rows) - len(missing), "groups": groups, "group": group, "gaps_only": bool(asked.get("gaps")),
            "dedicated": sum(1 for r in rows if r["focal"] and r["focal"].manner == FocalPoint.Manner.DEDICATED),
            "today": on,
        }  # fmt: skip


def _row(office: Office, held: list[FocalPoint], signs_in: set[tuple[int, int]]) -> dict[str, Any]:
    focal = next((f for f in held if f.kind == FocalPoint.Kind.FOCAL), None)
    return {
        "office": office,
        "focal": focal,
        "deputies": [f for f in held if f.kind == FocalPoint.Kind.DEPUTY],
        "has_role": focal is not None and (focal.staff_id, office.pk) in signs_in,
    }


class FocalOfficePage(StepsPage):
    """The appointments of one office over time."""

    permission = "people.see"
    template_name = "people/focal_office.html"
    header_icon = "group"

    @cached_property
    def office(self) -> Office:
        """The office of the address."""
        return get_object_or_404(Office, key=self.kwargs["key"])

    def get_page_title(self) -> str:
        """The office's name."""
        return self.office.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, focal points, this office."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("people:focal_points"), "label": _("Focal points")}, items[-1]]

    def form_of(self, step: str, data: Any = None, files: Any = None) -> forms.Form | None:
        """Appointing, or ending."""
        if step == "appoint":
            return AppointForm(data, initial={"valid_from": today()}, prefix=step)
        if step.startswith("end-"):
            return EndForm(data, initial={"last_day": today()}, prefix=step)
        return None

    def take(self, step: str, asked: dict[str, Any], request: HttpRequest) -> str:
        """Appoint, or end."""
        by = staff_of(request)
        if step == "appoint":
            appoint(self.office, Appointment(**asked), by=by, on=today())
            return _("The appointment is entered.")
        row = get_object_or_404(FocalPoint, pk=step.removeprefix("end-"), office=self.office)
        end_appointment(row, last_day=asked["last_day"], by=by, on=today())
        return _("The last day is entered.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Those in office, those before, and the forms where they are allowed."""
        on, faulty = today(), kwargs.get("faulty", {})
        may_appoint = may(staff_of(self.request), "people.appoint", office=self.office, on=on)
        points = list(self.office.focal_points.select_related("staff", "entered_by").order_by("-valid_from", "-pk"))
        rows = [
            {"point": point, "key": f"end-{point.pk}", "lives": _lives(point, on),
             "form": faulty.get(f"end-{point.pk}") or self.form_of(f"end-{point.pk}")}
            for point in points
        ]  # fmt: skip
        return super().get_context_data(**kwargs) | {
            "office": self.office, "rows": rows, "may_appoint": may_appoint, "today": on,
            "form": faulty.get("appoint") or self.form_of("appoint"), "opened": next(iter(faulty), ""),
            "has_focal": any(
                _lives(p, on) and p.kind == FocalPoint.Kind.FOCAL and p.valid_from <= on for p in points
            ),
        }  # fmt: skip


def _lives(point: FocalPoint, on: date) -> bool:
    return point.valid_to is None or point.valid_to >= on
