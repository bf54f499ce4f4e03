"""Requests between offices for a fact: the list with what is overdue, asking, and one request with its answer."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.duties.views.listing import StaffListing
from nhipcau.newsroom import actions
from nhipcau.newsroom.fact_forms import AnswerForm, AskForm, RequestFilters, WhyForm
from nhipcau.newsroom.facts import approved_versions, request_list, said
from nhipcau.newsroom.faults import DEED_FAULTS, NotNow
from nhipcau.newsroom.models import Fact, FactRequest, FactVersion
from nhipcau.newsroom.views.facts import offices_for
from nhipcau.people.permissions import may, offices_of, today
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.people.views.steps import Deed, StepsPage


class RequestList(StaffListing):
    """All requests, open ones first."""

    permission = "newsroom.see"
    template_name = "newsroom/desk.html"
    results_template_name = "newsroom/facts/requests_results.html"
    index_url_name = "newsroom:fact_requests"
    index_results_url_name = "newsroom:fact_requests_results"
    page_title = gettext_lazy("Requests for facts")
    verbose_name_plural = gettext_lazy("requests")
    header_icon = "help"
    filterset_class = RequestFilters
    search_fields = ["question"]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, fact bank, requests."""
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("newsroom:facts"), "label": _("Fact bank")}, items[-1]]

    def get_base_queryset(self) -> QuerySet[FactRequest]:
        """All of them."""
        return request_list()

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The rows, the day, and whether the person may ask."""
        return super().get_context_data(*args, **kwargs) | {
            "today": today(), "may_ask": may(staff_of(self.request), "newsroom.ask_fact"),
        }  # fmt: skip


class Ask(StaffPage):
    """A new request; ``?fact=`` chooses the fact and its office beforehand."""

    permission = "newsroom.ask_fact"
    template_name = "newsroom/facts/ask.html"
    page_title = gettext_lazy("Ask an office for a fact")
    header_icon = "help"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, requests, this page."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("newsroom:fact_requests"), "label": _("Requests for facts")}, items[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form."""
        return super().get_context_data(**kwargs) | {"form": kwargs.get("form") or self._begun()}

    def _begun(self) -> AskForm:
        askers = offices_for(self.request, self.permission)
        asked = self.request.GET.get("fact", "")
        fact = Fact.objects.filter(pk=int(asked)).first() if asked.isdecimal() else None
        own = askers.filter(pk__in=offices_of(staff_of(self.request))).first()
        return AskForm(
            askers=askers, initial={"fact": fact, "office": fact.office_id if fact else None, "asker": own}
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Send it."""
        form = AskForm(request.POST, askers=offices_for(request, self.permission))
        if form.is_valid():
            asked = form.cleaned_data
            try:
                made = actions.ask_for_fact(
                    asked["office"], asked["question"], asker=asked["asker"], by=staff_of(request), on=today(),
                    fact=asked["fact"], purpose=asked["purpose"], due_on=asked["due_on"],
                )  # fmt: skip
            except NotNow as fault:
                form.add_error(None, str(fault))
            else:
                return redirect("newsroom:fact_request", pk=made.pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)


class RequestPage(StepsPage):
    """One request."""

    permission = "newsroom.see"
    template_name = "newsroom/facts/request.html"
    header_icon = "help"
    faults: ClassVar[tuple[type[Exception], ...]] = DEED_FAULTS
    known: ClassVar[dict[str, Deed]] = {
        "answer": Deed(gettext_lazy("Answer"), AnswerForm),
        "refuse": Deed(gettext_lazy("Refuse with a reason"), WhyForm, is_final=True),
    }

    @cached_property
    def asked(self) -> FactRequest:
        """The request of the address."""
        rows = FactRequest.objects.select_related(
            "office", "asker", "fact", "clock", "asked_by", "closed_by", "version__fact"
        )
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        """Its number; the question stands on the page."""
        return _("Request %(number)d") % {"number": self.asked.pk}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, requests, this one."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("newsroom:fact_requests"), "label": _("Requests for facts")}, items[-1]]

    def open_deeds(self) -> list[str]:
        """Answering and refusing, for the asked office."""
        answers = not self.asked.outcome and may(
            staff_of(self.request), "newsroom.answer_fact", office=self.asked.office_id
        )
        return list(self.known) if answers else []

    def form_for(self, key: str, **given: Any) -> forms.Form:
        """An answer is chosen from the asked office's facts."""
        if key == "answer":
            return AnswerForm(prefix=key, versions=self._versions(), **given)
        return super().form_for(key, **given)

    def _versions(self) -> QuerySet[FactVersion]:
        rows = approved_versions().select_related("fact")
        return rows.filter(fact=self.asked.fact) if self.asked.fact else rows.filter(fact__office=self.asked.office)

    def take(self, step: str, asked: dict[str, Any], request: HttpRequest) -> str:
        """One deed."""
        by = staff_of(request)
        if step == "refuse":
            actions.refuse_request(self.asked, reason=asked["reason"], by=by)
            return _("The request was refused; the asking office is told.")
        actions.answer_request(self.asked, words=asked["words"], version=asked["version"], by=by)
        return _("The answer was given; the asking office is told.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The request and its answer."""
        asked = self.asked
        return super().get_context_data(**kwargs) | {
            "asked": asked, "late": not asked.outcome and asked.due_on < today(),
            "answer": said(asked.version, "vi") if asked.version else "",
        }  # fmt: skip
