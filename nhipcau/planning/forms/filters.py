"""Filters of the room's lists."""

from __future__ import annotations

from datetime import date

import django_filters
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from nhipcau.duties.forms import DayInput, documents_with_duties
from nhipcau.people.models import Office, Topic
from nhipcau.people.permissions import with_predecessors
from nhipcau.people.widgets import LongSelect
from nhipcau.planning.models import Norm, PlanLine, PlanRound


class RoundFilters(WagtailFilterSet):
    """By state."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=PlanRound.State.choices)

    class Meta:
        model = PlanRound
        fields: list[str] = []


class LineFilters(WagtailFilterSet):
    """By year, office (with its predecessors), source of money, topic, document, state, and money."""

    year = django_filters.NumberFilter(label=_("Year"), field_name="plan__round__year")
    office = django_filters.ModelChoiceFilter(
        label=_("Office"),
        queryset=Office.objects.order_by("name"),
        method="by_office",
        widget=LongSelect,
        help_text=_("Whose plan it is; with the offices it came from."),
    )
    asked = django_filters.ModelChoiceFilter(
        label=_("Office asked"),
        queryset=Office.objects.order_by("name"),
        field_name="plan__office",
        widget=LongSelect,
    )
    fund = django_filters.ChoiceFilter(label=_("Source of money"), choices=PlanLine.Fund.choices)
    topic = django_filters.ModelChoiceFilter(label=_("Topic"), queryset=Topic.objects.all(), null_label=_("no topic"))
    document = django_filters.ModelChoiceFilter(
        label=_("Document"), queryset=documents_with_duties, field_name="duty__document", widget=LongSelect
    )
    duty = django_filters.NumberFilter(label=_("Duty number"), field_name="duty_id")
    serves = django_filters.ChoiceFilter(
        label=_("What it serves"), choices=[("duty", _("a duty")), ("other", _("another basis"))], method="by_service"
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=PlanLine.State.choices)
    amended = django_filters.NumberFilter(label=_("Amendment number"), field_name="changes__amendment__number")
    money = django_filters.ChoiceFilter(
        label=_("Money"),
        choices=[
            ("asked", _("asks for money")),
            ("cut", _("appraised lower")),
            ("left", _("not committed in full")),
            ("owed", _("committed, not paid in full")),
        ],
        method="by_money",
    )

    class Meta:
        model = PlanLine
        fields: list[str] = []

    def by_office(self, rows: QuerySet[PlanLine], name: str, office: Office) -> QuerySet[PlanLine]:
        """Plans of the office and of the offices it came from."""
        return rows.filter(plan__office_id__in=with_predecessors([office.pk]))

    def by_service(self, rows: QuerySet[PlanLine], name: str, wanted: str) -> QuerySet[PlanLine]:
        """With a duty of the register, or on another basis."""
        return rows.filter(duty__isnull=wanted == "other")

    def by_money(self, rows: QuerySet[PlanLine], name: str, wanted: str) -> QuerySet[PlanLine]:
        """By how far the money is."""
        return {
            "asked": rows.filter(proposed__gt=0),
            "cut": rows.filter(appraised__lt=F("proposed")),
            "left": rows.filter(committed__lt=F("current")),
            "owed": rows.filter(paid__lt=F("committed")),
        }[wanted]


class NormFilters(WagtailFilterSet):
    """By day and by whether somebody verified it."""

    valid = django_filters.DateFilter(label=_("Valid on"), method="by_day", widget=DayInput)
    verified = django_filters.ChoiceFilter(
        label=_("Verified"), choices=[("yes", _("yes")), ("no", _("no"))], method="by_verified"
    )

    class Meta:
        model = Norm
        fields: list[str] = []

    def by_day(self, rows: QuerySet[Norm], name: str, day: date) -> QuerySet[Norm]:
        """Those that hold on ``day``."""
        begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
        return rows.filter(begun, Q(valid_to__isnull=True) | Q(valid_to__gte=day))

    def by_verified(self, rows: QuerySet[Norm], name: str, wanted: str) -> QuerySet[Norm]:
        """Only verified ones, or only the others."""
        return rows.exclude(verified_by="") if wanted == "yes" else rows.filter(verified_by="")
