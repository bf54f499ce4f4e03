"""The yearly review of documents, from its opening to the work that its approved outcomes become."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nhipcau.documents.models import Document, EffectPeriod
from nhipcau.duties.models import Duty, DutyOffice, DutyState
from nhipcau.duties.queries import Answering
from nhipcau.people.models import Office, Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import record
from nhipcau.planning.actions.faults import NotNow, reason_given
from nhipcau.planning.models import Proposal, ReviewItem, ReviewProposal, ReviewRound
from nhipcau.planning.queries import Holders
from nhipcau.work.actions import Order, assign

State = ReviewRound.State


@dataclass(frozen=True, slots=True)
class ReviewCall:
    """What a review asks."""

    year: int
    title: str
    due_on: date
    guidance: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a document; anything but keep names who drafts it until when, and why."""

    proposal: str
    reason: str = ""
    lead: Office | None = None
    due_on: date | None = None


def _locked(round_: ReviewRound, *states: str) -> ReviewRound:
    row = ReviewRound.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    if row.state not in states:
        raise NotNow(
            _("This step is not possible now: the review is “%(state)s”.") % {"state": row.get_state_display()}
        )
    return row


@transaction.atomic
def open_review(
    call: ReviewCall, office: Office, documents: Iterable[Document], *, by: Staff, on: date
) -> ReviewRound:
    """Ask about ``documents``: each of the offices that answer for its duties today, else the coordinating one.

    Raises NotAllowed, NotNow, NoReason.
    """
    require(by, "planning.review")
    chosen = list({d.pk: d for d in documents}.values())
    if not chosen:
        raise NotNow(_("Choose at least one document."))
    if call.due_on < on:
        raise NotNow(_("The due day has passed. Choose a later one."))
    made = ReviewRound.objects.create(
        year=call.year, title=reason_given(call.title)[:300], guidance=call.guidance, office=office, due_on=call.due_on,
        opened_by=by, opened_at=timezone.now(),
    )  # fmt: skip
    periods = EffectPeriod.objects.filter(document__in=chosen, valid_from__lte=on).order_by("valid_from")
    effects = {p.document_id: p.effect for p in periods if p.valid_to is None or p.valid_to >= on}
    items = ReviewItem.objects.bulk_create(
        ReviewItem(round=made, document=document, effect=effects.get(document.pk, "")) for document in chosen
    )
    asked = _asked(chosen, on)
    ReviewProposal.objects.bulk_create(
        ReviewProposal(item=item, office=o) for item in items for o in asked.get(item.document_id, [office])
    )
    record(by, "planning.open_review", made, documents=len(items), due_on=call.due_on.isoformat())
    return made


def _asked(documents: list[Document], on: date) -> dict[int, list[Office]]:
    """Document → the offices that answer for its duties on ``on`` and are there to be asked."""
    answering, living = Answering(on), set(Office.objects.on(on).values_list("pk", flat=True))
    duties = Duty.objects.filter(document__in=documents, state=DutyState.OPEN).select_related("document")
    duties = duties.prefetch_related(Prefetch("offices", DutyOffice.objects.select_related("office", "group")))
    found: dict[int, dict[int, Office]] = {}
    for duty in duties.defer("quote", "document__text"):
        found.setdefault(duty.document_id, {}).update({o.pk: o for o in answering.leads_now(duty) if o.pk in living})
    return {pk: list(offices.values()) for pk, offices in found.items() if offices}


@transaction.atomic
def propose(asked: ReviewProposal, *, proposal: str, reason: str, by: Staff, on: date) -> ReviewProposal:
    """An office says what should become of a document; saying it again changes it. Raises NotAllowed, NotNow, NoReason."""
    require(by, "planning.propose", office=asked.office_id, on=on)
    _locked(asked.item.round, State.OPEN)
    row = ReviewProposal.objects.select_for_update().get(pk=asked.pk)
    row.proposal, row.reason = Proposal(proposal), reason_given(reason)
    row.by, row.at = by, timezone.now()
    row.save(update_fields=["proposal", "reason", "by", "at"])
    record(by, "planning.propose", asked.item, note=row.reason, proposal=row.proposal, office=asked.office_id)
    return row


@transaction.atomic
def decide_item(item: ReviewItem, outcome: Outcome, *, by: Staff) -> ReviewItem:
    """The coordinator's line in the list for approval. Raises NotAllowed, NotNow, NoReason."""
    require(by, "planning.review")
    _locked(item.round, State.OPEN)
    row = ReviewItem.objects.select_for_update().get(pk=item.pk)
    changes = outcome.proposal != Proposal.KEEP
    if changes and (outcome.lead is None or outcome.due_on is None):
        raise NotNow(_("Say which office drafts it and by when."))
    row.outcome = Proposal(outcome.proposal)
    row.outcome_reason = reason_given(outcome.reason) if changes else outcome.reason.strip()
    row.lead, row.due_on = (outcome.lead, outcome.due_on) if changes else (None, None)
    row.decided_by, row.decided_at = by, timezone.now()
    row.save(update_fields=["outcome", "outcome_reason", "lead", "due_on", "decided_by", "decided_at"])
    record(by, "planning.decide_item", row, note=row.outcome_reason, outcome=row.outcome)
    return row


@transaction.atomic
def present_review(round_: ReviewRound, *, by: Staff) -> ReviewRound:
    """Put the list before those who approve it. Raises NotAllowed, NotNow."""
    require(by, "planning.review")
    row = _locked(round_, State.OPEN)
    missing = row.items.filter(outcome="").count()
    if missing:
        raise NotNow(
            ngettext("%(n)d document has no outcome yet.", "%(n)d documents have no outcome yet.", missing)
            % {"n": missing}
        )
    row.state, row.presented_by, row.presented_at = State.PRESENTED, by, timezone.now()
    row.save(update_fields=["state", "presented_by", "presented_at"])
    record(by, "planning.present_review", row)
    return row


@transaction.atomic
def reopen_review(round_: ReviewRound, *, reason: str, by: Staff) -> ReviewRound:
    """Take a presented list back. Raises NotAllowed, NotNow, NoReason."""
    require(by, "planning.review")
    row = _locked(round_, State.PRESENTED)
    row.state, row.presented_by, row.presented_at = State.OPEN, None, None
    row.save(update_fields=["state", "presented_by", "presented_at"])
    record(by, "planning.reopen_review", row, note=reason_given(reason))
    return row


@transaction.atomic
def approve_review(round_: ReviewRound, *, number: str, decided_on: date, by: Staff, on: date) -> ReviewRound:
    """Enter the decision: each outcome but keep becomes work with its deadline. Raises NotAllowed, NotNow, NoReason."""
    require(by, "planning.approve_review")
    row = _locked(round_, State.PRESENTED)
    if row.presented_by_id == by.pk:
        raise NotNow(_("Whoever presented the list cannot approve it: a second person does."))
    if decided_on > on:
        raise NotNow(_("The day of the decision lies ahead."))
    row.state, row.approved_by, row.approved_at = State.APPROVED, by, timezone.now()
    row.decision_number, row.decided_on = reason_given(number)[:80], decided_on
    row.save(update_fields=["state", "approved_by", "approved_at", "decision_number", "decided_on"])
    holders = Holders(on)
    changes = (
        row.items.exclude(outcome=Proposal.KEEP).select_related("document__source", "lead").defer("document__text")
    )
    for item in changes:
        item.assignment = assign(
            None, holders.of_office(item.lead_id or row.office_id)[0], _order(item, row, on), by=None
        )
        item.save(update_fields=["assignment"])
    record(by, "planning.approve_review", row, decision=row.decision_number, work=len(changes))
    return row


def _order(item: ReviewItem, row: ReviewRound, on: date) -> Order:
    due = max(item.due_on or on, on)
    title = {
        Proposal.AMEND: _("Draft the amendment of %(document)s"),
        Proposal.REPLACE: _("Draft the document that replaces %(document)s"),
        Proposal.REPEAL: _("Draft the repeal of %(document)s"),
    }[Proposal(item.outcome)]
    note = _("Review of documents %(year)d, decision %(number)s.") % {"year": row.year, "number": row.decision_number}
    return Order(
        due_on=due, opens_on=on, title=title % {"document": item.document}, note=f"{note}\n{item.outcome_reason}",
        expected_output=_("The draft, submitted to whoever issues it"),
    )  # fmt: skip
