"""The years: their list, a new round, one round with its offices, presenting and approving."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.duties.views.listing import StaffListing
from nhipcau.people.models import LegalClock, Office, Staff
from nhipcau.people.permissions import may, reach, today
from nhipcau.people.queries import coordinating_office
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.planning.actions import FAULTS, Call, open_round
from nhipcau.planning.forms import (
    AskForm,
    DecisionForm,
    EditRoundForm,
    OpenRoundForm,
    ReasonForm,
    RoundFilters,
)
from nhipcau.planning.models import OfficePlan, PlanLine, PlanRound
from nhipcau.planning.queries import (
    Holders,
    PlanSums,
    open_remarks_of,
    sums_of_plans,
    totals,
    visible_lines,
    visible_plans,
)
from nhipcau.planning.rules.due import due_day
from nhipcau.planning.views.crumbs import to_rounds
from nhipcau.planning.views.steps import ROUND_STEPS
from nhipcau.planning.waiting import of_own, to_appraise, to_write

CLOCK = "du-toan-nam"
State = PlanRound.State
PLAN_TONES = {"draft": "", "submitted": "now", "returned": "warn", "accepted": "ok", "left_out": ""}


class RoundList(StaffListing):
    """Years, the newest first, with how far each is and its money."""

    permission = "planning.see"
    template_name = "planning/list.html"
    results_template_name = "planning/rounds_results.html"
    index_url_name = "planning:rounds"
    index_results_url_name = "planning:rounds_results"
    page_title = gettext_lazy("Plans of the years")
    verbose_name_plural = gettext_lazy("rounds of plans")
    header_icon = "calendar-alt"
    filterset_class = RoundFilters
    search_fields = ["title"]

    def get_base_queryset(self) -> QuerySet[PlanRound]:
        """All of them."""
        return PlanRound.objects.defer("frozen", "words", "guidance").order_by("-year")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The rows with sums of what the person may see, and whether they may open another."""
        context, by, on = super().get_context_data(*args, **kwargs), staff_of(self.request), today()
        lines = visible_lines(by, on=on).exclude(state=PlanLine.State.DROPPED).order_by()
        columns = {name: Sum(name) for name in ("proposed", "current", "committed")}
        sums = {row["plan__round"]: row for row in lines.values("plan__round").annotate(**columns)}
        plans = OfficePlan.objects.exclude(state=OfficePlan.State.LEFT_OUT).order_by()
        done = Q(state__in=[OfficePlan.State.SUBMITTED, OfficePlan.State.ACCEPTED])
        counted = plans.values("round").annotate(asked=Count("pk"), handed=Count("pk", filter=done))
        counts = {row["round"]: row for row in counted}
        return context | {
            "rows": [(r, sums.get(r.pk, {}), counts.get(r.pk, {})) for r in context["object_list"]],
            "may_open": may(by, "planning.open_round"), "today": on,
            "sees_all": reach(by, "planning.see", on=on) is None,
        }  # fmt: skip


def proposed_call(on: Any) -> dict[str, Any]:
    """What the form for a new round begins with: next year, the day of the legal clock, where it comes from; guidance and
    template as they were the year before."""
    last = PlanRound.objects.only("year", "guidance", "asks").order_by("-year").first()
    year = max(on.year + 1, last.year + 1 if last else 0)
    clock = current_clock(on)
    due = due_day(year, opened_on=on, note=clock.note if clock else "", amount=clock.amount if clock else None)
    template = (
        {"guidance": last.guidance, "asks": last.asks or []} if last else {"asks": ["duty", "output", "measure"]}
    )
    return {
        **template, "year": year, "title": f"Hoạt động thông tin đối ngoại năm {year}", "due_on": due.on, "clock": clock,
        "is_by_clock": due.is_by_clock,
    }  # fmt: skip


def current_clock(on: Any) -> LegalClock | None:
    """The row that says when estimates are due."""
    rows = LegalClock.objects.filter(rule=CLOCK)
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
    running = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    return rows.filter(begun, running).order_by("-valid_from").first()


def basis_of_day(due_on: date, year: int, on: date) -> tuple[LegalClock | None, str]:
    """(clock, why that day): the legal clock only where the day is the one it gives, or earlier."""
    clock = current_clock(on)
    if clock is None:
        return None, ""
    due = due_day(year, opened_on=on, note=clock.note, amount=clock.amount)
    if due.is_by_clock and due_on <= due.on:
        return clock, f"{clock.instrument}: {clock.note}"
    return None, _("set by the coordinating office")


def office_that_asks(by: Staff, on: date) -> Office:
    """The holder of the coordinator's function on the day, else the person's own office."""
    found = coordinating_office(on) or Office.objects.filter(memberships__staff=by).first()
    return found or Office.objects.on(on).order_by("pk")[0]


class OpenRoundPage(StaffPage):
    """A new round; the due day is proposed from the legal clock."""

    permission = "planning.open_round"
    template_name = "planning/open_round.html"
    page_title = gettext_lazy("Open a round of plans")
    header_icon = "plus"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, plans, this page."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], to_rounds(), items[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form with the proposal, and the clock's row."""
        proposal = proposed_call(today())
        return super().get_context_data(**kwargs) | {
            "form": kwargs.get("form") or OpenRoundForm(initial=proposal),
            "clock": proposal["clock"], "is_by_clock": proposal["is_by_clock"],
        }  # fmt: skip

    def post(self, request: HttpRequest) -> HttpResponse:
        """Open it."""
        form, on, by = OpenRoundForm(request.POST), today(), staff_of(request)
        if form.is_valid():
            asked = form.cleaned_data
            clock, basis = basis_of_day(asked["due_on"], asked["year"], on)
            call = Call(
                year=asked["year"], title=asked["title"], due_on=asked["due_on"], guidance=asked["guidance"],
                asks=tuple(asked["asks"]), clock=clock, due_basis=basis,
            )  # fmt: skip
            try:
                made = open_round(call, office_that_asks(by, on), form.asked_offices(), by=by, on=on)
            except FAULTS as fault:
                form.add_error(None, str(fault))
            else:
                messages.success(
                    request, _("The round is open; %(n)d offices are asked.") % {"n": made.plans.count()}
                )
                return redirect("planning:round", year=made.year)
        return self.render_to_response(self.get_context_data(form=form), status=422)


def steps_of_round(by: Staff, round_: PlanRound) -> list[str]:
    """What ``by`` may do with the round as it stands, most wanted first. The actions ask again."""
    rules = {
        "approve": round_.state == State.PRESENTED and may(by, "planning.approve"),
        "present": round_.state == State.OPEN and may(by, "planning.present"),
        "take_back": round_.state == State.PRESENTED and may(by, "planning.present"),
        "edit": round_.state != State.APPROVED and may(by, "planning.open_round"),
        "ask": round_.state == State.OPEN and may(by, "planning.open_round"),
    }
    return [step for step, allowed in rules.items() if allowed]


def narrowed(plans: QuerySet[OfficePlan], wanted: str) -> QuerySet[OfficePlan]:
    """Those of ``plans`` in a state, or waiting for a step (``to_write``, ``to_appraise``)."""
    if wanted in OfficePlan.State.values:
        return plans.filter(state=wanted)
    waits = {"to_write": to_write, "to_appraise": to_appraise}.get(wanted)
    return plans.filter(waits()) if waits else plans


_FORMS: dict[str, type[forms.Form]] = {
    "approve": DecisionForm, "present": forms.Form, "take_back": ReasonForm, "edit": EditRoundForm, "ask": AskForm,
}  # fmt: skip


class RoundPage(StaffPage):
    """One year: how far it is, the offices with their plans and money, what the person may do."""

    permission = "planning.see"
    template_name = "planning/round.html"
    header_icon = "calendar-alt"

    @cached_property
    def round(self) -> PlanRound:
        """The round of the address."""
        rows = PlanRound.objects.select_related("office", "clock", "opened_by", "presented_by", "approved_by")
        return get_object_or_404(rows.defer("frozen"), year=self.kwargs["year"])

    def get_page_title(self) -> str:
        """The year."""
        return _("Plan of %(year)d") % {"year": self.round.year}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, plans, this year."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], to_rounds(), items[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Offices with sums, totals over what the person may see, a form for each step."""
        round_, by, on = self.round, staff_of(self.request), today()
        faulty: dict[str, forms.Form] = kwargs.get("faulty", {})
        seen, holders = visible_plans(by, on=on).filter(round=round_), Holders(on)
        wanted, mine = self.request.GET.get("state", ""), self.request.GET.get("whose") == "mine"
        shown = narrowed(seen, wanted)
        shown = of_own(shown, by, on=on) if mine else shown
        sums, remarks = sums_of_plans(shown), open_remarks_of(shown)
        rows = [
            {"plan": plan, "names": holders.words(plan), "tone": PLAN_TONES[plan.state],
             "late": plan.state in {"draft", "returned"} and on > round_.due_on,
             "sums": sums.get(plan.pk, PlanSums()), "remarks": remarks.get(plan.pk, 0)}
            for plan in shown.select_related("office", "held_by").order_by("office__name")
        ]  # fmt: skip
        counts = dict(seen.order_by().values_list("state").annotate(n=Count("pk")))
        steps = steps_of_round(by, round_)
        sees_all = reach(by, "planning.see", on=on) is None
        return super().get_context_data(**kwargs) | {
            "round": round_, "rows": rows, "today": on, "wanted": wanted or ("mine" if mine else ""), "sees_all": sees_all,
            "counts": [(value, name, counts.get(value, 0)) for value, name in OfficePlan.State.choices],
            "totals": totals(visible_lines(by, on=on).filter(plan__round=round_)),
            "steps": [{"key": s, "form": faulty.get(s) or self._form(s)} for s in steps],
            "opened": next(iter(faulty), ""), "stages": self._stages(),
            "amendments": self._amendments() if round_.state == State.APPROVED else [],
        }  # fmt: skip

    def _amendments(self) -> Any:
        rows = self.round.amendments.select_related("by").annotate(
            total=Sum("changes__delta"), lines=Count("changes")
        )
        return rows.order_by("-number")[:50]

    def _form(self, step: str) -> forms.Form:
        return EditRoundForm.of(self.round, step) if step == "edit" else _FORMS[step](prefix=step)

    def _stages(self) -> list[tuple[str, str, bool]]:
        """(name, what is known of it, whether it is reached), in order."""
        round_ = self.round
        order = list(State).index(State(round_.state))
        return [
            (_("Offices draft, finance appraises"), _("until %(day)s") % {"day": f"{round_.due_on:%d/%m/%Y}"}, True),
            (_("Presented for approval"), str(round_.presented_by or ""), order >= 1),
            (_("Approved"), round_.decision_number, order >= 2),
        ]

    def post(self, request: HttpRequest, year: int) -> HttpResponse:
        """One step, named by ``step``."""
        step = request.POST.get("step", "")
        if step not in _FORMS:
            return redirect("planning:round", year=year)
        form = _FORMS[step](request.POST, request.FILES, prefix=step)
        if form.is_valid():
            try:
                said = ROUND_STEPS[step](self.round, form, staff_of(request), today())
            except FAULTS as fault:
                form.add_error(None, str(fault))
            else:
                messages.success(request, said)
                return redirect("planning:round", year=year)
        self.__dict__.pop("round", None)  # as it stands now
        return self.render_to_response(self.get_context_data(faulty={step: form}), status=422)
