"""Papers that come with a step: what they are by their bytes; what bears a secrecy mark stays out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.people.models import Staff
from nhipcau.people.trail import record
from nhipcau.planning.actions.faults import FileRefused
from nhipcau.work.actions.secrecy import CannotLookInside, bears_secrecy_mark
from nhipcau.work.rules.uploads import RefusedUpload, seal


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came: its name on the sender's machine and its bytes."""

    name: str
    content: bytes


def sealed_paper(upload: Upload | None, *, by: Staff) -> tuple[str, bytes, str] | None:
    """(name, bytes, SHA-256) as they will be stored; None without an upload. Raises FileRefused."""
    if upload is None:
        return None
    try:
        sealed = seal(upload.content)
        marked = bears_secrecy_mark(upload.name, sealed)
    except RefusedUpload as fault:
        raise FileRefused(_(str(fault))) from fault
    except CannotLookInside as fault:
        raise FileRefused(str(fault)) from fault
    if marked:
        note_refusal(by=by)
        raise FileRefused(
            _("The file bears a secrecy mark. Nothing of it was kept. Classified matter does not enter this system.")
        )
    return f"{Path(upload.name).stem[:200]}.{sealed.extension}", sealed.content, sealed.sha256


@transaction.atomic
def note_refusal(*, by: Staff) -> None:
    """A line in the trail that a file was refused; nothing of the file."""
    record(by, "planning.refuse_file")
