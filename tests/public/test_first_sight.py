"""What a page carries of its first picture, and the tones of those that have not come yet."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.newsroom.models import StoryPage
from nhipcau.public import pictures
from nhipcau.public.cards import first_of
from nhipcau.public.rules.first_sight import LARGEST, carried, tone_of, tones_css

STYLE = (Path(__file__).resolve().parents[2] / "nhipcau/public/static/public/site.css").read_text("utf-8")
PLAIN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 12 8" width="12" height="8"><title>Ao</title><path d="M0 0h12v8z" fill="#0f6674"/></svg>'


def test_a_plain_drawing_is_carried_without_name_and_size() -> None:
    shown = carried(PLAIN)
    assert shown.startswith("<svg viewBox=")
    assert 'preserveAspectRatio="xMidYMid slice"' in shown
    assert "<title" not in shown
    assert 'width="12"' not in shown
    assert '<path d="M0 0h12v8z"' in shown


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<path d="M0 0" onload="alert(1)"/>',
        '<path d="M0 0" style="fill:red"/>',
        "<style>path{fill:red}</style>",
        '<use href="https://example.org/x.svg#a"/>',
        '<image href="data:image/png;base64,AAAA"/>',
        '<rect fill="url(https://example.org/x)"/>',
        "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>",
        '<a href="#x"><path d="M0 0"/></a>',
        "<!-- said in a comment -->",
        "<?php echo 1 ?>",
        '<use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="javascript:alert(1)"/>',
    ],
)
def test_anything_but_shapes_stays_in_its_own_file(inside: str) -> None:
    assert carried(PLAIN.replace("</svg>", f"{inside}</svg>")) == ""


@pytest.mark.parametrize(
    "text", ["", "<svg", "<html/>", '<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>', PLAIN + " " * LARGEST]
)
def test_what_is_no_small_drawing_is_not_carried(text: str) -> None:
    assert carried(text) == ""


def test_two_drawings_on_a_page_keep_their_names_apart() -> None:
    one = PLAIN.replace(
        "</svg>", '<defs><g id="egret"/><clipPath id="k"/></defs><use href="#egret"/><g clip-path="url(#k)"/></svg>'
    )
    shown = carried(one, mark="t1-")
    for said in ('id="t1-egret"', 'href="#t1-egret"', 'id="t1-k"', 'clip-path="url(#t1-k)"'):
        assert said in shown
    assert set(re.findall(r'id="([^"]+)"', shown)).isdisjoint(re.findall(r'id="([^"]+)"', carried(one, mark="c1-")))


@given(st.text(max_size=40))
def test_any_colour_has_a_tone_or_none(colour: str) -> None:
    assert re.fullmatch(r"(tone-[012]{3})?", tone_of(colour))


def test_every_tone_has_its_rule_in_the_style() -> None:
    assert tones_css() in STYLE
    assert tone_of("#0f6674") == "tone-011"
    assert ".tone-011 { background: #338080 }" in STYLE


@pytest.mark.django_db
def test_the_first_picture_of_a_list_comes_with_the_page_or_before_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_drawing", lambda name, place: "<svg></svg>" if name == "small.svg" else "")
    small, large = {"src": "/media/p/small.svg", "is_vector": True}, {"src": "/media/p/large.svg", "is_vector": True}
    photo = {"src": "/media/p/small.svg", "is_vector": False}
    assert first_of(StoryPage())(small) == small | {"drawing": "<svg></svg>", "eager": True}
    assert first_of(StoryPage())(photo) == photo | {"eager": True}
    below = first_of(StoryPage(picture_id=1))
    assert below(small)["drawing"] == "<svg></svg>"
    assert below(large) == large
    assert below(photo) == photo, "the page's own picture is asked for first"
