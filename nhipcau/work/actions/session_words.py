"""What the day says about sessions: tomorrow's, unanswered invitations, conclusions that are late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from nhipcau.people.actions.notices import Word
from nhipcau.work.models import SessionOffice, WorkingSession

CONCLUDE_WITHIN = timedelta(days=3)
"""A session whose conclusions are not in after so many days is said to its office: a habit of this house, no law."""
LOOK_BACK = timedelta(days=30)


def session_words(on: date) -> Iterator[Word]:
    """Each once: the day is part of what it is about, so that a moved session is news again."""
    planned = WorkingSession.State.PLANNED
    near = SessionOffice.objects.filter(
        session__state=planned, session__held_on__range=(on, on + timedelta(days=1))
    ).exclude(answer=SessionOffice.Answer.EXCUSED)
    for part in near.select_related("session"):
        row = part.session
        text = _("Session on %(when)s, %(venue)s: %(title)s") % {
            "when": f"{row.held_on:%d/%m/%Y} {row.starts_at:%H:%M}", "venue": row.venue, "title": row.title}  # fmt: skip
        yield Word("work.session_near", f"session:{part.pk}:{row.held_on}", text, _page(row), part.office_id)
    late = WorkingSession.objects.filter(
        state__in=[planned, WorkingSession.State.HELD], held_on__range=(on - LOOK_BACK, on - CONCLUDE_WITHIN)
    )
    for row in late:
        text = _("The conclusions of a session are still to come: %(title)s") % {"title": row.title}
        yield Word("work.session_conclusions", f"session:{row.pk}:{row.held_on}", text, _page(row), row.lead_id)


def _page(row: WorkingSession) -> str:
    return reverse("work:session", args=[row.pk])
