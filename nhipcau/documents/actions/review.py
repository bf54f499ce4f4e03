"""Reviewing a reading: each clause, reference and duty is confirmed, changed or rejected by a person; a second
person approves the whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.documents.models import Clause, Document, DutyReading, ItemState, Reference
from nhipcau.documents.rules.agencies import split_agencies
from nhipcau.documents.rules.numbers import key_of
from nhipcau.documents.signals import reading_approved
from nhipcau.people.models import Staff
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
    if document.stage != Document.Stage.REVIEW:
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
        item.number_key = key_of(item.number)
    _decide(item, ItemState.CONFIRMED, by)
    item.save()
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
def split_duty(duty: DutyReading, *, at: int, by: Staff) -> tuple[DutyReading, DutyReading]:
    """Cut a duty in two at the letter ``at`` of its words. Raises NotAllowed, AlreadyDecided, BadItem."""
    require(by, "documents.review")
    _open_for_review(duty.document)
    first, second = duty.text[:at].rstrip(" ;,"), duty.text[at:].lstrip(" ;,")
    if len(first.split()) < 2 or len(second.split()) < 2:
        raise BadItem(_("Put the cut between two tasks of at least two words each."))
    cut = _place_of(duty, first)
    new = DutyReading(
        document=duty.document, clause=duty.clause, path=duty.path, text=second, agencies=duty.agencies,
        role=duty.role, cadence=duty.cadence, deadline=duty.deadline, partners=duty.partners,
        recipients=duty.recipients, start=cut, end=duty.end, sentence_start=duty.sentence_start,
        sentence_end=duty.sentence_end, confidence=duty.confidence, added_by_hand=True,
    )  # fmt: skip
    _decide(new, ItemState.CONFIRMED, by)
    new.save()
    duty.text, duty.end = first, cut
    _decide(duty, ItemState.CONFIRMED, by)
    duty.save()
    record(by, "documents.split_duty", duty.document, note=duty.text[:200], item=duty.pk, new=new.pk)
    return duty, new


def _place_of(duty: DutyReading, first: str) -> int:
    """Where in the document the second half begins: after as many letters as the first half has."""
    letters = sum(not c.isspace() for c in first)
    text, at = duty.document.text, duty.start
    while letters and at < duty.end:
        letters -= not text[at].isspace()
        at += 1
    return at


@transaction.atomic
def merge_duties(first: DutyReading, second: DutyReading, *, by: Staff) -> DutyReading:
    """Two pieces that are one task become the first. Raises NotAllowed, AlreadyDecided, BadItem."""
    require(by, "documents.review")
    _open_for_review(first.document)
    if first.document_id != second.document_id or first.pk == second.pk:
        raise BadItem(_("Only two duties of the same document can be merged."))
    first.text = f"{first.text.rstrip(' ;')}; {second.text.lstrip()}"
    first.start, first.end = min(first.start, second.start), max(first.end, second.end)
    first.sentence_start = min(first.sentence_start, second.sentence_start)
    first.sentence_end = max(first.sentence_end, second.sentence_end)
    first.agencies = list(dict.fromkeys([*first.agencies, *second.agencies]))
    first.cadence = first.cadence or second.cadence
    first.deadline = first.deadline or second.deadline
    _decide(first, ItemState.CONFIRMED, by)
    first.save()
    _decide(second, ItemState.REJECTED, by)
    second.save()
    record(by, "documents.merge_duties", first.document, note=first.text[:200], item=first.pk, other=second.pk)
    return first


def _selection(document: Document, start: int, end: int) -> tuple[int, int, Clause | None, str]:
    if not 0 <= start < end <= len(document.text):
        raise BadItem(_("Select the words in the text first."))
    holding = document.clauses.filter(start__lte=start, end__gte=end).exclude(state=ItemState.REJECTED)
    clause = holding.order_by("-start", "end").first()
    return start, end, clause, " ".join(document.text[start:end].split())


@transaction.atomic
def add_duty(
    document: Document, *, start: int, end: int, agencies: str, by: Staff, role: str = "thực hiện"
) -> DutyReading:
    """A duty that the reader missed, from selected words. Raises NotAllowed, AlreadyDecided, BadItem."""
    require(by, "documents.review")
    _open_for_review(document)
    start, end, clause, words = _selection(document, start, end)
    duty = DutyReading(
        document=document, clause=clause, path=clause.path if clause else "", text=words,
        agencies=list(split_agencies(agencies)) if agencies.strip() else [], role=role, start=start, end=end,
        sentence_start=start, sentence_end=end, added_by_hand=True,
    )  # fmt: skip
    _check(duty)
    _decide(duty, ItemState.CONFIRMED, by)
    duty.save()
    record(by, "documents.add_duty", document, note=words[:200], item=duty.pk)
    return duty


@transaction.atomic
def add_reference(
    document: Document, *, start: int, end: int, by: Staff, number: str = "", kind: str = ""
) -> Reference:
    """A document that the reader missed, from selected words. Raises NotAllowed, AlreadyDecided, BadItem."""
    require(by, "documents.review")
    _open_for_review(document)
    start, end, clause, words = _selection(document, start, end)
    reference = Reference(
        document=document, number=number.strip()[:80], number_key=key_of(number)[:80], kind=kind.strip().lower()[:60],
        title="" if number.strip() else words, added_by_hand=True,
    )  # fmt: skip
    _check(reference)
    _decide(reference, ItemState.CONFIRMED, by)
    reference.save()
    reference.mentions.create(
        clause=clause, path=clause.path if clause else "", printed=words, start=start, end=end
    )  # fmt: skip
    record(by, "documents.add_reference", document, note=str(reference)[:200], item=reference.pk)
    return reference


@transaction.atomic
def add_clause(document: Document, *, start: int, end: int, label: str, by: Staff, heading: str = "") -> Clause:
    """A clause that the reader missed, from selected words. Raises NotAllowed, AlreadyDecided, BadItem."""
    require(by, "documents.review")
    _open_for_review(document)
    start, end, parent, words = _selection(document, start, end)
    if not label.strip():
        raise BadItem(_("Give the clause its number as printed."))
    path = "/".join(filter(None, (parent.path if parent else "", label.strip().rstrip(".)").lower())))
    after = document.clauses.filter(start__gt=start).order_by("position").first()
    position = after.position if after else document.clauses.count()
    clause = Clause(
        document=document, parent=parent, path=path[:160], label=label.strip()[:40], heading=heading.strip(),
        text=words, start=start, end=end, position=position, added_by_hand=True,
    )  # fmt: skip
    _decide(clause, ItemState.CONFIRMED, by)
    clause.save()
    record(by, "documents.add_clause", document, note=str(clause)[:200], item=clause.pk)
    return clause


@transaction.atomic
def confirm_all_sure(document: Document, *, by: Staff) -> int:
    """Confirm every proposed item that the reader was sure of. Answers how many. Raises NotAllowed, AlreadyDecided."""
    require(by, "documents.review")
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
    _open_for_review(document)
    left = undecided(document)
    if left:
        raise BadItem(_("%(count)d items are still undecided. Confirm or reject them first.") % {"count": left})
    document.stage, document.reviewed_by, document.reviewed_at = Document.Stage.REVIEWED, by, timezone.now()
    document.save(update_fields=["stage", "reviewed_by", "reviewed_at"])
    record(by, "documents.finish_review", document)
    return document


def reviewers_of(document: Document) -> set[int]:
    """Everyone who decided about an item of the reading, and who finished the review."""
    people: set[int] = {document.reviewed_by_id} if document.reviewed_by_id else set()
    for model in ITEMS.values():
        rows = model.objects.filter(document=document, decided_by__isnull=False)
        people |= set(rows.values_list("decided_by_id", flat=True).distinct().order_by())
    return people


@transaction.atomic
def approve_reading(document: Document, *, by: Staff) -> Document:
    """A second person, administrators included, stands for the reading. Raises NotAllowed, AlreadyDecided, NotYourOwn."""
    require(by, "documents.approve_reading")
    if document.stage != Document.Stage.REVIEWED:
        raise AlreadyDecided(_("Only a reading whose review is finished can be approved."))
    if by.pk in reviewers_of(document):
        raise NotYourOwn(_("You reviewed this reading yourself. Another person must approve it."))
    document.stage, document.approved_by, document.approved_at = Document.Stage.APPROVED, by, timezone.now()
    document.save(update_fields=["stage", "approved_by", "approved_at"])
    record(by, "documents.approve_reading", document)
    announce(reading_approved, document=document)
    return document


@transaction.atomic
def return_reading(document: Document, *, reason: str, by: Staff) -> Document:
    """Send the reading back to the reviewer with a reason. Raises NotAllowed, AlreadyDecided, BadItem."""
    require(by, "documents.approve_reading")
    if document.stage != Document.Stage.REVIEWED:
        raise AlreadyDecided(_("Only a reading whose review is finished can be returned."))
    return _back_to_review(document, "documents.return_reading", reason, by=by)


@transaction.atomic
def reopen_reading(document: Document, *, reason: str, by: Staff) -> Document:
    """Open an approved reading again; it needs a second person anew. Raises NotAllowed, BadItem."""
    require(by, "documents.review")
    return _back_to_review(document, "documents.reopen_reading", reason, by=by)


def _back_to_review(document: Document, action: str, reason: str, *, by: Staff) -> Document:
    if not reason.strip():
        raise BadItem(_("Give a reason."))
    document.stage, document.reviewed_by, document.approved_by = Document.Stage.REVIEW, None, None
    document.reviewed_at = document.approved_at = None
    document.save(update_fields=["stage", "reviewed_by", "approved_by", "reviewed_at", "approved_at"])
    record(by, action, document, note=reason)
    return document
