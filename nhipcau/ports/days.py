"""A day as a signed paper writes it."""

from __future__ import annotations

from datetime import date


def signed_day(on: date) -> str:
    """Days under 10 and the months 1 and 2 carry a nought (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II, khoản 4)."""
    return f"ngày {on:%d} tháng {on.month if on.month > 2 else f'{on:%m}'} năm {on.year}"
