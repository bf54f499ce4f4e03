"""What the coordinator does with an office's report: accepts it, gives it back, goes on without it, hands it over."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from nhipcau.documents.rules.secrecy import find_secrecy_mark
from nhipcau.people.models import Office, Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import record
from nhipcau.reports.actions.answering import _take_step
from nhipcau.reports.actions.faults import Classified, locked_submission, must_be, must_be_open, reason_given
from nhipcau.reports.models import Submission, SubmissionRemark, SubmissionStep
from nhipcau.reports.queries import design_of

State, Kind = Submission.State, SubmissionStep.Kind


@transaction.atomic
def accept_report(submission: Submission, *, by: Staff, note: str = "") -> Submission:
    """The report is good as it was handed in. Raises NotAllowed, NotNow."""
    require(by, "reports.decide")
    row = locked_submission(submission)
    must_be(row, State.SUBMITTED)
    _take_step(row, State.ACCEPTED, Kind.ACCEPTED, note=note.strip(), by=by)
    record(by, "reports.accept", row, note=note)
    return row


@transaction.atomic
def return_report(submission: Submission, *, reason: str, remarks: Mapping[str, str], by: Staff) -> Submission:
    """Give it back with a reason and ``remarks`` on parts (key → words). Raises NotAllowed, NotNow, NoReason."""
    require(by, "reports.decide")
    words = reason_given(reason)
    if find_secrecy_mark("\n".join((words, *remarks.values()))):
        raise Classified
    row = locked_submission(submission)
    must_be(row, State.SUBMITTED, State.ACCEPTED)
    step = _take_step(row, State.RETURNED, Kind.RETURNED, note=words, by=by)
    keys = {p.key for p in design_of(row.request).parts}
    said = [(key, text.strip()) for key, text in remarks.items() if key in keys and text.strip()]
    SubmissionRemark.objects.bulk_create(SubmissionRemark(step=step, part=key, text=text) for key, text in said)
    record(by, "reports.return", row, note=words, remarks=len(said))
    return row


@transaction.atomic
def leave_out_report(submission: Submission, *, reason: str, by: Staff) -> Submission:
    """Go on without this office's report. Raises NotAllowed, NotNow, NoReason."""
    require(by, "reports.decide")
    words = reason_given(reason)
    row = locked_submission(submission)
    must_be(row, State.DRAFT, State.RETURNED, State.SUBMITTED)
    _take_step(row, State.LEFT_OUT, Kind.LEFT_OUT, note=words, by=by)
    record(by, "reports.leave_out", row, note=words)
    return row


@transaction.atomic
def hand_over_report(submission: Submission, to: Office, *, reason: str, by: Staff) -> Submission:
    """Another office carries the report on: after a split, or where the function moved elsewhere than the office.

    A plain merger needs no step: whoever does the office's work has its report. Raises NotAllowed, NotNow, NoReason.
    """
    require(by, "reports.decide")
    words = reason_given(reason)
    if find_secrecy_mark(words):
        raise Classified
    row = locked_submission(submission)
    must_be_open(row.request)
    row.held_by = to
    note = f"{row.office.name} → {to.name}. {words}"
    _take_step(row, row.state, Kind.HANDED_OVER, note=note, by=by, more=["held_by"])
    record(by, "reports.hand_over", row, note=words, to=to.key)
    return row
