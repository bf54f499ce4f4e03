"""The translation memory of each language, held by this process and kept up with the database at every question.

Rows changed since the last question are read anew (one query); what is found is checked against the database before it is shown, so a row
that is gone or says something else by now is never offered.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from nhipcau.newsroom.rules.memory import Memory, likeness, words_of

_OVERLAP = timedelta(seconds=2)
"""Two clocks and a slow transaction may write a row slightly before the last question."""


@dataclass(slots=True)
class _Held:
    memory: Memory = field(default_factory=Memory)
    until: datetime | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass(frozen=True, slots=True)
class Remembered:
    """A sentence that was translated before. ``percent`` is how alike its source is (100: the same); HTML with inline tags."""

    key: int
    percent: int
    source: str
    target: str
    title: str
    page_id: int | None
    at: datetime


_held: dict[str, _Held] = {}


def usable(language: str) -> QuerySet[StringTranslation]:
    """What people have translated or checked in ``language``, without faults."""
    rows: QuerySet[StringTranslation] = StringTranslation.objects.filter(
        locale__language_code=language, translation_type="manual", has_error=False
    )
    return rows


def remembered(language: str, texts: Mapping[int, str], *, limit: int = 3) -> dict[int, list[Remembered]]:
    """For each of ``texts`` (any key → HTML) what was said in ``language`` for sentences like it, best first.

    One query to keep up, one for all that was found, and one for the pages it came from.
    """
    held = _up_to_date(language)
    with held.lock:
        hits = {at: [m.key for m in held.memory.matches(text, limit=limit * 2)] for at, text in texts.items()}
    wanted = {key for keys in hits.values() for key in keys}
    if not wanted:
        return {}
    rows = {row.pk: row for row in usable(language).filter(pk__in=wanted).select_related("translation_of", "context")}
    keys = {row.context.object_id for row in rows.values() if row.context}
    pages = {
        p.translation_key: p
        for p in Page.objects.filter(translation_key__in=keys, locale__language_code=language).only(
            "pk", "translation_key", "draft_title", "title"
        )
    }
    return {
        at: _best(texts[at], [rows[key] for key in found if key in rows], pages)[:limit] for at, found in hits.items()
    }


def _best(text: str, rows: Iterable[StringTranslation], pages: Mapping[UUID, Page]) -> list[Remembered]:
    found: dict[str, Remembered] = {}
    asked = words_of(text)
    for row in rows:
        score = likeness(asked, words_of(row.translation_of.data))
        page = pages.get(row.context.object_id) if row.context else None
        title = (page.draft_title or page.title) if page else ""
        offer = Remembered(
            row.pk,
            int(score * 100),
            row.translation_of.data,
            row.data,
            title,
            page.pk if page else None,
            row.updated_at,
        )
        if score >= 0.6 and (row.data not in found or found[row.data].percent < offer.percent):
            found[row.data] = offer
    return sorted(found.values(), key=lambda r: (-r.percent, -r.at.timestamp()))


def _up_to_date(language: str) -> _Held:
    held = _held.setdefault(language, _Held())
    rows = usable(language)
    with held.lock:
        fresh = list(
            (rows.filter(updated_at__gte=held.until - _OVERLAP) if held.until else rows).values_list(
                "pk", "translation_of__data", "updated_at"
            )
        )
        for key, text, at in fresh:
            held.memory.keep(key, text)
            held.until = max(held.until or at, at)
    return held
