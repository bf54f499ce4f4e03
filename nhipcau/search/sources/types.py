"""What a room has to say so that its things are found: how to read them, who may see them, what changes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from nhipcau.people.models import TrailEntry

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Mark:
    """A clause: from ``start`` on in the text. ``anchor`` and ``public_anchor`` lead to it on either page."""

    start: int
    label: str
    anchor: str
    public_anchor: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One entry of the index. A thing may have several, told apart by ``part``: one a language, or what is public and its draft.

    ``public``: readers see it, at ``url``. ``scope``: the permission with which staff see it, at ``staff_url``, anywhere or, where theirs reaches
    only as far as their own office, if that is among ``offices``. ``names``: other names by which it is known.
    """

    pk: int
    title: str
    text: str = ""
    part: str = ""
    language: str = "vi"
    state: str = ""
    day: date | None = None
    offices: tuple[int, ...] = ()
    public: bool = False
    scope: str = ""
    url: str = ""
    staff_url: str = ""
    crumbs: tuple[tuple[str, str], ...] = ()
    marks: tuple[Mark, ...] = ()
    names: tuple[str, ...] = ()


def nothing(_changed: Any) -> Iterable[int]:
    """For what the trail says that touches no thing of a kind."""
    return ()


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of thing. ``follows``: model → which of these things a saved or deleted row of it changes; ``trail``: the same for a deed,
    because some actions write many rows at once and send no signal for each. ``joins``: tables of many-to-many fields of the thing itself.
    ``soon``: followed on commit, else within a minute.
    """

    kind: str
    scope: str
    keys: Callable[[], QuerySet[Any]]
    cards: Callable[[Sequence[int]], Iterable[Card]]
    follows: Mapping[type[Model], Callable[[Any], Iterable[int]]]
    trail: Callable[[TrailEntry], Iterable[int]] = nothing
    joins: tuple[type[Model], ...] = ()
    states: Mapping[str, Words] = field(default_factory=dict)
    lists: tuple[Words, str] | None = None
    soon: bool = True


def own(row: Any) -> Iterable[int]:
    """The row itself."""
    return (row.pk,)


def subject_of(entry: TrailEntry, label: str) -> tuple[int, ...]:
    """The id of what a deed was done to, if that is a ``label``."""
    return (int(entry.subject_id),) if entry.subject_kind == label and entry.subject_id.isdecimal() else ()
