"""Fixed terms, the memory, tags, lengths, aligning, tables of terms: what is thought, without a database."""

from __future__ import annotations

import string
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.newsroom.rules.aligning import paths_alike
from nhipcau.newsroom.rules.languages import InLanguage, language_state
from nhipcau.newsroom.rules.memory import Memory, distance, likeness, words_of
from nhipcau.newsroom.rules.standing import Standing
from nhipcau.newsroom.rules.term_rows import COLUMNS, TermRow, read_terms, write_terms
from nhipcau.newsroom.rules.terms import FixedTerm, departures, find_form, find_terms, fold_syllable, uses
from nhipcau.newsroom.rules.words import (
    Change,
    changes,
    nearest,
    outer_tags,
    pieces,
    seen_token,
    tag_faults,
    tags_of,
    too_long,
    width_of,
)


def term(vi: str, *allowed: str) -> FixedTerm:
    return FixedTerm(vi, allowed)


# ---- fixed terms

COMMITTEE = term("Ủy ban nhân dân tỉnh Trà Vinh", "People's Committee of Trà Vinh Province")
PROVINCE = term("Tỉnh Trà Vinh", "Trà Vinh Province")
COMMUNE = term("Xã", "commune")
CULTURE = term("Sở Văn hóa, Thể thao và Du lịch", "Department of Culture, Sports and Tourism")
DISH = term("Bún nước lèo", "bún nước lèo", "fish noodle soup")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("UBND: Uỷ ban nhân dân tỉnh Trà Vinh họp.", ["Ủy ban nhân dân tỉnh Trà Vinh"]),  # Uỷ, Ủy: the same word
        ("tỉnh Trà Vinh và Ủy ban nhân dân tỉnh Trà Vinh", ["Tỉnh Trà Vinh", "Ủy ban nhân dân tỉnh Trà Vinh"]),
        ("TỈNH TRÀ VINH", ["Tỉnh Trà Vinh"]),
        ("tỉnh Trà Vinhh", []),
        ("tỉnh. Trà Vinh", []),
        ("Sở Văn hoá, Thể thao và Du lịch", ["Sở Văn hóa, Thể thao và Du lịch"]),
        ("Sở Văn hóa Thể thao và Du lịch", []),
        ("đời sống xã hội", []),
        ("xã Đôn Châu, xã hội", ["Xã"]),
        ("phường, xã.", []),
        ("", []),
    ],
)
def test_terms_are_found_at_the_borders_of_words(text: str, found: list[str]) -> None:
    every = [PROVINCE, COMMITTEE, COMMUNE, CULTURE]
    assert [t.vi for t, _span in find_terms(text, every)] == found


def test_a_decomposed_text_is_found_at_its_own_places() -> None:
    text = unicodedata.normalize("NFD", "Ở tỉnh Trà Vinh có biển.")
    ((_term, (start, end)),) = find_terms(text, [PROVINCE])
    assert unicodedata.normalize("NFC", text[start:end]) == "tỉnh Trà Vinh"


@pytest.mark.parametrize(
    ("language", "form", "text", "stands"),
    [
        ("en", "ghe ngo boat race", "The Ghe Ngo boat races begin.", True),
        ("en", "pagoda", "pagodas", True),
        ("en", "city", "two cities", True),
        ("en", "commune", "communes", True),
        ("en", "the Mekong Delta", "in Mekong Delta", True),
        ("en", "Trà Vinh Province", "Tra Vinh Province", False),
        ("en", "art", "artist", False),
        ("en", "People's Committee", "the People’s Committee", True),
        ("fr", "pagode khmère", "les pagodes khmères", True),
        ("fr", "le bateau", "des bateaux", True),
        ("fr", "Service des Finances", "services des finances", True),
        ("km", "ខេត្តត្រាវិញ", "នៅ\u200bខេត្ត\u200bត្រាវិញ។", True),
        ("zh-hans", "茶荣省", "在茶荣省里", True),
        ("ja", "チャーヴィン省", "チャーヴィン 省", True),
        ("ko", "짜빈성 인민위원회", "짜빈성인민위원회는", True),
        ("ko", "짜빈성", "빈롱성", False),
        ("zh-hans", "", "在", False),
    ],
)
def test_an_allowed_form_stands_as_its_language_writes(language: str, form: str, text: str, stands: bool) -> None:
    place = find_form(text, form, language)
    assert (place is not None) is stands
    if place:
        assert text[slice(*place)].strip()


def test_a_departure_names_the_term_its_place_and_where_it_is_left_in_vietnamese() -> None:
    source, target = "Món bún nước lèo của tỉnh Trà Vinh", "The dish bun nuoc leo of tỉnh Trà Vinh"
    found = departures(source, target, [DISH, PROVINCE], "en")
    assert [source[slice(*d.source)] for d in found] == ["bún nước lèo", "tỉnh Trà Vinh"]
    assert [target[slice(*d.left)] if d.left else None for d in found] == [None, "tỉnh Trà Vinh"]
    assert departures(source, "", [DISH], "en") == []
    assert departures(source, "A fish noodle soup", [DISH], "en") == []
    assert [u.target for u in uses("bún nước lèo", "fish noodle soup", [DISH], "en")] == [(0, 16)]


@pytest.mark.parametrize(
    ("vi", "form", "target", "departs"),
    [
        ("Sene Dolta", "Sene Dolta (feast of the ancestors)", "At Sene Dolta families meet.", False),
        ("Ao Bà Om", "Ao Bà Om pond", "Ao Bà Om lies in a forest.", False),
        ("Tỉnh Trà Vinh", "Trà Vinh Province", "In Trà Vinh.", True),
        ("Chùa Hang", "Hang Pagoda", "tin về Chùa Hang", False),  # the source itself, kept
    ],
)
def test_what_is_taken_for_a_term(vi: str, form: str, target: str, departs: bool) -> None:
    assert bool(departures(f"tin về {vi}", target, [term(vi, form)], "en")) is departs


SYLLABLES = st.sampled_from(
    [
        "hòa",
        "hoà",
        "thủy",
        "thuỷ",
        "xã",
        "tỉnh",
        "Trà",
        "Vinh",
        "chùa",
        "Âng",
        "nước",
        "lèo",
        "đua",
        "ghe",
        "ngo",
        "lễ",
        "hội",
        "và",
        "của",
    ]
)
TEXTS = st.lists(SYLLABLES, max_size=12).map(" ".join)
LANGUAGE = st.sampled_from(["en", "fr", "km", "zh-hans", "ja", "ko"])


@given(TEXTS, st.lists(TEXTS.filter(bool), max_size=5))
def test_what_is_found_never_overlaps_and_says_the_term(text: str, terms: list[str]) -> None:
    last = 0
    for found, (start, end) in find_terms(text, [term(t, "x") for t in terms]):
        assert start >= last
        last = end
        folded = [fold_syllable(w) for w in text[start:end].split()]
        assert folded == [fold_syllable(w) for w in found.vi.split()]


@given(TEXTS, TEXTS, LANGUAGE)
def test_a_target_that_says_the_form_departs_from_nothing(before: str, after: str, language: str) -> None:
    fixed = term("Đua ghe ngo", "ngoboatrace")
    assert departures("lễ hội đua ghe ngo", f"{before} ngoboatrace {after}", [fixed], language) == []


@given(st.text(max_size=60), st.text(max_size=20), LANGUAGE)
def test_any_text_can_be_asked(text: str, form: str, language: str) -> None:
    place = find_form(text, form, language)
    assert place is None or 0 <= place[0] < place[1] <= len(text)
    find_terms(text, [term(form, "x")])


@given(st.text(alphabet="aàáảãạoòóỏõọuùúủũụhyt", max_size=8))
def test_folding_asks_neither_for_case_nor_for_normal_form(word: str) -> None:
    assert fold_syllable(word) == fold_syllable(unicodedata.normalize("NFD", word)) == fold_syllable(word.upper())


# ---- memory


@pytest.mark.parametrize(
    ("a", "b", "percent"),
    [
        ("Nước trong xanh quanh năm.", "nước trong xanh  quanh năm.", 100),
        ("Ao ở <a id=\"a1\">phường 8</a>.", "Ao ở phường 8.", 100),
        ("Chùa có từ thế kỷ 10.", "Chùa có từ thế kỷ 16.", 85),
        ("Một hai ba", "bốn năm sáu", 0),
        ("", "", 100),
    ],
)  # fmt: skip
def test_how_alike_sentences_are(a: str, b: str, percent: int) -> None:
    assert int(likeness(words_of(a), words_of(b)) * 100) == percent


WORDS = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f", "g", "h"]), max_size=9).map(" ".join)


@given(WORDS, WORDS, WORDS)
def test_distance_is_one(a: str, b: str, c: str) -> None:
    x, y, z = a.split(), b.split(), c.split()
    assert distance(x, y) == distance(y, x)
    assert (distance(x, y) == 0) is (x == y)
    assert distance(x, z) <= distance(x, y) + distance(y, z)


@given(st.lists(WORDS, max_size=25), WORDS.filter(bool))
def test_the_index_finds_what_looking_at_all_would_find(sentences: list[str], asked: str) -> None:
    memory = Memory(enumerate(sentences))
    scores = sorted((likeness(words_of(asked), words_of(s)) for s in sentences), reverse=True)
    best = [s for s in scores if s >= 0.6][:4]
    assert [m.score for m in memory.matches(asked)] == best


def test_what_is_kept_anew_or_forgotten_is_not_found_as_it_was() -> None:
    memory = Memory([(1, "nước trong xanh"), (2, "cát trắng")])
    memory.keep(1, "rừng xanh tốt")
    memory.forget(2)
    memory.forget(7)
    assert memory.matches("nước trong xanh") == memory.matches("cát trắng") == []
    assert len(memory) == 1


# ---- tags, lengths, differences

LINK = 'Ở <a id="a1">phường 8</a><sup>1</sup>, <b>Trà Vinh</b>'


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ('In <a id="a1">ward 8</a><sup>1</sup>, <b>Trà Vinh</b>', []),
        ('<b>Trà Vinh</b>,<br/> <a id="a1">ward 8</a><sup>1</sup>', []),
        ("In ward 8<sup>1</sup>, <b>Trà Vinh</b>", [('<a id="a1">', "phường 8", True)]),
        ('In <a id="a1">ward</a> <a id="a1">8</a><sup>1</sup>, <b>x</b>', [('<a id="a1">', "", False)]),
        ('In <a id="a1">ward 8</a>, Trà Vinh', [("<sup>", "1", True), ("<b>", "Trà Vinh", True)]),
        ('In <a id="a1">ward 8</a><sup>1</sup>, <b>Trà Vinh', [("</b>", "", True)]),
        ('In <a id="a1">ward 8</a><sup>1</sup>, <b>Trà</b> <i>Vinh</i>', [("<i>", "", False)]),
    ],
)
def test_tags_that_are_missing_or_too_many_are_named(target: str, said: list[Any]) -> None:
    assert [(f.tag, f.inside, f.missing) for f in tag_faults(LINK, target)] == said


def test_a_citation_is_put_in_whole() -> None:
    html = 'Ở <b>đây</b><sup><a id="a1">1</a></sup>.<i>'
    assert outer_tags(html) == [("<b>", "<b>đây</b>"), ("<sup>", '<sup><a id="a1">1</a></sup>')]


@given(st.text(max_size=80))
def test_a_text_keeps_its_own_tags_and_its_pieces_make_it_again(text: str) -> None:
    assert [f for f in tag_faults(text, text) if not f.tag.startswith("</")] == []
    assert "".join(part for _kind, part in pieces(text, [(0, min(3, len(text)), "term")])) == text
    tags_of(text)


@pytest.mark.parametrize(
    ("path", "text", "width"),
    [("title", "x" * 110, None), ("title", "x" * 111, 111), ("search_description", "文" * 81, 162),
     ("search_description", "문" * 80, None), ("body.1", "x" * 9999, None)],
)  # fmt: skip
def test_a_title_that_lists_would_cut_is_told(path: str, text: str, width: int | None) -> None:
    found = too_long(path, text)
    assert (found.width if found else None) == width


def test_marks_that_sit_on_letters_take_no_room() -> None:
    assert width_of("ខ្មែរ") < len("ខ្មែរ")
    assert width_of(unicodedata.normalize("NFD", "Trà")) == 3


@given(
    st.text(alphabet=string.ascii_lowercase + " .", max_size=60),
    st.text(alphabet=string.ascii_lowercase + " .", max_size=60),
)
def test_differences_make_both_texts(old: str, new: str) -> None:
    found = changes(old, new)
    assert "".join(t for kind, t in found if kind is not Change.NEW) == old
    assert "".join(t for kind, t in found if kind is not Change.OUT) == new


def test_the_nearest_is_found_or_none() -> None:
    assert nearest("Nước trong xanh", ["Cát trắng", "Nước rất trong xanh"]) == 1
    assert nearest("Nước trong xanh", ["12"]) is None
    assert nearest("x", []) is None
    assert seen_token("") == ""


# ---- aligning


def block(kind: str, value: Any, at: str) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": at}


def test_bodies_built_alike_pair_block_by_block_and_down_into_lists() -> None:
    def table(p: str) -> dict[str, Any]:
        return block(
            "table", {"caption": "x", "rows": [block("item", {"cells": [block("item", "y", f"{p}2")]}, f"{p}1")]}, p
        )

    found = paths_alike([block("text", "<p>a</p>", "s"), table("t")], [block("text", "<p>b</p>", "v"), table("w")])
    assert found["s"] == "v"
    assert found["t.caption"] == "w.caption"
    assert found["t.rows.t1.cells.t2"] == "w.rows.w1.cells.w2"
    assert paths_alike([block("text", "a", "s")], [block("quote", {}, "v")]) == {}
    assert paths_alike([block("text", "a", "s")], []) == {}
    assert paths_alike([table("t")], [block("table", {"caption": "x", "rows": []}, "w")]) == {}


# ---- states


@pytest.mark.parametrize(
    ("given_", "state", "changed"),
    [
        ({"there": False}, InLanguage.NONE, False),
        ({"tied": False}, InLanguage.APART, False),
        ({"tied": False, "standing": Standing.PUBLISHED}, InLanguage.PUBLIC, False),
        ({}, InLanguage.UNDERWAY, False),
        ({"done": 4}, InLanguage.READY, False),
        ({"done": 4, "taken": True}, InLanguage.DRAFT, False),
        ({"standing": Standing.EDITED, "taken": True}, InLanguage.WAITS, False),
        ({"standing": Standing.APPROVED, "taken": True}, InLanguage.APPROVED, False),
        ({"standing": Standing.CHANGED, "taken": True, "source": "b"}, InLanguage.PUBLIC, True),
        ({"standing": Standing.WITHDRAWN}, InLanguage.WITHDRAWN, False),
        ({"source": ""}, InLanguage.UNDERWAY, False),
    ],
)
def test_where_a_page_stands_in_a_language(given_: dict[str, Any], state: InLanguage, changed: bool) -> None:
    usual: dict[str, Any] = {"there": True, "tied": True, "done": 1, "needed": 4, "taken": False,
                             "standing": Standing.DRAFT, "source": "a", "made_from": "a"}  # fmt: skip
    found = language_state(**(usual | given_))
    assert (found.state, found.changed) == (state, changed)


@given(st.integers(0, 300), st.integers(0, 300))
def test_a_hundred_percent_is_all_of_it(done: int, needed: int) -> None:
    found = language_state(
        there=True, tied=True, done=done, needed=needed, taken=False, standing=Standing.DRAFT, source="", made_from=""
    )
    assert (found.percent == 100) is (done >= needed)


# ---- tables of terms


def test_a_table_says_what_is_wrong_in_which_row() -> None:
    text = (
        "vi,kind,en\nChùa Hang,place,Hang Pagoda | Cave Pagoda\n,dish,x\nX,nope,\nchùa hang,place,a,b\n"
        + "y" * 300
        + ",term,\n"
    )
    rows, faults = read_terms(text)
    assert rows[0].forms == {"en": ("Hang Pagoda", "Cave Pagoda")}
    assert [f.row for f in faults] == [3, 4, 5, 5, 6]
    assert read_terms("a,b\n1,2\n")[1][0].row == 0
    assert read_terms("")[1][0].row == 0


CELL = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="|"), max_size=20
).map(lambda s: " ".join(s.split()))


@given(st.lists(st.tuples(CELL.filter(bool), CELL, CELL, CELL), max_size=6, unique_by=lambda t: t[0].casefold()))
def test_what_is_given_out_is_read_back(said: list[tuple[str, str, str, str]]) -> None:
    rows = [
        TermRow(vi, "dish", {code: (form,) for code, form in (("en", en), ("km", km)) if form}, note)
        for vi, en, km, note in said
    ]
    again, faults = read_terms(write_terms(rows))
    assert faults == []
    assert again == rows
    assert len(COLUMNS) == 10


def test_a_cell_that_a_spreadsheet_would_run_is_disarmed() -> None:
    assert " =1+1" in write_terms([TermRow("=1+1", "dish")])
