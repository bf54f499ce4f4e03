"""What is typed at the desk: sources, clippings, rules, digests, recipients, keeping."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from nhipcau.documents.rules.folding import fold
from nhipcau.duties.forms import DayInput, DayRange
from nhipcau.duties.models import Duty, DutyState
from nhipcau.monitoring.models import Digest, Rule, Source, Stream
from nhipcau.monitoring.models.digests import Kind
from nhipcau.people.models import Topic


def _topics() -> QuerySet[Topic]:
    return Topic.objects.order_by("name")


class SourceFilters(WagtailFilterSet):
    """By stream, kind and how it does."""

    stream = django_filters.ChoiceFilter(label=_("Stream"), choices=Stream.choices)
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Source.Kind.choices)
    doing = django_filters.ChoiceFilter(
        label=_("How it does"),
        choices=[("well", _("well")), ("fails", _("fails")), ("stopped", _("stopped"))],
        method="by_doing",
    )

    class Meta:
        model = Source
        fields: list[str] = []

    def by_doing(self, rows: QuerySet[Source], name: str, wanted: str) -> QuerySet[Source]:
        """Those that answer, those that fail, those that are not looked at."""
        if wanted == "stopped":
            return rows.filter(is_active=False)
        fails = ~Q(fault_code="")
        return rows.filter(fails if wanted == "fails" else ~fails, is_active=True)


class DigestFilters(WagtailFilterSet):
    """By kind, state and day."""

    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Kind.choices)
    state = django_filters.ChoiceFilter(label=_("State"), choices=Digest.State.choices)
    on_date = django_filters.DateFromToRangeFilter(label=_("Day"), widget=DayRange)

    class Meta:
        model = Digest
        fields: list[str] = []


class SourceForm(forms.Form):
    """A source."""

    name = forms.CharField(label=_("Name"), max_length=255)
    kind = forms.ChoiceField(label=_("Kind"), choices=Source.Kind.choices)
    url = forms.CharField(
        label=_("Address"), max_length=1000,
        help_text=_("Of the feed, sitemap or page, beginning with https://. A mailbox: imaps://host/folder."),
    )  # fmt: skip
    stream = forms.ChoiceField(
        label=_("Stream"), choices=Stream.choices,
        help_text=_("Bulletins of the Ministry of Foreign Affairs, missions and agencies are a stream of their own."),
    )  # fmt: skip
    outlet = forms.CharField(label=_("Outlet, as it is to be printed"), max_length=255, required=False)
    topic = forms.ModelChoiceField(label=_("Topic"), queryset=Topic.objects.none(), required=False)
    country = forms.CharField(label=_("Country"), max_length=80, required=False)
    link_pattern = forms.CharField(
        label=_("Only links that contain"), max_length=200, required=False,
        help_text=_("For list pages and sitemaps: a part that the addresses of articles share, such as /tin-tuc/."),
    )  # fmt: skip
    every_minutes = forms.IntegerField(label=_("Look every (minutes)"), min_value=5, max_value=10_080, initial=30)
    lead_only = forms.BooleanField(label=_("Behind a paywall: keep title, link and lead only"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = _topics()  # type: ignore[attr-defined]

    @classmethod
    def of(cls, source: Source) -> SourceForm:
        """With the present values."""
        names = (
            "name",
            "kind",
            "url",
            "stream",
            "outlet",
            "topic",
            "country",
            "link_pattern",
            "every_minutes",
            "lead_only",
        )
        return cls(initial={name: getattr(source, name) for name in names})


class OpmlForm(forms.Form):
    """A list of feeds."""

    file = forms.FileField(label=_("OPML file"))
    stream = forms.ChoiceField(label=_("Stream"), choices=Stream.choices)


class LinkForm(forms.Form):
    """One article by its address."""

    url = forms.CharField(label=_("Address of the article"), max_length=2000)
    outlet = forms.CharField(label=_("Outlet"), max_length=255, required=False)
    stream = forms.ChoiceField(label=_("Stream"), choices=Stream.choices)


class BroughtForm(forms.Form):
    """What a person brings by hand: what it is, whose and of when, and where it belongs."""

    title = forms.CharField(label=_("Title"), max_length=500)
    outlet = forms.CharField(label=_("Outlet or issuing body"), max_length=255)
    published_on = forms.DateField(label=_("Published"), required=False, widget=DayInput)
    url = forms.CharField(label=_("Link"), max_length=2000, required=False)
    stream = forms.ChoiceField(label=_("Stream"), choices=Stream.choices)
    topic = forms.ModelChoiceField(label=_("Topic"), queryset=Topic.objects.none(), required=False)
    country = forms.CharField(label=_("Country"), max_length=80, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = _topics()  # type: ignore[attr-defined]


class ClippingForm(BroughtForm):
    """A clipping."""

    file = forms.FileField(
        label=_("File"), required=False,
        help_text=_("PDF, a scan, Word or text, up to 50 MB. Its text is kept, the file is not. Nothing classified."),
    )  # fmt: skip
    text = forms.CharField(label=_("or its text"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    field_order = ("title", "outlet", "published_on", "file", "text", "url", "stream", "topic", "country")

    def clean(self) -> dict[str, Any]:
        """A file or its text."""
        asked = super().clean() or {}
        if not asked.get("file") and not (asked.get("text") or "").strip():
            raise forms.ValidationError(_("Choose a file or paste its text."))
        return asked


class RecordingForm(BroughtForm):
    """Sound or film of radio and television."""

    file = forms.FileField(
        label=_("File"), widget=forms.ClearableFileInput(attrs={"accept": "audio/*,video/*,.wav,.mp3,.m4a,.ogg,.mp4,.webm"}),
        help_text=_("WAV, MP3, M4A or Ogg up to 200 MB; MP4 or WebM up to 1 GB; three hours at most. Only staff hear it."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language spoken"), initial="vi")
    captions = forms.FileField(
        label=_("Captions, if there are any"), required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".vtt,.srt,text/vtt"}),
        help_text=_("WebVTT or SubRip. Then the machine need not hear it."),
    )  # fmt: skip
    text = forms.CharField(label=_("or its words"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    field_order = (
        "file",
        "title",
        "outlet",
        "published_on",
        "language",
        "captions",
        "text",
        "url",
        "stream",
        "topic",
        "country",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = SPOKEN  # type: ignore[attr-defined]


SPOKEN = [
    ("vi", _("Vietnamese")), ("en", _("English")), ("km", _("Khmer")), ("zh", _("Chinese")), ("ja", _("Japanese")), ("ko", _("Korean")),
    ("fr", _("French")),
]  # fmt: skip


class RuleForm(forms.Form):
    """A rule."""

    name = forms.CharField(label=_("Name"), max_length=255)
    kind = forms.ChoiceField(label=_("Kind"), choices=Rule.Kind.choices)
    words = forms.CharField(
        label=_("Words, one a line"), required=False, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Whole words, with their accents. A rule by places needs none: it knows the places of the province over time."),
    )  # fmt: skip
    points = forms.IntegerField(
        label=_("Points"),
        min_value=-50,
        max_value=50,
        initial=5,
        help_text=_("In the title they count twice. Below nought: less relevant."),
    )
    topic = forms.ModelChoiceField(label=_("Label with topic"), queryset=Topic.objects.none(), required=False)
    is_active = forms.BooleanField(label=_("applies"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = _topics()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A rule by words has some."""
        asked = super().clean() or {}
        if asked.get("kind") != Rule.Kind.PLACE and not (asked.get("words") or "").strip():
            self.add_error("words", _("Write at least one word."))
        return asked

    @classmethod
    def of(cls, rule: Rule) -> RuleForm:
        """With the present values."""
        return cls(
            initial={name: getattr(rule, name) for name in ("name", "kind", "words", "points", "topic", "is_active")}
        )


class BeginForm(forms.Form):
    """A new digest."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    on_date = forms.DateField(label=_("Day"), widget=DayInput)
    title = forms.CharField(
        label=_("Title"), max_length=255, required=False, help_text=_("Left empty: kind and day.")
    )
    gather = forms.BooleanField(label=_("Put in what was kept since the last one"), required=False, initial=True)


class SendForm(forms.Form):
    """When a digest goes out."""

    when = forms.ChoiceField(label=_("When"), choices=[("hour", _("at the set hour")), ("now", _("now"))])


class RecipientForm(forms.Form):
    """An address."""

    email = forms.EmailField(label=_("E-mail"))
    name = forms.CharField(label=_("Office or person"), max_length=255, required=False)
    kinds = forms.MultipleChoiceField(
        label=_("Receives"), choices=Kind.choices, widget=forms.CheckboxSelectMultiple, initial=list(Kind.values)
    )


class SettingsForm(forms.Form):
    """The desk's settings."""

    threshold = forms.IntegerField(label=_("Points from which a story is shown first"), min_value=-50, max_value=500)
    digest_hour = forms.IntegerField(label=_("Hour at which digests go out"), min_value=0, max_value=23)
    issuer = forms.CharField(label=_("Issuing office on the digest"), max_length=255, required=False)
    superior = forms.CharField(label=_("Office above it"), max_length=255, required=False)
    place = forms.CharField(label=_("Place name before the date"), max_length=80, required=False)
    duties = forms.ModelMultipleChoiceField(
        label=_("Duties that a sent digest is evidence for"), queryset=Duty.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each digest that goes out is filed for them by whoever pressed send."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["duties"].queryset = digest_duties()  # type: ignore[attr-defined]


def digest_duties() -> QuerySet[Duty]:
    """Duties in force that speak of following what the press says: by their words, and those of parts II.5, III.2 and III.8."""
    said = Q()
    for word in ("báo chí", "dư luận", "điểm báo", "theo dõi, tổng hợp", "làm rõ", "sai lệch"):
        said |= Q(text__icontains=word)
    parts = Q()
    for part in ("II/5", "III/2", "III/8"):
        parts |= Q(path=part) | Q(path__endswith=f"/{part}")
    return (
        Duty.objects.filter(said | parts, state=DutyState.OPEN)
        .select_related("document", "clause").only("text", "path", "document__number", "document__kind", "document__title", "clause__label")
        .order_by("document_id", "position")
    )  # fmt: skip


class RetentionForm(forms.Form):
    """How long texts are kept."""

    days = forms.IntegerField(label=_("Days that texts are kept"), min_value=1, max_value=36_500)
    valid_from = forms.DateField(label=_("From"), widget=DayInput)
    source = forms.CharField(label=_("Decided by (document or reason)"), max_length=500)


class SiteForm(forms.Form):
    """A publisher's request."""

    site = forms.CharField(label=_("Site"), max_length=255, help_text=_("Such as bao-vi-du.vn, or an address on it."))
    reason = forms.CharField(
        label=_("The request, in short"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class PeriodForm(forms.Form):
    """For the statistics."""

    since = forms.DateField(label=_("From"), widget=DayInput, required=False)
    until = forms.DateField(label=_("Until"), widget=DayInput, required=False)
    by = forms.ChoiceField(label=_("By"), choices=[("week", _("week")), ("month", _("month"))], required=False)


class DeskForm(forms.Form):
    """What narrows the desk's view down."""

    q = forms.CharField(label=_("Key words"), max_length=200, required=False)
    topic = forms.ModelChoiceField(label=_("Topic"), queryset=Topic.objects.none(), required=False)
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    country = forms.CharField(label=_("Country"), max_length=80, required=False)
    since = forms.DateField(label=_("From"), widget=DayInput, required=False)
    until = forms.DateField(label=_("Until"), widget=DayInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = _topics()  # type: ignore[attr-defined]


def folded_words(text: str) -> list[str]:
    """As the archive is searched."""
    return fold(text).split()[:8]
