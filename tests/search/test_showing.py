"""What is shown of a hit: marks at the right place of the original text, snippets within it, any text and any question."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.search.rules.analysis import LONGEST, analyse
from nhipcau.search.rules.planning import Query, understand
from nhipcau.search.rules.scripts import keys_in, places_of_words, tokens_of
from nhipcau.search.rules.showing import EVERY, marked, steps_of, stretch
from nhipcau.search.rules.vocabulary import Vocabulary
from nhipcau.search.shipped import shipped_concepts

CONCEPTS = shipped_concepts()
ANY_TEXT = st.text(max_size=300) | st.text(
    "aàáảãạăâbcdđeèéêhiìkmnoòóôơstuùưyỳ \u0300\u0301\u0302\u031b\u0323ＡＢａ１２ǅİßﬁкхអកំ្បុ茶荣カ한국\n.,-/&|_#@^+'\"",
    max_size=300,
)


def query_of(text: str, source: str) -> Query:
    """``text`` asked of an index that holds ``source`` alone."""
    field = analyse(source, CONCEPTS)
    return understand(
        text, Vocabulary(dict.fromkeys([*field.words.split(), *field.extras.split()], 1), size=1), CONCEPTS
    )


def marks(text: str, asked: str) -> list[str]:
    """The marked runs."""
    return [text[s.start : s.end] for s in marked(text, query_of(asked, text), CONCEPTS) if s.marked]


NFD = unicodedata.normalize("NFD", "Thông tin đối ngoại ở Trà Vinh")


@pytest.mark.parametrize(("text", "asked", "found"), [
    ("Thông tin đối ngoại ở Trà Vinh", "doi ngoai", ["đối ngoại"]),
    (NFD, "đối ngoại", [unicodedata.normalize("NFD", "đối ngoại")]),
    ("Thông tin đối ngoại", unicodedata.normalize("NFD", "thông tin"), ["Thông tin"]),
    ("Ｔｈông tin đối ngoại", "thông tin", ["Ｔｈông tin"]),
    ("Thông tin đối ngoại", "ｔｈông", ["Thông"]),
    ("Thông tin đối ngoại", "ddoois ngoaij", ["đối ngoại"]),
    ("Thông tin đối ngoại", "đối ngo", ["đối ngoại"]),
    ("Căn cứ Kết luận số 57-KL/TW của Bộ Chính trị", "57kltw", ["57-KL/TW"]),
    ("Ủy ban nhân dân tỉnh họp", "UBND", ["Ủy ban nhân dân"]),
    ("UBND tỉnh họp", "uỷ ban nhân dân", ["UBND"]),
    ("Chùa cổ và chùa Cò", "chùa cò", ["Chùa", "chùa Cò"]),
    ("Ngày hội hoa anh đào", "hoa anh dào", ["hoa anh đào"]),
    ("KẾT LUẬN SỐ 57 của Sở Tài chính", "sở tài chính", ["Sở Tài chính"]),
    ("បុណ្យអុំទូក នៅខេត្តត្រាវិញ", "អុំទូក", ["អុំទូក"]),
    ("茶荣省高棉族的传统节日", "高棉族", ["高棉族"]),
    ("トラヴィン省", "ヴィン", ["ヴィン"]),
    ("İstanbul và Trà Vinh", "trà vinh", ["Trà Vinh"]),
    ("không có gì", "xyz", []),
])  # fmt: skip
def test_what_was_found_is_marked_where_it_stands(text: str, asked: str, found: list[str]) -> None:
    assert marks(text, asked) == found


@given(ANY_TEXT, ANY_TEXT)
def test_runs_make_up_the_text_whatever_it_is(text: str, asked: str) -> None:
    spans = marked(text, query_of(asked, text), CONCEPTS, sparing=len(asked) % 2 == 0)
    assert "".join(text[span.start : span.end] for span in spans) == text
    assert all(one.end == two.start and one.end > one.start for one, two in pairwise(spans))


@given(ANY_TEXT)
def test_every_token_points_at_its_source(text: str) -> None:
    found = list(tokens_of(text))
    assert [(token.fold, token.exact) for token in found] == list(keys_in(text))
    for token in found:
        assert 0 <= token.start < token.end <= len(text)
        again = list(keys_in(text[token.start : token.end]))
        assert (token.fold, token.exact) in again, "the piece alone reads the same"
        assert not set(token.fold + token.exact) & set(" |\t\n")
    assert [number for number, _start in places_of_words(text)] == sorted(
        {number for number, _s in places_of_words(text)}
    )


@given(st.lists(ANY_TEXT, max_size=12), ANY_TEXT)
def test_the_snippet_lies_within_the_text(parts: list[str], asked: str) -> None:
    text = " ".join([*parts, *parts, *parts])
    words = [fold for fold, _exact in keys_in(text)]
    steps = steps_of(text, most=LONGEST)
    part = stretch(text, words, steps, query_of(asked, text), CONCEPTS)
    assert 0 <= part.start <= part.end <= len(text)
    assert part.found is None or part.start <= part.found < len(text)
    assert all(two[0] - one[0] >= EVERY and one[1] < two[1] for one, two in pairwise(steps))


def test_the_snippet_is_taken_from_where_the_words_stand_together() -> None:
    filler = "Tỉnh tổ chức thực hiện nhiệm vụ theo kế hoạch hằng năm của các sở, ngành. " * 300
    text = f"{filler}\nĐiều 9. Đón đoàn nhà báo nước ngoài đến tỉnh. {filler}"
    words = [fold for fold, _exact in keys_in(text)]
    assert len(words) > 20 * EVERY
    part = stretch(text, words, steps_of(text, most=LONGEST), query_of("nha bao nuoc ngoai", text), CONCEPTS)
    assert "nhà báo nước ngoài" in text[part.start : part.end]
    assert part.found == text.index("nhà báo nước ngoài")
    assert text[part.start : part.end].startswith("Điều 9")


@given(ANY_TEXT)
def test_what_is_indexed_under_a_text_is_found_by_that_text(text: str) -> None:
    field = analyse(text, CONCEPTS)
    query = query_of(text, text)
    assert set(query.folds) <= set(field.words.split())
    assert query.corrected is None, "its own words are no telex"
