"""One office asks another for a fact: asked, then answered with a version of the bank or in words, or refused with a reason."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.newsroom.faults import NotNow
from nhipcau.newsroom.listeners import answer_day, fact_clock, staff_with
from nhipcau.newsroom.models import Fact, FactRequest, FactVersion
from nhipcau.people.actions import tell
from nhipcau.people.models import Office, Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import record

Outcome = FactRequest.Outcome


def request_address(asked: FactRequest) -> str:
    """Its page for staff."""
    return reverse("newsroom:fact_request", args=[asked.pk])


@transaction.atomic
def ask_for_fact(
    office: Office, question: str, *, asker: Office, by: Staff, on: date, fact: Fact | None = None, purpose: str = "",
    due_on: date | None = None,
) -> FactRequest:  # fmt: skip
    """Ask ``office``, in the name of ``asker``. Without ``due_on`` the legal clock says by when, or five working days where none fits.

    Raises NotAllowed, NotNow.
    """
    require(by, "newsroom.ask_fact", office=asker)
    if office == asker:
        raise NotNow(_("An office does not ask itself. Propose a version instead."))
    if not question.strip():
        raise NotNow(_("Say what is asked."))
    if due_on is not None and due_on < on:
        raise NotNow(_("Choose today or a later day."))
    clock = None if due_on else fact_clock(on)
    made = FactRequest.objects.create(
        office=office, asker=asker, fact=fact, question=question.strip(), purpose=purpose.strip(), clock=clock,
        due_on=due_on or answer_day(clock, on), asked_by=by, asked_at=timezone.now(),
    )  # fmt: skip
    record(by, "newsroom.ask_fact", made, office=office.key, asker=asker.key, due_on=made.due_on.isoformat())
    text = _("%(office)s asks until %(day)s: %(question)s") % {
        "office": asker.name, "day": f"{made.due_on:%d/%m/%Y}", "question": made,
    }  # fmt: skip
    people = staff_with(["focal"], on=on, office=office.pk)
    about = f"fact_request:{made.pk}"
    tell(people, kind="newsroom.fact_asked", about=about, text=text, url=request_address(made), by=by)
    return made


@transaction.atomic
def answer_request(
    asked: FactRequest, *, by: Staff, words: str = "", version: FactVersion | None = None
) -> FactRequest:
    """Answer with an approved version of the bank, in words, or both. Raises NotAllowed, NotNow."""
    row = _open(asked, by)
    if version is None and not words.strip():
        raise NotNow(_("Answer in words or choose a figure of the bank."))
    if version is not None and version.approved_at is None:
        raise NotNow(_("This version waits for its second person. Answer when it is approved."))
    return _closed(row, Outcome.ANSWERED, words, version, by=by)


@transaction.atomic
def refuse_request(asked: FactRequest, *, reason: str, by: Staff) -> FactRequest:
    """Say why the office does not answer. Raises NotAllowed, NotNow."""
    row = _open(asked, by)
    if not reason.strip():
        raise NotNow(_("Say why the request is refused."))
    return _closed(row, Outcome.REFUSED, reason, None, by=by)


def _open(asked: FactRequest, by: Staff) -> FactRequest:
    row = FactRequest.objects.select_for_update().get(pk=asked.pk)
    require(by, "newsroom.answer_fact", office=row.office_id)
    if row.outcome:
        raise NotNow(_("This request was answered before."))
    return row


def _closed(
    row: FactRequest, outcome: Outcome, words: str, version: FactVersion | None, *, by: Staff
) -> FactRequest:  # fmt: skip
    row.outcome, row.words, row.version, row.closed_by, row.closed_at = (
        outcome, words.strip(), version, by, timezone.now(),
    )  # fmt: skip
    row.save(update_fields=["outcome", "words", "version", "closed_by", "closed_at"])
    record(by, f"newsroom.fact_request_{outcome.value}", row, note=words, version=version.pk if version else None)
    said = (
        _("%(office)s answered: %(question)s")
        if outcome == Outcome.ANSWERED
        else _("%(office)s refused: %(question)s")
    )
    text = said % {"office": row.office.name, "question": row}
    about = f"fact_request:{row.pk}"
    tell([row.asked_by], kind="newsroom.fact_answer", about=about, text=text, url=request_address(row), by=by)
    return row
