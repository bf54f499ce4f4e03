"""Saving questions. The trail says that somebody saved one, never what it asks."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.documents.rules.secrecy import find_secrecy_mark
from nhipcau.people.models import Staff
from nhipcau.people.permissions import NotAllowed, require
from nhipcau.people.trail import record
from nhipcau.search.addressing import is_narrowed, query_of
from nhipcau.search.asking import Question
from nhipcau.search.faults import NotKept
from nhipcau.search.models import SavedQuestion
from nhipcau.search.saved import answers_now, key_of

MOST = 40
"""Saved questions of one person."""


@transaction.atomic
def save_question(question: Question, *, name: str, alerts: bool, by: Staff) -> SavedQuestion:
    """Keep ``question`` for ``by``; what answers it today counts as known. Raises NotAllowed, NotKept."""
    require(by, "search.save")
    called = " ".join(name.split())[:120] or question.text[:120]
    if not question.text and not is_narrowed(question):
        raise NotKept(_("Say first what is to be looked for; then save it."))
    if not called:
        raise NotKept(_("Give the search a name."))
    if find_secrecy_mark(called) is not None:
        raise NotKept(_("The name bears a secrecy mark. Give the search another name."))
    address = query_of(question)
    before = SavedQuestion.objects.filter(staff=by, address=address).first()
    if before is None and SavedQuestion.objects.filter(staff=by).count() >= MOST:
        raise NotKept(_("You have as many saved searches as can be kept. Delete one that you no longer need."))
    row = before or SavedQuestion(staff=by, address=address, language=question.language, made_at=timezone.now())
    row.name, row.alerts = called, alerts
    row.seen = [key_of(hit) for hit in answers_now(row)]
    row.save()
    record(by, "search.save_question", note=str(row.pk))
    return row


@transaction.atomic
def switch_alerts(saved: SavedQuestion, *, on: bool, by: Staff) -> SavedQuestion:
    """Be told of what is new, or no longer; what there is when alerts begin counts as known. Raises NotAllowed for another's."""
    row = _own(saved, by)
    row.alerts = on
    if on:
        row.seen = [key_of(hit) for hit in answers_now(row)]
    row.save(update_fields=["alerts", "seen"])
    record(by, "search.switch_alerts", note=str(row.pk), on=on)
    return row


@transaction.atomic
def drop_saved(saved: SavedQuestion, *, by: Staff) -> None:
    """Delete it. Raises NotAllowed for another's."""
    row = _own(saved, by)
    record(by, "search.drop_saved", note=str(row.pk))
    row.delete()


def _own(saved: SavedQuestion, by: Staff) -> SavedQuestion:
    require(by, "search.save")
    if saved.staff_id != by.pk:
        raise NotAllowed("search.save")
    return SavedQuestion.objects.select_for_update(of=("self",)).select_related("staff").get(pk=saved.pk)
