"""Papers that come with a step: what they are by their bytes; what bears a secrecy mark stays out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.people.models import Staff
from nhipcau.people.trail import record
from nhipcau.planning.actions.faults import FileRefused
from nhipcau.planning.models import Amendment, PlanRound
from nhipcau.ports.papers import XLSX
from nhipcau.work.actions.secrecy import CannotLookInside, bears_secrecy_mark
from nhipcau.work.rules.uploads import RefusedUpload, Sealed, seal


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


def bears_mark(name: str, content: bytes, *, by: Staff) -> bool:
    """Whether an .xlsx form bears a secrecy mark; the refusal is noted, nothing of the form."""
    marked = bears_secrecy_mark(name, Sealed(content, "xlsx", XLSX, "", is_photo=False))
    if marked:
        note_refusal(by=by)
    return marked


class Kept(list["PlanRound | Amendment"]):
    """Rows whose decision was stored. Where the transaction inside ``with`` is rolled back, no file stays behind."""

    def __enter__(self) -> Kept:
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        for row in self if kind else ():
            if row.decision_file.name:
                row.decision_file.storage.delete(row.decision_file.name)


@transaction.atomic
def note_refusal(*, by: Staff) -> None:
    """A line in the trail that a file was refused; nothing of the file."""
    record(by, "planning.refuse_file")
