"""Files of a dossier: kept with the row, gone with the row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.people.models import Staff
from nhipcau.ports.uploads import Sealed
from nhipcau.work.actions.faults import NotNow
from nhipcau.work.models import AwardPaper


@contextmanager
def _stored(paper: AwardPaper, file: Sealed, *, by: Staff) -> Iterator[AwardPaper]:
    """``paper`` with its bytes in storage; should the step fail, they do not stay behind."""
    paper.file_name, paper.content_type, paper.sha256 = file.name, file.content_type, file.sha256
    paper.size, paper.added_by, paper.added_at = len(file.content), by, timezone.now()
    paper.file.save(f"{file.sha256[:16]}.{file.name.rpartition('.')[2]}", ContentFile(file.content), save=False)
    try:
        yield paper
    except BaseException:
        _discard(paper)
        raise


def _discard(paper: AwardPaper) -> None:
    if paper.file.name:
        paper.file.storage.delete(paper.file.name)


def _keep_paper(paper: AwardPaper) -> None:
    """The row, inside the transaction of the step. Raises NotNow for the same file a second time."""
    same = AwardPaper.objects.filter(proposal=paper.proposal, kind=paper.kind, sha256=paper.sha256)
    if same.exists():
        raise NotNow(_("This file is in the dossier already."))
    paper.save(force_insert=True)
