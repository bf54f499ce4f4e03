"""The digest: drafted, filled, ordered, released by a person, sent at its hour, filed as evidence."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from nhipcau.documents.rules.folding import fold
from nhipcau.duties.models import Duty
from nhipcau.monitoring.actions.desk import desk_settings
from nhipcau.monitoring.actions.faults import NotNow, words_given
from nhipcau.monitoring.models import Delivery, Digest, DigestItem, Story, Subscription
from nhipcau.monitoring.rules.extras import lead_of
from nhipcau.monitoring.signals import digest_sent
from nhipcau.monitoring.writing import as_docx, as_mail, edition_of
from nhipcau.people.models import Office, Staff, Topic
from nhipcau.people.permissions import may, require
from nhipcau.people.trail import announce, record
from nhipcau.work.actions import EvidenceRefused, Filing, file_publication
from nhipcau.work.models import Evidence

log = logging.getLogger("nhipcau.monitoring")
State = Digest.State


def _draft(digest: Digest) -> Digest:
    row = Digest.objects.select_for_update().get(pk=digest.pk)
    if row.state != State.DRAFT:
        raise NotNow(_("The digest was released. Take it back first, as long as it has not been sent."))
    return row


@transaction.atomic
def begin_digest(
    kind: str, title: str, *, on: date, office: Office | None, by: Staff, since: date | None = None
) -> Digest:
    """A new draft; of a daily or weekly one there is one a day. Raises NotAllowed, NotNow, NothingSaid."""
    require(by, "monitoring.compose")
    if kind != "special" and Digest.objects.filter(kind=kind, on_date=on).exists():
        raise NotNow(_("There is a digest of this kind for that day already."))
    made = Digest.objects.create(
        kind=kind, title=words_given(title)[:255], on_date=on, since=since, office=office, made_by=by
    )
    record(by, "monitoring.begin_digest", made)
    return made


@transaction.atomic
def word_digest(digest: Digest, *, title: str, opening: str, by: Staff) -> Digest:
    """Title and words at the beginning. Raises NotAllowed, NotNow, NothingSaid."""
    require(by, "monitoring.compose")
    row = _draft(digest)
    row.title, row.opening = words_given(title)[:255], opening.strip()
    row.save(update_fields=["title", "opening"])
    record(by, "monitoring.word_digest", row)
    return row


@transaction.atomic
def add_items(digest: Digest, stories: Sequence[Story], *, by: Staff) -> int:
    """Put stories in, as they are now; those that are in already stay. Answers how many are new. Raises NotAllowed, NotNow."""
    require(by, "monitoring.compose")
    row = _draft(digest)
    have = set(row.items.values_list("story_id", flat=True))
    last = row.items.aggregate(last=Max("position"))["last"] or 0
    new = [story for story in stories if story.pk not in have]
    for at, story in enumerate(new, 1):
        first = story.first
        DigestItem.objects.create(
            digest=row, story=story, topic=story.topics.order_by("name").first(), position=last + at, title=story.title,
            outlet=first.outlet if first else "", url=first.url if first else "", published_at=story.first_at, copies=story.copies,
        )  # fmt: skip
    if new:
        record(by, "monitoring.add_items", row, stories=[story.pk for story in new])
    return len(new)


@dataclass(frozen=True, slots=True)
class ItemWords:
    """What a person writes for an item."""

    title: str
    summary: str
    topic: Topic | None = None


@transaction.atomic
def word_item(item: DigestItem, words: ItemWords, *, by: Staff) -> DigestItem:
    """Write an item's summary. One that is the article's own lead word for word is printed as a quotation. Raises NotAllowed, NotNow, NothingSaid."""
    require(by, "monitoring.compose")
    _draft(item.digest)
    item.title, item.topic = words_given(words.title)[:500], words.topic
    item.summary = " ".join(words.summary.split())[:1500]
    item.is_quoted = bool(item.summary) and item.summary == suggestion_for(item)
    item.save(update_fields=["title", "topic", "summary", "is_quoted"])
    record(by, "monitoring.word_item", item.digest, item=item.pk)
    return item


def suggestion_for(item: DigestItem) -> str:
    """The lead sentences of the story's first article: proposed, never taken over by itself."""
    first = item.story.first if item.story else None
    return (lead_of(first.text) or first.lead) if first else ""


@transaction.atomic
def remove_item(item: DigestItem, *, by: Staff) -> None:
    """Take an item out. Raises NotAllowed, NotNow."""
    require(by, "monitoring.compose")
    digest = _draft(item.digest)
    record(by, "monitoring.remove_item", digest, title=item.title)
    item.delete()


@transaction.atomic
def order_items(digest: Digest, order: Sequence[int], *, by: Staff) -> None:
    """Put items in this order; those that are not named follow as they were. Raises NotAllowed, NotNow."""
    require(by, "monitoring.compose")
    row = _draft(digest)
    place = {pk: at for at, pk in enumerate(order)}
    items = sorted(row.items.all(), key=lambda item: (place.get(item.pk, len(place)), item.position))
    for at, item in enumerate(items, 1):
        item.position = at
    DigestItem.objects.bulk_update(items, ["position"])
    record(by, "monitoring.order_items", row, order=[item.pk for item in items])


def not_ready(digest: Digest) -> list[str]:
    """What is missing before it may go out, in words."""
    items = list(digest.items.all())
    missing = [] if items else [_("There is no item in it.")]
    return missing + [_("No summary yet: %(title)s") % {"title": item.title} for item in items if not item.summary]


def next_hour(hour: int, now: datetime) -> datetime:
    """The next time that it is ``hour`` o'clock in the province."""
    local = timezone.localtime(now).replace(hour=hour, minute=0, second=0, microsecond=0)
    return local if local > now else local + timedelta(days=1)


@transaction.atomic
def release_digest(digest: Digest, *, by: Staff, send_at: datetime) -> Digest:
    """A person presses send: it goes out at that moment, to the addresses there are then. Raises NotAllowed, NotNow."""
    require(by, "monitoring.send")
    row = _draft(digest)
    if missing := not_ready(row):
        raise NotNow(" ".join(missing[:3]))
    row.state, row.send_at, row.released_by = State.RELEASED, send_at, by
    row.save(update_fields=["state", "send_at", "released_by"])
    record(by, "monitoring.release_digest", row, at=send_at.isoformat())
    return row


@transaction.atomic
def take_back(digest: Digest, *, by: Staff) -> Digest:
    """Not yet, after all. Raises NotAllowed, NotNow when it has gone out."""
    require(by, "monitoring.send")
    row = Digest.objects.select_for_update().get(pk=digest.pk)
    if row.state != State.RELEASED:
        raise NotNow(_("Only a digest that waits to be sent can be taken back."))
    row.state, row.send_at, row.released_by = State.DRAFT, None, None
    row.save(update_fields=["state", "send_at", "released_by"])
    record(by, "monitoring.take_back", row)
    return row


def send_released(*, now: datetime) -> int:
    """Send what people released for a moment that has come. Answers how many mails went out."""
    for digest in Digest.objects.filter(state=State.RELEASED, send_at__lte=now):
        close_edition(digest, now=now, by=digest.released_by)
    sent = 0
    waiting = Delivery.objects.filter(at__isnull=True, subscription__ended_at__isnull=True)
    for row in waiting.select_related("digest__released_by").order_by("pk"):
        try:
            sent += deliver(row, now=now, by=row.digest.released_by)
        except OSError:  # smtplib's errors are OSErrors; the others still get theirs, this one at the next round
            log.exception("digest %s could not be sent to subscription %s", row.digest_id, row.subscription_id)
    return sent


def recipients_of(digest: Digest) -> QuerySet[Subscription]:
    """Who gets digests of its kind now."""
    return Subscription.objects.filter(Q(**{digest.kind: True}), ended_at__isnull=True)


@transaction.atomic
def close_edition(digest: Digest, *, now: datetime, by: Staff | None) -> Digest:
    """Freeze the digest as it goes out: its .docx with the hash, and the evidence for the duties it belongs to."""
    row = Digest.objects.select_for_update(of=("self",)).select_related("office", "released_by").get(pk=digest.pk)
    if row.state != State.RELEASED:
        return row
    with override(settings.LANGUAGE_CODE):
        edition = edition_of(row, desk_settings())
        paper = as_docx(edition)
    row.sha256 = hashlib.sha256(paper).hexdigest()
    row.docx.save(f"{row.pk}-{row.sha256[:16]}.docx", ContentFile(paper), save=False)
    row.state, row.sent_at = State.SENT, now
    row.folded = fold(
        " ".join([row.title, row.opening, *(f"{i.title} {i.summary} {i.outlet}" for i in row.items.all())])
    )
    row.save(update_fields=["state", "sent_at", "docx", "sha256", "folded"])
    Delivery.objects.bulk_create([Delivery(digest=row, subscription=address) for address in recipients_of(row)])
    record(by, "monitoring.send_digest", row, sha256=row.sha256)
    announce(digest_sent, digest=row)
    _file(row, by)
    return row


def _file(digest: Digest, by: Staff | None) -> None:
    """As evidence for each duty that the desk's settings name; refused evidence never keeps a digest from going out."""
    office, on = digest.office, timezone.localdate(digest.sent_at)
    if by is None or office is None or not may(by, "work.file_publication", office=office, on=on):
        return
    address = address_of(digest)
    for duty in Duty.objects.filter(desksettings__isnull=False):
        try:
            with transaction.atomic():
                title = f"{digest.title} (SHA-256 {digest.sha256[:16]}…)"
                file_publication(
                    Filing(office, "link", title, min(digest.on_date, on), duty=duty, address=address), by=by, on=on
                )
        except EvidenceRefused:
            log.exception("digest %s could not be filed for duty %s", digest.pk, duty.pk)


def address_of(digest: Digest) -> str:
    """Under which it is filed as evidence."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{reverse('monitoring:digest', args=[digest.pk])}"


def filed_of(digest: Digest) -> QuerySet[Evidence]:
    """The evidence that it is."""
    return Evidence.objects.filter(address=address_of(digest), withdrawal__isnull=True).select_related("duty")


@transaction.atomic
def deliver(delivery: Delivery, *, now: datetime, by: Staff | None) -> int:
    """One mail to one address: noted first and sent last, so that a failure takes the note back. Answers 1, or 0 if it went before."""
    locked = Delivery.objects.select_for_update(of=("self",)).select_related("digest__office", "subscription")
    row = locked.get(pk=delivery.pk)
    if row.at is not None:
        return 0
    row.at = now
    row.save(update_fields=["at"])
    record(by, "monitoring.deliver", row.digest, subscription=row.subscription_id)
    with override(settings.LANGUAGE_CODE):
        as_mail(edition_of(row.digest, desk_settings()), row.digest, row.subscription).send()
    return 1


@transaction.atomic
def add_recipient(email: str, *, name: str, kinds: Sequence[str], by: Staff) -> Subscription:
    """Send digests to an address, or again after it was taken out by hand. Raises NotAllowed."""
    require(by, "monitoring.manage")
    wanted = {kind: kind in kinds for kind in ("daily", "weekly", "special")}
    row, _new = Subscription.objects.update_or_create(
        email=email.strip().lower(), defaults={"name": name.strip()[:255], "ended_at": None, **wanted}
    )
    record(by, "monitoring.add_recipient", note=str(row.pk))
    return row


@transaction.atomic
def end_recipient(row: Subscription, *, by: Staff) -> None:
    """Send no more to it. Raises NotAllowed."""
    require(by, "monitoring.manage")
    _end(row)
    record(by, "monitoring.end_recipient", note=str(row.pk))


@transaction.atomic
def unsubscribe(token: str, *, by: Staff | None = None) -> bool:
    """By the link in a mail: whoever holds it may. Answers whether there was such an address."""
    row = Subscription.objects.filter(token=token).first()
    if row is None:
        return False
    if row.ended_at is None:
        _end(row)
        record(by, "monitoring.unsubscribe", note=str(row.pk))
    return True


def _end(row: Subscription) -> None:
    Subscription.objects.filter(pk=row.pk).update(ended_at=timezone.now())
