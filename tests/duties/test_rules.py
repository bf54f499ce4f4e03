"""Who answers for a duty on a day, which topics it has, which office a printed name means."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.duties.rules import (
    Change,
    Ground,
    Holding,
    Named,
    Words,
    answering,
    match_printed,
    predecessors,
    propose_function,
    propose_topics,
    successors,
)

DAY = date(2025, 3, 1)
OFFICE, SCIENCE, CULTURE, LATER = 1, 2, 3, 4
PRESS = 7
GROUND = Ground(
    changes=(
        Change(OFFICE, SCIENCE, DAY),
        Change(SCIENCE, LATER, date(2025, 7, 1)),
        Change(CULTURE, 5, date(2025, 7, 1)),
    ),
    holdings=(
        Holding(PRESS, OFFICE, None, date(2025, 2, 28)),
        Holding(PRESS, CULTURE, DAY, date(2025, 6, 30)),
        Holding(PRESS, 5, date(2025, 7, 1), None),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("on", "function", "expected"),
    [
        (date(2025, 2, 28), None, (OFFICE,)),
        (date(2025, 3, 1), None, (SCIENCE,)),
        (date(2025, 7, 1), None, (LATER,)),
        (date(2025, 2, 28), PRESS, (OFFICE,)),
        (date(2025, 3, 1), PRESS, (CULTURE,)),
        (date(2026, 1, 1), PRESS, (5,)),
    ],
)
def test_a_duty_follows_its_function_or_else_its_office(
    on: date, function: int | None, expected: tuple[int, ...]
) -> None:
    assert answering(OFFICE, GROUND, on=on, function=function, then=date(2023, 12, 12)) == expected


def test_a_function_that_the_office_never_held_moves_nothing() -> None:
    assert answering(99, GROUND, on=date(2026, 1, 1), function=PRESS) == (99,)


def test_a_function_that_came_to_an_office_later_does_not_move_its_old_duties() -> None:
    then, later = date(2023, 12, 12), date(2026, 1, 1)
    assert answering(CULTURE, GROUND, on=date(2024, 1, 1), function=PRESS, then=then) == (CULTURE,)
    assert answering(SCIENCE, GROUND, on=later, function=PRESS, then=then) == (LATER,)
    assert answering(OFFICE, GROUND, on=later, function=PRESS, then=then) == (5,)


changes = st.builds(
    Change,
    st.integers(1, 8),
    st.integers(1, 8),
    st.integers(0, 1000).map(lambda n: date(2024, 1, 1) + timedelta(days=n)),
)


@given(st.lists(changes, max_size=20), st.integers(1, 8))
def test_successors_end_even_in_circles_and_lead_back(found: list[Change], office: int) -> None:
    ground = Ground(changes=tuple(found))
    on = date(2026, 1, 1)
    for end in successors(office, ground, on):
        assert office in predecessors(end, ground, on)


def test_topics_are_whole_words_and_the_most_named_comes_first() -> None:
    topics = [Words("du-lich", ("du lịch",)), Words("bao-chi", ("báo chí", "phóng viên")), Words("dau", ("đầu",))]
    text = "Phối hợp với cơ quan Báo  chí, phóng viên giới thiệu du lịch; thu hút đầu tư."
    assert propose_topics(text, topics) == ("bao-chi", "dau", "du-lich")
    assert propose_topics("ngành dulịch", topics) == ()


def test_the_function_named_by_the_duty_goes_before_that_of_the_title() -> None:
    functions = [Words("ttdn", ("Thông tin đối ngoại",)), Words("bao-chi", ("Báo chí",))]
    assert propose_function("quản lý báo chí", "Kế hoạch thông tin đối ngoại", functions) == "bao-chi"
    assert propose_function("rà soát", "Kế hoạch thông tin  đối ngoại", functions) == "ttdn"
    assert propose_function("rà soát", "Kế hoạch", functions) is None


KNOWN = [
    Named("so-tttt", ("Sở Thông tin và Truyền thông", "Sở TT&TT")),
    Named("ubnd-tinh", ("Ủy ban nhân dân tỉnh", "UBND tỉnh Trà Vinh")),
    Named("vp-ubnd", ("Văn phòng Ủy ban nhân dân tỉnh",)),
    Named("cac-so", ("các sở, ban, ngành tỉnh",)),
    Named("huyen", ("Ủy ban nhân dân các huyện, thị xã, thành phố",)),
]


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("Sở Thông tin và Truyền thông", "so-tttt"),
        ("Giám đốc Sở Thông tin và Truyền thông", "so-tttt"),
        ("sở  TT&TT", "so-tttt"),
        ("UBND tỉnh", "ubnd-tinh"),
        ("Chủ tịch Uỷ ban nhân dân tỉnh", "ubnd-tinh"),
        ("Chánh Văn phòng Ủy ban nhân dân tỉnh", "vp-ubnd"),
        ("Thủ trưởng các sở, ban, ngành tỉnh", "cac-so"),
        ("Chủ tịch UBND các huyện, thị xã, thành phố", "huyen"),
        ("Sở Tài chính", None),
    ],
)
def test_a_printed_name_means_an_office_whoever_holds_it(printed: str, key: str | None) -> None:
    assert match_printed(printed, KNOWN) == key


def test_a_name_that_two_offices_bear_is_left_to_a_person() -> None:
    twice = [*KNOWN, Named("so-tttt-khac", ("Sở TT&TT",))]
    assert match_printed("Sở TT&TT", twice) is None
