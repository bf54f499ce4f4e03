"""Citations as documents print them: spaces in numbers, dates before and after, many under one kind."""

from __future__ import annotations

from datetime import date

import pytest

from nhipcau.documents.rules import read
from nhipcau.documents.rules.dates import deadline_in
from nhipcau.documents.rules.numbers import NUMBER, key_of, kind_from_number, tidy
from nhipcau.documents.rules.types import Reference

HEAD = """ỦY BAN NHÂN DÂN
TỈNH TRÀ VINH
Số: 55/KH-UBND
Trà Vinh, ngày 12 tháng 3 năm 2024
KẾ HOẠCH
Thực hiện công tác đối ngoại
{}
I. MỤC ĐÍCH
1. Nội dung thực hiện.
"""


def cited(bases: str) -> list[tuple[str | None, date | None]]:
    return [(r.number, r.issued_on) for r in found(bases)]


def found(bases: str) -> tuple[Reference, ...]:
    return read(HEAD.format(bases)).references


@pytest.mark.parametrize(("bases", "expected"), [
    ("Căn cứ Quyết định số 36/QĐ - UBND ngày 09 / 01 / 2024 của UBND tỉnh;", [("36/QĐ-UBND", date(2024, 1, 9))]),
    ("Căn cứ Thông tư liên tịch số 11/2015/TTLT-BTNMT-BNV-BTC ngày 04 tháng 4 năm 2015;",
     [("11/2015/TTLT-BTNMT-BNV-BTC", date(2015, 4, 4))]),
    ("Căn cứ Nghị quyết liên tịch số 403/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN ngày 15/6/2017;",
     [("403/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN", date(2017, 6, 15))]),
    ("Căn cứ Luật Ban hành văn bản quy phạm pháp luật số 80/2015/QH13, sửa đổi bởi Luật số 63/2020/QH14;",
     [("80/2015/QH13", None), ("63/2020/QH14", None)]),
    ("Căn cứ các Quyết định của Thủ tướng Chính phủ: số 1719/QĐ-TTg ngày 14/10/2021; số 263/QĐ-TTg ngày 22/02/2022;",
     [("1719/QĐ-TTg", date(2021, 10, 14)), ("263/QĐ-TTg", date(2022, 2, 22))]),
    ("Thực hiện Kết luận số 121-KL/TW, ngày 24/01/2025 về tổng kết Nghị quyết số 18-NQ/TW của Trung ương khóa XII và Kết luận số 126-KL/TW, ngày 14/02/2025 của Bộ Chính trị;",
     [("121-KL/TW", date(2025, 1, 24)), ("18-NQ/TW", None), ("126-KL/TW", date(2025, 2, 14))]),
    ("Ngày 21/04/2015, Thủ tướng Chính phủ đã ban hành Chỉ thị số 06/CT-TTg về ngân sách.", [("06/CT-TTg", date(2015, 4, 21))]),
    ("Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;", [(None, date(2022, 6, 15))]),
    ("Thực hiện các kế hoạch hàng năm của Ủy ban nhân dân tỉnh và Hiến pháp;", []),
    ("Quyết định số 01/1999/QĐ.UB ngày 15/01/1999 của Ủy ban nhân dân tỉnh;", [("01/1999/QĐ.UB", date(1999, 1, 15))]),
])  # fmt: skip
def test_each_document_is_one_entry_with_its_own_date(
    bases: str, expected: list[tuple[str | None, date | None]]
) -> None:
    assert cited(bases) == expected


def test_a_title_ends_where_the_next_citation_begins() -> None:
    first, second, *_ = found(
        "Thực hiện Nghị định số 72/2015/NĐ-CP ngày 07/9/2015 của Chính phủ về quản lý hoạt động thông tin đối ngoại, "
        "Thông tư số 22/2016/TT-BTTTT ngày 19/10/2016 của Bộ Thông tin và Truyền thông hướng dẫn quản lý hoạt động, "
        "Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:"
    )
    assert first.title == "quản lý hoạt động thông tin đối ngoại"
    assert second.title == "hướng dẫn quản lý hoạt động"


def test_two_prints_of_one_number_share_a_key() -> None:
    assert len({key_of(n) for n in ("141/KH- TU", "141/KH-TU", "141-KH/TU", "141/kh-tu")}) == 1


@pytest.mark.parametrize(("number", "kind"), [
    ("57-KL/TW", "kết luận"), ("126/2025/QH15", "luật"), ("9394/BTC-NSNN", "công văn"), ("02/2009/TTLT-BNG-BNV", "thông tư liên tịch"),
])  # fmt: skip
def test_a_number_tells_its_kind(number: str, kind: str) -> None:
    assert kind_from_number(number) == kind


@pytest.mark.parametrize("text", ["ngày 12/3/2024", "tỷ lệ 3-5", "điện thoại 0294-3855999", "giai đoạn 2021 - 2025"])
def test_what_is_no_number_is_left_alone(text: str) -> None:
    assert [tidy(m.group()) for m in NUMBER.finditer(text)] == []


@pytest.mark.parametrize(("text", "day"), [
    ("hoàn thành trước ngày 15 tháng 12 năm 2024", date(2024, 12, 15)),
    ("chậm nhất là ngày 30/6/2025", date(2025, 6, 30)),
    ("hoàn thành trong quý IV/2023", date(2023, 12, 31)),
    ("trong tháng 2 năm 2024", date(2024, 2, 29)),
    ("hết năm 2010, tổ chức tổng kết", date(2010, 12, 31)),
    ("trước ngày 15 tháng 12 hàng năm", None),
    ("báo cáo kết quả quý I năm 2024", None),
    ("giai đoạn 2021-2025", None),
    ("từ ngày 01/01/2024 đến ngày 31/12/2024", None),
])  # fmt: skip
def test_a_deadline_is_the_last_day_that_the_words_allow(text: str, day: date | None) -> None:
    assert deadline_in(text) == day
