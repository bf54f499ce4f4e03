"""Search for partners' programs: the same answers as readers get, as JSON, with a key and within its allowance."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import override

from nhipcau.public.machines.addresses import absolute
from nhipcau.public.machines.partners import with_key
from nhipcau.search.addressing import query_of, question_of
from nhipcau.search.asking import Answer, Hit, Question, ask
from nhipcau.search.showing import plain

SIZE = 20


@with_key
def search(request: HttpRequest, *, language: str) -> HttpResponse:
    """``/partners/LANGUAGE/search/?q=``, with the limits of the readers' page. What partners ask is counted nowhere."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    question = question_of(request.GET, language=language, size=SIZE)
    with override(language):
        answer = ask(question, by=None) if question.text else Answer()
        told = _told(question, answer, request.path)
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


def _told(question: Question, answer: Answer, path: str) -> dict[str, Any]:
    more = question.page * question.size < answer.total and bool(answer.hits)
    return {
        "query": question.text, "language": question.language, "total": answer.total, "total_is_exact": answer.exact_total,
        "page": question.page, "next": absolute(f"{path}?{query_of(question, page=question.page + 1)}") if more else None,
        "did_you_mean": answer.did_you_mean or None, "top": _row(answer.top) if answer.top else None,
        "results": [_row(hit) for hit in answer.hits],
        "facets": {name: [{"value": f.value, "label": f.label, "count": f.count} for f in rows] for name, rows in answer.facets.items()},
        "other_languages": {f.value: f.count for f in answer.other_languages},
        "page_for_readers": absolute(_readers(question)),
    }  # fmt: skip


def _row(hit: Hit) -> dict[str, Any]:
    return {
        "kind": hit.kind, "id": hit.id, "title": plain(hit.title), "summary": plain(hit.snippet), "url": absolute(hit.url),
        "date": hit.date.isoformat() if hit.date else None, "language": hit.language or None, "office": hit.office or None,
        "clause": hit.clause or None,
    }  # fmt: skip


def _readers(question: Question) -> str:
    prefix = "" if question.language == settings.LANGUAGE_CODE else f"/{question.language}"
    return f"{prefix}/tim-kiem/?{query_of(replace(question, page=1))}"
