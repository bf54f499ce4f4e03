"""Giving work: choose duties, say to whom, by when, and whether it comes back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nhipcau.documents.models import Document
from nhipcau.duties.forms import documents_with_duties
from nhipcau.duties.models import Duty, DutyState
from nhipcau.duties.queries import HEAVY, Answering, register
from nhipcau.people.permissions import today
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.work.actions import Order, assign_duties, open_periods, start_recurrence
from nhipcau.work.forms import OrderForm, RepeatForm
from nhipcau.work.queries import has_work

SHOWN = 100


class AssignPage(StaffPage):
    """Two steps on one page: without ``?duty=`` duties are chosen, with it the order is written."""

    permission = "work.assign"
    template_name = "work/assign.html"
    page_title = gettext_lazy("Give work")
    header_icon = "plus"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, work, this page."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("work:list"), "label": _("Work")}, items[-1]]

    @cached_property
    def duties(self) -> list[Duty]:
        """The duties chosen that are in force."""
        asked = [pk for pk in self.request.GET.getlist("duty") if pk.isdecimal()]
        duties = Duty.objects.select_related("document", "clause").defer(*HEAVY)
        named = duties.prefetch_related("offices__office", "offices__group")
        return list(named.filter(pk__in=asked, state=DutyState.OPEN).order_by("document", "position"))

    def choosable(self) -> QuerySet[Duty]:
        """Duties in force without work, of one document where one is asked for."""
        duties = register().filter(~has_work(), state=DutyState.OPEN)
        document = self.request.GET.get("document", "")
        duties = duties.filter(document_id=int(document)) if document.isdecimal() else duties
        return duties.order_by("-document__issued_on", "document_id", "position")[:SHOWN]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Either the duties to choose from, or those chosen with who answers for them today."""
        on = today()
        context = super().get_context_data(**kwargs) | {"duties": self.duties, "today": on}
        if not self.duties:
            documents: QuerySet[Document] = documents_with_duties(None)
            return context | {
                "choosable": list(self.choosable()), "documents": documents,
                "document": self.request.GET.get("document", ""),
            }  # fmt: skip
        answering = Answering(on)
        chosen = [(duty, answering.leads_now(duty), answering.partners_now(duty)) for duty in self.duties]
        due = next((d.deadline for d in self.duties if d.deadline and d.deadline >= on), on + timedelta(days=30))
        return context | {
            "chosen": chosen,
            "count": sum(len(leads) for _duty, leads, _partners in chosen),
            "form": kwargs.get("form") or OrderForm(initial={"opens_on": on, "due_on": due}),
            "repeat": kwargs.get("repeat") or RepeatForm(prefix="repeat"),
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """Give the chosen duties, once or again in every period."""
        form, repeat = OrderForm(request.POST), RepeatForm(request.POST, prefix="repeat")
        if not (self.duties and form.is_valid() and repeat.is_valid()):
            return self.render_to_response(self.get_context_data(form=form, repeat=repeat), status=422)
        asked = form.cleaned_data
        leads = [asked["lead"]] if asked["lead"] else []
        order = Order(
            due_on=asked["due_on"], opens_on=asked["opens_on"], title=asked["title"], note=asked["note"],
            expected_output=asked["expected_output"], partners=tuple(asked["partners"]),
        )  # fmt: skip
        if repeat.cleaned_data["cadence"]:
            count = self._repeat(order, leads, repeat.cleaned_data)
            said = ngettext("%(n)d recurring work begins.", "%(n)d recurring works begin.", count)
        else:
            count = len(assign_duties(self.duties, order, by=staff_of(request), on=today(), leads=leads))
            said = ngettext("%(n)d assignment was given.", "%(n)d assignments were given.", count)
        messages.success(request, said % {"n": count})
        return redirect("work:list")

    def _repeat(self, order: Order, leads: list[Any], asked: dict[str, Any]) -> int:
        by, on = staff_of(self.request), today()
        answering, count = Answering(on), 0
        for duty in self.duties:
            for lead in leads or answering.leads_now(duty):
                start_recurrence(
                    duty, lead, asked["cadence"], by=by, active_from=order.opens_on, due_rule=asked["due_rule"],
                    expected_output=order.expected_output, title=order.title,
                    partners=order.partners or answering.partners_now(duty),
                )  # fmt: skip
                count += 1
        open_periods(on=on, by=by)
        return count
