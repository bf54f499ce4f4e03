"""The analysis: keys of syllables, places in the text, numbers, telex, abbreviations; and that index and query agree."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.documents.rules.syllables import has_marks, keys_of
from nhipcau.search.rules.abbreviations import Abbreviation, Concepts
from nhipcau.search.rules.analysis import analyse
from nhipcau.search.rules.numbers import number_keys, query_numbers
from nhipcau.search.rules.scripts import tokens_of
from nhipcau.search.rules.telex import telex_reading
from nhipcau.search.rules.vocabulary import Vocabulary
from nhipcau.search.shipped import shipped_concepts


@pytest.mark.parametrize(("one", "other"), [
    ("hòa", "hoà"), ("thủy", "thuỷ"), ("kỹ", "kĩ"), ("lý", "lí"), ("quý", "quí"), ("đối", unicodedata.normalize("NFD", "đối")),
])  # fmt: skip
def test_two_ways_to_write_a_syllable_have_the_same_keys(one: str, other: str) -> None:
    assert [t.exact for t in tokens_of(one)] == [t.exact for t in tokens_of(other)]


def test_what_sounds_apart_has_another_exact_key_and_the_same_fold() -> None:
    words = ["ma", "má", "mà", "mả", "mã", "mạ"]
    assert len({keys_of(word)[1] for word in words}) == 6
    assert {keys_of(word)[0] for word in words} == {"ma"}
    assert keys_of("đào") == ("dao", "đao_2")
    assert not has_marks(keys_of("ma")[1])
    assert has_marks(keys_of("đa")[1])


def test_y_inside_a_syllable_stays() -> None:
    assert keys_of("quyết")[0] == "quyet"
    assert keys_of("nguyên")[0] == "nguyen"


@pytest.mark.parametrize(("text", "folds"), [
    ("或各宗教", ["或各", "各宗", "宗教"]),
    ("자신의", ["자신", "신의"]),
    ("ខកខាន", ["ខក", "កខា", "ខាន"]),
    ("KH&CN năm 2024", ["khcn", "nam", "2024"]),
])  # fmt: skip
def test_scripts_without_spaces_are_cut_into_pairs_of_signs(text: str, folds: list[str]) -> None:
    assert [token.fold for token in tokens_of(text)] == folds


@given(st.text(max_size=300))
def test_every_token_points_at_its_source(text: str) -> None:
    last = 0
    for token in tokens_of(text):
        assert 0 <= token.start < token.end <= len(text)
        assert token.start >= last
        last = token.start
        assert token.fold
        assert " " not in token.fold
        assert "|" not in token.fold


@given(st.text(max_size=300))
def test_the_same_text_is_analysed_the_same_composed_or_not(text: str) -> None:
    concepts = shipped_concepts()
    composed, apart = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    if composed.lower() == unicodedata.normalize("NFC", apart.lower()) and all(ord(c) < 0x3000 for c in text):
        latin = all(c.isascii() or "LATIN" in unicodedata.name(c, "") or unicodedata.combining(c) for c in composed)
        if latin and not any(unicodedata.combining(c) for c in composed):
            assert analyse(composed, concepts).words == analyse(apart, concepts).words


@pytest.mark.parametrize(("printed", "key"), [
    ("57-KL/TW", "#57kltw"), ("57KL/TW", "#57kltw"), ("44/NQ-TW", "#44nqtw"), ("1899/QĐ-UBND", "#1899qdubnd"),
    ("06/2020/QĐ-TTg", "#6y2020qdttg"), ("08 / 2016 / TT–BCA", "#8y2016ttbca"), ("17/2003/TTLT-BTC-BNN-BTS", "#17y2003ttltbtcbnnbts"),
])  # fmt: skip
def test_a_number_has_one_key_in_any_print(printed: str, key: str) -> None:
    assert key in number_keys(f"theo văn bản số {printed} ngày 1/2/2024")


@pytest.mark.parametrize("typed", ["57 kl tw", "57kltw", "57-kl/tw", "kết luận 57", "ket luan so 57", "57 KL-TW"])
def test_a_query_finds_the_number_in_any_spacing(typed: str) -> None:
    known = set(number_keys("Kết luận số 57-KL/TW"))
    assert query_numbers(typed, list(tokens_of(typed)), known)


@pytest.mark.parametrize("words", ["ngày 12/3/2024", "24 giờ", "năm 2024", "3 điều"])
def test_a_date_or_count_is_no_number(words: str) -> None:
    assert number_keys(words) == ()


@pytest.mark.parametrize(("typed", "word"), [
    ("thoong", "thông"), ("ddoois", "đối"), ("tieenf", "tiền"), ("huwowngs", "hướng"), ("dduowcj", "được"), ("chowi", "chơi"),
    ("ngoaij", "ngoại"), ("thuongwf", "thường"),
])  # fmt: skip
def test_telex_is_read(typed: str, word: str) -> None:
    reading = telex_reading(typed)
    assert reading is not None
    assert keys_of(unicodedata.normalize("NFC", reading)) == keys_of(word)


@pytest.mark.parametrize("word", ["tin", "quy", "2024", "đối", "covid19"])
def test_what_is_no_telex_stays(word: str) -> None:
    assert telex_reading(word) is None


def test_an_abbreviation_and_its_words_are_one_concept() -> None:
    concepts = Concepts(
        [Abbreviation("UBND", ("ủy ban nhân dân",)), Abbreviation("TT&TT", ("thông tin và truyền thông",))]
    )
    short, full = analyse("UBND tỉnh", concepts), analyse("Uỷ ban nhân dân tỉnh", concepts)
    assert short.extras == full.extras == "@ubnd"
    assert analyse("Sở TT&TT", concepts).extras == "@tttt"


def test_the_shipped_abbreviations_are_all_read() -> None:
    assert analyse("Sở VHTTDL và sở GD&ĐT", shipped_concepts()).extras.split() == ["@vhttdl", "@gddt"]


def test_beginnings_and_slips_come_from_the_words_of_the_index() -> None:
    vocabulary = Vocabulary({"thong": 9, "thon": 2, "thongs": 1, "tin": 5}, size=10)
    assert vocabulary.beginning("tho") == ["thong", "thon", "thongs"]
    assert vocabulary.neighbours("thogn") == ["thong", "thon"]
    assert vocabulary.neighbours("ti") == []
    assert vocabulary.weight("thon") > vocabulary.weight("thong")
