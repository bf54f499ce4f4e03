"""Sources cited in plain text lead to the foot of the page; offices are named in the reader's language; parts without pages lead on."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.newsroom.models import Term, TermTranslation
from nhipcau.public.province_map import map_for
from nhipcau.public.rules.citations import with_sources
from nhipcau.public.sections import NAMED
from tests.factories.documents import brought
from tests.public.conftest import SmallSite, english_of


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("five run [1]", 'five run<sup><a href="#source-1">1</a></sup>'),
        ("a [2][13].", 'a<sup><a href="#source-2">2</a></sup><sup><a href="#source-13">13</a></sup>.'),
        ("[x] and [123]", "[x] and [123]"),
        ("<b>[1]", '&lt;b&gt;<sup><a href="#source-1">1</a></sup>'),
    ],
)
def test_numbers_of_sources_are_links(text: str, html: str) -> None:
    assert with_sources(text) == html


@given(st.text(max_size=80))
def test_nothing_typed_becomes_html(text: str) -> None:
    said = with_sources(text)
    assert said.count("<") == 4 * said.count('<a href="#source-')


def test_a_story_names_its_office_in_the_readers_language(small_site: SmallSite, client: Client) -> None:
    page = english_of(small_site.story, small_site)
    office = small_site.office
    term = Term.objects.create(vi=office.name, kind=Term.Kind.OFFICE)
    TermTranslation.objects.create(term=term, language="en", text="Department of Examples")
    assert "Department of Examples" in client.get(page.url).content.decode()
    assert office.name in client.get(small_site.story.url).content.decode()


def test_names_near_a_side_of_the_map_are_set_from_that_side(db: None) -> None:
    drawn = map_for("vi")
    assert drawn is not None
    width = float(drawn["view_box"].split()[2])
    for part in [*drawn["neighbours"], *drawn["seas"]]:
        if part["label_x"] and float(part["label_x"]) < 110:
            assert part["label_side"] == "is-left"
        if part["label_x"] and float(part["label_x"]) > width - 110:
            assert part["label_side"] == "is-right"


def test_a_document_is_named_by_itself_not_by_its_list(db: None) -> None:
    row = brought("QUYẾT ĐỊNH\nVề việc thử".encode(), name="van-ban.txt")
    assert NAMED["document"](str(row.pk)) == (str(row) if row.number else row.title)
    assert NAMED["document"]("999999") == NAMED["document"]("x") == NAMED["publication"]("none") == ""


def test_a_film_that_lies_elsewhere_asks_nothing_of_its_site_before_a_click() -> None:
    shown = render_to_string(
        "public/components/video.html",
        {
            "video": {
                "title": "Phim",
                "page_url": "https://v.example/1",
                "embed_url": "https://v.example/e/1",
                "host": "v.example",
            }
        },
    )
    assert "<iframe" not in shown
    assert "src=" not in shown
    assert 'data-embed="https://v.example/e/1"' in shown
    assert "v.example" in shown.partition("<figcaption>")[2]
