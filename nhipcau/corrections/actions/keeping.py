"""Contacts: kept apart, deleted by rule or at the sender's word; private links; the desk's settings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nhipcau.corrections.actions.faults import NotNow, words_given
from nhipcau.corrections.actions.steps import _held, _take
from nhipcau.corrections.models import Case, Contact, ContactRetention, DeskSettings
from nhipcau.corrections.rules.tokens import hash_of, new_token
from nhipcau.corrections.rules.verdicts import CLOSED
from nhipcau.duties.models import Duty
from nhipcau.people.models import Office, Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import record

DEFAULT_DAYS = 90
"""Where no rule is in force."""


def days_kept(on: date) -> int:
    """What the newest rule in force says."""
    rule = ContactRetention.objects.filter(valid_from__lte=on).order_by("-valid_from").first()
    return rule.days if rule else DEFAULT_DAYS


@transaction.atomic
def set_contact_retention(*, days: int, valid_from: date, source: str, by: Staff) -> ContactRetention:
    """State how long contacts are kept from a day on, and who decided it. Raises NotAllowed, NotNow."""
    require(by, "corrections.manage")
    if not 0 <= days <= 3650:
        raise NotNow(_("Choose between 0 and 3650 days."))
    row, _new = ContactRetention.objects.update_or_create(
        valid_from=valid_from, defaults={"days": days, "source": words_given(source)[:500], "verified_by": str(by)}
    )
    record(by, "corrections.set_contact_retention", row, days=row.days)
    return row


def contacts_to_forget(on: date) -> QuerySet[Contact]:
    """Contacts of cases that were answered longer ago than the rule in force says."""
    return Contact.objects.filter(case__state__in=[*CLOSED], case__closed_on__lt=on - timedelta(days=days_kept(on)))


@transaction.atomic
def forget_contacts(*, on: date, by: Staff | None = None) -> int:
    """Delete contacts that have been kept long enough. Answers how many. Raises NotAllowed."""
    if by is not None:
        require(by, "corrections.manage")
    rows = list(contacts_to_forget(on).select_related("case")[:1000])
    for row in rows:
        _forget(row.case, by=by)
    if rows:
        record(by, "corrections.forget_contacts", contacts=len(rows))
    return len(rows)


@transaction.atomic
def forget_contact(case: Case, *, by: Staff | None = None) -> bool:
    """Delete the contact of one case: the sender by the private link, or staff at the sender's word. Answers whether there was one.

    Raises NotAllowed.
    """
    if by is not None:
        require(by, "corrections.manage")
    return _forget(_held(case), by=by)


def _forget(case: Case, *, by: Staff | None) -> bool:
    gone, _rows = Contact.objects.filter(case=case).delete()
    if gone:
        _take(case, "contact_forgotten", by=by)
    return bool(gone)


@transaction.atomic
def renew_link(number: str, email: str, *, by: None = None) -> tuple[Case, str] | None:
    """A new private link for whoever left this address with this case; the old one opens nothing any more. None where they do not fit."""
    contact = (
        Contact.objects.filter(case__number=number.strip(), email__iexact=email.strip())
        .select_related("case")
        .first()
    )
    if contact is None:
        return None
    case, token = _held(contact.case), new_token()
    case.token_hash = hash_of(token)
    case.save(update_fields=["token_hash"])
    _take(case, "link_renewed", by=by)
    return case, token


@transaction.atomic
def change_desk_settings(*, office: Office | None, duties: Sequence[Duty], by: Staff) -> DeskSettings:
    """Which office signs, and which duties entries and answers are evidence for. Raises NotAllowed."""
    require(by, "corrections.manage")
    row, _new = DeskSettings.objects.update_or_create(pk=1, defaults={"office": office})
    row.duties.set(duties)
    record(
        by,
        "corrections.change_settings",
        row,
        office=office.key if office else "",
        duties=[duty.pk for duty in duties],
    )
    return row
