"""Words that are fixed: what comes in, what it is found to be, where it stands, and what may be said of a statement."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class About(StrEnum):
    """Whose item it is about."""

    OWN = "own"
    PUBLISHED = "published"


class Way(StrEnum):
    """How it came."""

    WEB = "web"
    MONITORING = "monitoring"
    STAFF = "staff"


class Kind(StrEnum):
    """What triage found it to be. Only a statement of fact goes to the desk."""

    FACT = "fact"
    OPINION = "opinion"
    OUT_OF_SCOPE = "out_of_scope"
    DUPLICATE = "duplicate"
    APPEAL = "appeal"
    """Against an entry of the log; known from how it came, never chosen at triage."""


class State(StrEnum):
    """Where a case stands."""

    RECEIVED = "received"
    DESK = "desk"
    HANDED_OVER = "handed_over"
    AGREED = "agreed"
    CHECKED = "checked"
    PUBLISHED = "published"
    CORRESPONDENCE = "correspondence"
    ANSWERED = "answered"


class Verdict(StrEnum):
    """On a statement, never on a person."""

    ACCURATE = "accurate"
    INACCURATE = "inaccurate"
    MISSING_CONTEXT = "missing_context"
    EVIDENCE_INSUFFICIENT = "evidence_insufficient"
    WE_WERE_WRONG = "we_were_wrong"


class EntryKind(StrEnum):
    """What a row of the public log does."""

    PUBLISHED = "published"
    UPDATED = "updated"
    WITHDRAWN = "withdrawn"
    APPEAL = "appeal"


CLOSED = frozenset({State.PUBLISHED, State.ANSWERED})
"""States in which nobody at the desk has to act."""
DRAFTING = frozenset({State.DESK, State.HANDED_OVER, State.AGREED, State.CHECKED})
LANGUAGES = ("vi", "en")
"""In which the desk writes every entry."""


def verdicts_for(about: str, kind: str) -> tuple[Verdict, ...]:
    """What may be said of it: nothing of what is no statement of fact; "we were wrong" only of our own pages."""
    if kind != Kind.FACT:
        return ()
    if about == About.OWN:
        return tuple(Verdict)
    return tuple(verdict for verdict in Verdict if verdict is not Verdict.WE_WERE_WRONG)


def standing_in_public(kinds: Iterable[str]) -> EntryKind | None:
    """What the public reads of an entry after these rows, the oldest first; None before the first."""
    last = None
    for kind in kinds:
        last = EntryKind(kind)
    return last


def latest_words(rows: Iterable[tuple[str, dict[str, dict[str, str]]]]) -> dict[str, dict[str, str]]:
    """The words that hold after these rows (kind, words), the oldest first: an appeal adds a word of its own and changes none."""
    held: dict[str, dict[str, str]] = {}
    for kind, words in rows:
        held = held if kind == EntryKind.APPEAL and held else words
    return held
