"""Headers as sites print them: cut by hard wraps, in table cells, without the kind or with it in the title."""

from __future__ import annotations

import pytest

from nhipcau.documents.rules import read

HEADERS = [
    ("""BỘ
NGOẠI GIAO-BỘ NỘI VỤ
-------
|
Số:
02/2009/TTLT-BNG-BNV
|
Hà
Nội, ngày 27 tháng 05 năm 2009
|
THÔNG TƯ LIÊN TỊCH
HƯỚNG DẪN CHỨC NĂNG CỦA SỞ NGOẠI VỤ
Căn cứ Nghị định số 13/2008/NĐ-CP;
Điều 1. Vị trí
""", ("02/2009/TTLT-BNG-BNV", "thông tư liên tịch", "Bộ Ngoại giao - Bộ Nội vụ", "2009-05-27",
      "HƯỚNG DẪN CHỨC NĂNG CỦA SỞ NGOẠI VỤ")),
    ("""ỦY BAN NHÂN DÂN |
CỘNG
HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |
Số: 44/KH-UBND |
Hà Tĩnh, ngày 08 tháng 02 năm 2018 |
CÔNG TÁC THÔNG TIN ĐỐI NGOẠI TỈNH HÀ TĨNH NĂM 2018
Thực hiện Nghị định số 72/2015/NĐ-CP, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:
1. Mục tiêu
- Tăng cường hiệu quả.
""", ("44/KH-UBND", "kế hoạch", "Ủy ban nhân dân tỉnh Hà Tĩnh", "2018-02-08",
      "CÔNG TÁC THÔNG TIN ĐỐI NGOẠI TỈNH HÀ TĨNH NĂM 2018")),
    ("""Chỉ thị của Ban Bí thư về tăng cường công tác thông tin đối ngoại
(Số 26-CT/TW, ngày 10/9/2008)
1. Trong những năm qua, công tác thông tin đối ngoại đã có nhiều đổi mới.
""", ("26-CT/TW", "chỉ thị", "Ban Bí thư", "2008-09-10", "của Ban Bí thư về tăng cường công tác thông tin đối ngoại")),
    ("""TỈNH ỦY TRÀ VINH
*
Số 15-CTr/TU
ĐẢNG CỘNG SẢN VIỆT NAM
Trà Vinh, ngày 20 tháng 3 năm 2023
CHƯƠNG TRÌNH HÀNH ĐỘNG
thực hiện Kết luận số 57-KL/TW, ngày 15/6/2023 của Bộ Chính trị
I- MỤC ĐÍCH
1- Quán triệt.
""", ("15-CTr/TU", "chương trình", "Tỉnh ủy Trà Vinh", "2023-03-20",
      "thực hiện Kết luận số 57-KL/TW, ngày 15/6/2023 của Bộ Chính trị")),
    ("""KẾT LUẬN CỦA BỘ CHÍNH TRỊ VỀ SẮP XẾP TỔ CHỨC BỘ MÁY
Sau khi nghe báo cáo (Công văn số 8011-CV/BTCTW, ngày 27/02/2025), Bộ Chính trị có ý kiến như sau:
I- MỤC TIÊU
1. Bảo đảm các nguyên tắc.
""", (None, "kết luận", "Bộ Chính trị", None, None)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), HEADERS, ids=["joint", "cells", "party-paper", "party", "cited-date"])
def test_a_header_is_read_however_it_is_cut(text: str, expected: tuple[str | None, ...]) -> None:
    said = read(text).metadata
    fields = (said.number, said.kind, said.issuer, said.issued_on, said.title)
    assert [field.text for field in fields][: 5 if expected[4] else 4] == list(expected)[: 5 if expected[4] else 4]


def test_a_heading_on_the_line_below_its_number_is_the_heading() -> None:
    reading = read(
        "QUY ĐỊNH\nVề văn thư\nĐiều 1. Phạm vi\nÁp dụng chung.\nĐiều 2.\nTrách nhiệm chung\n1. Thủ trưởng chỉ đạo.\n"
    )
    assert {c.path: c.heading for c in reading.clauses}["dieu-2"] == "Trách nhiệm chung"
