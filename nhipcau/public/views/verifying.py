"""Is this text really yours, and has nobody changed it?"""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from nhipcau.newsroom.rules.signing import public_text
from nhipcau.newsroom.signing_key import private_key
from nhipcau.public.chrome import chrome_of
from nhipcau.public.signing import check

MOST = 200_000


class CheckForm(forms.Form):
    """One box for all: a text, an address, a signed file's text."""

    words = forms.CharField(
        label=gettext_lazy("The text with its title, or its address on this site"),
        max_length=MOST, widget=forms.Textarea(attrs={"rows": 8}),
    )  # fmt: skip


def verify(request: HttpRequest) -> HttpResponse:
    """The form, and after it the verdict. Nothing of what was pasted is kept."""
    language = get_language() or "vi"
    form = CheckForm(request.POST or None)
    verdict = check(form.cleaned_data["words"]) if form.is_valid() else None
    chrome, private = chrome_of(None, language, "/verify/"), private_key()
    context = {
        "page_language": language, "site_chrome": chrome, "form": form, "verdict": verdict,
        "public_key": public_text(private.public_key()) if private else "",
        "meta": {"title": f"{_('Check a statement')} · {chrome['name']}", "robots": "noindex", "alternates": [], "json_ld": ""},
        "breadcrumbs": [{"title": chrome["name"], "url": chrome["home_url"]}, {"title": _("Check a statement"), "url": ""}],
    }  # fmt: skip
    return TemplateResponse(request, "public/verify.html", context)
