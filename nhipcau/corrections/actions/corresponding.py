"""Words to and from the sender: answers to what is no statement of fact, and messages on the page that the private link opens."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from nhipcau.corrections.actions.faults import NotNow, words_given
from nhipcau.corrections.actions.filing import _file
from nhipcau.corrections.actions.steps import NEXT, _held, _refuse_marked, _take
from nhipcau.corrections.addresses import staff_address, staff_path
from nhipcau.corrections.models import Case, Message
from nhipcau.corrections.rules.verdicts import State
from nhipcau.corrections.signals import desk_moved
from nhipcau.newsroom.listeners import staff_with
from nhipcau.people.actions import tell
from nhipcau.people.models import Staff
from nhipcau.people.permissions import require
from nhipcau.people.rules.roles import PERMISSIONS
from nhipcau.people.trail import announce, record

MOST = 50
"""Messages of one sender on one case."""


def answer(case: Case, *, words: str, by: Staff, now: datetime) -> Case:
    """Answer in words and close. The sender reads it behind the private link. Raises NotAllowed, NotNow, BearsSecrecyMark."""
    require(by, "corrections.answer")
    _refuse_marked(words, by=by)
    return _answer(case, words=words, by=by, now=now)


@transaction.atomic
def _answer(case: Case, *, words: str, by: Staff, now: datetime) -> Case:
    row = _held(case)
    if row.state != State.CORRESPONDENCE:
        raise NotNow(_("Only correspondence is answered here. A statement of fact gets an entry in the public log."))
    row.answer, row.state, row.closed_on = words_given(words), State.ANSWERED, timezone.localdate(now)
    row.save(update_fields=["answer", "state", "closed_on"])
    _take(row, "answered", by=by)
    _file(row, _("answer to a reader"), staff_address(row), by=by)
    announce(desk_moved, case=row)
    return row


def write_message(case: Case, *, words: str, by: Staff) -> Message:
    """Write to the sender: a question, a word on how it goes. Raises NotAllowed, NotNow, BearsSecrecyMark."""
    require(by, "corrections.answer")
    _refuse_marked(words, by=by)
    return _write(case, words=words, by=by)


@transaction.atomic
def _write(case: Case, *, words: str, by: Staff) -> Message:
    made = Message.objects.create(case=_held(case), words=words_given(words), by=by, at=timezone.now())
    record(by, "corrections.write_message", case)
    return made


def write_as_sender(case: Case, *, words: str, by: None = None) -> Message:
    """What the holder of the private link writes. Raises NotNow, BearsSecrecyMark."""
    _refuse_marked(words, by=by)
    return _hear(case, words=words, by=by)


@transaction.atomic
def _hear(case: Case, *, words: str, by: None) -> Message:
    row = _held(case)
    if row.messages.filter(by__isnull=True).count() >= MOST:
        raise NotNow(_("There are many messages here already. Please wait for an answer."))
    made = Message.objects.create(case=row, words=words_given(words)[:5000], at=timezone.now())
    record(by, "corrections.hear_sender", row)
    with override("vi"):
        text = _("Corrections desk, %(number)s: the sender wrote") % {"number": row.number}
    permission = NEXT.get(State(row.state), "corrections.answer")
    people = staff_with([*PERMISSIONS[permission]], on=timezone.localdate())
    tell(people, kind="corrections.message", about=f"message:{made.pk}", text=text, url=staff_path(row), by=by)
    return made
