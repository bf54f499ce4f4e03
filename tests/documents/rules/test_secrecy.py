"""Secrecy marks are stamps and headings; the word inside a sentence is no mark."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.documents.rules.secrecy import find_secrecy_mark

LEGAL = Path(__file__).resolve().parents[2] / "data" / "legal"


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("MẬT", "MẬT"), ("TỐI MẬT", "TỐI MẬT"), ("TUYỆT MẬT", "TUYỆT MẬT"), ("Mật", "MẬT"), ("Tối mật", "TỐI MẬT"),
        ("[MẬT]", "MẬT"), ("** TỐI MẬT **", "TỐI MẬT"), ("| MẬT |", "MẬT"), ("M Ậ T", "MẬT"),
        ("T U Y Ệ T   M Ậ T", "TUYỆT MẬT"), ("TỐI  MẬT", "TỐI MẬT"), ("Độ mật: Mật", "MẬT"),
        ("ĐỘ MẬT: TỐI MẬT", "TỐI MẬT"), ("Mức độ mật - Tuyệt mật", "TUYỆT MẬT"), ("UBND TỈNH | TỐI MẬT | Số 1", "TỐI MẬT"),
        ("ỦY BAN NHÂN DÂN TỈNH        MẬT", "MẬT"), ("TUYỆT MẬT (Bản số: 02)", "TUYỆT MẬT"),
    ],
)  # fmt: skip
def test_a_stamp_or_heading_is_a_mark(line: str, level: str) -> None:
    for text in (line, unicodedata.normalize("NFD", line), f"ỦY BAN NHÂN DÂN\n{line}\nSố: 1/KH"):
        mark = find_secrecy_mark(text)
        assert mark is not None, text
        assert mark.level == level


@pytest.mark.parametrize(
    "line",
    [
        "Thực hiện chế độ bảo mật thông tin theo quy định.", "BẢO VỆ BÍ MẬT NHÀ NƯỚC", "LUẬT BẢO VỆ BÍ MẬT NHÀ NƯỚC",
        "Mật ong rừng U Minh", "Mật độ dân số 480 người/km²", "mật", "Bí mật nhà nước gồm 3 độ: Tuyệt mật, Tối mật và Mật.",
        "Không đăng tài liệu có dấu MẬT, TỐI MẬT, TUYỆT MẬT lên mạng.", "MẬT ĐỘ", "MẬT KHẨU", "MẬT ONG", "ĐƯỜNG MẬT",
        "Độ mật của tài liệu do người có thẩm quyền quyết định.", "Ban Cơ yếu; Cục Viễn thông và Cơ yếu (mật mã)", "",
    ],
)  # fmt: skip
def test_the_word_in_a_sentence_is_no_mark(line: str) -> None:
    assert find_secrecy_mark(f"Điều 1.\n{line}\nĐiều 2.") is None


def test_the_line_is_told_and_the_words_are_not() -> None:
    mark = find_secrecy_mark("a\nb\nTỐI MẬT\nkế hoạch riêng")
    assert mark is not None
    assert mark.line == 3
    assert "kế hoạch" not in repr(mark)


@pytest.mark.parametrize("path", sorted(LEGAL.glob("*.txt")), ids=lambda p: p.stem)
def test_public_documents_are_never_refused(path: Path) -> None:
    assert find_secrecy_mark(path.read_text("utf-8")) is None


@given(st.text(max_size=400))
def test_any_text_gets_an_answer(text: str) -> None:
    mark = find_secrecy_mark(text)
    assert mark is None or 1 <= mark.line <= len(text.splitlines()) + 1


@given(st.text(alphabet="ABC đẻ.,\n", max_size=80), st.sampled_from(["MẬT", "TỐI MẬT", "TUYỆT MẬT"]))
def test_a_mark_is_found_wherever_it_stands(words: str, mark: str) -> None:
    found = find_secrecy_mark(f"{words}\n{mark}\n{words}")
    assert found is not None
    assert found.level == mark
