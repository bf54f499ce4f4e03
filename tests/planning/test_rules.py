"""Money, due days, coverage, consolidation: tables of cases and properties."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.planning.rules import (
    Priced,
    amount_of,
    coverage_of,
    due_day,
    grouped,
    in_words,
    parse_money,
    shares,
    total_of,
)
from nhipcau.planning.rules.consolidation import LineFacts, as_values, from_values, sum_of, sums_by
from nhipcau.planning.rules.money import MOST, BadMoney
from nhipcau.planning.rules.paper import place_of, signer_of, symbol_of

AMOUNTS = st.decimals(min_value=0, max_value=10**14, places=0)


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("1500000", 1_500_000), ("1.500.000", 1_500_000), ("1,500,000", 1_500_000), ("1 500 000 đ", 1_500_000),
        ("1.500.000 đồng", 1_500_000), ("1,5 triệu", 1_500_000), ("1.5 triệu đồng", 1_500_000), ("2 tỷ", 2 * 10**9),
        ("2,25 tỉ", 2_250_000_000), ("500 nghìn", 500_000), ("0", 0), (" 12.000 ", 12_000), ("12.000VND", 12_000),
    ],
)  # fmt: skip
def test_money_as_people_write_it(words: str, amount: int) -> None:
    assert parse_money(words) == amount


@pytest.mark.parametrize(
    "words", ["", "abc", "-5", "1.5", "1,23", "12.00.000", "5 usd", "1.5 đồng", "9" * 16, "1,0000001 triệu", "=1+1"]
)
def test_what_is_no_amount_of_dong(words: str) -> None:
    with pytest.raises(BadMoney):
        parse_money(words)


@given(AMOUNTS)
def test_what_is_printed_reads_back(amount: Decimal) -> None:
    assert parse_money(grouped(amount)) == amount


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"), (5, "Năm đồng"), (10, "Mười đồng"), (15, "Mười lăm đồng"), (21, "Hai mươi mốt đồng"),
        (105, "Một trăm lẻ năm đồng"), (1_005, "Một nghìn không trăm lẻ năm đồng"),
        (1_500_000, "Một triệu năm trăm nghìn đồng"), (2_000_000_000, "Hai tỷ đồng"),
        (45_250_000, "Bốn mươi lăm triệu hai trăm năm mươi nghìn đồng"),
        (1_000_000_001, "Một tỷ không trăm lẻ một đồng"), (-7, "Âm bảy đồng"),
    ],
)  # fmt: skip
def test_amounts_in_words(amount: int, words: str) -> None:
    assert in_words(Decimal(amount)) == words


def test_half_a_dong_goes_up() -> None:
    assert amount_of(Priced(Decimal("0.5"), Decimal(1), Decimal(1))) == 1
    assert amount_of(Priced(Decimal("1.5"), Decimal(3), Decimal(250_000))) == 1_125_000
    with pytest.raises(BadMoney):
        amount_of(Priced(Decimal(1), Decimal(1), MOST))
    assert Priced(Decimal(1), Decimal(1), Decimal(5), Decimal(4)).is_over_norm
    assert not Priced(Decimal(1), Decimal(1), Decimal(5)).is_over_norm


@given(st.lists(st.none() | AMOUNTS))
def test_what_is_missing_adds_nothing(amounts: list[Decimal | None]) -> None:
    assert total_of(amounts) == sum(a for a in amounts if a is not None)


def test_shares_of_nothing_are_nought() -> None:
    assert shares({"a": Decimal(0), "b": Decimal(0)}) == {"a": 0, "b": 0}
    assert shares({"a": Decimal(1), "b": Decimal(3)}) == {"a": 25, "b": 75}


@pytest.mark.parametrize(
    ("opened", "note", "amount", "due", "by_clock"),
    [
        (date(2026, 5, 1), "Lập dự toán trước ngày 10/7; chưa kiểm chứng", None, date(2026, 7, 9), True),
        (date(2026, 5, 1), "chậm nhất ngày 15/7", None, date(2026, 7, 15), True),
        (date(2026, 11, 25), "Lập dự toán trước ngày 10/7", None, date(2026, 12, 25), False),
        (date(2026, 5, 1), "", 20, date(2026, 5, 21), True),
        (date(2026, 5, 1), "", None, date(2026, 5, 31), False),
        (date(2026, 1, 1), "trước ngày 31/2", None, date(2026, 1, 31), False),
        (date(2026, 1, 1), "theo TT ngày 10/7/2025", None, date(2026, 1, 31), False),
    ],
)
def test_the_day_of_the_legal_clock(opened: date, note: str, amount: int | None, due: date, by_clock: bool) -> None:
    found = due_day(2027, opened_on=opened, note=note, amount=amount)
    assert (found.on, found.is_by_clock) == (due, by_clock)


@given(st.lists(st.integers(0, 9)), st.sets(st.integers(0, 9)), st.sets(st.integers(0, 9)))
def test_each_duty_is_covered_excused_or_open(duties: list[int], planned: set[int], excused: set[int]) -> None:
    found = coverage_of(duties, planned=planned, excused=excused)
    parts = (set(found.covered), set(found.excused), set(found.open))
    assert set.union(*parts) == set(duties)
    assert sum(map(len, parts)) == len(set(duties))
    assert found.is_whole is not bool(parts[2])


def facts(office: str, fund: str, now: Decimal) -> LineFacts:
    return LineFacts(
        1,
        office,
        "",
        None,
        "",
        "x",
        "",
        "",
        "2027-01-01",
        "2027-12-31",
        office,
        (),
        fund,
        "",
        "open",
        now,
        None,
        None,
        now,
    )


@given(st.lists(st.builds(facts, st.sampled_from("ABC"), st.sampled_from("xy"), AMOUNTS)))
def test_sums_by_anything_add_up_to_the_whole(lines: list[LineFacts]) -> None:
    whole = sum_of(lines)
    for column in ("office_words", "fund"):
        parts = sums_by(lines, column)
        assert sum(p.now for p in parts) == whole.now
        assert sum(p.lines for p in parts) == whole.lines
    assert from_values(as_values(lines)) == lines


@pytest.mark.parametrize(
    ("office", "symbol", "place", "signer"),
    [
        ("Sở Văn hóa, Thể thao và Du lịch tỉnh Vĩnh Long", "SVHTTDL", "Vĩnh Long", ("", "Giám đốc")),
        ("Sở Thông tin và Truyền thông", "STTTT", "", ("", "Giám đốc")),
        ("Ủy ban nhân dân tỉnh Trà Vinh", "UBND", "Trà Vinh", ("TM. ỦY BAN NHÂN DÂN", "Chủ tịch")),
        ("Báo Trà Vinh", "BTV", "", ("", "Thủ trưởng cơ quan")),
        ("Sở Đầu tư thành phố Cần Thơ", "SĐT", "Cần Thơ", ("", "Giám đốc")),
    ],
)
def test_an_office_in_the_symbol_place_and_signature(
    office: str, symbol: str, place: str, signer: tuple[str, str]
) -> None:
    assert (symbol_of(office), place_of(office), signer_of(office)) == (symbol, place, signer)
