"""The library: the list of documents, those cited but missing, one document with its effect and relations."""

from __future__ import annotations

import mimetypes
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

from nhipcau.documents.actions import BadItem, add_relation, edit_metadata, set_effect
from nhipcau.documents.forms import EffectForm, LibraryFilter, MetadataForm, RelationForm
from nhipcau.documents.models import Document, EffectPeriod, ItemState, Reference
from nhipcau.documents.rules.folding import fold
from nhipcau.documents.views.drawing import effect_bars, relations_of
from nhipcau.documents.views.wording import step_words
from nhipcau.people.models import TrailEntry
from nhipcau.people.permissions import may, require, today
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.ports import index
from nhipcau.ports.sections import sections_of

PAGE = 50


def in_library(asked: dict[str, Any], *, on: date) -> QuerySet[Document]:
    """The documents that the filter asks for, without their texts."""
    rows = Document.objects.defer("text", "metadata_spans").select_related("source")
    if asked.get("q"):
        rows = _that_answer(rows, asked["q"])
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


def _that_answer(rows: QuerySet[Document], words: str) -> QuerySet[Document]:
    """As the index finds them: in number, title, text and clauses; without one, by number and title."""
    found = index.rank("document", words)
    if found is not None:
        return rows.filter(pk__in=found)
    for word in fold(words).split():
        rows = rows.filter(folded__contains=word)
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
        live = Reference.objects.exclude(state=ItemState.REJECTED)
        outward = list(live.filter(document=document).select_related("target__source").defer("target__text"))
        inward = list(live.filter(target=document).select_related("document__source").defer("document__text"))
        effects = list(document.effects.select_related("said_by__source").defer("said_by__text"))
        trail = TrailEntry.objects.filter(subject_kind="documents.document", subject_id=str(document.pk))
        return super().get_context_data(**kwargs) | {
            "document": document,
            "clauses": document.clauses.exclude(state=ItemState.REJECTED),
            "effects": effects,
            "scale": effect_bars(effects, today()),
            "today": today(),
            "outward": outward,
            "inward": inward,
            "graph": relations_of(document, outward, inward),
            "sections": sections_of("documents.document", document, me),
            "trail": [(row, step_words(row.action)) for row in trail[:20]],
            "may_edit": may(me, "documents.edit"),
            "metadata_form": kwargs.get("metadata_form") or MetadataForm.of(document),
            "effect_form": kwargs.get("effect_form") or EffectForm(),
            "relation_form": kwargs.get("relation_form") or RelationForm(),
        }

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Correct the metadata, say what effect it has from a day on, or how it stands to another document."""
        name = request.POST.get("step", "")
        form = {"effect": EffectForm, "relation": RelationForm}.get(name, MetadataForm)(request.POST)
        if not form.is_valid():
            shown = {"effect": "effect_form", "relation": "relation_form"}.get(name, "metadata_form")
            return self.render_to_response(self.get_context_data(**{shown: form}))
        me, asked = staff_of(request), form.cleaned_data
        try:
            if name == "effect":
                set_effect(self.document, asked["effect"], since=asked["since"], by=me, note=asked["note"])
            elif name == "relation":
                add_relation(self.document, asked["number"], asked["relation"], by=me)
            else:
                edit_metadata(self.document, asked, by=me)
        except BadItem as fault:
            messages.error(request, str(fault))
        else:
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
