"""oEmbed (https://oembed.com): how another site shows a story of ours as a card."""

from __future__ import annotations

from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.html import format_html
from wagtail.models import Page, Site

from nhipcau.media.queries import card_of
from nhipcau.newsroom.models import EditorialPage
from nhipcau.public.machines.addresses import absolute, address_of, base
from nhipcau.public.machines.identity import identity_of
from nhipcau.public.machines.telling import language_of

WIDTH, HEIGHT = 600, 200
NARROW = 200


def oembed(request: HttpRequest) -> HttpResponse:
    """``/oembed?url=…&format=json|xml&maxwidth=…``. 404 for an address that is no public page, 501 for another format."""
    form = request.GET.get("format", "json")
    if form not in {"json", "xml"}:
        return HttpResponse(status=501)
    page = page_at(request.GET.get("url", ""))
    if page is None:
        raise Http404
    told = card(page, width=_width(request.GET.get("maxwidth", "")))
    if form == "json":
        answer: HttpResponse = JsonResponse(told)
    else:
        inside = "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in told.items())
        head = '<?xml version="1.0" encoding="utf-8" standalone="yes"?>'
        answer = HttpResponse(f"{head}<oembed>{inside}</oembed>", content_type="text/xml; charset=utf-8")
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def page_at(address: str) -> EditorialPage | None:
    """The live page that has exactly this address on our site; None for any other."""
    asked, mine = urlsplit(address), urlsplit(base())
    if (asked.hostname, asked.scheme) != (mine.hostname, mine.scheme) or asked.port != mine.port:
        return None
    slug = next((part for part in reversed(asked.path.split("/")) if part), "")
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        return None
    rows = Page.objects.live().filter(content_type__app_label="newsroom")
    rows = rows.filter(slug=slug) | rows.filter(depth=2)
    wanted = absolute(asked.path)
    found = next((row for row in rows.select_related("locale") if address_of(row) == wanted), None)
    specific = found.specific if found else None
    return specific if isinstance(specific, EditorialPage) else None


def card(page: EditorialPage, *, width: int) -> dict[str, str | int]:
    """The card: a quotation with a link, without a script; it may stand under any site's CSP."""
    site = identity_of(language_of(page))
    html = format_html(
        '<blockquote lang="{}" cite="{}"><p><a href="{}">{}</a></p><p>{}</p><footer>{}</footer></blockquote>',
        language_of(page), address_of(page), address_of(page), page.title, page.lead, site.publisher.name,
    )  # fmt: skip
    told: dict[str, str | int] = {
        "version": "1.0", "type": "rich", "title": page.title, "provider_name": site.name, "provider_url": site.home,
        "author_name": site.publisher.name, "cache_age": 3600, "html": html, "width": width, "height": HEIGHT,
    }  # fmt: skip
    picture = card_of(page.picture) if page.picture else ""
    if picture:
        told |= {"thumbnail_url": absolute(picture), "thumbnail_width": 1200, "thumbnail_height": 630}
    return told


def _width(said: str) -> int:
    return max(NARROW, min(WIDTH, int(said))) if said.isdecimal() else WIDTH
