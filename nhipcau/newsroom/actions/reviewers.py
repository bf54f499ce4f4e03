"""Who reads a language before its pages go out."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.newsroom.faults import NotNow
from nhipcau.newsroom.models import LanguageReviewer
from nhipcau.people.models import Staff
from nhipcau.people.permissions import may, require
from nhipcau.people.trail import record


@transaction.atomic
def appoint_reviewer(staff: Staff, *, language: str, by: Staff) -> LanguageReviewer:
    """Make ``staff`` one of those who read ``language``: from now on only they approve its pages.

    Raises NotAllowed, NotNow (no such language, there already, or no role that may approve).
    """
    require(by, "newsroom.manage")
    if language not in dict(settings.LANGUAGES):
        raise NotNow(_("The site has no language “%(code)s”.") % {"code": language})
    if not may(staff, "newsroom.approve"):
        raise NotNow(_("%(name)s has no role in which pages are approved. Give them one first.") % {"name": staff})
    if LanguageReviewer.objects.filter(language=language, staff=staff).exists():
        raise NotNow(_("%(name)s reads this language already.") % {"name": staff})
    made = LanguageReviewer.objects.create(language=language, staff=staff)
    record(by, "newsroom.appoint_reviewer", made)
    return made


@transaction.atomic
def dismiss_reviewer(reviewer: LanguageReviewer, *, by: Staff) -> None:
    """No longer one of those who read the language; with the last one gone, any approver may. Raises NotAllowed."""
    require(by, "newsroom.manage")
    record(by, "newsroom.dismiss_reviewer", reviewer)
    reviewer.delete()
