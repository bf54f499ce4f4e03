"""Spending norms: rows with their document."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.documents.models import Document
from nhipcau.people.models import Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import record
from nhipcau.planning.actions.faults import NotNow
from nhipcau.planning.models import Norm


@dataclass(frozen=True, slots=True)
class NormFacts:
    """A norm as the document prints it; ``unit_price`` in đồng."""

    name: str
    unit: str
    unit_price: Decimal
    instrument: str
    article: str = ""
    document: Document | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    verified_by: str = ""


@transaction.atomic
def keep_norm(facts: NormFacts, *, by: Staff, norm: Norm | None = None) -> Norm:
    """Add a norm, or change one that no estimate uses yet. Raises NotAllowed, NotNow."""
    require(by, "planning.keep_norms")
    values = {
        **{name: getattr(facts, name) for name in asdict(facts) if name != "document"},
        "document": facts.document,
    }
    same = Norm.objects.filter(
        name=facts.name, unit=facts.unit, instrument=facts.instrument, valid_from=facts.valid_from
    )
    if (same.exclude(pk=norm.pk) if norm else same).exists():
        raise NotNow(_("This norm is here already."))
    if norm is None:
        made = Norm.objects.create(**values)
        record(by, "planning.add_norm", made, unit_price=str(facts.unit_price))
        return made
    row = Norm.objects.select_for_update().get(pk=norm.pk)
    if row.unit_price != facts.unit_price and row.items.exists():
        raise NotNow(_("Estimates use this norm. End it and add the new one, so that old estimates stay readable."))
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    record(by, "planning.edit_norm", row, unit_price=str(facts.unit_price))
    return row
