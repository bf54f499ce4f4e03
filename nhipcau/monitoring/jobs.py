"""Looking at sources and reading pages in the background, many hosts at once; and what the room does by itself each minute.

The rows themselves are the line: a source is due by its ``next_try_at``, an article is ``waiting``. A job is only a nudge, so a killed worker
loses nothing: what it held is free again as soon as its process is gone, and whatever it had not stored is looked at once more.
"""

from __future__ import annotations

import logging
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from datetime import datetime
from typing import TypeVar

from django.db.models import Q
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from nhipcau.monitoring.actions.digests import send_released
from nhipcau.monitoring.actions.grouping import PageRead, take_in_pages
from nhipcau.monitoring.actions.keeping import forget_old_texts
from nhipcau.monitoring.actions.mails import stuck_numbers
from nhipcau.monitoring.actions.recordings import is_held
from nhipcau.monitoring.actions.sources import note_look, take_due
from nhipcau.monitoring.actions.taking_in import Missed, closed_hosts, take_waiting
from nhipcau.monitoring.listening import listen
from nhipcau.monitoring.looking import Place, look_at
from nhipcau.monitoring.models import Article, Recording, Source
from nhipcau.monitoring.reading import Wanted, get_page, read_answer, scales
from nhipcau.monitoring.rules.links import host_of
from nhipcau.monitoring.web import fetcher
from nhipcau.ports.fetching import Answer, Fetcher

log = logging.getLogger("nhipcau.monitoring")
THREADS = 48
"""Hosts asked at once; each has one connection."""
AT_ONCE = 600
"""Sources of one round."""
BATCH = 40
"""Pages of one round, and of one transaction."""
LONGEST = 50.0
"""Seconds after which a job stops taking up new work, so that other jobs of the worker get their turn."""
T = TypeVar("T")
R = TypeVar("R")


@task()
def look() -> None:
    """Look at the sources whose time has come, then read what they brought."""
    look_at_due()
    read_waiting()


@task()
def read() -> None:
    """Read pages that wait."""
    read_waiting()


@task()
def hear(pk: int) -> None:
    """Hear a recording for a while; what is left stands in line again, behind what others wait for."""
    if listen(pk, seconds=LONGEST):
        hear.enqueue(pk)


def look_at_due(*, by: Fetcher | None = None) -> int:
    """One round over the due sources. Each is stored as soon as it answers. Answers how many articles are new."""
    due = take_due(now=timezone.now(), most=AT_ONCE)
    if not due:
        return 0
    web = by or fetcher()
    stuck = stuck_numbers(due)
    places = [Place.of(source, stuck.get(source.pk, ())) for source in due]
    new = 0
    for found in _side_by_side(places, lambda place: look_at(place, by=web), host=lambda place: host_of(place.url)):
        try:
            new += note_look(found, now=timezone.now(), chance=random.random())  # noqa: S311 (spreads retries, keeps no secret)
        except Source.DoesNotExist:
            continue
    return new


def read_waiting(*, by: Fetcher | None = None, seconds: float = LONGEST) -> int:
    """Rounds over the waiting articles until there are none or the time is up. Answers how many were read."""
    begun, done = time.monotonic(), 0
    web = by or fetcher()
    while time.monotonic() - begun < seconds:
        rows = take_waiting(now=timezone.now(), most=BATCH)
        if not rows:
            break
        done += _read_round(rows, web)
    return done


def _read_round(rows: Sequence[Article], web: Fetcher) -> int:
    on, closed = scales(), closed_hosts()
    wanted = [Wanted.of(row, closed) for row in rows]
    pages: list[PageRead] = []
    missed: list[Missed] = []
    for one, got in _side_by_side(wanted, lambda w: (w, get_page(w, by=web)), host=lambda w: host_of(w.url)):
        read_one = read_answer(one, got, on) if isinstance(got, Answer) else got
        (pages if isinstance(read_one, PageRead) else missed).append(read_one)  # type: ignore[arg-type]
    return take_in_pages(pages, missed, now=timezone.now())


def _side_by_side(asked: Iterable[T], do: Callable[[T], R], *, host: Callable[[T], str]) -> Iterator[R]:
    """What ``do`` gives for each, as it comes: hosts side by side, the requests to one host one after the other."""
    lines: dict[str, list[T]] = defaultdict(list)
    for one in asked:
        lines[host(one)].append(one)

    def first(line: list[T]) -> tuple[R, list[T]]:
        return do(line[0]), line[1:]

    with ThreadPoolExecutor(max_workers=max(1, min(THREADS, len(lines))), thread_name_prefix="fetch") as pool:
        waiting: set[Future[tuple[R, list[T]]]] = {pool.submit(first, line) for line in lines.values()}
        while waiting:
            for done in as_completed(waiting):
                waiting.remove(done)
                found, rest = done.result()
                if rest:
                    waiting.add(pool.submit(first, rest))
                yield found
                break


def tend(*, now: datetime | None = None) -> None:
    """Once a minute: put in line what is due, send released digests, delete texts that have been kept long enough. Idempotent."""
    moment = now or timezone.now()
    due = Q(next_try_at__isnull=True) | Q(next_try_at__lte=moment)
    if Source.objects.filter(due, is_active=True).exists():
        _nudge(look)
    elif Article.objects.filter(due, state=Article.State.WAITING).exists():
        _nudge(read)
    recover()
    send_released(now=moment)
    forget_old_texts(on=timezone.localdate(moment))


def recover() -> int:
    """Put in line again the recordings that a killed worker left, and those that never got a job. Answers how many. Safe at any time."""
    rows = [
        row for row in Recording.objects.filter(state__in=Recording.OPEN).order_by("at", "pk") if not is_held(row)
    ]
    if not rows:
        return 0
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=hear.module_path)
    waiting = {args["args"][0] for args in ready.values_list("args_kwargs", flat=True)}
    lost = [row.pk for row in rows if row.pk not in waiting]
    for pk in lost:
        hear.enqueue(pk)
    return len(lost)


def _nudge(job: object) -> None:
    """One job of a kind in line is enough; a killed worker's row, RUNNING for ever, does not count."""
    path = job.module_path  # type: ignore[attr-defined]
    if not DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=path).exists():
        job.enqueue()  # type: ignore[attr-defined]
