"""What the day calls for in the fact bank: figures past their date told to their owner, requests that run out. Each is said once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from nhipcau.newsroom.actions.requests import request_address
from nhipcau.newsroom.facts import address, fact_list, open_requests
from nhipcau.newsroom.listeners import staff_with
from nhipcau.people.actions import tell
from nhipcau.people.models import Notice, Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import record

SOON_DAYS = 7
"""A figure whose next update is that near is told to its owner."""


@dataclass(frozen=True, slots=True)
class _Word:
    kind: str
    about: str
    text: str
    url: str
    office: int
    also: Staff | None = None


@transaction.atomic
def make_fact_notices(*, on: date, by: Staff | None = None) -> int:
    """Leave every notice that ``on`` calls for and that was not left before. Answers how many are new. ``by`` None is the program.

    Raises NotAllowed.
    """
    if by is not None:
        require(by, "newsroom.manage")
    with override(settings.LANGUAGE_CODE):
        words = [*_facts(on), *_requests(on)]
    before = set(Notice.objects.filter(about__in=[w.about for w in words]).values_list("kind", "about"))
    told = 0
    for word in words:
        if (word.kind, word.about) in before:
            continue
        people = staff_with(["focal"], on=on, office=word.office)
        people += [word.also] if word.also and word.also not in people else []
        told += tell(people, kind=word.kind, about=word.about, text=word.text, url=word.url, by=by)
    if told:
        record(by, "newsroom.make_fact_notices", note=str(told))
    return told


def _facts(on: date) -> Iterator[_Word]:
    near = fact_list().filter(ended_on__isnull=True, next_update__lte=on + timedelta(days=SOON_DAYS))
    for fact in near:
        day = fact.next_update
        late = day < on
        said = (
            _("The update of “%(fact)s” was due on %(day)s.")
            if late
            else _("“%(fact)s” is to be updated by %(day)s.")
        )
        text = said % {"fact": fact, "day": f"{day:%d/%m/%Y}"}
        kind = "newsroom.fact_past" if late else "newsroom.fact_soon"
        yield _Word(kind, f"fact:{fact.pk}:{day.isoformat()}", text, address(fact), fact.office_id)


def _requests(on: date) -> Iterator[_Word]:
    for asked in open_requests().filter(due_on__lte=on + timedelta(days=1)).select_related("asker", "asked_by"):
        late = asked.due_on < on
        said = (
            _("Overdue since %(day)s, asked by %(office)s: %(question)s")
            if late
            else _("To be answered by %(day)s, asked by %(office)s: %(question)s")
        )
        text = said % {"day": f"{asked.due_on:%d/%m/%Y}", "office": asked.asker.name, "question": asked}
        kind = "newsroom.fact_request_late" if late else "newsroom.fact_request_soon"
        about = f"fact_request:{asked.pk}:{asked.due_on.isoformat()}"
        yield _Word(kind, about, text, request_address(asked), asked.office_id, asked.asked_by if late else None)
