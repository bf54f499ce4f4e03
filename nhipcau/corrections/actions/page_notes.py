"""Where we were wrong: our own page carries a dated note of what was corrected, by the newsroom's way with its own second person."""

from __future__ import annotations

from django.utils.translation import gettext as _

from nhipcau.corrections.actions.faults import NotNow
from nhipcau.corrections.models import Case
from nhipcau.newsroom.actions import publish
from nhipcau.newsroom.editing import way_of
from nhipcau.newsroom.models import Step as PageStep
from nhipcau.newsroom.rules.standing import clearing_step
from nhipcau.people.models import Staff


def note_of(case: Case) -> PageStep | None:
    """The note that the page has borne since the case came in, if it has gone out."""
    if case.page_id is None:
        return None
    steps = PageStep.objects.filter(page_id=case.page_id, kind="updated", at__gte=case.received_at)
    return steps.exclude(note="").order_by("-pk").first()


def page_is_ready(case: Case) -> bool:
    """Whether the corrected page is out with its note, or approved and waiting for the entry."""
    if case.page is None:
        return False
    if note_of(case) is not None:
        return True
    way = way_of(case.page)
    return way.content != way.live_content and clearing_step(way.content, way.steps) is not None


def _note_on_page(case: Case, *, by: Staff) -> PageStep:
    """Let the corrected page out with its note unless it is out already. Raises NotNow, and what ``newsroom.publish`` raises."""
    found = note_of(case)
    if found is None:
        if not page_is_ready(case) or case.page is None:
            raise NotNow(
                _(
                    "Correct the page first: hand the new draft over with a note of what was wrong, and have it approved. It goes out with the entry."
                )
            )
        publish(case.page, by=by)
        found = note_of(case)
    if found is None:
        raise NotNow(_("The corrected page bears no note. Hand it over with words that say what was wrong."))
    return found
