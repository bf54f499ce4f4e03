"""The web through urllib3's connections. Redirects are followed here, one by one, each address checked anew before it is connected to."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import Any
from urllib.parse import urljoin

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.exceptions import SSLError as UrllibSSLError
from urllib3.util import Url

from nhipcau.ports.fetching.addresses import Found, Resolve, checked, parts_of
from nhipcau.ports.fetching.manners import Manners
from nhipcau.ports.fetching.robots import LARGEST, Robots, read_robots
from nhipcau.ports.fetching.types import Answer, Ask, Bounds, FetchError
from nhipcau.ports.fetching.unpacking import gathered

_REDIRECTS, _LASTING = {301, 302, 303, 307, 308}, {301, 308}
_PIECE = 65_536
_ROBOTS_KEPT, _ROBOTS_KEPT_AFTER_FAULT = 12 * 3600.0, 600.0
_LONGEST_WAIT = 7 * 24 * 3600.0


class _Checked:
    """A connection to addresses that were checked, whatever the name would resolve to by now."""

    places: list[Found]
    timeout: Any

    def _new_conn(self) -> socket.socket:
        fault: OSError | None = None
        for family, address in self.places:
            connection = socket.socket(family, socket.SOCK_STREAM)
            connection.settimeout(float(self.timeout))
            try:
                connection.connect(address)
            except OSError as failed:
                connection.close()
                fault = failed
                continue
            return connection
        raise fault or OSError("no address")


class _Plain(_Checked, HTTPConnection):
    """http."""


class _Secure(_Checked, HTTPSConnection):
    """https; the certificate is that of the name."""


@dataclass(frozen=True, slots=True)
class _Reply:
    status: int
    headers: dict[str, str]
    content: bytes


class Web:
    """``agent`` says who asks and whom to write to. ``open_to``: (address, port) pairs inside the house, for tests alone."""

    def __init__(
        self,
        *,
        agent: str,
        open_to: frozenset[tuple[str, int]] = frozenset(),
        pause: float = 1.0,
        resolve: Resolve = socket.getaddrinfo,
    ) -> None:
        self.agent, self.open_to, self._resolve = agent, open_to, resolve
        self.product = agent.partition("/")[0].strip()
        self._manners = Manners(pause=pause)
        self._robots: dict[str, tuple[Robots | None, float]] = {}
        self._tls = ssl.create_default_context()

    def fetch(self, ask: Ask, bounds: Bounds | None = None) -> Answer:
        """Get ``ask.url``. Raises FetchError. robots.txt is asked first, for each site on the way."""
        return self._follow(ask, bounds or Bounds(), heed_robots=True)

    def _follow(self, ask: Ask, bounds: Bounds, *, heed_robots: bool) -> Answer:
        url, seen, lasting = ask.url, set[str](), True
        end = time.monotonic() + bounds.seconds
        for _step in range(bounds.redirects + 1):
            parts = parts_of(url)
            if parts.url in seen:
                break
            seen.add(parts.url)
            rules = self._rules_of(parts, bounds) if heed_robots else None
            if rules is not None and not rules.allows(parts.request_uri):
                raise FetchError("robots")
            waited = time.monotonic()
            with self._manners.turn(parts.netloc or "", pause=rules.delay if rules else None):
                end += time.monotonic() - waited  # waiting one's turn is not the server's slowness
                reply = self._get(parts, ask, bounds, end)
            if reply.status not in _REDIRECTS:
                return _answer(reply, parts.url, parts.url if lasting and len(seen) > 1 else "")
            lasting = lasting and reply.status in _LASTING
            url = urljoin(parts.url, reply.headers.get("location", ""))
        raise FetchError("too_many_redirects")

    def _rules_of(self, parts: Url, bounds: Bounds) -> Robots | None:
        """Kept for half a day. Nothing there: everything is allowed; a server in trouble: nothing is, for ten minutes."""
        site = f"{parts.scheme}://{parts.netloc}"
        kept = self._robots.get(site)
        if kept is None or kept[1] < time.monotonic():
            kept = self._ask_robots(site, bounds)
            self._robots[site] = kept
        if kept[0] is None:
            raise FetchError("robots_unknown")
        return kept[0]

    def _ask_robots(self, site: str, bounds: Bounds) -> tuple[Robots | None, float]:
        now = time.monotonic()
        try:
            got = self._follow(Ask(f"{site}/robots.txt"), replace(bounds, size=LARGEST), heed_robots=False)
        except FetchError as fault:
            if fault.code in ("not_found", "gone", "refused", "too_large", "too_many_redirects", "broken"):
                return Robots(), now + _ROBOTS_KEPT
            if fault.code in ("server", "asked_to_wait"):
                return None, now + _ROBOTS_KEPT_AFTER_FAULT
            raise
        return read_robots(got.content, agent=self.product), now + _ROBOTS_KEPT

    def _get(self, parts: Url, ask: Ask, bounds: Bounds, end: float) -> _Reply:
        left = end - time.monotonic()
        if left <= 0:
            raise FetchError("too_slow")
        places = checked(parts, open_to=self.open_to, resolve=self._resolve)
        connection = self._connection(parts, places, min(left, bounds.connect_seconds))
        late = threading.Event()
        with _ended_at(connection, left, late):
            try:
                reply = self._exchange(connection, parts, ask, bounds)
            except (OSError, HTTPException, HTTPError, ValueError) as fault:
                raise _fault_of(fault, is_late=late.is_set()) from fault
            finally:
                connection.close()
        if late.is_set():  # cut in the middle of a header, which looks like a whole answer
            raise FetchError("too_slow")
        return reply

    def _connection(self, parts: Url, places: list[Found], seconds: float) -> HTTPConnection:
        host, port = (parts.host or "").strip("[]"), parts.port
        made: Any = (
            _Secure(host, port or 443, timeout=seconds, ssl_context=self._tls, cert_reqs="CERT_REQUIRED")
            if parts.scheme == "https"
            else _Plain(host, port or 80, timeout=seconds)
        )
        made.places = places
        return made

    def _exchange(self, connection: HTTPConnection, parts: Url, ask: Ask, bounds: Bounds) -> _Reply:
        headers = {
            "User-Agent": self.agent,
            "Accept": ask.accept,
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
        }
        if ask.etag:
            headers["If-None-Match"] = ask.etag
        if ask.last_modified:
            headers["If-Modified-Since"] = ask.last_modified
        connection.request("GET", parts.request_uri, headers=headers, preload_content=False, decode_content=False)
        response = connection.getresponse()
        got = {name.lower(): value for name, value in response.headers.items()}
        if response.status != 200:
            return _Reply(response.status, got, b"")
        declared = got.get("content-length", "")
        if declared.isdigit() and int(declared) > bounds.size:
            raise FetchError("too_large")
        pieces = response.stream(_PIECE, decode_content=False)
        return _Reply(200, got, gathered(pieces, coding=got.get("content-encoding", ""), most=bounds.size))


@contextlib.contextmanager
def _ended_at(connection: HTTPConnection, seconds: float, late: threading.Event) -> Iterator[None]:
    """The connection is cut when its time is over, however slowly the server still drips."""

    def cut() -> None:
        late.set()
        if connection.sock is not None:
            with contextlib.suppress(OSError):
                connection.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _fault_of(fault: Exception, *, is_late: bool) -> FetchError:
    if is_late or isinstance(fault, TimeoutError):
        return FetchError("too_slow")
    if isinstance(fault, (ssl.SSLError, UrllibSSLError)):
        return FetchError("not_secure")
    if isinstance(fault, (HTTPException, HTTPError, ValueError, ConnectionResetError)):
        return FetchError("too_slow" if "timed out" in str(fault) else "broken")
    return FetchError("unreachable")


_CODES = {401: "refused", 402: "refused", 403: "refused", 404: "not_found", 410: "gone", 451: "refused"}


def _answer(reply: _Reply, url: str, moved_to: str) -> Answer:
    headers = reply.headers
    etag, modified = headers.get("etag", "")[:255], headers.get("last-modified", "")[:100]
    if reply.status == 200:
        return Answer(url, reply.content, headers.get("content-type", ""), etag, modified, moved_to)
    if reply.status == 304:
        return Answer(url, b"", "", etag, modified, moved_to, is_unchanged=True)
    if reply.status in (429, 503):
        raise FetchError("asked_to_wait", str(reply.status), retry_after=seconds_of(headers.get("retry-after", "")))
    code = _CODES.get(reply.status) or ("server" if reply.status >= 500 else "odd")
    raise FetchError(code, str(reply.status))


def seconds_of(said: str) -> float | None:
    """``Retry-After`` as seconds from now: a number or a moment; None for anything else. At most a week."""
    said = said.strip()
    if said.isascii() and said.isdigit():
        return min(float(said[:9]), _LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(said)
    except (TypeError, ValueError, IndexError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(0.0, (moment - datetime.now(UTC)).total_seconds()), _LONGEST_WAIT)
