"""Award proposals and working sessions for tests."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django.utils import timezone

from nhipcau.people.models import LegalClock, Office, Staff
from nhipcau.work.models import AwardCategory, AwardOpinion, AwardProposal, WorkingSession
from tests.factories.people import StaffFactory


def category_of(key: str = "bang-khen-tinh") -> AwardCategory:
    """A category, laid by the migration."""
    return AwardCategory.objects.get(key=key)


def proposal_of(office: Office, *, person: Staff | None = None, **fields: Any) -> AwardProposal:
    """A dossier in preparation: for ``person``, else for the office itself."""
    return AwardProposal.objects.create(
        year=fields.pop("year", timezone.localdate().year), category=fields.pop("category", None) or category_of(),
        office=office, person=person, for_office=None if person else office, printed_name=str(person or office),
        merits="Có thành tích xuất sắc trong công tác thông tin đối ngoại", proposed_at=timezone.now(),
        proposed_by=fields.pop("proposed_by", None) or StaffFactory(), **fields,
    )  # fmt: skip


def advised(proposal: AwardProposal, by: Staff) -> AwardProposal:
    """The council agrees."""
    AwardOpinion.objects.create(
        proposal=proposal,
        advice="agree",
        held_on=timezone.localdate(),
        votes_for=7,
        votes_all=9,
        by=by,
        at=timezone.now(),
    )
    proposal.state = "advised"
    proposal.save()
    return proposal


def keeping_rules() -> None:
    """How long dossiers are kept, as the profile says."""
    for rule, days in (("luu-ho-so-khen-thuong", 1825), ("luu-de-nghi-khong-khen", 365)):
        LegalClock.objects.create(rule=rule, instrument="Quy ước", amount=days, unit="calendar_day")


def session_of(lead: Office, *asked: Office, held_on: date | None = None, **fields: Any) -> WorkingSession:
    """A planned session of today."""
    made = WorkingSession.objects.create(
        kind="preliminary", title="Hội nghị sơ kết công tác thông tin đối ngoại", lead=lead, venue="Phòng họp số 1",
        held_on=held_on or timezone.localdate(), starts_at=time(8), planned_by=StaffFactory(), planned_at=timezone.now(),
        **fields,
    )  # fmt: skip
    for office in asked:
        made.offices.create(office=office)
    return made
