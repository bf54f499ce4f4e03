"""The shapes in which a profile's ``site/`` folder is read: pages, places, fixed terms, facts, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

LANGUAGES = ("vi", "en", "km", "zh-hans", "ja", "ko", "fr")
"""The languages of the public site, the first being the one all others are made from."""
FORMS = frozenset({"article", "photo", "film", "person", "event", "guide"})
TOPICS = frozenset({"heritage", "food", "nature", "festivals", "living", "investing", "products", "studying"})
UNIT_KINDS = frozenset({"city", "town", "district", "ward", "commune"})
TERM_KINDS = frozenset({"office", "place", "dish", "festival", "person_title", "programme", "term"})
NONE: Mapping[str, str] = MappingProxyType({})


class BlockKind(StrEnum):
    """What a piece of a page's body is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    REMARK = "remark"
    TABLE = "table"
    TIMELINE = "timeline"
    FACT = "fact"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong where: ``message`` is an English msgid, ``given`` its values. ``line`` counts from 1; 0 is the file itself."""

    file: str
    line: int
    message: str
    given: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message % self.given}"


@dataclass(frozen=True, slots=True)
class Moment:
    """A line of a timeline: ``when`` as written, ``html`` what happened."""

    when: str
    html: str


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a body. Its HTML holds only ``strong``, ``a`` and ``sup``; all else is escaped.

    HEADING: ``html`` and ``level`` (2 or 3). PARAGRAPH, REMARK: ``html``. LIST: ``items``. TABLE: ``rows``, the first being the head.
    TIMELINE: ``moments``. FACT: ``fact``, a key of the fact bank. ``references`` are the source numbers it cites, ``line`` where it begins,
    ``unsourced`` its sentences that state something and cite nothing (one that only points to another page states nothing).
    """

    kind: BlockKind
    line: int
    html: str = ""
    level: int = 0
    items: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    moments: tuple[Moment, ...] = ()
    fact: str = ""
    references: tuple[int, ...] = ()
    links: tuple[str, ...] = ()
    unsourced: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement was read: a page by its ``url`` or a document by its ``number``; ``seen`` is when it was read or issued."""

    title: str
    publisher: str
    url: str = ""
    number: str = ""
    seen: date | None = None
    clause: str = ""


@dataclass(frozen=True, slots=True)
class PageText:
    """A page in one language. ``source_titles`` has one title a source, or none where the titles stay as they are."""

    language: str
    title: str
    lead: str
    description: str
    blocks: tuple[Block, ...]
    source_titles: tuple[str, ...] = ()
    event: str = ""


@dataclass(frozen=True, slots=True)
class StarterPage:
    """A page with its texts by language; ``vi`` and ``en`` are always there in a folder without faults."""

    key: str
    form: str
    topic: str
    places: tuple[str, ...]
    picture: str
    related: tuple[str, ...]
    sources: tuple[Source, ...]
    texts: Mapping[str, PageText]


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A unit of the map: its names by language, its centre in degrees (WGS 84) and its page, if any."""

    key: str
    kind: str
    names: Mapping[str, str]
    lat: float
    lon: float
    page: str
    source: str


@dataclass(frozen=True, slots=True)
class Term:
    """A fixed term: how it is said in each language that has a settled word for it."""

    kind: str
    names: Mapping[str, str]
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class StarterFact:
    """An official figure or statement for the fact bank, with the office that owns it and its wording by language.

    ``value`` is what stands in the file; ``number`` the same where it is a number, to be shown in each language's way."""

    key: str
    label: Mapping[str, str]
    value: str
    number: int | float | None
    unit: Mapping[str, str]
    as_of: date | None
    next_update: date | None
    office: str
    source: Source
    wording: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Starter:
    """All that a profile brings for its public site."""

    pages: tuple[StarterPage, ...] = ()
    places: tuple[PlaceName, ...] = ()
    terms: tuple[Term, ...] = ()
    facts: tuple[StarterFact, ...] = ()
    drawing: Mapping[str, object] = field(default_factory=dict)
