"""How often one address may ask. What is kept is a number under a keyed hash that changes every minute, for a minute, in the cache alone."""

from __future__ import annotations

import hashlib
import hmac
import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

SPEAKING, TYPING = 20, 240
"""Requests a minute. Many people of one office share an address; whoever types asks up to five times a second."""
_MINUTE = 60


def may_speak(request: HttpRequest) -> bool:
    """Count this recording; False from the one too many on, until the minute is over."""
    return _is_within(request, "voice", SPEAKING)


def may_type(request: HttpRequest) -> bool:
    """Count this look for suggestions; False from the one too many on, until the minute is over."""
    return _is_within(request, "typing", TYPING)


def _is_within(request: HttpRequest, what: str, most: int) -> bool:
    minute = int(time.time() // _MINUTE)
    said = f"{minute} {address_of(request)}".encode()
    key = f"{what}-" + hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()[:32]
    cache.add(key, 0, _MINUTE)
    try:
        return int(cache.incr(key)) <= most
    except ValueError:  # let go between the two lines
        return True


def address_of(request: HttpRequest) -> str:
    """The visitor's, behind as many proxies of our own as the settings say: what a visitor writes before those is not believed."""
    proxies = int(getattr(settings, "AXES_IPWARE_PROXY_COUNT", 0) or 0)
    forwarded = [
        part.strip() for part in str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",") if part.strip()
    ]
    if proxies and len(forwarded) >= proxies:
        return forwarded[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))
