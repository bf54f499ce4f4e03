"""Which sentences are about the province: names that other provinces have too, mergers, streets and people of the same name."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Literal

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


MISSED = {
    "Trà Vinh Quang là tên một đội bóng phong trào ở Hà Nội.",
    "Huyện Duyên Hải cũ của TP.HCM nay là Cần Giờ.",
}
"""A longer name that begins as ours, and a district that ended in 1978: known not to be told apart."""


def test_sentences_of_law_and_press_are_told_apart() -> None:
    lines = (Path(__file__).parent / "places.tsv").read_text("utf-8").splitlines()
    wanted = {sentence: label == "ours" for label, sentence in (line.split("\t") for line in lines)}
    assert len(wanted) == len(lines) == 223
    wrong = {sentence for sentence, ours in wanted.items() if GAZETTEER.read(sentence).province != ours}
    assert wrong == MISSED


@pytest.mark.parametrize(
    ("sentence", "places"),
    [
        ("Tra Vinh province seeks investors.", ("Trà Vinh",)),
        ("Farmers in Cau Ke district", ("Cầu Kè",)),
        ("Long Duc commune", ()),
        ("Long Duc, Tra Vinh", ("Trà Vinh", "Long Đức")),
        ("tra vinh thu hut dau tu", ("Trà Vinh",)),
        ("nhin qua cau ngang con rach", ()),
    ],
)
def test_names_without_marks_are_read(sentence: str, places: tuple[str, ...]) -> None:
    assert GAZETTEER.read(sentence).places == places


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_what_a_name_stands_in_is_found_in_any_form_of_unicode(form: Literal["NFC", "NFD"]) -> None:
    for sentence in ("Phường Hòa Thuận, TP Tam Kỳ, Quảng Nam.", "Xã Long Hữu Đông, huyện Cần Đước, Long An."):
        assert GAZETTEER.read(unicodedata.normalize(form, sentence)).places == ()


def test_a_list_of_provinces_is_no_address() -> None:
    assert GAZETTEER.read("Hạn mặn xâm nhập Cầu Kè, Bến Tre và Sóc Trăng.").places == ("Cầu Kè",)
    assert GAZETTEER.read("Ấp Cầu Ngang, Đồng Nai").places == ()


def test_a_shared_name_counts_in_an_article_about_the_province() -> None:
    assert not GAZETTEER.read("Chợ Châu Thành đông khách.").province
    assert GAZETTEER.read("Chợ Châu Thành đông khách.", region="Trà Vinh").places == ("Trà Vinh", "Châu Thành")


def test_the_country_has_sixty_three_provinces_before_the_mergers() -> None:
    assert len(country_provinces()) == 63


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    named = GAZETTEER.read(text)
    assert named.province == bool(named.places)
