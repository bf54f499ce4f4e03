"""A day as a signed paper writes it."""

from __future__ import annotations

from datetime import date

_ROOM = "ngày{0}tháng{0}năm{1}".format("\u00a0" * 6, "\u00a0" * 8)
"""Hard spaces: in a page soft ones would fall together."""


def signed_day(on: date | None) -> str:
    """Days under 10 and the months 1 and 2 carry a nought (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II, khoản 4); room to
    write where the day is not known yet."""
    if on is None:
        return _ROOM
    return f"ngày {on:%d} tháng {on.month if on.month > 2 else f'{on:%m}'} năm {on.year}"
