"""Every public template and block with plain dicts in all seven languages: sound HTML, one heading of the first rank, nothing inline."""

from __future__ import annotations

import base64
import csv
import hashlib
import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import brotli
import pytest
from lxml import html as lxml_html
from tinyhtml5.parser import HTMLParser

from tests.public.samples import LANGUAGES, contexts, pages

ROOT = Path(__file__).resolve().parent.parent.parent
PUBLIC = ROOT / "nhipcau" / "public"
STATIC = PUBLIC / "static" / "public"
NAMES = sorted(contexts("vi"))
CODES = [code for code, _ in LANGUAGES]
ALONE = {"500"}
"""Pages that stand alone: they are shown when nothing else works."""


@cache
def html_of(language: str, name: str) -> str:
    return pages(language)[name]


@cache
def tree(language: str, name: str) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(html_of(language, name))


each = pytest.mark.parametrize(("language", "name"), [(code, name) for code in CODES for name in NAMES])


def test_no_page_template_is_left_out() -> None:
    assert {path.stem for path in (PUBLIC / "templates" / "public").glob("*.html")} - {"base"} == set(NAMES)


def test_every_block_is_shown_in_the_sample_story() -> None:
    shown = {block.block_type for block in contexts("vi")["story"]["page"]["body"]}
    assert shown == {path.stem for path in (PUBLIC / "templates" / "public" / "blocks").glob("*.html")}


@each
def test_html_is_well_formed(language: str, name: str) -> None:
    parser = HTMLParser(namespace_html_elements=False)
    parser.parse(html_of(language, name))
    faults = [(place, code) for place, code, _ in parser.errors]
    assert faults == []


@each
def test_a_page_has_one_first_heading_landmarks_and_its_language(language: str, name: str) -> None:
    page = tree(language, name)
    assert len(page.findall(".//h1")) == 1
    assert len(page.findall(".//main")) == 1
    assert page.findtext(".//title", "").strip()
    if name not in ALONE:
        assert page.get("lang") == language
        assert len(page.findall("./body/header")) == len(page.findall("./body/footer")) == 1
        assert page.xpath("//a[@class='skip']/@href") == ["#content"]
        assert page.xpath("//*[@id='content']")


@each
def test_headings_leave_no_rank_out(language: str, name: str) -> None:
    ranks = [int(element.tag[1]) for element in tree(language, name).find(".//main").iter("h1", "h2", "h3", "h4")]
    jumps = [(before, after) for before, after in pairwise(ranks) if after > before + 1]
    assert jumps == []


@each
def test_nothing_is_inline_that_the_content_policy_forbids(language: str, name: str) -> None:
    page = tree(language, name)
    assert page.xpath("//@style") == []
    styles = [style.text for style in page.iter("style")]
    policies = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert len(styles) == len(policies) == (name not in ALONE)
    for style, policy in zip(styles, policies, strict=True):
        mark = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert f"style-src 'self' 'sha256-{mark}';" in policy
        assert "unsafe" not in policy
    assert [s for s in page.findall(".//script") if not s.get("src") and s.get("type") != "application/ld+json"] == []
    assert page.xpath("//@*[starts-with(name(), 'on')]") == []


@each
def test_nothing_is_asked_of_a_third_party(language: str, name: str) -> None:
    page = tree(language, name)
    asked = page.xpath(
        "//img/@src | //script/@src | //source/@src | //source/@srcset | //iframe/@src | //video/@src | //link[@rel='stylesheet' or @rel='preload' or @rel='icon']/@href"
    )
    assert [address for address in asked if "//" in str(address)] == []


@each
def test_every_picture_has_alt_and_size(language: str, name: str) -> None:
    for image in tree(language, name).iter("img"):
        assert image.get("alt") is not None
        assert int(image.get("width")) > 0
        assert int(image.get("height")) > 0


@each
def test_ids_are_unique_and_labels_find_their_fields(language: str, name: str) -> None:
    page = tree(language, name)
    ids = [value for value in page.xpath("//@id") if value != "chua"]  # the same sample figure, many times
    assert len(ids) == len(set(ids))
    wanted = [v for names in page.xpath("//@aria-labelledby") for v in names.split()] + page.xpath("//label/@for")
    assert set(wanted) <= set(ids)


@each
def test_links_and_buttons_have_names(language: str, name: str) -> None:
    page = tree(language, name)
    nameless = [
        lxml_html.tostring(element, encoding="unicode")[:120]
        for element in page.iter("a", "button", "summary")
        if not (element.text_content().strip() or element.get("aria-label") or element.xpath(".//img[@alt!='']"))
    ]
    assert nameless == []


@each
def test_no_typeface_is_asked_for_before_the_first_words_stand(language: str, name: str) -> None:
    page = tree(language, name)
    assert page.xpath("//link[@rel='preload' and @as='font']") == []
    assert "Be Vietnam Pro" not in "".join(re.findall(r"@font-face *{[^}]*}", page.findtext(".//style", "")))
    if name not in ALONE:
        assert page.xpath("//script[@data-fonts]/@fetchpriority") == ["low"]
        assert (
            page.xpath("//noscript/link/@href") == page.xpath("//script/@data-fonts") == ["/static/public/fonts.css"]
        )


def test_what_is_untranslated_says_where_it_can_be_read() -> None:
    from django.template.loader import render_to_string
    from django.utils import translation

    with translation.override("fr"):
        given = contexts("fr")["story"]
        given["story"] = {**given["story"], "available_in": [{"code": "km", "name": "ភាសាខ្មែរ", "url": "/km/x/"}]}
        given["page"] = {**given["page"], "locale": {"language_code": "km"}}
        text = render_to_string("public/story.html", given)
    page = lxml_html.document_fromstring(text)
    assert page.find(".//article").get("lang") == "km"
    assert page.xpath("//aside[@lang='fr']/h2/text()") == ["Pas encore dans cette langue"]
    assert '<a class="tag" href="/km/x/" lang="km" hreflang="km">' in text


def test_foreign_words_say_their_language() -> None:
    names = tree("vi", "home").xpath("//details//a[@lang]")
    assert {element.get("lang") for element in names} == set(CODES)
    assert tree("vi", "home").xpath("//span[@class='brand__local']/@lang") == ["km"]


def test_the_style_sheet_stays_light() -> None:
    style = (STATIC / "site.css").read_bytes()
    assert len(style) <= 30_000
    assert len(brotli.compress(style, quality=11)) <= 8_000


@pytest.mark.parametrize("script", sorted((STATIC / "js").glob("*.js")), ids=lambda path: path.stem)
def test_scripts_stay_small(script: Path) -> None:
    assert script.stat().st_size <= 2_400


def _luminance(colour: str) -> float:
    colour = colour.lstrip("#")
    if len(colour) == 3:
        colour = "".join(letter * 2 for letter in colour)
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _tokens(selector: str) -> dict[str, str]:
    style = (STATIC / "site.css").read_text("utf-8")
    block = style.split(selector + " {", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})\b", block))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_stand_out_from_their_ground(theme: str) -> None:
    """WCAG 2.2 AA: 4.5 for text, 3 for the edges of what can be used."""
    tokens = _tokens("\n:root")
    if theme == "dark":
        tokens |= _tokens('\n:root[data-theme="dark"]')
    for ground in ("paper", "surface", "tint", "sand"):
        for ink in ("ink", "soft", "river", "lotus", "palm", "gold", "alarm"):
            assert _contrast(tokens[ink], tokens[ground]) >= 4.5, (theme, ink, ground)
        assert _contrast(tokens["edge"], tokens[ground]) >= 3, (theme, ground)
    for ink in ("on-deep", "on-deep-soft"):
        assert _contrast(tokens[ink], tokens["deep"]) >= 4.5, (theme, ink)
    for ground in ("river", "alarm", "ink"):
        assert _contrast(tokens["paper"], tokens[ground]) >= 4.5, (theme, ground)


def test_both_ways_to_the_dark_give_the_same_colours() -> None:
    assert _tokens(':root:not([data-theme="light"])') == _tokens('\n:root[data-theme="dark"]')


PICTURES = ROOT / "profiles" / "tra-vinh-2023" / "site" / "pictures"


def test_every_drawing_has_its_row_and_is_light_and_plain() -> None:
    with (PICTURES / "pictures.csv").open(encoding="utf-8", newline="") as rows:
        listed = {row["key"]: row for row in csv.DictReader(rows)}
    assert set(listed) == {path.stem for path in PICTURES.glob("*.svg")}
    for key, row in listed.items():
        text = (PICTURES / f"{key}.svg").read_text("utf-8")
        assert len(text.encode()) <= 9_000, key
        assert 'viewBox="0 0 1200 800"' in text
        assert not re.search(r"<(?:script|style|text|image|foreignObject)|\son\w+=|style=|href=\"(?!#)", text), key
        assert all(
            row[column].strip()
            for column in ("title_vi", "alt_vi", "alt_en", "alt_km", "author", "holder", "licence", "made_on")
        )


def test_a_card_in_the_page_s_language_says_nothing_of_it() -> None:
    assert tree("km", "listing").xpath("//article/@lang") == []
    assert set(tree("ja", "listing").xpath("//article/@lang")) == {"en"}
