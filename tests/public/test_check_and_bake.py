"""check-site finds what is broken; a baked site is whole, says the same, and changes only where something changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from nhipcau.media.models import Asset
from nhipcau.media.shelf import public_file
from nhipcau.newsroom.actions import withdraw
from nhipcau.newsroom.models import EditorialPage
from nhipcau.public.bake.writing import BOOK, NotOurs, bake, target_of
from nhipcau.public.check.faults import of_tables, of_visits
from nhipcau.public.check.walk import Visited, beginnings, is_closed, walk
from nhipcau.public.rules.reading import inner_paths, read_page
from tests.public.conftest import SmallSite, english_of

PAGE = '<!doctype html><html lang="vi"><head><title>A</title></head><body><h1 id="top">A</h1>{}</body></html>'


# ---- rules
@pytest.mark.parametrize(
    ("inside", "fault"),
    [
        ("<p>x", None), ("<ul><li>a<li>b</ul>", None), ("<div><p>x</div>", None), ("<img src=a alt=''>", None), ("<br/>", None),
        ("<div>", "<div> is never closed"), ("</em>", "</em> closes nothing that is open"), ("<b><i>x</b></i>", "</b> closes nothing that is open"),
        ("<h3>x</h3>", "a heading 3 follows a heading 1"), ("<h1>y</h1>", "2 first headings"), ("<i id=top></i>", "the id “top” stands there 2 times"),
        ("<p style='x'>y</p>", "<p> has a style or a script in an attribute, which the CSP refuses"),
        ("<p onclick='x'>y</p>", "<p> has a style or a script in an attribute, which the CSP refuses"),
        ('<script type="application/ld+json">{x</script>', "structured data that is no JSON"),
        ("<p class=a class=b>x</p>", "<p> has an attribute twice"),
    ],
)  # fmt: skip
def test_faults_of_html_are_found_and_good_html_has_none(inside: str, fault: str | None) -> None:
    faults = read_page(PAGE.format(inside)).faults
    assert (faults == []) if fault is None else (fault in faults)


def test_a_page_without_its_frame() -> None:
    assert read_page("<p>x</p>").faults == ["no doctype", "no language", "no title", "0 first headings"]


def test_links_that_stay_here_are_told_apart() -> None:
    links = [
        "/a/",
        "b/",
        "#c",
        "https://x.example/d/",
        "mailto:a@b",
        "https://other.example/",
        "/a/#e",
        "/a/?p=2",
        "//x.example/f/",
    ]
    found = inner_paths(links, page="https://x.example/z/", base="https://x.example")
    assert found == [
        ("/a/", ""),
        ("/z/b/", ""),
        ("/z/", "c"),
        ("/d/", ""),
        ("/a/", "e"),
        ("/a/?p=2", ""),
        ("/f/", ""),
    ]


@pytest.mark.parametrize(
    ("path", "target"),
    [("/", "index.html"), ("/a/", "a/index.html"), ("/a/?p=2", "a/p-2/index.html"), ("/a/?q=x", None), ("/feeds/vi/all.rss", "feeds/vi/all.rss"), ("/../x", None), ("/a%2e%2e/b", "a../b")],
)  # fmt: skip
def test_where_a_path_is_baked(path: str, target: str | None) -> None:
    assert target_of(path) == target


# ---- check-site
def visited(path: str, html: str = "", status: int = 200, links: list[tuple[str, str]] | None = None) -> Visited:
    return Visited(path, status, "text/html", html.encode(), {}, read_page(html) if html else None, links or [])


@pytest.mark.django_db
def test_what_a_visitor_stumbles_over() -> None:
    faults = of_visits(
        [
            visited("/a/", PAGE.format("<img src=x>"), links=[("/b/", ""), ("/gone/", ""), ("/a/", "nowhere"), ("/media/p/x.jpg", "")]),
            visited("/b/", PAGE.format("<p>x</p>")), visited("/c/", status=500),
        ]
    )  # fmt: skip
    told = {(f.kind, f.path, f.what) for f in faults}
    assert ("bad link", "/a/", "/gone/") in told
    assert ("bad fragment", "/a/", "/a/#nowhere") in told
    assert ("missing file", "/a/", "/media/p/x.jpg") in told
    assert ("missing alt", "/a/", "x") in told
    assert ("broken page", "/c/", "answers 500") in told
    assert ("duplicate title", "/b/", "“A” as /a/") in told
    assert ("orphan", "/a/", "no page leads here") in told


@pytest.mark.django_db
def test_a_version_that_does_not_lead_back_is_found() -> None:
    one = PAGE.replace(
        "</head>",
        '<link rel="canonical" href="http://testserver/a/"><link rel="alternate" hreflang="en" href="{}"></head>',
    )
    faults = of_visits(
        [visited("/a/", one.replace("{}", "http://testserver/b/", 1).format("")), visited("/b/", PAGE.format("")),
         visited("/c/", one.replace("{}", "http://testserver/gone/", 1).format(""))]
    )  # fmt: skip
    told = {(f.path, f.what) for f in faults if f.kind == "language"}
    assert ("/a/", "its version in en does not lead back") in told
    assert ("/c/", "its version in en is not there: http://testserver/gone/") in told


@pytest.mark.django_db
def test_a_page_that_got_out_without_a_second_person_is_found(small_site: SmallSite) -> None:
    assert [f for f in of_tables() if f.kind == "gate"] == []
    EditorialPage.objects.filter(pk=small_site.story.pk).update(lead="Lẻn vào cơ sở dữ liệu")
    assert [(f.kind, f.path) for f in of_tables() if f.kind == "gate"] == [("gate", "/heritage/ao-ba-om/")]


@pytest.mark.django_db
def test_files_and_rights_that_are_gone_are_found(small_site: SmallSite) -> None:
    assert of_tables() == []
    name = small_site.picture.renditions.first().name
    public_file(name).unlink()
    Asset.objects.filter(pk=small_site.picture.pk).update(holder="")
    assert {f.kind for f in of_tables()} == {"missing rendition", "rights"}


@pytest.mark.django_db
def test_the_command_says_it_for_machines_and_ends_with_one(small_site: SmallSite, capsys: Any) -> None:
    EditorialPage.objects.filter(pk=small_site.story.pk).update(lead="x")
    with pytest.raises(SystemExit) as ended:
        call_command("check_site", "--json")
    assert ended.value.code == 1
    told = json.loads(capsys.readouterr().out)
    assert told["visited"] > 4
    assert "gate" in {fault["kind"] for fault in told["faults"]}


@pytest.mark.django_db
def test_the_site_of_the_tests_itself_has_whole_html(small_site: SmallSite) -> None:
    english_of(small_site.story, small_site, title="The pond")
    faults = of_visits(walk(beginnings()))
    assert [f for f in faults if f.kind not in {"orphan", "duplicate title"}] == []


# ---- bake
@pytest.mark.django_db
def test_a_baked_site_is_whole_and_baked_again_only_where_it_changed(small_site: SmallSite, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = bake(out)
    assert first.broken == []
    for name in (
        "index.html",
        "404.html",
        "heritage/ao-ba-om/index.html",
        "feeds/vi/all.rss",
        "sitemap.xml",
        "robots.txt",
    ):
        assert (out / name).is_file(), name
    for file in out.rglob("*.html"):
        read = read_page(file.read_text())
        assert read.faults == [], file
        where = f"http://testserver/{file.parent.relative_to(out)}/".replace("/./", "/")
        for path, _fragment in inner_paths(read.links, page=where, base="http://testserver"):
            if not path.startswith("/tim-kiem/") and not is_closed(path):
                target = target_of(path)
                assert target, path
                assert (out / target).is_file(), f"{file}: {path}"
    again = bake(out)
    assert (again.written, again.gone) == (0, 0)
    before = {p: p.stat().st_mtime_ns for p in out.rglob("*") if p.is_file()}
    withdraw(small_site.story, reason="sai", by=small_site.approver)
    third = bake(out)
    assert b"sai" in (out / "heritage/ao-ba-om/index.html").read_bytes()
    assert third.gone > 0
    assert (out / "robots.txt").stat().st_mtime_ns == before[out / "robots.txt"]
    assert not list((out / "media").rglob("*.jpg"))


@pytest.mark.django_db
def test_a_folder_with_other_things_is_left_alone(small_site: SmallSite, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(NotOurs):
        bake(tmp_path)
    with pytest.raises(CommandError):
        call_command("bake", str(tmp_path))
    assert not (tmp_path / BOOK).exists()
