"""How often one address may send a form. What is kept is a number under a keyed hash that changes each hour, for that hour, in the cache alone:
nobody can be known again by it, and nothing is written down (ADR 28)."""

from __future__ import annotations

import hashlib
import hmac
import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from nhipcau.search.pace import address_of

AN_HOUR = 3600
FROM_ONE, FROM_ALL = 10, 300
"""Forms an hour: many people of one office share an address; a flood from many addresses stops as well."""


def may_send(request: HttpRequest) -> bool:
    """Count this form; False from the one too many on, until the hour is over."""
    hour = int(time.time() // AN_HOUR)
    said = f"{hour} {address_of(request)}".encode()
    mine = hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()[:32]
    return _counted(f"form-{mine}") <= FROM_ONE and _counted(f"forms-{hour}") <= FROM_ALL


def _counted(key: str) -> int:
    cache.add(key, 0, AN_HOUR)
    try:
        return int(cache.incr(key))
    except ValueError:  # let go between the two lines
        return 1
