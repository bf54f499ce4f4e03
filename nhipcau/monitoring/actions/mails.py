"""Mails that could not be read: kept by their number, tried again, set aside, tried once more by hand. None blocks those behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from nhipcau.monitoring.models import Source, StuckMail
from nhipcau.people.models import Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import record

TRIES = 3
"""Of a mail; after these it waits for a person."""


@dataclass(frozen=True, slots=True)
class MailsTried:
    """What became of the mails of one look, by their numbers. ``validity``: the mailbox's UIDVALIDITY, 0 where it has none."""

    validity: int
    read: tuple[int, ...] = ()
    failed: tuple[tuple[int, str], ...] = ()
    """(number, fault code)."""


@dataclass(frozen=True, slots=True)
class StuckNumber:
    """What a look needs to know of a mail that could not be read before."""

    validity: int
    uid: int
    is_aside: bool


def stuck_numbers(sources: Iterable[Source]) -> dict[int, tuple[StuckNumber, ...]]:
    """Source → its mails that could not be read, those with the fewest tries first; one query."""
    boxes = [source.pk for source in sources if source.kind == Source.Kind.MAILBOX]
    found: dict[int, list[StuckNumber]] = defaultdict(list)
    for row in StuckMail.objects.filter(source__in=boxes).order_by("tries", "uid") if boxes else ():
        found[row.source_id].append(StuckNumber(row.validity, row.uid, row.is_aside))
    return {source: tuple(rows) for source, rows in found.items()}


@transaction.atomic
def note_mails(source: Source, tried: MailsTried, *, now: datetime, by: Staff | None) -> None:
    """Inside the transaction that stores what the look found: a mail is passed over in the mark and kept here, or neither."""
    rows = StuckMail.objects.filter(source=source)
    rows.exclude(validity=tried.validity).delete()
    rows.filter(uid__in=tried.read).delete()
    known = {row.uid: row for row in rows.filter(uid__in=[uid for uid, _code in tried.failed])}
    for uid, code in tried.failed:
        row = known.get(uid) or StuckMail(source=source, validity=tried.validity, uid=uid, first_at=now)
        row.tries, row.fault_code, row.tried_at = row.tries + 1, code[:40], now
        row.is_aside = row.tries >= TRIES
        row.save()
        if row.is_aside:
            record(by, "monitoring.set_mail_aside", source, note=code, mail=uid)


@transaction.atomic
def try_mail_again(mail: StuckMail, *, by: Staff) -> None:
    """Take it up once more at the next look, within a minute. Raises NotAllowed."""
    require(by, "monitoring.manage")
    StuckMail.objects.filter(pk=mail.pk).update(is_aside=False)
    Source.objects.filter(pk=mail.source_id, is_active=True).update(next_try_at=timezone.now())
    record(by, "monitoring.try_mail_again", mail.source, mail=mail.uid)
