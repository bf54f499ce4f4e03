"""Counting what is asked, and forgetting it in time."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F

from nhipcau.people.models import Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import record
from nhipcau.search.models import AskedText, CountedWeek, Tally
from nhipcau.search.rules.counting import OFTEN_ENOUGH, WEEKS_KEPT, sign_of, week_of

MOST_TALLIES = 20_000
"""Different rare words of a week; whoever floods the site with nonsense fills no disk."""


@transaction.atomic
def note_search(text: str, *, language: str, found: bool, on: date, by: Staff | None = None) -> None:
    """One more search for ``text`` (as ``rules.counting.countable`` gives it). ``by`` is never looked at: nobody is noted.

    A heartbeat of the site, without a row in the trail: a row would say when which words were asked.
    """
    week, empty = week_of(on), int(not found)
    often = AskedText.objects.filter(week=week, language=language, text=text)
    if often.update(times=F("times") + 1, empty=F("empty") + empty):
        return
    counted, _new = CountedWeek.objects.get_or_create(week=week, defaults={"salt": secrets.token_hex(32)})
    sign = sign_of(text, language=language, salt=counted.salt)
    tally = Tally.objects.select_for_update().filter(week=counted, sign=sign).first()
    if tally is None:
        if Tally.objects.filter(week=counted).count() < MOST_TALLIES:
            Tally.objects.create(week=counted, sign=sign, times=1, empty=empty)
    elif tally.times + 1 < OFTEN_ENOUGH:
        Tally.objects.filter(pk=tally.pk).update(times=F("times") + 1, empty=F("empty") + empty)
    else:
        AskedText.objects.create(
            week=week, language=language, text=text, times=tally.times + 1, empty=tally.empty + empty
        )
        tally.delete()


@transaction.atomic
def forget_searches(*, on: date, by: Staff | None = None) -> int:
    """Throw away the rare words and the salt of weeks that are over, and all words after a year. Answers how many rows went.

    ``by`` None is the program. Raises NotAllowed.
    """
    if by is not None:
        require(by, "search.see_asked")
    week = week_of(on)
    old = AskedText.objects.filter(week__lt=week - timedelta(weeks=WEEKS_KEPT))
    weeks = CountedWeek.objects.filter(week__lt=week)
    gone = sum(rows.delete()[0] for rows in (Tally.objects.filter(week__in=weeks), weeks, old))
    if gone:
        record(by, "search.forget_searches", note=week.isoformat(), rows=gone)
    return gone
