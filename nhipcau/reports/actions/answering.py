"""What the office does: writes its report, part by part or in a form, hands it in, takes it back to change it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.documents.rules.secrecy import find_secrecy_mark
from nhipcau.people.models import Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import record
from nhipcau.planning.queries import Holders
from nhipcau.reports.actions.faults import (
    BadAnswer,
    Changed,
    Classified,
    NotNow,
    locked_submission,
    must_be,
    reason_given,
)
from nhipcau.reports.figures import Span, work_out
from nhipcau.reports.models import Handing, ReportRequest, Submission, SubmissionStep
from nhipcau.reports.queries import design_of, known_for, owners, scopes_of
from nhipcau.reports.rules.answers import MOST_ROWS, Answer, Row, as_values, checksum, from_values, missing_in
from nhipcau.reports.rules.cells import BadCell, Known, read_cell
from nhipcau.reports.rules.design import Design, PartDesign, PartKind
from nhipcau.reports.rules.merging import Figure

State, Kind = Submission.State, SubmissionStep.Kind


def span_of(request: ReportRequest, on: date) -> Span:
    """What figures are worked out over: the period, looked at on its last day or today."""
    return Span(request.period_start, request.period_end, min(on, request.period_end))


def figures_of(submission: Submission, design: Design, *, on: date) -> dict[str, Figure]:
    """The figures of one office as they are on the day."""
    if not design.figures:
        return {}
    scope = scopes_of(submission.request)[submission.pk]
    return work_out(design.figures, {submission.pk: scope}, span_of(submission.request, on))[submission.pk]


def _take_step(
    submission: Submission, state: str, kind: str, *, note: str, by: Staff | None, more: Iterable[str] = ()
) -> SubmissionStep:
    """Write down what happened with it. For the actions of the room, with the row's lock held. Raises Classified."""
    if find_secrecy_mark(note):
        raise Classified
    submission.state, submission.changed_at = state, timezone.now()
    submission.save(update_fields=["state", "changed_at", *more])
    return SubmissionStep.objects.create(submission=submission, kind=kind, note=note, by=by, at=submission.changed_at)


def _writable(submission: Submission, seen: int | None, *, by: Staff, on: date) -> Submission:
    row = locked_submission(submission)
    require(by, "reports.answer", offices=owners(row), on=on)
    must_be(row, State.DRAFT, State.RETURNED)
    if seen is not None and seen != row.revision:
        raise Changed(
            _(
                "Somebody else of your office has changed this report meanwhile. Look at it as it is now, then write again."
            )
        )
    return row


@transaction.atomic
def keep_part(
    submission: Submission, part: str, answer: Answer, *, seen: int | None, by: Staff, on: date
) -> Submission:
    """Write one part of the report: what ``answer`` says for it. ``seen`` is the revision the writer looked at.

    Raises NotAllowed, NotNow, Changed, BadAnswer, Classified.
    """
    row = _writable(submission, seen, by=by, on=on)
    design = design_of(row.request)
    asked = next((p for p in design.parts if p.key == part), None)
    if asked is None:
        raise NotNow(_("The form has no such part."))
    before = from_values(row.answer)
    known = known_for(Design((asked,)), row.request, Holders(on).of(row), on=on)
    _keep(row, _with_part(before, asked, checked(Design((asked,)), answer, known)))
    record(by, "reports.keep_part", row, part=part, revision=row.revision)
    return row


def _with_part(before: Answer, part: PartDesign, new: Answer) -> Answer:
    if part.kind is PartKind.WORDS:
        return replace(before, texts={**before.texts, part.key: new.texts.get(part.key, "")})
    if part.kind is PartKind.TABLE:
        return replace(before, tables={**before.tables, part.key: new.rows(part.key)})
    return replace(before, notes={**before.notes, **{n: new.notes.get(n, "") for n in part.figures}})


def _keep(row: Submission, answer: Answer) -> None:
    row.answer, row.revision, row.changed_at = as_values(answer), row.revision + 1, timezone.now()
    row.save(update_fields=["answer", "revision", "changed_at"])


def checked(design: Design, answer: Answer, known: Known) -> Answer:
    """``answer`` with only what ``design`` asks for, every cell in its canonical form. Raises BadAnswer, Classified."""
    texts = {p.key: answer.texts.get(p.key, "").strip() for p in design.of_kind(PartKind.WORDS)}
    notes = {name: answer.notes.get(name, "").strip() for name in design.figures}
    tables = {p.key: _rows(p, answer.rows(p.key), known) for p in design.of_kind(PartKind.TABLE)}
    words = [*texts.values(), *notes.values()]
    words += [v for rows in tables.values() for row in rows for v in row.cells.values()]
    if find_secrecy_mark("\n".join(w for w in words if w)):
        raise Classified
    return Answer(texts, tables, notes)


def _rows(part: PartDesign, rows: tuple[Row, ...], known: Known) -> tuple[Row, ...]:
    if len(rows) > MOST_ROWS:
        raise BadAnswer(_("A table has at most 500 rows."))
    found, seen = [], set[str]()
    for at, row in enumerate(rows, start=1):
        cells = {c.key: _cell(part, at, c.key, row.cells.get(c.key, ""), known) for c in part.columns}
        kept = Row(_free_id(row.id, seen), {k: v for k, v in cells.items() if v})
        if part.lines and cells[part.columns[0].key] not in part.lines:
            raise BadAnswer(_("The rows of this table are fixed. Keep their names and add none."))
        if kept.cells and not (part.lines and len(kept.cells) == 1):
            found.append(kept)
    return tuple(found)


def _free_id(wanted: str, seen: set[str]) -> str:
    """``wanted`` where no row of the table has it yet, else a new one."""
    at, name = 1, wanted if wanted.isalnum() and len(wanted) < 20 else "r1"
    while name in seen:
        name, at = f"r{at}", at + 1
    seen.add(name)
    return name


def _cell(part: PartDesign, at: int, column: str, value: str, known: Known) -> str:
    asked = part.column(column)
    try:
        return read_cell(asked, value, known)
    except BadCell as fault:
        raise BadAnswer(
            _("“%(part)s”, row %(row)d, “%(column)s”: %(fault)s")
            % {"part": part.title, "row": at, "column": asked.title, "fault": _(str(fault))}
        ) from fault


@transaction.atomic
def take_in_answer(submission: Submission, answer: Answer, *, sha256: str, by: Staff, on: date) -> Submission:
    """Write all parts from a form that was filled in without a connection: all of it or nothing.

    Raises NotAllowed, NotNow, BadAnswer, Classified.
    """
    row = _writable(submission, None, by=by, on=on)
    design = design_of(row.request)
    known = known_for(design, row.request, Holders(on).of(row), on=on)
    _keep(row, checked(design, answer, known))
    _take_step(row, row.state, Kind.FORM_IN, note="", by=by)
    record(by, "reports.take_in_answer", row, sha256=sha256)
    return row


@transaction.atomic
def hand_in_report(submission: Submission, *, by: Staff, on: date, note: str = "") -> Handing:
    """Hand the report to the coordinator: frozen with the figures of the day. Raises NotAllowed, NotNow, Classified."""
    row = _writable(submission, None, by=by, on=on)
    made = _freeze(row, note=note, by=by, on=on)
    record(by, "reports.hand_in", row, number=made.number, sha256=made.sha256, late=on > row.request.due_on)
    return made


@transaction.atomic
def bring_in_report(
    submission: Submission, answer: Answer, *, came: str, sha256: str, by: Staff, on: date
) -> Handing:
    """Keep and hand in what an office without a connection sent in its form; ``came`` says how and when it came.

    All of it or nothing. Raises NotAllowed, NotNow, NoReason, BadAnswer, Classified.
    """
    require(by, "reports.bring_in")
    words, row = reason_given(came), locked_submission(submission)
    must_be(row, State.DRAFT, State.RETURNED)
    design = design_of(row.request)
    _keep(row, checked(design, answer, known_for(design, row.request, Holders(on).of(row), on=on)))
    _take_step(row, row.state, Kind.FORM_IN, note=words, by=by)
    made = _freeze(row, note=words, by=by, on=on)
    record(by, "reports.bring_in", row, note=words, file=sha256, number=made.number, sha256=made.sha256,
           late=on > row.request.due_on)  # fmt: skip
    return made


def _freeze(row: Submission, *, note: str, by: Staff, on: date) -> Handing:
    """What stands in the report, with the figures of the day. Raises NotNow, Classified."""
    design, answer = design_of(row.request), from_values(row.answer)
    gaps = list(missing_in(design, answer))
    if gaps:
        raise NotNow("\n".join(_(g.message) % g.params for g in gaps[:10]))
    if find_secrecy_mark(note):
        raise Classified
    figures = {key: asdict(figure) for key, figure in figures_of(row, design, on=on).items()}
    now, asked = Holders(on).words(row)
    last = row.handings.order_by("-number").values_list("number", flat=True).first() or 0
    content: dict[str, Any] = {"answer": as_values(answer), "figures": figures}
    made = Handing.objects.create(
        submission=row, number=last + 1, office_now=now[:300], office_asked=asked[:300], sha256=checksum(content),
        note=note.strip(), by=by, on_date=on, at=timezone.now(), **content,
    )  # fmt: skip
    row.handed_on = row.handed_on or on
    _take_step(row, State.SUBMITTED, Kind.SUBMITTED, note=note.strip(), by=by, more=["handed_on"])
    return made


@transaction.atomic
def take_back_report(submission: Submission, *, reason: str, by: Staff, on: date) -> Submission:
    """Change what was handed in, even after it was accepted. What went into the consolidated report stays in it until the
    coordinator takes the change over. Raises NotAllowed, NotNow, NoReason.
    """
    words = reason_given(reason)
    row = locked_submission(submission)
    require(by, "reports.answer", offices=owners(row), on=on)
    must_be(row, State.SUBMITTED, State.ACCEPTED)
    _take_step(row, State.DRAFT, Kind.TAKEN_BACK, note=words, by=by)
    record(by, "reports.take_back", row, note=words)
    return row
