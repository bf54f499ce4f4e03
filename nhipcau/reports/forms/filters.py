"""Filters of the list of requests."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from nhipcau.people.models import Office
from nhipcau.people.permissions import today, with_predecessors
from nhipcau.people.widgets import LongSelect
from nhipcau.reports.models import Occasion, ReportForm, ReportRequest, Submission
from nhipcau.reports.queries import late_q
from nhipcau.reports.waiting import REQUESTS_WAIT, requests_q


class RequestFilters(WagtailFilterSet):
    """By state, occasion, form, year, office asked, and whether somebody is late."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=ReportRequest.State.choices)
    occasion = django_filters.ChoiceFilter(label=_("Occasion"), choices=Occasion.choices)
    form = django_filters.ModelChoiceFilter(
        label=_("Form"), queryset=ReportForm.objects.all(), field_name="version__form"
    )
    year = django_filters.NumberFilter(label=_("Year"), field_name="period_end__year")
    office = django_filters.ModelChoiceFilter(
        label=_("Office"), queryset=Office.objects.order_by("name"), method="by_office", widget=LongSelect
    )
    late = django_filters.ChoiceFilter(label=_("Late"), choices=[("yes", _("somebody is late"))], method="by_late")
    waits = django_filters.ChoiceFilter(label=_("Waits for me"), choices=REQUESTS_WAIT, method="by_waiting")

    class Meta:
        model = ReportRequest
        fields: list[str] = []

    def by_office(self, rows: QuerySet[Any], name: str, office: Office) -> QuerySet[Any]:
        """Where the office, or one that went up in it, is asked."""
        asked = Submission.objects.filter(request=OuterRef("pk"), office__in=with_predecessors([office.pk]))
        return rows.filter(Exists(asked))

    def by_waiting(self, rows: QuerySet[Any], name: str, what: str) -> QuerySet[Any]:
        """In which the person who looks has something to do."""
        return rows.filter(requests_q(what, self.request.user, on=today()))

    def by_late(self, rows: QuerySet[Any], name: str, wanted: str) -> QuerySet[Any]:
        """Where a report came late or has not come although its day has passed."""
        return rows.filter(Exists(Submission.objects.filter(late_q(today()), request=OuterRef("pk"))))
