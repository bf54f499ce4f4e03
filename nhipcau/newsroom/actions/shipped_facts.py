"""Facts that come with the profile. They count at once, marked for staff until the office that answers for them has confirmed them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.documents.models import Document
from nhipcau.documents.rules.numbers import key_of
from nhipcau.newsroom.actions.facts import Answer, _take_names
from nhipcau.newsroom.facts import current_versions
from nhipcau.newsroom.faults import NotNow
from nhipcau.newsroom.models import Fact, FactVersion
from nhipcau.newsroom.rules.figures import read_machine
from nhipcau.newsroom.rules.shipped import ShippedFact
from nhipcau.newsroom.signals import fact_changed
from nhipcau.people.models import Office, Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import announce, record


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many facts are new, got a new version, and were left as they are."""

    new: int
    changed: int
    left: int


@transaction.atomic
def load_facts(facts: Sequence[ShippedFact], *, by: Staff | None = None) -> Loaded:
    """Take in the facts of a profile. What staff have confirmed or proposed anything for is theirs and left alone.

    ``by`` None is the program. Raises NotAllowed, and NotNow for an office that is not known.
    """
    if by is not None:
        require(by, "newsroom.manage")
    offices = {office.key: office for office in Office.objects.filter(key__in={fact.office for fact in facts})}
    known = {fact.key: fact for fact in Fact.objects.filter(key__in=[f.key for f in facts]).select_related("office")}
    current = current_versions([fact.pk for fact in known.values()])
    touched = _touched_by_staff(known)
    counted = {"new": 0, "changed": 0, "left": 0}
    for shipped in facts:
        if shipped.office not in offices:
            raise NotNow(_("There is no office with the key %(key)s.") % {"key": shipped.office})
        columns = _answer(shipped).columns()
        fact = known.get(shipped.key)
        before = current.get(fact.pk) if fact else None
        if fact is not None and (fact.pk in touched or (before and _says_the_same(before, columns))):
            counted["left"] += 1
            continue
        counted["changed" if fact else "new"] += 1
        _take_in(fact, shipped.key, offices[shipped.office], columns, by)
    if counted["new"] or counted["changed"]:
        record(by, "newsroom.load_facts", counted=counted)
    return Loaded(**counted)


def _touched_by_staff(known: dict[str, Fact]) -> frozenset[int]:
    versions = FactVersion.objects.filter(fact__in=known.values())
    theirs = versions.exclude(proposed_by__isnull=True, confirmed_at__isnull=True)
    return frozenset([*theirs.values_list("fact_id", flat=True), *(f.pk for f in known.values() if f.ended_on)])


def _says_the_same(version: FactVersion, columns: dict[str, Any]) -> bool:
    return all(
        getattr(version, "document_id" if name == "document" else name)
        == (value.pk if name == "document" and value else value)
        for name, value in columns.items()
    )


def _answer(shipped: ShippedFact) -> Answer:
    number = read_machine(shipped.value) if shipped.number is not None else None
    source = shipped.source
    if shipped.as_of is None:
        raise NotNow(_("The fact %(key)s does not say as of which day it holds.") % {"key": shipped.key})
    document = Document.objects.filter(number_key=key_of(source.number)[:80]).first() if source.number else None
    title = (
        f"{source.title} ({source.number})" if source.number and source.number not in source.title else source.title
    )
    return Answer(
        as_of=shipped.as_of, source_title=title, number=number.value if number else None,
        places=number.places if number else 0, text="" if number else shipped.value, next_update=shipped.next_update,
        document=document, clause=source.clause, source_publisher=source.publisher, source_url=source.url,
        source_on=source.seen, labels=shipped.label, units=shipped.unit, wordings=shipped.wording,
    )  # fmt: skip


def _take_in(fact: Fact | None, key: str, office: Office, columns: dict[str, Any], by: Staff | None) -> None:
    now = timezone.now()
    row = fact or Fact.objects.create(key=key, office=office, labels=columns["labels"], units=columns["units"])
    version = FactVersion.objects.create(fact=row, proposed_at=now, approved_at=now, **columns)
    _take_names(row, version)
    record(by, "newsroom.ship_fact", row, version=version.pk, as_of=version.as_of.isoformat())
    announce(fact_changed, fact=row)
