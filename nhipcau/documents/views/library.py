"""The library: the list of documents, those cited but missing, one document with its effect and relations."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from nhipcau.documents.actions import BadItem, edit_metadata, set_effect
from nhipcau.documents.forms import EffectForm, LibraryFilter, MetadataForm
from nhipcau.documents.models import Document, EffectPeriod, ItemState, Reference
from nhipcau.people.models import TrailEntry
from nhipcau.people.permissions import may, require, today
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.ports.sections import sections_of

PAGE = 50


def in_library(asked: dict[str, Any], *, on: date) -> QuerySet[Document]:
    """The documents that the filter asks for, without their texts."""
    rows = Document.objects.defer("text", "metadata_spans").select_related("source")
    if asked.get("q"):
        rows = rows.filter(Q(number__icontains=asked["q"]) | Q(title__icontains=asked["q"]))
    for name in ("kind", "issuer", "stage"):
        if asked.get(name):
            rows = rows.filter(**{name: asked[name]})
    if asked.get("year"):
        rows = rows.filter(issued_on__year=asked["year"])
    if asked.get("effect"):
        holds = EffectPeriod.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=on), document=OuterRef("pk"), effect=asked["effect"],
            valid_from__lte=on,
        )  # fmt: skip
        rows = rows.filter(Exists(holds))
    return rows


class Library(StaffPage):
    """By kind, issuer, year, effect and stage of reading."""

    permission = "documents.see"
    template_name = "documents/library.html"
    page_title = gettext_lazy("Library of documents")
    header_icon = "doc-full"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page of documents with the effect they have today."""
        on = today()
        form = LibraryFilter(self.request.GET or None)
        asked = form.cleaned_data if form.is_valid() else {}
        page = Paginator(in_library(asked, on=on), PAGE).get_page(self.request.GET.get("p"))
        effects = _effects_on(list(page.object_list), on)
        query = self.request.GET.copy()
        query.pop("p", None)
        return super().get_context_data(**kwargs) | {
            "form": form,
            "page": page,
            "rows": [(document, effects.get(document.pk)) for document in page.object_list],
            "query": f"&{query.urlencode()}" if query else "",
            "may_bring": may(staff_of(self.request), "documents.take_in"),
        }


def _effects_on(documents: list[Document], on: date) -> dict[int, EffectPeriod]:
    rows = EffectPeriod.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on), document__in=documents, valid_from__lte=on
    )  # fmt: skip
    return {row.document_id: row for row in rows}


class Missing(StaffPage):
    """Documents that others cite and the library does not have yet."""

    permission = "documents.see"
    template_name = "documents/missing.html"
    page_title = gettext_lazy("Cited, not in the library yet")
    header_icon = "warning"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Grouped by number; laws by title."""
        rows = (
            Reference.objects.filter(target__isnull=True).exclude(state=ItemState.REJECTED).exclude(number_key="")
            .values("number_key").annotate(
                shown=Min("number"), named=Max("kind"), words=Max("title"), day=Max("issued_on"),
                by=Max("issuer"), times=Count("document", distinct=True),
            ).order_by("-times", "number_key")
        )  # fmt: skip
        untitled = Reference.objects.filter(target__isnull=True, number_key="").exclude(state=ItemState.REJECTED)
        laws = untitled.values("title").annotate(day=Max("issued_on"), times=Count("document", distinct=True))
        return super().get_context_data(**kwargs) | {
            "page": Paginator(rows, PAGE).get_page(self.request.GET.get("p")),
            "laws": laws.order_by("-times", "title")[:100],
            "may_bring": may(staff_of(self.request), "documents.take_in"),
        }


@dataclass(frozen=True, slots=True)
class Node:
    """A document in the drawing of relations."""

    label: str
    relation: str
    url: str
    x: float
    y: float
    outward: bool


def _graph(document: Document, outward: list[Reference], inward: list[Reference]) -> dict[str, Any]:
    """The document in the middle, those it cites on the right half, those that cite it on the left."""
    nodes: list[Node] = []
    most = max(len(outward[:14]), len(inward[:14]), 1)
    height = max(200, most * 46 + 20)
    for side, rows in ((1, outward[:14]), (-1, inward[:14])):
        for at, reference in enumerate(rows):
            other = reference.target if side == 1 else reference.document
            label = str(reference if side == 1 and other is None else other)
            url = reverse("documents:detail", args=[other.pk]) if other is not None else ""
            y = height * (at + 1) / (len(rows) + 1)
            nodes.append(
                Node(label[:30], str(Reference.RELATIONS[reference.relation]), url,  # type: ignore[index]
                     400 + side * 270, round(y, 1), side == 1)
            )  # fmt: skip
    return {"nodes": nodes, "label": str(document)[:28], "height": height, "middle": height / 2}


class DocumentPage(StaffPage):
    """One document: what it says of itself, its effect over time, its relations both ways, what came of it."""

    permission = "documents.see"
    template_name = "documents/detail.html"
    header_icon = "doc-full"

    @property
    def document(self) -> Document:
        """The document of the address."""
        if not hasattr(self, "_document"):
            rows = Document.objects.select_related("source", "reviewed_by", "approved_by", "taken_in_by")
            self._document = get_object_or_404(rows, pk=self.kwargs["pk"])
        return self._document

    def get_page_title(self) -> str:
        """Kind and number."""
        return str(self.document)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, library, this document."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("documents:library"), "label": _("Library of documents")}, items[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """All of it in a constant number of queries."""
        document, me = self.document, staff_of(self.request)
        outward = list(document.references.exclude(state=ItemState.REJECTED).select_related("target"))
        inward = list(document.referred_to_by.exclude(state=ItemState.REJECTED).select_related("document"))
        trail = TrailEntry.objects.filter(subject_kind="documents.document", subject_id=str(document.pk))
        return super().get_context_data(**kwargs) | {
            "document": document,
            "clauses": document.clauses.exclude(state=ItemState.REJECTED),
            "effects": document.effects.select_related("said_by"),
            "today": today(),
            "outward": outward,
            "inward": inward,
            "graph": _graph(document, outward, inward),
            "sections": sections_of("documents.document", document, me),
            "trail": trail[:20],
            "may_edit": may(me, "documents.edit"),
            "metadata_form": kwargs.get("metadata_form") or MetadataForm.of(document),
            "effect_form": kwargs.get("effect_form") or EffectForm(),
        }

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Correct the metadata, or say what effect it has from a day on."""
        me = staff_of(request)
        if request.POST.get("step") == "effect":
            form = EffectForm(request.POST)
            if not form.is_valid():
                return self.render_to_response(self.get_context_data(effect_form=form))
            asked = form.cleaned_data
            try:
                set_effect(self.document, asked["effect"], since=asked["since"], by=me, note=asked["note"])
            except BadItem as fault:
                messages.error(request, str(fault))
        else:
            metadata = MetadataForm(request.POST)
            if not metadata.is_valid():
                return self.render_to_response(self.get_context_data(metadata_form=metadata))
            edit_metadata(self.document, metadata.cleaned_data, by=me)
        messages.success(request, _("Saved."))
        return redirect("documents:detail", pk=pk)


@require_GET
def original(request: HttpRequest, pk: int) -> FileResponse:
    """The file as it was brought in, to those who may see documents; never shown inside the site."""
    require(staff_of(request), "documents.see")
    document = get_object_or_404(Document.objects.select_related("source"), pk=pk)
    if not document.source.content:
        raise Http404
    kind = mimetypes.guess_type(document.source.name)[0] or "application/octet-stream"
    answer = FileResponse(document.source.content.open("rb"), as_attachment=True, filename=document.source.name,
                          content_type=kind)  # fmt: skip
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
