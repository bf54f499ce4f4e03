"""``kill -9`` of the real worker in the middle of an import, twenty times: each document ends imported once."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from nhipcau.documents.actions import receive_upload, sweep_quarantine
from nhipcau.documents.models import Document, Intake, SourceFile
from nhipcau.documents.rules import read
from nhipcau.people.models import TrailEntry
from nhipcau.people.trail import trail_faults
from tests.factories.documents import plan, seed
from tests.nursery import Child, child_of

KILLS = 20
IN_HAND = (Intake.State.EXTRACTING, Intake.State.READING)
PATIENCE = 60.0
"""Seconds that a worker may take to start and to take something up; far more than it needs."""


def start_worker() -> Child:
    """The worker of the command line, in a process of its own."""
    env = {
        "DJANGO_SETTINGS_MODULE": "tests.documents.settings_of_worker",
        "NHIPCAU_TEST_DATABASE": str(connection.settings_dict["NAME"]),
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
        assert time.monotonic() < end, f"waited in vain: {list(Intake.objects.values_list('state', 'fault'))}"
        time.sleep(0.005)


def held_files() -> set[str]:
    """What waits in quarantine, other tests' files among it."""
    return {path.name for path in quarantine().glob("*.bin")}


def quarantine() -> Path:
    """Where files wait; it may not be there yet, and then nothing is found in it."""
    return Path(Intake._meta.get_field("held").storage.path("quarantine"))


def an_hour_passes(names: set[str]) -> None:
    """The files ``names`` of the quarantine are an hour older."""
    for name in names:
        os.utime(quarantine() / name, (time.time() - 3600,) * 2)


def texts() -> list[bytes]:
    """The real decision, altered so that each is another file, and small plans."""
    decision = seed()
    return [decision + f"\n{n}".encode() if n % 2 else plan(n) for n in range(1, KILLS + 1)]


@pytest.mark.slow
@pytest.mark.usefixtures("frozen_rows_let_go")
@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(600)
def test_a_worker_killed_twenty_times_imports_each_document_once(workers: list[Child], settings: object) -> None:
    chance = random.Random(1899)
    killed_in: Counter[str] = Counter()
    before = held_files()
    for content in texts():
        receive_upload(content, name=f"{len(workers)}.txt", by=None)
        worker = start_worker()
        workers.append(worker)
        wait_for(worker, until=lambda: Intake.objects.filter(state__in=IN_HAND).exists())
        time.sleep(chance.uniform(0, 0.5))
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        killed_in.update(Intake.objects.filter(state__in=IN_HAND).values_list("state", flat=True))
    assert sum(killed_in.values()) >= KILLS // 2, f"too few kills came in the middle: {killed_in}"

    last = [start_worker(), start_worker()]  # two at once, for the same rest
    workers += last
    wait_for(last[0], until=lambda: not Intake.objects.exclude(state=Intake.State.DONE).exists())
    for worker in last:
        worker.terminate()
        worker.wait(timeout=PATIENCE)

    assert Intake.objects.count() == SourceFile.objects.count() == Document.objects.count() == KILLS
    for document in Document.objects.select_related("source"):
        read_again = read(document.text)
        assert document.clauses.count() == len(read_again.clauses)
        assert document.references.count() == len(read_again.references)
        assert document.duty_readings.count() == len(read_again.duties)
        with document.source.content.open("rb") as stored:
            assert len(stored.read()) == document.source.size
    taken_in = TrailEntry.objects.filter(action="documents.take_in").values_list("subject_id", flat=True)
    assert len(taken_in) == len(set(taken_in)) == KILLS
    assert trail_faults() == []
    # One killed between its commit and the erasing leaves its file behind; no intake names it, so the sweep takes it.
    an_hour_passes(held_files() - before)
    sweep_quarantine()
    assert held_files() <= before, "the quarantine keeps what was imported"
