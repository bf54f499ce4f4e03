"""Abbreviations within phrases, and slips within them: what is said in other words counts as what it says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from nhipcau.search.finding import find
from nhipcau.search.rules.abbreviations import Abbreviation, Concepts
from nhipcau.search.rules.analysis import analyse
from nhipcau.search.shipped import shipped_concepts
from nhipcau.search.stores import Store
from tests.search.small_index import store_of

CONCEPTS = shipped_concepts()
TEXTS = {
    "full": ("Báo cáo quý", "Sở được giao đưa tin bằng thông tin đối ngoại trên các báo của tỉnh bạn."),
    "far": ("Thông tin đối ngoại", "Các sở làm việc này hằng năm; trên mạng thì có trang riêng."),
    "short": ("Họp giao ban", "Chủ tịch UBND tỉnh Đắk Lắk phát biểu."),
    "scattered": ("Ủy ban nhân dân các cấp", "Chủ tịch nước về thăm; đường đi Đắk Mil đang sửa."),
    "half": ("Khai giảng", "Trường thuộc Bộ GD&ĐT đặt tại Huế."),
    "draft": ("Quy trình", "Ra văn bản chỉ đạo lực lượng tại chỗ."),
    "from": ("Đầu tư", "Từ năm nay, đầu tư công tự cân đối."),
    "party": ("Hướng dẫn của TƯ", "Ban hành năm nay."),
    "slip": ("Điểm tin", "Ngày hôm qua bác sĩ chuyên khoa bệnh viện tỉnh đã mổ."),
    "vienben": ("Bến tàu có viện", "Khoa cũ ở đó, phụ xe chờ; bác ngồi."),
    **{f"bệnh{n}": (f"Sổ {n}", "Người bệnh chờ khám.") for n in range(12)},
}  # fmt: skip


@pytest.fixture(scope="module")
def store(django_db_blocker: DjangoDbBlocker) -> Iterator[Store]:
    """An index of its own on the database under test."""
    with django_db_blocker.unblock(), store_of(TEXTS, CONCEPTS) as opened:
        yield opened


@pytest.mark.parametrize(("query", "first"), [
    ("TTĐN trên các", "full"),  # the phrase in full, not the title that has its words apart
    ("chủ tịch ủy ban nhân dân tỉnh Đắk", "short"),
    ("chu tich uy ban nhan dan tinh dak", "short"),
    ("Bộ giáo dục và đào tạo đặt", "half"),  # cut short within the words
    ("TW", "party"),
    ("trung ương", "party"),
    ("chuyen khoa behn vien", "slip"),  # a common word put right weighs no more than a common word
])  # fmt: skip
def test_what_is_said_in_other_words_is_beside_its_neighbours(store: Store, query: str, first: str) -> None:
    assert [one.id for one in find(query, store=store, concepts=CONCEPTS).found][:1] == [first]


def test_what_was_typed_comes_before_what_says_the_same(store: Store) -> None:
    both = [one.id for one in find("TTĐN", store=store, concepts=CONCEPTS).found]
    assert set(both[:2]) == {"far", "full"}
    typed = find("ủy ban nhân dân", store=store, concepts=CONCEPTS).found
    assert [one.id for one in typed][:2] == ["scattered", "short"]


@pytest.mark.parametrize(("text", "key", "said"), [
    ("văn bản chỉ đạo", "@bcd", False),
    ("van ban chi dao", "@bcd", True),  # without marks it may be either
    ("ban chỉ đạo", "@bcd", True),
    ("ban chỉ dạo", "@bcd", True),
    ("đầu tư từ trong nước", "@tw", False),
    ("theo TƯ và tỉnh", "@tw", True),
    ("theo TU\u031b và tỉnh", "@tw", True),
    ("trung ương", "@tw", True),
])  # fmt: skip
def test_what_only_looks_like_a_concept_is_none(text: str, key: str, said: bool) -> None:
    assert (key in analyse(text, CONCEPTS).extras.split()) is said


def test_a_form_is_also_known_with_what_it_holds_cut_short() -> None:
    concepts = Concepts(
        [
            Abbreviation("VKSNDTC", ("viện kiểm sát nhân dân tối cao",)),
            Abbreviation("VKSND", ("viện kiểm sát nhân dân",)),
        ]
    )
    assert "@vksndtc" in analyse("VKSND tối cao", concepts).extras.split()
    assert ("vksnd", "toi", "cao") in {form.folds for form in concepts.forms_of("@vksndtc")}
