"""The trail can be appended to and checked; nothing else."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.dispatch import Signal

from nhipcau.people.models import Office, TrailEntry
from nhipcau.people.rules.trail import GENESIS, Entry, entry_hash, verify
from nhipcau.people.trail import announce, record, trail_faults

pytestmark = pytest.mark.django_db


def test_entries_follow_each_other(office: Office) -> None:
    first = record(None, "test.one", office)
    second = record(None, "test.two", office, note="với lý do", count=3)
    assert second.previous_hash == first.own_hash
    assert trail_faults() == []


@pytest.mark.parametrize("sql", ["UPDATE people_trailentry SET note = 'x'", "DELETE FROM people_trailentry"])
def test_the_database_refuses_a_change(sql: str) -> None:
    record(None, "test.one")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert TrailEntry.objects.count() == 1


def _chain(length: int) -> list[tuple[Entry, str, str]]:
    chain, previous = [], GENESIS
    for seq in range(1, length + 1):
        entry = Entry(seq, "2026-01-01T00:00:00+00:00", "ha", "test", "", "", "", "", {})
        own = entry_hash(entry, previous)
        chain.append((entry, previous, own))
        previous = own
    return chain


def test_a_removed_entry_is_found() -> None:
    chain = _chain(5)
    assert [f.seq for f in verify(chain[:2] + chain[3:])] == [4]


def test_a_changed_entry_is_found() -> None:
    chain = _chain(3)
    entry, previous, own = chain[1]
    forged = Entry(entry.seq, entry.at, "someone else", "test", "", "", "", "", {})
    assert verify([chain[0], (forged, previous, own), chain[2]])


@pytest.mark.django_db(transaction=True)
def test_recording_outside_a_transaction_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        record(None, "test.one")


def test_other_rooms_hear_only_on_commit(django_capture_on_commit_callbacks: object) -> None:
    heard: list[int] = []
    signal = Signal()

    def listen(**facts: object) -> None:
        heard.append(1)

    signal.connect(listen)
    with django_capture_on_commit_callbacks(execute=False) as waiting:  # type: ignore[operator]
        announce(signal)
    assert heard == []
    for callback in waiting:
        callback()
    assert heard == [1]


def test_the_command_says_that_the_chain_holds() -> None:
    record(None, "test.one")
    out = StringIO()
    call_command("verify_trail", "--json", stdout=out)
    assert json.loads(out.getvalue())["faults"] == []
