"""What the reader gives out: frozen values, each with its place in the source text.

Source of the words and their meaning: ``docs/reading.md``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """``[start, end)`` in code points of exactly the string that was given to the reader."""

    start: int
    end: int


class Relation(StrEnum):
    """How a document stands to one it mentions."""

    CITES = "cites"
    BASED_ON = "based_on"
    IMPLEMENTS = "implements"
    AMENDS = "amends"
    REPLACES = "replaces"
    REPEALS = "repeals"
    GUIDES = "guides"
    ATTACHES = "attaches"


class Role(StrEnum):
    """What part an office has in a duty."""

    LEAD = "chủ trì"
    JOIN = "phối hợp"
    ADVISE = "tham mưu"
    CARRY_OUT = "thực hiện"


class Cadence(StrEnum):
    """How often a duty comes back."""

    YEARLY = "hàng năm"
    PERIODIC = "định kỳ"
    ON_EVENT = "đột xuất"
    CONSTANT = "thường xuyên"
    ONCE = "một lần"


@dataclass(frozen=True, slots=True)
class Value:
    """One field of the metadata. ``text`` is None where the copy does not say; confidence is 0..1."""

    text: str | None
    span: Span | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the document says of itself. ``issued_on.text`` is an ISO date."""

    number: Value
    kind: Value
    issuer: Value
    issued_on: Value
    title: Value


@dataclass(frozen=True, slots=True)
class ReadClause:
    """A numbered part of the text. ``span`` runs from its marker to the end of its own text,
    children not included; ``heading_span`` marks the heading alone; ``later`` is own text that
    follows after children (a paragraph below bullets)."""

    path: str
    label: str | None
    heading: str | None
    text: str
    span: Span
    heading_span: Span | None = None
    confidence: float = 1.0
    later: tuple[Span, ...] = ()

    @property
    def parent_path(self) -> str:
        """The path one step up, ``""`` at the top. The step may not be a clause itself (``ke-hoach``)."""
        return self.path.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a document is mentioned, as printed."""

    printed: str
    span: Span
    path: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A document that the text cites: one entry however often and in whatever form it is printed."""

    number: str | None
    kind: str | None
    title: str | None
    issued_on: date | None
    issuer: str | None
    paths: tuple[str, ...]
    mentions: tuple[Mention, ...]
    relation: Relation = Relation.CITES
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class ReadDuty:
    """What the text asks of one or more offices, in one piece of one sentence."""

    text: str
    path: str
    agencies: tuple[str, ...]
    role: Role
    cadence: Cadence | None
    deadline: date | None
    partners: tuple[str, ...]
    recipients: tuple[str, ...]
    span: Span
    sentence: Span
    confidence: float = 1.0
    unsure: str = ""
    """Why confidence is low, as a key the screen can put into words; empty when it is not."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read in one text."""

    metadata: Metadata
    clauses: tuple[ReadClause, ...] = ()
    references: tuple[Reference, ...] = ()
    duties: tuple[ReadDuty, ...] = ()
    warnings: tuple[str, ...] = field(default=())
