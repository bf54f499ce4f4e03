"""Pages and feeds as they come: odd encodings, broken markup, entity bombs, dates in many forms. Nothing raises."""

from __future__ import annotations

import contextlib
import gzip
import json
import subprocess
import sys
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nhipcau.monitoring.rules.feeds import BadFeed, read_feed
from nhipcau.monitoring.rules.pages import read_page
from nhipcau.monitoring.rules.published import as_day
from nhipcau.monitoring.words import said_of_feed

PARAGRAPHS = [
    "Sáng 24/11, tại Ao Bà Om, tỉnh khai mạc tuần lễ văn hóa, thể thao và du lịch gắn với lễ hội Ok Om Bok của đồng bào Khmer.",
    "Hàng nghìn người dân và du khách đến xem đua ghe ngo trên sông Long Bình, năm nay có mười hai đội nam và sáu đội nữ tranh tài.",
    "Ban tổ chức cho biết các đêm hội có thả đèn nước, đút cốm dẹp và trình diễn nhạc ngũ âm, mở cửa tự do cho mọi người.",
    "Lễ hội được công nhận là di sản văn hóa phi vật thể quốc gia, kéo dài đến hết rằm tháng mười âm lịch và bế mạc bằng đêm thả đèn gió.",
]
PAGE = """<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Khai mạc lễ hội Ok Om Bok - Báo Ví Dụ</title>
<meta property="og:title" content="Khai mạc lễ hội Ok Om Bok năm 2026">
<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "2026-11-24T08:00:00+07:00"}}</script></head>
<body><nav><a href="/">Trang chủ</a> <a href="/tin">Tin tức</a></nav>
<article><h1>Khai mạc lễ hội Ok Om Bok năm 2026</h1>{}</article>
<aside><ul><li><a href="/1">Bài khác một</a></li><li><a href="/2">Bài khác hai</a></li></ul></aside>
<footer>Giấy phép số 1. Bản quyền thuộc về Báo Ví Dụ.</footer></body></html>"""


def page(*extra: str) -> bytes:
    return PAGE.format("".join(f"<p>{words}</p>" for words in (*PARAGRAPHS, *extra))).encode()


def test_the_article_its_title_day_and_language_are_found() -> None:
    article = read_page(page())
    assert article.title == "Khai mạc lễ hội Ok Om Bok năm 2026"
    assert article.text.split("\n") == PARAGRAPHS
    assert article.published == date(2026, 11, 24)
    assert article.language == "vi"


def test_links_to_other_articles_and_calls_are_left_out() -> None:
    article = read_page(
        page(
            '<a href="/3">Ghe ngo Trà Vinh vào chung kết giải khu vực</a>',
            "Xem thêm: Lịch thi đấu",
            "Đăng ký nhận bản tin",
        )
    )
    assert article.text.split("\n") == PARAGRAPHS


def test_the_old_vietnamese_encoding_is_read() -> None:
    markup = page().decode().replace('charset="utf-8"', 'charset="windows-1258"')
    tones = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
    apart = "".join(
        c if c.encode("cp1258", "ignore") else unicodedata.normalize("NFC", "".join(x for x in unicodedata.normalize("NFD", c) if x not in tones))
        + "".join(x for x in unicodedata.normalize("NFD", c) if x in tones)
        for c in markup
    )  # fmt: skip
    assert "đồng bào Khmer" in unicodedata.normalize("NFC", read_page(apart.encode("cp1258", "replace")).text)


@pytest.mark.parametrize(
    "content",
    [b"", b" ", b"<", b"<html>", b"\x00\xff" * 50, b"not html at all", b"<?xml version='1.0'?><a/>", b"<p>" * 5000],
)
def test_a_page_without_an_article_has_no_text(content: bytes) -> None:
    article = read_page(content)
    assert len(article.text) < 40
    assert article.published is None


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 3_000), st.binary(max_size=40), st.integers(0, 400))
def test_a_damaged_page_never_raises(at: int, noise: bytes, cut: int) -> None:
    whole = page()
    read_page(whole[:at] + noise + whole[at + cut :])


@pytest.mark.parametrize(("said", "day"), [
    ("2026-11-24T08:00:00+07:00", date(2026, 11, 24)), ("20261124", date(2026, 11, 24)), ("Thứ ba, 24/11/2026, 08:00 (GMT+7)", date(2026, 11, 24)),
    ("24 tháng 11 năm 2026", date(2026, 11, 24)), ("24-11-2026", date(2026, 11, 24)), ("2026-02-31", None), ("hôm qua", None), ("", None),
    ("1899-12-12", None),
])  # fmt: skip
def test_a_day_is_read_in_many_forms(said: str, day: date | None) -> None:
    assert as_day(said) == day


RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Tin</title>
<item><title>Một &amp; hai</title><link>https://bao.example/1</link><guid>g1</guid><pubDate>Tue, 24 Nov 2026 08:00:00 +0700</pubDate>
<author>a@b.c</author></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Tin</title><entry><title type="html">Đua &lt;b&gt;ghe&lt;/b&gt;</title>
<link href="https://bao.example/2"/><id>tag:2</id><published>2026-11-24T01:00:00Z</published></entry></feed>"""
JSON_FEED = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Tin", "items": [
    {"id": 7, "url": "https://bao.example/3", "title": "Ba", "date_published": "2026-11-24T08:00:00+07:00"}, "odd"]})  # fmt: skip


@pytest.mark.parametrize(("feed", "link", "key"), [
    (RSS, "https://bao.example/1", "g1"), (ATOM, "https://bao.example/2", "tag:2"), (JSON_FEED, "https://bao.example/3", "7"),
])  # fmt: skip
def test_each_kind_of_feed_is_read(feed: str, link: str, key: str) -> None:
    (entry,) = read_feed(feed.encode()).entries
    assert (entry.link, entry.id) == (link, key)
    assert entry.published is not None
    assert entry.published.isoformat() == "2026-11-24T01:00:00+00:00"


def test_a_feed_that_is_cut_off_gives_what_it_has() -> None:
    assert [e.title for e in read_feed(RSS[: RSS.index("<author>")].encode()).entries] == ["Một & hai"]


def test_entities_of_a_feed_are_never_expanded() -> None:
    bomb = '<!DOCTYPE lolz [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
    feed = RSS.replace('<?xml version="1.0"?>', f'<?xml version="1.0"?>{bomb}').replace(
        "Một &amp; hai", "Một &b; &x;"
    )
    titles = " ".join(entry.title for entry in read_feed(feed.encode()).entries)
    assert "haha" not in titles
    assert "root:" not in titles


@pytest.mark.parametrize(("content", "code"), [
    (b"", "empty"), (b"  \n", "empty"), (b"<!DOCTYPE html><html><body>x</body></html>", "page"), (b'{"items": ', "broken_json"),
    (b'{"a": 1}', "not_a_feed"), (b"x" * 10_000_001, "too_large"), (b"[" * 100_000, "broken_json"),
])  # fmt: skip
def test_what_is_no_feed_is_told_in_words(content: bytes, code: str) -> None:
    with pytest.raises(BadFeed) as fault:
        read_feed(content)
    assert fault.value.code == code
    assert len(said_of_feed(code)) > 20


@settings(deadline=None, max_examples=150)
@given(st.sampled_from([RSS, ATOM, JSON_FEED]), st.integers(0, 400), st.binary(max_size=30), st.integers(0, 80))
def test_a_damaged_feed_is_read_or_told(feed: str, at: int, noise: bytes, cut: int) -> None:
    whole = feed.encode()
    with contextlib.suppress(BadFeed):
        read_feed(whole[:at] + noise + whole[at + cut :])


def test_a_name_of_a_file_in_a_feeds_place_opens_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "feed.xml"
    secret.write_text(RSS)
    with contextlib.suppress(BadFeed):
        assert read_feed(str(secret).encode()).entries == ()


def run(*command: str, lines: str) -> tuple[int, list[dict[str, object]]]:
    done = subprocess.run(
        [sys.executable, "-m", "config.cli", *command],
        input=lines,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def test_extract_answers_each_line_and_tells_what_failed(tmp_path: Path) -> None:
    plain, packed, broken = tmp_path / "a.html", tmp_path / "b.html.gz", tmp_path / "c.html.gz"
    plain.write_bytes(page())
    packed.write_bytes(gzip.compress(page()))
    broken.write_bytes(gzip.compress(page())[:40])
    asked = [
        {"id": p.name, "url": "https://bao.example/x", "path": str(p)}
        for p in (plain, packed, broken, tmp_path / "none.html")
    ]
    code, rows = run("extract", "--json", lines="".join(json.dumps(row) + "\n" for row in asked) + "no json\n")
    assert code == 1
    assert [row["id"] for row in rows] == ["a.html", "b.html.gz", "c.html.gz", "none.html", None]
    assert rows[0]["text"] == rows[1]["text"] == "\n".join(PARAGRAPHS)
    assert rows[0]["published"] == "2026-11-24"
    assert all("error" in row for row in rows[2:])
    assert "author" not in rows[0]


def test_the_other_commands_answer_each_line(tmp_path: Path) -> None:
    pair = {
        "id": 3,
        "a": {"title": "x", "text": " ".join(PARAGRAPHS)},
        "b": {"title": "y", "text": " ".join(PARAGRAPHS[1:])},
    }
    assert run("same-story", "--json", lines=json.dumps(pair) + "\n") == (0, [{"id": 3, "same": True, "score": 1.0}])
    code, rows = run("places", "--json", lines=json.dumps({"id": 4, "sentence": "Huyện Cầu Ngang"}) + "\n")
    assert (code, rows) == (0, [{"id": 4, "province": True, "places": ["Cầu Ngang"]}])
    good, bad = tmp_path / "good.xml", tmp_path / "bad.html"
    good.write_text(RSS)
    bad.write_text("<html></html>")
    code, rows = run("feed-read", "--json", str(good), str(bad), lines="")
    assert code == 1
    assert [entry["title"] for entry in rows[0]["entries"]] == ["Một & hai"]  # type: ignore[attr-defined]
    assert "error" in rows[1]
