"""Search for readers: results that explain themselves, and the description by which browsers and programs find the box."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nhipcau.newsroom.models import EditorialPage
from nhipcau.public.chrome import chrome_of
from nhipcau.public.machines.addresses import absolute, path_of
from nhipcau.public.page_cache import keep, tags
from nhipcau.search.addressing import question_of
from nhipcau.search.asking import Answer, Question, ask
from nhipcau.search.counting import note
from nhipcau.search.showing import context_of

OPENSEARCH = "application/opensearchdescription+xml"


def search(request: HttpRequest) -> HttpResponse:
    """``/tim-kiem/?q=``: what is public, the reader's language first. Never kept whole: what was asked stays with who asked."""
    language = get_language() or settings.LANGUAGE_CODE
    question = question_of(request.GET, language=language)
    answer = ask(question, by=None) if question.text else Answer()
    if question.text:
        note(question, answer, on=timezone.localdate())
    context = _frame(question, language) | context_of(question, answer)
    drawn = TemplateResponse(request, "public/search.html", context)
    drawn["Cache-Control"] = "private, no-store" if question.text else "no-cache"
    return drawn


def _frame(question: Question, language: str) -> dict[str, Any]:
    chrome = chrome_of(None, language, reverse("public:search").removeprefix(f"/{language}"))
    heading = _("Search: %(words)s") % {"words": question.text} if question.text else _("Search")
    return {
        "page_language": language, "site_chrome": chrome,
        "meta": {"title": f"{heading} · {chrome['name']}", "robots": "noindex", "alternates": [], "json_ld": ""},
        "breadcrumbs": [{"title": chrome["name"], "url": chrome["home_url"]}, {"title": _("Search"), "url": ""}],
    }  # fmt: skip


def description(request: HttpRequest) -> HttpResponse:
    """``/tim-kiem/mo-ta.xml`` (OpenSearch 1.1): browsers offer the site's box in their own."""
    language = get_language() or settings.LANGUAGE_CODE
    chrome = chrome_of(None, language)
    body = render_to_string(
        "public/opensearch.xml",
        {
            "chrome": chrome, "language": language, "results": absolute(reverse("public:search")),
            "suggestions": absolute(reverse("opensearch_suggestions")), "icon": absolute(f"{settings.STATIC_URL}public/touch-icon.png"),
            "itself": absolute(reverse("public:opensearch")),
        },
    )  # fmt: skip
    answer = HttpResponse(body, content_type=f"{OPENSEARCH}; charset=utf-8")
    answer["Cache-Control"] = "public, max-age=86400"
    return answer


def titles(request: HttpRequest) -> HttpResponse:
    """``/tim-kiem/tieu-de.json``: what a copy of the site that is only files searches in: [title, address, lead] of each page."""
    language = get_language() or settings.LANGUAGE_CODE
    live = EditorialPage.objects.live().filter(locale__language_code=language).select_related("locale")
    pages = list(live.defer("body", "sources").order_by("pk"))
    rows = [[page.title, path_of(page), page.lead] for page in pages]
    answer = JsonResponse(rows, safe=False, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})
    return keep(answer, tags.of_list(pages, language=language))
