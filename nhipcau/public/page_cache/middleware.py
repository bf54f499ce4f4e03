"""The outermost door: what is kept is handed out before sessions, languages, sign-in and the database are asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.http.cookie import parse_cookie

from nhipcau.public.page_cache.marks import BROWSER, mark_of
from nhipcau.public.page_cache.places import is_on, the_store
from nhipcau.public.page_cache.store import packed
from nhipcau.public.rules.keeping import Kept, coding_for, etag_of, is_for_everyone, is_unchanged, key_of, may_keep

NOT_KEPT = frozenset({"content-length", "etag", "vary", "date", "cache-control", "set-cookie", "x-kept"})
Answers = Callable[[HttpRequest], HttpResponseBase]


def personal_cookies() -> tuple[str, ...]:
    """Who has one of these gets a page of their own. Forms' tokens are not among them: no kept page has a form of that kind."""
    return (settings.SESSION_COOKIE_NAME, "messages")


class KeptPagesMiddleware:
    """First in the list: answers from the store, and fills it with what views have marked (``marks.keep``)."""

    def __init__(self, get_response: Answers) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = key_for(request) if is_on() else None
        if key is None:
            return self.get_response(request)
        store = the_store()
        kept = store.find(key, now=datetime.now(UTC))
        if kept is not None:
            return answer_of(kept, request)
        seen = store.generation()
        answer = self.get_response(request)
        if request.method == "GET" and (made := made_of(key, request, answer)) is not None:
            mark = mark_of(answer)
            store.put(made, request.path, mark.tags if mark else (), seen=seen)
            return answer_of(made, request)
        return answer


def key_for(request: HttpRequest) -> str | None:
    """The key of what is asked for; None where who asks is to get an answer of their own."""
    meta = request.META
    cookies = parse_cookie(meta.get("HTTP_COOKIE", ""))
    if not is_for_everyone(
        request.method or "", cookies, personal_cookies(), has_authorisation="HTTP_AUTHORIZATION" in meta
    ):
        return None
    if settings.SECURE_SSL_REDIRECT and not request.is_secure():
        return None
    try:
        return key_of(request.get_host(), request.path, meta.get("QUERY_STRING", ""))
    except DisallowedHost:
        return None


def made_of(key: str, request: HttpRequest, answer: HttpResponseBase) -> Kept | None:
    """The answer as it is to be kept; None unless its view has marked it and nothing personal went into it."""
    mark = mark_of(answer)
    if mark is None or not isinstance(answer, HttpResponse):
        return None
    headers = {name.lower(): value for name, value in answer.items()}
    touched = "CSRF_COOKIE" in request.META or getattr(getattr(request, "session", None), "accessed", False)
    if touched or not may_keep(
        answer.status_code, headers, has_cookies=bool(answer.cookies), is_streaming=answer.streaming
    ):
        return None
    body = answer.content
    pairs = tuple((name, value) for name, value in answer.items() if name.lower() not in NOT_KEPT)
    return Kept(
        key,
        etag_of(body),
        (*pairs, ("Cache-Control", BROWSER), ("Vary", "Accept-Encoding")),
        packed(body),
        mark.until,
    )


def answer_of(kept: Kept, request: HttpRequest) -> HttpResponse:
    """What is kept, in the best coding that is wanted; 304 for who has it."""
    coding = coding_for(request.META.get("HTTP_ACCEPT_ENCODING", ""), kept.bodies)
    tag = kept.tag_for(coding)
    if is_unchanged(request.META.get("HTTP_IF_NONE_MATCH", ""), tag):
        answer: HttpResponse = HttpResponseNotModified()
        told = [(k, v) for k, v in kept.headers if k in {"Cache-Control", "Vary"}]
    else:
        answer = HttpResponse(kept.bodies[coding])
        answer["Content-Length"] = str(len(kept.bodies[coding]))
        told = list(kept.headers)
        if coding:
            answer["Content-Encoding"] = coding
    for name, value in told:
        answer[name] = value
    answer["ETag"] = tag
    return answer
