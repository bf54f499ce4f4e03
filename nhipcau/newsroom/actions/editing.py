"""Drafts: who saved which, and which office a new page belongs to."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision

from nhipcau.newsroom.editing import office_of_writer
from nhipcau.newsroom.models import Edit, EditorialPage
from nhipcau.newsroom.signals import story_edited
from nhipcau.people.models import Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import announce, record


@transaction.atomic
def note_edit(page: EditorialPage, revision: Revision, *, by: Staff | None) -> None:
    """Keep who saved the draft and what it said. Called for every revision, by whatever way it came.

    The trail has no row for it: an editor's screen saves by itself every few seconds, and the revision is the record.
    """
    Edit.objects.update_or_create(
        page_id=page.pk,
        by=by,
        revision=revision.pk,
        defaults={"content": page.content(), "at": revision.created_at or timezone.now()},
    )
    announce(story_edited, page=page)


@transaction.atomic
def begin_page(page: EditorialPage, *, by: Staff) -> EditorialPage:
    """A page that has just been made belongs to the office of who made it, unless one was named.

    Raises NotAllowed.
    """
    require(by, "newsroom.write", office=page.office_id)
    if page.office_id is None:
        page.office_id = office_of_writer(by)
        page.save(update_fields=["office"])
        if page.latest_revision is not None:
            page.latest_revision.content["office"] = page.office_id
            page.latest_revision.save(update_fields=["content"])
    record(by, "newsroom.begin_page", page, language=page.locale.language_code)
    return page
