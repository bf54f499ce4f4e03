"""What readers type. No cookie, no token of a session: what guards these forms is a field that people leave empty, a few seconds, and a pace."""

from __future__ import annotations

import time
from typing import Any

from django import forms
from django.core import signing
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from nhipcau.corrections.own_pages import is_ours

LEAST, LONGEST = 3.0, 86_400.0
"""Seconds between the form being drawn and being sent: no person is faster, no page stays open longer."""
SALT = "corrections-form"


def stamp() -> str:
    """The moment at which a form is drawn, signed."""
    return signing.dumps(time.time(), salt=SALT)


class OpenForm(forms.Form):
    """A form for everybody. ``website`` is hidden from people: what fills it is a program."""

    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    drawn = forms.CharField(widget=forms.HiddenInput, initial=stamp, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuses programs, and says to people what to do."""
        asked: dict[str, Any] = super().clean() or {}
        if asked.get("website"):
            raise forms.ValidationError(_("Please leave the last field empty and send it again."))
        try:
            waited = time.time() - float(signing.loads(asked.get("drawn", ""), salt=SALT))
        except (signing.BadSignature, TypeError, ValueError):
            waited = -1.0
        if not LEAST <= waited <= LONGEST:
            raise forms.ValidationError(_("That was very quick. Please wait a few seconds and send it again."))
        return asked


def _long(label: Any, *, rows: int, most: int, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


_EMAIL = _(
    "Only so that we can send you a new link if you lose yours. It is kept apart and deleted after the answer."
)


class ReportForm(OpenForm):
    """A statement that is not right."""

    item_url = forms.CharField(label=_("Link of the page or article"), max_length=2000, widget=forms.URLInput)
    statement = _long(_("The exact sentence that is not right"), rows=3, most=2000)
    why = _long(_("Why is it not right? Name a document if you can."), rows=5, most=5000)
    email = forms.EmailField(label=_("E-mail"), required=False, help_text=_EMAIL)
    field_order = ("item_url", "statement", "why", "email", "website", "drawn")

    def clean_item_url(self) -> str:
        """A whole address of the web; a page of ours also where our own name has no dot in it."""
        typed = self.cleaned_data["item_url"].strip()
        address = typed if "://" in typed else f"https://{typed}"
        try:
            URLValidator(["http", "https"])(address)
        except forms.ValidationError:
            if not is_ours(address):
                raise
        return address


class AppealForm(OpenForm):
    """Why an entry is wrong."""

    why = _long(_("What is wrong with this entry? Name a document if you can."), rows=6, most=5000)
    email = forms.EmailField(label=_("E-mail"), required=False, help_text=_EMAIL)
    field_order = ("why", "email", "website", "drawn")


class WordsForm(OpenForm):
    """A message to the desk."""

    words = _long(_("Your message"), rows=4, most=5000)
    field_order = ("words", "website", "drawn")


class RenewForm(OpenForm):
    """Where a new link is to go."""

    number = forms.CharField(label=_("Number of your report"), max_length=20)
    email = forms.EmailField(label=_("The e-mail that you left with it"))
    field_order = ("number", "email", "website", "drawn")
