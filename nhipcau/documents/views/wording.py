"""Keys of the reader and of the trail, put into words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

METADATA = {
    "number": _("Number"),
    "kind": _("Kind"),
    "issuer": _("Issuer"),
    "issued_on": _("Issued on"),
    "title": pgettext_lazy("of law", "Title"),
}
WARNINGS = {
    "number_lost": _("The copy does not show the document's own number."),
    "date_lost": _("The copy does not show the date of issue."),
    "kind_unknown": _("The copy does not say what kind of document it is."),
    "no_clauses": _("No clauses were found in the text."),
}
UNSURE = {
    "subject_inherited": _("The sentence names no office; the one before it does."),
}
STEPS = {
    "documents.take_in": _("Read and taken into the library"),
    "documents.edit_metadata": _("Description corrected"),
    "documents.set_effect": _("Effect noted"),
    "documents.add_relation": _("Relation added"),
    "documents.confirm_target": _("Cited document named"),
    "documents.confirm_clause": _("Clause confirmed"),
    "documents.confirm_reference": _("Reference confirmed"),
    "documents.confirm_duty": _("Duty confirmed"),
    "documents.reject_clause": _("Clause struck out"),
    "documents.reject_reference": _("Reference struck out"),
    "documents.reject_duty": _("Duty struck out"),
    "documents.edit_clause": _("Clause corrected"),
    "documents.edit_reference": _("Reference corrected"),
    "documents.edit_duty": _("Duty corrected"),
    "documents.split_clause": _("Clause split"),
    "documents.split_reference": _("Reference split"),
    "documents.split_duty": _("Duty split"),
    "documents.merge_clause": _("Clauses merged"),
    "documents.merge_reference": _("References merged"),
    "documents.merge_duty": _("Duties merged"),
    "documents.add_clause": _("Clause added"),
    "documents.add_reference": _("Reference added"),
    "documents.add_duty": _("Duty added"),
    "documents.confirm_all_sure": _("All that was sure confirmed"),
    "documents.finish_review": _("Review finished"),
    "documents.approve_reading": _("Reading approved"),
    "documents.return_reading": _("Reading returned"),
    "documents.reopen_reading": _("Reading reopened"),
}


def warning_words(key: str) -> str:
    """What the reader warned of; a key without words stands for itself."""
    return str(WARNINGS.get(key, key))


def step_words(action: str) -> str:
    """A step in the trail."""
    return str(STEPS.get(action, action))
