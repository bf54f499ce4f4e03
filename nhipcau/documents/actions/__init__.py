"""The library's verbs: bring in, read, review, approve, describe."""

from nhipcau.documents.actions.adding import add_clause, add_duty, add_reference
from nhipcau.documents.actions.intake import (
    AlreadyHere,
    Refused,
    fail_intake,
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
    approve_reading,
    confirm_all_sure,
    confirm_item,
    edit_item,
    finish_review,
    has_had_a_hand,
    reject_item,
    reopen_reading,
    return_reading,
)
from nhipcau.documents.actions.shaping import merge_items, split_clause, split_duty, split_reference
from nhipcau.documents.actions.sweeping import sweep_quarantine
from nhipcau.documents.actions.taking_in import take_in

__all__ = [
    "AlreadyDecided", "AlreadyHere", "BadItem", "Change", "NotYourOwn", "Refused", "add_clause", "add_duty",
    "add_reference", "add_relation", "approve_reading", "confirm_all_sure", "confirm_item", "confirm_target",
    "edit_item", "edit_metadata", "fail_intake", "finish_review", "has_had_a_hand", "merge_items", "receive_text",
    "receive_upload", "refuse_intake", "reject_item", "reopen_reading", "retry_intake", "return_reading",
    "set_effect", "split_clause", "split_duty", "split_reference", "start_intake", "stop_intake",
    "sweep_quarantine", "take_in",
]  # fmt: skip
