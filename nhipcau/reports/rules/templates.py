"""The kinds of report that can be drawn up, and the words they begin with.

The words are Vietnamese because they are the content of an administrative document, not the program's own.
Figures in braces are filled in from the table; a person then edits the words.
"""

from __future__ import annotations

from dataclasses import dataclass

from nhipcau.reports.rules.consolidation import Figures, Outcome


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report. ``words`` may name figures in braces; ``table`` puts the consolidated table there."""

    key: str
    title: str
    words: str
    table: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """A report's form."""

    key: str
    name: str
    kind: str
    title: str
    sections: tuple[Section, ...]


_RESULTS = (
    "Trong kỳ báo cáo ({ky}), các cơ quan, đơn vị được giao {nhiem_vu} nhiệm vụ với {dong} đầu việc; đã hoàn thành"
    " {hoan_thanh} đầu việc ({ty_le}%), trong đó đúng hạn {dung_han}, quá hạn {tre_han}; đang thực hiện {dang_lam};"
    " chờ nghiệm thu {cho}; quá hạn chưa hoàn thành {qua_han}; chưa giao {chua_giao}."
    " Có {minh_chung} minh chứng kèm theo."
)

TEMPLATES: tuple[Template, ...] = (
    Template(
        "ket-qua", "Báo cáo kết quả thực hiện", "BÁO CÁO",
        "Kết quả thực hiện {van_ban} ({ky})",
        (
            Section("dac-diem", "Công tác lãnh đạo, chỉ đạo",
                    "Thực hiện {van_ban}, các cơ quan, đơn vị, địa phương đã triển khai các nhiệm vụ được giao."),
            Section("ket-qua", "Kết quả thực hiện", _RESULTS, table=True),
            Section("han-che", "Khó khăn, hạn chế và nguyên nhân", ""),
            Section("phuong-huong", "Nhiệm vụ thời gian tới", ""),
        ),
    ),
    Template(
        "so-ket", "Báo cáo sơ kết", "BÁO CÁO",
        "Sơ kết việc thực hiện {van_ban} ({ky})",
        (
            Section("tinh-hinh", "Tình hình chung", ""),
            Section("ket-qua", "Kết quả đạt được", _RESULTS, table=True),
            Section("danh-gia", "Đánh giá chung", ""),
            Section("kien-nghi", "Đề xuất, kiến nghị", ""),
        ),
    ),
    Template(
        "tong-ket-nam", "Báo cáo công tác thông tin đối ngoại năm", "BÁO CÁO",
        "Kết quả công tác thông tin đối ngoại ({ky})",
        (
            Section("chi-dao", "Công tác chỉ đạo, điều hành", ""),
            Section("pho-bien", "Phổ biến, quán triệt văn bản", ""),
            Section("ket-qua", "Kết quả thực hiện nhiệm vụ", _RESULTS, table=True),
            Section("ton-tai", "Tồn tại, hạn chế", ""),
            Section("phuong-huong", "Phương hướng, nhiệm vụ năm tới", ""),
        ),
    ),
)  # fmt: skip


def template_of(key: str) -> Template:
    """The template named ``key``. Raises KeyError."""
    return next((t for t in TEMPLATES if t.key == key), None) or _missing(key)


def _missing(key: str) -> Template:
    raise KeyError(key)


def fill(words: str, *, figures: Figures, period: str, documents: str) -> str:
    """``words`` with its figures. Braces that name nothing stay as they are."""
    count = figures.outcomes
    values = {
        "ky": period, "van_ban": documents, "nhiem_vu": figures.duties, "dong": figures.lines,
        "hoan_thanh": count[Outcome.DONE] + count[Outcome.DONE_LATE], "ty_le": figures.done_percent,
        "dung_han": count[Outcome.DONE], "tre_han": count[Outcome.DONE_LATE], "dang_lam": count[Outcome.IN_HAND],
        "cho": count[Outcome.WAITING], "qua_han": count[Outcome.OVERDUE], "chua_giao": count[Outcome.NOT_ASSIGNED],
        "minh_chung": figures.proofs, "co_quan": figures.offices,
    }  # fmt: skip
    for name, value in values.items():
        words = words.replace("{" + name + "}", str(value))
    return words
