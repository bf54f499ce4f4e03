"""What of the style sheet a page carries: everything it uses, nothing that it cannot use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.public.rules.used_style import needs_of, sheet_of, words_of
from nhipcau.public.style import POLICY_PLACE, SCRIPTED, STYLE_PLACE, StyleMiddleware, dressed, the_sheet

PUBLIC = Path(__file__).resolve().parents[2] / "nhipcau" / "public"


@pytest.mark.parametrize(
    ("selectors", "needs"),
    [
        (".card h3 a::after", [{".card", "h3", "a"}]),
        (":root", [set()]),
        ("*, ::before", [set(), set()]),
        (".story__head > * + *", [{".story__head"}]),
        (".map a:is(:hover, .is-lit) .unit", [{".map", "a", ".unit"}]),
        (".card p:not(.kicker)", [{".card", "p"}]),
        ('input:not([type="checkbox"], [type="radio"]), select', [{"input"}, {"select"}]),
        (':root[data-theme="dark"]', [set()]),
        (":lang(km) :is(em, i)", [set()]),
        (".tag[aria-current]", [{".tag"}]),
        ("h1", [{"h1"}]),
        (".num, td.wide", [{".num"}, {"td", ".wide"}]),
    ],
)
def test_what_a_selector_needs(selectors: str, needs: list[set[str]]) -> None:
    assert [set(one) for one in needs_of(selectors)] == needs


def test_groups_stay_in_their_order_and_empty_ones_go() -> None:
    sheet = sheet_of(
        "@layer a, b; @font-face { font-family: X } @layer b { .x { a: b } @media print { .y { c: d } } } @media (x) { .z { e: f } } p{g:h}"
    )
    assert sheet.used_by(frozenset({".x"})) == "@layer a, b;@font-face{font-family: X}@layer b{.x{a: b}}"
    assert (
        sheet.used_by(frozenset({".y", "p"}))
        == "@layer a, b;@font-face{font-family: X}@layer b{@media print{.y{c: d}}}p{g:h}"
    )


def test_a_sheet_that_is_not_well_formed_is_told() -> None:
    with pytest.raises(ValueError, match="2:"):
        sheet_of(".x { a: b }\n } y")


def test_words_of_a_page() -> None:
    assert words_of('<p class="lead x"><b class="x">1</b></p>') == {".lead", ".x", "p", "b"}


@given(st.sets(st.sampled_from(sorted(the_sheet().words))))
def test_more_words_never_take_a_rule_away(words: set[str]) -> None:
    """And the rules are a subsequence of the whole sheet's."""
    sheet = the_sheet()
    part, whole = sheet.used_by(frozenset(words)), sheet.used_by(sheet.words)
    rest = iter(re.split(r"(?<=[{};])", whole))
    assert all(piece in rest for piece in re.split(r"(?<=[{};])", part))


def test_all_words_bring_the_whole_sheet() -> None:
    text = (PUBLIC / "static" / "public" / "site.css").read_text("utf-8")
    plain = re.sub(r"/\*.*?\*/|\s", "", text, flags=re.DOTALL).replace(";}", "}")
    assert re.sub(r"\s", "", the_sheet().used_by(the_sheet().words)) == plain


def test_classes_that_scripts_add_are_known() -> None:
    """A class in a script that stands in the style sheet is in some template, or among SCRIPTED."""
    scripts = "".join(path.read_text("utf-8") for path in (PUBLIC / "static" / "public" / "js").glob("*.js"))
    templates = "".join(path.read_text("utf-8") for path in (PUBLIC / "templates").rglob("*.html"))
    named = set(re.findall(r"(?:className = |classList\.\w+\(|class=\\?)[\"'`]([\w -]+)", scripts))
    styled = {name for value in named for name in value.split() if f".{name}" in the_sheet().words}
    known = {word.removeprefix(".") for more in SCRIPTED.values() for word in more}
    assert "lightbox" in named
    assert [name for name in styled - known if name not in templates] == []


def test_a_page_is_dressed_once_and_others_are_left_alone() -> None:
    page = f"<meta charset='utf-8'>{POLICY_PLACE}{STYLE_PLACE}<p class=\"lead\">{STYLE_PLACE}"
    made = dressed(page)
    assert ".lead{" in made
    assert ".lightbox" not in made
    assert made.count("<style>") == 1
    assert dressed("<p>") == "<p>"
    assert dressed(f"{POLICY_PLACE}<p>") == f"{POLICY_PLACE}<p>"


def test_the_door_dresses_pages_and_lets_streams_pass() -> None:
    request = HttpRequest()
    page = StyleMiddleware(lambda _request: HttpResponse(f"{POLICY_PLACE}{STYLE_PLACE}"))(request)
    assert page.content.startswith(b"<meta http-equiv=")  # type: ignore[attr-defined]
    stream = StyleMiddleware(lambda _request: StreamingHttpResponse([POLICY_PLACE.encode()]))(request)
    assert b"".join(stream) == POLICY_PLACE.encode()  # type: ignore[arg-type]
