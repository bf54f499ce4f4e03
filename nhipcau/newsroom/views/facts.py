"""The fact bank: the list, and one fact with its figure in each language, its history, and where it is shown."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from nhipcau.duties.views.listing import StaffListing
from nhipcau.newsroom import actions
from nhipcau.newsroom.fact_forms import EndFactForm, FactFilters, NewFactForm, VersionForm, WhyForm, known_of
from nhipcau.newsroom.facts import (
    LANGUAGES,
    current_versions,
    fact_list,
    figure_of,
    open_requests,
    pages_by_fact,
    past,
    request_list,
    said,
    shown_on,
    versions_of,
)
from nhipcau.newsroom.faults import DEED_FAULTS, NotNow
from nhipcau.newsroom.forms import NothingForm
from nhipcau.newsroom.models import Fact, FactVersion
from nhipcau.newsroom.rules.figures import gaps, lacks_figure
from nhipcau.people.models import Office
from nhipcau.people.permissions import may, offices_of, reach, today
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.people.views.steps import Deed, StepsPage


def offices_for(request: HttpRequest, action: str) -> QuerySet[Office]:
    """The living offices for which the person may do ``action``."""
    mine = reach(staff_of(request), action)
    living = Office.objects.on(today()).order_by("name")
    return living if mine is None else living.filter(pk__in=mine)


class FactList(StaffListing):
    """All facts, by office."""

    permission = "newsroom.see"
    template_name = "newsroom/desk.html"
    results_template_name = "newsroom/facts/list_results.html"
    index_url_name = "newsroom:facts"
    index_results_url_name = "newsroom:facts_results"
    page_title = gettext_lazy("Fact bank")
    verbose_name_plural = pgettext_lazy("bank", "facts")
    header_icon = "table"
    filterset_class = FactFilters
    search_fields = ["key", "labels__vi"]
    index_kind = "fact"

    def get_base_queryset(self) -> QuerySet[Fact]:
        """Those that are kept, unless others are asked for."""
        rows = fact_list()
        return rows if self.request.GET.get("where") == "ended" else rows.filter(ended_on__isnull=True)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Rows with their figure, how many stand where, and what this person may do."""
        context = super().get_context_data(*args, **kwargs)
        by, on = staff_of(self.request), today()
        facts = list(context["object_list"])
        versions, pages = versions_of([fact.current_id for fact in facts]), pages_by_fact(facts)
        counts = fact_list().filter(ended_on__isnull=True).order_by().aggregate(
            past=Count("pk", filter=past(on)), waiting=Count("pk", filter=Q(is_waiting=True)),
            unconfirmed=Count("pk", filter=Q(is_unconfirmed=True)),
        )  # fmt: skip
        names = dict(FactFilters.base_filters["where"].extra["choices"])
        return context | {
            "rows": [_row(fact, versions.get(fact.pk), pages.get(fact.pk, 0), on) for fact in facts],
            "counts": [
                {"where": key, "name": names[key], "count": n, "late": key == "past"} for key, n in counts.items()
            ],
            "open_requests": open_requests().count(),
            "query": self.query_without("where"),
            "may_propose": may(by, "newsroom.propose_fact"),
        }


def _row(fact: Any, version: FactVersion | None, pages: int, on: Any) -> dict[str, Any]:
    lacks = gaps(fact.labels, LANGUAGES) if version is None else _lacks(fact, version)
    return {
        "fact": fact, "figure": figure_of(version, "vi") if version else None, "pages": pages, "lacks": lacks,
        "late": bool(fact.next_update and fact.next_update < on and not fact.ended_on),
    }  # fmt: skip


def _lacks(fact: Fact, version: FactVersion) -> list[str]:
    unnamed = gaps(fact.labels, LANGUAGES)
    return [code for code in LANGUAGES if code in unnamed or code in gaps(version.wordings, LANGUAGES)]


class FactPage(StepsPage):
    """One fact."""

    permission = "newsroom.see"
    template_name = "newsroom/facts/fact.html"
    header_icon = "table"
    faults: ClassVar[tuple[type[Exception], ...]] = DEED_FAULTS
    known: ClassVar[dict[str, Deed]] = {
        "approve": Deed(gettext_lazy("Approve what waits"), NothingForm),
        "refuse": Deed(gettext_lazy("Refuse what waits"), WhyForm, is_final=True),
        "confirm": Deed(gettext_lazy("Confirm what came with the profile"), NothingForm),
        "end": Deed(gettext_lazy("No longer keep this fact"), EndFactForm, is_final=True),
    }

    @cached_property
    def fact(self) -> Fact:
        """The fact of the address."""
        return get_object_or_404(Fact.objects.select_related("office"), pk=self.kwargs["pk"])

    @cached_property
    def versions(self) -> list[FactVersion]:
        """All its versions, the newest first."""
        rows = self.fact.versions.select_related(
            "fact__office", "document__source", "proposed_by", "approved_by", "refused_by", "confirmed_by"
        )
        return list(rows.defer("document__text", "document__metadata_spans", "document__warnings"))

    @cached_property
    def waits(self) -> FactVersion | None:
        """The version that wants its second person."""
        return next((v for v in self.versions if not v.approved_at and not v.refused_at), None)

    @cached_property
    def current(self) -> FactVersion | None:
        """The version that counts."""
        return next((v for v in self.versions if v.approved_at), None)

    def get_page_title(self) -> str:
        """Its name."""
        return str(self.fact)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, fact bank, this fact."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("newsroom:facts"), "label": _("Fact bank")}, items[-1]]

    def open_deeds(self) -> list[str]:
        """What the person may do as the fact stands."""
        by, fact = staff_of(self.request), self.fact
        decides = (
            self.waits is not None
            and may(by, "newsroom.approve_fact", office=fact.office_id)
            and self.waits.proposed_by_id != by.pk
        )
        rules = {
            "approve": decides, "refuse": decides,
            "confirm": self.current is not None and self.current.is_unconfirmed
            and may(by, "newsroom.confirm_fact", office=fact.office_id),
            "end": fact.ended_on is None and self.current is not None
            and may(by, "newsroom.propose_fact", office=fact.office_id),
        }  # fmt: skip
        return [key for key, allowed in rules.items() if allowed]

    def take(self, step: str, asked: dict[str, Any], request: HttpRequest) -> str:
        """One deed."""
        by = staff_of(request)
        if step == "end":
            actions.end_fact(self.fact, on=asked["on"], reason=asked["reason"], by=by)
            return _("The fact is no longer kept.")
        if step == "confirm" and self.current is not None:
            actions.confirm_version(self.current, by=by)
            return _("The figure is confirmed.")
        if self.waits is None:
            raise NotNow(_("Nothing waits for a second person."))
        if step == "refuse":
            actions.refuse_version(self.waits, reason=asked["reason"], by=by)
            return _("The version was refused.")
        actions.approve_version(self.waits, by=by)
        return _("Approved. The pages that show the fact follow.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The figure as readers of each language see it, what waits, history, pages, requests."""
        by, fact = staff_of(self.request), self.fact
        mine = may(by, "newsroom.propose_fact", office=fact.office_id)
        return super().get_context_data(**kwargs) | {
            "fact": fact, "current": self.current, "waits": self.waits, "history": self.versions,
            "by_language": _spoken(self.current) if self.current else [],
            "proposed": _spoken(self.waits) if self.waits else [],
            "figure": figure_of(self.current, "vi") if self.current else None,
            "lacks": _lacks(fact, self.current) if self.current else gaps(fact.labels, LANGUAGES),
            "pages": list(shown_on(fact)),
            "requests": list(request_list().filter(fact=fact)[:20]),
            "may_propose": mine and fact.ended_on is None and self.waits is None,
            "may_ask": may(by, "newsroom.ask_fact"),
            "is_own_proposal": self.waits is not None and self.waits.proposed_by_id == by.pk,
            "today": today(),
        }  # fmt: skip


def _spoken(version: FactVersion) -> list[dict[str, Any]]:
    """The version as each language's page says it; ``odd`` where the wording does not hold the figure."""
    rows = []
    for language in LANGUAGES:
        figure, words = figure_of(version, language), version.wordings.get(language, "")
        odd = bool(words) and version.number is not None and lacks_figure(
            words, version.number, language, places=version.places
        )  # fmt: skip
        rows.append({"language": language, "figure": figure, "words": words, "odd": odd})
    return rows


class _Writing(StaffPage):
    """A form for a version."""

    permission = "newsroom.propose_fact"
    template_name = "newsroom/facts/write.html"
    header_icon = "table"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, fact bank, this page."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("newsroom:facts"), "label": _("Fact bank")}, items[-1]]

    def shown(self, form: VersionForm, status: int = 200) -> HttpResponse:
        """The page with ``form``."""
        return self.render_to_response(self.get_context_data(form=form), status=status)


class NewFact(_Writing):
    """A fact that is not in the bank yet."""

    page_title = gettext_lazy("New fact")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """An empty form; the person's own office is chosen."""
        offices = offices_for(request, self.permission)
        own = offices.filter(pk__in=offices_of(staff_of(request))).first()
        return self.shown(NewFactForm(offices=offices, initial={"office": own}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Into the bank, to wait for its second person."""
        form = NewFactForm(request.POST, offices=offices_for(request, self.permission))
        if not form.is_valid():
            return self.shown(form, 422)
        try:
            made = actions.begin_fact(
                form.cleaned_data["key"], form.cleaned_data["office"], form.answer(), by=staff_of(request)
            )
        except NotNow as fault:
            form.add_error(None, str(fault))
            return self.shown(form, 422)
        return redirect("newsroom:fact", pk=made.fact_id)


class Propose(_Writing):
    """A newer answer for a fact."""

    @cached_property
    def fact(self) -> Fact:
        """The fact of the address."""
        return get_object_or_404(Fact.objects.select_related("office"), pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        """What it is about."""
        return _("New version: %(fact)s") % {"fact": self.fact}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the figure that counts now."""
        current = current_versions([self.fact.pk]).get(self.fact.pk)
        return super().get_context_data(**kwargs) | {
            "fact": self.fact, "now": said(current, "vi") if current else "", "current": current,
        }  # fmt: skip

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form with what stays the same."""
        current = current_versions([self.fact.pk]).get(self.fact.pk)
        return self.shown(VersionForm(initial=known_of(self.fact, current)))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Propose it."""
        form = VersionForm(request.POST)
        if not form.is_valid():
            return self.shown(form, 422)
        try:
            actions.propose_version(self.fact, form.answer(), by=staff_of(request))
        except NotNow as fault:
            form.add_error(None, str(fault))
            return self.shown(form, 422)
        return redirect("newsroom:fact", pk=pk)
