"""Looking at leadership's figures: what was touched is counted first, what was looked at is kept until something is done
(ADR 34, ADR 41)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from django.core.cache import cache
from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import get_language

from nhipcau.people.models import TrailEntry
from nhipcau.reports.actions.reckoning import reckon
from nhipcau.reports.models import Counted
from nhipcau.reports.overview import gather_overview, rows_of, work_sums
from nhipcau.reports.queries import has_marks, is_behind
from nhipcau.reports.rules.overview import Overview
from nhipcau.reports.rules.tallies import WorkSums

QUIET = (
    "people.tell", "people.mark_read", "work.make_notices", "work.send_digest", "planning.make_notices",
    "monitoring.look", "monitoring.found", "monitoring.read", "monitoring.take_in", "monitoring.deliver",
    "reports.freeze_overview",
)  # fmt: skip
"""Deeds that change no figure of the screen."""
KEPT_SECONDS = 24 * 3600
Made = TypeVar("Made")


def stamp() -> str:
    """The hash of the last deed that may have changed a figure."""
    deeds = TrailEntry.objects.exclude(action__in=QUIET).order_by("-seq")
    return deeds.values_list("own_hash", flat=True).first() or "-"


def kept(name: str, on: date, make: Callable[[], Made]) -> Made:
    """What ``make`` gives, made once for a day, a language and a state of the trail."""
    key = f"{name}:{connection.settings_dict['NAME']}:{on.isoformat()}:{get_language()}:{stamp()}"
    key = key.replace(" ", "_")
    found: Made | None = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, KEPT_SECONDS)
    return found


def overview_of(on: date) -> Overview:
    """Everything on the screen on ``on``."""
    return kept("overview", on, lambda: look_anew(on))


def look_anew(on: date) -> Overview:
    """The same, not kept."""
    keep_up(on)
    return gather_overview(on)


def rows_on(on: date, *, office: int | None, clause: int | None, topic: int | None) -> QuerySet[Counted]:
    """The duties behind a number (``overview.rows_of``)."""
    keep_up(on)
    return rows_of(on, office=office, clause=clause, topic=topic)


def work_on(on: date) -> WorkSums:
    """Work by office and by document, for the first page (``overview.work_sums``): due days need no page turned, so marks alone matter."""
    if has_marks():
        reckon(on=on)
    return work_sums(on)


def keep_up(on: date) -> None:
    """Count what was touched, if anything was. The worker does it every minute, so that little is left to who looks."""
    if is_behind(on):
        reckon(on=on)
