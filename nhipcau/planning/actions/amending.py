"""Changes in the year: of an approved plan, by amendment with its reason, never by editing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.people.models import Office, Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import announce, record
from nhipcau.planning.actions.drafting import BadLine, Written, check_days, make_line
from nhipcau.planning.actions.faults import NotEnough, NotNow, locked_line, locked_round, reason_given
from nhipcau.planning.actions.papers import Kept, Upload, sealed_paper
from nhipcau.planning.actions.working import order_of
from nhipcau.planning.models import Amendment, Change, OfficePlan, PlanLine, PlanRound
from nhipcau.planning.queries import Holders
from nhipcau.planning.rules.money import grouped
from nhipcau.planning.signals import plan_amended
from nhipcau.work.actions import cancel_assignment, edit_assignment
from nhipcau.work.models import Assignment

State = PlanLine.State


@dataclass(frozen=True, slots=True)
class NewValues:
    """What one line is to read; None leaves a column as it is. ``delta`` in đồng, more or less."""

    delta: Decimal = Decimal(0)
    activity: str | None = None
    output: str | None = None
    measure: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    lead: Office | None = None
    cancel: bool = False


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line that the year gets in addition."""

    plan: OfficePlan
    written: Written


@dataclass(frozen=True, slots=True)
class Ground:
    """Why the plan is amended; the decision is needed where the year's total changes."""

    reason: str
    decision_number: str = ""
    decided_on: date | None = None
    upload: Upload | None = None


def amend(
    round_: PlanRound, ground: Ground, changes: Mapping[int, NewValues], *, by: Staff, on: date,
    new_lines: tuple[NewLine, ...] = (),
) -> Amendment:  # fmt: skip
    """Change lines (id → values) of an approved year and add ``new_lines``, all or nothing.

    Money may move between lines of one source freely; a year or a source that costs more or less than before needs a
    decision. The work of a changed line follows. Raises NotAllowed, NotNow, NoReason, NotEnough, BadLine, FileRefused.
    """
    require(by, "planning.amend")
    paper = sealed_paper(ground.upload, by=by)
    with Kept() as kept:
        return _amend(round_, ground, changes, new_lines, paper, kept, by=by, on=on)


@transaction.atomic
def _amend(
    round_: PlanRound, ground: Ground, changes: Mapping[int, NewValues], new_lines: tuple[NewLine, ...],
    paper: tuple[str, bytes, str] | None, kept: Kept, *, by: Staff, on: date,
) -> Amendment:  # fmt: skip
    row = locked_round(round_)
    if row.state != PlanRound.State.APPROVED:
        raise NotNow(_("The plan is not approved yet: change it by editing its lines."))
    if not changes and not new_lines:
        raise NotNow(_("Nothing is changed."))
    if ground.decided_on is not None and ground.decided_on > on:
        raise NotNow(_("The day of the decision lies ahead."))
    made = _row(row, ground, paper, kept, by=by)
    moved: dict[str, Decimal] = {}
    for pk in sorted(changes):
        line = locked_line(PlanLine(pk=pk))
        if line.plan.round_id != row.pk:
            raise NotNow(_("The line belongs to another year."))
        moved[line.fund] = moved.get(line.fund, Decimal(0)) + _change(line, changes[pk], made, by=by, on=on)
    for new in new_lines:
        fund = str(new.written.fund)
        moved[fund] = moved.get(fund, Decimal(0)) + _add(new, made, by=by, on=on)
    if not (ground.decision_number.strip() and ground.decided_on):
        _needs_no_decision(moved)
    total = sum(moved.values(), Decimal(0))
    record(by, "planning.amend", made, note=made.reason, total=str(total), lines=sorted(changes))
    announce(plan_amended, amendment=made)
    return made


def _needs_no_decision(moved: Mapping[str, Decimal]) -> None:
    """Raise NotNow where the year costs more or less, or one source gives what another was to give (fund → đồng)."""
    total = sum(moved.values(), Decimal(0))
    if total:
        raise NotNow(
            _("The year's total changes by %(money)s đồng: enter the number and day of the decision.")
            % {"money": grouped(total)}
        )
    sources = [str(PlanLine.Fund(fund).label) for fund, delta in moved.items() if delta]
    if sources:
        raise NotNow(
            _("Money moves from one source to another (%(sources)s): enter the number and day of the decision.")
            % {"sources": ", ".join(sources)}
        )


def _row(row: PlanRound, ground: Ground, paper: tuple[str, bytes, str] | None, kept: Kept, *, by: Staff) -> Amendment:
    last = row.amendments.aggregate(last=Max("number"))["last"] or 0
    made = Amendment(
        round=row, number=last + 1, reason=reason_given(ground.reason), decision_number=ground.decision_number.strip(),
        decided_on=ground.decided_on, by=by, at=timezone.now(),
    )  # fmt: skip
    if paper is not None:
        made.decision_name, content, made.decision_sha256 = paper
        name = f"{made.decision_sha256[:16]}.{made.decision_name.rpartition('.')[2][:8]}"
        made.decision_file.save(name, ContentFile(content), save=False)
        kept.append(made)
    made.save(force_insert=True)
    return made


def _change(line: PlanLine, new: NewValues, amendment: Amendment, *, by: Staff, on: date) -> Decimal:
    """Write one line's change; answers by how much its money changed."""
    if line.state != State.APPROVED:
        raise NotNow(_("Only approved lines can be amended: “%(line)s”.") % {"line": line})
    delta = line.committed - line.current if new.cancel else new.delta
    if line.current + delta < line.committed:
        raise NotEnough(
            _("%(money)s đồng are committed already on “%(line)s”: it cannot have less.")
            % {"money": grouped(line.committed), "line": line}
        )
    before, after = _difference(line, new)
    if not delta and not after:
        raise NotNow(_("Nothing is changed."))
    revision = line.revision + 1
    Change.objects.create(amendment=amendment, line=line, revision=revision, delta=delta, before=before, after=after)
    line.refresh_from_db(fields=["current"])
    for field in fields(NewValues):
        value = getattr(new, field.name)
        if field.name not in {"delta", "cancel"} and value is not None:
            setattr(line, field.name, value)
    if not line.activity.strip():
        raise BadLine(_("Say what is to be done."))
    check_days(line.starts_on, line.ends_on, line.plan.round.year)
    line.state, line.revision = (State.CANCELLED if new.cancel else State.APPROVED), revision
    line.save(update_fields=["activity", "output", "measure", "starts_on", "ends_on", "lead", "state", "revision"])
    _follow(line, amendment, by=by, on=on)
    return delta


def _difference(line: PlanLine, new: NewValues) -> tuple[dict[str, Any], dict[str, Any]]:
    """(before, after) of the columns that change, as plain JSON."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for field in fields(NewValues):
        value = getattr(new, field.name)
        if field.name in {"delta", "cancel"} or value is None or value == getattr(line, field.name):
            continue
        before[field.name], after[field.name] = _plain(getattr(line, field.name)), _plain(value)
    if new.cancel:
        before["state"], after["state"] = State.APPROVED.value, State.CANCELLED.value
    return before, after


def _plain(value: Any) -> Any:
    if isinstance(value, Office):
        return value.name
    return value.isoformat() if isinstance(value, date) else value


def _add(new: NewLine, amendment: Amendment, *, by: Staff, on: date) -> Decimal:
    """A line of its own: approved nothing, given its estimate by this amendment."""
    if new.plan.round_id != amendment.round_id:
        raise NotNow(_("The line belongs to another year."))
    line = make_line(new.plan, new.written, by=by, on=on, added_by=amendment)
    Change.objects.create(
        amendment=amendment, line=line, revision=1, delta=line.proposed, after={"state": "approved"}
    )
    line.state, line.revision, line.appraised, line.approved = State.APPROVED, 1, line.proposed, Decimal(0)
    line.current = line.proposed
    line.appraised_by, line.appraised_at = by, timezone.now()
    line.save(update_fields=["state", "revision", "appraised", "approved", "current", "appraised_by", "appraised_at"])
    return line.proposed


def _follow(line: PlanLine, amendment: Amendment, *, by: Staff, on: date) -> None:
    """The work of a changed line reads as the line does; that of a cancelled one is called off."""
    work = line.assignment
    if work is None or work.state not in {Assignment.State.OPEN, Assignment.State.HANDED_IN}:
        return
    if line.state == State.CANCELLED:
        cancel_assignment(work, by=by, on=on, reason=amendment.reason)
    elif work.state == Assignment.State.OPEN:
        lead = Holders(on).of_office(line.lead_id)[0]
        edit_assignment(work, lead, order_of(line, tuple(work.partners.all())), by=by)


def total_now(round_: PlanRound) -> Decimal:
    """What the year costs today, in đồng."""
    found = PlanLine.objects.filter(plan__round=round_).aggregate(total=Sum("current"))["total"]
    return found or Decimal(0)
