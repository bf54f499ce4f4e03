"""The newsroom's verbs."""

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

__all__ = [
    "approve",
    "begin_page",
    "hand_over",
    "note_edit",
    "publish",
    "publish_due",
    "publish_urgently",
    "return_to_editor",
    "schedule",
    "ship",
    "unschedule",
    "withdraw",
]
