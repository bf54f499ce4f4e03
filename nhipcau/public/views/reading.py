"""Search in plain form, and a page in a language that it does not have."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nhipcau.newsroom.models import EditorialPage
from nhipcau.public.chrome import chrome_of, translations_of
from nhipcau.public.face import other_languages

MOST = 40


def search(request: HttpRequest) -> HttpResponse:
    """``/tim-kiem/?q=``: public pages whose words hold what was typed, the reader's language first."""
    language = get_language() or "vi"
    asked = request.GET.get("q", "").strip()[:200]
    found = _found(asked, language) if asked else []
    chrome = chrome_of(None, language, "/tim-kiem/")
    context: dict[str, Any] = {
        "page_language": language, "site_chrome": chrome, "query": asked, "results": found, "results_total": len(found),
        "meta": {"title": f"{_('Search')} · {chrome['name']}", "robots": "noindex", "alternates": [], "json_ld": ""},
        "breadcrumbs": [{"title": chrome["name"], "url": chrome["home_url"]}, {"title": _("Search"), "url": ""}],
    }  # fmt: skip
    return TemplateResponse(request, "public/search.html", context)


def _found(asked: str, language: str) -> list[dict[str, Any]]:
    words = Q()
    for word in asked.split()[:8]:
        words &= Q(title__icontains=word) | Q(lead__icontains=word)
    rows = EditorialPage.objects.live().filter(words).select_related("locale").defer("body", "sources")[:MOST]
    first = sorted(rows, key=lambda row: (row.locale.language_code != language, row.title))
    return [
        {"url": row.url, "title": row.title, "excerpt": row.lead, "language": row.locale.language_code, "kind": ""}
        for row in first
    ]


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
