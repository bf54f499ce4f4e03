"""What a document says of itself and how it is cut into clauses: one case for each way of printing."""

from __future__ import annotations

from textwrap import dedent

import pytest

from nhipcau.documents.rules import Reading, read

HEADER = """\
    ỦY BAN NHÂN DÂN
    TỈNH AN NINH
    -------
    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
    Độc lập - Tự do - Hạnh phúc
    ---------------
    Số: 12/QĐ-UBND
    An Ninh, ngày 05 tháng 3 năm 2019
    QUYẾT ĐỊNH
    Ban hành Quy chế phối hợp
    ỦY BAN NHÂN DÂN TỈNH AN NINH
    Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;
    Theo đề nghị của Giám đốc Sở Nội vụ,
    QUYẾT ĐỊNH:
"""


def _read(text: str) -> Reading:
    return read(dedent(text))


def _paths(text: str) -> list[str]:
    return [clause.path for clause in _read(text).clauses]


def _about(text: str) -> tuple[str | None, ...]:
    about = _read(text).metadata
    return tuple(v.text for v in (about.number, about.kind, about.issuer, about.issued_on, about.title))


def test_a_decision_with_the_regulation_it_issues() -> None:
    text = f"""{HEADER}\
    Điều 1. Ban hành kèm theo Quyết định này Quy chế phối hợp.
    Điều 2. Quyết định này có hiệu lực kể từ ngày ký./.
    Nơi nhận:
    - Như Điều 2;
    TM. ỦY BAN NHÂN DÂN
    CHỦ TỊCH
    QUY CHẾ
    PHỐI HỢP GIỮA CÁC CƠ QUAN
    (Ban hành kèm theo Quyết định số 12/QĐ-UBND ngày 05/3/2019 của Ủy ban nhân dân tỉnh An Ninh)
    Chương I
    QUY ĐỊNH CHUNG
    Điều 1. Giải thích từ ngữ
    1. “Phối hợp” là cùng làm.
    2. Việc phối hợp gồm:
    a) Trao đổi;
    đ) Kiểm tra:
    - Định kỳ;
    - Đột xuất.
    Chương II
    TRÁCH NHIỆM
    Mục 1. CẤP TỈNH
    Điều 2. Sở Nội vụ
    a) Chủ trì.
    """
    assert _paths(text) == [
        "dieu-1", "dieu-2", "quy-che/chuong-I", "quy-che/chuong-I/dieu-1", "quy-che/chuong-I/dieu-1/khoan-1",
        "quy-che/chuong-I/dieu-1/khoan-2", "quy-che/chuong-I/dieu-1/khoan-2/diem-a",
        "quy-che/chuong-I/dieu-1/khoan-2/diem-đ", "quy-che/chuong-I/dieu-1/khoan-2/diem-đ/-1",
        "quy-che/chuong-I/dieu-1/khoan-2/diem-đ/-2", "quy-che/chuong-II", "quy-che/chuong-II/muc-1",
        "quy-che/chuong-II/muc-1/dieu-2", "quy-che/chuong-II/muc-1/dieu-2/diem-a",
    ]  # fmt: skip
    assert _about(text) == (
        "12/QĐ-UBND", "quyết định", "Ủy ban nhân dân tỉnh An Ninh", "2019-03-05", "Ban hành Quy chế phối hợp",
    )  # fmt: skip


def test_a_programme_of_the_party() -> None:
    text = """\
    TỈNH ỦY AN NINH
    *
    Số 20-CTr/TU
    ĐẢNG CỘNG SẢN VIỆT NAM
    An Ninh, ngày 15 tháng 11 năm 2021
    CHƯƠNG TRÌNH
    thực hiện Nghị quyết về phát triển
    kinh tế - xã hội
    -----
    Thực hiện Nghị quyết, Ban Thường vụ Tỉnh ủy xây dựng Chương trình như sau:
    A- MỤC TIÊU
    1- Mục tiêu chung
    Tỉnh phát triển khá.
    2- Mục tiêu cụ thể
    2.1- Về kinh tế
    - Tăng trưởng 10%/năm.
    2.2- Về xã hội
    B- NHIỆM VỤ
    I- Lãnh đạo
    (1) Tập trung;
    (2) Kiểm tra:
    + Hằng quý;
    C- TỔ CHỨC THỰC HIỆN
    1- Ban Tuyên giáo Tỉnh ủy chủ trì.
    Chương trình này phổ biến đến chi bộ.
    """
    assert _paths(text) == [
        "A", "A/1", "A/2", "A/2/2.1", "A/2/2.1/-1", "A/2/2.2", "B", "B/I", "B/I/1", "B/I/2", "B/I/2/-1", "C", "C/1", "ket",
    ]  # fmt: skip
    assert _about(text) == (
        "20-CTr/TU", "chương trình", "Tỉnh ủy An Ninh", "2021-11-15",
        "thực hiện Nghị quyết về phát triển kinh tế - xã hội",
    )  # fmt: skip


def test_a_conclusion_names_its_issuer_under_the_kind() -> None:
    text = """\
    BAN CHẤP HÀNH TRUNG ƯƠNG
    *
    Số 99-KL/TW
    ĐẢNG CỘNG SẢN VIỆT NAM
    Hà Nội, ngày 28 tháng 02 năm 2025
    KẾT LUẬN
    CỦA BAN BÍ THƯ
    về công tác tuyên truyền
    Ban Bí thư yêu cầu:
    1. Các cấp ủy quán triệt.
    """
    assert _about(text) == ("99-KL/TW", "kết luận", "Ban Bí thư", "2025-02-28", "về công tác tuyên truyền")


def test_a_letter_has_addressees_and_a_subject() -> None:
    text = """\
    UBND TỈNH AN NINH
    SỞ NỘI VỤ
    Số: 88/SNV-VP
    V/v báo cáo
    hằng năm
    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
    An Ninh, ngày 3 tháng 4 năm 2020
    Kính gửi:
    - Các sở;
    - Các huyện.
    Sở Nội vụ nhận được công văn của một số địa phương và có ý kiến như sau:
    Đề nghị các sở báo cáo trước ngày 15 tháng 12.
    Trân trọng./.
    """
    assert _about(text) == ("88/SNV-VP", "công văn", "Sở Nội vụ", "2020-04-03", "báo cáo hằng năm")
    (body,) = _read(text).clauses
    assert body.path == "noi-dung"
    assert body.text.startswith("Sở Nội vụ nhận được")


def test_an_old_decision_tells_all_in_its_title_line() -> None:
    text = """\
    QUYẾT ĐỊNH
    CỦA BỘ TRƯỞNG BỘ XÂY DỰNG SỐ 12/2005/QĐ-BXD NGÀY 18 THÁNG 4 NĂM 2005 VỀ VIỆC CẤP CHỨNG CHỈ
    BỘ TRƯỞNG BỘ XÂY DỰNG
    - Căn cứ Nghị định số 36/2003/NĐ-CP ngày 4/4/2003 của Chính phủ;
    QUYẾT ĐỊNH
    Điều 1 : Cấp chứng chỉ.
    Điều 2 - Quyết định này có hiệu lực.
    """
    assert _paths(text) == ["dieu-1", "dieu-2"]
    number, kind, issuer, _, title = _about(text)
    assert (number, kind, issuer, title) == (
        "12/2005/QĐ-BXD", "quyết định", "Bộ trưởng Bộ Xây dựng", "VỀ VIỆC CẤP CHỨNG CHỈ",
    )  # fmt: skip


def test_the_session_of_a_council_is_no_title() -> None:
    text = """\
    HỘI ĐỒNG NHÂN DÂN
    TỈNH AN NINH
    Số: 07/2020/NQ-HĐND
    An Ninh, ngày 07 tháng 7 năm 2020
    NGHỊ QUYẾT
    VỀ MỨC HỖ TRỢ
    HỘI ĐỒNG NHÂN DÂN TỈNH AN NINH
    KHÓA IX - KỲ HỌP THỨ 16
    Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;
    QUYẾT NGHỊ:
    Điều 1. Quy định mức hỗ trợ.
    """
    assert _about(text)[2:] == ("Hội đồng nhân dân tỉnh An Ninh", "2020-07-07", "VỀ MỨC HỖ TRỢ")


def test_what_a_site_prints_on_top_is_not_the_document() -> None:
    text = """\
    Quyết định 5/QĐ-UBND năm 2020 phê duyệt danh mục
    | Số hiệu | 5/QĐ-UBND |
    | Ngày ban hành | 02/01/2020 |
    | Cơ quan ban hành | Tỉnh An Ninh |
    VĂN BẢN
    QUYẾT ĐỊNH
    Phê duyệt danh mục nghề
    Điều 1. Phê duyệt danh mục.
    """
    assert _about(text) == (
        "5/QĐ-UBND", "quyết định", "Ủy ban nhân dân tỉnh An Ninh", "2020-01-02", "Phê duyệt danh mục nghề",
    )  # fmt: skip


def test_a_heading_that_ends_in_a_word_for_clauses_is_followed_by_its_first_clause() -> None:
    text = """\
    THÔNG TƯ
    Bãi bỏ một số quy định
    Điều 1. Bãi bỏ một số khoản
    1. Bãi bỏ khoản 1 Điều 4.
    2. Bãi bỏ khoản 2 Điều 4.
    """
    assert _paths(text) == ["dieu-1", "dieu-1/khoan-1", "dieu-1/khoan-2"]


def test_a_header_broken_in_the_middle_of_names() -> None:
    text = """\
    ỦY
    BAN NHÂN DÂN
    TỈNH AN NINH
    |
    CỘNG
    HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
    |
    Số:
    7/QĐ-UBND
    |
    An
    Ninh, ngày 16 tháng 11
    năm 2018
    |
    QUYẾT ĐỊNH
    VỀ
    VIỆC BAN HÀNH QUY CHẾ TIẾP NHẬN, XỬ LÝ VÀ TRẢ LỜI PHẢN ÁNH CỦA NGƯỜI
    DÂN TẠI TỈNH AN NINH, 2018-2020
    CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH
    Căn cứ Luật Tổ chức chính quyền địa
    phương năm 2015;
    QUYẾT ĐỊNH:
    """
    assert _about(text) == (
        "7/QĐ-UBND", "quyết định", "Ủy ban nhân dân tỉnh An Ninh", "2018-11-16",
        "VỀ VIỆC BAN HÀNH QUY CHẾ TIẾP NHẬN, XỬ LÝ VÀ TRẢ LỜI PHẢN ÁNH CỦA NGƯỜI DÂN TẠI TỈNH AN NINH, 2018-2020",
    )  # fmt: skip


def test_lost_kinds_are_found_elsewhere() -> None:
    text = """\
    ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |
    Số: 41/QĐ-UBND | Đà Lạt, ngày 22 tháng 10 năm 2009 |
    BAN HÀNH QUY ĐỊNH VỀ CHẾ ĐỘ BÁO CÁO ĐỊNH KỲ CỦA TỈNH
    QUYẾT ĐỊNH:
    Điều 2. Quyết định này có hiệu lực từ ngày ký.
    - Như Điều 3; | TM. ỦY BAN NHÂN DÂN |
    CHẾ ĐỘ BÁO CÁO ĐỊNH KỲ CỦA TỈNH
    (Ban hành kèm theo Quyết định số 41/QĐ-UBND ngày 22 tháng 10 năm 2009)
    1. Quy định này quy định về chế độ báo cáo.
    """
    assert _paths(text) == ["dieu-2", "quy-dinh/1"]
    assert _about(text) == (
        "41/QĐ-UBND", "quyết định", "Ủy ban nhân dân tỉnh Lâm Đồng", "2009-10-22",
        "BAN HÀNH QUY ĐỊNH VỀ CHẾ ĐỘ BÁO CÁO ĐỊNH KỲ CỦA TỈNH",
    )  # fmt: skip


def test_a_header_lost_the_one_who_gives_notice_issues() -> None:
    text = """\
    Kính gửi: Bộ Ngoại giao.
    Xét đề nghị của Bộ Ngoại giao về Đề án, Thủ tướng Chính phủ có ý kiến như sau:
    1. Đồng ý với Đề án.
    Văn phòng Chính phủ xin thông báo để các cơ quan biết./.
    """
    assert _about(text)[:3] == (None, "công văn", "Văn phòng Chính phủ")
    assert _paths(text) == ["1"]


def test_inserted_text_opens_no_clause() -> None:
    text = """\
    THÔNG TƯ
    Sửa đổi Thông tư số 1/2010/TT-BTC
    Điều 1. Sửa đổi, bổ sung một số điều
    1. Sửa đổi khoản 2 Điều 4 như sau:
    "2. Nội dung mới
    a) Một;
    b) Hai."
    2. Bổ sung Điều 5a như sau:
    “Điều 5a. Quy định
    1. Một “từ” nữa.
    2. Gọi là “Hai”.
    3. Ba.”.
    3. Bổ sung Điều 6 như sau:
    “Điều 6. Không đóng
    1. Một.
    4. Bãi bỏ Điều 7.
    Điều 2. Hiệu lực thi hành
    """
    assert _paths(text) == [
        "dieu-1", "dieu-1/khoan-1", "dieu-1/khoan-2", "dieu-1/khoan-3", "dieu-1/khoan-4", "dieu-2",
    ]  # fmt: skip


def test_a_hard_wrapped_copy() -> None:
    text = """\
    KẾ HOẠCH
    PHÁT TRIỂN NGHỀ NĂM 2021
    Thực hiện Nghị quyết số 5/NQ-CP ngày 1/1/2020 của Chính phủ về phát triển nghề, Ủy ban
    nhân dân tỉnh ban hành Kế hoạch, như sau:
    I. MỤC ĐÍCH,
    YÊU CẦU
    1. Mục đích
    - Góp phần phát triển kinh tế
    - xã hội của tỉnh và đời sống của người dân ở các vùng theo quy định tại khoản
    1. Điều 5 Nghị định của Chính phủ, giao Sở Lao động
    - Thương binh và Xã hội theo dõi trong giai đoạn
    2021 - 2025.
    - Nâng cao nhận thức của người dân về nghề và về
    thu nhập.
    """
    reading = _read(text)
    assert [c.path for c in reading.clauses] == ["I", "I/1", "I/1/-1", "I/1/-2"]
    assert reading.clauses[0].heading == "MỤC ĐÍCH, YÊU CẦU"


def test_the_cells_of_a_lost_table_open_nothing() -> None:
    text = """\
    KẾ HOẠCH
    Phát triển nghề
    I. NỘI DUNG
    TT
    Nội dung
    1.
    Hội nghị
    2.
    Tuyên truyền
    II. KINH PHÍ
    1 | Hội nghị | 50
    2. | Tuyên truyền | 60
    1. Nguồn vốn: 1.500 triệu đồng.
    """
    assert _paths(text) == ["I", "II", "II/1"]


def test_text_after_bullets_goes_back_to_the_number_above() -> None:
    text = """\
    CHỈ THỊ
    Về việc phòng cháy
    1. Công an tỉnh
    - Kiểm tra.
    - Báo cáo.
    Phối hợp với các huyện.
    - Thống kê.
    2. Sở Tài chính bố trí kinh phí:
    - Năm 2020 gồm:
    a) Nguồn một;
    b) Nguồn hai.
    Chủ tịch Ủy ban nhân dân tỉnh giao Công an tỉnh theo dõi Chỉ thị này./.
    Ý kiến bạn đọc
    1. Ý kiến của tôi.
    """
    clauses = {c.path: c for c in _read(text).clauses}
    assert list(clauses) == ["1", "1/-1", "1/-2", "1/-3", "2", "2/-1", "2/-1/a", "2/-1/b", "ket"]
    assert clauses["1"].text == "Phối hợp với các huyện."
    assert clauses["1"].span.end <= clauses["1/-1"].span.start
    (later,) = clauses["1"].later
    assert clauses["1/-2"].span.end <= later.start < later.end <= clauses["1/-3"].span.start


def test_a_jump_in_the_numbers_is_unsure() -> None:
    first, second, fifth = _read("KẾ HOẠCH\nThực hiện việc này\n1. Một.\n2. Hai.\n5. Năm.").clauses
    assert min(first.confidence, second.confidence) > 0.8 > fifth.confidence


def test_a_copy_that_stops_before_its_body_has_no_clauses() -> None:
    assert _paths(HEADER) == []


@pytest.mark.parametrize("text", ["", " ", "\n\n", "|", "---", "\ufeff"])
def test_nothing_is_read_in_nothing(text: str) -> None:
    reading = read(text)
    assert reading.clauses == ()
    assert reading.metadata.number.text is None


def test_every_heading_and_text_stands_where_its_span_says() -> None:
    text = dedent(HEADER) + "Điều 1. Phạm vi\r\nĐây là phạm vi.\r\n1. Một;\r\nĐiều 2. Hai."
    for clause in read(text).clauses:
        printed = " ".join(text[clause.span.start : clause.span.end].split())
        assert printed.startswith(clause.label or "")
        assert clause.text in printed
        if clause.heading and clause.heading_span:
            assert text[clause.heading_span.start : clause.heading_span.end] == clause.heading
