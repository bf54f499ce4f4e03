"""How a view says that its answer is for everybody, and what it depends on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.http import HttpResponseBase

Answer = TypeVar("Answer", bound=HttpResponseBase)
BROWSER = "public, max-age=0, must-revalidate"
"""A browser asks each time whether the page is still the same (304): what was corrected is never read from an old copy."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What the answer depends on, and until when it may be kept at the longest."""

    tags: frozenset[str]
    until: datetime | None


def keep(answer: Answer, tags: Iterable[str], *, until: datetime | None = None) -> Answer:
    """Say that ``answer`` is the same for everybody until one of ``tags`` changes or ``until`` comes. Returns the answer."""
    mark = Mark(frozenset(tags), until)
    before = mark_of(answer)
    if before is not None:
        mark = Mark(before.tags | mark.tags, min(filter(None, (before.until, until)), default=None))
    answer._kept = mark  # type: ignore[attr-defined]
    return answer


def mark_of(answer: HttpResponseBase) -> Mark | None:
    """What ``keep`` said of it, if anything."""
    mark = getattr(answer, "_kept", None)
    return mark if isinstance(mark, Mark) else None
