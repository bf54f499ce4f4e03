"""Forms of the ground floor. They check what was typed; the actions decide."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from nhipcau.people.models import ROLE_NAMES, Office
from nhipcau.people.rules.roles import StaffRole


class NewStaffForm(forms.Form):
    """A new account with its first place."""

    username = forms.SlugField(
        label=_("Sign-in name"), max_length=60, help_text=_("Latin letters, digits and hyphens.")
    )
    full_name = forms.CharField(label=_("Full name"), max_length=120)
    position = forms.CharField(label=_("Position"), max_length=120, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    office = forms.ModelChoiceField(label=_("Office"), queryset=Office.objects.filter(valid_to__isnull=True))
    role = forms.TypedChoiceField(label=_("Role"), choices=list(ROLE_NAMES.items()), coerce=StaffRole)


class NewPlaceForm(forms.Form):
    """A further role for someone who is here."""

    office = forms.ModelChoiceField(label=_("Office"), queryset=Office.objects.all())
    role = forms.TypedChoiceField(label=_("Role"), choices=list(ROLE_NAMES.items()), coerce=StaffRole)
    since = forms.DateField(label=_("From"), required=False, widget=AdminDateInput)
