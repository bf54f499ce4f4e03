"""What follows from attendance and marks: who gets a certificate, what may be shown of an evaluation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

FEWEST_ANSWERS = 5
"""An evaluation is shown from so many answers on: a mean of fewer says too much about each."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of one question: how many answered, and their mean to one digit, 1 to 5."""

    question: str
    answers: int
    mean: Decimal


def earns_certificate(*, attended: int, lessons: int, share_needed: int) -> bool:
    """Whether ``attended`` of ``lessons`` is at least ``share_needed`` percent. A course without lessons gives none."""
    return lessons > 0 and attended * 100 >= share_needed * lessons


def means(tallies: Mapping[str, Iterable[tuple[int, int]]]) -> tuple[Shown, ...]:
    """The mean of each question from its (mark, times given); nothing at all where fewer than five answered any."""
    shown = []
    for question, marks in tallies.items():
        rows = [(mark, count) for mark, count in marks if count]
        answers = sum(count for _mark, count in rows)
        if answers < FEWEST_ANSWERS:
            return ()
        mean = Decimal(sum(mark * count for mark, count in rows)) / answers
        shown.append(Shown(question, answers, mean.quantize(Decimal("0.1"), ROUND_HALF_UP)))
    return tuple(shown)


def certificate_number(sequence: int, year: int) -> str:
    """``007/2026/GCN``."""
    return f"{sequence:03d}/{year}/GCN"
