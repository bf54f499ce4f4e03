"""What is said where there is no page, where something may not be opened, and where the program itself has failed (404, 403, 400, 500)."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from nhipcau.public.chrome import chrome_of

FILES = (settings.STATIC_URL, settings.MEDIA_URL, "/feeds/")
"""Asked for by programs and pages: a page in answer would be of no use to them."""


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, in the language of the address."""
    if request.path.startswith(FILES):
        return HttpResponseNotFound("404\n", content_type="text/plain; charset=utf-8")
    return _said(request, "public/404.html", _("This page is not here"), 404)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 for what Django itself refuses. What a person lacks the right to is answered by ``people``."""
    title = _("This cannot be opened")
    text = _("You may lack the right to it, or the link no longer holds. Begin again from the home page.")
    return _said(request, "public/stopped.html", title, 403, heading=title, text=text)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 where a form's token is missing or wrong (CSRF_FAILURE_VIEW)."""
    title = _("This could not be sent")
    text = _(
        "The form was open for too long, or the browser keeps no cookies of this site. "
        "Go back, copy what you wrote, reload the page and send it again."
    )
    return _said(request, "public/stopped.html", title, 403, heading=title, text=text)


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: an address or a form that no page of ours makes."""
    title = _("This request could not be read")
    text = _("Its address or what came with it is not right. Begin again from the home page.")
    return _said(request, "public/stopped.html", title, 400, heading=title, text=text)


def failed(request: HttpRequest) -> HttpResponse:
    """500: a page that needs neither database nor languages."""
    with override("vi"):
        return HttpResponse(render_to_string("public/500.html"), status=500)


def _said(request: HttpRequest, template: str, title: str, status: int, **context: str) -> HttpResponse:
    language = get_language() or "vi"
    chrome = chrome_of(None, language, "/")
    meta = {"title": f"{title} · {chrome['name']}", "robots": "noindex", "alternates": [], "json_ld": ""}
    shown = {"page_language": language, "site_chrome": chrome, "meta": meta, **context}
    answer = render(request, template, shown, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
