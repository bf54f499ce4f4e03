"""What is typed about media: filters of the library and the forms of its pages."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from nhipcau.documents.models import Document
from nhipcau.duties.forms import DayInput
from nhipcau.media.choosers import AssetChooser
from nhipcau.media.models import Asset, Licence
from nhipcau.media.models.assets import CONSENT_NAMES, KIND_NAMES
from nhipcau.media.queries import ended_by, ending_by, lacking_alt, lacking_rights
from nhipcau.media.rules.kinds import PICTURES, Kind
from nhipcau.media.rules.rights import SOON_DAYS
from nhipcau.people.models import Office
from nhipcau.people.permissions import today, with_predecessors
from nhipcau.people.widgets import LongSelect

ACCEPT = ".jpg,.jpeg,.png,.webp,.avif,.heic,.tif,.tiff,.svg,.mp4,.webm,.mp3,.m4a,.ogg,.wav,.pdf"
RIGHTS_STATES = [
    ("ok", _("in order")), ("lacking", _("something is missing")),
    *((f"soon-{days}", _("ends within %(days)d days") % {"days": days}) for days in SOON_DAYS), ("ended", _("ended")),
]  # fmt: skip


class AssetFilters(WagtailFilterSet):
    """By kind, rights, missing descriptions, place, office, whether it is public, and the state of its sizes."""

    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind"), choices=list(KIND_NAMES.items()), widget=forms.CheckboxSelectMultiple
    )
    rights = django_filters.ChoiceFilter(label=_("Rights"), choices=RIGHTS_STATES, method="by_rights")
    lacks = django_filters.ChoiceFilter(
        label=_("No description in"), choices=settings.LANGUAGES, method="by_language",
        help_text=_("Photos and drawings without alt text in that language."),
    )  # fmt: skip
    place = django_filters.CharFilter(label=_("Place"), lookup_expr="icontains")
    office = django_filters.ModelChoiceFilter(
        label=_("Office"), queryset=Office.objects.order_by("name"), method="by_office", widget=LongSelect
    )
    live = django_filters.ChoiceFilter(
        label=_("Public"), choices=[("yes", _("public now")), ("no", _("not public"))], method="by_live"
    )
    stage = django_filters.ChoiceFilter(label=_("Sizes"), choices=Asset.Stage.choices)

    class Meta:
        model = Asset
        fields: list[str] = []

    def by_rights(self, rows: QuerySet[Asset], name: str, state: str) -> QuerySet[Asset]:
        """Those whose rights stand so today."""
        on = today()
        if state.startswith("soon-"):
            return rows.filter(ending_by(on, int(state.removeprefix("soon-")))).exclude(ended_by(on))
        asked: dict[str, Q] = {"lacking": lacking_rights(on), "ok": ~lacking_rights(on), "ended": ended_by(on)}
        return rows.filter(asked[state])

    def by_language(self, rows: QuerySet[Asset], name: str, language: str) -> QuerySet[Asset]:
        """Pictures that nobody has described in that language."""
        return rows.filter(lacking_alt(language))

    def by_office(self, rows: QuerySet[Asset], name: str, office: Office) -> QuerySet[Asset]:
        """Of the office and of the offices it came from."""
        return rows.filter(office_id__in=with_predecessors([office.pk]))

    def by_live(self, rows: QuerySet[Asset], name: str, wanted: str) -> QuerySet[Asset]:
        """Only what is public, or only what is not."""
        return rows.filter(is_live=wanted == "yes")


class EndingFilters(WagtailFilterSet):
    """Rights by when they end, office, and whether something public hangs on them."""

    ends = django_filters.ChoiceFilter(
        label=_("Ends"), choices=[r for r in RIGHTS_STATES if r[0] not in {"ok", "lacking"}], method="by_end"
    )
    office = django_filters.ModelChoiceFilter(
        label=_("Office"), queryset=Office.objects.order_by("name"), method="by_office", widget=LongSelect
    )
    live = django_filters.ChoiceFilter(
        label=_("Public"), choices=[("yes", _("public now")), ("no", _("not public"))], method="by_live"
    )

    class Meta:
        model = Asset
        fields: list[str] = []

    by_end = AssetFilters.by_rights
    by_office = AssetFilters.by_office
    by_live = AssetFilters.by_live


class QuickAddForm(forms.Form):
    """One file from within the chooser's window."""

    file = forms.FileField(label=_("File"), widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}))


class ManyFiles(forms.ClearableFileInput):
    """A file field that takes many."""

    allow_multiple_selected = True


class SharedForm(forms.Form):
    """What is the same for all the files of one upload. What is left empty is taken from each file."""

    office = forms.ModelChoiceField(label=_("For which office"), queryset=Office.objects.none())
    author = forms.CharField(label=_("Author"), max_length=200, required=False)
    holder = forms.CharField(label=_("Rights holder"), max_length=200, required=False)
    licence = forms.ModelChoiceField(label=_("Licence"), queryset=Licence.objects.all(), required=False)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    taken_on = forms.DateField(label=_("Taken on"), widget=DayInput, required=False)

    def __init__(self, *args: Any, offices: QuerySet[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]


class EmbedForm(forms.Form):
    """A film that another site shows."""

    address = forms.URLField(
        label=_("Address of the film's page"), max_length=500, assume_scheme="https",
        help_text=_("YouTube, Vimeo or Dailymotion. Readers load nothing from there before they ask for the film."),
    )  # fmt: skip
    title = forms.CharField(label=_("Title"), max_length=300)


def _languages() -> list[tuple[str, str]]:
    return list(settings.LANGUAGES)


class FactsForm(forms.Form):
    """What it is and where it was made."""

    title = forms.CharField(label=_("Title"), max_length=300)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    place_key = forms.CharField(
        label=_("Unit on the map"), max_length=120, required=False,
        help_text=_("The key of the unit on the province's map, so that it shows there."),
    )  # fmt: skip
    taken_on = forms.DateField(label=_("Taken on"), widget=DayInput, required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken"), choices=_languages, required=False, widget=forms.CheckboxSelectMultiple
    )
    poster = forms.ModelChoiceField(
        label=_("Poster"), queryset=Asset.objects.filter(kind__in=[str(k) for k in PICTURES]), required=False,
        widget=AssetChooser(kind=tuple(PICTURES)), help_text=_("What is seen before the film plays."),
    )  # fmt: skip

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind not in {Kind.FILM, Kind.AUDIO}:
            del self.fields["languages"]
        if kind != Kind.FILM:
            del self.fields["poster"]


def _light_documents() -> QuerySet[Document]:
    return Document.objects.select_related("source").only("kind", "number", "title", "source__name")


class RightsForm(forms.Form):
    """Whose it is, on what terms, how it is proved, and what the people shown said."""

    author = forms.CharField(label=_("Author"), max_length=200, required=False)
    author_kind = forms.ChoiceField(label=_("The author is"), choices=Asset.AuthorKind.choices)
    holder = forms.CharField(label=_("Rights holder"), max_length=200, required=False)
    licence = forms.ModelChoiceField(label=_("Licence"), queryset=Licence.objects.all(), required=False)
    credit = forms.CharField(
        label=_("Credit line"), max_length=300, required=False,
        help_text=_("As it stands below the picture. Left empty: author and rights holder."),
    )  # fmt: skip
    term_from = forms.DateField(label=_("May be used from"), widget=DayInput, required=False)
    term_to = forms.DateField(label=_("May be used until"), widget=DayInput, required=False)
    proof_number = forms.CharField(label=_("Number of the contract or letter"), max_length=200, required=False)
    proof_document = forms.ModelChoiceField(
        label=_("Document of the library"), queryset=Document.objects.none(), required=False, widget=LongSelect
    )
    proof_file = forms.FileField(label=_("File with the proof"), required=False)
    consent = forms.ChoiceField(label=_("People shown"), choices=list(CONSENT_NAMES.items()))
    consent_words = forms.CharField(
        label=_("Paper of the consent, or why none is needed"), max_length=500, required=False,
        help_text=_("For instance: public festival, nobody singled out. Names of the people do not belong here."),
    )  # fmt: skip
    consent_keeper = forms.CharField(label=_("Who keeps the paper"), max_length=200, required=False)
    consent_until = forms.DateField(label=_("Consent holds until"), widget=DayInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proof_document"].queryset = _light_documents()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The term runs forward; an empty file field keeps the file that is there."""
        asked = super().clean() or {}
        if asked.get("term_from") and asked.get("term_to") and asked["term_to"] < asked["term_from"]:
            self.add_error("term_to", _("The right ends before it begins. Mend one of the days."))
        if not asked.get("proof_file"):
            asked.pop("proof_file", None)
        return asked


class TextForm(forms.Form):
    """Alt text and caption in one language."""

    alt = forms.CharField(
        label=_("Alt text"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    caption = forms.CharField(label=_("Caption"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["lang"] = language


class FocalForm(forms.Form):
    """What must stay in sight, in hundredths from the left and the top."""

    x = forms.FloatField(label=_("From the left (%)"), min_value=0, max_value=100)
    y = forms.FloatField(label=_("From the top (%)"), min_value=0, max_value=100)


class TrackForm(forms.Form):
    """Captions and transcript in one language."""

    language = forms.ChoiceField(label=_("Language"), choices=_languages)
    file = forms.FileField(
        label=_("Captions (WebVTT)"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".vtt,text/vtt"}),
    )
    transcript = forms.CharField(
        label=_("Transcript"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Left empty, it is made of the captions."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """One of the two is there, and the file is text of a sensible size."""
        asked = super().clean() or {}
        file = asked.get("file")
        if not file and not asked.get("transcript"):
            self.add_error("file", _("Choose a file or write the transcript."))
        if file and (file.size or 0) > 4_000_000:
            self.add_error("file", _("The file is too long for captions."))
        elif file:
            try:
                asked["vtt"] = file.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                self.add_error("file", _("The file is not written in UTF-8. Save it so and add it again."))
        return asked


class EraseForm(forms.Form):
    """Why a file is deleted."""

    reason = forms.CharField(label=_("Why"), widget=forms.Textarea(attrs={"rows": 2}))
