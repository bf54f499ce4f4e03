"""Adding what the reader missed, from words that a person selected in the source text."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from nhipcau.documents.actions.linking import _link_references
from nhipcau.documents.actions.review import BadItem, _check, _decide, _open_for_review
from nhipcau.documents.models import Clause, Document, DutyReading, ItemState, Reference
from nhipcau.documents.rules.agencies import split_agencies
from nhipcau.documents.rules.numbers import key_of, kind_from_number
from nhipcau.people.models import Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import record


def _selection(document: Document, start: int, end: int) -> tuple[int, int, Clause | None, str]:
    """The selection without the spaces at its edges, the clause that holds it, and its words."""
    if not 0 <= start < end <= len(document.text) or not document.text[start:end].strip():
        raise BadItem(_("Select the words in the text first."))
    words = document.text[start:end]
    start += len(words) - len(words.lstrip())
    end -= len(words) - len(words.rstrip())
    before = document.clauses.filter(start__lte=start).exclude(state=ItemState.REJECTED).defer("text")
    holding = next((c for c in before.order_by("-start", "end") if c.end >= end), None)
    return start, end, holding, " ".join(words.split())


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
    number = "".join(number.split())[:80]
    reference = Reference(
        document=document, number=number, number_key=key_of(number)[:80],
        kind=(kind.strip().lower() or (number and kind_from_number(number)) or "")[:60],
        title="" if number else words, added_by_hand=True,
    )  # fmt: skip
    _check(reference)
    _decide(reference, ItemState.CONFIRMED, by)
    reference.save()
    reference.mentions.create(
        clause=clause, path=clause.path if clause else "", printed=words, start=start, end=end
    )  # fmt: skip
    _link_references([reference])
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
    path = "/".join(filter(None, (parent.path if parent else "", label.strip().rstrip(".)").replace("/", "-"))))
    after = document.clauses.filter(start__gt=start).order_by("position").first()
    position = after.position if after else document.clauses.count()
    document.clauses.filter(position__gte=position).update(position=F("position") + 1)
    clause = Clause(
        document=document, parent=parent, path=path[:160], label=label.strip()[:40], heading=heading.strip(),
        text=words, start=start, end=end, position=position, added_by_hand=True,
    )  # fmt: skip
    _decide(clause, ItemState.CONFIRMED, by)
    clause.save()
    record(by, "documents.add_clause", document, note=str(clause)[:200], item=clause.pk)
    return clause
