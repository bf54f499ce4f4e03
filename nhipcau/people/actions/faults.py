"""What can stand in the way of a step, said so that the person knows what to do."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.people.models import Staff
from nhipcau.people.trail import record
from nhipcau.ports import uploads


class NotNow(Exception):
    """The row is not in a state in which this step makes sense, or the values do not go together."""


class NoReason(Exception):
    """A step that others will ask about needs its words."""


class FileRefused(Exception):
    """The file or the words are not taken; the message says what to do instead."""


FAULTS = (NotNow, NoReason, FileRefused)


def words_given(words: str, *, missing: str = "") -> str:
    """``words`` without space around them; what bears a secrecy mark is refused. Raises NoReason, FileRefused."""
    plain = clean_words(words)
    if not plain:
        raise NoReason(missing or _("Say why, so that others can follow it later."))
    return plain


def clean_words(words: str) -> str:
    """The same where nothing may be said. Raises FileRefused."""
    try:
        marked = bool(words.strip()) and uploads.is_marked(words)
    except uploads.UploadRefused as fault:
        raise FileRefused(_(str(fault))) from fault
    if marked:
        raise FileRefused(_("The words bear a secrecy mark. Classified matter does not enter this system."))
    return words.strip()


def sealed(upload: uploads.Upload, *, by: Staff) -> uploads.Sealed:
    """The file as it may be stored. Raises FileRefused; of a marked file the trail notes only that it was refused."""
    try:
        return uploads.seal(upload)
    except uploads.UploadRefused as fault:
        if fault.marked:
            _note_refusal(by=by)
        raise FileRefused(_(str(fault))) from fault


@transaction.atomic
def _note_refusal(*, by: Staff) -> None:
    record(by, "people.refuse_file")
