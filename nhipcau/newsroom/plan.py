"""What is asked of the plan: a month with its slots, gaps of its quotas, and a person's calendar as iCalendar."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from icalendar import Calendar, Event

from nhipcau.newsroom.models import Column, EditorialPage, PlanFeed, Quota, Slot
from nhipcau.newsroom.rules.calendar import Gap, Month, Planned, gaps_of
from nhipcau.people.models import Staff

PAST_DAYS, AHEAD_DAYS = 60, 400


def columns_of(month: Month) -> list[Column]:
    """The columns that are kept in ``month``."""
    return list(Column.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=month.first)))


def slots_of(month: Month) -> list[Slot]:
    """What stands in the plan of ``month``, in order of days."""
    rows = Slot.objects.filter(on_date__gte=month.first, on_date__lte=month.last, dropped_at__isnull=True)
    return list(rows.select_related("column", "who", "page").defer("page__body", "page__sources"))


def public_languages(slots: Sequence[Slot]) -> dict[int, frozenset[str]]:
    """Slot id → languages in which its page is public, in one query."""
    keys = {slot.page.translation_key for slot in slots if slot.page}
    pages = EditorialPage.objects.filter(translation_key__in=keys, live=True)
    found: dict[Any, set[str]] = {}
    for key, language in pages.values_list("translation_key", "locale__language_code"):
        found.setdefault(key, set()).add(language)
    return {
        slot.pk: frozenset(found.get(slot.page.translation_key, ())) if slot.page else frozenset() for slot in slots
    }


def month_gaps(slots: Sequence[Slot], public: dict[int, frozenset[str]]) -> list[Gap]:
    """The quotas against what is planned."""
    quotas = {(quota.column_id, quota.language): quota.per_month for quota in Quota.objects.order_by("column", "pk")}
    planned = [
        Planned(slot.column_id, {language: language in public[slot.pk] for language in slot.languages})
        for slot in slots
    ]
    return gaps_of(quotas, planned)


def hashed(key: str) -> str:
    """What is kept of a calendar address's key."""
    return hashlib.sha256(key.encode()).hexdigest()


def feed_owner(key: str) -> Staff | None:
    """Whose address it is, or None for one that is not known or no longer."""
    feed = PlanFeed.objects.filter(sha256=hashed(key)).select_related("staff").first()
    return feed.staff if feed and feed.staff.is_active else None


def slots_for(staff: Staff | None, *, on: date) -> Iterable[Slot]:
    """What ``staff`` makes (None: everyone), from two months ago to a year ahead."""
    rows = Slot.objects.filter(
        dropped_at__isnull=True,
        on_date__gte=on - timedelta(days=PAST_DAYS),
        on_date__lte=on + timedelta(days=AHEAD_DAYS),
    ).select_related("column", "who")
    return rows.filter(who=staff) if staff else rows


def as_ical(slots: Iterable[Slot], *, name: str) -> bytes:
    """``slots`` as all-day events (RFC 5545)."""
    base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    feed = Calendar()
    feed.add("prodid", "-//Nhip Cau//newsroom//VI")
    feed.add("version", "2.0")
    feed.add("x-wr-calname", name)
    for slot in slots:
        event = Event()
        event.add("uid", f"slot-{slot.pk}@nhipcau")
        event.add("dtstamp", slot.changed_at)
        event.add("dtstart", slot.on_date)
        event.add("dtend", slot.on_date + timedelta(days=1))
        event.add("summary", f"{slot.column}: {slot.title}")
        who = str(slot.who) if slot.who else ""
        event.add("description", " · ".join(part for part in (", ".join(slot.languages), who) if part))
        event.add("url", f"{base}{board_address(slot.on_date)}")
        feed.add_component(event)
    return bytes(feed.to_ical())


def board_address(day: date) -> str:
    """The board of the day's month."""
    return f"{reverse('newsroom:calendar')}?month={day:%Y-%m}"
