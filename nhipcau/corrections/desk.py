"""The desk's one row of settings, and the office that signs."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from nhipcau.corrections.models import DeskSettings
from nhipcau.duties.models import Duty, DutyState
from nhipcau.people.models import Membership, Office, Staff


def desk_settings() -> DeskSettings:
    """The one row, or what holds until somebody changed it."""
    return DeskSettings.objects.filter(pk=1).select_related("office").first() or DeskSettings(pk=1)


def signing_office(by: Staff, on: date) -> Office | None:
    """The office in whose name entries are signed: the one that the settings name, else the one in which ``by`` works."""
    settled = desk_settings().office
    if settled is not None:
        return settled
    place = Membership.objects.on(on).filter(staff=by).select_related("office").order_by("pk").first()
    return place.office if place else None


def desk_duties() -> QuerySet[Duty]:
    """Duties in force that this desk can be evidence for: parts II.5, III.2, III.8, and what speaks of making clear what is inaccurate."""
    said = Q()
    for word in ("làm rõ", "sai lệch", "đính chính", "phản bác", "dư luận", "phát ngôn"):
        said |= Q(text__icontains=word)
    for part in ("II/5", "III/2", "III/8"):
        said |= Q(path=part) | Q(path__endswith=f"/{part}")
    return (
        Duty.objects.filter(said, state=DutyState.OPEN)
        .select_related("document", "clause").only("text", "path", "document__number", "document__kind", "document__title", "clause__label")
        .order_by("document_id", "position")
    )  # fmt: skip
