"""Reviewing a reading: each clause, reference and duty is confirmed, changed or rejected by a person; a second
person approves the whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.documents.actions.linking import _link_references
from nhipcau.documents.models import Clause, Document, DutyReading, ItemState, Reference
from nhipcau.documents.rules.numbers import key_of
from nhipcau.documents.signals import reading_approved
from nhipcau.people.models import Staff, TrailEntry
from nhipcau.people.permissions import require
from nhipcau.people.trail import announce, record

Item = Clause | Reference | DutyReading
ITEMS: dict[str, type[Clause] | type[Reference] | type[DutyReading]] = {
    "clause": Clause, "reference": Reference, "duty": DutyReading,
}  # fmt: skip
EDITABLE = {
    "clause": ("label", "heading", "text"),
    "reference": ("kind", "number", "title", "issued_on", "issuer", "relation"),
    "duty": ("text", "agencies", "role", "cadence", "deadline", "partners", "recipients"),
}
SURE = 0.8
"""From this confidence on an item counts as sure."""
_STEPS = ("confirm", "reject", "edit", "split", "add", "merge")
REVIEWING = (
    *(f"documents.{step}_{kind}" for step in _STEPS for kind in ITEMS),
    "documents.confirm_all_sure", "documents.finish_review",
)  # fmt: skip
"""Steps in the trail after which a person can no longer be the second one."""


class AlreadyDecided(Exception):
    """The reading is past the stage in which this can be done."""


class NotYourOwn(Exception):
    """The second person must be another than all who reviewed."""


class BadItem(Exception):
    """What was typed can't stand; the message says why."""


@dataclass(frozen=True, slots=True)
class Change:
    """New values of an item's fields, as typed."""

    values: dict[str, Any] = field(default_factory=dict)


def kind_of(item: Item) -> str:
    """``clause``, ``reference`` or ``duty``."""
    return next(name for name, model in ITEMS.items() if isinstance(item, model))


def _open_for_review(document: Document) -> None:
    """Asks the database, and holds the row: an item must not change while the reading is being handed on."""
    stages = Document.objects.select_for_update().filter(pk=document.pk).values_list("stage", flat=True)
    if list(stages) != [Document.Stage.REVIEW]:
        raise AlreadyDecided(_("This reading is no longer under review. Reopen it to change it."))


def _decide(item: Item, state: ItemState, by: Staff) -> None:
    item.state, item.decided_by, item.decided_at = state, by, timezone.now()


@transaction.atomic
def confirm_item(item: Item, *, by: Staff) -> Item:
    """Say that an item was read right. Raises NotAllowed, AlreadyDecided."""
    require(by, "documents.review")
    _open_for_review(item.document)
    _decide(item, ItemState.CONFIRMED, by)
    item.save(update_fields=["state", "decided_by", "decided_at"])
    record(by, f"documents.confirm_{kind_of(item)}", item.document, note=str(item)[:200], item=item.pk)
    return item


@transaction.atomic
def reject_item(item: Item, *, by: Staff) -> Item:
    """Say that the text says no such thing. The item stays, crossed out. Raises NotAllowed, AlreadyDecided."""
    require(by, "documents.review")
    _open_for_review(item.document)
    _decide(item, ItemState.REJECTED, by)
    item.save(update_fields=["state", "decided_by", "decided_at"])
    record(by, f"documents.reject_{kind_of(item)}", item.document, note=str(item)[:200], item=item.pk)
    return item


@transaction.atomic
def edit_item(item: Item, change: Change, *, by: Staff) -> Item:
    """Correct an item; the corrected one counts as confirmed. Raises NotAllowed, AlreadyDecided, BadItem."""
    require(by, "documents.review")
    _open_for_review(item.document)
    kind = kind_of(item)
    before = {name: _plain(getattr(item, name)) for name in change.values if name in EDITABLE[kind]}
    for name, value in change.values.items():
        if name in EDITABLE[kind]:
            setattr(item, name, _clean(name, value))
    _check(item)
    if isinstance(item, Reference):
        old_key, item.number_key = item.number_key, key_of(item.number)[:80]
        item.target = None if item.number_key != old_key else item.target
    _decide(item, ItemState.CONFIRMED, by)
    item.save()
    if isinstance(item, Reference) and item.target_id is None:
        _link_references([item])
    record(by, f"documents.edit_{kind}", item.document, note=str(item)[:200], item=item.pk, before=before)
    return item


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _clean(name: str, value: Any) -> Any:
    if name in ("agencies", "partners", "recipients") and isinstance(value, str):
        return [part.strip() for line in value.splitlines() for part in line.split(";") if part.strip()]
    return value


def _check(item: Item) -> None:
    if isinstance(item, DutyReading):
        if not item.text.strip():
            raise BadItem(_("A duty needs its words."))
        if not item.agencies:
            raise BadItem(_("Say which office the duty is for."))
    if isinstance(item, Reference) and not (item.number.strip() or item.title.strip()):
        raise BadItem(_("Give the number or the title of the document."))


@transaction.atomic
def confirm_all_sure(document: Document, *, by: Staff) -> int:
    """Confirm every proposed item that the reader was sure of. Answers how many.

    Raises NotAllowed, AlreadyDecided.
    """
    require(by, "documents.review")
    document = _locked(document)
    _open_for_review(document)
    count = 0
    for model in ITEMS.values():
        rows = model.objects.filter(document=document, state=ItemState.PROPOSED, confidence__gte=SURE)
        count += rows.update(state=ItemState.CONFIRMED, decided_by=by, decided_at=timezone.now())
    record(by, "documents.confirm_all_sure", document, items=count)
    return count


def undecided(document: Document) -> int:
    """How many items nobody has decided about."""
    return sum(m.objects.filter(document=document, state=ItemState.PROPOSED).count() for m in ITEMS.values())


@transaction.atomic
def finish_review(document: Document, *, by: Staff) -> Document:
    """Hand the reading to a second person. Raises NotAllowed, AlreadyDecided, BadItem while items are undecided."""
    require(by, "documents.review")
    row = _locked(document)
    _open_for_review(row)
    left = undecided(row)
    if left:
        raise BadItem(_("%(count)d items are still undecided. Confirm or reject them first.") % {"count": left})
    row.stage, row.reviewed_by, row.reviewed_at = Document.Stage.REVIEWED, by, timezone.now()
    row.save(update_fields=["stage", "reviewed_by", "reviewed_at"])
    record(by, "documents.finish_review", row)
    return row


def has_had_a_hand(document: Document, person: Staff) -> bool:
    """Whether ``person`` took part in reviewing: decided about an item as it stands, or is in the trail for any
    step of it, even where another has decided anew since."""
    if person.pk in (document.reviewed_by_id, None):
        return True
    if any(m.objects.filter(document=document, decided_by=person).exists() for m in ITEMS.values()):
        return True
    return TrailEntry.objects.filter(
        subject_kind=Document._meta.label_lower, subject_id=str(document.pk), by=person.username,
        action__in=REVIEWING,
    ).exists()  # fmt: skip


@transaction.atomic
def approve_reading(document: Document, *, by: Staff) -> Document:
    """A second person, administrators included, stands for the reading.

    Raises NotAllowed, AlreadyDecided, NotYourOwn.
    """
    require(by, "documents.approve_reading")
    row = _locked(document)
    if row.stage != Document.Stage.REVIEWED:
        raise AlreadyDecided(_("Only a reading whose review is finished can be approved."))
    if has_had_a_hand(row, by):
        raise NotYourOwn(_("You reviewed this reading yourself. Another person must approve it."))
    row.stage, row.approved_by, row.approved_at = Document.Stage.APPROVED, by, timezone.now()
    row.save(update_fields=["stage", "approved_by", "approved_at"])
    record(by, "documents.approve_reading", row)
    announce(reading_approved, document=row)
    return row


@transaction.atomic
def return_reading(document: Document, *, reason: str, by: Staff) -> Document:
    """Send the reading back to the reviewer with a reason. Raises NotAllowed, AlreadyDecided, BadItem."""
    require(by, "documents.approve_reading")
    row = _locked(document)
    if row.stage != Document.Stage.REVIEWED:
        raise AlreadyDecided(_("Only a reading whose review is finished can be returned."))
    return _back_to_review(row, "documents.return_reading", reason, by=by)


@transaction.atomic
def reopen_reading(document: Document, *, reason: str, by: Staff) -> Document:
    """Open an approved reading again; it needs a second person anew. Raises NotAllowed, AlreadyDecided, BadItem."""
    require(by, "documents.review")
    row = _locked(document)
    if row.stage == Document.Stage.REVIEW:
        raise AlreadyDecided(_("This reading is under review already."))
    return _back_to_review(row, "documents.reopen_reading", reason, by=by)


def _back_to_review(document: Document, action: str, reason: str, *, by: Staff) -> Document:
    if not reason.strip():
        raise BadItem(_("Give a reason."))
    document.stage, document.reviewed_by, document.approved_by = Document.Stage.REVIEW, None, None
    document.reviewed_at = document.approved_at = None
    document.save(update_fields=["stage", "reviewed_by", "approved_by", "reviewed_at", "approved_at"])
    record(by, action, document, note=reason)
    return document


def _locked(document: Document) -> Document:
    """The document as it stands now; nobody else takes a step with it until this one is done."""
    return Document.objects.select_for_update(of=("self",)).select_related("source").get(pk=document.pk)
