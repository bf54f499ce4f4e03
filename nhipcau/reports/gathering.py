"""From the tables below to the lines of a report: a constant number of queries, however many rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse

from nhipcau.documents.models import Clause
from nhipcau.duties.models import Duty, DutyOffice, DutyState
from nhipcau.reports.rules.consolidation import Outcome, Proof, ReportLine, outcome_of
from nhipcau.work.models import Assignment, Evidence, HandIn, Progress


@dataclass(frozen=True, slots=True)
class Scope:
    """What a report covers. Empty documents, paths or offices mean all."""

    start: date
    end: date
    documents: tuple[int, ...] = ()
    paths: tuple[str, ...] = ()
    offices: tuple[int, ...] = ()


def gather(scope: Scope, *, on: date) -> list[ReportLine]:
    """The consolidated lines in document order: an assignment a line, a duty without one a line of its own."""
    duties = _duties(scope)
    ids = [duty["id"] for duty in duties]
    assignments = _assignments(scope, ids)
    proofs = _proofs(scope, ids)
    done = _words(scope, [a["id"] for rows in assignments.values() for a in rows])
    clauses = _clauses({duty["document_id"] for duty in duties})
    printed = _printed_offices(ids)
    lines: list[ReportLine] = []
    for duty in duties:
        base = _base(duty, clauses, printed)
        lines.extend(_assigned(base, row, done, proofs, on) for row in assignments.get(duty["id"], []))
        if duty["id"] not in assignments and (not scope.offices or _is_for(duty["id"], scope, printed)):
            lines.append(_unassigned(base, duty, proofs))
    return lines


def _duties(scope: Scope) -> list[dict[str, Any]]:
    rows = Duty.objects.exclude(state=DutyState.WITHDRAWN).filter(
        Q(starts_on__isnull=True) | Q(starts_on__lte=scope.end),
        Q(ended_on__isnull=True) | Q(ended_on__gte=scope.start),
    )
    if scope.documents:
        rows = rows.filter(document__in=scope.documents)
    if scope.paths:
        wanted = Q()
        for path in scope.paths:
            wanted |= Q(path=path) | Q(path__startswith=f"{path}/")
        rows = rows.filter(wanted)
    columns = ("id", "document_id", "document__number", "document__kind", "path", "text", "role", "deadline")
    return list(rows.order_by("document__issued_on", "document_id", "position", "pk").values(*columns))


def _assignments(scope: Scope, duty_ids: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    in_period = Q(period_start__lte=scope.end, period_end__gte=scope.start) | (
        Q(period_start__isnull=True, opens_on__lte=scope.end)
        & (Q(closed_on__isnull=True) | Q(closed_on__gte=scope.start))
    )
    rows = Assignment.objects.filter(in_period, duty__isnull=False).exclude(state="cancelled")
    if scope.offices:
        rows = rows.filter(lead__in=scope.offices)
    wanted = set(duty_ids)
    by_duty: dict[int, list[dict[str, Any]]] = defaultdict(list)
    columns = ("id", "duty_id", "lead__name", "period_label", "due_on", "closed_on", "state", "percent")
    for row in rows.order_by("lead__name", "due_on", "pk").values(*columns):
        if row["duty_id"] in wanted:
            by_duty[row["duty_id"]].append(row)
    return dict(by_duty)


def _words(scope: Scope, assignment_ids: Iterable[int]) -> dict[int, str]:
    """The last words on each assignment in the period: of the hand-in where there is one, else of its progress."""
    wanted = set(assignment_ids)
    said: dict[int, str] = {}
    progress = Progress.objects.filter(at__date__lte=scope.end).order_by("at", "pk")
    rows = progress.values_list("assignment_id", "words").iterator(chunk_size=5000)
    said.update((assignment, words) for assignment, words in rows if assignment in wanted)
    hand_ins = HandIn.objects.filter(on_date__lte=scope.end).order_by("at", "pk")
    rows = hand_ins.values_list("assignment_id", "words").iterator(chunk_size=5000)
    said.update((assignment, words) for assignment, words in rows if assignment in wanted and words)
    return said


def _proofs(scope: Scope, duty_ids: Iterable[int]) -> dict[tuple[str, int], list[Proof]]:
    """Evidence by assignment, and by duty where no assignment is named."""
    wanted = set(duty_ids)
    found: dict[tuple[str, int], list[Proof]] = defaultdict(list)
    rows = Evidence.objects.filter(
        happened_on__range=(scope.start, scope.end), withdrawal__isnull=True
    ).order_by("happened_on", "pk")  # fmt: skip
    columns = ("id", "assignment_id", "duty_id", "title", "address", "happened_on", "sha256")
    for row in rows.values(*columns):
        proof = Proof(row["id"], row["title"], row["address"], row["happened_on"].isoformat(), row["sha256"])
        if row["assignment_id"]:
            found["assignment", row["assignment_id"]].append(proof)
        elif row["duty_id"] in wanted:
            found["duty", row["duty_id"]].append(proof)
    return found


def _clauses(documents: set[int]) -> dict[tuple[int, str], str]:
    rows = Clause.objects.filter(document__in=documents).values_list("document_id", "path", "label", "heading")
    return {(doc, path): f"{label} {heading}".strip() for doc, path, label, heading in rows}


def _printed_offices(duty_ids: Iterable[int]) -> dict[int, list[tuple[str, int | None]]]:
    wanted = set(duty_ids)
    names: dict[int, list[tuple[str, int | None]]] = defaultdict(list)
    rows = DutyOffice.objects.filter(is_lead=True).order_by("pk")
    for duty, office, name, group, printed in rows.values_list(
        "duty_id", "office_id", "office__name", "group__name", "printed"
    ):  # fmt: skip
        if duty in wanted:
            names[duty].append((name or group or printed, office))
    return names


def _is_for(duty: int, scope: Scope, printed: dict[int, list[tuple[str, int | None]]]) -> bool:
    return any(office in scope.offices for _name, office in printed.get(duty, []))


def _base(duty: dict[str, Any], clauses: dict[tuple[int, str], str], printed: Any) -> dict[str, Any]:
    return {
        "document": f"{duty['document__kind'].capitalize()} {duty['document__number']}".strip(),
        "document_id": duty["document_id"],
        "path": duty["path"],
        "clause": clauses.get((duty["document_id"], duty["path"])) or duty["path"],
        "duty_id": duty["id"],
        "duty": duty["text"],
        "role": duty["role"],
        "office": "; ".join(name for name, _office in printed.get(duty["id"], [])),
    }


def _assigned(base: dict[str, Any], row: dict[str, Any], done: Any, proofs: Any, on: date) -> ReportLine:
    own = [*proofs.get(("assignment", row["id"]), []), *proofs.get(("duty", base["duty_id"]), [])]
    return ReportLine(
        **{**base, "office": row["lead__name"]},
        key=f"a{row['id']}",
        period=row["period_label"],
        due=row["due_on"].isoformat(),
        percent=row["percent"],
        done=done.get(row["id"], ""),
        proofs=tuple(own),
        outcome=outcome_of(state=row["state"], due_on=row["due_on"], closed_on=row["closed_on"], on=on),
    )


def _unassigned(base: dict[str, Any], duty: dict[str, Any], proofs: Any) -> ReportLine:
    own = tuple(proofs.get(("duty", duty["id"]), []))
    due = duty["deadline"].isoformat() if duty["deadline"] else ""
    return ReportLine(
        **base, key=f"d{duty['id']}", period="", due=due, percent=0, done="", proofs=own, outcome=Outcome.NOT_ASSIGNED
    )


def proof_url(proof: Proof, base_url: str) -> str:
    """Where the evidence can be opened by those who may: its page in the workspace."""
    return f"{base_url}{reverse('work:evidence', args=[proof.id])}"
