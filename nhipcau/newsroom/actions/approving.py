"""From draft to approved: handing over, returning, the second person's word."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from nhipcau.newsroom.editing import draft_of, editors_since_approval, way_of
from nhipcau.newsroom.faults import ChangedMeanwhile, NotNow, SamePerson
from nhipcau.newsroom.gate import steps_of
from nhipcau.newsroom.models import EditorialPage, LanguageReviewer, LanguageWork, Step
from nhipcau.newsroom.rules.standing import Standing, StepKind, waits_for_second_person
from nhipcau.newsroom.signals import page_out
from nhipcau.people.models import Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import announce, record


def held(page: Page) -> EditorialPage:
    """The page as the database has it now, held until the transaction ends: steps are taken one at a time."""
    Page.objects.select_for_update().get(pk=page.pk)
    specific: EditorialPage = Page.objects.get(pk=page.pk).specific
    return specific


def _take(
    page: EditorialPage,
    kind: StepKind,
    *,
    by: Staff | None,
    content: str,
    note: str = "",
    due_at: datetime | None = None,
) -> Step:
    """Append to the page's log and to the trail."""
    made = Step.objects.create(
        page_id=page.pk, kind=kind, by=by, at=timezone.now(), content=content, note=note.strip(), due_at=due_at,
        revision=page.latest_revision_id,
    )  # fmt: skip
    record(by, f"newsroom.{kind.value}", page, note=note, content=content)
    return made


def _seen(content: str, seen: str) -> None:
    if content != seen:
        raise ChangedMeanwhile(_("Somebody saved another draft after you opened this page. Look at it again."))


@transaction.atomic
def hand_over(page: Page, *, seen: str, by: Staff, note: str = "") -> Step:
    """Say that the draft is edited and wants its second person. ``seen`` is the fingerprint of what was looked at.

    ``note`` says what changed; for a page that has been public readers will see it with its day, so it must be given.
    Raises NotAllowed, NotNow, ChangedMeanwhile.
    """
    mine = held(page)
    require(by, "newsroom.write", office=mine.office_id)
    way = way_of(mine)
    _seen(way.content, seen)
    refuse_untranslated(mine)
    if way.standing in {Standing.PUBLISHED, Standing.URGENT}:
        raise NotNow(_("Nothing has changed since this page went out."))
    if way.draft_standing in {Standing.EDITED, Standing.APPROVED, Standing.SCHEDULED}:
        raise NotNow(_("This draft has been handed over already."))
    if way.was_out and not note.strip():
        raise NotNow(_("Say what changed: readers see it with its day under the story."))
    return _take(mine, StepKind.HANDED_OVER, by=by, content=way.content, note=note)


def refuse_untranslated(page: Page) -> None:
    """Raises NotNow where ``page`` was begun as a translation and no words have been taken into it: it still says what the source says."""
    if not page.live and LanguageWork.objects.filter(
        translation__source__object_id=page.translation_key, translation__target_locale_id=page.locale_id,
        translation__enabled=True, taken_at__isnull=True,
    ).exists():  # fmt: skip
        raise NotNow(
            _("The translated words have not been taken into this page yet: it still says what the source says.")
        )


@transaction.atomic
def return_to_editor(page: Page, *, seen: str, by: Staff, note: str) -> Step:
    """Give the draft back with a reason. Raises NotAllowed, NotNow, ChangedMeanwhile."""
    mine = held(page)
    require(by, "newsroom.approve", office=mine.office_id)
    way = way_of(mine)
    _seen(way.content, seen)
    if not note.strip():
        raise NotNow(_("Say what is to be changed."))
    if way.draft_standing not in {Standing.EDITED, Standing.APPROVED, Standing.SCHEDULED}:
        raise NotNow(_("Nobody has handed over this draft."))
    return _take(mine, StepKind.RETURNED, by=by, content=way.content, note=note)


@transaction.atomic
def approve(page: Page, *, seen: str, by: Staff) -> Step:
    """The second person's word on what the draft says. ``seen`` is the fingerprint of what was read.

    Raises NotAllowed, SamePerson (who edited, translated, handed over or published urgently since the last approval),
    NotNow (nothing handed over), ChangedMeanwhile.
    """
    mine = held(page)
    require(by, "newsroom.approve", office=mine.office_id)
    way = way_of(mine)
    _seen(way.content, seen)
    if way.draft_standing is not Standing.EDITED and not (way.waits and way.live_content == way.content):
        raise NotNow(_("Nobody has handed over this draft."))
    if by.pk in editors_since_approval(mine):
        raise SamePerson(_("You edited this page since it was last approved. Somebody else has to approve it."))
    readers = set(
        LanguageReviewer.objects.filter(language=mine.locale.language_code).values_list("staff_id", flat=True)
    )
    if readers and by.pk not in readers:
        raise NotNow(_("This language has reviewers of its own. One of them has to approve the page."))
    step = _take(mine, StepKind.APPROVED, by=by, content=way.content, note=note_of_draft(mine, way.content))
    if mine.is_urgent and way.content == way.live_content:
        _mark_urgent(mine, way.content)
        announce(page_out, page=mine)
    return step


def _mark_urgent(page: EditorialPage, content: str) -> None:
    """Keep on the page whether what is public (``content``) still wants its second person: readers see a badge."""
    waits = waits_for_second_person(content, steps_of(page.pk)) is not None
    EditorialPage.objects.filter(pk=page.pk).update(is_urgent=waits)
    page.is_urgent = waits


def note_of_draft(page: Page, content: str) -> str:
    """What was said to have changed when the draft with this fingerprint was handed over."""
    step = Step.objects.filter(page_id=page.pk, content=content).exclude(note="").exclude(kind="returned").last()
    return step.note if step else ""


def reviewed_draft(page: Page) -> tuple[EditorialPage, str]:
    """The draft to read and the fingerprint to give back with one's word."""
    draft = draft_of(page)
    return draft, draft.content()
