"""What is typed about working sessions."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet

from nhipcau.documents.models import Document
from nhipcau.duties.forms import DayInput, DayRange
from nhipcau.people.models import Office, OfficeGroup
from nhipcau.people.permissions import today
from nhipcau.people.widgets import LongSelect, TimeInput
from nhipcau.work.models import SessionOffice, WorkingSession
from nhipcau.work.waiting import SESSIONS_WAIT, sessions_q


def _living() -> QuerySet[Office]:
    return Office.objects.on(today()).exclude(level=Office.Level.CENTRAL).order_by("name").only("name")


class SessionFilters(WagtailFilterSet):
    """By kind, state, day."""

    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=WorkingSession.Kind.choices)
    state = django_filters.ChoiceFilter(label=_("State"), choices=WorkingSession.State.choices)
    held_on = django_filters.DateFromToRangeFilter(label=_("Day"), widget=DayRange)
    waits = django_filters.ChoiceFilter(label=_("Waits for me"), choices=SESSIONS_WAIT, method="by_waiting")

    class Meta:
        model = WorkingSession
        fields: list[str] = []

    def by_waiting(self, rows: QuerySet[WorkingSession], name: str, what: str) -> QuerySet[WorkingSession]:
        """On which the person who looks has something to do."""
        return rows.filter(sessions_q(what, self.request.user, on=today()))


class PlanSessionForm(forms.Form):
    """A session as it is planned."""

    kind = forms.ChoiceField(label=_("Kind"), choices=WorkingSession.Kind.choices)
    title = forms.CharField(
        label=pgettext_lazy("session", "Subject"), max_length=500,
        help_text=_("As it stands in the notice: “Hội nghị sơ kết công tác thông tin đối ngoại năm 2026”."),
    )  # fmt: skip
    lead = forms.ModelChoiceField(label=_("Office that holds it"), queryset=Office.objects.none(), widget=LongSelect)
    held_on = forms.DateField(label=_("Day"), widget=DayInput)
    starts_at = forms.TimeField(label=_("Begins at"), widget=TimeInput)
    venue = forms.CharField(label=_("Held at"), max_length=300)

    def __init__(self, *args: Any, leads: frozenset[int] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = _living() if leads is None else _living().filter(pk__in=leads)
        self.fields["lead"].queryset = own  # type: ignore[attr-defined]
        self.fields["lead"].empty_label = None  # type: ignore[attr-defined]

    @classmethod
    def of(cls, session: WorkingSession, **kwargs: Any) -> PlanSessionForm:
        """The form with the present values."""
        return cls(initial={name: getattr(session, name) for name in cls.base_fields}, **kwargs)


class OfficesForm(forms.Form):
    """Who is asked: groups mean their offices of today."""

    groups = forms.ModelMultipleChoiceField(
        label=_("Groups of offices"), queryset=OfficeGroup.objects.all(), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("Each means its offices of today."),
    )  # fmt: skip
    offices = forms.ModelMultipleChoiceField(
        label=_("Offices"), queryset=Office.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["offices"].queryset = _living()  # type: ignore[attr-defined]

    def chosen(self) -> list[Office]:
        """Each office once."""
        asked = self.cleaned_data
        rows = {o.pk: o for group in asked["groups"] for o in group.offices_on(today())}
        return list((rows | {o.pk: o for o in asked["offices"]}).values())

    def clean(self) -> dict[str, Any]:
        """At least one."""
        asked = super().clean() or {}
        if not asked.get("groups") and not asked.get("offices"):
            raise forms.ValidationError(_("Choose at least one office."))
        return asked


class AgendaForm(forms.Form):
    """One point of the agenda."""

    text = forms.CharField(label=_("Point of the agenda"), max_length=500)
    office = forms.ModelChoiceField(
        label=_("Presented by"), queryset=Office.objects.none(), required=False, widget=LongSelect
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=600, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = _living()  # type: ignore[attr-defined]


class SessionPaperForm(forms.Form):
    """A document of the library, or a file."""

    document = forms.ModelChoiceField(
        label=_("Document of the library"), queryset=Document.objects.none(), required=False, widget=LongSelect
    )
    file = forms.FileField(
        label=_("File"), required=False, help_text=_("At most 25 MB, without macros. Nothing classified.")
    )
    title = forms.CharField(label=pgettext_lazy("paper", "Title"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        light = Document.objects.select_related("source").only("kind", "number", "title", "source__name")
        self.fields["document"].queryset = light  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """Whether the office comes."""

    answer = forms.ChoiceField(
        label=_("Answer"), choices=[c for c in SessionOffice.Answer.choices if c[0]], widget=forms.RadioSelect
    )
    people = forms.IntegerField(label=_("How many come"), min_value=1, max_value=1000, required=False)
    note = forms.CharField(
        label=_("Note"), max_length=500, required=False, help_text=_("Where the office cannot come: why.")
    )


class ConclusionsForm(forms.Form):
    """The conclusions, as text or as a file."""

    number = forms.CharField(label=_("Number of the notice"), max_length=80, help_text=_("Such as 15/TB-UBND."))
    concluded_on = forms.DateField(label=_("Day of the notice"), widget=DayInput)
    place = forms.CharField(label=_("Place"), max_length=80, required=False)
    words = forms.CharField(
        label=_("Text of the conclusions"), required=False, max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Who does what by when, a numbered paragraph each. The heading is put above it by itself."),
    )  # fmt: skip
    file = forms.FileField(label=_("Or the notice as a file"), required=False)

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        asked = super().clean() or {}
        if bool((asked.get("words") or "").strip()) == bool(asked.get("file")):
            raise forms.ValidationError(_("Write the conclusions or choose the file, one of the two."))
        return asked
