"""A small page with a search box that speaks, under a policy that forbids everything inline."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path
from django.utils import translation

from config.urls import urlpatterns as site

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'"
PAGE = """<!doctype html><html lang="{{ language }}"><head><meta charset="utf-8"><title>Tìm</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/page.css"></head>
<body><main><h1>Tỉnh Trà Vinh</h1>
<form action="/tim-kiem/" role="search" data-voice-search><label for="q">Tìm trên trang</label>
<div class="row"><input id="q" type="search" name="q" value="{{ q }}">{% include "search/voice_box.html" %}<button>Tìm</button></div></form>
<form action="/tim-kiem/" id="list"><label for="q2">Tìm trong danh sách</label><input id="q2" type="search" name="q" value=""></form>
{% include "search/voice_everywhere.html" with forms="#list" %}
{% if q %}<p id="results">Kết quả cho: {{ q }}</p>{% endif %}</main></body></html>"""
STYLE = """body { font: 17px/1.5 system-ui, sans-serif; margin: 1.5rem auto; max-inline-size: 52rem; padding-inline: 1rem; }
.row { display: flex; gap: .5rem; align-items: center; } input { flex: 1; min-inline-size: 0; font: inherit; padding: .5rem; } button { font: inherit; } form { margin-block-end: 2rem; }"""


def page(request: HttpRequest) -> HttpResponse:
    with translation.override(request.GET.get("trang", "vi")):
        context = {"q": request.GET.get("q", ""), "language": translation.get_language()}
        answer = HttpResponse(engines["django"].from_string(PAGE).render(context, request))
    answer["Content-Security-Policy"] = POLICY
    return answer


def style(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(STYLE, content_type="text/css")


urlpatterns = [
    path("", page),
    path("tim-kiem/", page),
    path("page.css", style),
    path("", include("nhipcau.search.urls_public")),
    *site,
]
