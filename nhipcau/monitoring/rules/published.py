"""The day on which a page says it was published: from its structured data, its meta elements, its ``time`` elements, its address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from htmldate import find_date
from lxml.html import HtmlElement

_JSON_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_JSON_CREATED = re.compile(
    r'"(?:dateCreated|uploadDate|publishedAt|publish_date|pubdate)"\s*:\s*"([^"]{8,40})"', re.IGNORECASE
)
_META = (
    "article:published_time", "og:article:published_time", "datepublished", "article.published", "article:published", "published_time",
    "publish-date", "publishdate", "publish_date", "pubdate", "dc.date.issued", "dcterms.created", "dc.date", "dc.date.created",
    "sailthru.date", "parsely-pub-date", "cxenseparse:recs:publishtime", "article_date_original", "originalpublicationdate", "ptime",
    "rnews:datepublished", "date",
)  # fmt: skip
_ISO = re.compile(r"((?:19|20)\d{2})[-/.]?(0[1-9]|1[0-2]|[1-9])[-/.]?(0[1-9]|[12]\d|3[01]|[1-9])(?!\d)")
_VIETNAMESE = re.compile(
    r"(?<!\d)(\d{1,2})\s*(?:[/.-]|\s+tháng\s+)\s*(\d{1,2})\s*(?:[/.-]|,?\s+năm\s+)\s*((?:19|20)\d{2})(?!\d)",
    re.IGNORECASE,
)
_IN_ADDRESS = re.compile(r"/((?:19|20)\d{2})[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?:[/-]|$)")
_FIRST = date(1995, 1, 1)


def published_on(tree: HtmlElement, markup: str, *, url: str = "") -> date | None:
    """The first of what the page states outright; else what htmldate finds in its text; None where nothing is said."""
    for said in _stated(tree, markup):
        if (day := as_day(said)) is not None:
            return day
    if (found := _IN_ADDRESS.search(url)) and (day := _day(*found.groups())):
        return day
    try:
        guess = find_date(tree, original_date=True, extensive_search=False, url=url or None)
    except Exception:  # one odd page must not stop the others
        return None
    return as_day(guess) if guess else None


def _stated(tree: HtmlElement, markup: str) -> Iterator[str]:
    if found := _JSON_DATE.search(markup):
        yield found.group(1)
    named: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if name and (content := meta.get("content")):
            named.setdefault(name, content)
    for name in _META:
        if name in named:
            yield named[name]
    for element in tree.xpath('//*[@itemprop="datePublished"]')[:2]:
        yield element.get("datetime") or element.get("content") or "".join(element.itertext())
    if found := _JSON_CREATED.search(markup):
        yield found.group(1)
    for element in tree.xpath("//article//time | //header//time | //main//time | //time[@pubdate]")[:3]:
        yield element.get("datetime") or "".join(element.itertext())
    near = (
        '//*[contains(@class,"date") or contains(@class,"time") or contains(@class,"publish")][string-length(.) < 80]'
    )
    for element in tree.xpath(near)[:6]:
        yield "".join(element.itertext())


def as_day(said: str) -> date | None:
    """``2026-11-24T08:00:00+07:00``, ``20261124``, ``24/11/2026``, ``24 tháng 11 năm 2026``: the day; None for anything else."""
    said = said.strip()[:120]
    if found := _ISO.match(said):
        return _day(*found.groups())
    if found := _VIETNAMESE.search(said):
        day, month, year = found.groups()
        return _day(year, month, day) or _day(year, day, month)
    if found := _ISO.search(said):
        return _day(*found.groups())
    return None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if found >= _FIRST else None
