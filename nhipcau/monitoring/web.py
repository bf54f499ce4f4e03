"""The one fetcher of this process, made from the settings."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from nhipcau.ports.fetching import Fetcher, Web


@cache
def fetcher() -> Fetcher:
    """Polite, bounded, and open to nothing inside the house but what ``NHIPCAU_FETCH_LOCAL`` names (tests alone set it)."""
    return Web(agent=agent(), open_to=frozenset(settings.NHIPCAU_FETCH_LOCAL), pause=settings.NHIPCAU_FETCH_PAUSE)


def agent() -> str:
    """Who asks, and where to write: what a publisher sees in their log."""
    contact = settings.NHIPCAU_FETCH_CONTACT or settings.DEFAULT_FROM_EMAIL
    return f"NhipCau/0.1 (+{settings.WAGTAILADMIN_BASE_URL}; {contact})"
