"""Overdue is a question asked of dates, never a column (docs/adr/0006-overdue-is-a-question.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

DUE_SOON_DAYS = 7
"""From this many calendar days before the due day on, work counts as due soon and its people are reminded."""


class Status(StrEnum):
    """Where a piece of work stands on a day."""

    NOT_OPEN = "not_open"
    ON_TRACK = "on_track"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    HANDED_IN = "handed_in"
    ACCEPTED = "accepted"
    CANCELLED = "cancelled"


class Reminder(StrEnum):
    """What a person is reminded of."""

    DUE_SOON = "due_soon"
    DUE_TOMORROW = "due_tomorrow"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is stored of a piece of work that its status depends on. ``state`` is that of the table."""

    state: str
    opens_on: date
    due_on: date


def status_of(work: Facts, on: date) -> Status:
    """The status of ``work`` on ``on``. Work due today is not overdue: the day counts to its end."""
    if work.state != "open":
        return Status(work.state)
    if on < work.opens_on:
        return Status.NOT_OPEN
    left = days_left(work.due_on, on)
    if left < 0:
        return Status.OVERDUE
    return Status.DUE_SOON if left <= DUE_SOON_DAYS else Status.ON_TRACK


def days_left(due_on: date, on: date) -> int:
    """Calendar days until the due day; negative when it has passed."""
    return (due_on - on).days


def handed_in_late(due_on: date, closed_on: date | None) -> bool:
    """Whether finished work was handed in after its due day."""
    return closed_on is not None and closed_on > due_on


def reminder_of(work: Facts, on: date) -> Reminder | None:
    """What to remind of on ``on``: the nearest thing only, so that one day brings one reminder a work."""
    status = status_of(work, on)
    if status is Status.OVERDUE:
        return Reminder.OVERDUE
    if status is not Status.DUE_SOON:
        return None
    return Reminder.DUE_TOMORROW if days_left(work.due_on, on) <= 1 else Reminder.DUE_SOON
