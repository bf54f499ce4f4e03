"""What happened with an assignment, in order of time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from nhipcau.work.models import Assignment, Extension, Verdict


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. ``percent`` is set for progress."""

    at: datetime
    what: str
    words: str
    by: str
    percent: int | None = None
    tone: str = ""


def events_of(work: Assignment) -> list[Event]:
    """Everything that happened with ``work``, newest first; four queries."""
    events = [*_progress(work), *_hand_ins(work), *_extensions(work)]
    events.append(Event(work.assigned_at, _("Given"), "", str(work.assigned_by or _("the program"))))
    return sorted(events, key=lambda event: event.at, reverse=True)


def _progress(work: Assignment) -> Iterator[Event]:
    for said in work.progress.select_related("by", "office"):
        who = f"{said.by}, {said.office}" if said.office else str(said.by)
        yield Event(said.at, _("Progress"), said.words, who, said.percent)


def _hand_ins(work: Assignment) -> Iterator[Event]:
    for handed in work.hand_ins.select_related("by", "verdict__by"):
        yield Event(handed.at, _("Handed in"), handed.words, str(handed.by), tone="now")
        verdict: Verdict | None = getattr(handed, "verdict", None)
        if verdict is None:
            continue
        accepted = verdict.outcome == Verdict.Outcome.ACCEPTED
        what = _("Accepted") if accepted else _("Returned")
        yield Event(verdict.at, what, verdict.reason, str(verdict.by), tone="ok" if accepted else "warn")


def _extensions(work: Assignment) -> Iterator[Event]:
    for asked in work.extensions.select_related("asked_by", "decided_by"):
        days = {"old": date_format(asked.old_due_on, "d/m/Y"), "new": date_format(asked.new_due_on, "d/m/Y")}
        yield Event(
            asked.asked_at, _("More time asked for: %(old)s → %(new)s") % days, asked.reason, str(asked.asked_by)
        )
        if asked.decided_at:
            granted = asked.state == Extension.State.GRANTED
            what = _("More time granted") if granted else _("More time refused")
            who = str(asked.decided_by or _("the program"))
            yield Event(asked.decided_at, what, asked.decision_note, who, tone="ok" if granted else "warn")
