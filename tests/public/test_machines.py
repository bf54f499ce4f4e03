"""Feeds, sitemaps, oEmbed, robots and the head of a page, read as machines read them."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import feedparser
import pytest
from defusedxml import ElementTree as Xml
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from nhipcau.newsroom.actions import withdraw
from nhipcau.newsroom.models import StoryPage
from nhipcau.public.machines import indexnow
from nhipcau.public.machines.meta import meta_of
from tests.public.conftest import SmallSite, english_of
from tests.public.test_jsonld import schema_faults, vocabulary_faults

pytestmark = pytest.mark.django_db
SITEMAP = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml",
    "i": "http://www.google.com/schemas/sitemap-image/1.1", "n": "http://www.google.com/schemas/sitemap-news/0.9",
}  # fmt: skip


def graph(meta: Any) -> list[dict[str, Any]]:
    said = str(meta.json_ld).removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    nodes: list[dict[str, Any]] = json.loads(said)["@graph"]
    return nodes


def test_the_head_of_a_story(small_site: SmallSite) -> None:
    english_of(small_site.story, small_site, title="Om pond")
    meta = meta_of(StoryPage.objects.get(pk=small_site.story.pk))
    assert meta.canonical == "http://testserver/heritage/ao-ba-om/"
    assert [(a.code, a.url) for a in meta.alternates][-1] == ("x-default", "http://testserver/en/heritage/ao-ba-om/")
    assert {"vi", "en", "x-default"} == {a.code for a in meta.alternates}
    kinds = [node["@type"] for node in graph(meta)]
    assert kinds == ["GovernmentOrganization", "NewsArticle", "BreadcrumbList"]
    story = graph(meta)[1]
    assert schema_faults(story) == []
    assert vocabulary_faults(graph(meta)) == []
    assert story["workTranslation"][0]["name"] == "Om pond"
    assert story["image"][0]["creditText"]
    assert story["contentLocation"][0]["name"] == "Cầu Kè"
    assert ("twitter:card", "summary_large_image") in meta.twitter
    assert dict(meta.open_graph)["og:image"].startswith("http://testserver/media/p/")


def test_a_home_page_says_who_speaks(small_site: SmallSite) -> None:
    nodes = graph(meta_of(small_site.home))
    assert [n["@type"] for n in nodes] == ["GovernmentOrganization", "WebSite", "WebPage"]


def test_a_preview_is_kept_out_of_indexes(small_site: SmallSite) -> None:
    meta = meta_of(small_site.story, robots="noindex")
    assert (meta.robots, meta.canonical, meta.json_ld) == ("noindex", "", "")


@pytest.mark.parametrize(("form", "version"), [("rss", "rss20"), ("atom", "atom10")])
def test_feeds_are_read_back_by_another_reader(
    small_site: SmallSite, client: Client, form: str, version: str
) -> None:
    answer = client.get(f"/feeds/vi/heritage.{form}")
    feed = feedparser.parse(answer.content)
    assert (feed.bozo, feed.version) == (0, version)
    assert [e.title for e in feed.entries] == ["Lễ hội <Ok Om Bok> & đua ghe ngo", "Ao Bà Om"]
    assert feed.entries[1].link == "http://testserver/heritage/ao-ba-om/"
    assert feed.entries[1].enclosures[0].type == "image/jpeg"
    assert feed.feed.language == "vi"


def test_json_feed_has_what_the_standard_asks_for(small_site: SmallSite, client: Client) -> None:
    answer = client.get("/feeds/vi/all.json")
    assert answer["Content-Type"] == "application/feed+json; charset=utf-8"
    feed = answer.json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "http://testserver/feeds/vi/all.json"
    for item in feed["items"]:
        assert item["id"] == item["url"]
        assert item["content_text"]
        assert item["date_published"] <= item["date_modified"]


@pytest.mark.parametrize("path", ["/feeds/xx/all.rss", "/feeds/vi/nothing.rss", "/feeds/ja/all.rss"])
def test_there_is_no_feed_of_what_is_not_there(small_site: SmallSite, client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_feed_asks_the_same_number_of_questions_however_long(
    small_site: SmallSite, client: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(24):
        client.get("/feeds/vi/all.rss")


def test_the_sitemap_leads_to_every_page_with_its_languages(small_site: SmallSite, client: Client) -> None:
    english_of(small_site.story, small_site)
    index = Xml.fromstring(client.get("/sitemap.xml").content)
    sheets = [loc.text or "" for loc in index.findall("s:sitemap/s:loc", SITEMAP)]
    assert sheets[0] == "http://testserver/sitemaps/pages-1.xml"
    for sheet in sheets:
        assert client.get(sheet.removeprefix("http://testserver")).status_code == 200
    pages = Xml.fromstring(client.get("/sitemaps/pages-1.xml").content)
    found = {u.findtext("s:loc", "", SITEMAP): u for u in pages.findall("s:url", SITEMAP)}
    assert {"http://testserver/", "http://testserver/en/", "http://testserver/en/heritage/ao-ba-om/"} <= set(found)
    pond = found["http://testserver/heritage/ao-ba-om/"]
    assert {link.get("hreflang") for link in pond.findall("x:link", SITEMAP)} == {"vi", "en", "x-default"}
    alone = next(url for address, url in found.items() if "dua-ghe" in address)
    assert alone.findall("x:link", SITEMAP) == []


def test_images_and_news_have_sitemaps(small_site: SmallSite, client: Client) -> None:
    images = Xml.fromstring(client.get("/sitemaps/images-1.xml").content)
    assert (images.findtext("s:url/i:image/i:loc", "", SITEMAP)).startswith("http://testserver/media/p/")
    news = Xml.fromstring(client.get("/sitemaps/news-1.xml").content)
    assert len(news.findall("s:url/n:news", SITEMAP)) == 2
    StoryPage.objects.filter(pk=small_site.story.pk).update(first_published_at=timezone.now() - timedelta(days=3))
    assert len(Xml.fromstring(client.get("/sitemaps/news-1.xml").content).findall("s:url", SITEMAP)) == 1


def test_what_is_withdrawn_leaves_feeds_and_sitemaps(small_site: SmallSite, client: Client) -> None:
    withdraw(small_site.story, reason="sai", by=small_site.approver)
    assert b"ao-ba-om" not in client.get("/feeds/vi/all.rss").content
    assert b"ao-ba-om" not in client.get("/sitemaps/pages-1.xml").content
    assert b"/media/p/" not in client.get("/sitemaps/images-1.xml").content


def test_oembed_gives_a_card_without_a_script(small_site: SmallSite, client: Client) -> None:
    url = "http://testserver/heritage/le-hoi-ok-om-bok-dua-ghe-ngo/"
    told = client.get("/oembed", {"url": url, "maxwidth": "300"}).json()
    assert (told["version"], told["type"], told["width"]) == ("1.0", "rich", 300)
    assert escape("<Ok Om Bok>") in told["html"]
    assert "<script" not in told["html"]
    assert (
        Xml.fromstring(client.get("/oembed", {"url": url, "format": "xml"}).content).findtext("title")
        == told["title"]
    )


@pytest.mark.parametrize(
    "query", [{"url": "http://elsewhere.example/heritage/ao-ba-om/"}, {"url": "http://testserver/nothing/"}, {}]
)
def test_oembed_speaks_only_for_our_own_pages(small_site: SmallSite, client: Client, query: dict[str, str]) -> None:
    assert client.get("/oembed", query).status_code == 404


def test_robots_name_the_sitemap_and_close_the_workspace(addresses: None, client: Client) -> None:
    said = client.get("/robots.txt").content.decode()
    assert "Disallow: /staff/" in said
    assert "Sitemap: http://testserver/sitemap.xml" in said


def test_indexnow_names_what_changed_and_proves_the_site_with_its_key(small_site: SmallSite, client: Client) -> None:
    addresses = indexnow.changed_since(timezone.now() - timedelta(hours=1))
    assert "http://testserver/heritage/ao-ba-om/" in addresses
    own = indexnow.key()
    told = indexnow.message(addresses, own_key=own)
    assert told["keyLocation"] == f"http://testserver/{own}.txt"
    assert client.get(f"/{own}.txt").content.decode() == own
    assert client.get(f"/{'0' * 32}.txt").status_code == 404
