"""A page in a language that it does not have."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language

from nhipcau.newsroom.models import EditorialPage
from nhipcau.public.face import other_languages
from nhipcau.public.tree import translations_of


def in_other_languages(request: HttpRequest, pk: int) -> HttpResponse:
    """The page ``pk`` in the reader's language: there if it exists, else what exists."""
    page = EditorialPage.objects.live().filter(pk=pk).select_related("locale").first()
    if page is None:
        raise Http404
    language = get_language() or "vi"
    there = translations_of(page)
    if language in there:
        return redirect(there[language].url)
    return other_languages(request, page, language)
