"""Making a publication: its imprint and stories, handing over, the second person's word, its files, taking it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from nhipcau.media import shelf
from nhipcau.media.actions import Holder, close_to_public, open_to_public
from nhipcau.newsroom.binding import CannotPrint, pdf
from nhipcau.newsroom.faults import ChangedMeanwhile, MediaNotCleared, NotNow, SamePerson
from nhipcau.newsroom.models import BookFile, Editing, Part, Publication, StoryPage
from nhipcau.newsroom.publications import book_of, content_of, faults_of, font_css, fonts, snapshot_of, words_of
from nhipcau.newsroom.rules.book import SHARED_CSS, epub, isbn_is_right
from nhipcau.people.models import Office, Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import record

SAID = ("language", "title", "subtitle", "about", "cover", "editor", "licence_number", "licence_on", "isbn", "day")


def _held(publication: Publication) -> Publication:
    return Publication.objects.select_for_update().get(pk=publication.pk)


def _holder(publication: Publication) -> Holder:
    return Holder(f"newsroom.publication:{publication.pk}", publication.title)


def _check(said: Mapping[str, Any]) -> None:
    if said.get("isbn") and not isbn_is_right(said["isbn"]):
        raise NotNow(_("The check digit of this ISBN does not fit."))


@transaction.atomic
def begin_publication(key: str, office: Office, said: Mapping[str, Any], *, by: Staff) -> Publication:
    """A new publication (``said``: SAID). Raises NotAllowed, NotNow."""
    require(by, "newsroom.write", office=office)
    _check(said)
    if Publication.objects.filter(key=key).exists():
        raise NotNow(_("A publication with this key is here already."))
    made = Publication.objects.create(key=key, office=office, edited_by=by, edited_at=timezone.now(), **said)
    Editing.objects.create(publication=made, by=by, at=timezone.now())
    record(by, "newsroom.begin_publication", made, office=office.key)
    return made


@transaction.atomic
def edit_publication(publication: Publication, said: Mapping[str, Any], *, by: Staff) -> Publication:
    """Change what it says of itself (SAID). What was approved stays public until the change is. Raises NotAllowed, NotNow."""
    row = _held(publication)
    require(by, "newsroom.write", office=row.office_id)
    _check(said)
    for name in SAID:
        if name in said:
            setattr(row, name, said[name])
    _note(row, by)
    row.save(update_fields=[*SAID, "edited_by", "edited_at"])
    record(by, "newsroom.edit_publication", row)
    return row


def _note(row: Publication, by: Staff) -> None:
    row.edited_by, row.edited_at = by, timezone.now()
    Editing.objects.create(publication=row, by=by, at=row.edited_at)


@transaction.atomic
def set_parts(publication: Publication, pages: Sequence[StoryPage], *, by: Staff) -> None:
    """The stories, in this order. Raises NotAllowed."""
    row = _held(publication)
    require(by, "newsroom.write", office=row.office_id)
    row.parts.all().delete()
    Part.objects.bulk_create([Part(publication=row, page=page, order=n) for n, page in enumerate(pages, 1)])
    _note(row, by)
    row.save(update_fields=["edited_by", "edited_at"])
    record(by, "newsroom.set_parts", row, pages=[page.pk for page in pages])


@transaction.atomic
def hand_over_publication(publication: Publication, *, by: Staff) -> Publication:
    """It is ready for its second person. Raises NotAllowed, NotNow with every fault."""
    row = _held(publication)
    require(by, "newsroom.write", office=row.office_id)
    if faults := faults_of(row):
        raise MediaNotCleared(faults)
    row.handed_by, row.handed_content = by, content_of(row)
    row.save(update_fields=["handed_by", "handed_content"])
    Editing.objects.create(publication=row, by=by, at=timezone.now())
    record(by, "newsroom.hand_over_publication", row, content=row.handed_content)
    return row


@transaction.atomic
def approve_publication(publication: Publication, *, seen: str, by: Staff) -> Publication:
    """The second person's word on what was handed over: it is public, its files are to be made (``jobs.bind``).

    Raises NotAllowed, NotNow, SamePerson (who changed it since the last approval), ChangedMeanwhile, MediaNotCleared.
    """
    row = _held(publication)
    require(by, "newsroom.approve", office=row.office_id)
    content = content_of(row)
    if not row.handed_content:
        raise NotNow(_("Nobody has handed over this publication."))
    if content != row.handed_content or seen != content:
        raise ChangedMeanwhile(_("The publication or one of its stories has changed since it was handed over."))
    if row.handed_by_id == by.pk or row.editings.filter(by=by).exists():
        raise SamePerson(
            _("You worked on this publication since it was last approved. Somebody else has to approve it.")
        )
    if faults := faults_of(row):
        raise MediaNotCleared(faults)
    row.approved_by, row.approved_at, row.content, row.withdrawn_because = by, timezone.now(), content, ""
    row.made_by, row.shown = row.handed_by, snapshot_of(row)
    row.save(update_fields=["approved_by", "approved_at", "content", "withdrawn_because", "made_by", "shown"])
    row.editings.all().delete()
    if row.cover:
        open_to_public(row.cover, by=by, holder=_holder(row))
    record(by, "newsroom.approve_publication", row, content=content)
    return row


@transaction.atomic
def withdraw_publication(publication: Publication, *, reason: str, by: Staff | None) -> Publication:
    """Take it back from the public with its files. ``by`` None is the program: a story of it was withdrawn. Raises NotAllowed, NotNow."""
    row = _held(publication)
    if by is not None:
        require(by, "newsroom.withdraw", office=row.office_id)
    if not reason.strip():
        raise NotNow(_("Say why the publication is withdrawn."))
    if row.approved_at is None or row.withdrawn_because:
        raise NotNow(_("This publication is not public."))
    row.withdrawn_because = reason.strip()[:500]
    row.save(update_fields=["withdrawn_because"])
    names = [file.name for file in row.files.all() if file.name]
    transaction.on_commit(lambda: shelf.take_public(names))
    if row.cover:
        close_to_public(row.cover, by=by, holder=_holder(row))
    record(by, "newsroom.withdraw_publication", row, note=reason)
    return row


@transaction.atomic
def withdraw_with_page(page: Page, *, by: Staff | None) -> None:
    """A story was taken back: the books that hold it go with it. A book must not keep in public what its page no longer says."""
    rows = Publication.objects.filter(
        approved_at__isnull=False, withdrawn_because="", parts__page_id=page.pk
    ).distinct()
    for row in rows:
        withdraw_publication(row, reason=_("Its story “%(page)s” was withdrawn.") % {"page": page.title}, by=by)


def make_files(publication: Publication) -> None:
    """Make what the approved content still lacks and lay it out in public. Does nothing where something has changed since; may be run again."""
    row = Publication.objects.get(pk=publication.pk)
    if row.approved_at is None or row.withdrawn_because or content_of(row) != row.content:
        return
    done = set(row.files.filter(content=row.content, fault="").values_list("format", flat=True))
    if done == set(BookFile.Format.values):
        return
    book, words, inside = book_of(row), words_of(row.language), fonts()
    faces = font_css([name for name, _content in inside])
    keep_file(row, BookFile.Format.EPUB, epub(book, words, faces + SHARED_CSS, inside), by=None)
    for form, crop in ((BookFile.Format.PDF, False), (BookFile.Format.PRINT, True)):
        try:
            keep_file(row, form, pdf(book, words, fonts=inside, font_css=faces, crop=crop), by=None)
        except CannotPrint as fault:
            keep_fault(row, form, str(fault), by=None)


@transaction.atomic
def keep_file(publication: Publication, form: str, content: bytes, *, by: Staff | None) -> BookFile:
    """Keep a file that was made for the approved content; it is public at once."""
    name = shelf.keep(content, "epub" if form == BookFile.Format.EPUB else "pdf")
    before = publication.files.filter(format=form).first()
    said = {
        "name": name,
        "size": len(content),
        "content": publication.content,
        "made_at": timezone.now(),
        "fault": "",
    }
    made = BookFile.objects.update_or_create(publication=publication, format=form, defaults=said)[0]
    if form != BookFile.Format.PRINT:
        shelf.put_public([name])
    if before is not None and before.name and before.name != name:
        old = before.name
        transaction.on_commit(lambda: shelf.take_public([old]))
    record(by, "newsroom.make_book_file", publication, format=str(form), name=name, size=len(content))
    return made


@transaction.atomic
def keep_fault(publication: Publication, form: str, fault: str, *, by: Staff | None) -> BookFile:
    """Say why a file could not be made."""
    said = {"name": "", "size": 0, "content": publication.content, "made_at": timezone.now(), "fault": fault[:500]}
    made = BookFile.objects.update_or_create(publication=publication, format=form, defaults=said)[0]
    record(by, "newsroom.book_file_failed", publication, note=fault, format=str(form))
    return made
