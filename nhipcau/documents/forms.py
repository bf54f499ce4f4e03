"""Forms of the library."""

from __future__ import annotations

from typing import Any, Self

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.documents.models import Document, DutyReading, EffectPeriod, Reference
from nhipcau.documents.rules.kinds import KINDS
from nhipcau.documents.rules.numbers import key_of

ANY = [("", _("any"))]


class Day(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class LibraryFilter(forms.Form):
    """What to show of the library. Choices are those that occur."""

    q = forms.CharField(label=_("Number or title"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    issuer = forms.ChoiceField(label=_("Issuer"), required=False)
    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)
    effect = forms.ChoiceField(label=_("Effect today"), required=False, choices=[*ANY, *EffectPeriod.Effect.choices])
    stage = forms.ChoiceField(label=_("Reading"), required=False, choices=[*ANY, *Document.Stage.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("kind", "issuer"):
            values = Document.objects.exclude(**{name: ""}).order_by(name).values_list(name, flat=True).distinct()
            self.fields[name].choices = [*ANY, *((v, v) for v in values)]  # type: ignore[attr-defined]
        years = Document.objects.dates("issued_on", "year", order="DESC")
        self.fields["year"].choices = [*ANY, *((d.year, str(d.year)) for d in years)]  # type: ignore[attr-defined]


class MetadataForm(forms.Form):
    """What a document says of itself."""

    number = forms.CharField(label=_("Number"), required=False, max_length=80)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", "–"), *((k, k) for k in sorted(KINDS))], required=False)
    issuer = forms.CharField(label=_("Issuer"), required=False, max_length=255)
    issued_on = forms.DateField(label=_("Issued on"), required=False, widget=Day)
    title = forms.CharField(
        label=pgettext_lazy("of law", "Title"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    @classmethod
    def of(cls, document: Document) -> Self:
        """Filled in."""
        return cls(initial={name: getattr(document, name) for name in cls.base_fields})


class EffectForm(forms.Form):
    """From a day on."""

    effect = forms.ChoiceField(label=_("Effect"), choices=EffectPeriod.Effect.choices)
    since = forms.DateField(label=_("From"), widget=Day)
    note = forms.CharField(label=_("Which document says so"), required=False, max_length=500)


class RelationForm(forms.Form):
    """How the document stands to another of the library, named by its number."""

    relation = forms.ChoiceField(label=_("Relation"), choices=list(Reference.RELATIONS.items()))
    number = forms.CharField(label=_("Number of a document of the library"), max_length=80)

    def clean_number(self) -> Document:
        """The one document with that number."""
        rows = list(Document.objects.filter(number_key=key_of(self.cleaned_data["number"])).defer("text")[:2])
        if len(rows) != 1:
            raise forms.ValidationError(
                _("No document of the library has this number.") if not rows
                else _("Several documents have this number. Correct their numbers or dates first.")
            )  # fmt: skip
        return rows[0]


class BringForm(forms.Form):
    """Pasted text with a name."""

    name = forms.CharField(label=_("Name"), required=False, max_length=120)
    text = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 8}))


class Lines(forms.CharField):
    """One name a line."""

    widget = forms.Textarea(attrs={"rows": 2})

    def prepare_value(self, value: Any) -> Any:
        """A list as lines."""
        return "\n".join(value) if isinstance(value, list) else value


class ClauseForm(forms.ModelForm):  # type: ignore[type-arg]
    """A clause's own words."""

    class Meta:
        from nhipcau.documents.models import Clause as model  # noqa: N813

        fields = ["label", "heading", "text"]
        widgets = {"heading": forms.Textarea(attrs={"rows": 2}), "text": forms.Textarea(attrs={"rows": 4})}


class ReferenceForm(forms.ModelForm):  # type: ignore[type-arg]
    """A cited document."""

    class Meta:
        model = Reference
        fields = ["relation", "kind", "number", "title", "issued_on", "issuer"]
        widgets = {"title": forms.Textarea(attrs={"rows": 2}), "issued_on": Day}


class DutyForm(forms.ModelForm):  # type: ignore[type-arg]
    """A duty as read."""

    agencies = Lines(label=_("Offices, one a line"))

    class Meta:
        model = DutyReading
        fields = ["text", "agencies", "role", "cadence", "deadline"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4}), "deadline": Day}


ITEM_FORMS = {"clause": ClauseForm, "reference": ReferenceForm, "duty": DutyForm}
