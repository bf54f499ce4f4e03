"""What is typed about the plan."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.duties.forms import DayInput
from nhipcau.newsroom.models import Column, EditorialPage, StoryPage
from nhipcau.people.models import Membership, Staff
from nhipcau.people.permissions import today
from nhipcau.people.widgets import LongSelect


def _columns() -> QuerySet[Column]:
    return Column.objects.filter(ended_on__isnull=True)


def _makers() -> QuerySet[Staff]:
    places = Membership.objects.on(today()).filter(role__in=["editor", "coordinator", "focal"])
    return Staff.objects.filter(pk__in=places.values("staff_id"), is_active=True).order_by("full_name")


class MoveForm(forms.Form):
    """Another day or column."""

    column = forms.ModelChoiceField(label=pgettext_lazy("plan", "Column"), queryset=Column.objects.none())
    on_date = forms.DateField(label=_("Day"), widget=DayInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["column"].queryset = _columns()  # type: ignore[attr-defined]


class SlotForm(MoveForm):
    """A piece of the plan."""

    title = forms.CharField(label=_("Working title"), max_length=300)
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple, initial=["vi"]
    )
    who = forms.ModelChoiceField(
        label=_("Who makes it"), queryset=Staff.objects.none(), required=False, widget=LongSelect
    )
    page = forms.ModelChoiceField(
        label=pgettext_lazy("site", "Page"), queryset=EditorialPage.objects.none(), required=False, widget=LongSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].queryset = _makers()  # type: ignore[attr-defined]
        pages = StoryPage.objects.order_by("-latest_revision_created_at", "-pk").only("title", "draft_title")
        self.fields["page"].queryset = pages  # type: ignore[attr-defined]


class ColumnForm(forms.Form):
    """A new column."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=pgettext_lazy("plan", "Kind"), choices=Column.Kind.choices)


class QuotaForm(forms.Form):
    """How much is wanted a month."""

    column = forms.ModelChoiceField(label=pgettext_lazy("plan", "Column"), queryset=Column.objects.none())
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    per_month = forms.IntegerField(
        label=_("Pieces a month"), min_value=0, max_value=300, help_text=_("0 takes the quota away.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["column"].queryset = _columns()  # type: ignore[attr-defined]
