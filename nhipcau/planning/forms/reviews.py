"""Reviews of documents and inspections as they are typed."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from nhipcau.documents.models import Document
from nhipcau.duties.forms import DayInput, DayRange, documents_with_duties
from nhipcau.people.models import Office
from nhipcau.people.permissions import today, with_predecessors
from nhipcau.people.widgets import LongSelect
from nhipcau.planning.models import Inspection, InspectionPoint, Proposal, ReviewRound
from nhipcau.work.models import Evidence


def _living() -> QuerySet[Office]:
    return Office.objects.on(today()).order_by("name").only("name")


def _light() -> QuerySet[Document]:
    return Document.objects.select_related("source").only("kind", "number", "title", "issued_on", "source__name")


class ReviewFilters(WagtailFilterSet):
    """By state and year."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=ReviewRound.State.choices)
    year = django_filters.NumberFilter(label=_("Year"))

    class Meta:
        model = ReviewRound
        fields: list[str] = []


class DocumentChoices(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Documents by number and what they are about."""

    def label_from_instance(self, obj: Any) -> str:
        """Short enough for a list to tick."""
        return f"{obj} · {obj.title[:90]}{'…' if len(obj.title) > 90 else ''}" if obj.title else str(obj)


class OpenReviewForm(forms.Form):
    """A new review."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2200)
    title = forms.CharField(label=_("Title"), max_length=300)
    due_on = forms.DateField(label=_("Proposals due on"), widget=DayInput)
    guidance = forms.CharField(label=_("Guidance"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    documents = DocumentChoices(
        label=_("Documents in scope"), queryset=Document.objects.none(), widget=forms.CheckboxSelectMultiple,
        help_text=_("The offices that answer for a document's duties are asked about it."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["documents"].queryset = _light()  # type: ignore[attr-defined]


class ProposeForm(forms.Form):
    """What an office proposes for a document."""

    asked = forms.IntegerField(widget=forms.HiddenInput)
    proposal = forms.ChoiceField(label=_("Proposal"), choices=Proposal.choices)
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class OutcomeForm(forms.Form):
    """What is decided for a document."""

    item = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=Proposal.choices)
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    lead = forms.ModelChoiceField(
        label=_("Drafting office"), queryset=Office.objects.none(), required=False, widget=LongSelect
    )
    due_on = forms.DateField(label=_("To be done by"), widget=DayInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = _living()  # type: ignore[attr-defined]


class ReviewDecisionForm(forms.Form):
    """The decision that approves the list."""

    number = forms.CharField(label=_("Number of the decision"), max_length=80)
    decided_on = forms.DateField(label=_("Day of the decision"), widget=DayInput)


class InspectionFilters(WagtailFilterSet):
    """By year, office, state, day."""

    year = django_filters.NumberFilter(label=_("Year"))
    office = django_filters.ModelChoiceFilter(
        label=_("Inspected office"), queryset=Office.objects.order_by("name"), method="by_office", widget=LongSelect
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=Inspection.State.choices)
    planned_on = django_filters.DateFromToRangeFilter(label=_("Planned for"), widget=DayRange)

    class Meta:
        model = Inspection
        fields: list[str] = []

    def by_office(self, rows: QuerySet[Inspection], name: str, office: Office) -> QuerySet[Inspection]:
        """The office and those it came from."""
        return rows.filter(office_id__in=with_predecessors([office.pk]))


class PlanInspectionForm(forms.Form):
    """A visit as it is planned."""

    office = forms.ModelChoiceField(label=_("Inspected office"), queryset=Office.objects.none(), widget=LongSelect)
    lead = forms.ModelChoiceField(label=_("Inspecting office"), queryset=Office.objects.none(), widget=LongSelect)
    title = forms.CharField(
        label=_("Content of the inspection"), max_length=500,
        help_text=_("How the office does its duties; nothing about persons."),
    )  # fmt: skip
    planned_on = forms.DateField(label=_("Planned for"), widget=DayInput)
    documents = forms.ModelMultipleChoiceField(
        label=_("Documents whose clauses are looked at"), queryset=Document.objects.none(),
        widget=forms.CheckboxSelectMultiple, required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("office", "lead"):
            self.fields[name].queryset = _living()  # type: ignore[attr-defined]
        self.fields["documents"].queryset = documents_with_duties(None)  # type: ignore[attr-defined]


class PointForm(forms.Form):
    """One more line of the checklist."""

    text = forms.CharField(label=_("What is looked at"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class VisitForm(forms.Form):
    """The day of the visit; results stand beside each point."""

    visited_on = forms.DateField(label=_("Visited on"), widget=DayInput)


class FindingForm(forms.Form):
    """A finding with its recommendation."""

    point = forms.ModelChoiceField(
        label=_("Point of the checklist"), queryset=InspectionPoint.objects.none(), required=False, widget=LongSelect
    )
    text = forms.CharField(label=_("Finding"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    recommendation = forms.CharField(
        label=_("Recommendation"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    due_on = forms.DateField(label=_("To be remedied by"), widget=DayInput)
    evidence = forms.ModelChoiceField(
        label=_("Evidence"), queryset=Evidence.objects.none(), required=False, widget=LongSelect
    )

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["point"].queryset = inspection.points.all()  # type: ignore[attr-defined]
        offices = with_predecessors([inspection.office_id, inspection.lead_id])
        filed = Evidence.objects.filter(office_id__in=offices, withdrawal__isnull=True).only("title")
        self.fields["evidence"].queryset = filed.order_by("-filed_at")  # type: ignore[attr-defined]


class ConcludeForm(forms.Form):
    """The conclusion."""

    words = forms.CharField(label=_("Conclusion"), max_length=8000, widget=forms.Textarea(attrs={"rows": 4}))
    number = forms.CharField(label=_("Number of the conclusion"), max_length=80, required=False)
