"""What machines are told about, as plain values. Addresses are absolute; days and times are with their zone; "" is unknown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Publisher:
    """The office that answers for the site, and where its rules for itself can be read."""

    name: str
    url: str
    logo: str = ""
    logo_width: int = 0
    logo_height: int = 0
    principles: str = ""
    corrections: str = ""
    feedback: str = ""
    area: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture with its rights. ``licence`` and ``acquire`` are addresses; ``creator_is_person`` chooses schema.org's type."""

    address: str
    width: int = 0
    height: int = 0
    name: str = ""
    caption: str = ""
    credit: str = ""
    creator: str = ""
    creator_is_person: bool = True
    licence: str = ""
    acquire: str = ""
    copyright: str = ""


@dataclass(frozen=True, slots=True)
class Film:
    """A film. ``seconds`` its length; ``content`` the file of our own, ``player`` the page of another site's player."""

    name: str
    description: str
    thumbnail: str
    uploaded: datetime
    seconds: float | None = None
    content: str = ""
    player: str = ""
    transcript: str = ""
    language: str = ""
    licence: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Locality:
    """A place of the province. ``latitude`` and ``longitude`` in degrees, both or neither."""

    name: str
    url: str = ""
    latitude: float | None = None
    longitude: float | None = None
    inside: str = ""


@dataclass(frozen=True, slots=True)
class Occasion:
    """A festival or event with its days. Without a first day it is none that machines can read."""

    name: str
    description: str
    url: str
    starts: date
    ends: date | None = None
    places: tuple[Locality, ...] = ()
    image: Image | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """An official fact: what it is of, what it says, as of which day, and where it stands."""

    key: str
    name: str
    value: str
    unit: str
    as_of: date
    source: str
    source_url: str = ""


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step from the home page to here."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Version:
    """The same page in another language: ``code`` is ours (``zh-hans``)."""

    code: str
    url: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """What was corrected, or made clear of an item elsewhere: the words, when, and where the entry stands."""

    text: str
    url: str
    on: datetime
    language: str
    item_url: str = ""
    item_title: str = ""
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Telling:
    """A page as machines are told of it. ``original`` is the version it was translated from, None where it is the original."""

    url: str
    title: str
    description: str
    language: str
    published: datetime | None
    updated: datetime | None
    section: str = ""
    keywords: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    places: tuple[Locality, ...] = ()
    sources: tuple[str, ...] = ()
    words: int = 0
    is_news: bool = False
    author: str = ""
    original: Version | None = None
    versions: tuple[Version, ...] = ()
    corrections: tuple[Correction, ...] = ()
