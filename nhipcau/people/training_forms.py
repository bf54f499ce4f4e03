"""What is typed about appointments and training. The forms check what was typed; the actions decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.people.models import Course, EvaluationTally, FocalPoint, Office, Staff, TrainingSubject
from nhipcau.people.permissions import today
from nhipcau.people.widgets import DayInput, LongSelect, TimeInput


def _ours() -> QuerySet[Office]:
    """The living offices of the province."""
    return Office.objects.on(today()).exclude(level=Office.Level.CENTRAL).order_by("name")


class AppointForm(forms.Form):
    """An appointment by a decision."""

    staff = forms.ModelChoiceField(
        label=_("Person"), queryset=Staff.objects.none(), widget=LongSelect,
        help_text=_("Whoever has an account. An administrator makes accounts under “Staff”."),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Appointed as"), choices=FocalPoint.Kind.choices)
    manner = forms.ChoiceField(label=_("Manner of work"), choices=FocalPoint.Manner.choices)
    decision_number = forms.CharField(label=_("Number of the decision"), max_length=80)
    decided_on = forms.DateField(label=_("Day of the decision"), widget=DayInput)
    valid_from = forms.DateField(label=_("From"), widget=DayInput)
    valid_to = forms.DateField(label=_("Until"), widget=DayInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Staff.objects.filter(is_active=True).order_by("full_name", "username")
        self.fields["staff"].queryset = people  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """The last day of an appointment."""

    last_day = forms.DateField(label=_("Last day"), widget=DayInput)


class NeedForm(forms.Form):
    """How many people of an office need a subject."""

    office = forms.ModelChoiceField(label=_("Office"), queryset=Office.objects.none(), widget=LongSelect)
    subject = forms.ModelChoiceField(
        label=pgettext_lazy("training", "Subject"), queryset=TrainingSubject.objects.all()
    )
    places = forms.IntegerField(
        label=_("People who need it"), min_value=0, max_value=10_000, help_text=_("0 takes the need back.")
    )
    note = forms.CharField(label=_("Note"), max_length=500, required=False)

    def __init__(self, *args: Any, offices: frozenset[int] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        living = _ours()
        own = living if offices is None else living.filter(pk__in=offices)
        self.fields["office"].queryset = own  # type: ignore[attr-defined]
        self.fields["office"].empty_label = None  # type: ignore[attr-defined]


class SubjectForm(forms.Form):
    """A further subject."""

    name = forms.CharField(label=_("Name"), max_length=255)


class CourseForm(forms.Form):
    """A course as it is planned."""

    title = forms.CharField(label=pgettext_lazy("course", "Title"), max_length=300)
    subject = forms.ModelChoiceField(
        label=pgettext_lazy("training", "Subject"), queryset=TrainingSubject.objects.all()
    )
    organiser = forms.ModelChoiceField(
        label=_("Organising office"), queryset=Office.objects.none(), widget=LongSelect
    )
    venue = forms.CharField(label=_("Held at"), max_length=300)
    starts_on = forms.DateField(label=_("First day"), widget=DayInput)
    ends_on = forms.DateField(label=_("Last day"), widget=DayInput)
    enrol_until = forms.DateField(label=_("Enrolment until"), widget=DayInput)
    places = forms.IntegerField(label=pgettext_lazy("course", "Places"), min_value=1, max_value=10_000)
    share_needed = forms.IntegerField(
        label=_("Attendance needed for a certificate, percent"), min_value=1, max_value=100, initial=80
    )
    aim = forms.CharField(
        label=_("Aim and content"), required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organiser"].queryset = _ours()  # type: ignore[attr-defined]

    @classmethod
    def of(cls, course: Course, **kwargs: Any) -> CourseForm:
        """The form with the present values."""
        return cls(initial={name: getattr(course, name) for name in cls.base_fields}, **kwargs)


class LessonForm(forms.Form):
    """A lesson."""

    held_on = forms.DateField(label=_("Day"), widget=DayInput)
    starts_at = forms.TimeField(label=_("Begins at"), widget=TimeInput)
    ends_at = forms.TimeField(label=_("Ends at"), widget=TimeInput)
    topic = forms.CharField(label=_("Content of the lesson"), max_length=500)
    taught_by = forms.CharField(label=_("Taught by"), max_length=200, required=False)


class MaterialForm(forms.Form):
    """A file for those who take part."""

    title = forms.CharField(label=pgettext_lazy("course", "Title"), max_length=300)
    file = forms.FileField(label=_("File"), help_text=_("At most 25 MB, without macros. Nothing classified."))


class EnrolForm(forms.Form):
    """Someone of an office: an account, or a name."""

    office = forms.ModelChoiceField(label=_("Office"), queryset=Office.objects.none(), widget=LongSelect)
    staff = forms.ModelChoiceField(
        label=_("Person with an account"), queryset=Staff.objects.none(), required=False, widget=LongSelect
    )
    full_name = forms.CharField(
        label=_("Full name of a person without an account"), max_length=120, required=False,
        help_text=_("They are marked on the organiser's list."),
    )  # fmt: skip
    position = forms.CharField(label=pgettext_lazy("staff", "Position"), max_length=120, required=False)

    def __init__(self, *args: Any, offices: frozenset[int] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        living = _ours()
        people = Staff.objects.filter(is_active=True).order_by("full_name", "username")
        if offices is not None:
            living = living.filter(pk__in=offices)
            people = people.filter(memberships__office__in=offices).distinct()
        self.fields["office"].queryset = living  # type: ignore[attr-defined]
        self.fields["office"].empty_label = None  # type: ignore[attr-defined]
        self.fields["staff"].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        asked = super().clean() or {}
        if bool(asked.get("staff")) == bool((asked.get("full_name") or "").strip()):
            raise forms.ValidationError(_("Choose a person with an account, or write the name of one without."))
        return asked


class ReasonForm(forms.Form):
    """A step that needs its reason."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class EvaluationForm(forms.Form):
    """A mark for each question."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scale = [(n, str(n)) for n in range(1, 6)]
        for key, label in EvaluationTally.Question.choices:
            self.fields[key] = forms.TypedChoiceField(
                label=label, choices=scale, coerce=int, widget=forms.RadioSelect(attrs={"class": "nc-marks"})
            )
