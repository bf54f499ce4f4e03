"""Requests: opened by hand or by the clock, more offices asked, the due day moved, cancelled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.documents.rules.secrecy import find_secrecy_mark
from nhipcau.people.models import Office, OfficeGroup, Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import record
from nhipcau.planning.queries import Holders
from nhipcau.reports.actions.faults import Classified, NotNow, locked_request, must_be_open, reason_given
from nhipcau.reports.models import (
    FormVersion,
    Occasion,
    ReportForm,
    ReportRequest,
    ReportSchedule,
    Submission,
    SubmissionStep,
)
from nhipcau.reports.rules.periods import ReportPeriod, period_at

State = ReportRequest.State


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked: on which occasion, about which period, until when. An empty title follows the form's."""

    occasion: str
    period: ReportPeriod
    due_on: date
    title: str = ""
    guidance: str = ""


def version_in_use(form: ReportForm) -> FormVersion:
    """The last released version. Raises NotNow where there is none, or the form is retired."""
    if form.retired_at:
        raise NotNow(_("This form is no longer used. Choose another."))
    found = form.versions.filter(state=FormVersion.State.RELEASED).order_by("-number").first()
    if found is None:
        raise NotNow(_("The form has no released version yet. Release it first."))
    return found


@transaction.atomic
def open_request(
    form: ReportForm, ask: Ask, office: Office, offices: Iterable[Office], *, by: Staff | None, on: date,
    schedule: ReportSchedule | None = None,
) -> ReportRequest:  # fmt: skip
    """Ask ``offices``, as they are on ``on``, in the form's version of the day. Raises NotAllowed, NotNow, Classified."""
    if by is not None:
        require(by, "reports.ask")
    asked = {o.pk: o for o in offices}
    if not asked:
        raise NotNow(_("Choose at least one office."))
    if ask.due_on < on:
        raise NotNow(_("The due day has passed. Choose a later one."))
    title = (ask.title.strip() or form.title.replace("{ky}", ask.period.label))[:300]
    if find_secrecy_mark(f"{title}\n{ask.guidance}"):
        raise Classified
    made = ReportRequest.objects.create(
        version=version_in_use(form), occasion=ask.occasion, title=title, period_start=ask.period.start,
        period_end=ask.period.end, period_label=ask.period.label, guidance=ask.guidance, office=office,
        due_on=ask.due_on, schedule=schedule, opened_by=by, opened_at=timezone.now(),
    )  # fmt: skip
    _ask(made, asked.values(), by=by)
    record(by, "reports.open_request", made, due_on=ask.due_on.isoformat(), offices=[o.key for o in asked.values()])
    return made


def _ask(request: ReportRequest, offices: Iterable[Office], *, by: Staff | None) -> None:
    now = timezone.now()
    made = Submission.objects.bulk_create(Submission(request=request, office=o, changed_at=now) for o in offices)
    SubmissionStep.objects.bulk_create(
        SubmissionStep(submission=s, kind=SubmissionStep.Kind.OPENED, by=by, at=now) for s in made
    )


@transaction.atomic
def ask_more(request: ReportRequest, offices: Iterable[Office], *, by: Staff) -> int:
    """Ask more offices; those asked before are passed over. Answers how many are new. Raises NotAllowed, NotNow."""
    require(by, "reports.ask")
    row = locked_request(request)
    must_be_open(row)
    there = set(row.submissions.values_list("office_id", flat=True))
    new = [o for o in {o.pk: o for o in offices}.values() if o.pk not in there]
    _ask(row, new, by=by)
    record(by, "reports.ask_more", row, offices=[o.key for o in new])
    return len(new)


@transaction.atomic
def edit_request(request: ReportRequest, *, due_on: date, guidance: str, by: Staff) -> ReportRequest:
    """Change the due day and the guidance. Raises NotAllowed, NotNow, Classified."""
    require(by, "reports.ask")
    row = locked_request(request)
    must_be_open(row)
    if find_secrecy_mark(guidance):
        raise Classified
    before, row.due_on, row.guidance = row.due_on.isoformat(), due_on, guidance
    row.save(update_fields=["due_on", "guidance"])
    record(by, "reports.edit_request", row, before=before, due_on=due_on.isoformat())
    return row


@transaction.atomic
def cancel_request(request: ReportRequest, *, reason: str, by: Staff) -> ReportRequest:
    """Nobody has to answer any more. Raises NotAllowed, NotNow, NoReason."""
    require(by, "reports.ask")
    words = reason_given(reason)
    row = locked_request(request)
    must_be_open(row)
    row.state, row.reason, row.closed_at = State.CANCELLED, words, timezone.now()
    row.save(update_fields=["state", "reason", "closed_at"])
    record(by, "reports.cancel_request", row, note=words)
    return row


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a form is asked for: days are counted from the period's last day, below nought before it."""

    occasion: str
    starts_on: date
    opens_shift: int = -10
    due_shift: int = 5
    guidance: str = ""


@transaction.atomic
def keep_schedule(
    form: ReportForm, rhythm: Rhythm, office: Office, *, groups: Iterable[OfficeGroup], offices: Iterable[Office],
    by: Staff,
) -> ReportSchedule:  # fmt: skip
    """From now on a request opens by itself for each period. Raises NotAllowed, NotNow, Classified."""
    require(by, "reports.ask")
    version_in_use(form)
    named, members = list(offices), list(groups)
    if not named and not members:
        raise NotNow(_("Choose at least one office."))
    if rhythm.due_shift < rhythm.opens_shift:
        raise NotNow(_("The due day lies before the day of opening."))
    if rhythm.occasion == Occasion.AD_HOC:
        raise NotNow(_("What is asked on occasion does not come back by itself."))
    if find_secrecy_mark(rhythm.guidance):
        raise Classified
    made = ReportSchedule.objects.create(
        form=form, occasion=rhythm.occasion, office=office, opens_shift=rhythm.opens_shift,
        due_shift=rhythm.due_shift, guidance=rhythm.guidance, starts_on=rhythm.starts_on, made_by=by,
        made_at=timezone.now(),
    )  # fmt: skip
    made.groups.set(members)
    made.offices.set(named)
    record(by, "reports.keep_schedule", made, opens=rhythm.opens_shift, due=rhythm.due_shift)
    return made


@transaction.atomic
def stop_schedule(schedule: ReportSchedule, *, reason: str, by: Staff) -> ReportSchedule:
    """No more requests open by it; those that are open stay. Raises NotAllowed, NoReason."""
    require(by, "reports.ask")
    words = reason_given(reason)
    schedule.stopped_at = timezone.now()
    schedule.save(update_fields=["stopped_at"])
    record(by, "reports.stop_schedule", schedule, note=words)
    return schedule


@transaction.atomic
def open_scheduled(*, on: date, by: Staff | None = None) -> int:
    """Open what the clock says, each period once. Answers how many opened. Raises NotAllowed.

    Only the period of the day and the one before it are looked at: a worker that stood still does not flood offices.
    """
    if by is not None:
        require(by, "reports.ask")
    living = ReportSchedule.objects.filter(stopped_at__isnull=True, form__retired_at__isnull=True, starts_on__lte=on)
    opened = 0
    for schedule in living.select_for_update(of=("self",)).select_related("form", "office"):
        now = period_at(schedule.occasion, on)
        for period in (period_at(schedule.occasion, now.start - timedelta(days=1)), now):
            opened += _open_one(schedule, period, by=by, on=on)
    if opened:
        record(by, "reports.open_scheduled", requests=opened)
    return opened


def _open_one(schedule: ReportSchedule, period: ReportPeriod, *, by: Staff | None, on: date) -> int:
    opens = period.end + timedelta(days=schedule.opens_shift)
    if on < opens or period.end < schedule.starts_on:
        return 0
    if schedule.requests.filter(period_start=period.start).exists():
        return 0
    holders = Holders(on)
    asked = {o.pk: o for named in schedule.offices.all() for o in holders.of_office(named.pk) if _lives(o, on)}
    for group in schedule.groups.all():
        asked |= {o.pk: o for o in group.offices_on(on)}
    if not asked or not schedule.form.versions.filter(state=FormVersion.State.RELEASED).exists():
        return 0
    due = max(period.end + timedelta(days=schedule.due_shift), on)
    ask = Ask(schedule.occasion, period, due, guidance=schedule.guidance)
    open_request(schedule.form, ask, schedule.office, asked.values(), by=by, on=on, schedule=schedule)
    return 1


def _lives(office: Office, on: date) -> bool:
    return (office.valid_from is None or office.valid_from <= on) and (
        office.valid_to is None or on <= office.valid_to
    )
