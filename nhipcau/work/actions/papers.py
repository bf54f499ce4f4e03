"""Papers that come with a step: what they are by their bytes; what bears a secrecy mark stays out.

The same check stands at the door of the rooms below (``ports.uploads``): this room installs it when the app starts.
"""

from __future__ import annotations

from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.documents.rules.secrecy import find_secrecy_mark
from nhipcau.people.models import Staff
from nhipcau.people.trail import record
from nhipcau.ports.uploads import Sealed, Upload, UploadRefused
from nhipcau.work.actions.faults import NoReason
from nhipcau.work.actions.filing import EvidenceRefused
from nhipcau.work.actions.secrecy import CannotLookInside, bears_secrecy_mark
from nhipcau.work.rules.uploads import RefusedUpload, seal


class HouseGate:
    """The check of evidence, for every room that takes files."""

    def seal(self, upload: Upload) -> Sealed:
        """The upload as it may be stored. Raises UploadRefused."""
        try:
            file = seal(upload.content)
            marked = bears_secrecy_mark(upload.name, file)
        except RefusedUpload as fault:
            raise UploadRefused(_(str(fault))) from fault
        except CannotLookInside as fault:
            raise UploadRefused(str(fault)) from fault
        if marked:
            raise UploadRefused(
                _(
                    "The file bears a secrecy mark. Nothing of it was kept. Classified matter does not enter this system."
                ),
                marked=True,
            )
        return Sealed(
            f"{Path(upload.name).stem[:200]}.{file.extension}", file.content, file.content_type, file.sha256
        )

    def is_marked(self, words: str) -> bool:
        """Whether typed words bear a mark."""
        return find_secrecy_mark(words) is not None


def sealed_paper(upload: Upload, *, by: Staff) -> Sealed:
    """The file as it may be stored. Raises EvidenceRefused; of a marked file the trail notes only the refusal."""
    try:
        return HouseGate().seal(upload)
    except UploadRefused as fault:
        if fault.marked:
            _note_refusal(by=by)
        raise EvidenceRefused(str(fault)) from fault


@transaction.atomic
def _note_refusal(*, by: Staff) -> None:
    record(by, "work.refuse_paper")


def words_given(words: str, *, missing: str) -> str:
    """``words`` without space around them. Raises NoReason where nothing is left, EvidenceRefused for a mark."""
    plain = clean_words(words)
    if not plain:
        raise NoReason(missing)
    return plain


def clean_words(words: str) -> str:
    """The same where nothing may be said. Raises EvidenceRefused."""
    if find_secrecy_mark(words) is not None:
        raise EvidenceRefused(_("The words bear a secrecy mark. Classified matter does not enter this system."))
    return words.strip()
