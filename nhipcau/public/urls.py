"""Addresses of the public site that are no pages of the tree. They stand before Wagtail's own and have no language in front."""

from __future__ import annotations

from django.urls import path, re_path

from nhipcau.public import signing
from nhipcau.public.corrections import files
from nhipcau.public.machines import feeds, finding, oembed, partners, sitemaps, small_files

app_name = "machines"
urlpatterns = [
    re_path(r"^feeds/(?P<language>[a-z-]+)/(?P<theme>[a-z0-9-]+)\.(?P<form>rss|atom|json)$", feeds.feed, name="feed"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    re_path(r"^sitemaps/(?P<kind>[a-z]+)-(?P<number>\d{1,4})\.xml$", sitemaps.sheet_named, name="sitemap_sheet"),
    path("robots.txt", small_files.robots, name="robots"),
    path("oembed", oembed.oembed, name="oembed"),
    re_path(r"^partners/(?P<language>[a-z-]+)/(?P<form>ninjs|newsml)/$", partners.stories, name="partner_stories"),
    re_path(r"^partners/(?P<language>[a-z-]+)/search/$", finding.search, name="partner_search"),
    re_path(r"^partners/story/(?P<pk>\d{1,12})\.(?P<form>ninjs|newsml)$", partners.story, name="partner_story"),
    re_path(r"^signatures/(?P<pk>\d{1,12})\.json$", signing.signed_file, name="signed_file"),
    path(".well-known/nhipcau-keys.json", signing.keys_file, name="keys"),
    path(".well-known/nhipcau-signing-key.pem", signing.key_file, name="signing_key"),
    path("dinh-chinh/log.jsonl", files.whole_log, name="corrections_log"),
    path("dinh-chinh/claim-review.json", files.reviews, name="claim_reviews"),
    path("dinh-chinh/figures.json", files.yearly, name="corrections_figures_file"),
    re_path(r"^dinh-chinh/rows/(?P<seq>\d{1,12})\.json$", files.row, name="correction_row"),
    re_path(r"^dinh-chinh/documents/(?P<sha256>[0-9a-f]{64})$", files.paper, name="correction_paper"),
    re_path(r"^(?P<key>[0-9a-f]{32})\.txt$", small_files.key_file, name="indexnow_key"),
]
