"""What is typed about awards. The forms check what was typed; the actions decide."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from nhipcau.duties.forms import DayInput
from nhipcau.people.models import Office, Staff
from nhipcau.people.permissions import today, with_predecessors
from nhipcau.people.widgets import LongSelect
from nhipcau.work.models import (
    Assignment,
    AwardCategory,
    AwardDecision,
    AwardOpinion,
    AwardPaper,
    AwardProposal,
    Evidence,
)
from nhipcau.work.queries import standing
from nhipcau.work.waiting import AWARDS_WAIT, awards_q

SHOWN = 300
"""How many rows of the register the form offers, the newest first."""


class AwardFilters(WagtailFilterSet):
    """By year, state, category, proposing office. There is none by person."""

    year = django_filters.NumberFilter(label=_("Year"))
    state = django_filters.ChoiceFilter(label=_("State"), choices=AwardProposal.State.choices)
    category = django_filters.ModelChoiceFilter(label=_("Category"), queryset=AwardCategory.objects.all())
    office = django_filters.ModelChoiceFilter(
        label=_("Proposing office"), queryset=Office.objects.order_by("name"), method="by_office", widget=LongSelect
    )
    waits = django_filters.ChoiceFilter(label=_("Waits for me"), choices=AWARDS_WAIT, method="by_waiting")

    class Meta:
        model = AwardProposal
        fields: list[str] = []

    def by_waiting(self, rows: QuerySet[AwardProposal], name: str, what: str) -> QuerySet[AwardProposal]:
        """On which the person who looks has something to do."""
        return rows.filter(awards_q(what, self.request.user, on=today()))

    def by_office(self, rows: QuerySet[AwardProposal], name: str, office: Office) -> QuerySet[AwardProposal]:
        """Of the office and of those it came from."""
        return rows.filter(office_id__in=with_predecessors([office.pk]))


class ProposeForm(forms.Form):
    """A new dossier."""

    office = forms.ModelChoiceField(label=_("Proposing office"), queryset=Office.objects.none(), widget=LongSelect)
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2200)
    category = forms.ModelChoiceField(label=_("Category"), queryset=AwardCategory.objects.none())
    for_office = forms.ModelChoiceField(
        label=_("Office proposed"), queryset=Office.objects.none(), required=False, widget=LongSelect
    )
    person = forms.ModelChoiceField(
        label=_("Person proposed"), queryset=Staff.objects.none(), required=False, widget=LongSelect,
        help_text=_("Whoever has an account: the person is told, and sees and corrects what is written here."),
    )  # fmt: skip
    printed_name = forms.CharField(
        label=_("Name as it is to be printed"), max_length=255, required=False,
        help_text=_("Left empty: the name of the office or account."),
    )  # fmt: skip
    printed_position = forms.CharField(label=_("Position as it is to be printed"), max_length=255, required=False)
    merits = forms.CharField(label=_("Merits"), max_length=8000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, offices: frozenset[int] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        living, on = Office.objects.on(today()).exclude(level=Office.Level.CENTRAL).order_by("name"), today()
        own = living if offices is None else living.filter(pk__in=offices)
        self.fields["office"].queryset = own  # type: ignore[attr-defined]
        self.fields["office"].empty_label = None  # type: ignore[attr-defined]
        self.fields["for_office"].queryset = living  # type: ignore[attr-defined]
        people = Staff.objects.filter(is_active=True).order_by("full_name", "username")
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        in_force = AwardCategory.objects.exclude(valid_to__lt=on.replace(month=1, day=1))
        self.fields["category"].queryset = in_force  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """An office or a person."""
        asked = super().clean() or {}
        if bool(asked.get("person")) == bool(asked.get("for_office")):
            raise forms.ValidationError(_("Propose an office or a person, one of the two."))
        return asked


class EntryForm(forms.Form):
    """Correcting an entry."""

    printed_name = forms.CharField(label=_("Name as it is to be printed"), max_length=255)
    printed_position = forms.CharField(label=_("Position as it is to be printed"), max_length=255, required=False)
    merits = forms.CharField(label=_("Merits"), max_length=8000, widget=forms.Textarea(attrs={"rows": 5}))
    words = forms.CharField(label=_("What was corrected and why"), max_length=1000, required=False)


class ProofForm(forms.Form):
    """Evidence and accepted work of the office."""

    evidence = forms.ModelMultipleChoiceField(
        label=_("Evidence of the register"), queryset=Evidence.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    work = forms.ModelMultipleChoiceField(
        label=_("Accepted work"), queryset=Assignment.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, proposal: AwardProposal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = with_predecessors([o for o in (proposal.office_id, proposal.for_office_id) if o])
        filed = standing(Evidence.objects.filter(office_id__in=offices)).exclude(award_proofs__proposal=proposal)
        done = Assignment.objects.filter(lead_id__in=offices, state=Assignment.State.ACCEPTED)
        newest = filed.order_by("-filed_at").values("pk")[:SHOWN]
        latest = done.exclude(award_proofs__proposal=proposal).order_by("-closed_on").values("pk")[:SHOWN]
        self._offer("evidence", Evidence.objects.only("title").order_by("-filed_at"), newest)
        self._offer("work", Assignment.objects.only("title", "period_label").order_by("-closed_on"), latest)

    def _offer(self, name: str, rows: QuerySet[Any], chosen: QuerySet[Any, Any]) -> None:
        """What can be chosen; a field without choices is left out."""
        found = list(chosen.values_list("pk", flat=True))
        if found:
            self.fields[name].queryset = rows.filter(pk__in=found)  # type: ignore[attr-defined]
        else:
            del self.fields[name]


class AwardPaperForm(forms.Form):
    """A file of the dossier."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[c for c in AwardPaper.Kind.choices if c[0] in (AwardPaper.Kind.REPORT, AwardPaper.Kind.OTHER)],
    )
    file = forms.FileField(label=_("File"), help_text=_("At most 25 MB, without macros. Nothing classified."))


class AwardReasonForm(forms.Form):
    """A step that needs its reason."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class AdviceForm(forms.Form):
    """The council's opinion."""

    advice = forms.ChoiceField(
        label=_("Opinion"), choices=AwardOpinion.Advice.choices, widget=forms.RadioSelect
    )  # fmt: skip
    held_on = forms.DateField(label=_("Day of the council"), widget=DayInput)
    votes_for = forms.IntegerField(label=_("Votes for"), min_value=0, max_value=999)
    votes_all = forms.IntegerField(label=_("Members who voted"), min_value=1, max_value=999)
    words = forms.CharField(
        label=_("Reasons of the council"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )
    minutes = forms.FileField(label=_("Minutes of the council"), required=False)


class AwardDecisionForm(forms.Form):
    """The decision."""

    outcome = forms.ChoiceField(
        label=_("Decision"), choices=AwardDecision.Outcome.choices, widget=forms.RadioSelect
    )  # fmt: skip
    number = forms.CharField(label=_("Number of the decision"), max_length=80, required=False)
    decided_on = forms.DateField(label=_("Day of the decision"), widget=DayInput)
    file = forms.FileField(label=_("The decision as a file"), required=False)
    words = forms.CharField(
        label=_("Reason where it is not awarded"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class CategoryForm(forms.Form):
    """A category with its basis in law."""

    name = forms.CharField(label=_("Name"), max_length=255)
    kind = forms.ChoiceField(label=_("Kind"), choices=AwardCategory.Kind.choices)
    whom = forms.ChoiceField(label=_("For whom"), choices=AwardCategory.Whom.choices)
    decided_by = forms.CharField(label=_("Who decides"), max_length=255)
    instrument = forms.CharField(label=_("Legal document"), max_length=255)
    article = forms.CharField(label=_("Article"), max_length=120, required=False)
    valid_from = forms.DateField(label=_("From"), widget=DayInput, required=False)
    valid_to = forms.DateField(label=_("Until"), widget=DayInput, required=False)
    verified_by = forms.CharField(
        label=_("Verified by"), max_length=255, required=False,
        help_text=_("Who compared the article with the printed law. Empty shows as “not verified”."),
    )  # fmt: skip
    note = forms.CharField(label=_("Note"), required=False, max_length=2000)
