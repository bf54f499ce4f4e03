"""What a coordinator does with a duty that stands in the register."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.duties.models import Duty, DutyOffice, DutyRevision, DutyState
from nhipcau.duties.signals import duty_closed
from nhipcau.people.models import Function, Office, OfficeGroup, Staff, Topic
from nhipcau.people.permissions import require
from nhipcau.people.trail import announce, record


class AlreadyClosed(Exception):
    """The duty ended or was withdrawn before; open it again first."""


class NoReason(Exception):
    """A step that others will ask about needs its reason in words."""


@dataclass(frozen=True, slots=True)
class Change:
    """The new values of a duty, all of them."""

    text: str
    role: str
    cadence: str
    deadline: date | None
    starts_on: date | None
    function: Function | None


@dataclass(frozen=True, slots=True)
class OfficeChoice:
    """Whom a duty is addressed to: exactly one of ``office`` and ``group``, or a ``printed`` name not matched yet."""

    office: Office | None = None
    group: OfficeGroup | None = None
    printed: str = ""
    is_lead: bool = True


@transaction.atomic
def edit_duty(duty: Duty, change: Change, *, by: Staff, reason: str = "") -> Duty:
    """Change the words or dates of a duty; what stood before is kept. Raises NotAllowed."""
    require(by, "duties.edit")
    before = {f.name: getattr(duty, f.name) for f in fields(change)}
    changed = [name for name, value in before.items() if value != getattr(change, name)]
    if not changed:
        return duty
    DutyRevision.objects.create(
        duty=duty, before={name: _plain(before[name]) for name in changed}, reason=reason, by=by
    )
    for name in changed:
        setattr(duty, name, getattr(change, name))
    duty.save(update_fields=changed)
    record(by, "duties.edit", duty, note=reason, changed=changed)
    return duty


def _plain(value: Any) -> str | None:
    return None if value is None else str(value)


@transaction.atomic
def end_duty(duty: Duty, *, by: Staff, last_day: date, reason: str) -> Duty:
    """The duty no longer binds after ``last_day``. Raises NotAllowed, AlreadyClosed, NoReason."""
    require(by, "duties.edit")
    _open_with_reason(duty, reason)
    duty.state, duty.ended_on, duty.state_reason = DutyState.ENDED, last_day, reason.strip()
    duty.save(update_fields=["state", "ended_on", "state_reason"])
    record(by, "duties.end", duty, note=reason, last_day=last_day.isoformat())
    announce(duty_closed, duty=duty)
    return duty


@transaction.atomic
def withdraw_duty(duty: Duty, *, by: Staff, reason: str) -> Duty:
    """The duty should never have been in the register. Raises NotAllowed, AlreadyClosed, NoReason."""
    require(by, "duties.edit")
    _open_with_reason(duty, reason)
    duty.state, duty.state_reason = DutyState.WITHDRAWN, reason.strip()
    duty.save(update_fields=["state", "state_reason"])
    record(by, "duties.withdraw", duty, note=reason)
    announce(duty_closed, duty=duty)
    return duty


@transaction.atomic
def reopen_duty(duty: Duty, *, by: Staff) -> Duty:
    """Put a closed duty in force again. Raises NotAllowed."""
    require(by, "duties.edit")
    duty.state, duty.ended_on, duty.state_reason = DutyState.OPEN, None, ""
    duty.save(update_fields=["state", "ended_on", "state_reason"])
    record(by, "duties.reopen", duty)
    return duty


def _open_with_reason(duty: Duty, reason: str) -> None:
    if duty.state != DutyState.OPEN:
        raise AlreadyClosed(_("This duty is closed already."))
    if not reason.strip():
        raise NoReason(_("Say why, so that others can follow it later."))


@transaction.atomic
def set_offices(duty: Duty, choices: Iterable[OfficeChoice], *, by: Staff) -> Duty:
    """Say anew whom the duty is addressed to. Raises NotAllowed."""
    require(by, "duties.edit")
    DutyOffice.objects.filter(duty=duty).delete()
    rows = {choice.office or choice.group or choice.printed: choice for choice in choices}
    DutyOffice.objects.bulk_create(DutyOffice(duty=duty, **_columns(choice)) for choice in rows.values())
    record(by, "duties.set_offices", duty, offices=[str(name) for name in rows])
    return duty


def _columns(choice: OfficeChoice) -> dict[str, Any]:
    return {"office": choice.office, "group": choice.group, "printed": choice.printed, "is_lead": choice.is_lead}


@transaction.atomic
def set_topics(duty: Duty, topics: Iterable[Topic], *, by: Staff) -> Duty:
    """Say anew which topics the duty belongs to. Raises NotAllowed."""
    require(by, "duties.edit")
    chosen = list(topics)
    duty.topics.set(chosen)
    record(by, "duties.set_topics", duty, topics=[topic.key for topic in chosen])
    return duty
