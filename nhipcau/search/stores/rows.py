"""What a store is given of one thing, and how much of the index somebody may see."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from nhipcau.search.rules.analysis import Field

PUBLIC = "public"
"""The audience of what everybody may see; the others bear the name of a permission."""


@dataclass(frozen=True, slots=True)
class Filed:
    """By what an entry is narrowed down. ``scope``: the permission that lets staff see it, "" for none; ``offices``: whose it is."""

    kind: str = ""
    pk: int = 0
    language: str = ""
    state: str = ""
    day: date | None = None
    offices: tuple[int, ...] = ()
    public: bool = True
    scope: str = ""

    @property
    def audiences(self) -> tuple[str, ...]:
        """Who may know its words."""
        return (*((PUBLIC,) if self.public else ()), *((self.scope,) if self.scope else ()))

    @property
    def offices_text(self) -> str:
        """As it is stored: `` 3 14 ``."""
        return f" {' '.join(map(str, self.offices))} " if self.offices else ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of an entry. ``steps``, ``marks``, ``names`` and ``crumbs`` are JSON."""

    title: str = ""
    text: str = ""
    url: str = ""
    staff_url: str = ""
    steps: str = "[]"
    marks: str = "[]"
    names: str = "[]"
    crumbs: str = "[]"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to find, analysed. ``id`` is the caller's own; ``stamp`` changes whenever anything of it does."""

    id: str
    title: Field
    body: Field
    filed: Filed = field(default_factory=Filed)
    shown: Shown | None = None
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class Narrow:
    """A condition on entries (``e.kind`` …) in SQL with its parameters. Empty is everything."""

    where: str = ""
    params: tuple[Any, ...] = ()

    def __and__(self, other: Narrow) -> Narrow:
        if not self.where or not other.where:
            return self if self.where else other
        return Narrow(f"{self.where} AND {other.where}", (*self.params, *other.params))


EVERYTHING = Narrow()
