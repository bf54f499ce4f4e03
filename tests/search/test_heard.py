"""What was heard, put right by the site's own words; and left alone where the site has none like it."""

from __future__ import annotations

import csv

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.documents.rules.syllables import keys_of
from nhipcau.search import site_words
from nhipcau.search.hearing import judge_of
from nhipcau.search.rules.analysis import analyse
from nhipcau.search.rules.heard import MOST, Phrases, judged, put_right, readings_of
from nhipcau.search.rules.sounds import FAR, Sound, distance, sound_of
from nhipcau.search.shipped import shipped_concepts
from nhipcau.search.site_words import also_said, prompt_for, words_of_site
from nhipcau.search.stores import Row
from nhipcau.search.throwaway import throwaway_store

SITE = Phrases(
    [
        "Ao Bà Om",
        "biển Ba Động",
        "dừa sáp Cầu Kè",
        "thông tin đối ngoại",
        "tỉnh Trà Vinh",
        "lễ hội Ok Om Bok",
        "Đại học Trà Vinh",
    ]
)


def sound(word: str) -> Sound:
    found = sound_of(keys_of(word)[1])
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("nghiêng", ("ng", "iê", "ng", "1")),
        ("gì", ("g", "i", "", "2")),
        ("giáo", ("d", "ao", "", "5")),
        ("quýt", ("cw", "i", "t", "5")),
        ("thủy", ("th", "ui", "", "3")),
        ("kỹ", ("c", "i", "", "4")),
        ("ách", ("", "a", "ch", "5")),
        ("om", ("", "o", "m", "1")),
    ],
)
def test_a_syllable_comes_apart(word: str, parts: tuple[str, str, str, str]) -> None:
    got = sound(word)
    assert (got.onset, got.vowel, got.end, got.tone) == parts


@pytest.mark.parametrize("word", ["khmer", "2026", "ok123", "wifi", "bcd", "ngoáaaaaaai", "ទន្លេ"])
def test_what_is_no_syllable_has_no_sound(word: str) -> None:
    assert sound_of(keys_of(word)[1]) is None


@pytest.mark.parametrize(
    ("near", "far"),
    [
        (("trà", "chà"), ("trà", "mà")),
        (("sáp", "sắp"), ("sáp", "lấp")),
        (("động", "đồng"), ("động", "bóng")),
        (("ngãi", "ngải"), ("ngãi", "ngại")),
        (("vinh", "dinh"), ("vinh", "tinh")),
    ],
)
def test_what_people_confuse_is_nearer(near: tuple[str, str], far: tuple[str, str]) -> None:
    assert 0 < distance(sound(near[0]), sound(near[1])) < distance(sound(far[0]), sound(far[1])) <= FAR


SYLLABLES = st.sampled_from(["trà", "vinh", "nghiêng", "quýt", "ong", "ách", "khoai", "ủy", "đối", "giá"])


@given(SYLLABLES, SYLLABLES)
def test_distance_is_even_and_nought_only_for_the_same(one: str, other: str) -> None:
    there, back = distance(sound(one), sound(other)), distance(sound(other), sound(one))
    assert there == back
    assert (there == 0) == (one == other)


@pytest.mark.parametrize(
    ("heard", "right"),
    [
        ("chà vinh", "Trà Vinh"),
        ("biển ba đồng", "biển Ba Động"),
        ("vừa sắp cầu kè", "dừa sáp Cầu Kè"),
        ("ao bà ôm", "Ao Bà Om"),
        ("thông tin đối ngoài", "thông tin đối ngoại"),
        ("đại học chà vinh ở đâu", "đại học Trà Vinh ở đâu"),
    ],
)
def test_names_are_put_right(heard: str, right: str) -> None:
    assert put_right(heard, SITE)[1].lower() == right.lower()


@pytest.mark.parametrize(
    "heard",
    [
        "cậu có nhìn thấy không",
        "giá lúa hôm nay",
        "cả hai bên hãy cố gắng hiểu cho nhau",
        "bà ngoại",
        "Nghị quyết 57",
        "hello world",
        "",
    ],
)
def test_what_the_site_does_not_speak_of_is_left_alone(heard: str) -> None:
    assert put_right(heard, SITE)[1] == heard


def test_what_was_heard_is_always_on_offer() -> None:
    got = readings_of(["biển ba đồng", "biết ba đồng", "biển ba động"], SITE)
    assert got[0].lower() == "biển ba động"
    assert "biển ba đồng" in got[:3]
    assert readings_of(["biển ba đồng"], None) == ["biển ba đồng"]
    assert readings_of([], SITE) == []


def test_the_likelier_reading_of_several_comes_first() -> None:
    assert readings_of(["biết bà đông", "biển Ba Động"], SITE)[0] == "biển Ba Động"


def test_what_the_site_answers_best_comes_first() -> None:
    worth = {"một": 0.2, "hai": 0.9, "ba": 0.9}
    assert judged(["một", "hai", "ba"], worth.__getitem__) == ["hai", "một", "ba"]
    assert judged(["một", "hai"], None) == ["một", "hai"]
    assert judged([], worth.__getitem__) == []


@pytest.mark.django_db
def test_the_index_tells_a_likely_reading_from_an_unlikely_one() -> None:
    concepts = shipped_concepts()
    with throwaway_store() as store:
        store.add(
            [
                Row(
                    "1",
                    analyse("Huấn luyện viên bơi lội", concepts),
                    analyse("Một huấn luyện viên của tỉnh", concepts),
                )
            ]
        )
        judge = judge_of(store, concepts)
        readings = ["một hoấn lượng viên", "một huấn luyện viên", "một hướng luận viên"]
        assert judged(readings, judge)[0] == "một huấn luyện viên"


@given(st.lists(st.text(max_size=60), max_size=6))
def test_any_words_come_through(heard: list[str]) -> None:
    got = readings_of(heard, SITE)
    assert len(got) <= MOST
    assert bool(got) == bool(heard)


def test_the_words_are_those_of_the_profile_and_of_who_gives_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site_words, "_suppliers", [])
    monkeypatch.setattr(site_words, "_kept", [])
    before = words_of_site()
    assert words_of_site() is before
    assert before.step(keys_of("càng")[1], keys_of("long")[1]) < 7
    assert put_right("cồn chim ở đâu", before)[1].lower() == "cồn chim ở đâu"
    also_said(lambda: ["chùa Kompong Chrây"])
    assert words_of_site() is not before


def test_the_prompt_is_the_spoken_list_its_first_last() -> None:
    with (settings.PROFILE / "spoken.csv").open(encoding="utf-8", newline="") as lines:
        names = [row["name"] for row in csv.DictReader(lines)]
    assert len(set(names)) == len(names) > 20
    assert prompt_for("vi").endswith(names[0])
    assert prompt_for("en") == ""
