"""Keeping leadership's screen as it is, for a meeting."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.documents.rules.secrecy import find_secrecy_mark
from nhipcau.people.models import Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import record
from nhipcau.reports.actions.reckoning import reckon
from nhipcau.reports.models import OverviewCopy
from nhipcau.reports.overview import gather_overview
from nhipcau.reports.rules.overview import as_values, checksum


class NoTitle(Exception):
    """A copy says what it is for, in words that may be kept."""


@transaction.atomic
def freeze_overview(*, title: str, by: Staff, on: date) -> OverviewCopy:
    """Keep the screen's figures of now under an address of their own. Raises NotAllowed, NoTitle."""
    require(by, "reports.freeze_overview")
    words = " ".join(title.split())[:200]
    if not words:
        raise NoTitle(_("Say what the copy is for, such as the meeting's name."))
    if find_secrecy_mark(words):
        raise NoTitle(_("The words bear a secrecy mark. Classified matter does not enter this system."))
    reckon(on=on)
    figures = as_values(gather_overview(on))
    made = OverviewCopy.objects.create(
        title=words, on_date=on, figures=figures, sha256=checksum(figures), made_by=by, made_at=timezone.now()
    )
    record(by, "reports.freeze_overview", made, sha256=made.sha256)
    return made
