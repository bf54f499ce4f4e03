"""Drawing a public page without a network: to keep it right after it was published, and to bake the site."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponseBase
from django.test import RequestFactory
from django.utils import translation

from nhipcau.public.machines.addresses import base


@lru_cache(maxsize=1)
def _handler() -> WSGIHandler:
    return WSGIHandler()


def fetched(path: str, **headers: str) -> HttpResponseBase:
    """What a stranger would get at ``path`` (with its query) of this site, through every door a request passes."""
    where = urlsplit(base())
    request = RequestFactory().get(path, headers=headers, SERVER_NAME=where.hostname or "localhost",
                                   SERVER_PORT=str(where.port or (443 if where.scheme == "https" else 80)),
                                   secure=where.scheme == "https")  # fmt: skip
    with translation.override(None):
        return _handler().get_response(request)
