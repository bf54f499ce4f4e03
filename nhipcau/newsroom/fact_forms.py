"""What is typed about facts: filters of the lists, a version with its words in each language, requests between offices."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.core.validators import validate_slug
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet

from nhipcau.documents.models import Document
from nhipcau.duties.forms import DayInput
from nhipcau.newsroom.actions import Answer
from nhipcau.newsroom.facts import LANGUAGES, lacking, past, said
from nhipcau.newsroom.models import Fact, FactRequest, FactVersion
from nhipcau.newsroom.rules.figures import NotAFigure, lacks_figure, read_typed
from nhipcau.people.models import Office
from nhipcau.people.permissions import today, with_predecessors
from nhipcau.people.widgets import LongSelect

WHERE = [
    ("past", _("past their date")),
    ("waiting", _("wait for a second person")),
    ("unconfirmed", _("not confirmed by the office yet")),
    ("ended", _("no longer kept")),
]
TEXTS = ("label", "unit", "wording")


def _living_offices(request: object = None) -> QuerySet[Office]:
    return Office.objects.on(today()).order_by("name")


def _light_documents(request: object = None) -> QuerySet[Document]:
    return Document.objects.select_related("source").only("kind", "number", "title", "source__name")


class FactFilters(WagtailFilterSet):
    """By where it stands, office (with its predecessors), and the language in which words are lacking."""

    where = django_filters.ChoiceFilter(label=_("State"), choices=WHERE, method="by_where")
    office = django_filters.ModelChoiceFilter(
        label=_("Office"), queryset=Office.objects.order_by("name"), method="by_office", widget=LongSelect
    )
    lacking = django_filters.ChoiceFilter(label=_("Lacks words in"), choices=settings.LANGUAGES, method="by_gap")

    class Meta:
        model = Fact
        fields: list[str] = []

    def by_where(self, rows: QuerySet[Fact], name: str, where: str) -> QuerySet[Fact]:
        """Those that stand so today."""
        if where == "ended":
            return rows.filter(ended_on__isnull=False)
        asked = {"past": past(today()), "waiting": {"is_waiting": True}, "unconfirmed": {"is_unconfirmed": True}}[
            where
        ]
        return rows.filter(**asked) if isinstance(asked, dict) else rows.filter(asked)

    def by_office(self, rows: QuerySet[Fact], name: str, office: Office) -> QuerySet[Fact]:
        """Of the office and of the offices it came from."""
        return rows.filter(office_id__in=with_predecessors([office.pk]))

    def by_gap(self, rows: QuerySet[Fact], name: str, language: str) -> QuerySet[Fact]:
        """Without a name or an approved wording in the language."""
        return rows.filter(lacking(language), ended_on__isnull=True)


class RequestFilters(WagtailFilterSet):
    """By state and by either office."""

    state = django_filters.ChoiceFilter(
        label=_("State"), method="by_state",
        choices=[("open", _("to be answered")), ("late", _("overdue")), *FactRequest.Outcome.choices],
    )  # fmt: skip
    office = django_filters.ModelChoiceFilter(
        label=_("Asked office"), queryset=Office.objects.order_by("name"), method="by_office", widget=LongSelect
    )
    asker = django_filters.ModelChoiceFilter(
        label=_("Asking office"), queryset=Office.objects.order_by("name"), method="by_office", widget=LongSelect
    )

    class Meta:
        model = FactRequest
        fields: list[str] = []

    def by_state(self, rows: QuerySet[FactRequest], name: str, state: str) -> QuerySet[FactRequest]:
        """As it stands today."""
        if state == "late":
            return rows.filter(outcome="", due_on__lt=today())
        return rows.filter(outcome="" if state == "open" else state)

    def by_office(self, rows: QuerySet[FactRequest], name: str, office: Office) -> QuerySet[FactRequest]:
        """Of the office and of the offices it came from."""
        return rows.filter(**{f"{name}_id__in": with_predecessors([office.pk])})


class VersionForm(forms.Form):
    """A version: figure or statement, its day, its source, and its words in each language of the site."""

    value = forms.CharField(
        label=_("Figure"), required=False, max_length=40,
        help_text=_("As it is written in Vietnamese: 1.234,5. A year or a name is a statement."),
    )  # fmt: skip
    text = forms.CharField(label=_("or statement"), required=False, max_length=500)
    as_of = forms.DateField(label=_("As of"), widget=DayInput)
    next_update = forms.DateField(
        label=_("Next update"), required=False, widget=DayInput,
        help_text=_("After this day the figure is listed as past its date, and readers are told that a newer one is awaited."),
    )  # fmt: skip
    source_title = forms.CharField(label=_("Source"), max_length=500)
    source_publisher = forms.CharField(label=_("Published by"), required=False, max_length=255)
    source_url = forms.URLField(
        label=_("Address of the source"), required=False, max_length=1000, assume_scheme="https"
    )
    source_on = forms.DateField(label=_("Day of the source"), required=False, widget=DayInput)
    document = forms.ModelChoiceField(
        label=_("Document of the library"), required=False, queryset=Document.objects.none(), widget=LongSelect
    )
    clause = forms.CharField(label=_("Clause"), required=False, max_length=120)
    words_hold = forms.BooleanField(
        label=_("The wordings are right although the figure does not stand in each of them as it is written"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = _light_documents()  # type: ignore[attr-defined]
        for language, name in settings.LANGUAGES:
            self.fields[f"label_{language}"] = forms.CharField(
                label=pgettext_lazy("bank", "Name"), max_length=200, required=language == LANGUAGES[0],
                widget=forms.TextInput({"lang": language, "aria-label": f"{_now('Name of the fact')}, {name}"}),
            )  # fmt: skip
            self.fields[f"unit_{language}"] = forms.CharField(
                label=_("Unit"), max_length=60, required=False,
                widget=forms.TextInput({"lang": language, "aria-label": f"{_now('Unit')}, {name}"}),
            )  # fmt: skip
            self.fields[f"wording_{language}"] = forms.CharField(
                label=_("Approved wording"), max_length=600, required=False,
                widget=forms.Textarea({"rows": 2, "lang": language, "aria-label": f"{_now('Approved wording')}, {name}"}),
            )  # fmt: skip

    def by_language(self) -> list[dict[str, Any]]:
        """The three fields of each language, for the template."""
        return [
            {"code": code, "name": name, "fields": [self[f"{part}_{code}"] for part in TEXTS],
             "opened": code == LANGUAGES[0] or any(self[f"{part}_{code}"].errors for part in TEXTS)}
            for code, name in settings.LANGUAGES
        ]  # fmt: skip

    def plain_fields(self) -> list[Any]:
        """All but those of the languages."""
        return [self[name] for name in self.base_fields if name in self.fields]

    def clean(self) -> dict[str, Any]:
        """Reads the figure, and holds the wordings against it."""
        asked = super().clean() or {}
        typed = asked.get("value", "")
        try:
            asked["number"] = read_typed(typed) if typed else None
        except NotAFigure:
            self.add_error(
                "value", _("Write the figure as in 1.234,5: dots between thousands, a comma before decimals.")
            )
            return asked
        if not typed and not asked.get("text"):
            self.add_error("value", _("Give a figure or a statement."))
        if asked["number"] is not None and not asked.get("words_hold"):
            self._hold_words_against(asked)
        return asked

    def _hold_words_against(self, asked: dict[str, Any]) -> None:
        number = asked["number"]
        for language in LANGUAGES:
            words = asked.get(f"wording_{language}", "")
            if words and lacks_figure(words, number.value, language, places=number.places):
                self.add_error(
                    f"wording_{language}",
                    _(
                        "The figure does not stand in this wording as the language writes it. Mend it, or tick below that it is right."
                    ),
                )

    def answer(self) -> Answer:
        """As the action takes it."""
        asked, number = self.cleaned_data, self.cleaned_data["number"]
        plain = (
            "text",
            "as_of",
            "next_update",
            "source_title",
            "source_publisher",
            "source_url",
            "source_on",
            "document",
            "clause",
        )
        return Answer(
            **{name: asked[name] for name in plain},
            number=number.value if number else None, places=number.places if number else 0,
            labels=self._texts("label"), units=self._texts("unit"), wordings=self._texts("wording"),
        )  # fmt: skip

    def _texts(self, part: str) -> dict[str, str]:
        return {language: self.cleaned_data.get(f"{part}_{language}", "") for language in LANGUAGES}


def known_of(fact: Fact, version: FactVersion | None) -> dict[str, Any]:
    """What the form begins with when a newer version is proposed: all but the days and the figure."""
    names: dict[str, Any] = {}
    for part, texts in (
        ("label", fact.labels),
        ("unit", fact.units),
        ("wording", version.wordings if version else {}),
    ):
        names |= {f"{part}_{language}": words for language, words in texts.items()}
    if version is None:
        return names
    plain = ("source_title", "source_publisher", "source_url", "document", "clause")
    value = said(version, "vi") if version.number is not None else ""
    return names | {name: getattr(version, name) for name in plain} | {"value": value, "text": version.text}


class NewFactForm(VersionForm):
    """A fact that is not in the bank yet, with its first version."""

    key = forms.CharField(
        label=_("Key"), max_length=80, validators=[validate_slug],
        help_text=_("A short name for addresses, such as dien-tich-tu-nhien. It stays for ever."),
    )  # fmt: skip
    office = forms.ModelChoiceField(
        label=_("Office that answers for it"), queryset=_living_offices(), widget=LongSelect
    )
    field_order = ["office", "key"]

    def __init__(self, *args: Any, offices: QuerySet[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]


class AskForm(forms.Form):
    """A request to another office."""

    asker = forms.ModelChoiceField(label=_("Asking office"), queryset=_living_offices(), widget=LongSelect)
    office = forms.ModelChoiceField(label=_("Asked office"), queryset=_living_offices(), widget=LongSelect)
    fact = forms.ModelChoiceField(
        label=_("Fact of the bank, if it is about one"),
        queryset=Fact.objects.all(),
        required=False,
        widget=LongSelect,
    )
    question = forms.CharField(label=_("The question"), widget=forms.Textarea({"rows": 3}))
    purpose = forms.CharField(label=_("What it is for"), required=False, max_length=500)
    due_on = forms.DateField(
        label=_("To be answered by"), required=False, widget=DayInput,
        help_text=_("Left empty, the legal clock says by when; five working days where none fits."),
    )  # fmt: skip

    def __init__(self, *args: Any, askers: QuerySet[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asker"].queryset = askers  # type: ignore[attr-defined]
        self.fields["office"].queryset = _living_offices()  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """An answer: a version of the bank, words, or both."""

    version = forms.ModelChoiceField(
        label=_("Figure of the bank"), queryset=FactVersion.objects.none(), required=False, widget=LongSelect
    )
    words = forms.CharField(label=_("Answer in words"), required=False, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, versions: QuerySet[FactVersion] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["version"]
        field.queryset = versions if versions is not None else FactVersion.objects.none()  # type: ignore[attr-defined]
        field.label_from_instance = lambda v: f"{v.fact}: {said(v, 'vi')} ({v.as_of:%d/%m/%Y})"  # type: ignore[attr-defined]


class WhyForm(forms.Form):
    """A reason."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea({"rows": 2}))


class EndFactForm(WhyForm):
    """From when a fact is no longer kept."""

    on = forms.DateField(label=_("No longer kept since"), widget=DayInput)
