"""The consolidated table: clause → duty → office → what was done → evidence → state, and the figures it gives.

Frozen values only, so that an issued report can be kept as JSON and compared with the next version.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """Where a line stood when the report was drawn up."""

    DONE = "done"
    DONE_LATE = "done_late"
    WAITING = "waiting"
    IN_HAND = "in_hand"
    OVERDUE = "overdue"
    NOT_ASSIGNED = "not_assigned"


ORDER = tuple(Outcome)


@dataclass(frozen=True, slots=True)
class Proof:
    """A pointer to a piece of evidence with what was frozen at its filing."""

    id: int
    title: str
    address: str
    on: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One line of the table. ``key`` names the same line in every version of the report."""

    key: str
    document: str
    document_id: int
    path: str
    clause: str
    duty_id: int
    duty: str
    role: str
    office: str
    period: str
    due: str
    percent: int
    done: str
    proofs: tuple[Proof, ...]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over the lines. ``by_office``: office → (lines, done, overdue)."""

    lines: int
    duties: int
    offices: int
    proofs: int
    outcomes: dict[str, int]
    by_office: tuple[tuple[str, int, int, int], ...]

    @property
    def done_percent(self) -> int:
        """Lines done, in time or late, of all lines."""
        done = self.outcomes.get(Outcome.DONE, 0) + self.outcomes.get(Outcome.DONE_LATE, 0)
        return round(100 * done / self.lines) if self.lines else 0


def outcome_of(*, state: str, due_on: date, closed_on: date | None, on: date) -> Outcome:
    """What an assignment's stored state and dates mean on the day ``on``."""
    if state == "accepted":
        return Outcome.DONE_LATE if closed_on and closed_on > due_on else Outcome.DONE
    if state == "handed_in":
        return Outcome.WAITING
    return Outcome.OVERDUE if due_on < on else Outcome.IN_HAND


def figures_of(lines: Iterable[ReportLine]) -> Figures:
    """Count ``lines``."""
    rows = list(lines)
    by_office: dict[str, list[int]] = {}
    for row in rows:
        counts = by_office.setdefault(row.office, [0, 0, 0])
        counts[0] += 1
        counts[1] += row.outcome in (Outcome.DONE, Outcome.DONE_LATE)
        counts[2] += row.outcome is Outcome.OVERDUE
    outcomes = Counter(row.outcome.value for row in rows)
    return Figures(
        lines=len(rows),
        duties=len({row.duty_id for row in rows}),
        offices=len({row.office for row in rows if row.outcome is not Outcome.NOT_ASSIGNED}),
        proofs=len({proof.id for row in rows for proof in row.proofs}),
        outcomes={outcome.value: outcomes.get(outcome.value, 0) for outcome in ORDER},
        by_office=tuple((name, *counts) for name, counts in sorted(by_office.items())),  # type: ignore[misc]
    )


def as_values(lines: Iterable[ReportLine]) -> list[dict[str, Any]]:
    """The lines as plain JSON values, for freezing."""
    return [asdict(line) | {"outcome": line.outcome.value} for line in lines]


def from_values(rows: Iterable[dict[str, Any]]) -> list[ReportLine]:
    """Frozen values as lines again."""
    return [
        ReportLine(**{**row, "proofs": tuple(Proof(**p) for p in row["proofs"]), "outcome": Outcome(row["outcome"])})
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Difference:
    """What one version has that the other has not. ``changed``: (line now, field → (before, now))."""

    added: tuple[ReportLine, ...]
    removed: tuple[ReportLine, ...]
    changed: tuple[tuple[ReportLine, dict[str, tuple[str, str]]], ...]

    @property
    def is_empty(self) -> bool:
        """Whether both versions say the same."""
        return not (self.added or self.removed or self.changed)


COMPARED = ("duty", "office", "due", "percent", "done", "outcome")


def difference(before: Iterable[ReportLine], now: Iterable[ReportLine]) -> Difference:
    """Line by line, matched by ``key``."""
    old, new = {line.key: line for line in before}, {line.key: line for line in now}
    changed = []
    for key, line in new.items():
        if key not in old:
            continue
        fields = {
            name: (str(getattr(old[key], name)), str(getattr(line, name)))
            for name in COMPARED
            if getattr(old[key], name) != getattr(line, name)
        }
        proofs = (len(old[key].proofs), len(line.proofs))
        if proofs[0] != proofs[1]:
            fields["proofs"] = (str(proofs[0]), str(proofs[1]))
        if fields:
            changed.append((line, fields))
    return Difference(
        added=tuple(line for key, line in new.items() if key not in old),
        removed=tuple(line for key, line in old.items() if key not in new),
        changed=tuple(changed),
    )
