"""Questions and answers as screens know them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: dict[str, str | Promise] = {
    "page": _("Page"),
    "document": _("Document"),
    "duty": _("Duty"),
    "assignment": _("Work"),
    "media": _("Picture, film, sound"),
    "fact": _("Figure"),
    "place": _("Place"),
    "office": _("Office"),
    "article": _("Press article"),
    "plan_line": _("Line of a plan"),
    "commission": _("Commission"),
    "correction": _("Correction"),
}
"""What can be found, in the order in which filters show it. A clause is found within its document (``Hit.clause``)."""


class Sort(StrEnum):
    """In which order hits come."""

    BEST = "best"
    NEWEST = "newest"
    OLDEST = "oldest"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. Empty filters ask for everything; ``language`` is the reader's: its hits come first, for the public only its hits."""

    text: str
    language: str = "vi"
    kinds: tuple[str, ...] = ()
    offices: tuple[int, ...] = ()
    languages: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    sort: Sort = Sort.BEST
    page: int = 1
    size: int = 20

    def __post_init__(self) -> None:
        """A filter is a key of ours; what no database can hold as text becomes something that nothing is called."""
        for name in ("kinds", "languages", "states"):
            object.__setattr__(self, name, tuple(value.replace("\0", "\ufffd") for value in getattr(self, name)))


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a title or snippet; ``marked`` is what the query found."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step above a hit."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found. ``clause``: the label of the clause that matched, "" if none; ``url`` then leads into it."""

    kind: str
    id: str
    title: tuple[Piece, ...]
    snippet: tuple[Piece, ...]
    url: str
    date: date | None = None
    language: str = ""
    crumbs: tuple[Crumb, ...] = ()
    office: str = ""
    state: str = ""
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """A value to narrow by: ``name`` is the field of ``Question`` (kinds, offices, languages, states)."""

    name: str
    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Answer:
    """``exact_total`` False: ``total`` and counts are what was counted before the limit. ``top``: a place or office named so."""

    hits: tuple[Hit, ...] = ()
    total: int = 0
    exact_total: bool = True
    facets: dict[str, tuple[Facet, ...]] = field(default_factory=dict)
    other_languages: tuple[Facet, ...] = ()
    did_you_mean: str = ""
    top: Hit | None = None
    ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line under the box while typing."""

    text: str
    kind: str
    url: str
