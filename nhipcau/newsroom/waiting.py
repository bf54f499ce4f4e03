"""What the newsroom has waiting for a person: rows for the first page. Only what is there is said."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from nhipcau.newsroom.commissions import commission_list, late_q, stage_q, unpaid_q
from nhipcau.newsroom.facts import fact_list, open_requests, past
from nhipcau.newsroom.rules.commissions import Stage
from nhipcau.people.models import Staff
from nhipcau.people.permissions import may, offices_of, reach

Row = tuple[str, int, str, bool]
"""What it is, how many, where they are listed, whether they are late."""


def waiting_in_newsroom(me: Staff, *, on: date) -> list[Row]:
    """Facts past their date, versions and requests that wait, deliveries, payments: as far as they are this person's to do."""
    found = [*_facts(me, on), *_commissions(me, on)]
    return [row for row in found if row[1]]


def _facts(me: Staff, on: date) -> list[Row]:
    facts, rows = reverse("newsroom:facts"), list[Row]()
    if may(me, "newsroom.propose_fact"):
        mine = reach(me, "newsroom.propose_fact")
        late = fact_list().filter(past(on)) if mine is None else fact_list().filter(past(on), office_id__in=mine)
        rows.append((_("Figures past their date"), late.order_by().count(), f"{facts}?where=past", True))
    if may(me, "newsroom.approve_fact"):
        rows.append(
            (
                _("Figures to approve"),
                fact_list().filter(is_waiting=True).order_by().count(),
                f"{facts}?where=waiting",
                False,
            )
        )
    if may(me, "newsroom.answer_fact"):
        asked = open_requests().filter(office_id__in=offices_of(me, "newsroom.answer_fact")).count()
        rows.append(
            (_("Requests for facts to answer"), asked, f"{reverse('newsroom:fact_requests')}?state=open", False)
        )
    return rows


def _commissions(me: Staff, on: date) -> list[Row]:
    where, rows = reverse("newsroom:commissions"), list[Row]()
    if may(me, "newsroom.order"):
        late = commission_list().filter(late_q(on)).order_by().count()
        rows.append((_("Late commissions"), late, f"{where}?where=late", True))
    if may(me, "newsroom.accept_delivery"):
        waits = commission_list().filter(stage_q(Stage.DELIVERED)).order_by().count()
        rows.append((_("Deliveries to accept"), waits, f"{where}?stage=delivered", False))
    if may(me, "newsroom.record_payment"):
        unpaid = commission_list().filter(unpaid_q()).order_by().count()
        rows.append((_("Accepted works to pay"), unpaid, f"{where}?where=unpaid", False))
    return rows
