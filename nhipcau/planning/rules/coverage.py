"""Which duties that come back are not in a plan yet."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

RECURRING = ("hàng năm", "định kỳ", "thường xuyên")
"""Cadences (as the register holds them) that ask for something every year."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Ids of duties: by a line, by an explanation, by nothing; in the order in which they were asked."""

    covered: tuple[int, ...]
    excused: tuple[int, ...]
    open: tuple[int, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left open."""
        return not self.open


def coverage_of(duties: Iterable[int], *, planned: Collection[int], excused: Collection[int]) -> Coverage:
    """Sort ``duties``; a duty both planned and excused is planned."""
    asked = tuple(dict.fromkeys(duties))
    return Coverage(
        covered=tuple(d for d in asked if d in planned),
        excused=tuple(d for d in asked if d in excused and d not in planned),
        open=tuple(d for d in asked if d not in planned and d not in excused),
    )
