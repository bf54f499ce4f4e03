"""Requests and schedules as they are typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nhipcau.duties.forms import DayInput
from nhipcau.planning.forms import AskForm
from nhipcau.reports.actions import Ask, Rhythm
from nhipcau.reports.models import FormVersion, Occasion, ReportForm
from nhipcau.reports.rules.periods import BadPeriod, ReportPeriod, free_period, parse_period


def usable_forms() -> Any:
    """Forms that offices can be asked with."""
    rows = ReportForm.objects.filter(retired_at__isnull=True, versions__state=FormVersion.State.RELEASED)
    return rows.distinct().order_by("name")


class OpenRequestForm(AskForm):
    """Which form, about which period, until when, to whom."""

    form = forms.ModelChoiceField(label=_("Form"), queryset=ReportForm.objects.none())
    occasion = forms.ChoiceField(label=_("Occasion"), choices=Occasion.choices)
    period = forms.CharField(
        label=_("Period reported on"), max_length=12, required=False,
        help_text=_("A year (2024), half (2024-H1), quarter (2024-Q2) or month (2024-05). Empty: from day to day, below."),
    )  # fmt: skip
    starts_on = forms.DateField(label=_("From"), widget=DayInput, required=False)
    ends_on = forms.DateField(label=_("Until"), widget=DayInput, required=False)
    due_on = forms.DateField(label=_("Reports due on"), widget=DayInput)
    title = forms.CharField(
        label=_("Title"), max_length=300, required=False, help_text=_("Empty: the form's title with the period.")
    )
    guidance = forms.CharField(label=_("Guidance"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    field_order = (
        "form",
        "occasion",
        "period",
        "starts_on",
        "ends_on",
        "due_on",
        "title",
        "guidance",
        "groups",
        "offices",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form"].queryset = usable_forms()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The period is one that can be read, named or from day to day. Whom to ask comes last: its fault ends the check."""
        asked = self.cleaned_data
        words, start, end = (asked.get(n) for n in ("period", "starts_on", "ends_on"))
        try:
            if words:
                asked["span"] = parse_period(words)
            elif start and end:
                asked["span"] = free_period(start, end)
            else:
                self.add_error("period", _("Write a period, or both days below."))
        except BadPeriod:
            field = "period" if words else "ends_on"
            said = (
                _("Write the period like 2024, 2024-H1, 2024-Q2 or 2024-05.")
                if words
                else _("The end lies before the beginning.")
            )
            self.add_error(field, said)
        return super().clean()

    def ask(self) -> Ask:
        """What the action takes."""
        asked = self.cleaned_data
        span: ReportPeriod = asked["span"]
        return Ask(asked["occasion"], span, asked["due_on"], asked["title"], asked["guidance"])


class EditRequestForm(forms.Form):
    """The due day and the guidance."""

    due_on = forms.DateField(label=_("Reports due on"), widget=DayInput)
    guidance = forms.CharField(label=_("Guidance"), required=False, widget=forms.Textarea(attrs={"rows": 4}))


class ScheduleForm(AskForm):
    """A form that is asked for every period."""

    form = forms.ModelChoiceField(label=_("Form"), queryset=ReportForm.objects.none())
    occasion = forms.ChoiceField(
        label=_("How often"), choices=[c for c in Occasion.choices if c[0] != Occasion.AD_HOC]
    )
    starts_on = forms.DateField(label=_("From"), widget=DayInput)
    opens_shift = forms.IntegerField(
        label=_("Opens, days from the period's last day"), min_value=-120, max_value=120, initial=-10,
        help_text=_("Below nought: before it."),
    )  # fmt: skip
    due_shift = forms.IntegerField(
        label=_("Due, days from the period's last day"), min_value=-120, max_value=120, initial=5
    )
    guidance = forms.CharField(label=_("Guidance"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    field_order = ("form", "occasion", "starts_on", "opens_shift", "due_shift", "guidance", "groups", "offices")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form"].queryset = usable_forms()  # type: ignore[attr-defined]

    def rhythm(self) -> Rhythm:
        """What the action takes."""
        asked = self.cleaned_data
        return Rhythm(
            asked["occasion"], asked["starts_on"], asked["opens_shift"], asked["due_shift"], asked["guidance"]
        )
