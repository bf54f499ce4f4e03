"""Telling people about their work: once a thing in the workspace, one mail a day."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from nhipcau.duties.queries import ground
from nhipcau.duties.rules import successors
from nhipcau.people.actions import tell
from nhipcau.people.actions.notices import Word, unsaid
from nhipcau.people.models import Membership, Notice, Staff
from nhipcau.people.permissions import require
from nhipcau.people.rules.roles import StaffRole
from nhipcau.people.trail import record
from nhipcau.work.actions.session_words import session_words
from nhipcau.work.models import Assignment, DisseminationOffice, Extension, Verdict
from nhipcau.work.rules import DUE_SOON_DAYS, Facts, Reminder, reminder_of

log = logging.getLogger("nhipcau.work")
LOOK_BACK_DAYS = 30
"""How far back events are looked at for a notice: a worker that stood still for longer does not flood people."""


@transaction.atomic
def make_notices(*, on: date, by: Staff | None = None) -> int:
    """Leave every notice that the day calls for and that was not left before. Answers how many are new.

    ``by`` None is the program. Raises NotAllowed.
    """
    if by is not None:
        require(by, "work.assign")
    with override(settings.LANGUAGE_CODE):
        words = [
            *_reminders(on),
            *_disseminations(on),
            *_verdicts(on),
            *_extensions(on),
            *_waiting(),
            *session_words(on),
        ]
    new = unsaid(words)
    if not new:
        return 0
    listeners = Listeners(on)
    told = sum(
        tell(listeners.of(word.office), kind=word.kind, about=word.about, text=word.text, url=word.url, by=by)
        for word in new
    )
    record(by, "work.make_notices", note=str(told))
    return told


class Listeners:
    """Who hears about an office's work on a day: its focal points, or those of who does its work now."""

    def __init__(self, on: date) -> None:
        places = Membership.objects.on(on).filter(staff__is_active=True).select_related("staff")
        self._focal: dict[int, list[Staff]] = defaultdict(list)
        self._coordinators: dict[int, Staff] = {}
        for place in places.filter(role__in=[StaffRole.FOCAL, StaffRole.COORDINATOR]):
            if place.role == StaffRole.FOCAL:
                self._focal[place.office_id].append(place.staff)
            else:
                self._coordinators[place.staff_id] = place.staff
        self._ground, self._on = ground(), on

    def of(self, office: int | None) -> list[Staff]:
        """Each person once."""
        if office is None:
            return list(self._coordinators.values())
        answering = successors(office, self._ground, self._on)
        return list({s.pk: s for pk in (office, *answering) for s in self._focal[pk]}.values())


def _page(assignment_id: int) -> str:
    return reverse("work:assignment", args=[assignment_id])


def _day(day: date) -> str:
    return date_format(day, "d/m/Y")


def _reminders(on: date) -> Iterator[Word]:
    """Due in a week, due tomorrow, overdue. The due day is part of what it is about: a new one is news again."""
    near = Assignment.objects.filter(
        state=Assignment.State.OPEN, opens_on__lte=on, due_on__lte=on + timedelta(days=DUE_SOON_DAYS)
    )
    said = {
        Reminder.DUE_SOON: _("Due on %(day)s: %(title)s"),
        Reminder.DUE_TOMORROW: _("Due very soon, on %(day)s: %(title)s"),
        Reminder.OVERDUE: _("Overdue since %(day)s: %(title)s"),
    }
    for work in near.only("title", "period_label", "state", "opens_on", "due_on", "lead_id"):
        reminder = reminder_of(Facts(work.state, work.opens_on, work.due_on), on)
        if reminder is not None:
            text = said[reminder] % {"day": _day(work.due_on), "title": work}
            about = f"assignment:{work.pk}:{work.due_on.isoformat()}"
            yield Word(f"work.{reminder}", about, text, _page(work.pk), work.lead_id)


def _disseminations(on: date) -> Iterator[Word]:
    """Offices that have not made a document known although the day is near or past."""
    near = DisseminationOffice.objects.filter(
        dissemination__due_on__lte=on + timedelta(days=DUE_SOON_DAYS), sessions__isnull=True
    ).select_related("dissemination__document")
    for part in near.defer("dissemination__document__text"):
        order = part.dissemination
        late = order.due_on < on
        overdue, due = (
            _("Not yet made known, overdue since %(day)s: %(what)s"),
            _("To be made known by %(day)s: %(what)s"),
        )
        kind = "work.dissemination_overdue" if late else "work.dissemination_due"
        text = (overdue if late else due) % {"day": _day(order.due_on), "what": order.document}
        url = reverse("work:dissemination", args=[order.pk])
        yield Word(kind, f"dissemination:{part.pk}:{order.due_on.isoformat()}", text, url, part.office_id)


def _since() -> datetime:
    return timezone.now() - timedelta(days=LOOK_BACK_DAYS)


def _verdicts(on: date) -> Iterator[Word]:
    rows = Verdict.objects.filter(at__gte=_since()).select_related("hand_in__assignment")
    said = {
        Verdict.Outcome.RETURNED: _("Returned: %(title)s. %(reason)s"),
        Verdict.Outcome.ACCEPTED: _("Accepted: %(title)s"),
    }
    for verdict in rows:
        work = verdict.hand_in.assignment
        text = said[Verdict.Outcome(verdict.outcome)] % {"title": work, "reason": verdict.reason}
        yield Word(f"work.{verdict.outcome}", f"verdict:{verdict.pk}", text, _page(work.pk), work.lead_id)


def _extensions(on: date) -> Iterator[Word]:
    rows = Extension.objects.filter(asked_at__gte=_since()).select_related("assignment")
    said = {
        Extension.State.ASKED: _("More time is asked for, until %(day)s: %(title)s"),
        Extension.State.GRANTED: _("More time is granted, until %(day)s: %(title)s"),
        Extension.State.REFUSED: _("More time is refused: %(title)s"),
    }
    for asked in rows:
        work = asked.assignment
        text = said[Extension.State(asked.state)] % {"day": _day(asked.new_due_on), "title": work}
        office = None if asked.state == Extension.State.ASKED else work.lead_id
        yield Word(f"work.extension_{asked.state}", f"extension:{asked.pk}", text, _page(work.pk), office)


def _waiting() -> Iterator[Word]:
    """Handed in and waiting for a coordinator."""
    rows = Assignment.objects.filter(state=Assignment.State.HANDED_IN, hand_ins__verdict__isnull=True)
    for pk, title, lead, handed in rows.values_list("pk", "title", "lead__name", "hand_ins__pk"):
        text = _("%(office)s handed in: %(title)s") % {"office": lead, "title": title}
        yield Word("work.handed_in", f"hand_in:{handed}", text, _page(pk), None)


def send_digests(*, on: date, by: Staff | None = None) -> int:
    """One mail to each person who has something new, at most one a day. Answers how many were sent.

    A mail that cannot be sent leaves its notices unmailed for the next round. Raises NotAllowed.
    """
    if by is not None:
        require(by, "work.assign")
    midnight = timezone.make_aware(datetime.combine(on, time.min))
    had_one = Notice.objects.filter(mailed_at__gte=midnight).values("staff")
    people = Staff.objects.filter(is_active=True, wants_digest=True, notices__mailed_at__isnull=True)
    sent = 0
    for person in people.exclude(email="").exclude(pk__in=had_one).distinct():
        try:
            sent += send_digest(person, on=on, by=by)
        except OSError:  # smtplib's errors are OSErrors; the others still get theirs
            log.exception("the digest of %s could not be sent", person.pk)
    return sent


@transaction.atomic
def send_digest(person: Staff, *, on: date, by: Staff | None = None) -> int:
    """Mail ``person`` what is new to them. Marked first and sent last: a failure to send takes the mark back."""
    news = list(
        Notice.objects.select_for_update().filter(staff=person, mailed_at__isnull=True).order_by("kind", "pk")
    )
    if not news:
        return 0
    Notice.objects.filter(pk__in=[n.pk for n in news]).update(mailed_at=timezone.now())
    record(by, "work.send_digest", person, notices=len(news))
    with override(settings.LANGUAGE_CODE):
        _mail(person, news, on).send()
    return 1


def _mail(person: Staff, news: Iterable[Notice], on: date) -> EmailMultiAlternatives:
    notices = list(news)
    count = len(notices)
    subject = ngettext("%(day)s: %(n)d thing for you", "%(day)s: %(n)d things for you", count) % {
        "day": _day(on), "n": count,
    }  # fmt: skip
    facts = {"person": person, "notices": notices, "base": settings.WAGTAILADMIN_BASE_URL.rstrip("/"), "on": on,
             "site": settings.WAGTAIL_SITE_NAME}  # fmt: skip
    mail = EmailMultiAlternatives(
        f"[{settings.WAGTAIL_SITE_NAME}] {subject}",
        render_to_string("work/mail/digest.txt", facts),
        to=[person.email],
    )
    mail.attach_alternative(render_to_string("work/mail/digest.html", facts), "text/html")
    return mail
