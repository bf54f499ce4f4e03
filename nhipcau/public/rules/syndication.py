"""A story as partners take it: ninjs 2.1 (https://iptc.org/std/ninjs/) and NewsML-G2 2.34 (https://iptc.org/standards/newsml-g2/)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from nhipcau.public.rules.subjects import Locality

NINJS = {"name": "ninjs", "version": "2.1", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_2.1.json"}
NAR, XHTML = "http://iptc.org/std/nar/2006-10-01/", "http://www.w3.org/1999/xhtml"
CATALOG = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_40.xml"
TYPES = {"photo": "picture", "drawing": "graphic", "film": "video", "audio": "audio"}


@dataclass(frozen=True, slots=True)
class Medium:
    """A picture, film or sound that may be passed on. ``files``: (address, media type, width, height, bytes)."""

    kind: str
    uri: str
    title: str
    caption: str
    credit: str
    holder: str
    licence: str
    licence_url: str
    files: tuple[tuple[str, str, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Dispatch:
    """A story to be taken over. ``html`` is clean; ``version`` counts publications."""

    uri: str
    url: str
    version: int
    language: str
    title: str
    lead: str
    html: str
    text: str
    office: str
    published: datetime
    updated: datetime
    holder: str
    terms: str
    subjects: tuple[tuple[str, str], ...] = ()
    places: tuple[Locality, ...] = ()
    media: tuple[Medium, ...] = ()
    sources: tuple[str, ...] = ()


def ninjs(story: Dispatch) -> dict[str, Any]:
    """ninjs 2.1."""
    told: dict[str, Any] = {
        "uri": story.uri, "standard": NINJS, "type": "text", "representationtype": "full", "pubstatus": "usable",
        "version": str(story.version), "firstcreated": story.published.isoformat(),
        "versioncreated": story.updated.isoformat(), "language": story.language, "title": story.title,
        "headlines": [{"role": "main", "value": story.title}],
        "descriptions": [{"role": "summary", "contenttype": "text/plain", "value": story.lead}] if story.lead else [],
        "bodies": [
            {"role": "main", "contenttype": "text/html", "value": story.html},
            {"role": "plain", "contenttype": "text/plain", "wordcount": len(story.text.split()), "charcount": len(story.text),
             "value": story.text},
        ],
        "by": story.office, "copyrightholder": story.holder, "usageterms": story.terms,
        "infosources": [{"name": story.office, "role": "https://cv.iptc.org/newscodes/contentprodpartyrole/primarycontributor"}]
        + [{"name": source} for source in story.sources],
        "subjects": [{"uri": uri, "name": name, "rel": "about"} for uri, name in story.subjects],
        "places": [_place(place) for place in story.places],
        "altids": [{"role": "url", "value": story.url}],
        "associations": [_association(medium, story.language) for medium in story.media],
    }  # fmt: skip
    return {name: value for name, value in told.items() if value not in ("", [])}


def _place(place: Locality) -> dict[str, Any]:
    told: dict[str, Any] = {"name": place.name, "rel": "about"}
    if place.url:
        told["uri"] = place.url
    if place.latitude is not None and place.longitude is not None:
        told["geojson"] = {"type": "Point", "coordinates": [place.longitude, place.latitude]}
    return told


def _association(medium: Medium, language: str) -> dict[str, Any]:
    renditions = [
        {
            "name": f"{medium.kind}-{at}",
            "href": href,
            "contenttype": kind,
            "width": width,
            "height": height,
            "sizeinbytes": size,
        }
        for at, (href, kind, width, height, size) in enumerate(medium.files, start=1)
    ]
    told: dict[str, Any] = {
        "name": medium.title, "uri": medium.uri, "type": TYPES.get(medium.kind, "component"), "language": language,
        "headlines": [{"value": medium.title}], "by": medium.credit, "copyrightholder": medium.holder,
        "usageterms": " ".join(part for part in (medium.licence, medium.licence_url) if part),
        "descriptions": [{"role": "caption", "value": medium.caption}] if medium.caption else [],
        "renditions": renditions,
    }  # fmt: skip
    return {name: value for name, value in told.items() if value not in ("", [])}


def newsml(story: Dispatch) -> str:
    """A NewsML-G2 newsItem (power conformance) with the text inside and the media as remote content."""
    head = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<newsItem xmlns="{NAR}" guid={quoteattr(story.uri)} version="{story.version}" '
        f'standard="NewsML-G2" standardversion="2.34" conformance="power" xml:lang={quoteattr(story.language)}>'
        f'<catalogRef href="{CATALOG}"/>'
    )
    return "".join(
        [head, _rights(story), _item_meta(story), _content_meta(story), _content_set(story), "</newsItem>\n"]
    )


def _rights(story: Dispatch) -> str:
    return (
        f"<rightsInfo><copyrightHolder><name>{escape(story.holder)}</name></copyrightHolder>"
        f"<usageTerms>{escape(story.terms)}</usageTerms></rightsInfo>"
    )


def _item_meta(story: Dispatch) -> str:
    return (
        '<itemMeta><itemClass qcode="ninat:text"/>'
        f"<provider><name>{escape(story.office or story.holder)}</name></provider>"
        f"<versionCreated>{story.updated.isoformat()}</versionCreated><firstCreated>{story.published.isoformat()}</firstCreated>"
        f'<pubStatus qcode="stat:usable"/><title>{escape(story.title)}</title></itemMeta>'
    )


def _content_meta(story: Dispatch) -> str:
    subjects = "".join(
        f'<subject type="cpnat:abstract" uri={quoteattr(uri)}><name>{escape(name)}</name></subject>'
        for uri, name in story.subjects
    )
    places = "".join(
        f'<subject type="cpnat:poi"{f" uri={quoteattr(p.url)}" if p.url else ""}><name>{escape(p.name)}</name></subject>'
        for p in story.places
    )
    description = f'<description role="drol:summary">{escape(story.lead)}</description>' if story.lead else ""
    return (
        f"<contentMeta><contentCreated>{story.published.isoformat()}</contentCreated>"
        f"<language tag={quoteattr(story.language)}/>{subjects}{places}"
        f"<headline>{escape(story.title)}</headline><by>{escape(story.office)}</by>{description}</contentMeta>"
    )


def _content_set(story: Dispatch) -> str:
    page = (
        f'<html xmlns="{XHTML}" xml:lang={quoteattr(story.language)}><head><title>{escape(story.title)}</title></head>'
        f"<body>{story.html}</body></html>"
    )
    inline = (
        f'<inlineXML contenttype="application/xhtml+xml" wordcount="{len(story.text.split())}">{page}</inlineXML>'
    )
    remote = "".join(_remote(file, medium) for medium in story.media for file in medium.files[:1])
    return f"<contentSet>{inline}{remote}</contentSet>"


def _remote(file: tuple[str, str, int, int, int], medium: Medium) -> str:
    href, kind, width, height, size = file
    sizes = f' width="{width}" height="{height}"' if width and height else ""
    return (
        f'<remoteContent href={quoteattr(href)} contenttype={quoteattr(kind)} size="{size}"{sizes}>'
        f"<altText>{escape(medium.caption or medium.title)}</altText></remoteContent>"
    )


def index(stories: Sequence[tuple[str, str, datetime]], *, form: str) -> dict[str, Any]:
    """A list to follow: (address of the export, title, when it changed), newest first."""
    return {
        "format": form,
        "items": [
            {"href": href, "title": title, "versioncreated": changed.isoformat()} for href, title, changed in stories
        ],
    }
