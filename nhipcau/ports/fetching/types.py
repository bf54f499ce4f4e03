"""What is asked of the web, what comes back, what bounds it, and what can go wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Bounds:
    """Of one fetch: bytes after unpacking, seconds in all and for the connection, redirects that are followed."""

    size: int = 8 * MEGABYTE
    seconds: float = 15.0
    connect_seconds: float = 5.0
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Ask:
    """An address, with what its last answer was marked with (empty where nothing is known)."""

    url: str
    etag: str = ""
    last_modified: str = ""
    accept: str = "*/*"


@dataclass(frozen=True, slots=True)
class Answer:
    """``url`` is where it was found in the end. ``moved_to`` is set where every step there was a lasting redirect.

    ``content`` is unpacked; it is empty where ``is_unchanged``.
    """

    url: str
    content: bytes
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    moved_to: str = ""
    is_unchanged: bool = False


class FetchError(Exception):
    """Nothing came back. ``code`` is stable; the rooms have words for it:

    bad_address, forbidden_address, unknown_host, unreachable, not_secure, too_slow, too_large, too_many_redirects, broken, not_found, gone,
    refused, asked_to_wait, server, robots, robots_unknown, odd. ``retry_after``: seconds that the server asked to be left alone for.
    """

    def __init__(self, code: str, detail: str = "", *, retry_after: float | None = None) -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code, self.detail, self.retry_after = code, detail[:200], retry_after


class Fetcher(Protocol):
    """Gets one address. Raises FetchError. May be called from several threads."""

    def fetch(self, ask: Ask, bounds: Bounds | None = None) -> Answer: ...
