"""Hundreds of mutated feeds, sitemaps, lists, pages and mails: none raises anything but what its reader says it raises.

``NHIPCAU_FUZZ=2000`` asks for that many examples of each.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nhipcau.monitoring.gazetteer import gazetteer_of
from nhipcau.monitoring.rules.backing_off import next_pause
from nhipcau.monitoring.rules.differences import difference
from nhipcau.monitoring.rules.extras import is_closed, lead_of, picture_of
from nhipcau.monitoring.rules.feeds import BadFeed, FeedEntry, read_feed
from nhipcau.monitoring.rules.links import absolute, host_of, key_of
from nhipcau.monitoring.rules.listings import read_listing
from nhipcau.monitoring.rules.newsletters import read_newsletter
from nhipcau.monitoring.rules.opml import BadOpml, Outline, read_opml, write_opml
from nhipcau.monitoring.rules.pages import read_page
from nhipcau.monitoring.rules.relevance import RelevanceRule, judge
from nhipcau.monitoring.rules.sitemaps import read_sitemap
from nhipcau.monitoring.words import said_of_fault

MANY = settings(
    max_examples=int(os.environ.get("NHIPCAU_FUZZ", "150")), deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)  # fmt: skip
FEEDS = [
    ('<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Báo</title><item><title>Một &amp; hai</title>'
    "<link>https://bao.vn/1</link><pubDate>Wed, 25 Nov 2026 08:00:00 +0700</pubDate><guid>1</guid></item></channel></rss>"),
    ('<feed xmlns="http://www.w3.org/2005/Atom"><title>B</title><entry><title>Một</title><link href="/1"/><updated>2026-11-25T01:00:00Z</updated>'
    "<author><name>Ai đó</name></author></entry></feed>"),
    ('<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><item rdf:about="x"><title>T</title>'
    "<link>http://a.vn/x</link></item></rdf:RDF>"),
    '{"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": [{"id": 1, "url": "https://a.vn/1", "title": "T"}]}',
    '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><rss><channel><item><title>&b;</title></item></channel></rss>',
]  # fmt: skip
SITEMAP = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url>'
    "<loc>https://bao.vn/2</loc><news:news><news:publication_date>2026-11-25</news:publication_date><news:title>Hai</news:title></news:news></url>"
    "<url><loc>https://bao.vn/1</loc><lastmod>2026-11-24T08:00:00+07:00</lastmod></url></urlset>"
)
PAGE = (
    '<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Tin</title><meta property="og:image" content="/a.jpg"></head><body>'
    '<ul><li><a href="/tin/1.html">Trà Vinh khai mạc tuần lễ văn hóa Khmer</a></li><li><a href="/tin/2.pdf">Một văn bản rất dài ở đây nhé</a></li>'
    "</ul><article><h1>Tin</h1><p>Sáng nay tại Ao Bà Om khai mạc lễ hội Ok Om Bok với hàng nghìn người tham dự.</p></article></body></html>"
)
CHANGES = st.lists(
    st.tuples(st.integers(0, 10_000), st.sampled_from(["cut", "flip", "double", "insert", "swap"]), st.binary(min_size=1, max_size=12)), max_size=12
)  # fmt: skip


def changed(text: str, changes: list[tuple[int, str, bytes]]) -> bytes:
    """``text`` with the changes, one after the other."""
    content = bytearray(text.encode())
    for place, how, junk in changes:
        at = place % max(1, len(content))
        if how == "cut":
            del content[at : at + len(junk) * 3]
        elif how == "flip" and content:
            content[at] ^= junk[0]
        elif how == "double":
            content[at:at] = content[at : at + 40]
        elif how == "insert":
            content[at:at] = junk
        else:
            content[at:] = content[at:][::-1] if junk[0] % 5 == 0 else content[at:]
    return bytes(content)


def whole(entries: tuple[FeedEntry, ...]) -> None:
    for entry in entries:
        assert isinstance(entry.title, str)
        assert isinstance(entry.link, str)
        assert entry.published is None or entry.published.tzinfo is not None


@MANY
@given(
    st.sampled_from(FEEDS),
    CHANGES,
    st.sampled_from(["", "text/xml; charset=us-ascii", "application/rss+xml; charset=koi8-r", "x"]),
)
def test_no_feed_raises_but_as_said(feed: str, changes: Any, content_type: str) -> None:
    try:
        whole(read_feed(changed(feed, changes), content_type=content_type).entries)
    except BadFeed as fault:
        assert said_of_fault(fault.code)  # noqa: PT017


@MANY
@given(CHANGES)
def test_no_sitemap_raises_but_as_said(changes: Any) -> None:
    try:
        whole(read_sitemap(changed(SITEMAP, changes)).entries)
    except BadFeed as fault:
        assert said_of_fault(fault.code)  # noqa: PT017


@MANY
@given(CHANGES)
def test_no_page_raises(changes: Any) -> None:
    content = changed(PAGE, changes)
    article = read_page(content, url="https://bao.vn/1")
    assert len(lead_of(article.text)) <= 330
    assert picture_of(content, url="https://bao.vn/1").startswith(("http", "")) is True
    assert is_closed(content) in {True, False}
    read_newsletter(content.decode("utf-8", "replace"))
    try:
        whole(read_listing(content, url="https://bao.vn/"))
    except BadFeed as fault:
        assert said_of_fault(fault.code)  # noqa: PT017


@MANY
@given(st.text(max_size=120), st.sampled_from(["https://bao.vn/a/", ""]))
def test_no_address_raises(link: str, base: str) -> None:
    found = absolute(link, base=base)
    assert not found or found.startswith(("http://", "https://"))
    if found:
        assert len(key_of(found)) == 64
        assert host_of(found)


@given(st.lists(st.tuples(st.text(max_size=20), st.integers(0, 50)), max_size=8))
def test_opml_comes_back_as_it_went(feeds: list[tuple[str, int]]) -> None:
    names = {
        f"https://bao.vn/{n}": " ".join("".join(c for c in name if c.isprintable()).split()) for name, n in feeds
    }
    written = write_opml("Nguồn", [Outline(name, url, folder="Báo chí") for url, name in names.items()])
    if not names:
        with pytest.raises(BadOpml):
            read_opml(written)
        return
    assert {one.url: one.folder for one in read_opml(written)} == dict.fromkeys(names, "Báo chí")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<opml/>",
        b"nonsense",
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml><body>&x;</body></opml>',
    ],
)
def test_what_is_no_opml_says_so(content: bytes) -> None:
    with pytest.raises(BadOpml):
        read_opml(content)


def test_a_sitemap_gives_the_newest_first_and_entities_are_not_expanded() -> None:
    assert [entry.title for entry in read_sitemap(SITEMAP.encode()).entries] == ["Hai", ""]
    bomb = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><urlset><url><loc>https://bao.vn/&a;</loc></url></urlset>'
    assert all("root:" not in entry.link for entry in read_sitemap(bomb.encode()).entries)
    index = "<sitemapindex><sitemap><loc>https://bao.vn/s1.xml</loc></sitemap></sitemapindex>"
    assert read_sitemap(index.encode()).children == ("https://bao.vn/s1.xml",)


def test_a_list_page_gives_headlines_or_what_is_asked_for() -> None:
    assert [e.link for e in read_listing(PAGE.encode(), url="https://bao.vn/")] == ["https://bao.vn/tin/1.html"]
    short = '<a href="/x/1">Ngắn</a><a href="https://khac.vn/x/2">Trang khác</a>'
    assert [e.link for e in read_listing(short.encode(), url="https://bao.vn/", pattern="/x/")] == [
        "https://bao.vn/x/1"
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.bao.vn/tin?utm_source=fb&id=2#x", "http://bao.vn/tin/?id=2"),
        ("https://bao.vn/a?b=1&c=2", "https://bao.vn/a?c=2&b=1"),
        ("https://amp.bao.vn/a", "https://bao.vn/a"),
    ],
)
def test_one_address_in_two_dresses_has_one_key(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)


def test_other_addresses_have_other_keys() -> None:
    assert (
        len(
            {
                key_of(a)
                for a in (
                    "https://bao.vn/a",
                    "https://bao.vn/b",
                    "https://bao.vn/a?id=1",
                    "https://bao.vn:8080/a",
                    "https://khac.vn/a",
                )
            }
        )
        == 5
    )


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        (
            "TP. Trà Vinh hôm nay đón đoàn khách quốc tế. Đoàn gồm 12 người. Họ ở lại ba ngày.",
            "TP. Trà Vinh hôm nay đón đoàn khách quốc tế.",
        ),
        ("", ""),
        ("Ngắn", "Ngắn"),
    ],
)
def test_the_lead_ends_with_a_sentence(text: str, lead: str) -> None:
    assert lead_of(text, most=60) == lead


def test_the_lead_of_a_long_sentence_is_cut_at_a_word() -> None:
    assert lead_of("chữ " * 300, most=100).endswith("chữ…")


def test_why_an_article_matters_is_said(profile_places: Any) -> None:
    rules = [
        RelevanceRule("Địa danh", 10, by_place=True), RelevanceRule("Đầu tư", 3, ("đầu tư", "FDI"), topic=7), RelevanceRule("Thể thao", -5, ("bóng đá",)),
    ]  # fmt: skip
    found = judge(
        "Trà Vinh gọi đầu tư", "Vốn FDI vào huyện Trà Cú tăng.\nKhông có gì về môn khác.", rules, profile_places
    )
    assert [(r.rule, r.points) for r in found.reasons] == [("Địa danh", 20), ("Đầu tư", 6)]
    assert (found.points, found.topics, found.in_province) == (26, (7,), True)
    assert "Trà Cú" in found.places
    assert judge("Đầu tưởng", "fdix", rules, profile_places).points == 0, "whole words only"
    assert judge("Bóng đá", "", rules, profile_places).points == -10
    assert not judge("Châu Thành họp", "Huyện Châu Thành, tỉnh An Giang", rules, profile_places).in_province


@pytest.fixture
def profile_places() -> Any:
    return gazetteer_of(Path(__file__).resolve().parents[2] / "profiles" / "tra-vinh-2023")


@MANY
@given(st.text(max_size=300), st.text(max_size=300))
def test_a_difference_holds_both_texts(one: str, other: str) -> None:
    pieces = [piece for paragraph in difference(one, other) for piece in paragraph]
    ours = " ".join(p.text for p in pieces if p.kind != "added").split()
    theirs = " ".join(p.text for p in pieces if p.kind != "dropped").split()
    assert sorted(ours) == sorted(" ".join(line for line in one.splitlines()).split())
    assert sorted(theirs) == sorted(" ".join(line for line in other.splitlines()).split())


@given(
    st.integers(0, 40),
    st.floats(0, 0.999),
    st.sampled_from(["", "gone", "robots", "server"]),
    st.floats(0, 10_000) | st.none(),
)
def test_pauses_grow_end_at_a_bound_and_keep_to_what_the_server_said(
    failures: int, chance: float, code: str, retry_after: float | None
) -> None:
    every = timedelta(minutes=30)
    pause = next_pause(every=every, failures=failures, chance=chance, code=code, retry_after=retry_after)
    assert pause >= timedelta(minutes=22)
    assert pause <= timedelta(days=9)
    if failures and retry_after:
        assert pause >= timedelta(seconds=retry_after)
    if not failures:
        assert pause <= timedelta(minutes=33)
