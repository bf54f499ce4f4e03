"""Addresses as strangers need them: whole, with the name of the site in front."""

from __future__ import annotations

from functools import cache
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page, Site, SiteRootPath

from nhipcau.public.once import once


def base() -> str:
    """Where the site stands, without a slash at the end: the setting NHIPCAU_BASE_URL."""
    return str(settings.WAGTAILADMIN_BASE_URL).rstrip("/")


def absolute(address: str) -> str:
    """``address`` with the site in front where it begins with "/"; "" stays ""."""
    return urljoin(f"{base()}/", address) if address else ""


def path_of(page: Page) -> str:
    """The page's path on the site, "" where it has none (it stands outside of every site).

    As Wagtail's ``Page.url`` on one site, which turns on the page's language and asks the table of addresses for each: a page names fifty others.
    """
    root = next((root for root in _roots() if page.url_path.startswith(root.root_path)), None)
    return f"{_begins(root.language_code)}{page.url_path[len(root.root_path) :]}" if root else ""


@once
def _roots() -> list[SiteRootPath]:
    """Where the tree of each language begins, the longest paths first."""
    roots: list[SiteRootPath] = Site.get_site_root_paths()
    return roots


@cache
def _begins(language: str) -> str:
    """How the addresses of a language's pages begin."""
    with override(language):
        return reverse("wagtail_serve", args=[""])


def address_of(page: Page) -> str:
    """The page's whole address, "" where it has none."""
    return absolute(path_of(page))
