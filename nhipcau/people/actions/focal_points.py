"""Appointing focal points and deputies, and ending it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.people.actions.faults import NotNow, words_given
from nhipcau.people.actions.notices import tell
from nhipcau.people.models import FocalPoint, Membership, Notice, Office, Staff
from nhipcau.people.permissions import require
from nhipcau.people.queries import expected_offices, offices_with_focal_point
from nhipcau.people.rules.roles import StaffRole
from nhipcau.people.trail import record

GAP = "people.no_focal_point"


@dataclass(frozen=True, slots=True)
class Appointment:
    """Who is appointed as what, by which decision, from when (and, where it is known, until when)."""

    staff: Staff
    kind: str
    manner: str
    decision_number: str
    decided_on: date
    valid_from: date
    valid_to: date | None = None


@transaction.atomic
def appoint(office: Office, appointment: Appointment, *, by: Staff, on: date) -> FocalPoint:
    """Enter an appointment. A focal point who is in office until now ends the day before.

    Raises NotAllowed, NotNow, NoReason, FileRefused.
    """
    require(by, "people.appoint", office=office, on=on)
    Office.objects.select_for_update().get(pk=office.pk)  # one appointment after the other in an office
    _check(office, appointment, on)
    number = words_given(appointment.decision_number, missing=_("Give the number of the decision that appoints."))
    if appointment.kind == FocalPoint.Kind.FOCAL:
        _end_predecessor(office, appointment, by=by)
    try:
        with transaction.atomic():
            made = FocalPoint.objects.create(
                office=office, staff=appointment.staff, kind=appointment.kind, manner=appointment.manner,
                decision_number=number[:80], decided_on=appointment.decided_on, valid_from=appointment.valid_from,
                valid_to=appointment.valid_to, entered_by=by, entered_at=timezone.now(),
            )  # fmt: skip
    except IntegrityError as fault:
        raise NotNow(_("This person is appointed in this office already. End that first.")) from fault
    record(by, "people.appoint", made, office=office.key, decision=number, manner=made.manner)
    text = _("You are appointed: %(what)s, %(office)s") % {"what": made.get_kind_display(), "office": office.name}
    address = reverse("people:focal_office", args=[office.key])
    tell([made.staff], kind="people.appointed", about=f"appointment:{made.pk}", text=text, url=address, by=by)
    return made


def _check(office: Office, asked: Appointment, on: date) -> None:
    until = asked.valid_to
    if until is not None and until < asked.valid_from:
        raise NotNow(_("The appointment ends before it begins."))
    if office.valid_to is not None and office.valid_to < asked.valid_from:
        raise NotNow(_("The office ended before that day. Appoint in the office that came after it."))
    if asked.decided_on > on:
        raise NotNow(_("The day of the decision lies ahead."))
    if not asked.staff.is_active:
        raise NotNow(_("The account of this person is closed."))
    mine = FocalPoint.objects.filter(office=office, staff=asked.staff)
    if any(_overlap(row, asked) for row in mine):
        raise NotNow(_("This person is appointed in this office already. End that first."))


def _overlap(row: FocalPoint, asked: Appointment) -> bool:
    begins_in_time = asked.valid_to is None or row.valid_from <= asked.valid_to
    return begins_in_time and (row.valid_to is None or row.valid_to >= asked.valid_from)


def _end_predecessor(office: Office, asked: Appointment, *, by: Staff) -> None:
    for row in FocalPoint.objects.filter(office=office, kind=FocalPoint.Kind.FOCAL).select_related("office", "staff"):
        if not _overlap(row, asked):
            continue
        if row.valid_from >= asked.valid_from:
            raise NotNow(_("Another focal point is entered from a later day. End that first."))
        row.valid_to = asked.valid_from - timedelta(days=1)
        row.save(update_fields=["valid_to"])
        record(by, "people.end_appointment", row, last_day=row.valid_to.isoformat())


@transaction.atomic
def end_appointment(row: FocalPoint, *, last_day: date, by: Staff, on: date) -> FocalPoint:
    """End an appointment with ``last_day``. Raises NotAllowed, NotNow."""
    require(by, "people.appoint", office=row.office_id, on=on)
    held = FocalPoint.objects.select_for_update(of=("self",)).select_related("office", "staff").get(pk=row.pk)
    if held.valid_to is not None and held.valid_to < on:
        raise NotNow(_("The appointment has ended already."))
    if last_day < held.valid_from:
        raise NotNow(_("The appointment ends before it begins."))
    held.valid_to = last_day
    held.save(update_fields=["valid_to"])
    record(by, "people.end_appointment", held, last_day=last_day.isoformat())
    return held


@transaction.atomic
def tell_gaps(*, on: date, by: Staff | None = None) -> int:
    """Tell the coordinators once a week how many offices have no focal point, and at once of each that lost its own.

    ``by`` None is the program. Answers how many notices are new. Raises NotAllowed.
    """
    if by is not None:
        require(by, "people.appoint")
    gaps = list(expected_offices(on).exclude(pk__in=offices_with_focal_point(on)))
    if not gaps:
        return 0
    year, week, _day = on.isocalendar()
    words = [(
        f"week:{year}-{week:02d}", _("%(n)d offices have no focal point for external information.") % {"n": len(gaps)},
        reverse("people:focal_points") + "?gaps=1",
    )]  # fmt: skip
    past = FocalPoint.objects.filter(office__in=gaps, kind=FocalPoint.Kind.FOCAL, valid_from__lte=on)
    last = dict(past.order_by("valid_from", "pk").values_list("office_id", "pk"))
    words += [
        (f"after:{last[office.pk]}", _("No focal point for external information any more: %(office)s") % {
            "office": office.name}, reverse("people:focal_office", args=[office.key]))
        for office in gaps if office.pk in last
    ]  # fmt: skip
    said = set(Notice.objects.filter(kind=GAP, about__in=[w[0] for w in words]).values_list("about", flat=True))
    places = Membership.objects.on(on).filter(role=StaffRole.COORDINATOR, staff__is_active=True)
    people = list(Staff.objects.filter(pk__in=places.values("staff")))
    new = [word for word in words if word[0] not in said]
    told = sum(tell(people, kind=GAP, about=about, text=text, url=url, by=by) for about, text, url in new)
    if told:
        record(by, "people.tell_gaps", note=str(told))
    return told
