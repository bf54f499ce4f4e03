"""Figures are written as each language writes them, read as people here type them, and clocks leave out days off."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.newsroom.rules.clocks import after_working_days, due_day, is_working_day
from nhipcau.newsroom.rules.figures import (
    NotAFigure,
    Number,
    gaps,
    in_language,
    lacks_figure,
    read_machine,
    read_typed,
    spoken_statement,
    written,
)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("vi", "1.234.567,50"), ("km", "1.234.567,50"), ("fr", "1\u202f234\u202f567,50"), ("en", "1,234,567.50"),
        ("zh-hans", "1,234,567.50"), ("ja", "1,234,567.50"), ("ko", "1,234,567.50"), ("de", "1,234,567.50"),
    ],
)  # fmt: skip
def test_each_language_writes_it_its_way(language: str, expected: str) -> None:
    assert written(Decimal("1234567.5"), language, places=2) == expected


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [("2358.2", 1, "2.358,2"), ("1009168", 0, "1.009.168"), ("-0.004", 2, "0,00"), ("-12.5", 1, "-12,5"), ("0", 0, "0"), ("999", 0, "999")],
)  # fmt: skip
def test_decimals_are_those_that_were_given(value: str, places: int, expected: str) -> None:
    assert written(Decimal(value), "vi", places=places) == expected


@pytest.mark.parametrize(
    ("typed", "value", "places"),
    [("2.358,2", "2358.2", 1), ("12,50", "12.50", 2), ("1009168", "1009168", 0), (" 1.009.168 ", "1009168", 0), ("-3,5", "-3.5", 1),
     ("1.234", "1234", 0), ("−7", "-7", 0)],
)  # fmt: skip
def test_what_people_type_is_read_as_vietnamese(typed: str, value: str, places: int) -> None:
    assert read_typed(typed) == Number(Decimal(value), places)


@pytest.mark.parametrize(
    "typed", ["2358.2", "1,234,567", "12.34", "nhiều", "", "1.2345", "1e5", "12,1234567", "1" * 19]
)
def test_what_can_be_read_two_ways_is_refused(typed: str) -> None:
    with pytest.raises(NotAFigure):
        read_typed(typed)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2358.2", Number(Decimal("2358.2"), 1)), ("1009168", Number(Decimal(1009168), 0)), ("Di tích cấp quốc gia", None), ("2.358,2", None)],
)  # fmt: skip
def test_data_files_write_numbers_for_machines(text: str, expected: Number | None) -> None:
    assert read_machine(text) == expected


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=3))
def test_what_is_written_in_vietnamese_is_read_back(value: Decimal) -> None:
    assert read_typed(written(value, "vi", places=3)).value == value


@given(st.decimals(min_value=0, max_value=10**9, places=1), st.sampled_from(["vi", "en", "fr", "km", "ja"]))
def test_words_that_hold_the_figure_do_not_lack_it(value: Decimal, language: str) -> None:
    assert not lacks_figure(f"Có {written(value, language, places=1)} người.", value, language, places=1)


def test_words_with_another_figure_lack_it() -> None:
    assert lacks_figure("The province covers 2,385.2 km².", Decimal("2358.2"), "en", places=1)
    assert not lacks_figure("ផ្ទៃដី ២.៣៥៨,២ គម²", Decimal("2358.2"), "km", places=1)
    assert not lacks_figure("1 234 km", Decimal(1234), "fr", places=0)


def test_a_language_without_words_takes_english_then_vietnamese() -> None:
    texts = {"vi": "Diện tích", "en": "Area"}
    assert in_language(texts, "ko") == ("Area", "en")
    assert in_language({"vi": "Diện tích"}, "en") == ("Diện tích", "vi")
    assert in_language(texts, "vi") == ("Diện tích", "vi")
    assert in_language({}, "fr") == ("", "fr")
    assert gaps({"vi": "x", "en": " "}, ("vi", "en", "km")) == ("en", "km")


OFF = frozenset({date(2026, 9, 1), date(2026, 9, 2)})
MADE_UP = frozenset({date(2026, 8, 22)})


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        (date(2026, 8, 28), 1, date(2026, 8, 31)),  # over a weekend
        (date(2026, 8, 31), 1, date(2026, 9, 3)),  # over two days off
        (date(2026, 8, 21), 1, date(2026, 8, 22)),  # a Saturday that is worked
        (date(2026, 8, 28), 5, date(2026, 9, 8)),
        (date(2026, 8, 28), 0, date(2026, 8, 28)),
    ],
)
def test_working_days_leave_out_weekends_and_days_off(start: date, days: int, expected: date) -> None:
    assert after_working_days(start, days, off=OFF, made_up=MADE_UP) == expected


def test_each_unit_of_a_clock() -> None:
    start = date(2026, 8, 28)
    assert due_day(start, 3, "calendar_day", off=OFF, made_up=MADE_UP) == date(2026, 8, 31)
    assert due_day(start, 24, "hour", off=OFF, made_up=MADE_UP) == date(2026, 8, 29)
    assert due_day(start, 25, "hour", off=OFF, made_up=MADE_UP) == date(2026, 8, 30)
    assert due_day(start, 1, "working_day", off=OFF, made_up=MADE_UP) == date(2026, 8, 31)


@given(st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 1, 1)), st.integers(min_value=1, max_value=40))
def test_a_clock_ends_on_a_working_day_after_so_many(start: date, days: int) -> None:
    end = after_working_days(start, days, off=OFF, made_up=MADE_UP)
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert is_working_day(end, off=OFF, made_up=MADE_UP)
    assert sum(is_working_day(day, off=OFF, made_up=MADE_UP) for day in between) == days


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("hơn 31,5", "vi", "hơn 31,5"), ("hơn 31,5", "en", "more than 31.5"), ("gần 1.600", "en", "nearly 1,600"),
        ("hơn 800", "km", "ជាង 800"), ("hơn 31,5", "ja", "31.5 超"), ("1994", "en", "1994"), ("1899/QĐ-UBND", "km", "1899/QĐ-UBND"),
        ("Quyết định 73/QĐ-TTg", "en", ""), ("Di sản văn hóa phi vật thể quốc gia", "fr", ""), ("gần đây", "en", ""),
    ],
)  # fmt: skip
def test_a_vietnamese_statement_is_said_in_another_language_or_left_to_its_approved_wording(
    text: str, language: str, said: str
) -> None:
    assert spoken_statement(text, language) == said
