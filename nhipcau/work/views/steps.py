"""From a checked form to the action it asks for, and what is said afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from nhipcau.people.models import Staff
from nhipcau.work.actions import (
    EvidenceRefused,
    Filing,
    Order,
    Upload,
    accept,
    ask_extension,
    cancel_assignment,
    decide_extension,
    edit_assignment,
    file_evidence,
    hand_in,
    record_progress,
    return_work,
)
from nhipcau.work.models import Assignment, Extension
from nhipcau.work.queries import acting_office, offices_in
from nhipcau.work.rules.uploads import MAX_BYTES

Asked = dict[str, Any]
Step = Callable[[Assignment, Asked, Staff, date], str]


def uploaded(file: UploadedFile[Any] | None) -> Upload | None:
    """The upload's bytes. Raises EvidenceRefused before reading one that is too large."""
    if file is None:
        return None
    if (file.size or 0) > MAX_BYTES:
        raise EvidenceRefused(_("The file is larger than 25 MB. Keep it in the library or file a link to it."))
    return Upload(file.name or "", file.read())


def _progress(work: Assignment, asked: Asked, by: Staff, on: date) -> str:
    record_progress(work, percent=asked["percent"], words=asked["words"], by=by, on=on)
    return _("The progress is recorded.")


def _extension(work: Assignment, asked: Asked, by: Staff, on: date) -> str:
    ask_extension(work, reason=asked["reason"], new_due_on=asked["new_due_on"], by=by, on=on)
    return _("The question for more time was sent.")


def _decide(work: Assignment, asked: Asked, by: Staff, on: date) -> str:
    extension = get_object_or_404(Extension, assignment=work, state=Extension.State.ASKED)
    decide_extension(extension, Extension.State(asked["decision"]), by=by, note=asked["note"])
    return _("The answer was given.")


def _hand_in(work: Assignment, asked: Asked, by: Staff, on: date) -> str:
    hand_in(work, words=asked["words"], by=by, on=on)
    return _("The work is handed in.")


def _accept(work: Assignment, asked: Asked, by: Staff, on: date) -> str:
    accept(work, by=by, words=asked["words"])
    return _("The work is accepted.")


def _return(work: Assignment, asked: Asked, by: Staff, on: date) -> str:
    return_work(work, by=by, reason=asked["reason"])
    return _("The work was returned.")


def _evidence(work: Assignment, asked: Asked, by: Staff, on: date) -> str:
    office = acting_office(by, "work.file_evidence", offices_in(work), on=on) or work.lead
    file_evidence(
        Filing(
            office=office, kind=asked["kind"], title=asked["title"], happened_on=asked["happened_on"],
            assignment=work, address=asked["address"], document=asked["document"],
            participants=asked["participants"], upload=uploaded(asked["file"]),
        ),
        by=by, on=on,
    )  # fmt: skip
    return _("The evidence is filed and frozen.")


def _edit(work: Assignment, asked: Asked, by: Staff, on: date) -> str:
    order = Order(
        due_on=asked["due_on"], opens_on=asked["opens_on"], title=asked["title"], note=asked["note"],
        expected_output=asked["expected_output"], partners=tuple(asked["partners"]),
    )  # fmt: skip
    edit_assignment(work, asked["lead"], order, by=by)
    return _("The assignment was changed.")


def _cancel(work: Assignment, asked: Asked, by: Staff, on: date) -> str:
    cancel_assignment(work, by=by, on=on, reason=asked["reason"])
    return _("The work was called off.")


STEPS: dict[str, Step] = {
    "progress": _progress, "extension": _extension, "decide": _decide, "hand_in": _hand_in, "accept": _accept,
    "return": _return, "evidence": _evidence, "edit": _edit, "cancel": _cancel,
}  # fmt: skip
