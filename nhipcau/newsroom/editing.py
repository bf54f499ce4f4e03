"""What is asked about a page on its way: its draft, who edited it, where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation

from nhipcau.newsroom.gate import steps_of
from nhipcau.newsroom.models import Edit, EditorialPage, Hand, Step
from nhipcau.newsroom.rules.standing import (
    Standing,
    StepKind,
    Taken,
    second_person_since,
    standing_of,
    waits_for_second_person,
)
from nhipcau.people.models import Membership, Staff
from nhipcau.people.permissions import today
from nhipcau.people.rules.roles import StaffRole, scope_of


@dataclass(frozen=True, slots=True)
class Way:
    """Where a page stands: its draft's fingerprint, what is public ("": nothing), the log, and what follows from them."""

    content: str
    live_content: str
    steps: tuple[Taken, ...]

    @property
    def standing(self) -> Standing:
        """Of the page as a whole."""
        return standing_of(self.content, self.live_content, self.steps)

    @property
    def draft_standing(self) -> Standing:
        """Of the draft alone: how far changes are that are not out yet."""
        return standing_of(self.content, "", self.steps)

    @property
    def waits(self) -> Taken | None:
        """The urgent step that still wants its second person, if any."""
        return waits_for_second_person(self.live_content, self.steps)

    @property
    def was_out(self) -> bool:
        """Whether the page has been public."""
        return any(step.kind in {StepKind.PUBLISHED, StepKind.UPDATED} for step in self.steps)


def draft_of(page: Page) -> EditorialPage:
    """The newest draft of ``page``, whether it is out or not. Read anew: what is in memory may be old."""
    fresh = Page.objects.get(pk=page.pk)
    specific: EditorialPage = fresh.get_latest_revision_as_object() if fresh.latest_revision_id else fresh.specific
    return specific


def way_of(page: Page) -> Way:
    """Where ``page`` stands now: three queries and the two versions of the page."""
    live = Page.objects.get(pk=page.pk).specific
    return Way(draft_of(page).content(), live.content() if live.live else "", tuple(steps_of(page.pk)))


def editors_since_approval(page: Page) -> frozenset[int]:
    """Ids of the staff who had a hand in the draft since somebody last approved it.

    Drafts saved by whatever way, translated strings, handing over, and publishing urgently all count.
    """
    since = second_person_since(steps_of(page.pk))
    edits = Edit.objects.filter(page_id=page.pk, by__isnull=False)
    steps = Step.objects.filter(page_id=page.pk, kind__in=["handed_over", "urgent"], by__isnull=False)
    if since is not None:
        edits, steps = edits.filter(at__gt=since), steps.filter(at__gt=since)
    found = {*edits.values_list("by_id", flat=True), *steps.values_list("by_id", flat=True)}
    return frozenset(found | set(_translators_since(page, since)))


def _translators_since(page: Page, since: datetime | None) -> Iterable[int]:
    translation = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id
    ).first()
    if translation is None:
        return ()
    words = StringTranslation.objects.filter(
        locale_id=page.locale_id, context__object_id=page.translation_key, last_translated_by__isnull=False
    )
    hands = Hand.objects.filter(translation=translation, changed_at__isnull=False)
    if since is not None:
        words, hands = words.filter(updated_at__gt=since), hands.filter(changed_at__gt=since)
    return {
        *words.values_list("last_translated_by_id", flat=True),
        *hands.values_list("staff_id", flat=True),
    }


def office_of_writer(by: Staff) -> int | None:
    """Id of the office in which ``by`` writes today: their own, not one that it took over."""
    for member in Membership.objects.on(today()).filter(staff=by).order_by("pk"):
        if scope_of("newsroom.write", frozenset({StaffRole(member.role)})) is not None:
            return member.office_id
    return None


def with_last_step(pages: QuerySet[EditorialPage]) -> QuerySet[EditorialPage]:
    """Each page with ``last_step`` (its kind), ``last_at`` and ``draft_content``, in the same query."""
    steps = Step.objects.filter(page_id=OuterRef("pk")).order_by("-pk")
    edits = Edit.objects.filter(page_id=OuterRef("pk")).order_by("-at", "-pk")
    return pages.annotate(
        last_step=Subquery(steps.values("kind")[:1]),
        last_at=Subquery(steps.values("at")[:1]),
        draft_content=Subquery(edits.values("content")[:1]),
        edited_at=Subquery(edits.values("at")[:1]),
    )
