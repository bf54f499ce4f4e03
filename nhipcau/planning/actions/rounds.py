"""A round from its opening to its approval."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import F, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nhipcau.people.models import LegalClock, Office, Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import announce, record
from nhipcau.planning.actions.faults import (
    NotNow,
    approved_words,
    locked_plan,
    locked_round,
    must_be,
    must_be_open,
    reason_given,
)
from nhipcau.planning.actions.papers import Kept, Upload, sealed_paper
from nhipcau.planning.gathering import gather
from nhipcau.planning.models import OfficePlan, PlanLine, PlanRound, PlanStep
from nhipcau.planning.rules.consolidation import as_values, checksum
from nhipcau.planning.signals import plan_approved

State = PlanRound.State


@dataclass(frozen=True, slots=True)
class Call:
    """What a round asks: of which year, until when and why then, with which guidance; ``asks`` is the template of the
    year, what every activity has to say (``PlanRound.Asked``)."""

    year: int
    title: str
    due_on: date
    guidance: str = ""
    asks: tuple[str, ...] = ()
    clock: LegalClock | None = None
    due_basis: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """The paper that approves: its number, its day, and its file as it came."""

    number: str
    on: date
    upload: Upload | None = None


@transaction.atomic
def open_round(call: Call, office: Office, offices: Iterable[Office], *, by: Staff, on: date) -> PlanRound:
    """Ask ``offices`` for their plans; ``office`` coordinates. Raises NotAllowed, NotNow."""
    require(by, "planning.open_round")
    if PlanRound.objects.filter(year=call.year).exists():
        raise NotNow(_("There is a round for %(year)d already.") % {"year": call.year})
    if call.due_on < on:
        raise NotNow(_("The due day has passed. Choose a later one."))
    asked = {o.pk: o for o in offices}
    if not asked:
        raise NotNow(_("Choose at least one office."))
    made = _new_round(call, office, by=by)
    _ask(made, asked.values(), by=by)
    record(by, "planning.open_round", made, due_on=call.due_on.isoformat(), offices=[o.key for o in asked.values()])
    return made


def _known(asks: Collection[str]) -> list[str]:
    return [key for key in PlanRound.Asked.values if key in asks]


def _new_round(call: Call, office: Office, *, by: Staff) -> PlanRound:
    try:
        with transaction.atomic():
            return PlanRound.objects.create(
                year=call.year, title=reason_given(call.title)[:300], guidance=call.guidance, office=office,
                due_on=call.due_on, asks=_known(call.asks), clock=call.clock, due_basis=call.due_basis[:500], opened_by=by,
                opened_at=timezone.now(),
            )  # fmt: skip
    except IntegrityError as fault:  # another opened it in the same moment
        if not PlanRound.objects.filter(year=call.year).exists():
            raise
        raise NotNow(_("There is a round for %(year)d already.") % {"year": call.year}) from fault


def _ask(round_: PlanRound, offices: Iterable[Office], *, by: Staff) -> list[OfficePlan]:
    now = timezone.now()
    made = OfficePlan.objects.bulk_create(OfficePlan(round=round_, office=o, changed_at=now) for o in offices)
    PlanStep.objects.bulk_create(PlanStep(plan=p, kind=PlanStep.Kind.OPENED, by=by, at=now) for p in made)
    return made


@transaction.atomic
def ask_offices(round_: PlanRound, offices: Iterable[Office], *, by: Staff) -> int:
    """Ask more offices; those asked before are passed over. Answers how many are new. Raises NotAllowed, NotNow."""
    require(by, "planning.open_round")
    row = locked_round(round_)
    must_be_open(row)
    there = set(row.plans.values_list("office_id", flat=True))
    new = [o for o in {o.pk: o for o in offices}.values() if o.pk not in there]
    _ask(row, new, by=by)
    record(by, "planning.ask_offices", row, offices=[o.key for o in new])
    return len(new)


@transaction.atomic
def edit_round(
    round_: PlanRound, *, due_on: date, guidance: str, words: dict[str, str], by: Staff,
    asks: Collection[str] | None = None,
) -> PlanRound:  # fmt: skip
    """Change the due day, the guidance, the template (None leaves it) and the words of the paper. Raises NotAllowed, NotNow."""
    require(by, "planning.open_round")
    row = locked_round(round_)
    if row.state == State.APPROVED:
        raise NotNow(approved_words(row))
    before = row.due_on.isoformat()
    row.due_on, row.guidance = due_on, guidance
    row.words = {key: text for key, text in words.items() if text.strip()}
    row.asks = row.asks if asks is None else _known(asks)
    row.save(update_fields=["due_on", "guidance", "words", "asks"])
    record(by, "planning.edit_round", row, before=before, due_on=due_on.isoformat())
    return row


@transaction.atomic
def leave_out(plan: OfficePlan, *, reason: str, by: Staff) -> OfficePlan:
    """The year goes on without this office's plan; its lines are not taken. Raises NotAllowed, NotNow, NoReason."""
    require(by, "planning.decide")
    words = reason_given(reason)
    row = locked_plan(plan)
    must_be(row, OfficePlan.State.DRAFT, OfficePlan.State.RETURNED, OfficePlan.State.SUBMITTED)
    row.lines.update(
        state=PlanLine.State.DROPPED, appraised=0, appraisal_reason=words, appraised_by=by,
        appraised_at=timezone.now(),
    )  # fmt: skip
    row.state, row.changed_at = OfficePlan.State.LEFT_OUT, timezone.now()
    row.save(update_fields=["state", "changed_at"])
    PlanStep.objects.create(plan=row, kind=PlanStep.Kind.LEFT_OUT, note=words, by=by, at=timezone.now())
    record(by, "planning.leave_out", row, note=words)
    return row


@transaction.atomic
def present(round_: PlanRound, *, by: Staff) -> PlanRound:
    """Put the consolidated plan before those who approve it. Raises NotAllowed, NotNow."""
    require(by, "planning.present")
    row = locked_round(round_)
    must_be_open(row)
    waiting = row.plans.exclude(state__in=[OfficePlan.State.ACCEPTED, OfficePlan.State.LEFT_OUT]).count()
    if waiting:
        raise NotNow(
            ngettext(
                "%(n)d office's plan is neither accepted nor left out.",
                "%(n)d offices' plans are neither accepted nor left out.",
                waiting,
            )
            % {"n": waiting}
        )
    lines = PlanLine.objects.filter(plan__round=row)
    unseen = lines.filter(state=PlanLine.State.OPEN).count()
    if unseen:
        raise NotNow(
            ngettext("%(n)d line is not appraised yet.", "%(n)d lines are not appraised yet.", unseen) % {"n": unseen}
        )
    if not lines.filter(state=PlanLine.State.TAKEN).exists():
        raise NotNow(_("No line was taken into the plan."))
    row.state, row.presented_by, row.presented_at = State.PRESENTED, by, timezone.now()
    row.save(update_fields=["state", "presented_by", "presented_at"])
    record(by, "planning.present", row, lines=lines.count())
    return row


@transaction.atomic
def take_back(round_: PlanRound, *, reason: str, by: Staff) -> PlanRound:
    """Open a presented plan again. Raises NotAllowed, NotNow, NoReason."""
    require(by, "planning.present")
    words = reason_given(reason)
    row = locked_round(round_)
    if row.state == State.APPROVED:
        raise NotNow(approved_words(row))
    if row.state != State.PRESENTED:
        raise NotNow(_("The plan was not presented."))
    row.state, row.presented_by, row.presented_at = State.OPEN, None, None
    row.save(update_fields=["state", "presented_by", "presented_at"])
    record(by, "planning.take_back", row, note=words)
    return row


def approve(round_: PlanRound, decision: Decision, *, by: Staff, on: date) -> PlanRound:
    """Enter the decision that approves the plan: from here on it is frozen, and its lines become work.

    Raises NotAllowed, NotNow (also where another was faster), FileRefused, NoReason.
    """
    require(by, "planning.approve")
    paper = sealed_paper(decision.upload, by=by)
    with Kept() as kept:
        return _approve(round_, decision, paper, kept, by=by, on=on)


@transaction.atomic
def _approve(
    round_: PlanRound, decision: Decision, paper: tuple[str, bytes, str] | None, kept: Kept, *,
    by: Staff, on: date,
) -> PlanRound:  # fmt: skip
    row = locked_round(round_)
    if row.state == State.APPROVED:
        raise NotNow(approved_words(row))
    if row.state != State.PRESENTED:
        raise NotNow(_("The plan was not presented for approval, or it was taken back."))
    if row.presented_by_id == by.pk:
        raise NotNow(_("Whoever presented the plan cannot approve it: a second person does."))
    if decision.on > on:
        raise NotNow(_("The day of the decision lies ahead."))
    lines = PlanLine.objects.filter(plan__round=row)
    lines.filter(state=PlanLine.State.TAKEN).update(
        state=PlanLine.State.APPROVED, approved=F("appraised"), current=F("appraised")
    )
    lines.filter(state=PlanLine.State.DROPPED).update(approved=0)
    row.frozen = as_values(gather(row, on=on))
    row.frozen_sha256 = checksum(row.frozen)
    row.approved_total = lines.aggregate(total=Sum("approved"))["total"] or 0
    row.decision_number, row.decided_on = reason_given(decision.number)[:80], decision.on
    row.state, row.approved_by, row.approved_at = State.APPROVED, by, timezone.now()
    if paper is not None:
        name, content, digest = paper
        row.decision_name, row.decision_sha256 = name, digest
        row.decision_file.save(f"{digest[:16]}.{name.rpartition('.')[2][:8]}", ContentFile(content), save=False)
        kept.append(row)
    row.save()
    record(
        by, "planning.approve", row, decision=row.decision_number, total=str(row.approved_total),
        sha256=row.frozen_sha256,
    )  # fmt: skip
    announce(plan_approved, round=row)
    return row
