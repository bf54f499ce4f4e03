"""What is past its clock is said once to those whose turn it is; overdue itself is computed, never stored."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.corrections.actions.steps import NEXT, hands_of
from nhipcau.corrections.addresses import staff_path
from nhipcau.corrections.models import Offer
from nhipcau.corrections.queries import overdue_cases
from nhipcau.corrections.rules.verdicts import State
from nhipcau.newsroom.listeners import staff_with
from nhipcau.people.actions import tell
from nhipcau.people.models import Staff
from nhipcau.people.permissions import require
from nhipcau.people.rules.roles import PERMISSIONS
from nhipcau.people.trail import record


@transaction.atomic
def remind(*, on: date, by: Staff | None = None) -> int:
    """Leave a notice for each case past its clock and each reply whose time ran out, each once. Answers how many are new. Raises NotAllowed."""
    if by is not None:
        require(by, "corrections.manage")
    new = 0
    for case in overdue_cases(on):
        people = staff_with([*PERMISSIONS[NEXT[State(case.state)]]], on=on)
        due = case.next_due()
        text = _("Corrections desk, %(number)s: overdue since %(day)s") % {
            "number": case.number,
            "day": f"{due:%d/%m/%Y}",
        }
        about = f"case:{case.pk}:{due}"
        new += tell(people, kind="corrections.overdue", about=about, text=text, url=staff_path(case), by=by)
    for offer in Offer.objects.filter(
        replied_on__isnull=True, reply_due_on__lt=on, case__closed_on__isnull=True
    ).select_related("case"):
        people = list(Staff.objects.filter(pk__in=[*hands_of(offer.case), offer.sent_by_id], is_active=True))
        text = _("Corrections desk, %(number)s: the publisher's time to reply is over") % {
            "number": offer.case.number
        }
        about = f"offer:{offer.pk}"
        new += tell(people, kind="corrections.no_reply", about=about, text=text, url=staff_path(offer.case), by=by)
    if new:
        record(by, "corrections.remind", notices=new)
    return new
