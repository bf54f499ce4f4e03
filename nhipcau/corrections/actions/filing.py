"""Entries and answers as evidence for the duties that the settings name; evidence that is refused keeps nothing from going out."""

from __future__ import annotations

import logging

from django.db import transaction

from nhipcau.corrections.desk import desk_settings, signing_office
from nhipcau.corrections.models import Case
from nhipcau.people.models import Staff
from nhipcau.people.permissions import may, today
from nhipcau.work.actions import EvidenceRefused, Filing, file_publication
from nhipcau.work.models import Evidence

log = logging.getLogger("nhipcau.corrections")


def _file(case: Case, title: str, address: str, *, by: Staff) -> None:
    """File ``title`` at ``address`` for each duty, once: a later change of the same entry is no second piece."""
    on = today()
    row = desk_settings()
    office = signing_office(by, on)
    if row._state.adding or office is None or not may(by, "work.file_publication", office=office, on=on):
        return
    for duty in row.duties.all():
        if Evidence.objects.filter(duty=duty, address=address, withdrawal__isnull=True).exists():
            continue
        try:
            with transaction.atomic():
                file_publication(
                    Filing(
                        office, Evidence.Kind.LINK, f"{case.number}: {title}"[:500], on, duty=duty, address=address
                    ),
                    by=by,
                    on=on,
                )
        except EvidenceRefused:
            log.exception("case %s could not be filed for duty %s", case.number, duty.pk)
