"""Handing out kept pages before a request is even made of the bytes: for the embedded server (``nhipcau start``), in one process.

It answers only what it understands whole: one complete GET or HEAD without a body, without cookies, conditions on ranges or
upgrades, whose key is kept. Everything else is left for the server untouched, and the server knows nothing of this.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import formatdate
from functools import lru_cache
from time import time
from urllib.parse import unquote_to_bytes

from nhipcau.public.page_cache.store import Store
from nhipcau.public.rules.keeping import Kept, coding_for, is_unchanged, key_of

LONGEST = 8192
"""Bytes of a request that are looked at."""
_END = b"\r\n\r\n"
_PLAIN = frozenset(
    {
        "host", "user-agent", "accept", "accept-encoding", "accept-language", "connection", "cache-control", "pragma", "dnt",
        "if-none-match", "if-modified-since", "referer", "upgrade-insecure-requests", "priority", "sec-fetch-dest",
        "sec-fetch-mode", "sec-fetch-site", "sec-fetch-user", "sec-gpc", "sec-ch-ua", "sec-ch-ua-mobile", "sec-ch-ua-platform",
        "save-data", "purpose", "sec-purpose",
    }
)  # fmt: skip
"""Headers that change nothing about a kept page. A request with any other goes the long way."""


@lru_cache(maxsize=4096)
def read_head(head: bytes) -> tuple[str, str, str, str, bool] | None:
    """(method, key, Accept-Encoding, If-None-Match, whether the connection stays) of a request's bytes; None for the long way."""
    try:
        first, *lines = head[: -len(_END)].decode("ascii").split("\r\n")
    except UnicodeDecodeError:
        return None
    method, _space, rest = first.partition(" ")
    target, _space, version = rest.partition(" ")
    if method not in {"GET", "HEAD"} or version != "HTTP/1.1" or not target.startswith("/") or " " in target:
        return None
    found: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        lowered = name.lower()
        if not colon or lowered not in _PLAIN or lowered in found or name != name.strip():
            return None
        found[lowered] = value.strip()
    key = _key(found.get("host", ""), target)
    stays = found.get("connection", "").lower()
    if key is None or stays not in {"", "keep-alive", "close"}:
        return None
    return method, key, found.get("accept-encoding", ""), found.get("if-none-match", ""), stays != "close"


def _key(host: str, target: str) -> str | None:
    raw, _mark, query = target.partition("?")
    try:
        path = unquote_to_bytes(raw).decode("utf-8")
    except UnicodeDecodeError:
        return None
    return key_of(host, path, query)


class FastLane:
    """Answers of one process, ready to be sent. ``allowed`` says whether a host's name is ours."""

    def __init__(self, store: Store, *, allowed: Callable[[str], bool]) -> None:
        self.store = store
        self.allowed = lru_cache(maxsize=256)(allowed)
        self._made: dict[tuple[str, str, bool], tuple[Kept, bytes, bytes]] = {}
        self._date = (0, b"")

    def answer(self, request: bytes) -> tuple[bytes, bool] | None:
        """(what to send, whether the connection stays) for a whole request; None for the long way."""
        if len(request) > LONGEST or not request.endswith(_END) or request.count(_END) != 1:
            return None
        read = read_head(request)
        if read is None:
            return None
        method, key, accept, known, stays = read
        kept = self.store.find(key, now=datetime.now(UTC))
        if kept is None or not self.allowed(key.partition("/")[0]):
            return None
        coding = coding_for(accept, kept.bodies)
        head, body = self._parts(kept, coding, stays)
        if known and is_unchanged(known, kept.tag_for(coding)):
            return self._dated(self._unchanged(kept, coding, stays)), stays
        return self._dated(head) + (b"" if method == "HEAD" else body), stays

    def _parts(self, kept: Kept, coding: str, stays: bool) -> tuple[bytes, bytes]:
        at = (kept.key, coding, stays)
        made = self._made.get(at)
        if made is None or made[0] is not kept:
            body = kept.bodies[coding]
            extra = [("Content-Length", str(len(body))), *([("Content-Encoding", coding)] if coding else [])]
            made = (kept, _head("200 OK", [*kept.headers, *extra], kept.tag_for(coding), stays), body)
            if len(self._made) > 5000:
                self._made.clear()
            self._made[at] = made
        return made[1], made[2]

    @staticmethod
    def _unchanged(kept: Kept, coding: str, stays: bool) -> bytes:
        told = [(name, value) for name, value in kept.headers if name in {"Cache-Control", "Vary"}]
        return _head("304 Not Modified", told, kept.tag_for(coding), stays)

    def _dated(self, head: bytes) -> bytes:
        now = int(time())
        if self._date[0] != now:
            self._date = (now, f"Date: {formatdate(now, usegmt=True)}\r\n\r\n".encode())
        return head + self._date[1]


def _head(status: str, headers: list[tuple[str, str]], tag: str, stays: bool) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"ETag: {tag}", f"Connection: {'keep-alive' if stays else 'close'}"]
    lines += [f"{name}: {value}" for name, value in headers]
    return ("\r\n".join(lines) + "\r\n").encode("latin-1")
