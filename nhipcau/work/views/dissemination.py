"""Making documents known: the orders, and for each the offices with what they did and what is missing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.duties.views.listing import StaffListing
from nhipcau.people.models import Staff
from nhipcau.people.permissions import NotAllowed, may, reach, today
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.work.actions import (
    EvidenceRefused,
    Filing,
    NoReason,
    NotNow,
    file_evidence,
    order_dissemination,
    record_session,
)
from nhipcau.work.actions.dissemination import Held
from nhipcau.work.forms import DisseminationForm, SessionForm
from nhipcau.work.models import Dissemination, DisseminationOffice, Evidence, Session
from nhipcau.work.queries import visible_disseminations
from nhipcau.work.views.steps import uploaded


class DisseminationList(StaffListing):
    """The orders with how many offices have done it and how many people were reached."""

    permission = "work.see"
    template_name = "work/list.html"
    results_template_name = "work/disseminations_results.html"
    index_url_name = "work:disseminations"
    index_results_url_name = "work:disseminations_results"
    page_title = gettext_lazy("Dissemination")
    verbose_name_plural = gettext_lazy("orders to make a document known")
    header_icon = "group"
    search_fields = ["audience", "document__title", "document__number"]

    def get_base_queryset(self) -> QuerySet[Dissemination]:
        """Orders in which an office that the person may see takes part."""
        by = staff_of(self.request)
        done = Exists(Session.objects.filter(dissemination_office=OuterRef("offices")))
        rows = Dissemination.objects.select_related("document__source").defer(
            "document__text", "document__metadata_spans", "document__warnings"
        )
        if reach(by, "work.see", on=today()) is not None:
            rows = rows.filter(pk__in=visible_disseminations(by, on=today()).values("dissemination"))
        return rows.annotate(
            asked=Count("offices", distinct=True),
            done=Count("offices", filter=Q(done), distinct=True),
            reached=Sum("offices__sessions__participants"),
        ).order_by("-due_on", "-pk")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The orders, and whether the person may give one."""
        return super().get_context_data(*args, **kwargs) | {
            "today": today(), "may_order": may(staff_of(self.request), "work.order_dissemination"),
        }  # fmt: skip


class OrderPage(StaffPage):
    """A new order."""

    permission = "work.order_dissemination"
    template_name = "work/dissemination_order.html"
    page_title = gettext_lazy("Order a dissemination")
    header_icon = "group"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form; ``?document=`` chooses one beforehand."""
        asked = self.request.GET.get("document", "")
        initial = {"document": asked if asked.isdecimal() else None}
        return super().get_context_data(**kwargs) | {"form": kwargs.get("form") or DisseminationForm(initial=initial)}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Give the order."""
        form = DisseminationForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        asked = form.cleaned_data
        offices = [*asked["offices"], *(office for group in asked["groups"] for office in group.offices_on(today()))]
        made = order_dissemination(
            asked["document"], offices, audience=asked["audience"], due_on=asked["due_on"],
            note=asked["note"], by=staff_of(request),
        )  # fmt: skip
        messages.success(request, _("The order is given."))
        return redirect("work:dissemination", pk=made.pk)


class DisseminationPage(StaffPage):
    """The matrix of one order: who held what, when, with how many; what is missing; a form to record it."""

    permission = "work.see"
    template_name = "work/dissemination.html"
    header_icon = "group"

    @cached_property
    def order(self) -> Dissemination:
        """The order of the address."""
        rows = Dissemination.objects.select_related("document__source", "duty", "ordered_by").defer("document__text")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def parts(self) -> list[DisseminationOffice]:
        """The offices of the order that the person may see. Raises NotAllowed where there is none."""
        sessions = Prefetch("sessions", Session.objects.select_related("evidence"))
        rows = visible_disseminations(staff_of(self.request), on=today()).filter(dissemination=self.order)
        found = list(rows.select_related("office").prefetch_related(sessions).order_by("office__name"))
        if not found:
            raise NotAllowed("work.see")
        return found

    def get_page_title(self) -> str:
        """What is to be made known."""
        return _("Dissemination of %(document)s") % {"document": self.order.document}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, dissemination, this order."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("work:disseminations"), "label": _("Dissemination")}, items[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A row for each office, with its form where the person may fill it in."""
        by, on = staff_of(self.request), today()
        faulty: dict[int, SessionForm] = kwargs.get("faulty", {})
        mine = reach(by, "work.record_session", on=on)
        rows: list[dict[str, Any]] = []
        for part in self.parts:
            sessions = list(part.sessions.all())
            fillable = mine is None or part.office_id in mine
            form = faulty.get(part.pk) or SessionForm(initial={"held_on": on}, prefix=str(part.pk))
            rows.append({
                "part": part, "sessions": sessions, "reached": sum(s.participants for s in sessions),
                "late": not sessions and self.order.due_on < on, "form": form if fillable else None,
                "opened": part.pk in faulty,
            })  # fmt: skip
        return super().get_context_data(**kwargs) | {
            "order": self.order,
            "rows": rows,
            "missing": [row["part"] for row in rows if not row["sessions"]],
            "reached": sum(row["reached"] for row in rows),
            "done": sum(bool(row["sessions"]) for row in rows),
        }

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Record what one office held, with its evidence where a file came along."""
        part = next((p for p in self.parts if str(p.pk) == request.POST.get("part")), None)
        if part is None:
            raise NotAllowed("work.record_session")
        form = SessionForm(request.POST, request.FILES, prefix=str(part.pk))
        if form.is_valid():
            try:
                _record(part, form.cleaned_data, staff_of(request))
            except (NotNow, NoReason, EvidenceRefused) as fault:
                form.add_error(None, str(fault))
            else:
                messages.success(request, _("The session is recorded."))
                return redirect("work:dissemination", pk=pk)
        return self.render_to_response(self.get_context_data(faulty={part.pk: form}), status=422)


def _record(part: DisseminationOffice, asked: dict[str, Any], by: Staff) -> None:
    held = Held(asked["channel"], asked["held_on"], asked["participants"], asked["note"])
    upload = uploaded(asked["file"])
    with transaction.atomic():
        evidence = None
        if upload is not None:
            order = part.dissemination
            title = _("Dissemination of %(document)s") % {"document": order.document}
            evidence = file_evidence(
                Filing(office=part.office, kind=Evidence.Kind.FILE, title=title, happened_on=held.held_on,
                       duty=order.duty, upload=upload, participants=held.participants),
                by=by, on=today(),
            )  # fmt: skip
        record_session(part, held, by=by, on=today(), evidence=evidence)
