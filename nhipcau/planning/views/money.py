"""The year's money: planned, committed, paid, left; commitments, their list and one with its bookings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
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
from nhipcau.planning.actions import FAULTS, Promise, accept_delivery, change_contract, commit, pay, wind_up
from nhipcau.planning.actions.spending import spenders
from nhipcau.planning.forms import ReasonForm
from nhipcau.planning.forms.money import AcceptanceForm, AnnexForm, CommitForm, ContractFilters, PaymentForm
from nhipcau.planning.models import Contract, PlanLine, PlanRound
from nhipcau.planning.queries import GROUPS, Holders, MoneyRow, grouped_money, totals, visible_lines
from nhipcau.planning.views.crumbs import to_rounds
from nhipcau.planning.views.lines import line_for

FILTERS = {"office": "asked", "fund": "fund", "topic": "topic", "duty": "duty"}
"""By what → filter of the list of lines."""
WITHOUT = {"topic": "topic=null", "duty": "serves=other"}
"""By what → filter of the list for lines that have none."""
GROUP_NAMES = {
    "office": gettext_lazy("By office"), "fund": gettext_lazy("By source of money"), "topic": gettext_lazy("By topic"),
    "duty": gettext_lazy("By duty"),
}  # fmt: skip


class MoneyPage(StaffPage):
    """Where the year's money is, by office, source, topic or duty; each figure opens its lines."""

    permission = "planning.see"
    template_name = "planning/money.html"
    page_title = gettext_lazy("Money of the year")
    header_icon = "table"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, plans, this page."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], to_rounds(), items[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One query for the groups, one for their names, one for the whole."""
        years = list(PlanRound.objects.filter(state="approved").order_by("-year").values_list("year", flat=True))
        asked = self.request.GET.get("year", "")
        year = int(asked) if asked.isdecimal() and int(asked) in years else self._this_year(years)
        group = self.request.GET.get("by", "office")
        group = group if group in GROUPS else "office"
        lines = visible_lines(staff_of(self.request), on=today()).filter(plan__round__year=year)
        return super().get_context_data(**kwargs) | {
            "years": years, "year": year, "group": group, "groups": GROUP_NAMES.items(),
            "totals": totals(lines), "rows": [self._linked(row, group, year) for row in grouped_money(lines, group, on=today())],
        }  # fmt: skip

    @staticmethod
    def _this_year(years: list[int]) -> int:
        on = today().year
        return on if on in years else (years[0] if years else on)

    @staticmethod
    def _linked(row: MoneyRow, group: str, year: int) -> dict[str, Any]:
        wanted = f"{FILTERS[group]}={row.key}" if row.key else WITHOUT[group]
        return {**asdict(row), "url": f"{reverse('planning:lines')}?year={year}&{wanted}"}


class ContractList(StaffListing):
    """Commitments, newest first."""

    permission = "planning.see"
    template_name = "planning/list.html"
    results_template_name = "planning/contracts_results.html"
    index_url_name = "planning:contracts"
    index_results_url_name = "planning:contracts_results"
    page_title = gettext_lazy("Commitments")
    verbose_name_plural = gettext_lazy("commitments")
    header_icon = "doc-full"
    filterset_class = ContractFilters
    search_fields = ["number", "subject", "supplier"]

    def get_base_queryset(self) -> QuerySet[Contract]:
        """On lines that the person may see."""
        by, on = staff_of(self.request), today()
        rows = Contract.objects.select_related("line__plan__round", "line__plan__office")
        if reach(by, "planning.see", on=on) is not None:
            rows = rows.filter(line__in=visible_lines(by, on=on).values("pk"))
        return rows.defer("line__plan__round__frozen", "line__plan__round__words").order_by("-signed_on", "-pk")


class CommitPage(StaffPage):
    """A new commitment on a line."""

    permission = "planning.spend"
    template_name = "planning/commit.html"
    page_title = gettext_lazy("New commitment")
    header_icon = "plus"

    @cached_property
    def line(self) -> PlanLine:
        """The line of the address."""
        return line_for(self.request, self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form and what is left."""
        form = kwargs.get("form") or CommitForm(line=self.line, initial={"signed_on": today()})
        return super().get_context_data(**kwargs) | {
            "line": self.line, "form": form, "names": Holders(today()).words(self.line.plan),
        }  # fmt: skip

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Commit."""
        form = CommitForm(request.POST, line=self.line)
        if form.is_valid():
            asked = {**form.cleaned_data}
            evidence = asked.pop("evidence")
            try:
                made = commit(self.line, Promise(**asked), by=staff_of(request), on=today(), evidence=evidence)
            except FAULTS as fault:
                form.add_error(None, str(fault))
            else:
                messages.success(request, _("The commitment is booked."))
                return redirect("planning:contract", pk=made.pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)


def _accept(row: Contract, asked: dict[str, Any], by: Staff) -> str:
    accept_delivery(row, **{key: asked[key] for key in ("amount", "words", "on_date", "evidence")}, by=by, on=today())
    return _("The acceptance is booked.")


def _pay(row: Contract, asked: dict[str, Any], by: Staff) -> str:
    pay(row, **asked, by=by, on=today())
    return _("The payment is booked.")


def _annex(row: Contract, asked: dict[str, Any], by: Staff) -> str:
    delta: Decimal = asked["amount"] if asked["sign"] == "more" else -asked["amount"]
    change_contract(row, delta=delta, reason=asked["reason"], on_date=asked["on_date"], by=by, on=today())
    return _("The change is booked.")


def _wind_up(row: Contract, asked: dict[str, Any], by: Staff) -> str:
    wind_up(row, reason=asked["reason"], by=by, on=today())
    return _("The commitment is wound up; what was not used is back on the line.")


STEPS: dict[str, Callable[[Contract, dict[str, Any], Staff], str]] = {
    "accept": _accept, "pay": _pay, "annex": _annex, "wind_up": _wind_up,
}  # fmt: skip


class ContractPage(StaffPage):
    """One commitment with what was accepted and paid."""

    permission = "planning.see"
    template_name = "planning/contract.html"
    header_icon = "doc-full"

    @cached_property
    def contract(self) -> Contract:
        """The commitment of the address. Raises NotAllowed where its line is another office's."""
        rows = Contract.objects.select_related(
            "line__plan__round", "line__plan__office", "line__plan__held_by", "by", "evidence"
        )
        found = get_object_or_404(rows.defer("line__plan__round__frozen"), pk=self.kwargs["pk"])
        if not visible_lines(staff_of(self.request), on=today()).filter(pk=found.line_id).exists():
            raise NotAllowed("planning.see")
        return found

    def get_page_title(self) -> str:
        """Its number."""
        return _("Commitment %(number)s") % {"number": self.contract.number}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, plans, commitments, this one."""
        items = super().get_breadcrumbs_items()
        listed = {"url": reverse("planning:contracts"), "label": _("Commitments")}
        return [*items[:-1], to_rounds(), listed, items[-1]]

    def _form(self, step: str, data: Any = None) -> forms.Form:
        first = {"on_date": today()}
        if step == "accept":
            return AcceptanceForm(data, line=self.contract.line, prefix=step, initial=first)
        kinds: dict[str, type[forms.Form]] = {"pay": PaymentForm, "annex": AnnexForm, "wind_up": ReasonForm}
        return kinds[step](data, prefix=step, initial=first)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The bookings, and a form for each step."""
        row, by = self.contract, staff_of(self.request)
        mine = may(by, "planning.spend", offices=spenders(row.line), on=today())
        open_steps = list(STEPS) if row.closed_on is None else ["pay"] if row.accepted or row.paid else []
        faulty: dict[str, forms.Form] = kwargs.get("faulty", {})
        return super().get_context_data(**kwargs) | {
            "contract": row, "line": row.line,
            "acceptances": row.acceptances.select_related("by", "evidence"), "payments": row.payments.select_related("by"),
            "changes": row.changes.select_related("by"), "opened": next(iter(faulty), ""),
            "steps": [{"key": s, "form": faulty.get(s) or self._form(s)} for s in open_steps] if mine else [],
        }  # fmt: skip

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One step, named by ``step``."""
        step = request.POST.get("step", "")
        if step not in STEPS:
            return redirect("planning:contract", pk=pk)
        form = self._form(step, request.POST)
        if form.is_valid():
            try:
                said = STEPS[step](self.contract, form.cleaned_data, staff_of(request))
            except FAULTS as fault:
                form.add_error(None, str(fault))
            else:
                messages.success(request, said)
                return redirect("planning:contract", pk=pk)
        self.__dict__.pop("contract", None)  # as it stands now
        return self.render_to_response(self.get_context_data(faulty={step: form}), status=422)
