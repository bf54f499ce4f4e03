"""The sitemap's index and its files: pages with their languages, images, films, the news of two days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from math import ceil

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from wagtail.models import Page

from nhipcau.corrections.addresses import entry_address
from nhipcau.corrections.queries import logged, public_cases
from nhipcau.media import shelf
from nhipcau.media.models import Asset, PublicHold
from nhipcau.newsroom.models import StoryPage
from nhipcau.public.chrome import province_name, with_prefix
from nhipcau.public.corrections.frame import LOG
from nhipcau.public.machines import lists
from nhipcau.public.machines.addresses import absolute, address_of
from nhipcau.public.machines.shown import HOLDER, assets_of, film_of, films, pictures
from nhipcau.public.machines.telling import NEWS
from nhipcau.public.page_cache import keep
from nhipcau.public.rules import sitemaps
from nhipcau.public.rules.sitemaps import Entry, Part
from nhipcau.public.rules.subjects import Version

NEWS_LASTS = timedelta(days=2)
NEWS_RENEWED = timedelta(hours=1)
MOST_NEWS = 1000
TYPE = "application/xml; charset=utf-8"


def index(request: HttpRequest) -> HttpResponse:
    """``/sitemap.xml``."""
    pages = lists.public_pages()
    newest = lists.newest_change(pages)
    sheets = max(1, ceil(pages.count() / sitemaps.MOST))
    holds = max(1, ceil(_holders().count() / sitemaps.MOST))
    parts = [Part(absolute(f"/sitemaps/pages-{n}.xml"), newest) for n in range(1, sheets + 1)]
    parts += [Part(absolute(f"/sitemaps/images-{n}.xml"), newest) for n in range(1, holds + 1)]
    parts += [Part(absolute(f"/sitemaps/{name}-1.xml"), newest) for name in ("videos", "news", "corrections")]
    return keep(HttpResponse(sitemaps.index(parts), content_type=TYPE), {"sitemap"})


def sheet_named(request: HttpRequest, kind: str, number: str) -> HttpResponse:
    """``/sitemaps/KIND-NUMBER.xml``. 404 for a file that the index does not name."""
    make = SHEETS.get(kind)
    at = int(number)
    if make is None or at < 1:
        raise Http404
    entries = make(at)
    if not entries and at > 1:
        raise Http404
    until = timezone.now() + NEWS_RENEWED if kind == "news" else None
    return keep(HttpResponse(sitemaps.urlset(entries), content_type=TYPE), {"sitemap"}, until=until)


def _slice(number: int) -> slice:
    return slice((number - 1) * sitemaps.MOST, number * sitemaps.MOST)


def _pages(number: int) -> list[Entry]:
    pages = list(lists.public_pages()[_slice(number)])
    versions = lists.versions_by_work(pages)
    rows = ((page, address_of(page)) for page in pages)
    return [
        Entry(url, page.last_published_at, tuple(versions.get(str(page.translation_key), ()))) for page, url in rows if url
    ]  # fmt: skip


def _holders() -> QuerySet[PublicHold, str]:
    """Names of the pages that hold something public."""
    rows = PublicHold.objects.filter(holder__startswith=HOLDER).order_by("holder")
    return rows.values_list("holder", flat=True).distinct()


def _shown(number: int) -> list[tuple[Page, list[Asset]]]:
    ids = [int(holder.removeprefix(HOLDER)) for holder in _holders()[_slice(number)]]
    assets = assets_of(ids)
    return [(page, assets[page.pk]) for page in lists.public_pages().filter(pk__in=ids)]


def _images(number: int) -> list[Entry]:
    return [
        Entry(address_of(page), images=tuple(absolute(shelf.public_address(_largest(a))) for a in pictures(assets)))
        for page, assets in _shown(number)
        if pictures(assets)
    ]


def _largest(asset: Asset) -> str:
    whole = [r for r in asset.renditions.all() if r.crop == "" and r.format in {"jpeg", "svg"}] or list(
        asset.renditions.all()
    )
    return max(whole, key=lambda r: r.width).name


def _videos(number: int) -> list[Entry]:
    return [
        Entry(
            address_of(page),
            films=tuple(
                film_of(a, language=page.locale.language_code, published=page.first_published_at)
                for a in films(assets)
            ),
        )
        for page, assets in _shown(number)
        if films(assets)
    ]


def _news(number: int) -> list[Entry]:
    since = timezone.now() - NEWS_LASTS
    rows = StoryPage.objects.live().filter(first_published_at__gte=since, form__in=NEWS).select_related("locale")
    entries = []
    for story in rows.order_by("-first_published_at")[(number - 1) * MOST_NEWS : number * MOST_NEWS]:
        language = str(story.locale.language_code)
        when = story.first_published_at or since
        entries.append(Entry(address_of(story), news=(province_name(language), language, story.title, when)))
    return entries


def _corrections(number: int) -> list[Entry]:
    """The log in every language of the site, and each entry in those in which the desk wrote it."""
    if number > 1:
        return []
    every = tuple(Version(code, absolute(with_prefix(LOG, code))) for code in lists.languages())
    entries = [Entry(version.url, None, every) for version in every]
    for entry in logged(list(public_cases()[: sitemaps.MOST // 2])):
        told = tuple(Version(code, entry_address(entry.number, code)) for code in entry.languages)
        entries += [Entry(version.url, entry.last.at, told) for version in told]
    return entries


SHEETS: dict[str, Callable[[int], list[Entry]]] = {
    "pages": _pages,
    "images": _images,
    "videos": _videos,
    "news": _news,
    "corrections": _corrections,
}
