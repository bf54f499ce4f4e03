"""Articles on their way in: found in a feed, given as a link, read from a page. The same item twice is one row."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.documents import liveness
from nhipcau.monitoring.actions.faults import BadSource
from nhipcau.monitoring.models import Article, ClosedSite, Stream
from nhipcau.monitoring.rules.links import absolute, host_of, key_of
from nhipcau.people.models import Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import record

HELD = timedelta(minutes=5)
TRIES = 4
A_TURN = 5
"""Pages of one host in a row."""


@transaction.atomic
def add_link(url: str, *, by: Staff, outlet: str = "", stream: str = Stream.PRESS) -> Article:
    """Take one article by its address; its page is read within a minute. One that is here already is answered as it is.

    Raises NotAllowed, BadSource.
    """
    require(by, "monitoring.bring")
    address = absolute(url)
    if not address:
        raise BadSource(_("Give the full address, beginning with https:// or http://."))
    now = timezone.now()
    article, is_new = Article.objects.get_or_create(
        key=key_of(address),
        defaults={
            "url": address, "host": host_of(address), "way": Article.Way.LINK, "stream": stream, "seen_at": now, "next_try_at": now,
            "outlet": (outlet or host_of(address))[:255],
        },
    )  # fmt: skip
    if is_new:
        record(by, "monitoring.add_link", article, url=address)
    return article


@transaction.atomic
def take_waiting(*, now: datetime, most: int, by: Staff | None = None) -> list[Article]:
    """Hold up to ``most`` articles whose page is to be read. A hold that has run out, or whose process is dead, counts for nothing."""
    if by is not None:
        require(by, "monitoring.manage")
        record(by, "monitoring.read")
    due = Article.objects.filter(Q(next_try_at__isnull=True) | Q(next_try_at__lte=now), state=Article.State.WAITING)
    locked = due.order_by("next_try_at", "pk").select_for_update(
        skip_locked=connection.features.has_select_for_update_skip_locked, of=("self",)
    )
    rows = [row for row in locked.select_related("source")[: most * 8] if _is_free(row, now)]
    free = _from_many_hosts(rows)[:most]
    Article.objects.filter(pk__in=[row.pk for row in free]).update(holder=liveness.me(), held_until=now + HELD)
    return free


def _from_many_hosts(rows: list[Article]) -> list[Article]:
    """The first few of each host before further ones of any: a feed with hundreds of items does not keep the others waiting."""
    seen: Counter[str] = Counter()
    turns = []
    for at, row in enumerate(rows):
        turns.append((seen[row.host] // A_TURN, at, row))
        seen[row.host] += 1
    return [row for _turn, _at, row in sorted(turns, key=lambda turn: turn[:2])]


def _is_free(row: Article, now: datetime) -> bool:
    return not row.holder or row.held_until is None or row.held_until <= now or not liveness.may_live(row.holder)


@dataclass(frozen=True, slots=True)
class Missed:
    """A page that did not come: why, and whether asking again makes sense."""

    article: int
    code: str
    is_final: bool = False
    retry_after: float | None = None


def closed_hosts() -> frozenset[str]:
    """Sites whose publisher asked to be left alone."""
    return frozenset(ClosedSite.objects.values_list("host", flat=True))


def sha256_of(text: str) -> str:
    """Of a text, hex."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
