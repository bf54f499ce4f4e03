"""A machine of one's own: ``make run``. The secret key is made at the first start and kept in the state folder."""

from __future__ import annotations

import os
import secrets

from config.settings.base import *  # noqa: F403
from config.settings.base import STATE, STORAGES

DEBUG = os.environ.get("NHIPCAU_DEBUG", "") == "1"
ALLOWED_HOSTS = [
    "127.0.0.1",
    "localhost",
    "[::1]",
    *filter(None, os.environ.get("NHIPCAU_HOSTS", "").split(",")),
]


def _kept_secret_key() -> str:
    place = STATE / "secret-key"
    if not place.exists():
        STATE.mkdir(parents=True, exist_ok=True)
        place.write_text(secrets.token_urlsafe(50))
        place.chmod(0o600)
    return place.read_text().strip()


SECRET_KEY = os.environ.get("NHIPCAU_SECRET_KEY") or _kept_secret_key()
# `nhipcau start` packs static files as production does. Before it has, and while debugging, they come straight from the rooms.
_packed = (STATE / "static" / "staticfiles.json").is_file() or os.environ.get("NHIPCAU_PACKING") == "1"
if DEBUG or not _packed:
    STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    WHITENOISE_USE_FINDERS = True
