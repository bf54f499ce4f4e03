"""From text to a document of the library: one transaction, keyed by SHA-256, the same at a second run."""

from __future__ import annotations

from datetime import date

from django.core.files import File
from django.db import transaction

from nhipcau.documents.actions.linking import _link_document
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
from nhipcau.documents.rules.effects import beginning_of_effect
from nhipcau.documents.rules.folding import fold
from nhipcau.documents.rules.numbers import key_of
from nhipcau.documents.signals import document_taken_in
from nhipcau.people.models import Office, Staff
from nhipcau.people.trail import announce, record


@transaction.atomic
def take_in(intake: Intake, *, text: str, reading: Reading, kind: str, by: Staff | None) -> Document:
    """Store what was read. When the same file is already there, that document is answered and nothing is doubled.

    A worker killed at any point leaves the transaction undone; whatever file it had written is written anew.
    """
    row = Intake.objects.select_for_update().get(pk=intake.pk)
    source = SourceFile.objects.filter(sha256=row.sha256).first() or _source(row, kind)
    document = Document.objects.filter(source=source).first()
    if document is None:
        document = _document(source, text, reading, by)
        clauses = _clauses(document, reading)
        _references(document, reading, clauses)
        _duties(document, reading, clauses)
        _effects(document)
        _link_document(document)
        record(by, "documents.take_in", document, clauses=len(reading.clauses),
               references=len(reading.references), duties=len(reading.duties))  # fmt: skip
        announce(document_taken_in, document=document)
    held = row.held.name
    row.state, row.document, row.fault, row.fault_code, row.held = Intake.State.DONE, document, "", "", ""
    row.stop_asked = False
    row.save(update_fields=["state", "document", "fault", "fault_code", "held", "stop_asked"])
    if held:
        storage = row.held.storage
        transaction.on_commit(lambda: storage.delete(held))
    return document


def _source(intake: Intake, kind: str) -> SourceFile:
    """The file moves from quarantine to the library, named by its hash: what a killed worker wrote is replaced."""
    source = SourceFile(sha256=intake.sha256, name=intake.name, size=intake.size, kind=kind)
    storage, name = source.content.storage, f"sources/{intake.sha256[:2]}/{intake.sha256}"
    storage.delete(name)
    with intake.held.open("rb") as held:
        source.content.name = storage.save(name, File(held))
    source.save(force_insert=True)
    return source


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
        folded=fold(f"{own.number.text or ''} {own.title.text or ''}"),
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
            later=[[span.start, span.end] for span in read.later],
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


def _effects(document: Document) -> None:
    """In effect from the day the text names, else from its date of issue."""
    begins = beginning_of_effect(document.text, document.issued_on)
    if begins is not None:
        EffectPeriod.objects.create(
            document=document, effect=EffectPeriod.Effect.IN_EFFECT, valid_from=begins.day,
            note="" if begins.said else EffectPeriod.FROM_ISSUE,
        )  # fmt: skip
