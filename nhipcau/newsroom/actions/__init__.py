"""The newsroom's verbs."""

from nhipcau.newsroom.actions.adopting import adopt_translation
from nhipcau.newsroom.actions.approving import approve, hand_over, return_to_editor
from nhipcau.newsroom.actions.editing import begin_page, note_edit
from nhipcau.newsroom.actions.publishing import (
    publish,
    publish_due,
    publish_urgently,
    schedule,
    ship,
    unschedule,
    withdraw,
)
from nhipcau.newsroom.actions.reviewers import appoint_reviewer, dismiss_reviewer
from nhipcau.newsroom.actions.terms import import_terms, load_terms, remove_term, save_term
from nhipcau.newsroom.actions.translating import (
    accept_words,
    ask_translation,
    keep_suggestions,
    note_presence,
    save_words,
    take_into_page,
    update_source,
)

__all__ = [
    "accept_words",
    "adopt_translation",
    "appoint_reviewer",
    "approve",
    "ask_translation",
    "begin_page",
    "dismiss_reviewer",
    "hand_over",
    "import_terms",
    "keep_suggestions",
    "load_terms",
    "note_edit",
    "note_presence",
    "publish",
    "publish_due",
    "publish_urgently",
    "remove_term",
    "return_to_editor",
    "save_term",
    "save_words",
    "schedule",
    "ship",
    "take_into_page",
    "unschedule",
    "update_source",
    "withdraw",
]
