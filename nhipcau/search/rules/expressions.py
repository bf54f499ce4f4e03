"""What the database is asked to propose: tokens and their combinations. Each store writes them in its own tongue."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One token as it stands in the index; ``open_end`` also takes tokens that begin with it."""

    token: str
    open_end: bool = False


@dataclass(frozen=True, slots=True)
class All:
    """Every part."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part."""

    parts: tuple[Expression, ...]


Expression = Word | All | Any


def every(parts: list[Expression]) -> Expression:
    """All of ``parts``; one alone stands for itself."""
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def either(parts: list[Expression]) -> Expression:
    """Any of ``parts``; one alone stands for itself."""
    return parts[0] if len(parts) == 1 else Any(tuple(parts))
