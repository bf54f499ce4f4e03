"""Documents that came in by the same action a person uses, for tests."""

from __future__ import annotations

from pathlib import Path

from nhipcau.documents.actions import receive_upload
from nhipcau.documents.jobs import read_now
from nhipcau.documents.models import Document
from nhipcau.people.models import Staff

TEXTS = Path(__file__).resolve().parent.parent / "data" / "legal"

PLAN = """SỞ THÔNG TIN VÀ TRUYỀN THÔNG
Số: {number}/KH-STTTT
Trà Vinh, ngày 15 tháng 01 năm 2024
KẾ HOẠCH
Hoạt động thông tin đối ngoại năm 2024
Căn cứ Quyết định số 1899/QĐ-UBND ngày 12/12/2023 của Ủy ban nhân dân tỉnh Trà Vinh;
I. MỤC ĐÍCH
Triển khai kịp thời các nhiệm vụ được giao.
II. TỔ CHỨC THỰC HIỆN
1. Văn phòng Sở
Chủ trì, phối hợp với các phòng, đơn vị thuộc Sở xây dựng báo cáo trước ngày 20/12/2024; tổ chức kiểm tra việc thực hiện.
2. Phòng Thông tin - Báo chí
Tham mưu Giám đốc Sở hàng năm tổng kết công tác.
"""


def plan(number: int = 15) -> bytes:
    """A small plan with that number."""
    return PLAN.format(number=number).encode()


def seed() -> bytes:
    """The text of Decision 1899/QĐ-UBND."""
    return (TEXTS / "seed-1899-travinh.txt").read_bytes()


def brought(content: bytes, *, name: str = "van-ban.txt", by: Staff | None = None) -> Document:
    """Received and read at once."""
    document = read_now(receive_upload(content, name=name, by=by))
    assert document is not None
    return document
