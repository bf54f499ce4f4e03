"""The library's verbs: bring in, read, review, approve, describe."""

from nhipcau.documents.actions.intake import (
    AlreadyHere,
    Refused,
    fail_intake,
    note_progress,
    receive_text,
    receive_upload,
    refuse_intake,
    retry_intake,
    start_intake,
    stop_intake,
)
from nhipcau.documents.actions.library import (
    add_relation,
    confirm_target,
    edit_metadata,
    set_effect,
)
from nhipcau.documents.actions.review import (
    AlreadyDecided,
    BadItem,
    Change,
    NotYourOwn,
    add_clause,
    add_duty,
    add_reference,
    approve_reading,
    confirm_all_sure,
    confirm_item,
    edit_item,
    finish_review,
    merge_duties,
    reject_item,
    reopen_reading,
    return_reading,
    split_duty,
)
from nhipcau.documents.actions.taking_in import take_in

__all__ = [
    "AlreadyDecided", "AlreadyHere", "BadItem", "Change", "NotYourOwn", "Refused", "add_clause", "add_duty",
    "add_reference", "add_relation", "approve_reading", "confirm_all_sure", "confirm_item", "confirm_target",
    "edit_item", "edit_metadata", "fail_intake", "finish_review", "merge_duties", "note_progress", "receive_text",
    "receive_upload", "refuse_intake", "reject_item", "reopen_reading", "retry_intake", "return_reading", "set_effect",
    "split_duty", "start_intake", "stop_intake", "take_in",
]  # fmt: skip
