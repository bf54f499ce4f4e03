"""Telling search engines which addresses changed (https://www.indexnow.org/documentation). Only when a person presses for it."""

from __future__ import annotations

import json
import secrets
import urllib.error
import urllib.request
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings

from nhipcau.public.machines import lists
from nhipcau.public.machines.addresses import absolute, address_of, base

ENDPOINT = "https://api.indexnow.org/indexnow"
MOST = 10_000
SECONDS = 20


class NotTold(Exception):
    """The engine did not take it; the message is its answer."""


def key(*, make: bool = True) -> str:
    """The site's key, made at its first use and kept in the state folder; "" where there is none and ``make`` is false."""
    place = settings.STATE / "indexnow-key"
    if place.exists():
        return str(place.read_text().strip())
    if not make:
        return ""
    made = secrets.token_hex(16)
    place.write_text(made)
    place.chmod(0o600)
    return made


def changed_since(moment: datetime) -> list[str]:
    """Addresses of public pages that went out or changed since ``moment``, newest first."""
    rows = lists.public_pages().filter(last_published_at__gte=moment).order_by("-last_published_at")[:MOST]
    return [url for url in map(address_of, rows) if url]


def message(addresses: Sequence[str], *, own_key: str) -> dict[str, object]:
    """What is posted."""
    return {
        "host": urlsplit(base()).hostname or "", "key": own_key, "keyLocation": absolute(f"/{own_key}.txt"),
        "urlList": list(addresses),
    }  # fmt: skip


def tell(addresses: Sequence[str]) -> int:
    """Post the addresses; how many they were. Raises NotTold. Nothing is sent for none."""
    if not addresses:
        return 0
    endpoint = getattr(settings, "NHIPCAU_INDEXNOW_ENDPOINT", ENDPOINT)
    body = json.dumps(message(addresses[:MOST], own_key=key())).encode()
    request = urllib.request.Request(  # noqa: S310 – the setting's own address
        endpoint, data=body, headers={"Content-Type": "application/json; charset=utf-8"}, method="POST"
    )
    try:
        with urllib.request.urlopen(request, timeout=SECONDS):  # noqa: S310
            return len(addresses)
    except urllib.error.HTTPError as fault:
        raise NotTold(f"{fault.code} {fault.reason}") from fault
    except OSError as fault:
        raise NotTold(str(fault)) from fault
