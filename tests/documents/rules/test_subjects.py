"""Who has to act: the sentences of many kinds of documents, each with the bodies that it charges."""

from __future__ import annotations

import pytest

from nhipcau.documents.rules import read
from nhipcau.documents.rules.agencies import heading_agencies, split_agencies
from nhipcau.documents.rules.subjects import find_subject
from nhipcau.documents.rules.types import Reading

CHARGED = [
    ("Bộ Ngoại giao chủ trì, phối hợp với Bộ Công an theo dõi tình hình.", ("Bộ Ngoại giao",)),
    ("Ban quản lý Khu kinh tế Trà Vinh phối hợp với các sở triển khai.", ("Ban quản lý Khu kinh tế Trà Vinh",)),
    ("Ban Chỉ đạo công tác thông tin đối ngoại tỉnh chỉ đạo các cơ quan thực hiện.",
     ("Ban Chỉ đạo công tác thông tin đối ngoại tỉnh",)),
    ("Trung tâm hỗ trợ doanh nghiệp có trách nhiệm hướng dẫn doanh nghiệp.", ("Trung tâm hỗ trợ doanh nghiệp",)),
    ("Hội đồng quản lý Quỹ có nhiệm vụ phê duyệt kế hoạch.", ("Hội đồng quản lý Quỹ",)),
    ("Đoàn kiểm tra tổ chức kiểm tra thực tế tại cơ sở.", ("Đoàn kiểm tra",)),
    ("Cơ quan chủ trì soạn thảo có trách nhiệm lấy ý kiến.", ("Cơ quan chủ trì soạn thảo",)),
    ("Các cơ sở giáo dục đại học chủ động xây dựng chương trình.", ("Các cơ sở giáo dục đại học",)),
    ("Công an tỉnh: Chủ trì bảo đảm an ninh.", ("Công an tỉnh",)),
    ("Các huyện ủy, thị ủy trực thuộc Tỉnh ủy: quán triệt Kế hoạch này.", ("Các huyện ủy, thị ủy trực thuộc Tỉnh ủy",)),
    ("Sở Tài chính (cơ quan thường trực) theo dõi, tổng hợp.", ("Sở Tài chính",)),
    ("Sở Nông nghiệp và Môi trường là cơ quan đầu mối, có trách nhiệm tổng hợp báo cáo.", ("Sở Nông nghiệp và Môi trường",)),
    ("Bộ trưởng các Bộ: Quốc phòng, Công an, Ngoại giao chịu trách nhiệm thi hành Quyết định này.",
     ("Bộ trưởng các Bộ: Quốc phòng, Công an, Ngoại giao",)),
    ("Các ban xây dựng Đảng, Văn phòng Tỉnh ủy theo chức năng, nhiệm vụ theo dõi, đôn đốc.",
     ("Các ban xây dựng Đảng", "Văn phòng Tỉnh ủy")),
    ("Thủ trưởng các đơn vị thuộc Bộ, Thủ trưởng tổ chức pháp chế thuộc Bộ có trách nhiệm thực hiện.",
     ("Thủ trưởng các đơn vị thuộc Bộ", "Thủ trưởng tổ chức pháp chế thuộc Bộ")),
    ("Giao Thường trực Hội đồng nhân dân, các Ban giám sát việc thực hiện.", ("Thường trực Hội đồng nhân dân", "các Ban")),
    # the one who is asked acts, not the one who asks
    ("Thủ tướng Chính phủ giao Bộ Tài chính nghiên cứu đề xuất.", ("Bộ Tài chính",)),
    ("Ban Thường vụ Tỉnh ủy yêu cầu các cấp ủy, tổ chức đảng quán triệt, triển khai thực hiện.", ("các cấp ủy, tổ chức đảng",)),
    # what stands ahead of the subject, with commas of its own
    ("Định kỳ 6 tháng, năm, các cơ quan, đơn vị báo cáo kết quả gửi về Sở Ngoại vụ.", ("các cơ quan, đơn vị",)),
    ("Trước ngày 15 tháng 12 hàng năm, các sở, ban, ngành báo cáo kết quả.", ("các sở, ban, ngành",)),
]  # fmt: skip
NOT_CHARGED = [
    "Sở Ngoại vụ là cơ quan chuyên môn thuộc Ủy ban nhân dân cấp tỉnh, có chức năng tham mưu về công tác ngoại vụ.",
    "Sở Ngoại vụ có tư cách pháp nhân, có con dấu; chịu sự chỉ đạo, quản lý của Ủy ban nhân dân cấp tỉnh.",
    "Sở Văn hóa, Thể thao và Du lịch kính đề nghị quý cơ quan quan tâm phối hợp.",
    "Tờ trình phải nêu rõ sự cần thiết.",
]


@pytest.mark.parametrize(("sentence", "agencies"), CHARGED)
def test_the_one_who_acts_is_found(sentence: str, agencies: tuple[str, ...]) -> None:
    subject = find_subject(sentence)
    assert subject is not None
    assert subject.agencies == agencies
    assert subject.binding or subject.ordered


@pytest.mark.parametrize("sentence", NOT_CHARGED)
def test_what_describes_or_begs_charges_nobody(sentence: str) -> None:
    subject = find_subject(sentence)
    assert subject is None


def test_a_verb_that_is_no_task_does_not_bind() -> None:
    """``quyết định`` alone says what a body may do, so it makes no duty outside a clause that charges the body."""
    subject = find_subject("Ủy ban nhân dân cấp tỉnh quyết định mức thu.")
    assert subject is not None
    assert not subject.binding


@pytest.mark.parametrize(("heading", "agencies"), [
    ("Trách nhiệm của Bộ Ngoại giao", ("Bộ Ngoại giao",)),
    ("Các sở, ban, ngành tỉnh; Ủy ban nhân dân các huyện, thị xã, thành phố",
     ("Các sở, ban, ngành tỉnh", "Ủy ban nhân dân các huyện, thị xã, thành phố")),
    ("Sở Tài chính, Sở Kế hoạch và Đầu tư", ("Sở Tài chính", "Sở Kế hoạch và Đầu tư")),
    ("Tổ chức thực hiện", ()),
    ("Bộ chỉ số theo dõi", ()),
    ("Ban hành văn bản", ()),
])  # fmt: skip
def test_a_heading_names_bodies_or_none(heading: str, agencies: tuple[str, ...]) -> None:
    assert heading_agencies(heading) == agencies


def test_a_list_after_a_title_gives_each_its_title() -> None:
    assert split_agencies("Giám đốc: Sở Tài chính, Sở Nội vụ") == ("Giám đốc Sở Tài chính", "Giám đốc Sở Nội vụ")


LETTER = """UBND TỈNH VĨNH LONG
SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH
Số: 789/SVHTTDL-TTBCXB
V/v tăng cường thông tin đối ngoại
Vĩnh Long, ngày 03 tháng 8 năm 2025
Kính gửi: Các sở, ban, ngành tỉnh.
Thực hiện Công văn số 45/BVHTTDL-TTĐN ngày 01/8/2025, Sở Văn hóa, Thể thao và Du lịch đề nghị các cơ quan, đơn vị thực hiện:
1. Tổ chức tuyên truyền.
2. Báo cáo kết quả trước ngày 20/11/2025.
3. Kinh phí từ nguồn dự toán được giao.
Sở Văn hóa, Thể thao và Du lịch kính đề nghị quý cơ quan quan tâm./.
"""


def test_the_lead_in_of_a_letter_charges_its_points_that_ask_for_something() -> None:
    duties = read(LETTER).duties
    assert [(d.path, d.agencies, str(d.deadline)) for d in duties] == [
        ("1", ("các cơ quan, đơn vị",), "None"),
        ("2", ("các cơ quan, đơn vị",), "2025-11-20"),
    ]


LAW = """QUỐC HỘI
Luật số: 126/2025/QH15
LUẬT
BÁO CHÍ
Điều 1. Trách nhiệm
1. Bộ Văn hóa, Thể thao và Du lịch có trách nhiệm:
a) Xây dựng chiến lược;
b) Ban hành văn bản.
Luật này được Quốc hội nước Cộng hòa xã hội chủ nghĩa Việt Nam khóa XV thông qua ngày 10 tháng 12 năm 2025.
"""


def paths(reading: Reading) -> list[str]:
    return [duty.path for duty in reading.duties]


def test_that_a_law_was_passed_is_no_duty() -> None:
    assert paths(read(LAW)) == ["dieu-1/khoan-1/diem-a", "dieu-1/khoan-1/diem-b"]
