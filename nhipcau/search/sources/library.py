"""Documents with their clauses, and the duties that they put on offices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nhipcau.documents.models import Clause, Document, EffectPeriod, ItemState
from nhipcau.documents.models.intake import Intake
from nhipcau.duties.models import Duty, DutyOffice, DutyState
from nhipcau.newsroom.models import FactVersion, SectionPage
from nhipcau.people.models import TrailEntry
from nhipcau.search.sources.types import Card, Mark, Source, own, subject_of


def section_url(kind: str, language: str = "vi") -> str:
    """The address of a fixed part of the public site in a language; "" where it is not public."""
    pages = SectionPage.objects.live().public().filter(kind=kind, locale__language_code=language)
    page = pages.first()
    return (page.url or "") if page else ""


def _documents(pks: Sequence[int]) -> Iterator[Card]:
    below = section_url(SectionPage.Kind.DOCUMENTS)
    shown = Q(Exists(Intake.objects.filter(document=OuterRef("pk"), by__isnull=True))) | Q(
        Exists(FactVersion.objects.filter(document=OuterRef("pk"), approved_at__isnull=False))
    )
    rows = Document.objects.filter(pk__in=pks).select_related("source").defer("metadata_spans", "warnings")
    clauses: dict[int, list[Clause]] = {}
    kept = Clause.objects.filter(document__in=pks).exclude(state=ItemState.REJECTED).defer("text")
    for clause in kept.order_by("document", "start", "position"):
        clauses.setdefault(clause.document_id, []).append(clause)
    public = set(Document.objects.filter(shown, pk__in=pks).values_list("pk", flat=True)) if below else set()
    for row in rows:
        is_public = row.pk in public
        yield Card(
            pk=row.pk, title=f"{row}: {row.title}" if row.title and row.number else str(row), text=row.text,
            state=row.stage, day=row.issued_on, offices=(row.issuing_office_id,) if row.issuing_office_id else (),
            public=is_public, scope="documents.see", url=f"{below}{row.pk}/" if is_public else "",
            staff_url=reverse("documents:detail", args=[row.pk]),
            marks=tuple(_marks(row.text, clauses.get(row.pk, []))), names=(row.issuer,) if row.issuer else (),
        )  # fmt: skip


def _marks(text: str, clauses: list[Clause]) -> Iterator[Mark]:
    """Each clause with the labels of those above it. The public page numbers its lines."""
    labels = {clause.path: clause.label for clause in clauses}
    line, at = 0, 0
    for clause in clauses:
        steps = clause.path.split("/")
        above = [labels.get("/".join(steps[:n]), "") for n in range(1, len(steps) + 1)]
        label = ", ".join(dict.fromkeys(part.strip(" .") for part in above if part.strip(" .")))
        line += sum(1 for one in text[at : clause.start].splitlines() if one.strip())
        begins = text.rfind("\n", 0, clause.start) + 1
        at = clause.start
        number = line if text[begins : clause.start].strip() else line + 1
        yield Mark(clause.start, label or clause.heading[:60], f"clause-{clause.pk}", f"line-{number}")


def _documents_told(entry: TrailEntry) -> Iterable[int]:
    return subject_of(entry, "documents.document")


def _of_section(page: SectionPage) -> Iterable[int]:
    """Addresses of public documents hang on the section's."""
    return Document.objects.values_list("pk", flat=True) if page.kind == SectionPage.Kind.DOCUMENTS else ()


documents = Source(
    kind="document", scope="documents.see",
    keys=lambda: Document.objects.order_by("pk").values_list("pk", flat=True),
    cards=_documents,
    follows={
        Document: own, Clause: lambda row: (row.document_id,), EffectPeriod: lambda row: (row.document_id,),
        Intake: lambda row: (row.document_id,) if row.document_id else (),
        FactVersion: lambda row: (row.document_id,) if row.document_id else (), SectionPage: _of_section,
    },
    trail=_documents_told,
    states=dict(Document.Stage.choices),
    lists=(_("Library of documents"), "documents:library"),
)  # fmt: skip


def _duties(pks: Sequence[int]) -> Iterator[Card]:
    rows = (
        Duty.objects.filter(pk__in=pks).select_related("document__source", "clause").prefetch_related("offices")
        .defer("document__text", "document__metadata_spans", "document__warnings")
    )  # fmt: skip
    for row in rows:
        printed = [named.printed for named in row.offices.all() if named.printed]
        quote = row.quote if row.quote.strip() != row.text.strip() else ""
        yield Card(
            pk=row.pk, title=row.text, text="\n".join(filter(None, [quote, *printed, str(row.document)])),
            state=row.state, day=row.deadline or row.document.issued_on,
            offices=tuple(dict.fromkeys(named.office_id for named in row.offices.all() if named.office_id)),
            scope="duties.see", staff_url=reverse("duties:duty", args=[row.pk]),
            crumbs=((str(row.document), reverse("documents:detail", args=[row.document_id])),),
        )  # fmt: skip


def _duties_told(entry: TrailEntry) -> Iterable[int]:
    document = subject_of(entry, "documents.document")
    if document:
        return Duty.objects.filter(document__in=document).values_list("pk", flat=True)
    return subject_of(entry, "duties.duty")


duties = Source(
    kind="duty", scope="duties.see",
    keys=lambda: Duty.objects.order_by("pk").values_list("pk", flat=True),
    cards=_duties,
    follows={Duty: own, DutyOffice: lambda row: (row.duty_id,)},
    trail=_duties_told,
    states=dict(DutyState.choices),
    lists=(_("Register of duties"), "duties:register"),
)  # fmt: skip
