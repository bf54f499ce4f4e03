"""What is typed about duties: the register's filters and the forms of a duty's page."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from nhipcau.documents.models import Document
from nhipcau.duties.models import CADENCE_NAMES, ROLE_NAMES, Duty, DutyOffice, DutyState
from nhipcau.duties.queries import of_office
from nhipcau.people.models import Function, Office, OfficeGroup, Topic
from nhipcau.people.permissions import today
from nhipcau.people.widgets import LongSelect


class DayInput(forms.DateInput):
    """The browser's own day field: shown in the reader's order of day and month, always sent as ISO 8601."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DayRange(DateRangePickerWidget):
    """Two such fields, from and to."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        words = (_("From"), _("Until"))
        forms.MultiWidget.__init__(self, [DayInput({"aria-label": word}) for word in words], attrs)


def documents_with_duties(request: object) -> QuerySet[Document]:
    """The documents that a filter offers, without their text."""
    has_duties = Exists(Duty.objects.filter(document=OuterRef("pk")))
    words = Document.objects.filter(has_duties).select_related("source")
    return words.only("kind", "number", "title", "source__name")


class RegisterFilters(WagtailFilterSet):
    """By office (with what came to it from others), part, cadence, deadline, topic, state and document."""

    office = django_filters.ModelChoiceFilter(
        label=_("Office"),
        queryset=Office.objects.order_by("name"),
        method="by_office",
        widget=LongSelect,
        help_text=_("Shows also what the office took over from others."),
    )
    document = django_filters.ModelChoiceFilter(
        label=_("Document"), queryset=documents_with_duties, widget=LongSelect
    )
    role = django_filters.ChoiceFilter(label=_("Part in it"), choices=list(ROLE_NAMES.items()))
    cadence = django_filters.ChoiceFilter(label=_("How often"), choices=list(CADENCE_NAMES.items()))
    deadline = django_filters.DateFromToRangeFilter(label=_("Deadline"), widget=DayRange)
    topics = django_filters.ModelChoiceFilter(label=_("Topic"), queryset=Topic.objects.all())
    state = django_filters.ChoiceFilter(label=_("State"), choices=DutyState.choices)
    matching = django_filters.ChoiceFilter(
        label=_("Names of offices"), choices=[("open", _("some not matched yet"))], method="by_matching"
    )

    class Meta:
        model = Duty
        fields: list[str] = []

    def by_office(self, duties: QuerySet[Duty], name: str, office: Office) -> QuerySet[Duty]:
        """What ``office`` answers for today."""
        return of_office(duties, office, on=today())

    def by_matching(self, duties: QuerySet[Duty], name: str, wanted: str) -> QuerySet[Duty]:
        """Duties with a printed name that nobody has matched."""
        open_names = DutyOffice.objects.filter(duty=OuterRef("pk"), office__isnull=True, group__isnull=True)
        return duties.filter(Exists(open_names))


class DutyForm(forms.Form):
    """The words and dates of a duty."""

    text = forms.CharField(label=_("Duty"), widget=forms.Textarea(attrs={"rows": 4}))
    role = forms.ChoiceField(label=_("Part in it"), choices=list(ROLE_NAMES.items()))
    cadence = forms.ChoiceField(
        label=_("How often"), choices=[("", _("not said")), *CADENCE_NAMES.items()], required=False
    )
    deadline = forms.DateField(label=_("Deadline"), required=False, widget=DayInput)
    starts_on = forms.DateField(label=_("Binds from"), required=False, widget=DayInput)
    function = forms.ModelChoiceField(
        label=_("Function"),
        queryset=Function.objects.all(),
        required=False,
        help_text=_("When the function moves to another office, the duty goes with it."),
    )
    reason = forms.CharField(label=_("Why it is changed"), required=False, max_length=500)

    @classmethod
    def of(cls, duty: Duty) -> DutyForm:
        """The form with the duty's present values."""
        names = ("text", "role", "cadence", "deadline", "starts_on", "function")
        return cls(initial={name: getattr(duty, name) for name in names})


class OfficesForm(forms.Form):
    """Whom a duty is addressed to."""

    leads = forms.ModelMultipleChoiceField(
        label=_("Offices that answer for it"),
        queryset=Office.objects.order_by("name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    groups = forms.ModelMultipleChoiceField(
        label=_("Groups that answer for it"),
        queryset=OfficeGroup.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    partners = forms.ModelMultipleChoiceField(
        label=_("Together with"),
        queryset=Office.objects.order_by("name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    @classmethod
    def of(cls, duty: Duty) -> OfficesForm:
        """The form with those named now."""
        named: list[DutyOffice] = list(duty.offices.all())
        return cls(
            initial={
                "leads": [n.office_id for n in named if n.office_id and n.is_lead],
                "groups": [n.group_id for n in named if n.group_id],
                "partners": [n.office_id for n in named if n.office_id and not n.is_lead],
            }
        )

    def clean(self) -> dict[str, Any]:
        """At least one has to answer for it."""
        asked = super().clean() or {}
        if not asked.get("leads") and not asked.get("groups"):
            raise forms.ValidationError(_("Choose at least one office or group that answers for it."))
        return asked


class TopicsForm(forms.Form):
    """The topics of a duty."""

    topics = forms.ModelMultipleChoiceField(
        label=_("Topics"), queryset=Topic.objects.all(), required=False, widget=forms.CheckboxSelectMultiple
    )


class CloseForm(forms.Form):
    """Ending or withdrawing a duty."""

    last_day = forms.DateField(label=_("Last day"), required=False, widget=DayInput)
    reason = forms.CharField(label=_("Reason"), max_length=1000)
