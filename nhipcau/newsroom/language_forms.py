"""What is typed about languages: which are asked for, filters of the tables, a fixed term, a file of terms, a reviewer."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet

from nhipcau.newsroom.forms import PageFilters
from nhipcau.newsroom.models import EditorialPage, Term, Theme
from nhipcau.newsroom.rules.term_rows import BETWEEN, TermRow, forms_in
from nhipcau.people.models import Membership, Office, Staff
from nhipcau.people.permissions import today
from nhipcau.people.rules.roles import PERMISSIONS
from nhipcau.people.widgets import LongSelect

FOREIGN = [(code, name) for code, name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
MOST_BYTES = 2_000_000


class AskForm(forms.Form):
    """Languages of those that are free."""

    languages = forms.MultipleChoiceField(label=_("Languages"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, free: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"].choices = free  # type: ignore[attr-defined]


class TranslationFilters(WagtailFilterSet):
    """By language (which columns stand), office and theme."""

    language = django_filters.ChoiceFilter(label=_("Language"), choices=FOREIGN, method="by_language")
    office = django_filters.ModelChoiceFilter(
        label=_("Office"), queryset=Office.objects.order_by("name"), method="by_office", widget=LongSelect
    )
    theme = django_filters.ModelChoiceFilter(label=_("Theme"), queryset=Theme.objects.all(), method="by_theme")

    by_office = PageFilters.by_office
    by_theme = PageFilters.by_theme

    class Meta:
        model = EditorialPage
        fields: list[str] = []

    def by_language(self, rows: QuerySet[EditorialPage], name: str, code: str) -> QuerySet[EditorialPage]:
        """All rows: the language says which column is shown."""
        return rows


class TermFilters(WagtailFilterSet):
    """By kind, and by a language that has no form yet."""

    kind = django_filters.ChoiceFilter(label=pgettext_lazy("term", "Kind"), choices=Term.Kind.choices)
    lacks = django_filters.ChoiceFilter(label=_("Has no form in"), choices=FOREIGN, method="by_lack")

    class Meta:
        model = Term
        fields: list[str] = []

    def by_lack(self, rows: QuerySet[Term], name: str, code: str) -> QuerySet[Term]:
        """Terms without a form in the language."""
        return rows.exclude(translations__language=code)


class TermForm(forms.Form):
    """A term with a field for each language."""

    vi = forms.CharField(label=_("Vietnamese"), max_length=255)
    kind = forms.ChoiceField(label=pgettext_lazy("term", "Kind"), choices=Term.Kind.choices, initial=Term.Kind.TERM)
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    source = forms.CharField(label=_("Source"), required=False, max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in FOREIGN:
            self.fields[f"form_{code}"] = forms.CharField(
                label=name, required=False, max_length=800, widget=forms.TextInput(attrs={"lang": code}),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Each form fits its column."""
        cleaned = super().clean() or {}
        for code, _name in FOREIGN:
            if any(len(text) > 255 for text in forms_in(cleaned.get(f"form_{code}", ""))):
                self.add_error(f"form_{code}", _("A form may have at most 255 letters."))
        return cleaned

    def row(self) -> TermRow:
        """What was typed, as a row."""
        said = self.cleaned_data
        forms_ = {code: forms_in(said[f"form_{code}"]) for code, _name in FOREIGN}
        return TermRow(
            " ".join(said["vi"].split()), said["kind"], {c: f for c, f in forms_.items() if f},
            said["note"].strip(), said["source"].strip(),
        )  # fmt: skip

    @classmethod
    def of(cls, row: TermRow) -> TermForm:
        """Filled with ``row``."""
        texts = {f"form_{code}": f" {BETWEEN} ".join(many) for code, many in row.forms.items()}
        return cls(initial={"vi": row.vi, "kind": row.kind, "note": row.note, "source": row.source, **texts})


class TermFileForm(forms.Form):
    """A .csv."""

    file = forms.FileField(label=_("File (.csv)"), widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}))

    def clean_file(self) -> str:
        """Its text. Letters that are not UTF-8 are told."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than two megabytes."))
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError as fault:
            raise forms.ValidationError(_("The file is not in UTF-8. Save it as “CSV UTF-8”.")) from fault


class ReviewerForm(forms.Form):
    """A language and somebody who may approve."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    staff = forms.ModelChoiceField(label=_("Reviewer"), queryset=Staff.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = list(PERMISSIONS["newsroom.approve"])
        able = Membership.objects.on(today()).filter(role__in=roles).values("staff_id")
        field: Any = self.fields["staff"]
        field.queryset = Staff.objects.filter(pk__in=able, is_active=True).order_by("full_name", "username")
