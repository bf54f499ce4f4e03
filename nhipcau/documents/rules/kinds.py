"""Kinds of documents, as words and as the lines that open them."""

from __future__ import annotations

import re
import unicodedata

KINDS: tuple[str, ...] = (
    "thông tư liên tịch", "nghị quyết liên tịch", "chương trình hành động", "văn bản hợp nhất", "bộ luật", "quyết định",
    "kế hoạch", "chỉ thị", "kết luận", "nghị quyết", "nghị định", "thông tư", "luật", "pháp lệnh", "công điện",
    "công văn", "thông báo", "tờ trình", "báo cáo", "chương trình", "quy chế", "quy định", "hướng dẫn", "đề án",
    "phương án", "chiến lược", "quy hoạch", "thông tri", "lệnh", "giấy mời", "biên bản", "điều lệ", "nội quy",
    "quy trình", "danh mục", "phụ lục", "thể lệ", "văn bản", "hiến pháp", "thư ngỏ", "giấy ủy quyền", "dự án",
)  # fmt: skip

NAMES = "|".join(re.escape(kind).replace(r"\ ", r"\s+") for kind in KINDS)
OPENING = re.compile(rf"({NAMES})\b", re.IGNORECASE)
PART_KINDS = {
    "kế hoạch": "ke-hoach", "chương trình": "chuong-trinh", "chương trình hành động": "chuong-trinh",
    "quy chế": "quy-che", "quy định": "quy-dinh", "đề án": "de-an", "phương án": "phuong-an", "phụ lục": "phu-luc",
    "danh mục": "danh-muc", "hướng dẫn": "huong-dan", "điều lệ": "dieu-le", "nội quy": "noi-quy",
    "chiến lược": "chien-luoc", "quy hoạch": "quy-hoach", "quy trình": "quy-trinh", "thể lệ": "the-le",
    "dự án": "du-an", "báo cáo": "bao-cao",
}  # fmt: skip


def canonical_kind(printed: str) -> str:
    """Lower case, one space; ``Chương trình hành động`` is chương trình, ``Văn bản số`` is công văn."""
    kind = " ".join(printed.casefold().split())
    return {"chương trình hành động": "chương trình", "văn bản": "công văn"}.get(kind, kind)


def plain_letters(text: str) -> str:
    """Without marks, for paths: ``đ`` becomes d."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))
