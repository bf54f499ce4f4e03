"""Small files that machines ask for by name: robots.txt, the key of IndexNow, the public key of signatures."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from nhipcau.public.machines.addresses import absolute
from nhipcau.public.machines.indexnow import key as indexnow_key
from nhipcau.public.page_cache import keep

TEXT = "text/plain; charset=utf-8"
CLOSED = ("/staff/", "/partners/", "/verify", "/tim-kiem/?", "/*/tim-kiem/?", "/tim-kiem/goi-y")
"""Questions are no pages: their addresses have no end."""


def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read by everybody; the workspace is nobody's business."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in CLOSED),
        "",
        f"Sitemap: {absolute('/sitemap.xml')}",
        "",
    ]
    return keep(HttpResponse("\n".join(lines), content_type=TEXT), {"robots"})


def key_file(request: HttpRequest, key: str) -> HttpResponse:
    """``/KEY.txt``: shows to search engines that who pings is who owns the site. 404 for any other name."""
    if key != indexnow_key(make=False):
        raise Http404
    return HttpResponse(key, content_type=TEXT)
