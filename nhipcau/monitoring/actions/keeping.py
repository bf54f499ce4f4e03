"""How long texts are kept; what a publisher may ask for: all that is held of their site, its deletion, being left alone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from nhipcau.documents.rules.folding import fold
from nhipcau.monitoring.actions.faults import words_given
from nhipcau.monitoring.actions.recordings import forget_recordings
from nhipcau.monitoring.models import Article, ClosedSite, Recording, RetentionRule
from nhipcau.monitoring.rules.links import host_of
from nhipcau.people.models import Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import record

DEFAULT_DAYS = 365
"""Where no rule is in force."""
A_ROUND = 2_000


@transaction.atomic
def set_retention(*, days: int, valid_from: date, source: str, by: Staff) -> RetentionRule:
    """State how long texts are kept from a day on, and who decided it. Raises NotAllowed, NothingSaid."""
    require(by, "monitoring.manage")
    row, _new = RetentionRule.objects.update_or_create(
        valid_from=valid_from,
        defaults={"days": max(1, days), "source": words_given(source)[:500], "verified_by": str(by)},
    )
    record(by, "monitoring.set_retention", row, days=row.days)
    return row


def days_kept(on: date) -> int:
    """What the newest rule in force says."""
    rule = RetentionRule.objects.filter(valid_from__lte=on).order_by("-valid_from").first()
    return rule.days if rule else DEFAULT_DAYS


@transaction.atomic
def forget_old_texts(*, on: date, by: Staff | None = None) -> int:
    """Delete texts and recordings older than the rule in force says; title, link and hash stay. Answers how many texts. Raises NotAllowed."""
    if by is not None:
        require(by, "monitoring.manage")
    before = timezone.make_aware(datetime.combine(on - timedelta(days=days_kept(on)), time.min))
    old = Article.objects.filter(seen_at__lt=before, forgotten_on__isnull=True).exclude(text="", lead="")
    forget_recordings(Recording.objects.filter(at__lt=before), by=by)
    count = _forget(old, on)
    if count:
        record(by, "monitoring.forget", note=str(count), articles=count)
    return count


def _forget(articles: QuerySet[Article], on: date) -> int:
    rows = list(articles.only("title")[:A_ROUND])
    for row in rows:
        row.text = row.lead = row.picture = ""
        row.folded, row.forgotten_on = fold(row.title), on
    Article.objects.bulk_update(rows, ["text", "lead", "picture", "folded", "forgotten_on"], batch_size=200)
    return len(rows)


@transaction.atomic
def close_site(site: str, *, reason: str, by: Staff, on: date) -> int:
    """A publisher's request: delete the texts of their site and read none of its pages again. Answers how many texts went.

    Raises NotAllowed, NothingSaid.
    """
    require(by, "monitoring.manage")
    host = site_name(site)
    row, _new = ClosedSite.objects.update_or_create(
        host=host, defaults={"reason": words_given(reason), "by": by, "at": timezone.now()}
    )
    count = 0
    while done := _forget(articles_of(host).filter(forgotten_on__isnull=True).exclude(text="", lead=""), on):
        count += done
    forget_recordings(Recording.objects.filter(host=host), by=by)
    record(by, "monitoring.close_site", row, note=reason, articles=count)
    return count


@transaction.atomic
def open_site(row: ClosedSite, *, by: Staff) -> None:
    """The publisher agrees again. Raises NotAllowed."""
    require(by, "monitoring.manage")
    record(by, "monitoring.open_site", row)
    row.delete()


def site_name(site: str) -> str:
    """``https://www.bao.vn/a`` or ``bao.vn`` → ``bao.vn``."""
    return host_of(site if "//" in site else f"//{site.strip()}")


def articles_of(site: str) -> QuerySet[Article]:
    """What is held of a site, by its exact name."""
    return Article.objects.filter(host=site_name(site)).order_by("seen_at", "pk")


@transaction.atomic
def export_site(site: str, *, by: Staff) -> list[Article]:
    """All that is held of a site, for its publisher; that it was given is recorded. Raises NotAllowed."""
    require(by, "monitoring.manage")
    rows = list(articles_of(site))
    record(by, "monitoring.export_site", note=site_name(site), articles=len(rows))
    return rows
