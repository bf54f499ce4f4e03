"""What is typed about pages: filters of the desk, and a form for each step."""

from __future__ import annotations

import django_filters
from django import forms
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet

from nhipcau.newsroom.models import EditorialPage, StoryPage, Theme
from nhipcau.people.models import Office
from nhipcau.people.permissions import with_predecessors
from nhipcau.people.widgets import LongSelect

WHERE = [
    ("draft", _("being written")),
    ("handed_over", _("waits for the second person")),
    ("approved", _("approved, not out yet")),
    ("out", pgettext_lazy("standing", "published")),
    ("changed", _("published, with changes not out yet")),
    ("urgent", _("out urgently, waits for the second person")),
    ("withdrawn", pgettext_lazy("standing", "withdrawn")),
]


class PageFilters(WagtailFilterSet):
    """By language, where it stands, office, theme and form."""

    language = django_filters.ChoiceFilter(
        label=_("Language"), choices=settings.LANGUAGES, field_name="locale__language_code"
    )
    where = django_filters.ChoiceFilter(label=_("State"), choices=WHERE, method="by_where")
    office = django_filters.ModelChoiceFilter(
        label=_("Office"), queryset=Office.objects.order_by("name"), method="by_office", widget=LongSelect
    )
    theme = django_filters.ModelChoiceFilter(label=_("Theme"), queryset=Theme.objects.all(), method="by_theme")
    form = django_filters.ChoiceFilter(
        label=pgettext_lazy("story", "Form"), choices=StoryPage.Form.choices, field_name="storypage__form"
    )

    class Meta:
        model = EditorialPage
        fields: list[str] = []

    def by_where(self, rows: QuerySet[EditorialPage], name: str, where: str) -> QuerySet[EditorialPage]:
        """By the last step and whether the page is out; ``urgent`` looks for the badge that readers see."""
        out = Q(live=True)
        asked = {
            "draft": ~out & (Q(last_step__isnull=True) | Q(last_step="returned")),
            "handed_over": Q(last_step="handed_over"),
            "approved": Q(last_step__in=["approved", "scheduled", "unscheduled"]),
            "out": out & Q(has_unpublished_changes=False),
            "changed": out & Q(has_unpublished_changes=True),
            "urgent": out & Q(is_urgent=True),
            "withdrawn": ~out & Q(last_step="withdrawn"),
        }
        return rows.filter(asked[where])

    def by_office(self, rows: QuerySet[EditorialPage], name: str, office: Office) -> QuerySet[EditorialPage]:
        """Of the office and of the offices it came from."""
        return rows.filter(office_id__in=with_predecessors([office.pk]))

    def by_theme(self, rows: QuerySet[EditorialPage], name: str, theme: Theme) -> QuerySet[EditorialPage]:
        """Under the theme's topic page, or marked with it."""
        tops = list(theme.pages.values_list("path", flat=True))
        below = Q()
        for path in tops:
            below |= Q(path__startswith=path)
        return (
            rows.filter(below | Q(storypage__themes=theme)).distinct()
            if tops
            else rows.filter(storypage__themes=theme)
        )


class SeenForm(forms.Form):
    """A step about what one has looked at: the fingerprint comes back with it."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class HandOverForm(SeenForm):
    """Handing over."""

    note = forms.CharField(
        label=_("What changed"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For a page that has been public: readers see this with its day under the story."),
    )  # fmt: skip


class ReturnForm(SeenForm):
    """Giving back."""

    note = forms.CharField(label=_("What is to be changed"), widget=forms.Textarea(attrs={"rows": 2}))


class UrgentForm(SeenForm):
    """Out before the second person has read it."""

    reason = forms.CharField(
        label=_("Why it cannot wait"), widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Readers see a badge until a second person has approved."),
    )  # fmt: skip


class ScheduleForm(forms.Form):
    """A time."""

    at = forms.DateTimeField(
        label=_("Goes out at"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )  # fmt: skip


class WithdrawForm(forms.Form):
    """Back from the public."""

    reason = forms.CharField(
        label=_("Why it is withdrawn"), widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Readers find this in the page's place."),
    )  # fmt: skip


class NothingForm(forms.Form):
    """A step that asks for nothing."""
