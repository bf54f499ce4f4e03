"""What is typed about work: filters of its lists, and the forms of its pages."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from nhipcau.documents.models import Document
from nhipcau.duties.forms import DayInput, DayRange, documents_with_duties
from nhipcau.people.models import Office, OfficeGroup
from nhipcau.people.permissions import today, with_predecessors
from nhipcau.people.widgets import LongSelect
from nhipcau.work.models import Assignment, Evidence, Extension, Recurrence, Session
from nhipcau.work.queries import of_offices, standing, status_q
from nhipcau.work.rules import BadDueRule, Status, parse_due_rule

STATUS_NAMES = {
    Status.OVERDUE: _("overdue"),
    Status.DUE_SOON: _("due within seven days"),
    Status.ON_TRACK: _("on track"),
    Status.NOT_OPEN: _("not open yet"),
    Status.HANDED_IN: _("handed in"),
    Status.ACCEPTED: _("accepted"),
    Status.CANCELLED: _("cancelled"),
}


def _offices() -> QuerySet[Office]:
    return Office.objects.order_by("name")


def _living_offices(request: object = None) -> QuerySet[Office]:
    return Office.objects.on(today()).order_by("name")


def _light_documents() -> QuerySet[Document]:
    return Document.objects.select_related("source").only("kind", "number", "title", "source__name")


class AssignmentFilters(WagtailFilterSet):
    """By where it stands today, office (with its predecessors), document, due day and recurrence."""

    status = django_filters.ChoiceFilter(label=_("State"), choices=list(STATUS_NAMES.items()), method="by_status")
    office = django_filters.ModelChoiceFilter(
        label=_("Office"),
        queryset=Office.objects.order_by("name"),
        method="by_office",
        widget=LongSelect,
        help_text=_("Leading or taking part; with the offices it came from."),
    )
    document = django_filters.ModelChoiceFilter(
        label=_("Document"), queryset=documents_with_duties, field_name="duty__document", widget=LongSelect
    )
    due_on = django_filters.DateFromToRangeFilter(label=_("Due"), widget=DayRange)
    extension = django_filters.ChoiceFilter(
        label=_("More time"), choices=[("asked", _("Asked for, not decided"))], method="by_extension"
    )

    class Meta:
        model = Assignment
        fields: list[str] = []

    def by_status(self, rows: QuerySet[Assignment], name: str, status: str) -> QuerySet[Assignment]:
        """Those that stand so today."""
        return rows.filter(status_q(Status(status), today()))

    def by_office(self, rows: QuerySet[Assignment], name: str, office: Office) -> QuerySet[Assignment]:
        """Those of the office and of the offices it came from."""
        return rows.filter(of_offices(with_predecessors([office.pk])))

    def by_extension(self, rows: QuerySet[Assignment], name: str, asked: str) -> QuerySet[Assignment]:
        """Those with a request for more time that nobody has decided."""
        waiting = Extension.objects.filter(state=Extension.State.ASKED).values("assignment")
        return rows.filter(pk__in=waiting)


class EvidenceFilters(WagtailFilterSet):
    """By office, kind, day, document, and whether it still stands."""

    office = django_filters.ModelChoiceFilter(
        label=_("Office"), queryset=Office.objects.order_by("name"), method="by_office", widget=LongSelect
    )
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Evidence.Kind.choices)
    happened_on = django_filters.DateFromToRangeFilter(label=_("Day"), widget=DayRange)
    document = django_filters.ModelChoiceFilter(
        label=_("For a duty of"), queryset=documents_with_duties, field_name="duty__document", widget=LongSelect
    )
    withdrawn = django_filters.ChoiceFilter(
        label=_("Withdrawn"), choices=[("no", _("no")), ("yes", _("yes"))], method="by_withdrawn"
    )

    class Meta:
        model = Evidence
        fields: list[str] = []

    def by_office(self, rows: QuerySet[Evidence], name: str, office: Office) -> QuerySet[Evidence]:
        """Of the office and of the offices it came from."""
        return rows.filter(office_id__in=with_predecessors([office.pk]))

    def by_withdrawn(self, rows: QuerySet[Evidence], name: str, wanted: str) -> QuerySet[Evidence]:
        """Only what was withdrawn, or only what stands."""
        return rows.filter(withdrawal__isnull=False) if wanted == "yes" else standing(rows)


class OrderForm(forms.Form):
    """What is given to whom by when."""

    title = forms.CharField(label=_("Title"), max_length=500, required=False)
    lead = forms.ModelChoiceField(
        label=_("Lead office"), queryset=Office.objects.none(), required=False,
        help_text=_("Left empty: every office that answers for the duty today gets its own assignment."),
    )  # fmt: skip
    partners = forms.ModelMultipleChoiceField(
        label=_("Coordinating offices"),
        queryset=Office.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    opens_on = forms.DateField(label=_("Opens on"), widget=DayInput)
    due_on = forms.DateField(label=_("Due on"), widget=DayInput)
    expected_output = forms.CharField(
        label=_("Expected output"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    note = forms.CharField(label=_("Instructions"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("lead", "partners"):
            self.fields[name].queryset = _living_offices()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The due day does not lie before the opening."""
        asked = super().clean() or {}
        if asked.get("opens_on") and asked.get("due_on") and asked["due_on"] < asked["opens_on"]:
            self.add_error("due_on", _("The due day lies before the day the work opens. Choose a later due day."))
        return asked


class EditOrderForm(OrderForm):
    """The same for work that was given already: title and lead are needed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("lead", "partners"):
            self.fields[name].queryset = _offices()  # type: ignore[attr-defined]
        self.fields["title"].required = self.fields["lead"].required = True
        self.fields["lead"].help_text = ""

    @classmethod
    def of(cls, work: Assignment) -> EditOrderForm:
        """The form with the present values."""
        names = ("title", "lead", "opens_on", "due_on", "expected_output", "note")
        values = {name: getattr(work, name) for name in names}
        return cls(initial=values | {"partners": [o.pk for o in work.partners.all()]}, prefix="edit")


class RepeatForm(forms.Form):
    """Letting a duty come back."""

    cadence = forms.ChoiceField(
        label=_("Comes back"), choices=[("", _("no, once only")), *Recurrence.Cadence.choices], required=False
    )
    due_rule = forms.CharField(
        label=_("Due in each period"), initial="end", max_length=20, required=False,
        help_text=_("“end”: last day of the period; “end-10”: ten days before it; “12-20”: the 20th of December."),
    )  # fmt: skip

    def clean_due_rule(self) -> str:
        """A rule that can be read."""
        rule: str = self.cleaned_data["due_rule"] or "end"
        try:
            parse_due_rule(rule)
        except BadDueRule:
            raise forms.ValidationError(
                _("Write “end”, “end-10”, “end+5” or a month and day such as “12-20”.")
            ) from None
        return rule


class ProgressForm(forms.Form):
    """How far, and what was done."""

    percent = forms.IntegerField(label=_("Percent done"), min_value=0, max_value=100)
    words = forms.CharField(label=_("What was done"), widget=forms.Textarea(attrs={"rows": 3}))


class ExtensionForm(forms.Form):
    """More time."""

    new_due_on = forms.DateField(label=_("New due day"), widget=DayInput)
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}))


class DecisionForm(forms.Form):
    """The answer on more time."""

    decision = forms.ChoiceField(
        label=_("Answer"),
        choices=[(Extension.State.GRANTED, _("grant")), (Extension.State.REFUSED, _("refuse"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Words with it"), required=False, max_length=1000)


class WordsForm(forms.Form):
    """Handing in."""

    words = forms.CharField(label=_("What was done"), widget=forms.Textarea(attrs={"rows": 3}))


class AcceptForm(forms.Form):
    """Accepting."""

    words = forms.CharField(label=_("Words with it"), required=False, max_length=1000)


class ReasonForm(forms.Form):
    """A step that needs its reason."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}))


class EvidenceForm(forms.Form):
    """One piece of evidence; which fields count depends on its kind."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Evidence.Kind.choices)
    title = forms.CharField(label=_("Title"), max_length=500)
    happened_on = forms.DateField(label=_("Day"), widget=DayInput)
    address = forms.URLField(label=_("Address (for a link)"), required=False, assume_scheme="https", max_length=1000)
    file = forms.FileField(
        label=_("File or photo"), required=False,
        help_text=_("At most 25 MB. Place and device are taken out of photos. Nothing classified."),
    )  # fmt: skip
    document = forms.ModelChoiceField(
        label=_("Document of the library"), queryset=Document.objects.none(), required=False
    )
    participants = forms.IntegerField(label=_("Participants (for a session)"), required=False, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = _light_documents()  # type: ignore[attr-defined]


class DisseminationForm(forms.Form):
    """An order to make a document known."""

    document = forms.ModelChoiceField(label=_("Document"), queryset=Document.objects.none())
    audience = forms.CharField(label=_("To whom"), max_length=500)
    due_on = forms.DateField(label=_("Due on"), widget=DayInput)
    groups = forms.ModelMultipleChoiceField(
        label=_("Groups of offices"), queryset=OfficeGroup.objects.all(), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("Each means its offices of today."),
    )  # fmt: skip
    offices = forms.ModelMultipleChoiceField(
        label=_("Offices"), queryset=Office.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(label=_("Instructions"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = _light_documents()  # type: ignore[attr-defined]
        self.fields["offices"].queryset = _living_offices()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """At least one office is asked, by name or in a group."""
        asked = super().clean() or {}
        if not asked.get("groups") and not asked.get("offices"):
            raise forms.ValidationError(_("Choose at least one office."))
        return asked


class SessionForm(forms.Form):
    """A session held or a channel used."""

    channel = forms.ChoiceField(label=_("Session or channel"), choices=Session.Channel.choices)
    held_on = forms.DateField(label=_("Held on"), widget=DayInput)
    participants = forms.IntegerField(label=_("Participants"), min_value=0)
    note = forms.CharField(label=_("Note"), required=False, max_length=1000)
    file = forms.FileField(label=_("Evidence: file or photo"), required=False)
