"""The web, fetched politely and safely: what is refused before connecting, what bounds hold, what robots.txt says."""

from __future__ import annotations

import contextlib
import gzip
import socket
import sys
import threading
import time
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.ports.fetching import Ask, Bounds, FetchError, Web, is_public, read_robots
from nhipcau.ports.fetching.unpacking import gathered
from nhipcau.ports.fetching.web import seconds_of
from tests.factories.press import Press, press_running

FORBIDDEN = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200",
    "192.0.0.192", "168.63.129.16", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1",
    "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::1", "fe80::1", "fe80::1%eth0", "fc00::1",
    "fd00:ec2::254", "fec0::1", "ff02::1", "not an address", "",
]  # fmt: skip
connected: list[Any] = []


def _listen(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect":
        connected.append(arguments[1])


sys.addaudithook(_listen)


@pytest.fixture
def press() -> Iterator[Press]:
    with press_running() as running:
        yield running


@pytest.fixture
def web(press: Press) -> Web:
    connected.clear()
    return Web(agent="NhipCau/0.1 (+https://example.vn)", open_to=frozenset({("127.0.0.1", press.port)}), pause=0.0)


def code_of(web: Web, url: str, bounds: Bounds | None = None) -> str:
    with pytest.raises(FetchError) as caught:
        web.fetch(Ask(url), bounds)
    return caught.value.code


@pytest.mark.parametrize("address", FORBIDDEN)
def test_addresses_inside_a_house_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "203.162.0.1", "2606:4700::1111", "::ffff:8.8.8.8", "101.99.0.1"])
def test_addresses_of_the_web_are(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4).filter(lambda ip: ip.is_private or ip.is_loopback or ip.is_link_local))
def test_no_private_address_is_public_in_any_dress(ip: Any) -> None:
    assert not is_public(str(ip))
    assert not is_public(f"::ffff:{ip}")


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://127.0.0.1/", "forbidden_address"), ("http://2130706433/", "forbidden_address"), ("http://0x7f.1/", "forbidden_address"),
        ("http://[::1]/", "forbidden_address"), ("http://[::ffff:7f00:1]/", "forbidden_address"), ("http://169.254.169.254/latest", "forbidden_address"),
        ("http://8.8.8.8:22/", "forbidden_address"), ("http://user:pw@8.8.8.8/", "bad_address"), ("ftp://8.8.8.8/", "bad_address"),
        ("file:///etc/passwd", "bad_address"), ("gopher://8.8.8.8/", "bad_address"), ("http://", "bad_address"), ("nonsense", "bad_address"),
    ],
)  # fmt: skip
def test_forbidden_addresses_are_refused_before_connecting(web: Web, url: str, code: str) -> None:
    assert code_of(web, url) == code
    assert connected == []


@pytest.mark.parametrize(
    "target",
    ["http://127.0.0.1:1/", "http://169.254.169.254/meta", "http://10.1.1.1/", "//[::1]/", "file:///etc/passwd"],
)
def test_forbidden_addresses_are_refused_behind_a_redirect(press: Press, web: Web, target: str) -> None:
    press.pages["/go"] = (302, {"Location": target}, b"")
    assert code_of(web, f"{press.base}/go") in {"forbidden_address", "bad_address"}
    assert set(connected) == {("127.0.0.1", press.port)}


def test_a_name_is_resolved_once_and_that_address_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: a name that is public when it is looked at and inside when it is looked up again."""
    answers = iter(["93.184.216.34", "127.0.0.1", "127.0.0.1"])
    tried: list[Any] = []

    class Nowhere:
        def __init__(self, *_how: Any) -> None:
            pass

        def settimeout(self, seconds: float) -> None:
            pass

        def connect(self, place: Any) -> None:
            tried.append(place)
            raise ConnectionRefusedError

        def close(self) -> None:
            pass

    def resolve(host: str, port: int, **_other: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    monkeypatch.setattr("nhipcau.ports.fetching.web.socket.socket", Nowhere)
    web = Web(agent="x/1", pause=0.0, resolve=resolve)
    assert code_of(web, "http://rebinding.example/") == "unreachable"
    assert code_of(web, "http://rebinding.example/") == "forbidden_address"
    assert tried == [("93.184.216.34", 80)]


def test_one_inner_address_among_public_ones_is_enough_to_refuse() -> None:
    def resolve(host: str, port: int, **_other: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in ("93.184.216.34", "10.0.0.1")]

    connected.clear()
    assert code_of(Web(agent="x/1", resolve=resolve), "http://mixed.example/") == "forbidden_address"
    assert connected == []


def test_the_answer_and_its_marks(press: Press, web: Web) -> None:
    press.feed("/rss", [("Tin", "/1")], etag='"abc"')
    got = web.fetch(Ask(f"{press.base}/rss"))
    assert (got.etag, got.is_unchanged, got.content_type) == ('"abc"', False, "application/rss+xml")
    again = web.fetch(Ask(f"{press.base}/rss", etag=got.etag))
    assert (again.is_unchanged, again.content) == (True, b"")
    assert press.headers[-1]["user-agent"].startswith("NhipCau/0.1")
    assert press.asked["/robots.txt"] == 1, "asked once, then remembered"


def test_lasting_redirects_are_told_and_passing_ones_not(press: Press, web: Web) -> None:
    press.pages["/new"] = (200, {}, b"here")
    press.pages["/old"] = (301, {"Location": "/new"}, b"")
    press.pages["/now"] = (302, {"Location": "/old"}, b"")
    assert web.fetch(Ask(f"{press.base}/old")).moved_to == f"{press.base}/new"
    assert web.fetch(Ask(f"{press.base}/now")).moved_to == ""


def test_redirects_end(press: Press, web: Web) -> None:
    press.pages["/a"] = (302, {"Location": "/b"}, b"")
    press.pages["/b"] = (302, {"Location": "/a"}, b"")
    for at in range(20):
        press.pages[f"/far{at}"] = (302, {"Location": f"/far{at + 1}"}, b"")
    assert code_of(web, f"{press.base}/a") == "too_many_redirects"
    assert code_of(web, f"{press.base}/far0") == "too_many_redirects"


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (404, "not_found"),
        (410, "gone"),
        (403, "refused"),
        (401, "refused"),
        (500, "server"),
        (418, "odd"),
        (429, "asked_to_wait"),
    ],
)
def test_what_servers_say_has_a_code(press: Press, web: Web, status: int, code: str) -> None:
    press.pages["/x"] = (status, {"Retry-After": "120"}, b"")
    with pytest.raises(FetchError) as caught:
        web.fetch(Ask(f"{press.base}/x"))
    assert caught.value.code == code
    assert caught.value.retry_after == (120 if status == 429 else None)


def test_sizes_are_bounded_before_and_after_unpacking(press: Press, web: Web) -> None:
    bounds = Bounds(size=100_000)
    press.pages["/declared"] = (200, {"Content-Length": "999999999"}, b"x")
    press.pages["/big"] = (200, {}, b"x" * 100_001)
    press.pages["/bomb"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(b"\0" * 50_000_000))
    press.pages["/fits"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(b"y" * 100_000))
    for path in ("/declared", "/big", "/bomb"):
        assert code_of(web, f"{press.base}{path}", bounds) == "too_large"
    assert web.fetch(Ask(f"{press.base}/fits"), bounds).content == b"y" * 100_000


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_what_cannot_be_unpacked_is_broken(press: Press, web: Web, coding: str) -> None:
    press.pages["/x"] = (200, {"Content-Encoding": coding}, b"this was never packed")
    assert code_of(web, f"{press.base}/x") == "broken"


def test_deflate_comes_wrapped_and_bare() -> None:
    bare = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    assert gathered([zlib.compress(b"a" * 500)], coding="deflate", most=1000) == b"a" * 500
    assert gathered([bare.compress(b"a" * 500) + bare.flush()], coding="deflate", most=1000) == b"a" * 500


@given(st.lists(st.binary(max_size=200), max_size=6), st.sampled_from(["gzip", "deflate", "", "x-gzip", "zstd"]))
def test_no_bytes_raise_anything_else(pieces: list[bytes], coding: str) -> None:
    with contextlib.suppress(FetchError):
        assert len(gathered(pieces, coding=coding, most=500)) <= 500


def _dripping(seconds: float) -> tuple[int, threading.Thread]:
    """A server that sends a byte of its header every now and then, for ``seconds``."""
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(seconds + 5)

    def serve() -> None:
        try:
            while True:
                peer, _address = server.accept()
                asked = peer.recv(2000)
                if b"robots" in asked:
                    peer.sendall(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n")
                    peer.close()
                    continue
                end = time.monotonic() + seconds
                peer.sendall(b"HTTP/1.1 200 OK\r\n")
                while time.monotonic() < end:
                    peer.sendall(b"X")
                    threading.Event().wait(0.05)
        except OSError:
            server.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    return server.getsockname()[1], thread


def test_a_dripping_server_is_cut_off_in_time() -> None:
    port, _thread = _dripping(8)
    web = Web(agent="x/1", open_to=frozenset({("127.0.0.1", port)}), pause=0.0)
    begun = time.monotonic()
    assert code_of(web, f"http://127.0.0.1:{port}/", Bounds(seconds=0.5)) == "too_slow"
    assert time.monotonic() - begun < 3


def test_nobody_there_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    web = Web(agent="x/1", open_to=frozenset({("127.0.0.1", port)}), pause=0.0)
    assert code_of(web, f"http://127.0.0.1:{port}/") == "unreachable"


def test_robots_are_obeyed_and_a_server_in_trouble_is_left(press: Press, web: Web) -> None:
    press.pages["/robots.txt"] = (
        200,
        {},
        b"User-agent: *\nDisallow: /\n\nUser-agent: NhipCau\nDisallow: /rieng\nAllow: /rieng/chung",
    )
    press.pages["/tin"] = press.pages["/rieng/1"] = press.pages["/rieng/chung"] = (200, {}, b"ok")
    assert web.fetch(Ask(f"{press.base}/tin")).content == b"ok"
    assert web.fetch(Ask(f"{press.base}/rieng/chung")).content == b"ok"
    assert code_of(web, f"{press.base}/rieng/1") == "robots"
    assert press.asked["/rieng/1"] == 0
    press.pages["/robots.txt"] = (503, {}, b"")
    other = Web(agent="NhipCau/0.1", open_to=web.open_to, pause=0.0)
    assert code_of(other, f"{press.base}/tin") == "robots_unknown"


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /a", "/a/b", False), ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", False), ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?v=1", True),
        ("User-agent: *\nDisallow:", "/a", True), ("User-agent: khac\nDisallow: /", "/a", True),
        ("User-agent: a\nUser-agent: nhipcau\nDisallow: /", "/a", False), ("Disallow: /", "/a", True),
        ("\ufeffUser-agent: *\nDisallow: /ti%E1%BA%BFng", "/tiếng", False), ("User-agent: *\nAllow: /\nDisallow: /", "/a", True),
        ("User-agent: *\nDisallow: /tim?*q=", "/tim?x=1&q=2", False), ("# no rules", "/a", True),
    ],
)  # fmt: skip
def test_rules_of_robots(rules: str, path: str, allowed: bool) -> None:
    assert read_robots(rules.encode(), agent="NhipCau").allows(path) is allowed


def test_robots_may_ask_for_a_pause_of_at_most_a_minute() -> None:
    assert read_robots(b"User-agent: *\nCrawl-delay: 2.5", agent="NhipCau").delay == 2.5
    assert read_robots(b"User-agent: *\nCrawl-delay: 86400", agent="NhipCau").delay == 60


@given(st.binary(max_size=400), st.text(max_size=40))
def test_no_robots_file_raises(content: bytes, path: str) -> None:
    assert read_robots(b"User-agent: *\nDisallow: /x\n" + content, agent="NhipCau").allows("/" + path) in {
        True,
        False,
    }


def test_one_connection_a_host_and_a_pause_between(press: Press) -> None:
    web = Web(agent="x/1", open_to=frozenset({("127.0.0.1", press.port)}), pause=0.1)
    press.pages["/x"] = (200, {}, b"ok")
    threads = [threading.Thread(target=web.fetch, args=(Ask(f"{press.base}/x"),)) for _n in range(4)]
    begun = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert press.most == 1
    assert time.monotonic() - begun >= 0.3


def test_retry_after_is_seconds_or_a_moment() -> None:
    assert seconds_of("30") == 30
    assert seconds_of("99999999999999") <= 7 * 86400  # type: ignore[operator]
    assert seconds_of("Wed, 21 Oct 2015 07:28:00 GMT") == 0
    assert seconds_of("soon") is None
    assert seconds_of("") is None
