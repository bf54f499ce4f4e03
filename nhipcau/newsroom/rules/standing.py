"""Where a page stands, and whether what it says may go out. The log of steps is all there is to ask.

Draft → edited (handed over) → approved by a second person → scheduled or published → updated → withdrawn. Nothing here is stored: it is
computed from the steps that people took and from the fingerprint of what the page says now (``content.fingerprint``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class StepKind(StrEnum):
    """What somebody did with a page. ``SHIPPED``: it came with the profile, checked there by two people."""

    HANDED_OVER = "handed_over"
    RETURNED = "returned"
    APPROVED = "approved"
    URGENT = "urgent"
    SHIPPED = "shipped"
    SCHEDULED = "scheduled"
    UNSCHEDULED = "unscheduled"
    PUBLISHED = "published"
    UPDATED = "updated"
    WITHDRAWN = "withdrawn"


class Standing(StrEnum):
    """Where a page stands."""

    DRAFT = "draft"
    EDITED = "edited"
    RETURNED = "returned"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    URGENT = "urgent"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


CLEARS = frozenset({StepKind.APPROVED, StepKind.URGENT, StepKind.SHIPPED})
"""Steps after which the content they name may go out."""
ENDS_CLEARANCE = frozenset({StepKind.RETURNED, StepKind.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Taken:
    """One step: its kind, who took it (None: the program), when, and the fingerprint it was about."""

    kind: StepKind
    by: int | None
    at: datetime
    content: str
    due_at: datetime | None = None


def clearing_step(content: str, steps: Sequence[Taken]) -> Taken | None:
    """The step that lets ``content`` out, or None. Only the last word counts: an older approval is no way back.

    ``steps`` are in the order in which they were taken.
    """
    for step in reversed(steps):
        if step.kind in CLEARS:
            return step if step.content == content else None
        if step.kind in ENDS_CLEARANCE:
            return None
    return None


def second_person_since(steps: Sequence[Taken]) -> datetime | None:
    """When somebody last approved, so that editing counts from there; None: from the beginning."""
    return next((s.at for s in reversed(steps) if s.kind in {StepKind.APPROVED, StepKind.SHIPPED}), None)


def waits_for_second_person(live_content: str, steps: Sequence[Taken]) -> Taken | None:
    """The urgent step under which ``live_content`` is out while nobody has approved it since; else None."""
    for step in reversed(steps):
        if step.content != live_content:
            continue
        if step.kind in {StepKind.APPROVED, StepKind.SHIPPED}:
            return None
        if step.kind is StepKind.URGENT:
            return step
    return None


def scheduled_step(content: str, steps: Sequence[Taken]) -> Taken | None:
    """The appointment that still holds for ``content``, or None."""
    over = {StepKind.UNSCHEDULED, StepKind.PUBLISHED, StepKind.UPDATED, StepKind.WITHDRAWN, StepKind.RETURNED}
    for step in reversed(steps):
        if step.kind in over:
            return None
        if step.kind is StepKind.SCHEDULED:
            return step if step.content == content else None
    return None


def standing_of(content: str, live_content: str, steps: Sequence[Taken]) -> Standing:
    """Where a page stands whose draft says ``content`` and whose public version says ``live_content`` ("": not public)."""
    out = _public_standing(content, live_content, steps)
    if out is not None:
        return out
    if scheduled_step(content, steps):
        return Standing.SCHEDULED
    if clearing_step(content, steps):
        return Standing.APPROVED
    last = next((s for s in reversed(steps) if s.kind in _DRAFT_STEPS), None)
    if last is not None and last.kind is StepKind.WITHDRAWN:
        return Standing.WITHDRAWN
    if last is not None and last.content == content:
        return Standing.EDITED if last.kind is StepKind.HANDED_OVER else Standing.RETURNED
    return Standing.DRAFT


_DRAFT_STEPS = frozenset({StepKind.HANDED_OVER, StepKind.RETURNED, StepKind.WITHDRAWN})


def _public_standing(content: str, live_content: str, steps: Sequence[Taken]) -> Standing | None:
    if not live_content:
        return None
    if content != live_content:
        return Standing.CHANGED
    return Standing.URGENT if waits_for_second_person(live_content, steps) else Standing.PUBLISHED
