"""Two items out of one, and one out of two."""

from __future__ import annotations

import re

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from nhipcau.documents.actions.linking import _link_references
from nhipcau.documents.actions.review import BadItem, Item, _decide, _open_for_review
from nhipcau.documents.models import Clause, DutyReading, ItemState, Mention, Reference
from nhipcau.documents.rules.cutting import after_letters, letters
from nhipcau.documents.rules.numbers import key_of, kind_from_number
from nhipcau.people.models import Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import record

_MARKER = re.compile(
    r"(Điều\s+\d+|Khoản\s+\d+|[IVX]+(?=[.\-/])|\d+(?:\.\d+)*(?=[.)])|[a-zđ](?=[.)])|[-+])", re.IGNORECASE
)


def _halves(words: str, at: int) -> tuple[str, str]:
    first, second = words[:at].rstrip(" ;,"), words[at:].lstrip(" ;,")
    if len(first.split()) < 2 or len(second.split()) < 2:
        raise BadItem(_("Put the cut between two parts of at least two words each."))
    return first, second


@transaction.atomic
def split_duty(duty: DutyReading, *, at: int, by: Staff) -> tuple[DutyReading, DutyReading]:
    """Cut a duty in two after ``at`` letters of its words. Raises NotAllowed, AlreadyDecided, BadItem."""
    require(by, "documents.review")
    _open_for_review(duty.document)
    first, second = _halves(duty.text, at)
    cut = after_letters(duty.document.text, letters(first), start=duty.start, end=duty.end)
    new = DutyReading(
        document=duty.document, clause=duty.clause, path=duty.path, text=second, agencies=duty.agencies,
        role=duty.role, cadence=duty.cadence, deadline=duty.deadline, partners=duty.partners,
        recipients=duty.recipients, start=_past_marks(duty.document.text, cut, duty.end), end=duty.end,
        sentence_start=duty.sentence_start, sentence_end=duty.sentence_end, confidence=duty.confidence,
        added_by_hand=True,
    )  # fmt: skip
    _decide(new, ItemState.CONFIRMED, by)
    new.save()
    duty.text, duty.end = first, cut
    _decide(duty, ItemState.CONFIRMED, by)
    duty.save()
    record(by, "documents.split_duty", duty.document, note=duty.text[:200], item=duty.pk, new=new.pk)
    return duty, new


def _past_marks(text: str, at: int, end: int) -> int:
    """Behind the semicolon and the spaces of a cut."""
    while at < end and (text[at].isspace() or text[at] in ";,"):
        at += 1
    return at


@transaction.atomic
def split_clause(clause: Clause, *, at: int, by: Staff) -> tuple[Clause, Clause]:
    """Cut a clause after ``at`` letters of its own text. What stands behind the cut goes with the second half.

    Raises NotAllowed, AlreadyDecided, BadItem.
    """
    require(by, "documents.review")
    document = clause.document
    _open_for_review(document)
    first, second = _halves(clause.text, at)
    cut = after_letters(
        document.text, marker_letters(clause) + letters(first), start=clause.start, end=clause.end
    )  # fmt: skip
    start = _past_marks(document.text, cut, clause.end)
    marker = _MARKER.match(second)
    label = marker.group(1) if marker else ""
    above = clause.path.rpartition("/")[0]
    path = "/".join(filter(None, (above, label or f"{clause.path.rpartition('/')[2]}+")))[:160]
    document.clauses.filter(position__gt=clause.position).update(position=F("position") + 1)
    new = Clause(document=document, parent=clause.parent, path=path, label=label, text=second, start=start,
                 end=clause.end, later=clause.later, position=clause.position + 1, added_by_hand=True)  # fmt: skip
    _decide(new, ItemState.CONFIRMED, by)
    new.save()
    clause.text, clause.end, clause.later = first, cut, []
    _decide(clause, ItemState.CONFIRMED, by)
    clause.save()
    clause.duty_readings.filter(start__gte=cut).update(clause=new, path=path)
    clause.mentions.filter(start__gte=cut).update(clause=new, path=path)
    clause.children.filter(start__gte=cut).update(parent=new)
    record(by, "documents.split_clause", document, note=str(clause)[:200], item=clause.pk, new=new.pk)
    return clause, new


def marker_letters(clause: Clause) -> int:
    """How many letters of a clause's place are its marker and heading: the rest is its text."""
    text = clause.document.text
    printed = sum(letters(text[start:end]) for start, end in [(clause.start, clause.end), *clause.later])
    return max(printed - letters(clause.text), 0)


@transaction.atomic
def split_reference(reference: Reference, *, mention: Mention, number: str, by: Staff) -> tuple[Reference, Reference]:
    """Part a mention that means another document. Raises NotAllowed, AlreadyDecided, BadItem."""
    require(by, "documents.review")
    _open_for_review(reference.document)
    number = "".join(number.split())[:80]
    if not number or key_of(number) == reference.number_key:
        raise BadItem(_("Give the number of the other document."))
    new = Reference(document=reference.document, relation=reference.relation, number=number,
                    number_key=key_of(number)[:80], kind=kind_from_number(number) or reference.kind,
                    added_by_hand=True)  # fmt: skip
    _decide(new, ItemState.CONFIRMED, by)
    new.save()
    if reference.mentions.count() > 1:
        mention.reference = new
        mention.save(update_fields=["reference"])
    else:  # one stretch of text names both
        new.mentions.create(clause=mention.clause, path=mention.path, printed=mention.printed,
                            start=mention.start, end=mention.end)  # fmt: skip
    _link_references([new])
    _decide(reference, ItemState.CONFIRMED, by)
    reference.save()
    record(by, "documents.split_reference", reference.document, note=str(new)[:200], item=reference.pk, new=new.pk)
    return reference, new


@transaction.atomic
def merge_items(first: Item, second: Item, *, by: Staff) -> Item:
    """Two items that are one become the first; the second stays, crossed out.

    Raises NotAllowed, AlreadyDecided, BadItem.
    """
    require(by, "documents.review")
    _open_for_review(first.document)
    if type(first) is not type(second) or first.document_id != second.document_id or first.pk == second.pk:
        raise BadItem(_("Only two different items of the same kind and document can be merged."))
    if isinstance(first, DutyReading) and isinstance(second, DutyReading):
        _join_duties(first, second)
        kind = "duty"
    elif isinstance(first, Clause) and isinstance(second, Clause):
        _join_clauses(first, second)
        kind = "clause"
    else:
        Mention.objects.filter(reference=second.pk).update(reference=first.pk)
        kind = "reference"
    for item, state in ((first, ItemState.CONFIRMED), (second, ItemState.REJECTED)):
        _decide(item, state, by)
        item.save()
    record(by, f"documents.merge_{kind}", first.document, note=str(first)[:200], item=first.pk, other=second.pk)
    return first


def _join_duties(first: DutyReading, second: DutyReading) -> None:
    early, late = sorted((first, second), key=lambda duty: duty.start)
    first.text = f"{early.text.rstrip(' ;')}; {late.text.lstrip()}"
    first.start, first.end = early.start, max(first.end, second.end)
    first.sentence_start = min(first.sentence_start, second.sentence_start)
    first.sentence_end = max(first.sentence_end, second.sentence_end)
    for name in ("agencies", "partners", "recipients"):
        setattr(first, name, list(dict.fromkeys([*getattr(first, name), *getattr(second, name)])))
    first.cadence = first.cadence or second.cadence
    first.deadline = first.deadline or second.deadline


def _join_clauses(first: Clause, second: Clause) -> None:
    if second.position < first.position:
        raise BadItem(_("A clause is merged with one that follows it."))
    first.text = " ".join(filter(None, (first.text, f"{second.label} {second.heading}".strip(), second.text)))
    first.later = [*first.later, [second.start, second.end], *second.later]
    second.children.update(parent=first)
    second.duty_readings.update(clause=first, path=first.path)
    second.mentions.update(clause=first, path=first.path)
