"""Telling offices and coordinators about requests: once a thing in the workspace, in the day's mail from there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from nhipcau.people.actions import tell
from nhipcau.people.actions.notices import Word, unsaid
from nhipcau.people.models import Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import record
from nhipcau.reports.models import ReportRequest, Submission, SubmissionStep
from nhipcau.work.actions.notices import LOOK_BACK_DAYS, Listeners

SOON_DAYS = 5
State, Kind = Submission.State, SubmissionStep.Kind


@transaction.atomic
def remind(*, on: date, by: Staff | None = None) -> int:
    """Leave every notice about reports that the day calls for and that was not left before. Answers how many are new.

    ``by`` None is the program. Raises NotAllowed.
    """
    if by is not None:
        require(by, "reports.ask")
    with override(settings.LANGUAGE_CODE):
        words = [*_due(on), *_steps(on)]
    new = unsaid(words)
    if not new:
        return 0
    listeners = Listeners(on)
    told = sum(
        tell(listeners.of(word.office), kind=word.kind, about=word.about, text=word.text, url=word.url, by=by)
        for word in new
    )
    record(by, "reports.remind", note=str(told))
    return told


def _page(submission: int) -> str:
    return reverse("reports:submission", args=[submission])


def _due(on: date) -> Iterator[Word]:
    """Asked; due in five days; due tomorrow; overdue. The due day is part of what it is about: a new one is news again."""
    rows = Submission.objects.filter(
        request__state=ReportRequest.State.OPEN, state__in=[State.DRAFT, State.RETURNED], handed_on__isnull=True
    )
    columns = ("pk", "office_id", "held_by_id", "request__title", "request__due_on")
    for pk, office, held, title, due in rows.values_list(*columns):
        facts = {"title": title, "day": f"{due:%d/%m/%Y}"}
        about, place = f"submission:{pk}:{due.isoformat()}", held or office
        yield Word(
            "reports.asked",
            f"submission:{pk}",
            _("A report is asked for, due on %(day)s: %(title)s") % facts,
            _page(pk),
            place,
        )
        if due < on:
            yield Word(
                "reports.overdue",
                about,
                _("The report is overdue since %(day)s: %(title)s") % facts,
                _page(pk),
                place,
            )
        elif due <= on + timedelta(days=1):
            yield Word(
                "reports.due_tomorrow",
                about,
                _("The report is due very soon, on %(day)s: %(title)s") % facts,
                _page(pk),
                place,
            )
        elif due <= on + timedelta(days=SOON_DAYS):
            yield Word(
                "reports.due_soon", about, _("The report is due on %(day)s: %(title)s") % facts, _page(pk), place
            )


def _steps(on: date) -> Iterator[Word]:
    """Returned, accepted, brought in from its form, to the office; handed in, to the coordinators."""
    since = timezone.now() - timedelta(days=LOOK_BACK_DAYS)
    kinds = (Kind.RETURNED, Kind.ACCEPTED, Kind.SUBMITTED)
    told = Q(kind__in=kinds) | (Q(kind=Kind.FORM_IN) & ~Q(note=""))
    rows = SubmissionStep.objects.filter(told, at__gte=since).select_related(
        "submission__office", "submission__request"
    ).defer("submission__answer")  # fmt: skip
    said = {
        Kind.RETURNED: _("The report is returned: %(title)s. %(note)s"),
        Kind.ACCEPTED: _("The report is accepted: %(title)s"),
        Kind.FORM_IN: _("The form that your office sent is taken in: %(title)s. %(note)s"),
        Kind.SUBMITTED: _("%(office)s handed in its report: %(title)s"),
    }
    for step in rows:
        one = step.submission
        text = said[Kind(step.kind)] % {"title": one.request.title, "note": step.note, "office": one.office.name}
        office = None if step.kind == Kind.SUBMITTED else one.held_by_id or one.office_id
        yield Word(f"reports.{step.kind}", f"submission_step:{step.pk}", text, _page(one.pk), office)
