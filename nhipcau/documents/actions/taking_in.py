"""From text to a document of the library: one transaction, keyed by SHA-256, the same at a second run."""

from __future__ import annotations

import re
from datetime import date

from django.core.files.base import ContentFile
from django.db import transaction

from nhipcau.documents.models import (
    Clause,
    Document,
    DutyReading,
    EffectPeriod,
    Intake,
    Mention,
    Reference,
    SourceFile,
)
from nhipcau.documents.rules import Reading
from nhipcau.documents.rules.dates import DATE, as_date
from nhipcau.documents.rules.numbers import key_of
from nhipcau.documents.signals import document_taken_in
from nhipcau.people.models import Office, Staff
from nhipcau.people.trail import announce, record

_EFFECT = re.compile(rf"có\s+hiệu\s+lực\s+(?:thi\s+hành\s+)?(?:kể\s+)?từ\s+ngày\s+(?:({DATE})|(ký|ban\s+hành))")


@transaction.atomic
def take_in(intake: Intake, *, text: str, reading: Reading, kind: str, by: Staff | None) -> Document:
    """Store what was read. When the same file is already there, that document is answered and nothing is doubled."""
    row = Intake.objects.select_for_update().get(pk=intake.pk)
    source, is_new = _source(row, kind)
    document = Document.objects.filter(source=source).first()
    if document is None:
        document = _document(source, text, reading, by)
        clauses = _clauses(document, reading)
        _references(document, reading, clauses)
        _duties(document, reading, clauses)
        _effects(document, text)
        _link(document)
        record(by, "documents.take_in", document, clauses=len(reading.clauses),
               references=len(reading.references), duties=len(reading.duties))  # fmt: skip
        announce(document_taken_in, document=document)
    row.state, row.document, row.fault, row.fault_code = Intake.State.DONE, document, "", ""
    row.save(update_fields=["state", "document", "fault", "fault_code"])
    if is_new and row.held:
        held = row.held
        transaction.on_commit(lambda: held.delete(save=False))
    return document


def _source(intake: Intake, kind: str) -> tuple[SourceFile, bool]:
    found = SourceFile.objects.filter(sha256=intake.sha256).first()
    if found is not None:
        return found, False
    source = SourceFile(sha256=intake.sha256, name=intake.name, size=intake.size, kind=kind)
    with intake.held.open("rb") as held:
        source.content.save(f"{intake.sha256[:16]}.bin", ContentFile(held.read()), save=False)
    source.save(force_insert=True)
    return source, True


def _document(source: SourceFile, text: str, reading: Reading, by: Staff | None) -> Document:
    own = reading.metadata
    fields = {name: getattr(own, name) for name in ("number", "kind", "issuer", "issued_on", "title")}
    issued = date.fromisoformat(own.issued_on.text) if own.issued_on.text else None
    issuer = own.issuer.text or ""
    return Document.objects.create(
        number=(own.number.text or "")[:80],
        number_key=key_of(own.number.text or "")[:80],
        kind=(own.kind.text or "")[:60],
        issuer=issuer[:255],
        issuing_office=_issuing_office(issuer, issued),
        issued_on=issued,
        title=own.title.text or "",
        text=text,
        source=source,
        metadata_spans={
            name: [value.span.start, value.span.end, value.confidence] if value.span else [0, 0, value.confidence]
            for name, value in fields.items()
        },
        warnings=list(reading.warnings),
        taken_in_by=by,
    )  # fmt: skip


def _issuing_office(issuer: str, on: date | None) -> Office | None:
    rows = Office.objects.filter(name__iexact=issuer)
    return (rows.on(on).first() if on else None) or rows.first() if issuer else None


def _clauses(document: Document, reading: Reading) -> dict[str, Clause]:
    """All clauses, parents before children. A path that is printed twice keeps its first clause as the parent."""
    rows = [
        Clause(
            document=document, path=read.path[:160], label=(read.label or "")[:40], heading=read.heading or "",
            text=read.text, start=read.span.start, end=read.span.end, position=at, confidence=read.confidence,
        )
        for at, read in enumerate(reading.clauses)
    ]  # fmt: skip
    Clause.objects.bulk_create(rows, batch_size=500)
    by_path: dict[str, Clause] = {}
    children = []
    for row in rows:
        parent = _nearest(by_path, row.path)
        if parent is not None:
            row.parent = parent
            children.append(row)
        by_path.setdefault(row.path, row)
    Clause.objects.bulk_update(children, ["parent"], batch_size=500)
    return by_path


def _nearest(by_path: dict[str, Clause], path: str) -> Clause | None:
    above = path
    while above := above.rpartition("/")[0]:
        if above in by_path:
            return by_path[above]
    return None


def _references(document: Document, reading: Reading, clauses: dict[str, Clause]) -> None:
    rows = [
        Reference(
            document=document, relation=read.relation.value, number=(read.number or "")[:80],
            number_key=key_of(read.number or "")[:80], kind=(read.kind or "")[:60], title=read.title or "",
            issued_on=read.issued_on, issuer=(read.issuer or "")[:255], confidence=read.confidence,
        )
        for read in reading.references
    ]  # fmt: skip
    Reference.objects.bulk_create(rows, batch_size=500)
    mentions = [
        Mention(reference=row, clause=clauses.get(m.path), path=m.path[:160], printed=m.printed,
                start=m.span.start, end=m.span.end)
        for row, read in zip(rows, reading.references, strict=True)
        for m in read.mentions
    ]  # fmt: skip
    Mention.objects.bulk_create(mentions, batch_size=500)


def _duties(document: Document, reading: Reading, clauses: dict[str, Clause]) -> None:
    rows = [
        DutyReading(
            document=document, clause=clauses.get(read.path), path=read.path[:160], text=read.text,
            agencies=list(read.agencies), role=read.role.value, cadence=read.cadence.value if read.cadence else "",
            deadline=read.deadline, partners=list(read.partners), recipients=list(read.recipients),
            start=read.span.start, end=read.span.end, sentence_start=read.sentence.start,
            sentence_end=read.sentence.end, confidence=read.confidence, unsure=read.unsure,
        )
        for read in reading.duties
    ]  # fmt: skip
    DutyReading.objects.bulk_create(rows, batch_size=500)


def _effects(document: Document, text: str) -> None:
    """In effect from the day the text names, else from its date of issue."""
    if document.issued_on is None:
        return
    found = _EFFECT.search(text)
    named = as_date(found.group(1)) if found and found.group(1) else None
    begins = named if named and named >= document.issued_on else document.issued_on
    note = "" if found else "effect_from_issue"
    EffectPeriod.objects.create(
        document=document, effect=EffectPeriod.Effect.IN_EFFECT, valid_from=begins, note=note
    )  # fmt: skip


def _link(document: Document) -> None:
    """Fill in who is meant: this document's references, and those of others that were waiting for it."""
    waiting = document.references.filter(target__isnull=True).exclude(number_key="")
    known = {
        d.number_key: d for d in Document.objects.filter(number_key__in=waiting.values("number_key")).defer("text")
    }
    for reference in waiting:
        target = known.get(reference.number_key)
        if target is not None and target.pk != document.pk and _same_day(reference, target):
            reference.target = target
            reference.save(update_fields=["target"])
    if document.number_key:
        others = Reference.objects.filter(number_key=document.number_key, target__isnull=True).exclude(
            document=document
        )
        for reference in others:
            if _same_day(reference, document):
                reference.target = document
                reference.save(update_fields=["target"])


def _same_day(reference: Reference, target: Document) -> bool:
    """Numbers start afresh each year: where both days are known they must agree."""
    return not reference.issued_on or not target.issued_on or reference.issued_on == target.issued_on
