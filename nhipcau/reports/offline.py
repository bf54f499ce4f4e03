"""The form for an office without a connection: made for one submission, and taken in again."""

from __future__ import annotations

import hashlib
from datetime import date

from nhipcau.people.models import Staff
from nhipcau.planning.queries import Holders
from nhipcau.ports.papers.filled_form import Fault
from nhipcau.reports.actions import Classified, bring_in_report, figures_of, take_in_answer
from nhipcau.reports.form_writing import form_of
from nhipcau.reports.models import Submission
from nhipcau.reports.queries import design_of, known_for
from nhipcau.reports.rules.answers import Answer, from_values
from nhipcau.reports.rules.filled import Expected, Stamp, read_answer
from nhipcau.work.actions.secrecy import CannotLookInside, bears_secrecy_mark
from nhipcau.work.rules.uploads import RefusedUpload, seal


def expected_of(submission: Submission, holders: Holders, *, on: date) -> Expected:
    """What a form must be to be taken in for ``submission``."""
    request = submission.request
    design = design_of(request)
    stamp = Stamp(request.pk, submission.pk, request.version.sha256[:16])
    return Expected(stamp, design, known_for(design, request, holders.of(submission), on=on))


def blank_form(submission: Submission, holders: Holders, *, on: date) -> bytes:
    """The form with what stands in the report already."""
    expected = expected_of(submission, holders, on=on)
    return form_of(
        submission, expected.design, from_values(submission.answer), name=holders.words(submission)[0],
        known=expected.known, figures=figures_of(submission, expected.design, on=on), stamp=expected.stamp,
    )  # fmt: skip


def take_in_file(
    submission: Submission, name: str, content: bytes, expected: Expected, *, by: Staff, on: date
) -> list[Fault]:
    """Read a filled-in form and keep it, or answer every fault. Raises what ``take_in_answer`` raises."""
    answer, faults = _read(name, content, expected)
    if answer is not None:
        take_in_answer(submission, answer, sha256=hashlib.sha256(content).hexdigest(), by=by, on=on)
    return faults


def bring_in_file(
    submission: Submission, name: str, content: bytes, expected: Expected, *, came: str, by: Staff, on: date
) -> list[Fault]:
    """The same for a form that an office sent: kept and handed in for it. Raises what ``bring_in_report`` raises."""
    answer, faults = _read(name, content, expected)
    if answer is not None:
        sha256 = hashlib.sha256(content).hexdigest()
        bring_in_report(submission, answer, came=came, sha256=sha256, by=by, on=on)
    return faults


def _read(name: str, content: bytes, expected: Expected) -> tuple[Answer | None, list[Fault]]:
    """The answer, or every fault. Raises Classified for a file with a secrecy mark anywhere in it."""
    answer, faults = read_answer(content, expected)
    if answer is None:
        return None, faults
    try:
        marked = bears_secrecy_mark(name, seal(content))
    except (RefusedUpload, CannotLookInside) as fault:
        return None, [Fault("", "", str(fault))]
    if marked:
        raise Classified
    return answer, []
