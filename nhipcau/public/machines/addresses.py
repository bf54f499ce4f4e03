"""Addresses as strangers need them: whole, with the name of the site in front."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from wagtail.models import Page


def base() -> str:
    """Where the site stands, without a slash at the end: the setting NHIPCAU_BASE_URL."""
    return str(settings.WAGTAILADMIN_BASE_URL).rstrip("/")


def absolute(address: str) -> str:
    """``address`` with the site in front where it begins with "/"; "" stays ""."""
    return urljoin(f"{base()}/", address) if address else ""


def path_of(page: Page) -> str:
    """The page's path on the site, "" where it has none (it stands outside of every site)."""
    parts = page.get_url_parts()
    return parts[2] or "" if parts else ""


def address_of(page: Page) -> str:
    """The page's whole address, "" where it has none."""
    return absolute(path_of(page))
