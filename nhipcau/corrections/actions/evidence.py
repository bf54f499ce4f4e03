"""Evidence: documents are archived as they are, with their hash. What bears a secrecy mark is refused before anything of it is stored."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.corrections.actions.faults import BearsSecrecyMark, NotAFact, NotNow, PaperRefused, words_given
from nhipcau.corrections.actions.steps import _held, _note_refusal, _refuse_marked, _reopen_draft, _take
from nhipcau.corrections.models import Case, Paper
from nhipcau.documents.rules.secrecy import find_secrecy_mark
from nhipcau.people.models import Staff
from nhipcau.people.permissions import require
from nhipcau.ports.fetching import Ask, Bounds, Fetcher, FetchError
from nhipcau.work.actions.secrecy import CannotLookInside, bears_secrecy_mark
from nhipcau.work.rules.uploads import RefusedUpload, Sealed, seal

BOUNDS = Bounds(size=12 * 1024 * 1024, seconds=25)
"""A person waits for the answer."""
HTML = "text/html"


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What is said with a document."""

    title: str
    issuer: str = ""
    url: str = ""
    says: str = ""
    is_primary: bool = True
    is_public: bool = True


def add_paper(case: Case, facts: PaperFacts, *, name: str, content: bytes, by: Staff) -> Paper:
    """Archive an uploaded file. The same bytes again are the same document.

    Raises NotAllowed, NotNow, NotAFact, PaperRefused, BearsSecrecyMark.
    """
    _may_add(case, facts, by=by)
    return _keep(case, facts, Paper.Way.FILE, _sealed(content, name, by=by), name, by=by)


def archive_page(case: Case, facts: PaperFacts, *, web: Fetcher, by: Staff) -> Paper:
    """Fetch what stands at ``facts.url`` and archive it, bytes for bytes.

    Raises NotAllowed, NotNow, NotAFact, PaperRefused, BearsSecrecyMark.
    """
    _may_add(case, facts, by=by)
    if not facts.url.startswith(("https://", "http://")):
        raise PaperRefused(_("Give the address of the page, beginning with https:// or http://."))
    try:
        answer = web.fetch(Ask(facts.url), BOUNDS)
    except FetchError as fault:
        said = _("The page could not be fetched (%(code)s). Save it as a PDF and upload the file.")
        raise PaperRefused(said % {"code": fault.code}) from fault
    name = PurePosixPath(urlsplit(answer.url).path).name or "index.html"
    if answer.content_type.partition(";")[0].strip().lower() in {HTML, "application/xhtml+xml"}:
        sealed = Sealed(answer.content, "html", HTML, hashlib.sha256(answer.content).hexdigest(), is_photo=False)
        words = html.unescape(re.sub(r"<[^>]*>", "\n", answer.content.decode("utf-8", "replace")))
        if find_secrecy_mark(words) is not None:
            _note_refusal(by=by)
            raise BearsSecrecyMark
    else:
        sealed = _sealed(answer.content, name, by=by)
    return _keep(case, facts, Paper.Way.PAGE, sealed, name, by=by)


def _may_add(case: Case, facts: PaperFacts, *, by: Staff) -> None:
    require(by, "corrections.draft")
    row = Case.objects.get(pk=case.pk)
    if not row.may_have_a_verdict:
        raise NotAFact
    words_given(facts.title)
    _refuse_marked(facts.title, facts.says, by=by)


def _sealed(content: bytes, name: str, *, by: Staff) -> Sealed:
    try:
        sealed = seal(content)
        marked = bears_secrecy_mark(name, sealed)
    except RefusedUpload as fault:
        raise PaperRefused(_(str(fault))) from fault
    except CannotLookInside as fault:
        raise PaperRefused(str(fault)) from fault
    if marked:
        _note_refusal(by=by)
        raise BearsSecrecyMark
    return sealed


def _keep(case: Case, facts: PaperFacts, way: str, sealed: Sealed, name: str, *, by: Staff) -> Paper:
    with _files_go_with_their_rows() as kept:
        return _store(case, facts, way, sealed, name, kept, by=by, now=timezone.now())


@contextmanager
def _files_go_with_their_rows() -> Iterator[list[Paper]]:
    kept: list[Paper] = []
    try:
        yield kept
    except BaseException:
        for row in kept:
            row.file.storage.delete(str(row.file.name))
        raise


@transaction.atomic
def _store(
    case: Case, facts: PaperFacts, way: str, sealed: Sealed, name: str, kept: list[Paper], *, by: Staff, now: datetime
) -> Paper:  # fmt: skip
    row = _held(case)
    _reopen_draft(row)
    known = row.papers.filter(sha256=sealed.sha256, set_aside_at__isnull=True).first()
    if known is not None:
        return known
    made = Paper(
        case=row, way=way, title=words_given(facts.title)[:500], issuer=facts.issuer.strip()[:255], url=facts.url.strip()[:2000],
        says=facts.says.strip(), is_primary=facts.is_primary, is_public=facts.is_public, name=name[-255:],
        content_type=sealed.content_type, size=len(sealed.content), sha256=sealed.sha256, added_by=by, added_at=now,
    )  # fmt: skip
    made.file.save(f"{sealed.sha256[:24]}.{sealed.extension}", ContentFile(sealed.content), save=False)
    kept.append(made)
    made.save(force_insert=True)
    _take(row, "paper", by=by, note=f"{made.title} (SHA-256 {made.sha256})")
    return made


@transaction.atomic
def set_aside(paper: Paper, *, reason: str, by: Staff) -> Paper:
    """Use a document no more. It stays archived: an earlier row of the log may stand on it. Raises NotAllowed, NotNow."""
    require(by, "corrections.draft")
    case = _held(paper.case)
    _reopen_draft(case)
    row = Paper.objects.select_for_update().get(pk=paper.pk)
    if row.set_aside_at is not None:
        raise NotNow(_("This document was set aside before."))
    row.set_aside_at = timezone.now()
    row.save(update_fields=["set_aside_at"])
    _take(case, "set_aside", by=by, note=f"{row.title}: {words_given(reason)}")
    return row
