"""Keeping the table of abbreviations. A change counts when the clock has built the index anew, within a minute or two."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.people.models import Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import record
from nhipcau.search.models import Abbreviation
from nhipcau.search.rules.scripts import keys_in

LONGEST, MOST_FORMS = 40, 12


class BadAbbreviation(ValueError):
    """What was typed makes no abbreviation; the message says what to do."""


@transaction.atomic
def save_abbreviation(
    short: str, forms: Iterable[str], *, by: Staff, row: Abbreviation | None = None
) -> Abbreviation:
    """Add an abbreviation, or change ``row``. ``forms``: the words in full, then other ways to write it.

    Raises NotAllowed, BadAbbreviation.
    """
    require(by, "search.keep_abbreviations")
    short, said = _checked(short, forms)
    there = Abbreviation.objects.filter(short__iexact=short)
    if (there.exclude(pk=row.pk) if row else there).exists():
        raise BadAbbreviation(_("“%s” is in the table already. Change that row instead.") % short)
    before = {"short": row.short, "forms": row.forms} if row else None
    kept = row or Abbreviation()
    kept.short, kept.forms = short, said
    kept.save()
    record(by, "search.save_abbreviation", kept, before=before, forms=said)
    return kept


def _checked(short: str, forms: Iterable[str]) -> tuple[str, list[str]]:
    short = " ".join(short.split())
    said = [form for form in dict.fromkeys(" ".join(form.split()) for form in forms) if form and form != short]
    if not short or len(short) > LONGEST or sum(len(fold) for fold, _exact in keys_in(short)) < 2:
        raise BadAbbreviation(_("Give a short form of two to forty letters, such as UBND."))
    if not said or len(said) > MOST_FORMS or any(len(form) > 255 for form in said):
        raise BadAbbreviation(_("Say what it stands for: one to twelve forms of at most 255 letters."))
    if not any(len(list(keys_in(form))) > 1 for form in said):
        raise BadAbbreviation(_("One of the forms has to be the words in full."))
    return short, said


@transaction.atomic
def remove_abbreviation(row: Abbreviation, *, by: Staff) -> None:
    """Take it out of the table. Raises NotAllowed."""
    require(by, "search.keep_abbreviations")
    record(by, "search.remove_abbreviation", row, forms=row.forms)
    row.delete()
