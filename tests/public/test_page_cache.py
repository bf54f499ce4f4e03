"""Kept pages: served to everybody but those who have something of their own, gone the moment what they show changes."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import brotli
import pytest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.media.signals import asset_changed
from nhipcau.newsroom.actions import withdraw
from nhipcau.newsroom.models import Fact, StoryPage
from nhipcau.newsroom.signals import fact_changed
from nhipcau.people.models import Staff
from nhipcau.public.jobs import draw_again
from nhipcau.public.page_cache import keep, receivers
from nhipcau.public.page_cache.fast_lane import FastLane, read_head
from nhipcau.public.page_cache.middleware import KeptPagesMiddleware
from nhipcau.public.page_cache.places import the_store
from nhipcau.public.page_cache.store import Store, packed
from nhipcau.public.rules import keeping
from nhipcau.public.rules.keeping import Kept, etag_of
from tests.factories.newsroom import change, out
from tests.public.conftest import SmallSite, english_of

NOW = datetime(2026, 11, 26, tzinfo=UTC)
STORY = "/heritage/ao-ba-om/"


def kept_of(key: str, body: bytes = b"<p>xin chao</p>" * 60, until: datetime | None = None) -> Kept:
    return Kept(key, etag_of(body), (("Content-Type", "text/html"), ("Vary", "Accept-Encoding")), packed(body), until)


# ---- rules
@pytest.mark.parametrize(
    ("path", "segments"),
    [
        ("/", ["index.html"]), ("/di-san/", ["di-san", "index.html"]), ("/feeds/vi/all.rss", ["feeds", "vi", "all.rss"]),
        ("/en/chùa-hang/", ["en", "chùa-hang", "index.html"]), ("/../etc/passwd", None), ("/a//b/", None), ("/a/./b", None),
        ("/.git/config", None), ("/a\\..\\b", None), ("/a/index.html", None), ("/a.gz", None), ("/a\x00b", None), ("a", None),
        ("/" + "x" * 201 + "/", None), ("/" + "x/" * 700, None),
    ],
)  # fmt: skip
def test_only_plain_paths_become_files(path: str, segments: list[str] | None) -> None:
    assert keeping.segments_of(path) == segments


@given(st.text(max_size=60))
def test_no_path_leads_out_of_the_folder(path: str) -> None:
    parts = keeping.segments_of(f"/{path}")
    assert parts is None or not {"", ".", ".."} & set(parts)
    assert parts is None or not any("/" in part or "\x00" in part for part in parts)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", ""),
        ("p=2", "?p=2"),
        ("p=0", None),
        ("p=2&p=3", None),
        ("q=x", None),
        ("utm_source=a&fbclid=b", ""),
        ("p=2&utm_x=1", "?p=2"),
        ("p=%32", "?p=2"),
        ("p=", None),
    ],
)
def test_only_queries_that_name_a_page_are_kept(query: str, said: str | None) -> None:
    assert keeping.query_key(query) == said


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("Example.VN:8000", "example.vn"),
        ("[::1]:80", "[::1]"),
        ("a/b", None),
        ("..", None),
        ("a..b", None),
        ("", None),
        ("x y", None),
    ],
)
def test_only_names_of_hosts_become_folders(host: str, name: str | None) -> None:
    assert keeping.hostname_of(host) == name


@pytest.mark.parametrize(
    ("accept", "coding"),
    [
        ("", ""),
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("*", "br"),
        ("identity", ""),
        ("gzip;q=0", ""),
        ("br;q=x", ""),
    ],
)
def test_the_best_coding_that_is_wanted(accept: str, coding: str) -> None:
    assert keeping.coding_for(accept, ["", "gzip", "br"]) == coding


# ---- the store
def test_what_is_kept_is_found_on_disk_by_another_process(tmp_path: Path) -> None:
    mine, other = Store(tmp_path), Store(tmp_path)
    assert mine.put(kept_of("example.vn/a/"), "/a/", ["page:1"], seen=mine.generation())
    found = other.find("example.vn/a/", now=NOW)
    assert found is not None
    assert brotli.decompress(found.bodies["br"]) == gzip.decompress(found.bodies["gzip"]) == found.bodies[""]
    assert (tmp_path / "site/example.vn/a/index.html").read_bytes() == found.bodies[""]


def test_a_drop_reaches_the_memory_of_other_processes_and_spares_the_rest(tmp_path: Path) -> None:
    mine, other = Store(tmp_path), Store(tmp_path)
    for name, tag in (("a", "page:1"), ("b", "page:2")):
        mine.put(kept_of(f"example.vn/{name}/"), f"/{name}/", [tag, "lang:vi"], seen=mine.generation())
        assert other.find(f"example.vn/{name}/", now=NOW)
    assert mine.drop(["page:1"]) == 1
    assert other.find("example.vn/a/", now=NOW) is None
    assert other.find("example.vn/b/", now=NOW) is not None
    assert not list((tmp_path / "site/example.vn/a").iterdir())
    assert other.drop(["lang:vi", "page:2"]) == 1
    assert mine.find("example.vn/b/", now=NOW) is None


def test_what_was_begun_before_a_change_is_not_kept_after_it(tmp_path: Path) -> None:
    store = Store(tmp_path)
    seen = store.generation()
    store.drop(["page:9"])
    assert not store.put(kept_of("example.vn/a/"), "/a/", ["page:1"], seen=seen)
    assert store.find("example.vn/a/", now=NOW) is None
    assert not (tmp_path / "site").exists()


def test_what_has_its_time_goes_when_it_comes(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put(kept_of("example.vn/a/", until=NOW), "/a/", ["x"], seen=0)
    assert store.find("example.vn/a/", now=NOW - timedelta(seconds=1))
    assert store.find("example.vn/a/", now=NOW) is None
    assert store.sweep(NOW) == 1
    assert not list((tmp_path / "site/example.vn/a").iterdir())


def test_memory_has_an_end_and_the_disk_still_knows(tmp_path: Path) -> None:
    store = Store(tmp_path, memory=3000)
    for n in range(9):
        store.put(kept_of(f"example.vn/{n}/"), f"/{n}/", [f"page:{n}"], seen=0)
    assert len(store._memory) < 9
    assert all(store.find(f"example.vn/{n}/", now=NOW) for n in range(9))


def test_a_path_that_is_a_file_and_a_folder_is_not_kept_twice(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert store.put(kept_of("example.vn/a"), "/a", ["x"], seen=0)
    assert not store.put(kept_of("example.vn/a/b"), "/a/b", ["x"], seen=0)


# ---- the door
def answer_through(made: Callable[[HttpRequest], Any], **asked: Any) -> Any:
    headers = asked.pop("headers", {})
    request = RequestFactory().get(asked.pop("path", "/x/"), asked.pop("query", {}), headers=headers, **asked)
    return KeptPagesMiddleware(made)(request)


def personal(request: HttpRequest) -> HttpResponse:
    answer = keep(HttpResponse("mine"), ["x"])
    answer.set_cookie("a", "b")
    return answer


def with_form(request: HttpRequest) -> HttpResponse:
    return keep(HttpResponse(get_token(request)), ["x"])


@pytest.mark.parametrize(
    "made",
    [
        personal, with_form, lambda r: HttpResponse("never marked"), lambda r: keep(HttpResponse("no", status=404), ["x"]),
        lambda r: keep(HttpResponseRedirect("/y/"), ["x"]), lambda r: keep(HttpResponse("v", headers={"Vary": "Cookie"}), ["x"]),
        lambda r: keep(HttpResponse("p", headers={"Cache-Control": "private"}), ["x"]), lambda r: keep(StreamingHttpResponse(["s"]), ["x"]),
    ],
)  # fmt: skip
def test_nothing_that_is_somebodys_own_is_kept(kept: Path, made: Callable[[HttpRequest], Any]) -> None:
    answer_through(made)
    assert the_store().index.rows() == []


@pytest.mark.parametrize("cookie", ["sessionid=abc", "a=b; messages=xyz"])
def test_who_has_a_session_or_a_message_gets_a_page_of_their_own(kept: Path, cookie: str) -> None:
    answer_through(lambda r: keep(HttpResponse("for all"), ["x"]))
    assert answer_through(lambda r: HttpResponse("for me"), headers={"Cookie": cookie}).content == b"for me"
    assert (
        answer_through(lambda r: HttpResponse("for me"), headers={"Authorization": "Bearer x"}).content == b"for me"
    )
    assert answer_through(lambda r: HttpResponse("anew"), headers={"Cookie": "csrftoken=1"}).content == b"for all"


def test_a_host_that_is_not_ours_is_never_kept(kept: Path, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["tra-vinh.example"]
    answer_through(lambda r: keep(HttpResponse("x"), ["x"]), headers={"Host": "evil.example"})
    assert the_store().index.rows() == []


def test_answers_are_packed_tagged_and_compared(kept: Path) -> None:
    body = "<p>Trà Vinh</p>" * 80
    fresh = answer_through(lambda r: keep(HttpResponse(body), ["x"]), headers={"Accept-Encoding": "gzip, br"})
    assert (fresh["Content-Encoding"], fresh["Vary"]) == ("br", "Accept-Encoding")
    assert brotli.decompress(fresh.content).decode() == body
    assert fresh["Cache-Control"] == "public, max-age=0, must-revalidate"
    same = answer_through(
        lambda r: HttpResponse("?"), headers={"Accept-Encoding": "br", "If-None-Match": fresh["ETag"]}
    )
    assert (same.status_code, same.content, same["ETag"], same["Vary"]) == (
        304,
        b"",
        fresh["ETag"],
        "Accept-Encoding",
    )
    plain = answer_through(lambda r: HttpResponse("?"), headers={"If-None-Match": fresh["ETag"]})
    assert (plain.status_code, plain.content.decode()) == (200, body)
    assert plain["ETag"] != fresh["ETag"]


# ---- the whole site
@pytest.mark.django_db(transaction=True)
def test_publishing_drops_exactly_what_showed_it(
    kept: Path, small_site: SmallSite, client: Client, frozen_rows_let_go: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    english_of(small_site.other, small_site)
    asked: list[int] = []
    monkeypatch.setattr(receivers, "draw_again", SimpleNamespace(enqueue=asked.append))
    paths = ["/", "/heritage/", STORY, "/en/heritage/", "/feeds/vi/all.rss", "/feeds/en/all.rss", "/sitemap.xml"]

    def there() -> set[str]:
        return {row.key.removeprefix("testserver") for row in the_store().index.rows()}

    def fill() -> None:
        for path in paths:
            assert client.get(path).status_code == 200, path

    the_store().clear("x")
    fill()
    assert there() == set(paths)
    change(small_site.story, by=small_site.editor, lead="Chữ mới.")
    out(small_site.story, by=small_site.editor, second=small_site.approver)
    assert there() == {"/en/heritage/", "/feeds/en/all.rss"}
    assert asked == [small_site.story.pk]
    draw_again.call(small_site.story.pk)
    assert there() == set(paths)
    assert "Chữ mới." in client.get(STORY).content.decode()
    fill()
    withdraw(small_site.story, reason="sai", by=small_site.approver)
    assert STORY not in there()
    assert client.get(STORY).status_code == 410
    assert STORY not in there()


@pytest.mark.django_db
def test_kept_pages_ask_the_database_nothing(
    kept: Path, small_site: SmallSite, client: Client, django_assert_num_queries: Any
) -> None:
    first = client.get(STORY)
    with django_assert_num_queries(0):
        second = client.get(STORY)
    assert first.content == second.content
    assert second["Content-Security-Policy"].startswith("script-src 'self'; object-src 'none'")


@pytest.mark.django_db
def test_staff_are_never_given_a_kept_page(
    kept: Path, small_site: SmallSite, client: Client, signed_in: Callable[[Staff], Client]
) -> None:
    client.get(STORY)
    StoryPage.objects.filter(pk=small_site.story.pk).update(lead="Thẳng trong cơ sở dữ liệu")
    assert "Thẳng" not in client.get(STORY).content.decode()
    assert "Thẳng" in signed_in(small_site.editor).get(STORY).content.decode()


@pytest.mark.django_db
def test_facts_and_pictures_drop_the_pages_that_show_them(kept: Path, small_site: SmallSite, client: Client) -> None:
    client.get(STORY)
    asset_changed.send(sender=None, asset=small_site.picture)
    assert the_store().find(f"testserver{STORY}", now=NOW) is None
    client.get("/")
    fact_changed.send(sender=None, fact=Fact(key="dien-tich"))
    assert the_store().find("testserver/", now=NOW) is None


# ---- the fast lane
def ask(path: str = "/a/", method: str = "GET", **headers: str) -> bytes:
    lines = [
        f"{method} {path} HTTP/1.1",
        "Host: example.vn",
        *(f"{n.replace('_', '-')}: {v}" for n, v in headers.items()),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


@pytest.fixture
def lane(tmp_path: Path) -> FastLane:
    store = Store(tmp_path)
    store.put(kept_of("example.vn/a/"), "/a/", ["page:1"], seen=0)
    return FastLane(store, allowed=lambda host: host == "example.vn")


def test_the_fast_lane_says_the_same(lane: FastLane) -> None:
    found = lane.answer(ask(Accept_Encoding="gzip"))
    assert found
    head, _gap, body = found[0].partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"Content-Encoding: gzip" in head
    assert b"\r\nDate: " in head
    assert gzip.decompress(body).startswith(b"<p>xin chao")
    tag = head.split(b"ETag: ")[1].split(b"\r\n")[0].decode()
    again = lane.answer(ask(Accept_Encoding="gzip", If_None_Match=tag))
    assert again
    assert again[0].startswith(b"HTTP/1.1 304")
    assert again[0].endswith(b"\r\n\r\n")
    only_head = lane.answer(ask(method="HEAD"))
    assert only_head
    assert only_head[0].endswith(b"\r\n\r\n")
    closing = lane.answer(ask(Connection="close"))
    assert closing
    assert closing[1] is False


@pytest.mark.parametrize(
    "request_",
    [
        ask(Cookie="sessionid=1"), ask(Cookie="x=1"), ask(Authorization="x"), ask(Range="bytes=0-1"), ask(Content_Length="3"),
        ask(Transfer_Encoding="chunked"), ask(Upgrade="h2c"), ask(Expect="100-continue"), ask(method="POST"), ask("/other/"),
        ask("/a/?q=1"), ask("//a/"), ask("http://example.vn/a/"), ask() + b"x", ask() + ask(), ask()[:-2], b"",
        ask().replace(b"HTTP/1.1", b"HTTP/1.0"), ask().replace(b"Host: example.vn", b"Host: evil.example"),
        ask().replace(b"Host: example.vn", b"Host: example.vn\r\nHost: x"), ask().replace(b"Host: ", b"Host : "),
        ask(User_Agent="\u00e9"), ask().replace(b"\r\n\r\n", b"\r\n folded\r\n\r\n"), ask("/" + "a" * 9000),
    ],
)  # fmt: skip
def test_what_the_fast_lane_does_not_wholly_understand_goes_the_long_way(lane: FastLane, request_: bytes) -> None:
    assert lane.answer(request_) is None


@given(st.binary(max_size=300))
def test_the_fast_lane_breaks_on_nothing(noise: bytes) -> None:
    read = read_head(noise + b"\r\n\r\n")
    assert read is None or read[0] in {"GET", "HEAD"}


def test_the_fast_lane_stops_when_the_page_changes(lane: FastLane) -> None:
    assert lane.answer(ask())
    Store(lane.store.folder).drop(["page:1"])
    assert lane.answer(ask()) is None
