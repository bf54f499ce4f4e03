"""Forms of reports as they are designed: their names, and one part with its columns, choices and fixed rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.reports.actions import FormFacts
from nhipcau.reports.figures import FIGURES
from nhipcau.reports.rules.design import MOST_COLUMNS, ColumnDesign, Joining, Kind, PartDesign, PartKind, next_key

KIND_NAMES = {
    Kind.TEXT: pgettext_lazy("column", "text"), Kind.NUMBER: pgettext_lazy("column", "number"),
    Kind.MONEY: pgettext_lazy("column", "money (đồng)"), Kind.DATE: pgettext_lazy("column", "day"),
    Kind.CHOICE: pgettext_lazy("column", "one of a list"), Kind.OFFICE: pgettext_lazy("column", "office"),
    Kind.DUTY: pgettext_lazy("column", "duty"),
}  # fmt: skip
JOINING_NAMES = {
    Joining.STACK: _("stacked: every office's rows below each other"),
    Joining.ADD: _("added up: rows of the same name become one, numbers are added"),
}
PART_NAMES = {
    PartKind.WORDS: _("section of words"), PartKind.TABLE: pgettext_lazy("part", "table"),
    PartKind.FIGURES: _("figures of the program"),
}  # fmt: skip


class FormFactsForm(forms.Form):
    """What a form is called."""

    name = forms.CharField(label=_("Name of the form"), max_length=200)
    title = forms.CharField(
        label=_("Title of the report"),
        max_length=300,
        help_text=_("{ky} stands for the period, such as 6 tháng đầu năm 2026."),
    )
    kind = forms.CharField(label=_("Kind of paper"), max_length=80, initial="BÁO CÁO")
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def facts(self) -> FormFacts:
        """What the action takes."""
        asked = self.cleaned_data
        return FormFacts(asked["name"], asked["title"], asked["kind"], asked["note"])


class PartForm(forms.Form):
    """What every part has; tables and figures have more."""

    title = forms.CharField(label=_("Title of the part"), max_length=200)
    hint = forms.CharField(
        label=_("What the office is told"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=1000
    )
    required = forms.BooleanField(label=_("has to be filled in"), required=False)

    def part(self, before: PartDesign, columns: Iterable[ColumnDesign] = ()) -> PartDesign:
        """``before`` with what was typed."""
        asked = self.cleaned_data
        lines = [" ".join(line.split()) for line in asked.get("lines", "").splitlines() if line.strip()]
        return PartDesign(
            before.key, asked["title"], before.kind, asked["hint"], asked.get("required", False),
            Joining(asked.get("joining") or Joining.STACK), tuple(columns), tuple(lines), tuple(asked.get("figures", ())),
        )  # fmt: skip


class TablePartForm(PartForm):
    """A table."""

    joining = forms.ChoiceField(
        label=_("How offices' tables become one"), choices=list(JOINING_NAMES.items()), widget=forms.RadioSelect
    )
    lines = forms.CharField(
        label=_("Fixed rows, one a line"), required=False, widget=forms.Textarea(attrs={"rows": 4}), max_length=20_000,
        help_text=_("Empty: offices add rows. Filled: these stand in the first column, and offices fill in the rest."),
    )  # fmt: skip


class FiguresPartForm(PartForm):
    """Figures that the program works out."""

    figures = forms.MultipleChoiceField(
        label=_("Figures"),
        choices=[(key, spec.name) for key, spec in FIGURES.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    required = None  # type: ignore[assignment]


class ColumnForm(forms.Form):
    """A column. Without a title it is none."""

    key = forms.CharField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Column"), required=False, max_length=120)
    kind = forms.ChoiceField(label=_("What it holds"), choices=list(KIND_NAMES.items()), required=False)
    choices = forms.CharField(
        label=_("Values to choose from, one a line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=4000,
    )
    required = forms.BooleanField(label=_("needed"), required=False)
    is_key = forms.BooleanField(label=_("tells rows apart"), required=False)


ColumnForms = forms.formset_factory(ColumnForm, extra=3, max_num=MOST_COLUMNS, absolute_max=MOST_COLUMNS + 5)


def columns_of(forms_: Any, taken: Iterable[str]) -> list[ColumnDesign]:
    """The columns typed, in order; new ones get keys that were never used in the part."""
    keys, found = [*taken], []
    for form in forms_:
        asked = form.cleaned_data
        title = " ".join((asked.get("title") or "").split())
        if not title:
            continue
        key = asked["key"] if asked["key"] in keys else next_key(keys, "c")
        keys.append(key)
        kind = Kind(asked["kind"] or Kind.TEXT)
        choices = [" ".join(line.split()) for line in asked["choices"].splitlines() if line.strip()]
        found.append(
            ColumnDesign(key, title, kind, tuple(dict.fromkeys(choices)) if kind is Kind.CHOICE else (),
                         asked["required"], asked["is_key"])
        )  # fmt: skip
    return found


def form_for(part: PartDesign, data: Any = None) -> PartForm:
    """The form of one part with what it says now."""
    kinds: dict[PartKind, type[PartForm]] = {
        PartKind.WORDS: PartForm, PartKind.TABLE: TablePartForm, PartKind.FIGURES: FiguresPartForm,
    }  # fmt: skip
    first: dict[str, Any] = {
        "title": part.title, "hint": part.hint, "required": part.required, "joining": part.joining.value,
        "lines": "\n".join(part.lines), "figures": list(part.figures),
    }  # fmt: skip
    return kinds[part.kind](data, initial=first)


def column_forms_for(part: PartDesign, data: Any = None) -> Any:
    """The columns of a table with a few empty ones below."""
    first = [
        {"key": c.key, "title": c.title, "kind": c.kind.value, "choices": "\n".join(c.choices), "required": c.required,
         "is_key": c.is_key} for c in part.columns
    ]  # fmt: skip
    return ColumnForms(data, initial=first, prefix="columns")
