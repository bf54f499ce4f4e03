"""Writing and checking the trail; telling other rooms what happened, on commit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection, models, transaction
from django.dispatch import Signal
from django.utils import timezone

from nhipcau.people.models import Staff, TrailEntry
from nhipcau.people.rules.trail import GENESIS, Entry, Fault, entry_hash, verify

_LOCK = 0x6E68_6970  # "nhip": any fixed number; only the trail takes it


def record(
    by: Staff | None, action: str, subject: models.Model | None = None, *, note: str = "", **facts: Any
) -> TrailEntry:
    """Append one deed to the trail, inside the transaction of the deed. ``by`` None is the program itself.

    ``facts`` must be plain JSON values. Raises TransactionManagementError outside a transaction: a deed and
    its entry stand or fall together.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("record() belongs inside the action's transaction")
    _hold_the_pen()
    last = TrailEntry.objects.order_by("-seq").only("seq", "own_hash").first()
    row = TrailEntry(
        seq=last.seq + 1 if last else 1,
        at=timezone.now(),
        by=by.username if by else "",
        action=action,
        subject_kind=subject._meta.label_lower if subject else "",
        subject_id=str(subject.pk) if subject else "",
        subject=str(subject)[:500] if subject else "",
        note=note,
        facts=facts,
        previous_hash=last.own_hash if last else GENESIS,
    )
    row.own_hash = entry_hash(row.as_entry(), row.previous_hash)
    row.save(force_insert=True)
    return row


def _hold_the_pen() -> None:
    """One writer at a time. SQLite's immediate transactions already see to it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def trail_faults() -> list[Fault]:
    """Every place where the stored trail does not hold together; empty when it does."""

    def chain() -> Iterator[tuple[Entry, str, str]]:
        for row in TrailEntry.objects.order_by("seq").iterator(chunk_size=2000):
            yield row.as_entry(), row.previous_hash, row.own_hash

    return verify(chain())


def announce(signal: Signal, **facts: Any) -> None:
    """Send ``signal`` once the transaction has been committed; receivers' errors do not undo the deed."""
    transaction.on_commit(lambda: signal.send_robust(sender=None, **facts))
