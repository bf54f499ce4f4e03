"""The review screen: the source on the left, what was read on the right, and what a person decides about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nhipcau.documents.actions import (
    AlreadyDecided,
    BadItem,
    Change,
    NotYourOwn,
    add_clause,
    add_duty,
    add_reference,
    approve_reading,
    confirm_all_sure,
    confirm_item,
    edit_item,
    finish_review,
    merge_duties,
    reject_item,
    reopen_reading,
    return_reading,
    split_duty,
)
from nhipcau.documents.actions.review import ITEMS, SURE, reviewers_of
from nhipcau.documents.forms import ITEM_FORMS
from nhipcau.documents.models import Document, DutyReading, ItemState
from nhipcau.documents.rules.marking import Place, segments
from nhipcau.documents.views.library import DocumentPage
from nhipcau.people.permissions import may
from nhipcau.people.views.pages import staff_of

FAULTS = (AlreadyDecided, BadItem, NotYourOwn)


class Review(DocumentPage):
    """Each item beside its exact place."""

    template_name = "documents/review.html"
    header_icon = "edit"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Text segments and items, in a constant number of queries however many items there are."""
        document, me = self.document, staff_of(self.request)
        clauses = list(document.clauses.all())
        references = list(document.references.prefetch_related("mentions").select_related("target"))
        duties = list(document.duty_readings.all())
        items = [*clauses, *references, *duties]
        decided = sum(item.state != ItemState.PROPOSED for item in items)
        context = super(DocumentPage, self).get_context_data(**kwargs)
        return context | {
            "document": document,
            "segments": segments(document.text, _places(document, clauses, references, duties)),
            "clauses": clauses,
            "references": sorted(references, key=lambda r: r.confidence >= SURE),
            "duties": duties,
            "unsure": [i for i in items if i.state == ItemState.PROPOSED and i.confidence < SURE],
            "all": len(items),
            "decided": decided,
            "percent": round(100 * decided / len(items)) if items else 100,
            "sure": SURE,
            "may_review": may(me, "documents.review") and document.stage == Document.Stage.REVIEW,
            "may_approve": may(me, "documents.approve_reading") and me.pk not in reviewers_of(document),
            "may_reopen": may(me, "documents.review") and document.stage != Document.Stage.REVIEW,
            "metadata_fields": [
                (_(label), getattr(document, name), f"meta-{name}")
                for name, label in (("kind", "Kind"), ("number", "Number"), ("issuer", "Issuer"),
                                    ("issued_on", "Issued on"), ("title", "Title"))
            ],
        }  # fmt: skip


def _places(document: Document, clauses: list[Any], references: list[Any], duties: list[Any]) -> list[Place]:
    places = [Place(f"clause-{c.pk}", c.start, c.end) for c in clauses if c.state != ItemState.REJECTED]
    places += [Place(f"duty-{d.pk}", d.start, d.end) for d in duties if d.state != ItemState.REJECTED]
    places += [
        Place(f"reference-{r.pk}", m.start, m.end)
        for r in references if r.state != ItemState.REJECTED for m in r.mentions.all()
    ]  # fmt: skip
    places += [
        Place(f"meta-{name}", where[0], where[1])
        for name, where in document.metadata_spans.items() if where[1] > where[0]
    ]  # fmt: skip
    return places


def _item(pk: int, kind: str, item: int) -> Any:
    rows = ITEMS[kind].objects.select_related("document")
    return get_object_or_404(rows, pk=item, document=pk)


def item_form(request: HttpRequest, pk: int, kind: str, item: int) -> HttpResponse:
    """The form for one item, to be put under it; a page of its own without JavaScript."""
    found = _item(pk, kind, item)
    form = ITEM_FORMS[kind](instance=found)
    context = {"document": found.document, "item": found, "kind": kind, "form": form, "others": _others(found)}
    part = request.headers.get("X-Part") == "1"
    return render(request, "documents/parts/item_form.html" if part else "documents/item_form.html", context)


def _others(item: Any) -> list[DutyReading]:
    """Duties of the same clause with which one can be merged."""
    if not isinstance(item, DutyReading):
        return []
    same = DutyReading.objects.filter(document=item.document_id, path=item.path).exclude(pk=item.pk)
    return list(same.exclude(state=ItemState.REJECTED))


@require_POST
def item_step(request: HttpRequest, pk: int, kind: str, item: int) -> HttpResponse:
    """Confirm, reject, edit, split or merge one item."""
    found, me = _item(pk, kind, item), staff_of(request)
    steps: dict[str, Callable[[], Any]] = {
        "confirm": lambda: confirm_item(found, by=me),
        "reject": lambda: reject_item(found, by=me),
        "edit": lambda: _edit(request, found, kind, me),
        "split": lambda: split_duty(found, at=int(request.POST.get("at") or 0), by=me),
        "merge": lambda: merge_duties(found, _item(pk, "duty", int(request.POST.get("other") or 0)), by=me),
    }
    fault = ""
    try:
        steps[request.POST.get("step", "confirm")]()
    except FAULTS as error:
        fault = str(error)
    if request.headers.get("X-Part") == "1":
        if fault:
            return JsonResponse({"fault": fault}, status=409)
        found.refresh_from_db()
        whole = request.POST.get("step") in ("split", "merge")
        return JsonResponse({"state": found.state, "state_name": found.get_state_display(), "reload": whole})
    if fault:
        messages.error(request, fault)
    return redirect(f"{reverse('documents:review', args=[pk])}#{kind}-{item}")


def _edit(request: HttpRequest, item: Any, kind: str, me: Any) -> None:
    form = ITEM_FORMS[kind](request.POST, instance=item)
    if not form.is_valid():
        raise BadItem(" ".join(str(e) for errors in form.errors.values() for e in errors))
    values = dict(form.cleaned_data)
    item.refresh_from_db()
    edit_item(item, Change(values), by=me)


@require_POST
def review_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Steps of the whole reading."""
    document, me = get_object_or_404(Document, pk=pk), staff_of(request)
    given = request.POST
    start, end = int(given.get("start") or 0), int(given.get("end") or 0)
    reason = given.get("reason", "")
    steps: dict[str, Callable[[], Any]] = {
        "confirm_all": lambda: confirm_all_sure(document, by=me),
        "finish": lambda: finish_review(document, by=me),
        "approve": lambda: approve_reading(document, by=me),
        "return": lambda: return_reading(document, reason=reason, by=me),
        "reopen": lambda: reopen_reading(document, reason=reason, by=me),
        "add_duty": lambda: add_duty(document, start=start, end=end, agencies=given.get("agencies", ""), by=me),
        "add_reference": lambda: add_reference(document, start=start, end=end, number=given.get("number", ""), by=me),
        "add_clause": lambda: add_clause(document, start=start, end=end, label=given.get("label", ""), by=me),
    }
    try:
        steps[given.get("step", "")]()
    except FAULTS as fault:
        messages.error(request, str(fault))
    except KeyError:
        messages.error(request, _("There is no such step."))
    else:
        messages.success(request, _("Done."))
    return redirect("documents:review", pk=pk)
