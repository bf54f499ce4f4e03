"""Forms of reports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.documents.models import Document
from nhipcau.people.models import Office
from nhipcau.reports.rules.periods import BadPeriod, ReportPeriod, parse_period
from nhipcau.reports.rules.templates import TEMPLATES


class DrawUpForm(forms.Form):
    """What the report covers and which form it has."""

    template = forms.ChoiceField(label=_("Template"), choices=[(t.key, t.name) for t in TEMPLATES])
    period = forms.CharField(
        label=_("Period reported on"),
        max_length=12,
        help_text=_("A year (2024), half (2024-H1), quarter (2024-Q2) or month (2024-05)."),
    )
    office = forms.ModelChoiceField(label=_("Issued by"), queryset=Office.objects.none())
    documents = forms.ModelMultipleChoiceField(
        label=_("Legal documents"),
        queryset=Document.objects.none(),
        required=False,
        help_text=_("None chosen means all."),
    )
    offices = forms.ModelMultipleChoiceField(
        label=_("Offices reported on"),
        queryset=Office.objects.none(),
        required=False,
        help_text=_("None chosen means all."),
    )
    paths = forms.CharField(
        label=_("Clauses"),
        required=False,
        help_text=_("Paths such as ke-hoach/III/2, separated by commas; empty means all."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Office.objects.filter(level__in=["province", "party", "district"])
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]
        self.fields["offices"].queryset = offices  # type: ignore[attr-defined]
        books = Document.objects.select_related("source").only("kind", "number", "title", "source__name")
        self.fields["documents"].queryset = books  # type: ignore[attr-defined]

    def clean_period(self) -> ReportPeriod:
        """A period, or a message that says which forms there are."""
        try:
            return parse_period(self.cleaned_data["period"])
        except BadPeriod as fault:
            raise forms.ValidationError(_("Write the period like 2024, 2024-H1, 2024-Q2 or 2024-05.")) from fault

    def clean_paths(self) -> list[str]:
        """One path each."""
        return [part.strip() for part in self.cleaned_data["paths"].split(",") if part.strip()]


class PaperForm(forms.Form):
    """The fields of the paper around the words."""

    title = forms.CharField(label=_("Subject of the report"), widget=forms.Textarea(attrs={"rows": 2}))
    addressee = forms.CharField(label=pgettext_lazy("letter", "Addressed to"), required=False, max_length=255)
    number = forms.CharField(label=_("Number"), required=False, max_length=80)
    place = forms.CharField(label=_("Place"), required=False, max_length=80)
    signer_title = forms.CharField(label=_("Signer's position"), required=False, max_length=120)
    signer = forms.CharField(label=_("Signer"), required=False, max_length=120)
    recipients = forms.CharField(
        label=_("Recipients, one a line"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
