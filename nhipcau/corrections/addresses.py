"""Where the desk's things stand on the public site, which the room above draws. ``config.urls`` puts a language's prefix in front."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from nhipcau.corrections.models import Case

LOG = "dinh-chinh/"
ENTRY = f"{LOG}vu/"


def entry_path(number: str, language: str = settings.LANGUAGE_CODE) -> str:
    """``/dinh-chinh/vu/2026-0007/``, with the language's prefix where it has one."""
    return f"/{'' if language == settings.LANGUAGE_CODE else f'{language}/'}{ENTRY}{number}/"


def entry_address(number: str, language: str = settings.LANGUAGE_CODE) -> str:
    """The same with the name of the site in front."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{entry_path(number, language)}"


def staff_path(case: Case) -> str:
    """Its page for staff."""
    return reverse("corrections:case", args=[case.pk])


def staff_address(case: Case) -> str:
    """The same with the name of the site in front."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{staff_path(case)}"
