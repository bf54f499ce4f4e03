"""Whether an address is of a page of ours."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Page

from nhipcau.newsroom.models import EditorialPage


def is_ours(address: str) -> bool:
    """Whether the address stands on this site."""
    asked, mine = urlsplit(address.strip()), urlsplit(str(settings.WAGTAILADMIN_BASE_URL))
    return bool(asked.hostname) and asked.hostname == mine.hostname and asked.port == mine.port


def page_at(address: str) -> EditorialPage | None:
    """The live page at that address of this site; None for any other."""
    if not is_ours(address):
        return None
    path = urlsplit(address.strip()).path
    slug = next((part for part in reversed(path.split("/")) if part), "")
    rows = Page.objects.live().filter(content_type__app_label="newsroom")
    for row in (rows.filter(slug=slug) | rows.filter(depth=2)).select_related("locale"):
        parts = row.get_url_parts()
        if parts and (parts[2] or "").rstrip("/") == path.rstrip("/"):
            found = row.specific
            return found if isinstance(found, EditorialPage) else None
    return None
