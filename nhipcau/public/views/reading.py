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
from nhipcau.search.rules.scripts import keys_in

MOST, LOOKED_AT = 40, 3000


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
    rows = EditorialPage.objects.live().select_related("locale").defer("body", "sources")
    words = Q()
    for word in asked.split()[:8]:
        words &= Q(title__icontains=word) | Q(lead__icontains=word)
    hits = list(rows.filter(words)[:MOST]) or list(rows.filter(pk__in=_by_folded_words(asked))[:MOST])
    first = sorted(hits, key=lambda row: (row.locale.language_code != language, row.title))
    return [
        {"url": row.url, "title": row.title, "excerpt": row.lead, "language": row.locale.language_code, "kind": ""}
        for row in first
    ]


def _by_folded_words(asked: str) -> list[int]:
    """Pages that hold all words as the search room folds them: "ao ba om" finds "Ao Bà Om". Looks through the newest LOOKED_AT."""
    wanted = [fold for fold, _exact in keys_in(asked)][:8]
    if not wanted:
        return []
    pages = (
        EditorialPage.objects.live().order_by("-first_published_at").values_list("pk", "title", "lead")[:LOOKED_AT]
    )
    found = []
    for pk, title, lead in pages:
        folds = {fold for fold, _exact in keys_in(f"{title} {lead}")}
        if all(word in folds for word in wanted[:-1]) and any(fold.startswith(wanted[-1]) for fold in folds):
            found.append(pk)
    return found


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
