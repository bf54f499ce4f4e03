"""One story told twice: copies cut, reordered and given another title; and different articles on one subject."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from nhipcau.monitoring.rules.stories import SAME, StoryIndex, likeness, runs

WORDS = [
    "tỉnh",
    "huyện",
    "lễ",
    "hội",
    "đua",
    "ghe",
    "ngo",
    "đồng",
    "bào",
    "khmer",
    "chùa",
    "sông",
    "nước",
    "dừa",
    "sáp",
    "bánh",
    "tét",
    "khách",
    "du",
    "lịch",
    "công",
    "trình",
    "khởi",
    "công",
    "nhà",
    "máy",
    "điện",
    "gió",
    "cảng",
    "biển",
    "xuất",
    "khẩu",
    "tôm",
    "lúa",
    "gạo",
    "trường",
    "học",
    "học",
    "sinh",
    "bác",
    "sĩ",
    "bệnh",
    "viện",
    "mưa",
    "bão",
    "hạn",
    "mặn",
    "cầu",
    "đường",
    "đầu",
    "tư",
    "doanh",
    "nghiệp",
    "hội",
    "nghị",
    "đại",
    "biểu",
    "kế",
    "hoạch",
    "năm",
]


def article(seed: int, *, sentences: int = 14) -> list[str]:
    dice = random.Random(seed)
    return [" ".join(dice.choices(WORDS, k=dice.randint(12, 24))).capitalize() + "." for _ in range(sentences)]


def test_a_copy_cut_and_reordered_is_the_same_story() -> None:
    whole = article(1)
    part = whole[3:11]
    random.Random(5).shuffle(part)
    assert likeness(runs(" ".join(whole)), runs(" ".join(part))) > 0.8


def test_another_article_on_the_subject_is_another_story() -> None:
    assert likeness(runs(" ".join(article(1))), runs(" ".join(article(2)))) < 0.1


def test_the_index_finds_the_copy_among_many() -> None:
    index = StoryIndex()
    for seed in range(300):
        index.add(f"a{seed}", runs(" ".join(article(seed))))
    copy = article(42)[2:10]
    found = index.nearest(runs("Tin mới: " + " ".join(copy)))
    assert found is not None
    assert found.key == "a42"
    assert index.nearest(runs(" ".join(article(9_999)))) is None


def test_an_article_taken_out_is_found_no_more() -> None:
    index = StoryIndex()
    index.add("one", runs(" ".join(article(1))))
    index.add("one", runs(" ".join(article(2))))
    assert index.nearest(runs(" ".join(article(1)))) is None
    assert len(index) == 1
    index.remove("one")
    index.remove("one")
    assert index.nearest(runs(" ".join(article(2)))) is None


@given(st.text(max_size=200), st.text(max_size=200))
def test_likeness_is_a_share_and_the_same_both_ways(one: str, other: str) -> None:
    a, b = runs(one), runs(other)
    assert 0 <= likeness(a, b) <= 1
    assert likeness(a, b) == likeness(b, a)
    assert likeness(a, a) in (0, 1)


def test_the_border_lies_between_the_copies_and_the_rest() -> None:
    assert 0.5 < SAME < 0.6


def test_a_part_of_a_short_article_is_found_by_the_index() -> None:
    index = StoryIndex()
    wholes = {f"a{seed}": article(seed, sentences=12) for seed in range(400)}
    for key, whole in wholes.items():
        index.add(key, runs(" ".join(whole)))
    missed = []
    for seed, (key, whole) in enumerate(wholes.items()):
        part = random.Random(seed).sample(whole, 6)
        found = index.nearest(runs(" ".join(part)), runs_of=lambda key: runs(" ".join(wholes[key])))
        if found is None or found.key != key:
            missed.append(key)
    assert not missed
