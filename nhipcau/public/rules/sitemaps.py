"""Sitemaps: https://www.sitemaps.org/protocol.html with Google's additions for languages, images, films and news."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from nhipcau.public.rules.jsonld import duration
from nhipcau.public.rules.languages import alternates, tag_of
from nhipcau.public.rules.subjects import Film, Version

MOST = 1000
"""Addresses in one file: far fewer than allowed, so that a file is made anew in a moment after a publication."""
SPACES = {
    "xhtml": "http://www.w3.org/1999/xhtml",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "video": "http://www.google.com/schemas/sitemap-video/1.1",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}
_CORE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_LONGEST_DESCRIPTION = 2048


@dataclass(frozen=True, slots=True)
class Entry:
    """One address. ``images``: addresses; ``news``: (publication, language, title, when)."""

    url: str
    changed: datetime | None = None
    versions: tuple[Version, ...] = ()
    images: tuple[str, ...] = ()
    films: tuple[Film, ...] = ()
    news: tuple[str, str, str, datetime] | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the index."""

    url: str
    changed: datetime | None = field(default=None)


def index(parts: Iterable[Part]) -> str:
    """The index of all files."""
    rows = (f"<sitemap><loc>{escape(p.url)}</loc>{_changed(p.changed)}</sitemap>" for p in parts)
    return f'{_HEAD}<sitemapindex xmlns="{_CORE}">{"".join(rows)}</sitemapindex>\n'


def urlset(entries: Iterable[Entry]) -> str:
    """One file."""
    spaces = "".join(f' xmlns:{name}="{uri}"' for name, uri in SPACES.items())
    return f'{_HEAD}<urlset xmlns="{_CORE}"{spaces}>{"".join(_entry(e) for e in entries)}</urlset>\n'


_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def _entry(entry: Entry) -> str:
    return f"<url>{''.join(_inside(entry))}</url>"


def _inside(entry: Entry) -> Iterator[str]:
    yield f"<loc>{escape(entry.url)}</loc>{_changed(entry.changed)}"
    for code, url in alternates(entry.versions):
        yield f'<xhtml:link rel="alternate" hreflang={quoteattr(code)} href={quoteattr(url)}/>'
    for address in entry.images:
        yield f"<image:image><image:loc>{escape(address)}</image:loc></image:image>"
    for film in entry.films:
        yield _film(film)
    if entry.news:
        name, language, title, when = entry.news
        yield (
            f"<news:news><news:publication><news:name>{escape(name)}</news:name>"
            f"<news:language>{escape(news_language(language))}</news:language></news:publication>"
            f"<news:publication_date>{when.isoformat()}</news:publication_date>"
            f"<news:title>{escape(title)}</news:title></news:news>"
        )


def news_language(code: str) -> str:
    """ISO 639, but Chinese by its writing: ``zh-cn`` (Google's rule for news)."""
    return "zh-cn" if code == "zh-hans" else tag_of(code)


def _film(film: Film) -> str:
    seconds = round(film.seconds) if film.seconds and duration(film.seconds) else 0
    parts = [
        f"<video:thumbnail_loc>{escape(film.thumbnail)}</video:thumbnail_loc>",
        f"<video:title>{escape(film.name)}</video:title>",
        f"<video:description>{escape((film.description or film.name)[:_LONGEST_DESCRIPTION])}</video:description>",
        f"<video:content_loc>{escape(film.content)}</video:content_loc>" if film.content else "",
        f"<video:player_loc>{escape(film.player)}</video:player_loc>" if film.player else "",
        f"<video:duration>{max(1, seconds)}</video:duration>" if seconds else "",
        f"<video:publication_date>{film.uploaded.isoformat()}</video:publication_date>",
    ]
    return f"<video:video>{''.join(parts)}</video:video>"


def _changed(moment: datetime | None) -> str:
    return f"<lastmod>{moment.isoformat()}</lastmod>" if moment else ""
