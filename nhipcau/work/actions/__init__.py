"""The work room's verbs."""

from nhipcau.work.actions.assigning import (
    BadDates,
    Order,
    accept,
    assign,
    assign_duties,
    cancel_assignment,
    edit_assignment,
    return_work,
)
from nhipcau.work.actions.dissemination import order_dissemination, record_session
from nhipcau.work.actions.doing import (
    ask_extension,
    decide_extension,
    grant_extension,
    hand_in,
    record_progress,
    refuse_extension,
)
from nhipcau.work.actions.faults import NoReason, NotNow
from nhipcau.work.actions.filing import (
    EvidenceRefused,
    Filing,
    Upload,
    file_evidence,
    file_publication,
    withdraw_evidence,
)
from nhipcau.work.actions.notices import make_notices, send_digests
from nhipcau.work.actions.recurring import open_periods, start_recurrence, stop_recurrence

__all__ = [
    "BadDates",
    "EvidenceRefused",
    "Filing",
    "NoReason",
    "NotNow",
    "Order",
    "Upload",
    "accept",
    "ask_extension",
    "assign",
    "assign_duties",
    "cancel_assignment",
    "decide_extension",
    "edit_assignment",
    "file_evidence",
    "file_publication",
    "grant_extension",
    "hand_in",
    "make_notices",
    "open_periods",
    "order_dissemination",
    "record_progress",
    "record_session",
    "refuse_extension",
    "return_work",
    "send_digests",
    "start_recurrence",
    "stop_recurrence",
    "withdraw_evidence",
]
