"""One item of a reading: its form, and the steps a person takes with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nhipcau.documents.actions import (
    AlreadyDecided,
    BadItem,
    Change,
    NotYourOwn,
    confirm_item,
    edit_item,
    merge_items,
    reject_item,
    split_clause,
    split_duty,
    split_reference,
)
from nhipcau.documents.actions.review import ITEMS, SURE, Item
from nhipcau.documents.actions.shaping import marker_letters
from nhipcau.documents.forms import ITEM_FORMS
from nhipcau.documents.models import Clause, Document, DutyReading, ItemState, Mention, Reference
from nhipcau.documents.rules.cutting import after_letters, cuts, letters
from nhipcau.people.models import Staff
from nhipcau.people.permissions import require
from nhipcau.people.views.pages import staff_of

FAULTS = (AlreadyDecided, BadItem, NotYourOwn)
NEIGHBOURS = 12


def _item(pk: int, kind: str, item: int) -> Item:
    rows = ITEMS[kind].objects.select_related("document__source", "decided_by")
    return cast("Item", get_object_or_404(rows, pk=item, document=pk))


def number_in(value: str | None) -> int:
    """A whole number as typed; 0 for anything else."""
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 12 else 0


@require_GET
def item_form(request: HttpRequest, pk: int, kind: str, item: int) -> HttpResponse:
    """The forms for one item, to be put under it; a page of its own without JavaScript."""
    require(staff_of(request), "documents.review")
    found = _item(pk, kind, item)
    context = {
        "document": found.document,
        "item": found,
        "kind": kind,
        "form": ITEM_FORMS[kind](instance=found),
        "others": _others(found),
        "cuts": [] if isinstance(found, Reference) else cuts(found.text),
        "mentions": list(found.mentions.all()) if isinstance(found, Reference) else [],
    }
    part = request.headers.get("X-Part") == "1"
    return render(request, "documents/parts/item_form.html" if part else "documents/item_form.html", context)


def _others(item: Item) -> list[Item]:
    """Items with which this one can be merged, the next one first."""
    if isinstance(item, Clause):
        clauses = Clause.objects.filter(document=item.document_id, position__gt=item.position)
        return [*clauses.exclude(state=ItemState.REJECTED).order_by("position")[:NEIGHBOURS]]
    if isinstance(item, DutyReading):
        duties = DutyReading.objects.filter(document=item.document_id).exclude(pk=item.pk)
        duties = duties.exclude(state=ItemState.REJECTED)
        return [
            *duties.filter(start__gte=item.start)[:NEIGHBOURS],
            *duties.filter(start__lt=item.start).reverse()[:3],
        ]
    return [
        *Reference.objects.filter(document=item.document_id).exclude(pk=item.pk).exclude(state=ItemState.REJECTED)
    ]


@require_POST
def item_step(request: HttpRequest, pk: int, kind: str, item: int) -> HttpResponse:
    """Confirm, reject, edit, split or merge one item."""
    found, me = _item(pk, kind, item), staff_of(request)
    steps: dict[str, Callable[[], object]] = {
        "confirm": lambda: confirm_item(found, by=me),
        "reject": lambda: reject_item(found, by=me),
        "edit": lambda: _edit(request, found, kind, me),
        "split": lambda: _split(request, found, me),
        "merge": lambda: _merge(request, found, kind, me),
    }
    step, fault = request.POST.get("step", ""), ""
    try:
        if step not in steps:
            raise BadItem(_("There is no such step."))
        steps[step]()
    except FAULTS as error:
        fault = str(error)
    if request.headers.get("X-Part") == "1":
        return _answer(found, kind, step, fault)
    if fault:
        messages.error(request, fault)
    return redirect(f"{reverse('documents:review', args=[pk])}#{kind}-{item}")


def _answer(item: Item, kind: str, step: str, fault: str) -> JsonResponse:
    if fault:
        return JsonResponse({"fault": fault}, status=409)
    if step in ("split", "merge"):
        return JsonResponse({"reload": True})
    item = _item(item.document_id, kind, item.pk)
    context = {"item": item, "kind": kind, "sure": SURE, "may_review": True, "document": item.document}
    return JsonResponse({"html": render_to_string("documents/parts/item.html", context)} | progress_of(item.document))


def progress_of(document: Document) -> dict[str, Any]:
    """``decided``, ``all`` and the words for them."""
    every = decided = 0
    for model in ITEMS.values():
        states = list(model.objects.filter(document=document).order_by().values_list("state", flat=True))
        every += len(states)
        decided += sum(state != ItemState.PROPOSED for state in states)
    words = _("%(decided)d of %(all)d decided") % {"decided": decided, "all": every}
    return {"decided": decided, "all": every, "progress": words}


def _edit(request: HttpRequest, item: Item, kind: str, me: Staff) -> None:
    form = ITEM_FORMS[kind](request.POST, instance=item)
    if not form.is_valid():
        raise BadItem(" ".join(str(e) for errors in form.errors.values() for e in errors))
    values = dict(form.cleaned_data)
    item.refresh_from_db()
    edit_item(item, Change(values), by=me)


def _split(request: HttpRequest, item: Item, me: Staff) -> None:
    if isinstance(item, Reference):
        mention = get_object_or_404(Mention, pk=number_in(request.POST.get("mention")), reference=item)
        split_reference(item, mention=mention, number=request.POST.get("number", ""), by=me)
        return
    asked = request.POST.get("at", "")
    at = _in_words(item, number_in(asked[4:])) if asked.startswith("src:") else number_in(asked)
    if isinstance(item, Clause):
        split_clause(item, at=at, by=me)
    else:
        split_duty(item, at=at, by=me)


def _in_words(item: Clause | DutyReading, place: int) -> int:
    """Which letter of the item's words stands at ``place`` of the source."""
    printed = item.document.text[item.start : max(item.start, min(place, item.end))]
    ahead = marker_letters(item) if isinstance(item, Clause) else 0
    return after_letters(item.text, max(letters(printed) - ahead, 0))


def _merge(request: HttpRequest, item: Item, kind: str, me: Staff) -> None:
    other = number_in(request.POST.get("other"))
    if not other:
        nearest = _others(item)
        if not nearest or isinstance(item, Reference):
            raise BadItem(_("Choose what to merge it with."))
        other = nearest[0].pk
    merge_items(item, _item(item.document_id, kind, other), by=me)
