"""Triage: a statement of fact goes to the desk; everything else gets an answer in words and never a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.corrections.actions.faults import NotNow, words_given
from nhipcau.corrections.actions.steps import _held, _refuse_marked, _take, _tell_next
from nhipcau.corrections.clocks import CORRESPONDENCE, DESK, clock_for, due_day
from nhipcau.corrections.models import Case
from nhipcau.corrections.rules.verdicts import Kind, State
from nhipcau.people.models import Staff
from nhipcau.people.permissions import require

OPEN_TO_TRIAGE = frozenset({State.RECEIVED, State.DESK, State.CORRESPONDENCE})


@dataclass(frozen=True, slots=True)
class Decision:
    """What it is and why; for a duplicate, of which case. ``statement``: the sentence as the item has it, where the sender was not exact;
    ``item_title`` and ``item_on`` where the sender did not say them. What is empty changes nothing."""

    kind: Kind
    reason: str
    duplicate_of: Case | None = None
    statement: str = ""
    item_title: str = ""
    item_on: date | None = None


def triage(case: Case, decision: Decision, *, by: Staff, now: datetime) -> Case:
    """Decide what the case is. May be decided anew until something of it is public; a draft's verdict goes with it.

    Raises NotAllowed, NotNow, BearsSecrecyMark.
    """
    require(by, "corrections.triage")
    _refuse_marked(decision.statement, decision.item_title, decision.reason, by=by)
    return _triage(case, decision, by=by, now=now)


@transaction.atomic
def _triage(case: Case, decision: Decision, *, by: Staff, now: datetime) -> Case:
    row = _held(case)
    if row.state not in OPEN_TO_TRIAGE or row.kind == Kind.APPEAL or row.entries.exists():
        raise NotNow(_("This case cannot be triaged any more."))
    if decision.kind == Kind.APPEAL:
        raise NotNow(_("An appeal is made at an entry of the public log."))
    other = decision.duplicate_of if decision.kind == Kind.DUPLICATE else None
    if decision.kind == Kind.DUPLICATE and (other is None or other.pk == row.pk or other.kind == Kind.DUPLICATE):
        raise NotNow(_("Name the case that was there first. It must not be a duplicate itself."))
    reason, again = words_given(decision.reason), row.state != State.RECEIVED
    received = _make_exact(row, decision, today=timezone.localdate(now))
    on = timezone.localdate(row.received_at)
    row.kind, row.duplicate_of, row.triaged_at = decision.kind, other, row.triaged_at or now
    is_fact = decision.kind == Kind.FACT
    row.state = State.DESK if is_fact else State.CORRESPONDENCE
    row.clock = clock_for(DESK if is_fact else CORRESPONDENCE, on)
    row.due_on = due_day(row.clock, on)
    if not is_fact:
        row.verdict, row.is_withdrawal = "", False
    row.save()
    note = f"{row.get_kind_display()}: {reason}\n{received}"
    _take(row, "retriaged" if again else "triaged", by=by, note=note)
    _tell_next(row, by=by)
    return row


def _make_exact(case: Case, decision: Decision, *, today: date) -> str:
    """Put in what the item really says, its title and day; answers the words as they were received where they were others."""
    if decision.item_on is not None and decision.item_on > today:
        raise NotNow(_("The day on which the item was published lies ahead."))
    before, exact = case.statement, decision.statement.strip()
    case.statement = exact or before
    case.item_title = decision.item_title.strip()[:500] or case.item_title
    case.item_on = decision.item_on or case.item_on
    return _("Words as received: %(words)s") % {"words": before} if case.statement != before else ""
