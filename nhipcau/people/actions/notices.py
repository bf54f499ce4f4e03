"""Telling people: once per thing, in the workspace; the daily digest is sent by the rooms that know the day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from nhipcau.people.models import Notice, Staff
from nhipcau.people.trail import record


@dataclass(frozen=True, slots=True)
class Word:
    """One thing to tell the focal points of ``office`` (id) or, where it is None, whoever may do ``action`` (empty: the
    coordinators). The same ``kind`` and ``about`` is said once."""

    kind: str
    about: str
    text: str
    url: str
    office: int | None = None
    action: str = ""


def unsaid(words: Iterable[Word]) -> list[Word]:
    """Those of ``words`` that were not said before; one query."""
    every = list(words)
    said = set(Notice.objects.filter(about__in={w.about for w in every}).values_list("kind", "about"))
    return [word for word in every if (word.kind, word.about) not in said]


@transaction.atomic
def tell(staff: Iterable[Staff], *, kind: str, about: str, text: str, url: str, by: Staff | None) -> int:
    """Leave a notice for each of ``staff`` unless the same was said before. Answers how many are new."""
    people = list(staff)
    before = Notice.objects.filter(kind=kind, about=about).count()
    now = timezone.now()
    Notice.objects.bulk_create(
        [Notice(staff=s, kind=kind, about=about, text=text[:500], url=url, made_at=now) for s in people],
        ignore_conflicts=True,
    )
    new = Notice.objects.filter(kind=kind, about=about).count() - before
    if new:
        record(by, "people.tell", note=f"{kind} {about}", people=new)
    return new


@transaction.atomic
def mark_read(notices: Iterable[int], *, by: Staff) -> int:
    """Mark ``by``'s own notices as read. Others' are left alone."""
    count = Notice.objects.filter(pk__in=list(notices), staff=by, read_at__isnull=True).update(read_at=timezone.now())
    if count:
        record(by, "people.mark_read", by, notices=count)
    return count
