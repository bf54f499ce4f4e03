"""Describing what is in the library: metadata, effect over time, relations."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.documents.actions.linking import _link_document
from nhipcau.documents.actions.review import BadItem
from nhipcau.documents.models import Document, EffectPeriod, ItemState, Reference
from nhipcau.documents.rules.folding import fold
from nhipcau.documents.rules.numbers import key_of
from nhipcau.people.models import Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import record

METADATA = ("number", "kind", "issuer", "issued_on", "title")


@transaction.atomic
def edit_metadata(document: Document, values: dict[str, Any], *, by: Staff) -> Document:
    """Correct number, kind, issuer, date or title. Links that hung on an old number are tied anew.

    Raises NotAllowed.
    """
    require(by, "documents.edit")
    row = Document.objects.select_for_update().get(pk=document.pk)
    before = {name: str(getattr(row, name) or "") for name in METADATA if name in values}
    for name in set(METADATA) & set(values):
        setattr(row, name, values[name])
    old_key, row.number_key = row.number_key, key_of(row.number)[:80]
    row.folded = fold(f"{row.number} {row.title}")
    row.save(update_fields=[*METADATA, "number_key", "folded"])
    if row.number_key != old_key:
        row.referred_to_by.filter(number_key=old_key).update(target=None)
    _link_document(row)
    record(by, "documents.edit_metadata", row, before=before)
    return row


@transaction.atomic
def set_effect(
    document: Document, effect: str, *, since: date, by: Staff, said_by: Document | None = None, note: str = ""
) -> EffectPeriod:
    """From ``since`` on the document has ``effect``; what held before ends the day before.

    Raises NotAllowed, BadItem.
    """
    require(by, "documents.edit")
    if effect not in EffectPeriod.Effect.values:
        raise BadItem(_("Choose an effect from the list."))
    later = document.effects.filter(valid_from__gt=since).order_by("valid_from").first()
    document.effects.filter(valid_from=since).delete()
    for before in document.effects.filter(valid_from__lt=since):
        if before.valid_to is None or before.valid_to >= since:
            before.valid_to = since - timedelta(days=1)
            before.save(update_fields=["valid_to"])
    period = EffectPeriod.objects.create(
        document=document, effect=effect, valid_from=since, said_by=said_by, note=note,
        valid_to=later.valid_from - timedelta(days=1) if later else None,
    )  # fmt: skip
    record(by, "documents.set_effect", document, note=note, effect=effect, since=since.isoformat())
    return period


@transaction.atomic
def add_relation(document: Document, target: Document, relation: str, *, by: Staff) -> Reference:
    """Say how ``document`` stands to ``target``. Raises NotAllowed, BadItem."""
    require(by, "documents.edit")
    if document.pk == target.pk or relation not in [r.value for r in Reference.RELATIONS]:
        raise BadItem(_("Choose another document and a relation from the list."))
    reference = document.references.filter(target=target).first() or Reference(
        document=document, target=target, number=target.number, number_key=target.number_key, kind=target.kind,
        title=target.title, issued_on=target.issued_on, issuer=target.issuer, added_by_hand=True,
    )  # fmt: skip
    reference.relation, reference.state = relation, ItemState.CONFIRMED
    reference.decided_by, reference.decided_at = by, timezone.now()
    reference.save()
    record(by, "documents.add_relation", document, relation=relation, target=target.pk)
    return reference


@transaction.atomic
def confirm_target(reference: Reference, target: Document | None, *, by: Staff) -> Reference:
    """Say which document of the library is meant; None takes it back. Raises NotAllowed."""
    require(by, "documents.edit")
    reference.target = target
    reference.save(update_fields=["target"])
    record(by, "documents.confirm_target", reference.document, target=target.pk if target else None)
    return reference
