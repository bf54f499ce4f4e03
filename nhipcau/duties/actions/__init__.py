"""The register's verbs."""

from nhipcau.duties.actions.editing import (
    AlreadyClosed,
    Change,
    NoReason,
    OfficeChoice,
    edit_duty,
    end_duty,
    reopen_duty,
    set_offices,
    set_topics,
    withdraw_duty,
)
from nhipcau.duties.actions.intake import NotApproved, TakenIn, take_in_reading

__all__ = [
    "AlreadyClosed",
    "Change",
    "NoReason",
    "NotApproved",
    "OfficeChoice",
    "TakenIn",
    "edit_duty",
    "end_duty",
    "reopen_duty",
    "set_offices",
    "set_topics",
    "take_in_reading",
    "withdraw_duty",
]
