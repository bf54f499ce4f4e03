"""Sources: added, changed, stopped, brought in as OPML; looked at, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.documents import liveness
from nhipcau.monitoring.actions.faults import BadSource
from nhipcau.monitoring.actions.mails import MailsTried, note_mails
from nhipcau.monitoring.models import Article, Source, Stream
from nhipcau.monitoring.rules.backing_off import next_pause
from nhipcau.monitoring.rules.feeds import FeedEntry
from nhipcau.monitoring.rules.links import absolute, host_of, key_of
from nhipcau.monitoring.rules.opml import Outline
from nhipcau.people.models import Staff, Topic
from nhipcau.people.permissions import require
from nhipcau.people.trail import record

HELD = timedelta(minutes=5)
"""How long a look may take before another worker may take the source over; a dead worker's hold ends at once."""

OLDEST = timedelta(days=60)
"""An item that a feed shows for the first time and dates further back than this is history, not news."""


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What a person says of a source."""

    kind: str
    name: str
    url: str
    stream: str = Stream.PRESS
    outlet: str = ""
    topic: Topic | None = None
    country: str = ""
    link_pattern: str = ""
    lead_only: bool = False
    every_minutes: int = 30


def _filled(source: Source, facts: SourceFacts) -> Source:
    is_mailbox = facts.kind == Source.Kind.MAILBOX
    url = facts.url.strip() if is_mailbox else absolute(facts.url)
    if not url:
        raise BadSource(_("Give the full address, beginning with https:// or http://."))
    if Source.objects.filter(url=url).exclude(pk=source.pk).exists():
        raise BadSource(_("This address is a source already."))
    for name in ("kind", "stream", "outlet", "topic", "country", "link_pattern", "lead_only"):
        setattr(source, name, getattr(facts, name))
    source.url, source.name = url, facts.name.strip()[:255] or url[:255]
    source.every_minutes = max(5, facts.every_minutes)
    return source


@transaction.atomic
def add_source(facts: SourceFacts, *, by: Staff) -> Source:
    """Keep a new source; it is looked at within a minute. Raises NotAllowed, BadSource."""
    require(by, "monitoring.manage")
    source = _filled(Source(added_by=by, next_try_at=timezone.now()), facts)
    source.save(force_insert=True)
    record(by, "monitoring.add_source", source, url=source.url)
    return source


@transaction.atomic
def edit_source(source: Source, facts: SourceFacts, *, by: Staff) -> Source:
    """Change what is said of it; a new address is looked at from the beginning. Raises NotAllowed, BadSource."""
    require(by, "monitoring.manage")
    before = source.url
    row = _filled(Source.objects.select_for_update().get(pk=source.pk), facts)
    if row.url != before:
        row.stuck.all().delete()
        row.etag = row.last_modified = row.fault_code = row.fault_detail = ""
        row.failures, row.next_try_at = 0, timezone.now()
    row.save()
    record(by, "monitoring.edit_source", row, url=row.url)
    return row


@transaction.atomic
def stop_source(source: Source, *, by: Staff) -> None:
    """Look at it no more; its articles stay. Raises NotAllowed."""
    require(by, "monitoring.manage")
    Source.objects.filter(pk=source.pk).update(is_active=False)
    record(by, "monitoring.stop_source", source)


@transaction.atomic
def look_now(source: Source, *, by: Staff) -> None:
    """Look at it at the next round, and from now on again where it was stopped. Raises NotAllowed."""
    require(by, "monitoring.manage")
    Source.objects.filter(pk=source.pk).update(is_active=True, next_try_at=timezone.now())
    record(by, "monitoring.look_now", source)


@transaction.atomic
def bring_opml(outlines: Iterable[Outline], *, by: Staff, stream: str = Stream.PRESS) -> int:
    """Keep each feed that is no source yet; what our own export calls official is that again. Answers how many are new. Raises NotAllowed."""
    require(by, "monitoring.manage")
    asked = list(outlines)
    have = set(Source.objects.filter(url__in=[one.url for one in asked]).values_list("url", flat=True))
    now = timezone.now()
    new = [
        Source(
            kind=Source.Kind.FEED,
            stream=Stream.OFFICIAL if one.category == Stream.OFFICIAL else stream,
            name=one.name,
            url=one.url,
            added_by=by,
            next_try_at=now,
        )
        for one in asked
        if one.url not in have and len(one.url) <= 1000
    ]
    Source.objects.bulk_create(new, batch_size=500)
    record(by, "monitoring.bring_opml", note=str(len(new)), sources=len(new))
    return len(new)


@transaction.atomic
def take_due(*, now: datetime, most: int, by: Staff | None = None) -> list[Source]:
    """Hold up to ``most`` sources whose time has come for this process; those that failed before come last.

    A hold that has run out, or whose process is dead, counts for nothing. Nothing that anybody did: the trail hears of what was found.
    """
    if by is not None:
        require(by, "monitoring.manage")
        record(by, "monitoring.look")
    due = Source.objects.filter(Q(next_try_at__isnull=True) | Q(next_try_at__lte=now), is_active=True)
    rows = list(due.order_by("failures", F("next_try_at").asc(nulls_first=True), "pk").select_for_update(
        skip_locked=connection.features.has_select_for_update_skip_locked, of=("self",))[: most * 2])  # fmt: skip
    free = [row for row in rows if is_free(row.holder, row.held_until, now)][:most]
    Source.objects.filter(pk__in=[row.pk for row in free]).update(holder=liveness.me(), held_until=now + HELD)
    return free


def is_free(holder: str, held_until: datetime | None, now: datetime) -> bool:
    """Whether a row may be taken: nobody holds it, or the hold has run out, or its process is dead."""
    return not holder or held_until is None or held_until <= now or not liveness.may_live(holder)


@dataclass(frozen=True, slots=True)
class Look:
    """What came of looking at a source: entries or a fault, and the marks for the next time."""

    source: int
    entries: tuple[FeedEntry, ...] = ()
    is_unchanged: bool = False
    etag: str = ""
    last_modified: str = ""
    moved_to: str = ""
    fault_code: str = ""
    fault_detail: str = ""
    retry_after: float | None = None
    mails: MailsTried | None = None
    """Of a mailbox. With it, what was found counts even where the look broke off in the middle."""


@transaction.atomic
def note_look(look: Look, *, now: datetime, chance: float, by: Staff | None = None) -> int:
    """Store what was found together with the marks that say so: both or neither. Answers how many articles are new.

    The trail hears of new articles, of a fault that begins and of one that ends; not of every quiet look. Raises NotAllowed.
    """
    if by is not None:
        require(by, "monitoring.manage")
    source = Source.objects.select_for_update().get(pk=look.source)
    failed_before = bool(source.fault_code)
    source.tried_at, source.holder, source.held_until = now, "", None
    source.failures = source.failures + 1 if look.fault_code else 0
    source.fault_code, source.fault_detail = look.fault_code[:40], look.fault_detail[:200]
    source.next_try_at = now + next_pause(
        every=timedelta(minutes=source.every_minutes), failures=source.failures, chance=chance, code=look.fault_code,
        retry_after=look.retry_after,
    )  # fmt: skip
    new = 0
    if not look.fault_code:
        source.succeeded_at = now
        _follow_move(source, look.moved_to)
    if look.mails is not None:
        note_mails(source, look.mails, now=now, by=by)
    if look.mails is not None or not (look.fault_code or look.is_unchanged):
        source.etag, source.last_modified = look.etag[:255], look.last_modified[:100]
        new = _add_found(source, look.entries, now=now)
    source.save()
    if new:
        record(by, "monitoring.found", source, articles=new)
    elif failed_before != bool(look.fault_code):
        record(
            by,
            "monitoring.source_fails" if look.fault_code else "monitoring.source_recovers",
            source,
            note=look.fault_code,
        )
    return new


def _follow_move(source: Source, moved_to: str) -> None:
    """A lasting redirect is the source's own word for where it lives now."""
    if moved_to and len(moved_to) <= 1000 and not Source.objects.filter(url=moved_to).exclude(pk=source.pk).exists():
        source.url = moved_to


def _add_found(source: Source, entries: Iterable[FeedEntry], *, now: datetime) -> int:
    """Rows for the entries that are new. Answers how many are new."""
    rows: dict[str, Article] = {}
    for entry in entries:
        url = absolute(entry.link, base=source.url)
        if not url or (entry.published is not None and entry.published < now - OLDEST):
            continue
        key = key_of(url)
        rows.setdefault(key, Article(
            source=source, stream=source.stream, key=key, url=url, host=host_of(url), title=entry.title[:500],
            outlet=(source.outlet or host_of(url))[:255], published_at=_plausible(entry.published, now), seen_at=now, next_try_at=now,
        ))  # fmt: skip
    known = set(Article.objects.filter(key__in=list(rows)).values_list("key", flat=True))
    new = [row for key, row in rows.items() if key not in known]
    Article.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)
    return len(new)


def _plausible(published: datetime | None, now: datetime) -> datetime | None:
    """A feed's clock may run ahead: nothing is published in the future."""
    return None if published is None else min(published, now)
