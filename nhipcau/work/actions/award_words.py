"""Who is told what about a proposal. No notice names a person: notices are mailed, and outlive the dossier."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from nhipcau.people.actions import tell
from nhipcau.people.models import Membership, Staff
from nhipcau.people.rules.roles import StaffRole
from nhipcau.work.models import AwardProposal


def _words(kind: str) -> str:
    return {
        "award_proposed": _("You are proposed for an award: %(what)s. You can see and correct the entry."),
        "award_changed": _("Your entry for an award was changed: %(what)s"),
        "award_corrected": _("The person proposed corrected their entry: %(what)s"),
        "award_submitted": _("A dossier waits for the council: %(what)s"),
        "award_returned": _("A dossier was returned: %(what)s"),
        "award_withdrawn": _("A proposal was withdrawn: %(what)s"),
        "award_advised": _("An award waits for your decision: %(what)s"),
        "award_decided": _("An award was decided: %(what)s"),
    }[kind]


def _tell(people: Iterable[Staff], proposal: AwardProposal, kind: str, *, by: Staff) -> None:
    turn = proposal.revisions.count() if kind in {"award_corrected", "award_changed"} else proposal.state
    tell(
        [person for person in people if person.pk != by.pk], kind=f"work.{kind}", about=f"award:{proposal.pk}:{turn}",
        text=_words(kind) % {"what": str(proposal)}, url=reverse("work:award", args=[proposal.pk]), by=by,
    )  # fmt: skip


def tell_person(proposal: AwardProposal, kind: str, *, by: Staff) -> None:
    """The person proposed, where it is one."""
    if proposal.person is not None:
        _tell([proposal.person], proposal, kind, by=by)


def tell_office(proposal: AwardProposal, kind: str, *, by: Staff) -> None:
    """Who made the proposal."""
    _tell([proposal.proposed_by], proposal, kind, by=by)


def _with_roles(*roles: StaffRole, on: date) -> list[Staff]:
    places = Membership.objects.on(on).filter(role__in=roles, staff__is_active=True)
    return list(Staff.objects.filter(pk__in=places.values("staff")).order_by("pk"))


def tell_coordinators(proposal: AwardProposal, kind: str, *, on: date, by: Staff) -> None:
    """Those who keep the council's papers; never the person proposed about themselves as others."""
    people = [p for p in _with_roles(StaffRole.COORDINATOR, on=on) if p.pk != proposal.person_id]
    _tell(people, proposal, kind, by=by)


def tell_deciders(proposal: AwardProposal, kind: str, *, on: date, by: Staff) -> None:
    """Those who decide; never the person proposed."""
    people = [p for p in _with_roles(StaffRole.LEADER, StaffRole.APPROVER, on=on) if p.pk != proposal.person_id]
    _tell(people, proposal, kind, by=by)
