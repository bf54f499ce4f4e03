"""Amendments and spending as they are typed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from nhipcau.duties.forms import DayInput, DayRange
from nhipcau.people.models import Office
from nhipcau.people.permissions import today, with_predecessors
from nhipcau.people.widgets import LongSelect
from nhipcau.planning.actions import Ground, NewValues
from nhipcau.planning.actions.papers import Upload
from nhipcau.planning.forms.lines import MoneyField
from nhipcau.planning.models import Contract, Payment, PlanLine
from nhipcau.planning.rules.money import grouped
from nhipcau.work.models import Evidence


class GroundForm(forms.Form):
    """Why the plan is amended, and by which decision."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}))
    number = forms.CharField(
        label=_("Number of the decision"), max_length=80, required=False,
        help_text=_("Needed where the year's total, or what a source gives, changes."),
    )  # fmt: skip
    decided_on = forms.DateField(label=_("Day of the decision"), widget=DayInput, required=False)
    file = forms.FileField(
        label=_("Decision, signed (PDF)"), required=False, help_text=_("At most 25 MB. Nothing classified.")
    )

    def ground(self, upload: Upload | None) -> Ground:
        """As the action wants it."""
        asked = self.cleaned_data
        return Ground(asked["reason"], asked["number"], asked["decided_on"], upload)


class OtherLine(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Lines by office and activity, with what is left on them."""

    def label_from_instance(self, obj: Any) -> str:
        """Short enough for one line of a list."""
        return f"{obj.plan.office.name} · {obj.activity[:80]} · {grouped(obj.left)} đ"


class AmendForm(forms.Form):
    """New values of one line; what is left as it is changes nothing."""

    sign = forms.ChoiceField(
        label=_("Money"), choices=[("", _("as it is")), ("more", _("more")), ("less", _("less"))], required=False
    )
    amount = MoneyField(label=_("By how much, đồng"), required=False)
    other = OtherLine(
        label=_("Moved from or to"), queryset=PlanLine.objects.none(), required=False, widget=LongSelect,
        help_text=_("Another line of the year: the total stays. Empty: the year costs more or less."),
    )  # fmt: skip
    activity = forms.CharField(label=_("Activity"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    output = forms.CharField(label=_("Output"), max_length=500, required=False)
    measure = forms.CharField(label=_("How it is measured"), max_length=300, required=False)
    starts_on = forms.DateField(label=_("Start"), widget=DayInput)
    ends_on = forms.DateField(label=_("End"), widget=DayInput)
    lead = forms.ModelChoiceField(label=_("Lead office"), queryset=Office.objects.none(), widget=LongSelect)
    cancel = forms.BooleanField(
        label=_("Cancel the activity"), required=False, help_text=_("What is not committed leaves the plan.")
    )

    def __init__(self, *args: Any, line: PlanLine, **kwargs: Any) -> None:
        names = ("activity", "output", "measure", "starts_on", "ends_on", "lead")
        super().__init__(*args, **{**kwargs, "initial": {name: getattr(line, name) for name in names}})
        self.line = line
        living = Office.objects.on(today()).order_by("name").only("name")
        self.fields["lead"].queryset = living | Office.objects.filter(pk=line.lead_id).only("name")  # type: ignore[attr-defined]
        others = PlanLine.objects.filter(plan__round=line.plan.round_id, state=PlanLine.State.APPROVED)
        self.fields["other"].queryset = others.exclude(pk=line.pk).select_related("plan__office")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """An amount and its direction come together."""
        asked = super().clean() or {}
        if bool(asked.get("sign")) != bool(asked.get("amount")) and "amount" not in self.errors:
            self.add_error("amount", _("Say how much and whether more or less."))
        return asked

    def changes(self) -> dict[int, NewValues]:
        """Line → new values, with the line that gives or gets the money."""
        asked = self.cleaned_data
        delta = {"": Decimal(0), "more": asked["amount"], "less": -(asked["amount"] or 0)}[asked["sign"]] or Decimal(
            0
        )
        names = ("activity", "output", "measure", "starts_on", "ends_on", "lead")
        new = {name: asked[name] for name in names if asked[name] != getattr(self.line, name)}
        found = {self.line.pk: NewValues(delta=delta, cancel=asked["cancel"], **new)}
        if asked["other"] and asked["cancel"]:
            found[asked["other"].pk] = NewValues(delta=self.line.current - self.line.committed)
        elif asked["other"] and delta:
            found[asked["other"].pk] = NewValues(delta=-delta)
        return found


class EvidenceChoice(forms.Form):
    """A piece of evidence of the line's work, where there is some."""

    evidence = forms.ModelChoiceField(label=_("Evidence"), queryset=Evidence.objects.none(), required=False)

    def __init__(self, *args: Any, line: PlanLine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        filed = Evidence.objects.filter(
            withdrawal__isnull=True, assignment__isnull=False, assignment=line.assignment_id
        )
        self.fields["evidence"].queryset = filed  # type: ignore[attr-defined]


class CommitForm(EvidenceChoice):
    """A new commitment."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Contract.Kind.choices)
    number = forms.CharField(label=_("Number"), max_length=80)
    signed_on = forms.DateField(label=_("Signed on"), widget=DayInput)
    supplier = forms.CharField(label=_("Supplier (organisation)"), max_length=300, required=False)
    subject = forms.CharField(label=_("What for"), max_length=500)
    amount = MoneyField(label=_("Amount, đồng"))
    ends_on = forms.DateField(label=_("To be done by"), widget=DayInput, required=False)
    field_order = ("kind", "number", "signed_on", "supplier", "subject", "amount", "ends_on", "evidence")


class AcceptanceForm(EvidenceChoice):
    """What was delivered."""

    on_date = forms.DateField(label=_("Day"), widget=DayInput)
    amount = MoneyField(label=_("Amount, đồng"))
    words = forms.CharField(label=_("What was accepted"), max_length=500)
    field_order = ("on_date", "amount", "words", "evidence")


class PaymentForm(forms.Form):
    """Money paid or paid back."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Payment.Kind.choices, initial=Payment.Kind.PAYMENT)
    on_date = forms.DateField(label=_("Day"), widget=DayInput)
    amount = MoneyField(label=_("Amount, đồng"))
    voucher = forms.CharField(label=_("Voucher"), max_length=120)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)


class AnnexForm(forms.Form):
    """More or less of a commitment."""

    sign = forms.ChoiceField(label=_("Money"), choices=[("more", _("more")), ("less", _("less"))])
    amount = MoneyField(label=_("By how much, đồng"))
    on_date = forms.DateField(label=_("Day"), widget=DayInput)
    reason = forms.CharField(label=_("Annex and reason"), max_length=1000)


class ContractFilters(WagtailFilterSet):
    """By year, office, kind, day, and how far it is."""

    year = django_filters.NumberFilter(label=_("Year"), field_name="line__plan__round__year")
    office = django_filters.ModelChoiceFilter(
        label=_("Office"), queryset=Office.objects.order_by("name"), method="by_office", widget=LongSelect
    )
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Contract.Kind.choices)
    signed_on = django_filters.DateFromToRangeFilter(label=_("Signed on"), widget=DayRange)
    stands = django_filters.ChoiceFilter(
        label=_("State"), choices=[("open", _("running")), ("closed", _("wound up"))], method="by_state"
    )

    class Meta:
        model = Contract
        fields: list[str] = []

    def by_office(self, rows: QuerySet[Contract], name: str, office: Office) -> QuerySet[Contract]:
        """Of the office and of those it came from."""
        return rows.filter(line__plan__office_id__in=with_predecessors([office.pk]))

    def by_state(self, rows: QuerySet[Contract], name: str, wanted: str) -> QuerySet[Contract]:
        """Running or wound up."""
        return rows.filter(closed_on__isnull=wanted == "open")
