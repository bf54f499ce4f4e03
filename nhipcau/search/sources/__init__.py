"""Every kind of thing that can be found, one small declaration each. A new room adds one here."""

from __future__ import annotations

from nhipcau.search.sources.desks import assignments, commissions, plan_lines
from nhipcau.search.sources.ground import assets, offices, stories
from nhipcau.search.sources.library import documents, duties
from nhipcau.search.sources.log import corrections
from nhipcau.search.sources.site import facts, pages, places
from nhipcau.search.sources.types import Card, Mark, Source

SOURCES: dict[str, Source] = {
    source.kind: source
    for source in (
        pages, documents, duties, assignments, assets, facts, places, offices, stories, plan_lines, commissions,
        corrections,
    )
}  # fmt: skip
SCOPES: tuple[str, ...] = tuple(sorted({source.scope for source in SOURCES.values()}))
"""Every permission with which something is seen."""

__all__ = ["SCOPES", "SOURCES", "Card", "Mark", "Source"]
