"""What the template of a year asks of every activity, and which activities do not say it yet."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

ASKABLE = ("duty", "output", "measure", "topic", "estimate", "norms")
"""What a coordinator may ask of each activity beyond its words, days and lead office: a duty or clause of the register,
its output, how that is measured, its topic, an estimate where it costs money, a norm for every item of it."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one activity says; ``number`` is its place in the plan, ``without_norm`` how many items name no norm."""

    number: int
    has_duty: bool
    has_output: bool
    has_measure: bool
    has_topic: bool
    costs_money: bool
    items: int
    without_norm: int


def missing_in(line: Told, asks: Collection[str]) -> tuple[str, ...]:
    """Those of ``asks`` that ``line`` does not say, in the order of ``ASKABLE``."""
    said = {
        "duty": line.has_duty,
        "output": line.has_output,
        "measure": line.has_measure,
        "topic": line.has_topic,
        "estimate": not line.costs_money or line.items > 0,
        "norms": line.without_norm == 0,
    }
    return tuple(key for key in ASKABLE if key in asks and not said[key])


def missing(lines: Iterable[Told], asks: Collection[str]) -> dict[int, tuple[str, ...]]:
    """Number of the activity → what it does not say; only where something is missing."""
    found = {line.number: missing_in(line, asks) for line in lines}
    return {number: keys for number, keys in found.items() if keys}
