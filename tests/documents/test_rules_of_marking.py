"""Cutting a text at its items, folding words, finding where a document's effect begins."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.documents.rules.cutting import after_letters, cuts, letters
from nhipcau.documents.rules.effects import beginning_of_effect
from nhipcau.documents.rules.folding import fold
from nhipcau.documents.rules.marking import Place, find_words, segments

DAY = date(2023, 12, 12)


@given(st.text(max_size=80), st.lists(st.tuples(st.integers(-5, 90), st.integers(-5, 90)), max_size=8))
def test_segments_are_the_whole_text_and_each_place_is_covered(text: str, spans: list[tuple[int, int]]) -> None:
    places = [Place(f"duty-{at}", start, end) for at, (start, end) in enumerate(spans)]
    cut = segments(text, places)
    assert "".join(s.text for s in cut) == text
    for place in places:
        start, end = max(0, min(place.start, len(text))), max(0, min(place.end, len(text)))
        assert "".join(s.text for s in cut if place.key in s.keys) == (text[start:end] if start < end else "")


def test_overlapping_items_share_their_stretch() -> None:
    cut = segments("abcdef", [Place("duty-1", 0, 4), Place("reference-2", 2, 6), Place("clause-3", 0, 6, False)])
    assert [(s.text, s.keys) for s in cut] == [
        ("ab", ("duty-1", "clause-3")), ("cd", ("duty-1", "clause-3", "reference-2")), ("ef", ("clause-3", "reference-2")),
    ]  # fmt: skip
    assert cut[1].kinds == ("duty", "reference"), "what was struck out is not coloured"


def test_words_are_found_however_the_lines_break_but_not_when_they_stand_twice() -> None:
    text = "Sở A chủ trì\nrà soát.  Sở B rà soát."
    assert find_words(text, "chủ  trì rà soát.") == (5, 21)
    assert find_words(text, "rà soát.") is None
    assert find_words(text, "không có") is None
    assert find_words(text, "  ") is None


def test_a_sentence_can_be_cut_at_its_joints() -> None:
    found = cuts("Chủ trì rà soát văn bản; tổ chức kiểm tra và báo cáo kết quả")
    assert [c.after for c in found] == ["tổ chức kiểm tra và báo cáo kết quả", "và báo cáo kết quả"]
    assert cuts("một hai") == []


@given(st.text(alphabet="ab \n", max_size=40), st.integers(0, 45))
def test_letters_are_counted_the_same_way_both_ways(text: str, count: int) -> None:
    at = after_letters(text, count)
    assert letters(text[:at]) == min(count, letters(text))


@pytest.mark.parametrize(("typed", "folded"), [
    ("Quyết định  1899/QĐ-UBND", "quyet dinh 1899/qd-ubnd"), ("ĐẤT ĐAI", "dat dai"), ("", ""),
])  # fmt: skip
def test_words_are_found_as_people_type_them(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@pytest.mark.parametrize(("text", "day", "said"), [
    ("Quyết định này có hiệu lực thi hành kể từ ngày ký.", DAY, True),
    ("Quyết định có hiệu lực thi hành kể từ ngày ký./.", DAY, True),
    ("Nghị định này có hiệu lực từ ngày 01 tháng 7 năm\n2024.", date(2024, 7, 1), True),
    ("Thông tư này có hiệu lực thi hành sau 45 (bốn mươi lăm) ngày kể từ ngày ký.", date(2024, 1, 26), True),
    ("| Ngày có hiệu lực | 29/12/2025 |", date(2025, 12, 29), True),
    ("Luật Bồi thường được thông qua ngày 18/6/2009, có hiệu lực từ ngày 01 tháng 01 năm 2010.", DAY, False),
    ("Quyết định này có hiệu lực từ ngày 01/01/2020.", DAY, False),
    ("", DAY, False),
])  # fmt: skip
def test_effect_begins_on_the_day_the_document_itself_names(text: str, day: date, said: bool) -> None:
    found = beginning_of_effect(text, DAY)
    assert found is not None
    assert (found.day, found.said) == (day, said)


def test_without_any_day_nothing_is_made_up() -> None:
    assert beginning_of_effect("Quyết định này có hiệu lực kể từ ngày ký.", None) is None


@given(st.text())
def test_folding_word_by_word_is_folding_the_whole(text: str) -> None:
    spelt = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    assert fold(text) == " ".join("".join(c for c in spelt if not unicodedata.combining(c)).split())
    assert fold(f"{text} {'ắ' * 40}") == " ".join(filter(None, (fold(text), "a" * 40)))
