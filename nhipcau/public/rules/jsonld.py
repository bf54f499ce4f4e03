"""Structured data: plain values in, schema.org dictionaries out. Terms: https://schema.org/docs/full.html; what search engines
ask for: https://developers.google.com/search/docs/appearance/structured-data/search-gallery"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from nhipcau.public.rules.languages import tag_of
from nhipcau.public.rules.subjects import (
    Correction,
    Crumb,
    Figure,
    Film,
    Image,
    Locality,
    Occasion,
    Publisher,
    Telling,
    Version,
)

Node = dict[str, Any]
HEADLINE = 110
"""Letters of a headline that search engines show."""
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def serialise(nodes: Sequence[Node]) -> str:
    """The nodes as one graph, safe inside ``<script type="application/ld+json">``: nothing in it can end the element."""
    whole: Node = {"@context": "https://schema.org", "@graph": list(nodes)}
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"), sort_keys=False)
    for sign, written in _UNSAFE.items():
        text = text.replace(sign, written)
    return text


def _node(kind: str, **terms: Any) -> Node:
    """Only what is known: a term without a value says nothing."""
    return {"@type": kind, **{k: v for k, v in terms.items() if v not in (None, "", [], (), 0, {})}}


def _when(moment: datetime | date | None) -> str:
    return moment.isoformat() if moment else ""


def publisher_id(publisher: Publisher) -> str:
    """How other nodes refer to the publisher."""
    return f"{publisher.url}#publisher"


def organisation(publisher: Publisher) -> Node:
    """GovernmentOrganization with its rules for itself."""
    logo = _node("ImageObject", url=publisher.logo, width=publisher.logo_width, height=publisher.logo_height)
    return {
        **_node(
            "GovernmentOrganization", name=publisher.name, url=publisher.url, logo=logo if publisher.logo else None,
            publishingPrinciples=publisher.principles, correctionsPolicy=publisher.corrections,
            actionableFeedbackPolicy=publisher.feedback,
            areaServed=_node("AdministrativeArea", name=publisher.area) if publisher.area else None,
        ),
        "@id": publisher_id(publisher),
    }  # fmt: skip


def website(publisher: Publisher, *, name: str, url: str, language: str, search: str = "") -> Node:
    """WebSite. ``search`` is the address of the search page with ``{search_term_string}`` in it, or "" for none."""
    action = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": search},
        "query-input": "required name=search_term_string",
    }
    return _node(
        "WebSite", name=name, url=url, inLanguage=tag_of(language), publisher={"@id": publisher_id(publisher)},
        potentialAction=action if search else None,
    )  # fmt: skip


def image(picture: Image) -> Node:
    """ImageObject with all that image search shows about rights (IPTC photo metadata in schema.org's words)."""
    maker = _node("Person" if picture.creator_is_person else "Organization", name=picture.creator)
    return _node(
        "ImageObject", contentUrl=picture.address, url=picture.address, width=picture.width, height=picture.height,
        name=picture.name, caption=picture.caption, creditText=picture.credit,
        creator=maker if picture.creator else None, license=picture.licence, acquireLicensePage=picture.acquire,
        copyrightNotice=picture.copyright,
    )  # fmt: skip


def duration(seconds: float | None) -> str:
    """ISO 8601, as in ``PT1H2M3S``; "" for unknown."""
    if not seconds or seconds <= 0:
        return ""
    whole = max(1, round(seconds))
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    parts = [f"{n}{letter}" for n, letter in ((hours, "H"), (minutes, "M"), (rest, "S")) if n]
    return "PT" + "".join(parts)


def film(subject: Film) -> Node:
    """VideoObject."""
    return _node(
        "VideoObject", name=subject.name, description=subject.description or subject.name,
        thumbnailUrl=[subject.thumbnail] if subject.thumbnail else None, uploadDate=_when(subject.uploaded),
        duration=duration(subject.seconds), contentUrl=subject.content, embedUrl=subject.player,
        transcript=subject.transcript, inLanguage=tag_of(subject.language) if subject.language else "",
        license=subject.licence, creditText=subject.credit,
    )  # fmt: skip


def place(subject: Locality) -> Node:
    """Place, with its point on the earth where that is known."""
    point = None
    if subject.latitude is not None and subject.longitude is not None:
        point = {"@type": "GeoCoordinates", "latitude": subject.latitude, "longitude": subject.longitude}
    inside = _node("AdministrativeArea", name=subject.inside) if subject.inside else None
    return _node("Place", name=subject.name, url=subject.url, geo=point, containedInPlace=inside)


def event(subject: Occasion, publisher: Publisher) -> Node:
    """Event. Where no place is named it is held in the province."""
    where = [place(p) for p in subject.places] or [_node("Place", name=publisher.area or publisher.name)]
    for spot in where:
        spot.setdefault("address", publisher.area or spot["name"])
    return _node(
        "Event", name=subject.name, description=subject.description, url=subject.url, startDate=_when(subject.starts),
        endDate=_when(subject.ends or subject.starts), location=where[0] if len(where) == 1 else where,
        image=[image(subject.image)] if subject.image else None,
        eventAttendanceMode="https://schema.org/OfflineEventAttendanceMode",
        eventStatus="https://schema.org/EventScheduled",
        organizer=_node("Organization", name=publisher.name, url=publisher.url),
    )  # fmt: skip


def dataset(
    figures: Iterable[Figure],
    publisher: Publisher,
    *,
    name: str,
    description: str,
    url: str,
    language: str,
    licence: str = "",
) -> Node:
    """The official facts as a Dataset, one PropertyValue each. Google wants fifty letters of description or more."""
    rows = sorted(figures, key=lambda f: f.key)
    values = [
        _node("PropertyValue", propertyID=f.key, name=f.name, value=f.value, unitText=f.unit, url=f.source_url) for f in rows
    ]  # fmt: skip
    newest = max((f.as_of for f in rows), default=None)
    oldest = min((f.as_of for f in rows), default=None)
    covers = f"{oldest.isoformat()}/{newest.isoformat()}" if oldest and newest else ""
    return _node(
        "Dataset", name=name, description=description[:5000], url=url, inLanguage=tag_of(language),
        variableMeasured=values, temporalCoverage=covers, dateModified=_when(newest), license=licence,
        isAccessibleForFree=True, creator={"@id": publisher_id(publisher)}, publisher={"@id": publisher_id(publisher)},
        spatialCoverage=_node("Place", name=publisher.area) if publisher.area else None,
        isBasedOn=sorted({f.source_url for f in rows if f.source_url}),
    )  # fmt: skip


def breadcrumbs(steps: Sequence[Crumb]) -> Node | None:
    """BreadcrumbList; None for the home page, which has no way to it."""
    if len(steps) < 2:
        return None
    items = [
        {"@type": "ListItem", "position": at, "name": step.name, "item": step.url} for at, step in enumerate(steps, start=1)
    ]  # fmt: skip
    return {"@type": "BreadcrumbList", "itemListElement": items}


def article(page: Telling, publisher: Publisher) -> Node:
    """NewsArticle or Article, told in one language, with the same story in the others."""
    author = _node("Organization", name=page.author or publisher.name, url=publisher.url)
    return _node(
        "NewsArticle" if page.is_news else "Article", headline=_short(page.title, HEADLINE), name=page.title,
        description=page.description, url=page.url, mainEntityOfPage={"@type": "WebPage", "@id": page.url},
        inLanguage=tag_of(page.language), datePublished=_when(page.published), dateModified=_when(page.updated or page.published),
        author=[author], publisher={"@id": publisher_id(publisher)}, articleSection=page.section,
        keywords=list(page.keywords), image=[image(i) for i in page.images], contentLocation=[place(p) for p in page.places],
        citation=list(page.sources), wordCount=page.words, isAccessibleForFree=True,
        publishingPrinciples=publisher.principles,
        translationOfWork=_other(page.original) if page.original else None,
        workTranslation=[_other(v) for v in page.versions],
        correction=[correction(one, publisher) for one in page.corrections],
    )  # fmt: skip


def correction(said: Correction, publisher: Publisher) -> Node:
    """CorrectionComment: what the office says of an item, with the item by its address. No Person is in it."""
    item = _node("CreativeWork", url=said.item_url, name=said.item_title)
    return _node(
        "CorrectionComment", text=said.text, url=said.url, datePublished=_when(said.on), inLanguage=tag_of(said.language),
        about=item if said.item_url else None, name=said.verdict, publisher={"@id": publisher_id(publisher)},
    )  # fmt: skip


def web_page(page: Telling, publisher: Publisher, *, kind: str = "WebPage") -> Node:
    """A page that is no story: ``kind`` is WebPage, CollectionPage, AboutPage or ContactPage."""
    return _node(
        kind, name=page.title, description=page.description, url=page.url, inLanguage=tag_of(page.language),
        dateModified=_when(page.updated), publisher={"@id": publisher_id(publisher)},
        primaryImageOfPage=image(page.images[0]) if page.images else None,
        about=[place(p) for p in page.places],
    )  # fmt: skip


def _other(version: Version) -> Node:
    return _node("CreativeWork", url=version.url, name=version.title, inLanguage=tag_of(version.code))


def _short(text: str, most: int) -> str:
    """``text`` in at most ``most`` letters, cut between words."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    return (cut.rpartition(" ")[0] or cut) + "…"
