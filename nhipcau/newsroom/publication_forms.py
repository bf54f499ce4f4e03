"""What is typed about publications."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import validate_slug
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from nhipcau.duties.forms import DayInput
from nhipcau.media.models import Asset
from nhipcau.newsroom.models import Publication, StoryPage
from nhipcau.newsroom.rules.book import isbn_is_right
from nhipcau.people.models import Office
from nhipcau.people.widgets import LongSelect


class PublicationForm(forms.Form):
    """Imprint and cover."""

    title = forms.CharField(label=_("Title"), max_length=300)
    subtitle = forms.CharField(label=_("Subtitle"), max_length=300, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    about = forms.CharField(label=_("About it"), required=False, widget=forms.Textarea({"rows": 3}))
    cover = forms.ModelChoiceField(label=_("Cover"), queryset=Asset.objects.none(), required=False, widget=LongSelect)
    editor = forms.CharField(label=_("Editor's office"), max_length=300, required=False)
    licence_number = forms.CharField(label=_("Number of the publication licence"), max_length=120, required=False)
    licence_on = forms.DateField(label=_("Licence of"), required=False, widget=DayInput)
    isbn = forms.CharField(label="ISBN", max_length=20, required=False)
    day = forms.DateField(label=_("Day of publication"), widget=DayInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pictures = (
            Asset.objects.filter(kind__in=["photo", "drawing"], erased_at__isnull=True)
            .order_by("-added_at")
            .only("title")
        )
        self.fields["cover"].queryset = pictures  # type: ignore[attr-defined]

    def clean_isbn(self) -> str:
        """Its check digit has to fit."""
        isbn = str(self.cleaned_data["isbn"]).strip()
        if isbn and not isbn_is_right(isbn):
            raise forms.ValidationError(_now("The check digit of this ISBN does not fit."))
        return isbn


class NewPublicationForm(PublicationForm):
    """A new one."""

    key = forms.CharField(label=_("Key"), max_length=80, validators=[validate_slug])
    office = forms.ModelChoiceField(label=_("Publishing office"), queryset=Office.objects.none(), widget=LongSelect)
    field_order = ["office", "key", "title"]

    def __init__(self, *args: Any, offices: QuerySet[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]


class PartsForm(forms.Form):
    """Its stories: each with a place in the order, or none."""

    def __init__(self, *args: Any, publication: Publication, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = {part.page_id: part.order for part in publication.parts.all()}
        self.pages = list(
            StoryPage.objects.filter(live=True, locale__language_code=publication.language)
            .order_by("title")
            .only("title")
        )
        self.pages.sort(key=lambda page: (there.get(page.pk, 9999), page.title))
        for page in self.pages:
            self.fields[f"page_{page.pk}"] = forms.IntegerField(
                label=page.title, required=False, min_value=1, max_value=999, initial=there.get(page.pk)
            )

    def chosen(self) -> list[StoryPage]:
        """Those with a place, in order."""
        placed = [(self.cleaned_data.get(f"page_{page.pk}"), n, page) for n, page in enumerate(self.pages)]
        return [page for _place, _n, page in sorted(row for row in placed if row[0])]


class SeenContentForm(forms.Form):
    """What was read comes back with the word."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


def known_of(publication: Publication) -> dict[str, Any]:
    """The form as it stands."""
    names = (
        "title",
        "subtitle",
        "language",
        "about",
        "cover",
        "editor",
        "licence_number",
        "licence_on",
        "isbn",
        "day",
    )
    return {name: getattr(publication, name) for name in names}
