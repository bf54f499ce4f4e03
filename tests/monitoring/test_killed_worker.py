"""``kill -9`` of the real worker while it looks at sources and reads pages, twenty times: no article lost, none doubled, none grouped twice."""

from __future__ import annotations

import random
import signal
import time
from collections import Counter
from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.models import Count, Q

from nhipcau.monitoring.models import Article, Door, Source, Story
from nhipcau.monitoring.rules.stories import doors_of
from nhipcau.people.trail import trail_faults
from tests.factories.press import Press, source_of, story_text
from tests.nursery import Child, child_of

KILLS = 20
PAGES = 7
"""Of each source; the last is a copy of the first of the source before."""
PATIENCE = 90.0


def start_worker(press: Press) -> Child:
    """The worker of the command line, in a process of its own."""
    env = {
        "DJANGO_SETTINGS_MODULE": "tests.monitoring.settings_of_worker",
        "NHIPCAU_TEST_DATABASE": str(connection.settings_dict["NAME"]),
        "NHIPCAU_TEST_PRESS": str(press.port),
    }
    return child_of(env, "worker", "--interval", "0.05")


@pytest.fixture
def workers() -> Iterator[list[Child]]:
    """Those that the test starts; none outlives it."""
    started: list[Child] = []
    yield started
    for worker in started:
        if worker.poll() is None:
            worker.kill()
            worker.wait()


def wait_for(worker: Child, *, until: object) -> None:
    """Until ``until()`` is true. A worker that ends by itself fails the test."""
    assert callable(until)
    end = time.monotonic() + PATIENCE
    while not until():
        assert worker.poll() is None, "the worker ended by itself"
        assert time.monotonic() < end, (
            f"waited in vain: {list(Article.objects.values_list('state').annotate(Count('pk')))}"
        )
        time.sleep(0.01)


def new_source(press: Press, number: int) -> None:
    """A feed of pages, each another story but the last."""
    links = []
    for at in range(PAGES):
        title = f"Tin {at} của nguồn {number}"
        text = story_text(title) if at < PAGES - 1 or not number else story_text(f"Tin 0 của nguồn {number - 1}")
        links.append((title, press.article(f"/{number}/{at}", title, text)))
    source_of(press.feed(f"/{number}.rss", links), name=f"nguồn {number}")


@pytest.mark.slow
@pytest.mark.usefixtures("frozen_rows_let_go")
@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(900)
def test_a_worker_killed_twenty_times_loses_and_doubles_nothing(workers: list[Child], press: Press) -> None:
    chance = random.Random(1899)
    killed_in: Counter[str] = Counter()
    for number in range(KILLS):
        new_source(press, number)
        worker = start_worker(press)
        workers.append(worker)
        asked = press.asked.total()
        wait_for(worker, until=lambda asked=asked: press.asked.total() > asked)
        # Half are killed at their first request, half anywhere in half a second: a fast machine has finished by then.
        time.sleep(chance.uniform(0, 0.5 if number % 2 else 0.04))
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        if Source.objects.exclude(holder="").exists():
            killed_in["looking"] += 1
        if Article.objects.filter(state="waiting").exists():
            killed_in["reading"] += 1
    assert sum(killed_in.values()) >= KILLS // 2, f"too few kills came in the middle: {killed_in}"

    last = [start_worker(press), start_worker(press)]  # two at once, for the same rest
    workers += last
    unfinished = Q(state="waiting") | Q(story__isnull=True)
    wait_for(
        last[0],
        until=lambda: Article.objects.count() >= KILLS * PAGES and not Article.objects.filter(unfinished).exists(),
    )
    for worker in last:
        worker.terminate()
        worker.wait(timeout=PATIENCE)

    assert Article.objects.count() == KILLS * PAGES
    assert set(Article.objects.values_list("url", flat=True)) == {
        f"{press.base}/{n}/{at}" for n in range(KILLS) for at in range(PAGES)
    }
    assert set(Article.objects.values_list("state", flat=True)) == {"read"}
    assert not Source.objects.exclude(fault_code="").exists()
    copies = KILLS - 1
    assert Story.objects.count() == KILLS * PAGES - copies
    assert Story.objects.filter(copies=2).count() == copies
    for story in Story.objects.prefetch_related("articles"):
        assert story.copies == len(story.articles.all())
    from nhipcau.monitoring.actions.grouping import as_runs

    for article in Article.objects.all():
        stored = sorted(Door.objects.filter(article=article).values_list("run", flat=True))
        assert stored == sorted(set(stored))
        assert set(stored) <= doors_of(as_runs(article.kept_runs))
        assert stored
    assert trail_faults() == []
