"""Out, on time, in a hurry, and back again. What follows from going out follows by whatever way it went out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page

from nhipcau.newsroom.actions.approving import _mark_urgent, _seen, _take, held, note_of_draft, refuse_untranslated
from nhipcau.newsroom.actions.media import close_media_of, open_media_of
from nhipcau.newsroom.editing import way_of
from nhipcau.newsroom.faults import NotNow
from nhipcau.newsroom.models import EditorialPage, Step, StoryPage
from nhipcau.newsroom.rules.standing import StepKind, clearing_step, scheduled_step
from nhipcau.newsroom.signals import page_out, page_withdrawn
from nhipcau.people.models import Staff
from nhipcau.people.permissions import may, require, today
from nhipcau.people.trail import announce, record
from nhipcau.work.actions import Filing, file_publication
from nhipcau.work.models import Evidence

URGENT_HOURS = 24
"""How long an urgent page may wait for its second person, unless the setting says otherwise."""

_acting: ContextVar[tuple[Staff | None, str]] = ContextVar("acting", default=(None, ""))
"""Who lets a page out or takes it back at this moment, and why: Wagtail's signals do not carry it."""


@contextmanager
def _as(by: Staff, reason: str = "") -> Iterator[None]:
    token = _acting.set((by, reason))
    try:
        yield
    finally:
        _acting.reset(token)


@transaction.atomic
def publish(page: Page, *, by: Staff) -> EditorialPage:
    """Let out what the second person approved. Raises NotAllowed, NotNow, MediaNotCleared."""
    mine = held(page)
    require(by, "newsroom.publish", office=mine.office_id)
    way = way_of(mine)
    if clearing_step(way.content, way.steps) is None:
        raise NotNow(_("What this page says now has not been approved by a second person. Hand it over first."))
    if way.content == way.live_content:
        raise NotNow(_("Nothing has changed since this page went out."))
    out = _let_out(mine, by)
    record(by, "newsroom.publish", out)
    return out


def _let_out(page: EditorialPage, by: Staff) -> EditorialPage:
    revision = page.get_latest_revision()
    if revision is None:
        raise NotNow(_("This page has no draft yet. Save it first."))
    with _as(by):
        revision.publish(user=by, skip_permission_checks=True)
    specific: EditorialPage = Page.objects.get(pk=page.pk).specific
    return specific


@transaction.atomic
def publish_urgently(page: Page, *, seen: str, reason: str, by: Staff) -> EditorialPage:
    """Let the draft out before its second person has read it. The page bears a badge until somebody approves.

    Raises NotAllowed, NotNow (no reason), ChangedMeanwhile, MediaNotCleared.
    """
    mine = held(page)
    require(by, "newsroom.publish_urgently", office=mine.office_id)
    if not reason.strip():
        raise NotNow(_("Say why it cannot wait for a second person."))
    refuse_untranslated(mine)
    way = way_of(mine)
    _seen(way.content, seen)
    if way.content == way.live_content:
        raise NotNow(_("Nothing has changed since this page went out."))
    hours = getattr(settings, "NHIPCAU_URGENT_HOURS", URGENT_HOURS)
    due = timezone.now() + timedelta(hours=hours)
    _take(mine, StepKind.URGENT, by=by, content=way.content, note=reason, due_at=due)
    return _let_out(mine, by)


@transaction.atomic
def schedule(page: Page, *, at: datetime, by: Staff) -> Step:
    """Let the approved draft out at ``at``. Raises NotAllowed, NotNow."""
    mine = held(page)
    require(by, "newsroom.publish", office=mine.office_id)
    way = way_of(mine)
    if clearing_step(way.content, way.steps) is None:
        raise NotNow(_("What this page says now has not been approved by a second person. Hand it over first."))
    if at <= timezone.now():
        raise NotNow(_("Choose a time that lies ahead."))
    return _take(mine, StepKind.SCHEDULED, by=by, content=way.content, due_at=at)


@transaction.atomic
def unschedule(page: Page, *, by: Staff) -> Step:
    """Take the appointment back. Raises NotAllowed, NotNow."""
    mine = held(page)
    require(by, "newsroom.publish", office=mine.office_id)
    way = way_of(mine)
    if scheduled_step(way.content, way.steps) is None:
        raise NotNow(_("This page is not scheduled."))
    return _take(mine, StepKind.UNSCHEDULED, by=by, content=way.content)


@transaction.atomic
def withdraw(page: Page, *, reason: str, by: Staff) -> EditorialPage:
    """Take a page back from the public. Readers find ``reason`` and the day in its place.

    Raises NotAllowed, NotNow.
    """
    mine = held(page)
    require(by, "newsroom.withdraw", office=mine.office_id)
    if not reason.strip():
        raise NotNow(_("Say why the page is withdrawn: readers find it in its place."))
    if not mine.live:
        raise NotNow(_("This page is not public."))
    with _as(by, reason):
        UnpublishPageAction(mine, user=by).execute(skip_permission_checks=True)
    record(by, "newsroom.withdraw", mine, note=reason)
    specific: EditorialPage = Page.objects.get(pk=page.pk).specific
    return specific


@transaction.atomic
def note_publication(page: EditorialPage, *, by: Staff | None) -> None:
    """What follows when a page has gone out: the log, its pictures, its evidence. By whatever way it went out.

    Raises MediaNotCleared, which takes the publication back with it.
    """
    content = page.content()
    first = not Step.objects.filter(page_id=page.pk, kind__in=["published", "updated"]).exists()
    open_media_of(page, by=by)
    kind = StepKind.PUBLISHED if first else StepKind.UPDATED
    _take(page, kind, by=by, content=content, note="" if first else note_of_draft(page, content))
    _mark_urgent(page, content)
    if answers := by or _second_person_of(page, content):
        _file(page, answers)
    record(by, "newsroom.page_out", page, url=page.url or "")
    announce(page_out, page=page)


def _second_person_of(page: EditorialPage, content: str) -> Staff | None:
    """Who answers for evidence where a page went out by none of our screens: who let this text out, if they may file it."""
    step = Step.objects.filter(page_id=page.pk, kind__in=["approved", "urgent"], content=content).last()
    by = step.by if step else None
    return by if by and may(by, "work.file_publication", office=page.office_id) else None


def _file(page: EditorialPage, by: Staff) -> None:
    """A story is evidence for its duty from the day it is out; once, whatever changes in it."""
    duty = page.duty if isinstance(page, StoryPage) else None
    address = f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{page.url}"
    if duty is None or page.office is None or Evidence.objects.filter(duty=duty, address=address).exists():
        return
    filing = Filing(
        office=page.office, kind=Evidence.Kind.LINK, title=page.title, happened_on=today(), duty=duty,
        address=address,
    )  # fmt: skip
    file_publication(filing, by=by, on=today())


@transaction.atomic
def follow_draft(page: EditorialPage, *, by: Staff | None) -> None:
    """A public story whose new draft says the same serves the duty and the campaign that the draft names, from now on.

    Neither is anything that readers see, so no second person is asked; without this they would wait for the next change of the text.
    """
    live = StoryPage.objects.filter(pk=page.pk, live=True).first()
    if live is None or not isinstance(page, StoryPage) or live.content() != page.content():
        return
    if (live.duty_id, live.campaign_id) == (page.duty_id, page.campaign_id):
        return
    StoryPage.objects.filter(pk=page.pk).update(duty=page.duty, campaign=page.campaign)
    record(by, "newsroom.follow_draft", page, duty=page.duty_id, campaign=page.campaign_id)
    may_file = by if by and may(by, "work.file_publication", office=page.office_id) else None
    if answers := may_file or _second_person_of(page, page.content()):
        _file(page, answers)


@transaction.atomic
def note_withdrawal(page: EditorialPage, *, by: Staff | None, reason: str) -> None:
    """What follows when a page was taken back: the log with its reason, its pictures closed."""
    _take(page, StepKind.WITHDRAWN, by=by, content=page.content(), note=reason or _("Taken back by the editors."))
    close_media_of(page, by=by)
    record(by, "newsroom.page_withdrawn", page, note=reason)
    announce(page_withdrawn, page=page)


def acting() -> tuple[Staff | None, str]:
    """Who is letting a page out or taking it back at this moment, and why."""
    return _acting.get()


@transaction.atomic
def ship(page: EditorialPage, *, by: Staff | None) -> EditorialPage:
    """Let out a page that came with the province's profile and has never been touched by staff.

    Its text was read by two people where the profile is kept. Raises NotNow when the page has a history.
    """
    if Step.objects.filter(page_id=page.pk).exists() or page.live:
        raise NotNow(_("This page has a history. It goes out by a second person's approval."))
    _take(page, StepKind.SHIPPED, by=by, content=page.content())
    page.get_latest_revision().publish(skip_permission_checks=True)
    record(by, "newsroom.ship", page)
    specific: EditorialPage = Page.objects.get(pk=page.pk).specific
    return specific


@transaction.atomic
def publish_due(page: Page, *, by: Staff, now: datetime) -> EditorialPage | None:
    """Let a page out whose appointment has come, as ``by`` who made it. None where it no longer holds.

    Raises NotAllowed (the role has ended since), MediaNotCleared.
    """
    mine = held(page)
    way = way_of(mine)
    appointment = scheduled_step(way.content, way.steps)
    if (
        appointment is None
        or appointment.due_at is None
        or appointment.due_at > now
        or way.content == way.live_content
    ):
        return None
    require(by, "newsroom.publish", office=mine.office_id)
    out = _let_out(mine, by)
    record(by, "newsroom.publish_due", out)
    return out
