"""Who is meant: a reference is tied to the document of the library that it names, whichever came first.

These are steps of other verbs (taking in, correcting), inside their transaction and their entry in the trail.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from nhipcau.documents.models import Document, Reference
from nhipcau.documents.rules.folding import fold


def _link_document(document: Document) -> None:
    """This document's references to what is there, and to it those of others that were waiting for it."""
    _link_references(document.references.filter(target__isnull=True))
    others = Reference.objects.filter(target__isnull=True).exclude(document=document)
    if document.number_key:
        others = others.filter(number_key=document.number_key)
    elif document.kind == "luật":
        others = others.filter(number_key="")
    else:
        return
    _link_references(others.select_related("document").defer("document__text"))


def _link_references(references: Iterable[Reference]) -> None:
    """Set the target where exactly one document of the library fits."""
    rows = list(references)
    by_number, laws = _candidates(rows)
    for row in rows:
        fits = by_number[row.number_key] if row.number_key else [d for d in laws if _is_that_law(row, d)]
        fits = [d for d in fits if d.pk != row.document_id and _same_day(row, d)]
        if len(fits) == 1:
            row.target = fits[0]
            row.save(update_fields=["target"])


def _candidates(rows: list[Reference]) -> tuple[dict[str, list[Document]], list[Document]]:
    numbers = {row.number_key for row in rows if row.number_key}
    asked = Q(number_key__in=numbers)
    if any(not row.number_key and row.title for row in rows):
        asked |= Q(kind="luật")
    by_number: dict[str, list[Document]] = defaultdict(list)
    laws = []
    for document in Document.objects.filter(asked).defer("text", "metadata_spans"):
        by_number[document.number_key].append(document)
        if document.kind == "luật":
            laws.append(document)
    return by_number, laws


def _is_that_law(reference: Reference, law: Document) -> bool:
    wanted, title = fold(reference.title), fold(law.title)
    return bool(wanted and title) and wanted in (title, f"luat {title}")


def _same_day(reference: Reference, target: Document) -> bool:
    """Numbers start afresh each year: where both days are known they must agree."""
    return not reference.issued_on or not target.issued_on or reference.issued_on == target.issued_on
