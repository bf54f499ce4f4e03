"""The sections of the province's yearly plan as a paper, with words that stand where nobody wrote others."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nhipcau.planning.rules.consolidation import LineFacts, Sum, sum_of, sums_by
from nhipcau.planning.rules.money import grouped, in_words


@dataclass(frozen=True, slots=True)
class PaperSection:
    """A numbered part of the paper; ``key`` names its words in ``PlanRound.words``."""

    key: str
    title: str


# The words of an administrative paper are Vietnamese by law, whatever language the screens are in.
SECTIONS = (
    PaperSection("muc-dich", "Mục đích, yêu cầu"),
    PaperSection("noi-dung", "Nội dung"),
    PaperSection("kinh-phi", "Kinh phí thực hiện"),
    PaperSection("to-chuc", "Tổ chức thực hiện"),
)


_PLACE = re.compile(r"\s+(?:tỉnh|thành phố)\s+(?P<place>.+)$")
_SMALL = {"và", "của", "các", "cho"}
_MARKED, _PLAIN_LETTERS = (
    "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ",
    ("A" * 17 + "E" * 11 + "I" * 5 + "O" * 17 + "U" * 11 + "Y" * 5),
)
_PLAIN = str.maketrans(_MARKED, _PLAIN_LETTERS)


def place_of(office: str) -> str:
    """The province or city in an office's name: "Sở Công Thương tỉnh Vĩnh Long" → "Vĩnh Long"; "" where it names none."""
    found = _PLACE.search(office)
    return found["place"] if found else ""


def symbol_of(office: str) -> str:
    """The office in a paper's symbol, from the first letters of its words: "Sở Văn hóa, Thể thao và Du lịch tỉnh …" → "SVHTTDL"."""
    words = re.findall(r"\w+", _PLACE.sub("", office))
    return "".join(word[0].upper() for word in words if word.casefold() not in _SMALL).translate(_PLAIN)


def signer_of(office: str) -> tuple[str, str]:
    """(authority, position) of who signs for the office (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II, khoản 7)."""
    if office.casefold().startswith("ủy ban nhân dân"):
        return "TM. ỦY BAN NHÂN DÂN", "Chủ tịch"
    return ("", "Giám đốc") if office.startswith("Sở ") else ("", "Thủ trưởng cơ quan")


def default_words(year: int, lines: list[LineFacts]) -> dict[str, str]:
    """Section key → words made from the figures."""
    whole = sum_of(lines)
    funds = [f"- {part.name}: {grouped(part.now)} đồng." for part in sums_by(lines, "fund") if part.now]
    offices = sums_by(lines, "office_words")
    return {
        "muc-dich": (
            f"Cụ thể hóa các nhiệm vụ thông tin đối ngoại được giao thành hoạt động có sản phẩm, thời hạn và cơ quan chịu "
            f"trách nhiệm trong năm {year}.\n"
            "Các hoạt động bảo đảm đúng quy định, thiết thực, tiết kiệm, hiệu quả; mỗi hoạt động gắn với điều, khoản đã giao "
            "nhiệm vụ."
        ),
        "noi-dung": (
            f"Năm {year} thực hiện {whole.lines} hoạt động do {len(offices)} cơ quan, đơn vị đăng ký, chi tiết tại phụ lục "
            "kèm theo."
        ),
        "kinh-phi": _money_words(year, whole, funds),
        "to-chuc": (
            "Các cơ quan, đơn vị được giao chủ trì tổ chức thực hiện đúng nội dung, tiến độ; báo cáo kết quả kèm minh chứng "
            "về cơ quan đầu mối.\n"
            "Trong quá trình thực hiện, nếu cần điều chỉnh, các cơ quan, đơn vị gửi cơ quan đầu mối tổng hợp, trình cấp có "
            "thẩm quyền xem xét, quyết định."
        ),
    }


def _money_words(year: int, whole: Sum, funds: list[str]) -> str:
    if not whole.now:
        return f"Các hoạt động năm {year} không phát sinh kinh phí."
    head = f"Tổng kinh phí thực hiện: {grouped(whole.now)} đồng ({in_words(whole.now)}), trong đó:"
    return "\n".join((head, *funds))
