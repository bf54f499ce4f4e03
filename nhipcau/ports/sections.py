"""How a higher room adds to a page of a lower one without the lower one knowing it.

The lower room names the page (``"duties.duty"``); a higher room registers a maker when its app starts; the
page asks for what is there. A section names its template by path and brings the context for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page. ``order`` sorts sections; lower comes first."""

    key: str
    title: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    order: int = 100


Maker = Callable[[Any, Any], Section | None]
"""(subject of the page, member of staff who looks) → a section, or None where there is nothing to show."""

_makers: dict[str, list[Maker]] = defaultdict(list)


def register_section(page: str, maker: Maker) -> None:
    """Add ``maker`` to ``page``; adding it again changes nothing (apps may start twice in tests)."""
    if maker not in _makers[page]:
        _makers[page].append(maker)


def sections_of(page: str, subject: Any, by: Any) -> list[Section]:
    """What the higher rooms add to ``page`` for ``subject``, in order."""
    made = (maker(subject, by) for maker in _makers[page])
    return sorted((section for section in made if section), key=lambda s: s.order)
