"""What the desk has waiting for a person: rows for the first page. Only what is there is said."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from nhipcau.corrections.actions.steps import NEXT
from nhipcau.corrections.models import Case
from nhipcau.corrections.queries import overdue
from nhipcau.corrections.rules.verdicts import State
from nhipcau.people.models import Staff
from nhipcau.people.permissions import may

Row = tuple[str, int, str, bool]
"""What it is, how many, where they are listed, whether they are late."""


def waiting_in_corrections(me: Staff, *, on: date) -> list[Row]:
    """Cases whose next step is this person's to take, by step, and all that is past its day. One query, none for others."""
    labels = {
        State.RECEIVED: _("Requests for correction to triage"),
        State.DESK: _("Statements at the corrections desk to look into"),
        State.HANDED_OVER: _("Corrections that wait for a second person"),
        State.AGREED: _("Corrections that wait for the legal and secrecy check"),
        State.CHECKED: _("Corrections ready to go out"),
        State.CORRESPONDENCE: _("Letters to the corrections desk to answer"),
    }
    mine = [state for state, permission in NEXT.items() if may(me, permission)]
    if not mine:
        return []
    counted = {state.value: Count("pk", filter=Q(state=state)) for state in mine}
    many = Case.objects.aggregate(late=Count("pk", filter=overdue(on)), **counted)
    desk = reverse("corrections:desk")
    rows: list[Row] = [(_("Overdue at the corrections desk"), many["late"], f"{desk}?late=late", True)]
    rows += [(labels[state], many[state.value], f"{desk}?state={state.value}", False) for state in mine]
    return [row for row in rows if row[1]]
