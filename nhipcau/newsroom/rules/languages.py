"""Where a page stands in one language, from what is known of it without reading its text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from nhipcau.newsroom.rules.standing import Standing


class InLanguage(StrEnum):
    """Where a page stands in a language."""

    NONE = "none"
    APART = "apart"
    """There, but written on its own: what the source says now is not compared."""
    UNDERWAY = "underway"
    READY = "ready"
    """All is translated and checked, and not taken into the page yet."""
    DRAFT = "draft"
    WAITS = "waits"
    APPROVED = "approved"
    PUBLIC = "public"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class LanguageState:
    """``done`` of ``needed`` sentences are translated and checked. ``changed``: the source says something else since."""

    state: InLanguage
    done: int = 0
    needed: int = 0
    changed: bool = False

    @property
    def percent(self) -> int:
        """How much is translated; 100 only when all of it is."""
        return 100 if self.done >= self.needed else self.done * 100 // self.needed


def language_state(
    *, there: bool, tied: bool, done: int, needed: int, taken: bool, standing: Standing, source: str, made_from: str
) -> LanguageState:
    """``there``: the page exists. ``tied``: as a translation. ``taken``: words were taken into it. ``standing``: of its draft and public version.

    ``source``: fingerprint of what is translated now (the public source, else its draft; "" when nobody knows), ``made_from``: of what the page
    (or, before words were taken into it, its sentences) was made from.
    """
    if not there:
        return LanguageState(InLanguage.NONE)
    changed = tied and bool(source) and source != made_from
    out = {
        Standing.PUBLISHED: InLanguage.PUBLIC,
        Standing.URGENT: InLanguage.PUBLIC,
        Standing.CHANGED: InLanguage.PUBLIC,
    }
    way = out | {
        Standing.EDITED: InLanguage.WAITS, Standing.APPROVED: InLanguage.APPROVED, Standing.SCHEDULED: InLanguage.APPROVED,
        Standing.WITHDRAWN: InLanguage.WITHDRAWN,
    }  # fmt: skip
    if standing in way:
        return LanguageState(way[standing], done, needed, changed)
    if not tied:
        return LanguageState(InLanguage.APART)
    if not taken:
        state = InLanguage.READY if needed and done >= needed else InLanguage.UNDERWAY
        return LanguageState(state, done, needed, changed)
    return LanguageState(InLanguage.DRAFT, done, needed, changed)
