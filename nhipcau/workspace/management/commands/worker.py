"""``nhipcau worker``: does the background jobs, picks up what a killed worker left, keeps the day's clocks."""

from __future__ import annotations

import logging
import threading
from typing import Any

from django.db import close_old_connections
from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker

from nhipcau.workspace.clock import recover, tend

log = logging.getLogger("nhipcau.worker")
EVERY = 60.0


class Command(DatabaseWorker):
    """The database worker of django-tasks with a clock beside it."""

    help = "Run background jobs and the day's clocks (periods that open, reminders, digests)."

    def configure_logging(self, verbosity: int) -> None:
        """What failed, not each small job: the first logins stay in sight. ``--verbosity 2`` tells of each."""
        super().configure_logging(verbosity)
        if verbosity == 1:
            for name in ("django_tasks", "django_tasks_db"):
                logging.getLogger(name).setLevel(logging.WARNING)

    def handle(self, *args: Any, **options: Any) -> None:
        """Recover first, then work until told to stop."""
        recover()
        stop = threading.Event()
        clock = threading.Thread(target=_keep_time, args=(stop,), daemon=True, name="clock")
        clock.start()
        try:
            super().handle(*args, **options)
        finally:
            stop.set()


def _keep_time(stop: threading.Event) -> None:
    while not stop.is_set():
        close_old_connections()
        try:
            recover()
            tend()
        except Exception:  # the clock must go on; the log says what failed and the next minute tries again
            log.exception("the clock's round failed")
        finally:
            close_old_connections()
        stop.wait(EVERY)
