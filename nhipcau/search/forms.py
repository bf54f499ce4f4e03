"""What staff fill in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from nhipcau.search.actions.abbreviations import LONGEST
from nhipcau.search.models import Abbreviation


class AbbreviationForm(forms.Form):
    """A short form and what it stands for, one a line."""

    short = forms.CharField(label=_("Short form"), max_length=LONGEST, help_text=_("As people type it: UBND, TT&TT."))
    forms = forms.CharField(
        label=_("What it stands for"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000,
        help_text=_("One a line: first the words in full, then other ways to write either."),
    )  # fmt: skip

    @classmethod
    def of(cls, row: Abbreviation) -> AbbreviationForm:
        """As it is kept."""
        return cls(initial={"short": row.short, "forms": "\n".join(row.forms)})

    def said(self) -> list[str]:
        """The forms that were filled in."""
        return [line.strip() for line in str(self.cleaned_data["forms"]).splitlines() if line.strip()]
