"""The desk's fixed words for readers, in all languages of the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.corrections.rules.verdicts import EntryKind, State, Verdict

VERDICTS = {
    Verdict.ACCURATE: _("Accurate"), Verdict.INACCURATE: _("Inaccurate"), Verdict.MISSING_CONTEXT: _("Missing context"),
    Verdict.EVIDENCE_INSUFFICIENT: _("Evidence insufficient"), Verdict.WE_WERE_WRONG: _("We were wrong"),
}  # fmt: skip
KINDS = {
    EntryKind.PUBLISHED: pgettext_lazy("log", "Published"), EntryKind.UPDATED: pgettext_lazy("log", "Changed"),
    EntryKind.WITHDRAWN: pgettext_lazy("log", "Withdrawn"), EntryKind.APPEAL: pgettext_lazy("log", "Under appeal"),
}  # fmt: skip
_GATHERING, _READING = _("We are gathering the records."), _("A second person is reading the answer.")
STATES = {
    State.RECEIVED: _("Received. Nobody has looked at it yet."), State.DESK: _GATHERING, State.HANDED_OVER: _READING,
    State.AGREED: _READING, State.CHECKED: _READING, State.PUBLISHED: _("The answer stands in the public log."),
    State.CORRESPONDENCE: _("You will get an answer in words here."), State.ANSWERED: _("Answered."),
}  # fmt: skip
