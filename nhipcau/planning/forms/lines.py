"""A line and its estimate as they are typed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from nhipcau.documents.models import Clause
from nhipcau.duties.forms import DayInput
from nhipcau.duties.models import Duty
from nhipcau.people.models import Office, Topic
from nhipcau.people.permissions import today
from nhipcau.people.widgets import LongSelect
from nhipcau.planning.actions import Cost, Written
from nhipcau.planning.models import Norm, PlanLine
from nhipcau.planning.rules.money import BadMoney, grouped, parse_money


class MoneyField(forms.CharField):
    """Đồng as people write them: "1.500.000", "1,5 triệu". Cleans to a whole ``Decimal`` or None."""

    default_error_messages = {"money": _("Write an amount in đồng, such as 1.500.000.")}

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(
            attrs={"inputmode": "numeric", "class": "plan-money", "autocomplete": "off", "maxlength": 40}
        )
        super().__init__(**{"widget": widget, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        """As it is printed."""
        return grouped(value) if isinstance(value, (Decimal, int)) else value

    def to_python(self, value: Any) -> Any:
        """The amount."""
        words = super().to_python(value)
        if not words:
            return None
        try:
            return parse_money(words)
        except BadMoney:
            raise forms.ValidationError(self.error_messages["money"], code="money") from None


def _duty_label(duty: Duty) -> str:
    place = duty.clause.label or str(duty.clause) if duty.clause else ""
    words = duty.text if len(duty.text) <= 110 else f"{duty.text[:109]}…"
    return " · ".join(part for part in (duty.document.number, place, words) if part)


class DutyChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Duties by document, place and words."""

    def label_from_instance(self, obj: Any) -> str:
        """Short enough for one line of a list."""
        return _duty_label(obj)


class ClauseChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Clauses by document and place."""

    def label_from_instance(self, obj: Any) -> str:
        """Short enough for one line of a list."""
        return f"{obj.document.number} · {obj.label} {obj.heading}".strip()[:160]


class LineForm(forms.Form):
    """What is to be done, for which duty, by whom, when."""

    duty = DutyChoice(
        label=_("Duty it serves"), queryset=Duty.objects.none(), required=False, widget=LongSelect,
        help_text=_("The duties that the office answers for today."),
    )  # fmt: skip
    clause = ClauseChoice(
        label=_("Clause it serves"), queryset=Clause.objects.none(), required=False, widget=LongSelect,
        help_text=_("Where no duty fits. A duty brings its own clause."),
    )  # fmt: skip
    basis = forms.CharField(
        label=_("Other basis"), max_length=500, required=False, help_text=_("Needed where neither is chosen.")
    )
    activity = forms.CharField(label=_("Activity"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    output = forms.CharField(label=_("Output"), max_length=500, required=False)
    measure = forms.CharField(
        label=_("How it is measured"),
        max_length=300,
        required=False,
        help_text=_("For example: 12 news items, 2 films."),
    )
    starts_on = forms.DateField(label=_("Start"), widget=DayInput)
    ends_on = forms.DateField(label=_("End"), widget=DayInput)
    lead = forms.ModelChoiceField(label=_("Lead office"), queryset=Office.objects.none(), widget=LongSelect)
    topic = forms.ModelChoiceField(label=_("Topic"), queryset=Topic.objects.all(), required=False)
    fund = forms.ChoiceField(label=_("Source of money"), choices=PlanLine.Fund.choices)
    partners = forms.ModelMultipleChoiceField(
        label=_("Coordinating offices"), queryset=Office.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, duties: QuerySet[Duty], clauses: QuerySet[Clause], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["duty"].queryset = duties  # type: ignore[attr-defined]
        self.fields["clause"].queryset = clauses  # type: ignore[attr-defined]
        for name in ("lead", "partners"):
            living = Office.objects.on(today()).order_by("name").only("name")
            self.fields[name].queryset = living  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The end does not lie before the start, and something is served."""
        asked = super().clean() or {}
        if asked.get("starts_on") and asked.get("ends_on") and asked["ends_on"] < asked["starts_on"]:
            self.add_error("ends_on", _("The line ends before it begins."))
        if not asked.get("duty") and not asked.get("clause") and not asked.get("basis"):
            self.add_error("duty", _("Name the duty, the clause or another basis that the line serves."))
        return asked


class CostForm(forms.Form):
    """One item of the estimate; a blank row is none."""

    text = forms.CharField(label=_("Item"), max_length=300, required=False)
    unit = forms.CharField(label=_("Unit"), max_length=60, required=False)
    quantity = forms.DecimalField(
        label=_("Quantity"), max_digits=12, decimal_places=2, min_value=Decimal(0), required=False, localize=False
    )
    times = forms.DecimalField(
        label=_("Times"), max_digits=8, decimal_places=2, min_value=Decimal(0), required=False, localize=False
    )
    unit_price = MoneyField(label=_("Unit price, đồng"), required=False)
    norm = forms.ModelChoiceField(label=_("Norm"), queryset=Norm.objects.none(), required=False, widget=LongSelect)

    def __init__(self, *args: Any, norms: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["norm"].queryset = Norm.objects.all()  # type: ignore[attr-defined]
        self.fields["norm"].widget.choices = norms
        self.fields["times"].widget.attrs["placeholder"] = "1"
        for name, field in self.fields.items():
            field.widget.attrs.update({"aria-label": str(field.label), "data-cost": name})

    def clean(self) -> dict[str, Any]:
        """All or nothing of what an amount needs."""
        asked = super().clean() or {}
        if not asked.get("text") and asked.get("unit_price") is None and asked.get("quantity") is None:
            return {}
        for name, words in (
            ("text", _("Name the item.")), ("quantity", _("Say how many.")), ("unit_price", _("Say what one costs.")),
        ):  # fmt: skip
            if asked.get(name) in (None, "") and name not in self.errors:
                self.add_error(name, words)
        return asked


class _CostForms(forms.BaseFormSet[CostForm]):
    """The estimate, a row an item. The norms are asked once for all rows."""

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        valid = Norm.objects.filter(pk__in=_valid_norms(on))
        norms = [("", "–"), *((str(n.pk), f"{n} · {grouped(n.unit_price)} đ") for n in valid)]
        super().__init__(*args, **{**kwargs, "form_kwargs": {"norms": norms}})


CostForms: Any = forms.formset_factory(CostForm, formset=_CostForms, extra=3, max_num=200, absolute_max=300)


def _valid_norms(on: date) -> list[int]:
    rows = Norm.objects.values_list("pk", "valid_from", "valid_to")
    return [pk for pk, since, until in rows if (not since or since <= on) and (not until or on <= until)]


def costs_of(forms_: Any) -> tuple[Cost, ...]:
    """The rows that say something."""
    return tuple(
        Cost(
            text=asked["text"], quantity=asked["quantity"], unit_price=asked["unit_price"], unit=asked["unit"],
            times=asked["times"] if asked["times"] is not None else Decimal(1), norm=asked["norm"],
        )
        for asked in forms_.cleaned_data if asked
    )  # fmt: skip


def written_of(asked: dict[str, Any], costs: tuple[Cost, ...]) -> Written:
    """A checked form as the action wants it."""
    names = (
        "activity",
        "starts_on",
        "ends_on",
        "duty",
        "clause",
        "basis",
        "topic",
        "output",
        "measure",
        "lead",
        "fund",
    )
    return Written(**{name: asked[name] for name in names}, partners=tuple(asked["partners"]), costs=costs)


class ExcuseForm(forms.Form):
    """Why nothing is planned for a duty."""

    duty = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why nothing is planned for it"), max_length=1000)
