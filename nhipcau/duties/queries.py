"""Asking the register: its rows ready for a list, whose duties they are on a day, how many there are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from nhipcau.duties.models import Duty, DutyOffice
from nhipcau.duties.rules import Change, Ground, Holding, answering, predecessors, successors
from nhipcau.people.models import FunctionHolding, Office, OfficeGroup, Succession

HEAVY = ("document__text", "document__metadata_spans", "document__warnings", "document__title", "clause__text")


def register() -> QuerySet[Duty]:
    """All duties with what a list shows of them, in three queries however many rows; long texts are left out."""
    offices = Prefetch("offices", DutyOffice.objects.select_related("office", "group"))
    return (
        Duty.objects.select_related("document", "clause", "function")
        .defer(*HEAVY, "quote")
        .prefetch_related(offices, "topics")
    )


def ground() -> Ground:
    """What is recorded of offices over time."""
    changes = Succession.objects.values_list("before_id", "after_id", "on_date")
    holdings = FunctionHolding.objects.values_list("function_id", "office_id", "valid_from", "valid_to")
    return Ground(tuple(Change(*c) for c in changes), tuple(Holding(*h) for h in holdings))


def of_office(duties: QuerySet[Duty], office: Office, *, on: date) -> QuerySet[Duty]:
    """Those of ``duties`` that ``office`` answers for on ``on``: its own and what came to it from others.

    The same question as ``rules.answering`` the other way round, asked of the database.
    """
    own = predecessors(office.pk, ground(), on)
    held = FunctionHolding.objects.on(on)
    mine = held.filter(office=office).values("function_id")
    elsewhere = held.exclude(function_id__in=mine).values("function_id")
    # Two lists of ids rather than conditions on each duty: PostgreSQL then runs each once instead of row by row.
    followed = DutyOffice.objects.filter(_function_held_then(), duty__function_id__in=mine)
    stayed = DutyOffice.objects.filter(Q(office_id__in=own) | Q(group_id__in=_groups_with(own))).exclude(
        _function_held_then(), duty__function_id__in=elsewhere
    )
    return duties.filter(Q(pk__in=followed.values("duty_id")) | Q(pk__in=stayed.values("duty_id")))


def _function_held_then() -> Q:
    """Whether the named office held the duty's function on the day of the document."""
    issued = OuterRef("duty__document__issued_on")
    holdings = FunctionHolding.objects.filter(function=OuterRef("duty__function"), office=OuterRef("office"))
    since = Q(valid_from__isnull=True) | Q(valid_from__lte=issued)
    until = Q(valid_to__isnull=True) | Q(valid_to__gte=issued)
    return Q(Exists(holdings.filter(since, until)))


def _groups_with(offices: Iterable[int]) -> list[int]:
    kinds = set(Office.objects.filter(pk__in=offices).values_list("kind", "level"))
    found = [
        group.pk
        for group in OfficeGroup.objects.only("pk", "kinds", "levels")
        if any(kind in group.kinds and level in group.levels for kind, level in kinds)
    ]
    return [*found, *OfficeGroup.objects.filter(members__in=offices).values_list("pk", flat=True)]


class Answering:
    """Who answers for duties, then and on a day; knows the ground once for as many duties as are asked."""

    def __init__(self, on: date) -> None:
        self.on = on
        self._ground = ground()
        self._offices: dict[int, Office] = Office.objects.in_bulk()
        self._members: dict[tuple[int, date], list[Office]] = {}

    def then(self, named: DutyOffice, duty: Duty) -> list[Office]:
        """The offices that ``named`` meant when the document was issued; none where it is not matched yet."""
        if named.office is not None:
            return [named.office]
        return [] if named.group is None else self.members(named.group, duty.document.issued_on or self.on)

    def now(self, named: DutyOffice, duty: Duty) -> list[Office]:
        """The offices that answer for it on the day, each once."""
        ids = dict.fromkeys(
            pk
            for office in self.then(named, duty)
            for pk in answering(
                office.pk, self._ground, on=self.on, function=duty.function_id, then=duty.document.issued_on
            )
        )
        return [self._offices[pk] for pk in ids]

    def leads_now(self, duty: Duty) -> list[Office]:
        """All offices that answer for ``duty`` on the day: those it is addressed to, groups taken apart."""
        found = {o.pk: o for named in duty.offices.all() if named.is_lead for o in self.now(named, duty)}
        return list(found.values())

    def partners_now(self, duty: Duty) -> list[Office]:
        """The offices it is to be done with, on the day."""
        found = {o.pk: o for named in duty.offices.all() if not named.is_lead for o in self.now(named, duty)}
        return list(found.values())

    def today_of(self, office: Office) -> list[Office]:
        """Who does the office's work on the day."""
        return [self._offices[pk] for pk in successors(office.pk, self._ground, self.on)]

    def members(self, group: OfficeGroup, day: date) -> list[Office]:
        """The offices of ``group`` on ``day``; each group and day is asked once."""
        key = (group.pk, day)
        if key not in self._members:
            self._members[key] = list(group.offices_on(day))
        return self._members[key]
