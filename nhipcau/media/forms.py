"""What is typed about media: filters of the library and the forms of its pages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

ACCEPT = ".jpg,.jpeg,.png,.webp,.avif,.heic,.tif,.tiff,.svg,.mp4,.webm,.mp3,.m4a,.ogg,.wav,.pdf"


class QuickAddForm(forms.Form):
    """One file from within the chooser's window."""

    file = forms.FileField(label=_("File"), widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}))
