"""A question as an address: what goes in comes out, and anything at all makes some question."""

from __future__ import annotations

import string
from datetime import date

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.search.addressing import LAST_PAGE, LONGEST, is_narrowed, query_of, question_of, with_facet
from nhipcau.search.asking import KINDS, Facet, Question, Sort

questions = st.builds(
    Question,
    text=st.text(min_size=1, max_size=40).map(lambda text: "".join(c for c in text if c >= " ").strip()).filter(bool),
    language=st.just("km"),
    kinds=st.lists(st.sampled_from(sorted(KINDS)), unique=True, max_size=3).map(tuple),
    offices=st.lists(st.integers(1, 10_000), unique=True, max_size=3).map(tuple),
    languages=st.lists(st.sampled_from(["vi", "en", "km"]), unique=True, max_size=2).map(tuple),
    states=st.lists(st.text(string.ascii_lowercase + "_", min_size=1, max_size=12), unique=True, max_size=2).map(tuple),
    since=st.none() | st.dates(date(1900, 1, 1)), until=st.none() | st.dates(date(1900, 1, 1)), sort=st.sampled_from(Sort),
)  # fmt: skip


@given(questions)
def test_a_question_comes_back_from_its_address(question: Question) -> None:
    assert question_of(QueryDict(query_of(question)), language="km") == question


@given(st.text(max_size=300))
def test_any_address_makes_some_question(said: str) -> None:
    question = question_of(QueryDict(said), language="vi")
    assert len(question.text) <= LONGEST
    assert 1 <= question.page <= LAST_PAGE


@pytest.mark.parametrize(
    "said",
    [
        "p=0",
        "p=-1",
        "p=٣",
        "p=99999999999999999999",
        "office=x",
        "office=²",
        "kind=staff",
        "lang=xx",
        "since=2026-13-40",
        "sort=random",
        "q=%00%07",
    ],
)
def test_what_cannot_be_read_is_left_out(said: str) -> None:
    assert question_of(QueryDict(said), language="vi") == Question("", "vi")


def test_a_facet_followed_twice_is_taken_back() -> None:
    facet = Facet("offices", "7", "Sở", 3)
    narrowed = with_facet(Question("chùa", page=4), facet)
    assert (narrowed.offices, narrowed.page) == ((7,), 1)
    assert is_narrowed(narrowed)
    assert with_facet(narrowed, facet).offices == ()
