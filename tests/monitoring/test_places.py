"""Which sentences are about the province: names that other provinces have too, mergers, streets and people of the same name."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.monitoring.gazetteer import country_provinces, gazetteer_of

GAZETTEER = gazetteer_of(Path(settings.PROFILE))
OURS = [
    "Lễ hội Ok Om Bok tại Ao Bà Om, thành phố Trà Vinh.",
    "Huyện Châu Thành (Trà Vinh) có nhiều đồng bào Khmer.",
    "Phường Long Đức, tỉnh Vĩnh Long khánh thành cầu.",
    "Xã Châu Thành, tỉnh Vĩnh Long",
    "Khu kinh tế Định An thu hút đầu tư.",
    "Bãi biển Ba Động đón hơn 10.000 khách.",
    "Cầu Ngang: nuôi tôm công nghệ cao.",
    "Dừa sáp Cầu Kè được xuất khẩu.",
    "Thị xã Duyên Hải công bố nghị quyết.",
    "Nhà máy Nhiệt điện Duyên Hải phát điện.",
    "Trường Đại học Trà Vinh tuyển sinh",
    "xã Tân Hòa, huyện Tiểu Cần",
    "xã Tân Hoà, huyện Tiểu Cần",
    "TRÀ VINH: HỘI NGHỊ XÚC TIẾN ĐẦU TƯ",
    "Long Hòa - Hòa Minh là hai xã cù lao của huyện Châu Thành, tỉnh Trà Vinh",
    "TP.HCM và Trà Vinh hợp tác du lịch",
    "Cù lao Dung, Sóc Trăng và huyện Trà Cú",
    "Vĩnh Long, Trà Vinh và Bến Tre hợp nhất",
]
NOT_OURS = [
    "Huyện Châu Thành, tỉnh An Giang thu hoạch lúa.",
    "Xã Long Đức, huyện Long Phú, tỉnh Sóc Trăng",
    "Xã Định An, huyện Lấp Vò, tỉnh Đồng Tháp",
    "Khu công nghiệp Long Đức (Đồng Nai) đón dự án mới.",
    "Tỉnh Vĩnh Long có 124 xã, phường.",
    "Xã Hòa Bình, tỉnh Vĩnh Long",
    "Đường Trà Vinh ở TP. Hồ Chí Minh bị ngập",
    "Xã Trà Vinh, huyện Nam Trà My, tỉnh Quảng Nam",
    "Chợ Châu Thành đông khách.",
    "Phường Duyên Hải, TP. Lào Cai",
    "ông Châu Thành là người Huế",
    "xã Tân Hòa, thành phố Vĩnh Long",
    "Ngư dân Định An trúng mùa",
    "nhìn qua cầu ngang con rạch",
    "",
]


@pytest.mark.parametrize("sentence", OURS)
def test_a_sentence_about_the_province_is_known(sentence: str) -> None:
    named = GAZETTEER.read(sentence)
    assert named.province
    assert named.places


@pytest.mark.parametrize("sentence", NOT_OURS)
def test_a_name_that_stands_elsewhere_does_not_count(sentence: str) -> None:
    assert GAZETTEER.read(sentence).places == ()


def test_a_shared_name_counts_in_an_article_about_the_province() -> None:
    assert not GAZETTEER.read("Chợ Châu Thành đông khách.").province
    assert GAZETTEER.read("Chợ Châu Thành đông khách.", region="Trà Vinh").places == ("Trà Vinh", "Châu Thành")


def test_the_country_has_sixty_three_provinces_before_the_mergers() -> None:
    assert len(country_provinces()) == 63


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    named = GAZETTEER.read(text)
    assert named.province == bool(named.places)
