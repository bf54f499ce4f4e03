"""The review screen: the source on the left, what was read on the right, and the steps of the whole reading."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from nhipcau.documents.actions import (
    BadItem,
    add_clause,
    add_duty,
    add_reference,
    approve_reading,
    confirm_all_sure,
    edit_metadata,
    finish_review,
    has_had_a_hand,
    reopen_reading,
    return_reading,
)
from nhipcau.documents.actions.review import SURE, Item, kind_of
from nhipcau.documents.forms import MetadataForm
from nhipcau.documents.models import Clause, Document, ItemState, Reference
from nhipcau.documents.rules.marking import Place, find_words, segments
from nhipcau.documents.views.items import FAULTS, number_in
from nhipcau.documents.views.library import DocumentPage
from nhipcau.documents.views.wording import METADATA, warning_words
from nhipcau.people.models import Staff
from nhipcau.people.permissions import may
from nhipcau.people.views.pages import staff_of


class Review(DocumentPage):
    """Each item beside its exact place."""

    template_name = "documents/review.html"
    header_icon = "edit"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Text segments and items, in a constant number of queries however many items there are."""
        document = self.document
        clauses = list(document.clauses.select_related("decided_by"))
        references = list(
            document.references.prefetch_related("mentions").select_related("decided_by").defer("target__text")
        )
        duties = list(document.duty_readings.select_related("decided_by"))
        items: list[Item] = [*clauses, *references, *duties]
        decided = sum(item.state != ItemState.PROPOSED for item in items)
        order = _unsure_first if self.request.GET.get("first") == "unsure" else list
        return super(DocumentPage, self).get_context_data(**kwargs) | self._rights() | {
            "document": document,
            "segments": segments(document.text, _places(document, items)),
            "panes": [
                ("duty", _("Duties"), order(duties)),
                ("clause", _("Clauses"), order(clauses)),
                ("reference", _("References"), order(references)),
            ],
            "is_unsure_first": order is _unsure_first,
            "unsure": sum(i.state == ItemState.PROPOSED and i.confidence < SURE for i in items),
            "all": len(items),
            "decided": decided,
            "left": len(items) - decided,
            "percent": 100 * decided // len(items) if items else 100,
            "sure": SURE,
            "metadata_rows": _metadata_rows(document),
            "metadata_form": MetadataForm.of(document),
            "warnings": [warning_words(w) for w in document.warnings],
        }  # fmt: skip

    def _rights(self) -> dict[str, bool]:
        document, me = self.document, staff_of(self.request)
        is_open, may_review = document.stage == Document.Stage.REVIEW, may(me, "documents.review")
        is_waiting = document.stage == Document.Stage.REVIEWED
        return {
            "may_review": may_review and is_open,
            "may_edit": may(me, "documents.edit") and is_open,
            "may_return": is_waiting and may(me, "documents.approve_reading"),
            "may_approve": is_waiting and may(me, "documents.approve_reading") and not has_had_a_hand(document, me),
            "may_reopen": may_review and not is_open,
        }


def _unsure_first(items: list[Any]) -> list[Any]:
    """Undecided before decided, the least sure first; the order of the text where they are alike."""
    return sorted(items, key=lambda item: (item.state != ItemState.PROPOSED, item.confidence))


def _places(document: Document, items: list[Item]) -> list[Place]:
    places = []
    for item in items:
        shown = item.state != ItemState.REJECTED
        if isinstance(item, Reference):
            places += [Place(f"reference-{item.pk}", m.start, m.end, shown) for m in item.mentions.all()]
        else:
            kind = kind_of(item)
            places.append(Place(f"{kind}-{item.pk}", item.start, item.end, shown))
            later = item.later if isinstance(item, Clause) else []
            places += [Place(f"{kind}-{item.pk}", start, end, shown) for start, end in later]
    places += [Place(f"meta-{name}", where[0], where[1]) for name, where in document.metadata_spans.items()]
    return places


def _metadata_rows(document: Document) -> list[tuple[str, str, Any, bool]]:
    """(key, name, value, unsure) of each field."""
    return [
        (f"meta-{name}", str(label), getattr(document, name), (document.metadata_spans.get(name) or [0, 0, 1])[2] < SURE)
        for name, label in METADATA.items()
    ]  # fmt: skip


@require_POST
def review_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Steps of the whole reading, and adding to it."""
    document, me = get_object_or_404(Document.objects.select_related("source"), pk=pk), staff_of(request)
    steps = _steps(request, document, me)
    fault, anchor = "", ""
    try:
        step = request.POST.get("step", "")
        if step not in steps:
            raise BadItem(_("There is no such step."))
        anchor = steps[step]()
    except FAULTS as error:
        fault = str(error)
    if request.headers.get("X-Part") == "1":
        return JsonResponse({"fault": fault}, status=409) if fault else JsonResponse({"item": anchor})
    if fault:
        messages.error(request, fault)
    answer = redirect("documents:review", pk=pk)
    answer["Location"] += f"#{anchor}" if anchor else ""
    return answer


def _steps(request: HttpRequest, document: Document, me: Staff) -> dict[str, Callable[[], str]]:
    """Each answers the key of the item to look at next, or nothing."""
    reason = request.POST.get("reason", "")

    def tell(words: str, _done: object) -> str:
        messages.success(request, words)
        return ""

    def sure() -> str:
        count = confirm_all_sure(document, by=me)
        return tell(ngettext("%(n)d item confirmed.", "%(n)d items confirmed.", count) % {"n": count}, None)

    return {
        "confirm_all": sure,
        "finish": lambda: tell(_("The review is finished. A second person approves it."),
                               finish_review(document, by=me)),
        "approve": lambda: tell(_("The reading is approved."), approve_reading(document, by=me)),
        "return": lambda: tell(_("The reading went back to the reviewer."),
                               return_reading(document, reason=reason, by=me)),
        "reopen": lambda: tell(_("The reading is open again."), reopen_reading(document, reason=reason, by=me)),
        "metadata": lambda: _metadata(request, document, me),
        "add_duty": lambda: _add(request, document, me, "duty"),
        "add_reference": lambda: _add(request, document, me, "reference"),
        "add_clause": lambda: _add(request, document, me, "clause"),
    }  # fmt: skip


def _add(request: HttpRequest, document: Document, me: Staff, kind: str) -> str:
    given = request.POST
    start, end = _place(document, given)
    new: Item
    if kind == "duty":
        new = add_duty(document, start=start, end=end, agencies=given.get("agencies", ""), by=me)
    elif kind == "reference":
        new = add_reference(document, start=start, end=end, number=given.get("number", ""), by=me)
    else:
        new = add_clause(document, start=start, end=end, label=given.get("label", ""), by=me)
    return f"{kind}-{new.pk}"


def _place(document: Document, given: QueryDict) -> tuple[int, int]:
    """Where the selected words stand: as the page says, else where the typed words are found."""
    start, end = number_in(given.get("start")), number_in(given.get("end"))
    if start < end:
        return start, end
    found = find_words(document.text, given.get("words", ""))
    if found is None:
        raise BadItem(_("Select the words in the text, or type them exactly as they stand there, once."))
    return found


def _metadata(request: HttpRequest, document: Document, me: Staff) -> str:
    form = MetadataForm(request.POST)
    if not form.is_valid():
        raise BadItem(" ".join(str(e) for errors in form.errors.values() for e in errors))
    edit_metadata(document, form.cleaned_data, by=me)
    return "meta-number"
