"""What the worker does by itself: pick up lost jobs, and once a minute ask each room what the day brings."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.utils import timezone

from nhipcau.documents import jobs as documents
from nhipcau.duties import jobs as duties
from nhipcau.media import jobs as media
from nhipcau.monitoring import jobs as monitoring
from nhipcau.newsroom import jobs as newsroom
from nhipcau.people.permissions import today
from nhipcau.planning import jobs as planning
from nhipcau.ports import minutes
from nhipcau.reports import jobs as reports
from nhipcau.work import jobs as work

log = logging.getLogger("nhipcau.clock")


def recover() -> None:
    """Take up again what a killed worker left half done. Safe to call at any time."""
    _each(documents.recover, duties.reconcile, media.recover, newsroom.recover)


def tend() -> None:
    """Open periods, leave notices, send digests, look after rights, let out what is due. Each is idempotent."""
    on, now = today(), timezone.now()
    _each(
        lambda: newsroom.tend(now=now), lambda: planning.tend(on=on), lambda: reports.tend(on=on), lambda: work.tend(on=on),
        lambda: media.tend(on=on), lambda: minutes.ring(now), monitoring.tend,
    )  # fmt: skip


def _each(*rounds: Callable[[], object]) -> None:
    """Do all of ``rounds``: one that fails is told in the log and keeps no other from its turn."""
    for turn in rounds:
        try:
            turn()
        except Exception:
            log.exception("a round of the clock failed; the next minute tries again")
