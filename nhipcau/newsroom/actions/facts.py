"""The fact bank: a version is proposed by the office that answers for the fact and counts once a second person has approved it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.documents.models import Document
from nhipcau.newsroom.facts import address, said, shown_on
from nhipcau.newsroom.faults import NotNow, SamePerson
from nhipcau.newsroom.listeners import staff_with
from nhipcau.newsroom.models import Fact, FactVersion
from nhipcau.newsroom.signals import fact_changed
from nhipcau.people.actions import tell
from nhipcau.people.models import Office, Staff
from nhipcau.people.permissions import require, today
from nhipcau.people.trail import announce, record

SECOND = ("approver", "leader", "coordinator")
"""Who is told that a version waits."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a version says: ``number`` with ``places`` decimals, or ``text``; where it stands; its words by language."""

    as_of: date
    source_title: str
    number: Decimal | None = None
    places: int = 0
    text: str = ""
    next_update: date | None = None
    document: Document | None = None
    clause: str = ""
    source_publisher: str = ""
    source_url: str = ""
    source_on: date | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    wordings: Mapping[str, str] = field(default_factory=dict)

    def columns(self) -> dict[str, Any]:
        """As the table keeps it: only what is said, languages without words left out."""
        texts = {
            name: {language: words.strip() for language, words in getattr(self, name).items() if words.strip()}
            for name in ("labels", "units", "wordings")
        }
        names = ("as_of", "number", "places", "next_update", "document", "source_on")
        words = ("text", "clause", "source_title", "source_publisher", "source_url")
        return (
            {name: getattr(self, name) for name in names}
            | {name: getattr(self, name).strip() for name in words}
            | texts
        )


def _check(answer: Answer) -> None:
    if answer.number is None and not answer.text.strip():
        raise NotNow(_("Give a figure or a statement."))
    if answer.number is not None and answer.text.strip():
        raise NotNow(_("Give a figure or a statement, not both."))
    if answer.as_of > today():
        raise NotNow(_("A figure is as of a day that has come. Choose today or an earlier day."))
    if answer.next_update and answer.next_update < answer.as_of:
        raise NotNow(_("The next update comes after the day of the figure."))
    if not answer.source_title.strip():
        raise NotNow(_("Say where the figure stands: a fact without a source is not taken."))


@transaction.atomic
def begin_fact(key: str, office: Office, answer: Answer, *, by: Staff) -> FactVersion:
    """A new fact with its first version, which waits for its second person. ``answer.labels`` names it, in Vietnamese at least.

    Raises NotAllowed, NotNow.
    """
    require(by, "newsroom.propose_fact", office=office)
    _check(answer)
    columns = answer.columns()
    if not columns["labels"].get("vi"):
        raise NotNow(_("Name the fact in Vietnamese."))
    if Fact.objects.filter(key=key).exists():
        raise NotNow(_("A fact with this key is in the bank already."))
    fact = Fact.objects.create(key=key, office=office, labels=columns["labels"], units=columns["units"])
    record(by, "newsroom.begin_fact", fact, office=office.key)
    return _proposed(fact, columns, by=by)


@transaction.atomic
def propose_version(fact: Fact, answer: Answer, *, by: Staff) -> FactVersion:
    """A new answer for ``fact``. It waits until a second person has approved it; one waits at a time.

    Raises NotAllowed, NotNow.
    """
    row = _held(fact)
    require(by, "newsroom.propose_fact", office=row.office_id)
    _check(answer)
    if row.ended_on is not None:
        raise NotNow(_("This fact is no longer kept."))
    if row.versions.filter(approved_at__isnull=True, refused_at__isnull=True).exists():
        raise NotNow(_("A version of this fact waits for its second person. It has to be approved or refused first."))
    return _proposed(row, answer.columns(), by=by)


def _held(fact: Fact) -> Fact:
    return Fact.objects.select_for_update().get(pk=fact.pk)


def _proposed(fact: Fact, columns: Mapping[str, Any], *, by: Staff) -> FactVersion:
    made = FactVersion.objects.create(fact=fact, proposed_by=by, proposed_at=timezone.now(), **columns)
    record(by, "newsroom.propose_fact", fact, version=made.pk, says=said(made, "vi"), as_of=made.as_of.isoformat())
    text = _("%(fact)s: %(value)s waits for a second person.") % {"fact": fact, "value": said(made, "vi")}
    people = [person for person in staff_with(SECOND, on=today()) if person.pk != by.pk]
    tell(people, kind="newsroom.fact_waits", about=f"fact_version:{made.pk}", text=text, url=address(fact), by=by)
    return made


def _waiting(version: FactVersion, by: Staff) -> FactVersion:
    _held(version.fact)
    row = FactVersion.objects.select_for_update().get(pk=version.pk)
    require(by, "newsroom.approve_fact", office=row.fact.office_id)
    if row.approved_at or row.refused_at:
        raise NotNow(_("This version was decided before."))
    if row.proposed_by_id == by.pk:
        raise SamePerson(_("You proposed this version. Somebody else has to decide about it."))
    return row


@transaction.atomic
def approve_version(version: FactVersion, *, by: Staff) -> FactVersion:
    """The second person's word: from now on the version counts, unless a newer day has an approved one. Pages that show the fact follow.

    Raises NotAllowed, NotNow, SamePerson.
    """
    row = _waiting(version, by)
    row.approved_by, row.approved_at = by, timezone.now()
    row.save(update_fields=["approved_by", "approved_at"])
    fact = row.fact
    newest = fact.versions.filter(approved_at__isnull=False).order_by("-as_of", "-pk").first()
    if newest == row:
        _take_names(fact, row)
    record(by, "newsroom.approve_fact", fact, version=row.pk, says=said(row, "vi"), as_of=row.as_of.isoformat())
    announce(fact_changed, fact=fact)
    _tell_of_change(fact, row, by)
    return row


def _take_names(fact: Fact, version: FactVersion) -> None:
    fact.labels, fact.units = version.labels or fact.labels, version.units or fact.units
    fact.save(update_fields=["labels", "units"])


def _tell_of_change(fact: Fact, version: FactVersion, by: Staff) -> None:
    """Who proposed it, and who wrote the pages that show it."""
    writers = Staff.objects.filter(pk__in=shown_on(fact).values("page__owner_id"), is_active=True)
    people = {person.pk: person for person in [*writers, *([version.proposed_by] if version.proposed_by else [])]}
    people.pop(by.pk, None)
    text = _("%(fact)s is now %(value)s (as of %(day)s). The pages that show it follow.") % {
        "fact": fact, "value": said(version, "vi"), "day": f"{version.as_of:%d/%m/%Y}",
    }  # fmt: skip
    about = f"fact_version:{version.pk}"
    tell(people.values(), kind="newsroom.fact_changed", about=about, text=text, url=address(fact), by=by)


@transaction.atomic
def refuse_version(version: FactVersion, *, reason: str, by: Staff) -> FactVersion:
    """Refuse what was proposed, with a reason. Raises NotAllowed, NotNow, SamePerson."""
    row = _waiting(version, by)
    if not reason.strip():
        raise NotNow(_("Say why the version is refused."))
    row.refused_by, row.refused_at, row.refusal = by, timezone.now(), reason.strip()
    row.save(update_fields=["refused_by", "refused_at", "refusal"])
    record(by, "newsroom.refuse_fact", row.fact, note=reason, version=row.pk)
    text = _("%(fact)s: %(value)s was refused. %(reason)s") % {
        "fact": row.fact, "value": said(row, "vi"), "reason": reason,
    }  # fmt: skip
    if row.proposed_by:
        about = f"fact_version:{row.pk}"
        tell([row.proposed_by], kind="newsroom.fact_refused", about=about, text=text, url=address(row.fact), by=by)
    return row


@transaction.atomic
def confirm_version(version: FactVersion, *, by: Staff) -> FactVersion:
    """The office that answers for the fact says that what came with the profile holds. Raises NotAllowed, NotNow."""
    row = FactVersion.objects.select_for_update().get(pk=version.pk)
    require(by, "newsroom.confirm_fact", office=row.fact.office_id)
    if not row.is_shipped or row.approved_at is None:
        raise NotNow(_("Only what came with the profile is confirmed. Everything else has its second person."))
    if row.confirmed_at:
        raise NotNow(_("This version was confirmed before."))
    row.confirmed_by, row.confirmed_at = by, timezone.now()
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    record(by, "newsroom.confirm_fact", row.fact, version=row.pk)
    return row


@transaction.atomic
def end_fact(fact: Fact, *, on: date, reason: str, by: Staff) -> Fact:
    """The fact is no longer kept from ``on``: pages that show it say so, new ones cannot take it. Raises NotAllowed, NotNow."""
    row = _held(fact)
    require(by, "newsroom.propose_fact", office=row.office_id)
    if row.ended_on is not None:
        raise NotNow(_("This fact is no longer kept."))
    if not reason.strip():
        raise NotNow(_("Say why the fact is no longer kept."))
    if on > today():
        raise NotNow(_("Choose today or an earlier day."))
    row.ended_on, row.ended_because = on, reason.strip()
    row.save(update_fields=["ended_on", "ended_because"])
    record(by, "newsroom.end_fact", row, note=reason, on=on.isoformat())
    announce(fact_changed, fact=row)
    return row
