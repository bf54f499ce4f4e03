"""The publisher's side: a person sends a letter, the time to reply runs, what comes back is recorded in its words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.corrections.actions.faults import NotAFact, NotNow, words_given
from nhipcau.corrections.actions.steps import _held, _refuse_marked, _reopen_draft, _take
from nhipcau.corrections.clocks import REPLY, clock_for, due_day
from nhipcau.corrections.models import Case, Offer
from nhipcau.corrections.rules.verdicts import About
from nhipcau.people.models import Staff
from nhipcau.people.permissions import require


@dataclass(frozen=True, slots=True)
class Letter:
    """What was sent, to which editorial office, how and when, and until when the desk waits (None: as the clock says)."""

    addressee: str
    letter: str
    channel: str
    sent_on: date
    reply_due_on: date | None = None


def offer_reply(case: Case, letter: Letter, *, by: Staff, on: date) -> Offer:
    """Note that ``by`` has sent the letter. Raises NotAllowed, NotNow, NotAFact, BearsSecrecyMark."""
    require(by, "corrections.draft")
    _refuse_marked(letter.letter, by=by)
    return _offer(case, letter, by=by, on=on)


@transaction.atomic
def _offer(case: Case, letter: Letter, *, by: Staff, on: date) -> Offer:
    row = _held(case)
    if not row.may_have_a_verdict:
        raise NotAFact
    if row.about == About.OWN:
        raise NotNow(_("This is about a page of ours: there is no other publisher to ask."))
    _reopen_draft(row)
    if letter.sent_on > on:
        raise NotNow(_("The letter is sent first and noted afterwards: the day lies ahead."))
    clock = clock_for(REPLY, letter.sent_on)
    least = due_day(clock, letter.sent_on)
    until = letter.reply_due_on or least
    if until is None:
        raise NotNow(_("No clock says how long a publisher has to reply. Name a day."))
    if until < max(letter.sent_on, least or letter.sent_on):
        raise NotNow(
            _("The publisher has at least until %(day)s to reply.") % {"day": f"{least or letter.sent_on:%d/%m/%Y}"}
        )
    made = Offer.objects.create(
        case=row, addressee=words_given(letter.addressee)[:255], letter=words_given(letter.letter), sent_on=letter.sent_on,
        channel=words_given(letter.channel)[:120], sent_by=by, clock=clock, reply_due_on=until,
    )  # fmt: skip
    _take(row, "offered", by=by, note=_("until %(day)s") % {"day": f"{until:%d/%m/%Y}"})
    return made


def record_reply(offer: Offer, *, words: str, replied_on: date, by: Staff, on: date) -> Offer:
    """Record what the publisher answered. It is printed with the entry. Raises NotAllowed, NotNow, BearsSecrecyMark."""
    require(by, "corrections.draft")
    _refuse_marked(words, by=by)
    return _reply(offer, words=words, replied_on=replied_on, by=by, on=on)


@transaction.atomic
def _reply(offer: Offer, *, words: str, replied_on: date, by: Staff, on: date) -> Offer:
    case = _held(offer.case)
    _reopen_draft(case)
    row = Offer.objects.select_for_update().get(pk=offer.pk)
    if row.replied_on is not None:
        raise NotNow(_("The reply to this letter was recorded before."))
    if not row.sent_on <= replied_on <= on:
        raise NotNow(_("A reply comes after the letter and not after today."))
    row.reply, row.replied_on, row.recorded_by = words_given(words), replied_on, by
    row.save(update_fields=["reply", "replied_on", "recorded_by"])
    _take(case, "replied", by=by)
    return row
