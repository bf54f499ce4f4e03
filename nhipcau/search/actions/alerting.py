"""Telling people what is new under their saved questions: one mail a day, of what they may see at that moment."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import ngettext, override

from nhipcau.people.models import Staff
from nhipcau.people.permissions import may, require
from nhipcau.people.trail import record
from nhipcau.search.asking import Hit
from nhipcau.search.models import SavedQuestion
from nhipcau.search.saved import answers_now, key_of
from nhipcau.search.showing import plain

log = logging.getLogger("nhipcau.search")
MOST_TOLD = 10
"""Hits of one question in a mail; for more there is the page of results."""
MOST_SEEN = 1000


@dataclass(frozen=True, slots=True)
class News:
    """What is new under one saved question: the first hits, and how many in all. Addresses are whole."""

    saved: SavedQuestion
    hits: tuple[tuple[str, str], ...]
    count: int
    address: str
    leave: str


def send_alerts(*, on: date, by: Staff | None = None) -> int:
    """A mail to each who has something new, at most one a day. Answers how many went out.

    A mail that cannot be sent leaves everything unseen for the next round. ``by`` None is the program. Raises NotAllowed.
    """
    if by is not None:
        require(by, "system.run")
    waiting = Staff.objects.filter(is_active=True, saved_questions__alerts=True).exclude(email="")
    due = waiting.exclude(pk__in=SavedQuestion.objects.filter(alerts=True, looked_on__gte=on).values("staff"))
    sent = 0
    for person in due.distinct():
        try:
            sent += send_alert(person, on=on, by=by)
        except OSError:  # smtplib's errors are OSErrors; the others still get theirs
            log.exception("the alerts of %s could not be sent", person.pk)
    return sent


@transaction.atomic
def send_alert(person: Staff, *, on: date, by: Staff | None = None) -> int:
    """Look at ``person``'s questions with their eyes of today and mail what is new. Noted first and sent last. Answers 1 or 0."""
    rows = list(SavedQuestion.objects.select_for_update().filter(staff=person, alerts=True))
    if not rows or not may(person, "search.save", on=on):
        return 0
    news = []
    for row in rows:
        row.staff = person
        new = _looked_at(row, on)
        if new:
            news.append(_told(row, new))
    if not news:
        return 0
    record(by, "search.send_alert", person, questions=len(news), new=sum(one.count for one in news))
    with override(settings.LANGUAGE_CODE):
        _mail(person, news, on).send()
    return 1


def _looked_at(row: SavedQuestion, on: date) -> list[Hit]:
    """What is new; from now on it is known."""
    known = dict.fromkeys(row.seen)
    hits = answers_now(row)
    new = [hit for hit in hits if key_of(hit) not in known]
    row.seen = [*dict.fromkeys([key_of(hit) for hit in hits] + row.seen)][:MOST_SEEN]
    row.looked_on = on
    row.save(update_fields=["seen", "looked_on"])
    return new


def _told(row: SavedQuestion, new: Sequence[Hit]) -> News:
    base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    hits = tuple((plain(hit.title), _whole(base, hit.url)) for hit in new[:MOST_TOLD])
    return News(
        row, hits, len(new), f"{base}{reverse('search:results')}?{row.address}",
        f"{base}{reverse('alerts_end', args=[row.token])}",
    )  # fmt: skip


def _whole(base: str, url: str) -> str:
    return f"{base}{url}" if url.startswith("/") else url


def _mail(person: Staff, news: Sequence[News], on: date) -> EmailMultiAlternatives:
    count = sum(one.count for one in news)
    subject = ngettext(
        "%(day)s: %(n)d new result of your saved searches", "%(day)s: %(n)d new results of your saved searches", count
    ) % {"day": date_format(on, "d/m/Y"), "n": count}
    base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    facts = {
        "person": person,
        "news": news,
        "site": settings.WAGTAIL_SITE_NAME,
        "all": f"{base}{reverse('search:saved')}",
    }
    # One question of the mail: its link ends it with one click of the mail program. Several: the page on which each can be ended.
    headers = (
        {"List-Unsubscribe": f"<{news[0].leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        if len(news) == 1
        else {"List-Unsubscribe": f"<{facts['all']}>"}
    )
    mail = EmailMultiAlternatives(
        f"[{settings.WAGTAIL_SITE_NAME}] {subject}", render_to_string("search/mail/alerts.txt", facts),
        to=[person.email], headers=headers,
    )  # fmt: skip
    mail.attach_alternative(render_to_string("search/mail/alerts.html", facts), "text/html")
    return mail


@transaction.atomic
def end_alerts(token: str, *, by: Staff | None = None) -> bool:
    """By the link in a mail: whoever holds it may. Answers whether there was such a saved question."""
    row = SavedQuestion.objects.filter(token=token).first()
    if row is None:
        return False
    if row.alerts:
        row.alerts = False
        row.save(update_fields=["alerts"])
        record(by, "search.end_alerts", note=str(row.pk))
    return True
