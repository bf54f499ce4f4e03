"""How a round over many feeds goes when a fifth of them misbehave.

    python bench/poll.py [--feeds 500] [--database-url postgres://…]

A server of its own process on 127.0.0.0/8 gives each feed a host. Four fifths are good (some slow, some packed, some moved); the rest drip, hang,
lie about their length, break off, are gzip bombs, go round in circles, answer 500, or redirect to 127.0.0.1 and to 169.254.169.254. What is told:
how long the good ones took, whether all of them arrived, and every address that was connected to (by Python's audit hook) that should not have been.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import socket
import subprocess
import sys
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
BAD = ("drip", "hang", "lie", "break", "bomb", "circle", "inside", "metadata", "error", "page")
GOOD = ("plain", "plain", "plain", "slow", "packed", "moved", "ill")
ENTRIES = 3


def host_of(number: int) -> str:
    """Of feed ``number``: one address of the loopback network each."""
    return f"127.{1 + number // 40_000}.{number // 200 % 200}.{10 + number % 200}"


def feed(number: int, kind: str) -> bytes:
    """A feed of three entries; an ill one is not well formed."""
    items = "".join(
        f"<item><title>Tin {n} của nguồn {number}</title><link>http://{host_of(number)}/tin/{n}</link></item>"
        for n in range(ENTRIES)
    )
    end = "" if kind == "ill" else "</channel></rss>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Nguồn {number} &amp; bạn</title>{items}{end}'.encode()


class Hostile(BaseHTTPRequestHandler):
    """``/KIND/NUMBER``."""

    sentinel = 0

    def do_GET(self) -> None:
        """As the kind says."""
        kind, _slash, number = self.path.strip("/").partition("/")
        with contextlib.suppress(OSError):
            getattr(self, f"_{kind}", self._nothing)(int(number) if number.isdigit() else 0)

    def _send(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in (
            {"Content-Length": str(len(body))} | {k.replace("_", "-"): v for k, v in headers.items()}
        ).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _nothing(self, number: int) -> None:
        self._send(b"", 404)

    def _plain(self, number: int) -> None:
        self._send(feed(number, "plain"), ETag=f'"{number}"')

    _ill = lambda self, number: self._send(feed(number, "ill"))  # noqa: E731

    def _slow(self, number: int) -> None:
        time.sleep(2 + number % 3)
        self._plain(number)

    def _packed(self, number: int) -> None:
        self._send(gzip.compress(feed(number, "packed")), Content_Encoding="gzip")

    def _moved(self, number: int) -> None:
        self._send(b"", 301, Location=f"/plain/{number}")

    def _drip(self, number: int) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for _n in range(600):
            self.wfile.write(b"X")
            time.sleep(0.1)

    def _hang(self, number: int) -> None:
        time.sleep(60)

    def _lie(self, number: int) -> None:
        self._send(b"<rss>", Content_Length="5000000")

    def _break(self, number: int) -> None:
        self.wfile.write(
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 40\r\n\r\n\x1f\x8b\x08nothing"
        )

    def _bomb(self, number: int) -> None:
        self._send(BOMB, Content_Encoding="gzip")

    def _circle(self, number: int) -> None:
        self._send(b"", 302, Location=f"/circle/{number + 1 if number % 7 else number}")

    def _inside(self, number: int) -> None:
        self._send(b"", 302, Location=f"http://127.0.0.1:{self.sentinel}/")

    def _metadata(self, number: int) -> None:
        self._send(b"", 302, Location="http://169.254.169.254/latest/meta-data/")

    def _error(self, number: int) -> None:
        self._send(b"", 500)

    def _page(self, number: int) -> None:
        self._send(b"<!doctype html><html><body>No feed</body></html>")

    def log_message(self, *args: Any) -> None:
        """Silent."""


BOMB = b""


def serve(sentinel: int) -> None:
    """Until killed; the port is the first line printed."""
    global BOMB  # noqa: PLW0603
    BOMB = gzip.compress(b"\0" * 200_000_000, 9)
    Hostile.sentinel = sentinel
    server = ThreadingHTTPServer(("0.0.0.0", 0), Hostile)  # noqa: S104 (loopback's whole network; the port is not announced)
    server.daemon_threads, server.request_queue_size = True, 600
    print(server.server_address[1], flush=True)
    server.serve_forever()


def measure(feeds: int, database_url: str | None) -> None:
    """One round, then what came of it."""
    from bench.throwaway import province

    outside: list[Any] = []
    with socket.create_server(("127.0.0.1", 0)) as sentinel, province(database_url) as vendor:
        place = sentinel.getsockname()[1]
        server = subprocess.Popen(
            [sys.executable, __file__, "--serve", str(place)], stdout=subprocess.PIPE, text=True
        )
        try:
            assert server.stdout is not None
            port = int(server.stdout.readline())
            allowed = frozenset((host_of(n), port) for n in range(feeds))
            sys.addaudithook(_listener(outside, allowed))
            run(feeds, port, allowed, vendor)
            sentinel.settimeout(0.2)
            try:
                sentinel.accept()
                print("FORBIDDEN: the address inside was connected to")
            except TimeoutError:
                print(f"forbidden addresses connected to: {len(outside)} {outside[:3] or ''}")
        finally:
            server.kill()
            server.wait()


def _listener(outside: list[Any], allowed: frozenset[tuple[str, int]]) -> Any:
    def listen(event: str, said: tuple[Any, ...]) -> None:
        if (
            event == "socket.connect"
            and isinstance(said[1], tuple)
            and said[1] not in allowed
            and 5432 not in said[1]
        ):
            outside.append(said[1])

    return listen


def run(feeds: int, port: int, allowed: frozenset[tuple[str, int]], vendor: str) -> None:
    """Sources, a round, a count."""
    from nhipcau.monitoring import jobs
    from nhipcau.monitoring.models import Article, Source
    from nhipcau.ports.fetching import Ask, Web

    kinds = [BAD[n // 5 % len(BAD)] if n % 5 == 0 else GOOD[n % len(GOOD)] for n in range(feeds)]
    Source.objects.bulk_create(
        Source(name=f"{kind} {n}", url=f"http://{host_of(n)}:{port}/{kind}/{n}") for n, kind in enumerate(kinds)
    )
    good = sum(kind in GOOD for kind in kinds)
    arrived: list[float] = []
    begun = time.perf_counter()

    class Timed(Web):
        def fetch(self, ask: Ask, bounds: Any = None) -> Any:
            answer = super().fetch(ask, bounds)
            if "/page/" not in ask.url:
                arrived.append(time.perf_counter() - begun)
            return answer

    new = jobs.look_at_due(by=Timed(agent="NhipCau/0.1 (+bench)", open_to=allowed, pause=1.0))
    took = time.perf_counter() - begun
    faults = Counter(Source.objects.exclude(fault_code="").values_list("name", "fault_code"))
    by_kind: dict[str, Counter[str]] = {}
    for (name, code), many in faults.items():
        by_kind.setdefault(name.split()[0], Counter())[code] += many
    well = Source.objects.filter(fault_code="").count()
    print(
        f"{vendor}: {feeds} feeds, {good} good: {well} answered well, the last good one after {max(arrived):.1f} s, the whole round {took:.1f} s"
    )
    print(f"articles: {new} new, {Article.objects.count()} stored, {good * ENTRIES} expected")
    for kind, codes in sorted(by_kind.items()):
        print(f"  {kind:9} {dict(codes)}")


def main() -> None:
    """Measure and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--database-url")
    parser.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(options.serve)
    else:
        measure(options.feeds, options.database_url)


if __name__ == "__main__":
    main()
