"""Rounds, their steps, norms as they are typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.documents.models import Document
from nhipcau.duties.forms import DayInput
from nhipcau.people.models import Office, OfficeGroup
from nhipcau.people.permissions import today
from nhipcau.people.widgets import LongSelect
from nhipcau.planning.forms.lines import MoneyField
from nhipcau.planning.models import PlanRound
from nhipcau.planning.rules.paper import SECTIONS


class AskForm(forms.Form):
    """Whom to ask."""

    groups = forms.ModelMultipleChoiceField(
        label=_("Groups of offices"), queryset=OfficeGroup.objects.all(), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("Each means its offices of today."),
    )  # fmt: skip
    offices = forms.ModelMultipleChoiceField(
        label=_("Offices"), queryset=Office.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        living = Office.objects.on(today()).exclude(level=Office.Level.CENTRAL).order_by("name").only("name")
        self.fields["offices"].queryset = living  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """At least one office is asked, by name or in a group."""
        asked = super().clean() or {}
        if not asked.get("groups") and not asked.get("offices"):
            raise forms.ValidationError(_("Choose at least one office."))
        return asked

    def asked_offices(self) -> list[Office]:
        """All offices named and those the groups mean today, each once."""
        found = {office.pk: office for office in self.cleaned_data["offices"]}
        for group in self.cleaned_data["groups"]:
            found |= {office.pk: office for office in group.offices_on(today())}
        return list(found.values())


def _asks_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Template: what every activity says"), choices=PlanRound.Asked.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A plan can be submitted once all its activities say this; the form for Excel marks these columns."),
    )  # fmt: skip


class OpenRoundForm(AskForm):
    """A new round."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2200)
    title = forms.CharField(label=_("Title"), max_length=300)
    due_on = forms.DateField(label=_("Plans due on"), widget=DayInput)
    guidance = forms.CharField(label=_("Guidance"), required=False, widget=forms.Textarea(attrs={"rows": 5}))
    asks = _asks_field()
    field_order = ("year", "title", "due_on", "guidance", "asks", "groups", "offices")


class EditRoundForm(forms.Form):
    """Due day, guidance and the words of the paper."""

    due_on = forms.DateField(label=_("Plans due on"), widget=DayInput)
    guidance = forms.CharField(label=_("Guidance"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    asks = _asks_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for section in SECTIONS:
            self.fields[section.key] = forms.CharField(
                label=section.title, required=False, widget=forms.Textarea(attrs={"rows": 3})
            )

    @classmethod
    def of(cls, round_: PlanRound, prefix: str) -> EditRoundForm:
        """The form with the present values."""
        first = {"due_on": round_.due_on, "guidance": round_.guidance, "asks": round_.asks or [], **round_.words}
        return cls(initial=first, prefix=prefix)

    def words(self) -> dict[str, str]:
        """Section key → text."""
        return {section.key: self.cleaned_data[section.key] for section in SECTIONS}


class ReasonForm(forms.Form):
    """A step that needs its reason."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}))


class NoteForm(forms.Form):
    """Words that go with a step."""

    note = forms.CharField(label=_("Explanation"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


class AcceptForm(forms.Form):
    """Accepting."""

    note = forms.CharField(label=_("Words with it"), required=False, max_length=1000)


class HandOverForm(ReasonForm):
    """Another office carries a plan on."""

    to = forms.ModelChoiceField(label=_("Office"), queryset=Office.objects.none(), widget=LongSelect)
    field_order = ("to", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = Office.objects.on(today()).order_by("name").only("name")  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    """The decision that approves."""

    number = forms.CharField(label=_("Number of the decision"), max_length=80)
    decided_on = forms.DateField(label=_("Day of the decision"), widget=DayInput)
    file = forms.FileField(
        label=_("Decision, signed (PDF)"), help_text=_("At most 25 MB. Nothing classified."),
        error_messages={"required": _("Bring the signed decision: once approved, the year is frozen with it.")},
    )  # fmt: skip


class NormForm(forms.Form):
    """A spending norm."""

    name = forms.CharField(label=pgettext_lazy("norm", "Name"), max_length=300)
    unit = forms.CharField(label=_("Unit"), max_length=60)
    unit_price = MoneyField(label=_("Norm, đồng a unit"))
    instrument = forms.CharField(label=_("Document, as it is cited"), max_length=300)
    article = forms.CharField(label=_("Article"), max_length=120, required=False)
    document = forms.ModelChoiceField(
        label=_("Document of the library"), queryset=Document.objects.none(), required=False, widget=LongSelect
    )
    valid_from = forms.DateField(label=_("From"), widget=DayInput, required=False)
    valid_to = forms.DateField(label=_("Until"), widget=DayInput, required=False)
    verified_by = forms.CharField(
        label=_("Verified by"), max_length=255, required=False, help_text=_("Empty: shown as not verified.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        light = Document.objects.select_related("source").only("kind", "number", "title", "source__name")
        self.fields["document"].queryset = light  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The period runs forward and the norm is more than nought."""
        asked = super().clean() or {}
        if asked.get("valid_from") and asked.get("valid_to") and asked["valid_to"] < asked["valid_from"]:
            self.add_error("valid_to", _("The end lies before the beginning."))
        if asked.get("unit_price") == 0:
            self.add_error("unit_price", _("A norm is more than nought."))
        return asked
