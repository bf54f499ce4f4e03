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
from nhipcau.work.actions.award_keeping import CategoryFacts, keep_category, kept_for, purge_awards
from nhipcau.work.actions.awards import (
    Advice,
    Asked,
    Decided,
    add_award_paper,
    add_proofs,
    advise_award,
    correct_entry,
    decide_award,
    propose_award,
    remove_proof,
    return_award,
    submit_award,
    withdraw_award,
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
from nhipcau.work.actions.sessions import (
    Conclusions,
    SessionFacts,
    add_agenda_item,
    add_session_paper,
    answer_invitation,
    ask_to_session,
    call_off_session,
    conclude_session,
    edit_session,
    hold_session,
    link_conclusions,
    plan_session,
    remove_agenda_item,
)

FAULTS = (NotNow, NoReason, EvidenceRefused)

__all__ = [
    "FAULTS", "Advice", "Asked", "BadDates", "CategoryFacts", "Conclusions", "Decided", "EvidenceRefused", "Filing",
    "NoReason", "NotNow", "Order", "SessionFacts", "Upload", "accept", "add_agenda_item", "add_award_paper",
    "add_proofs", "add_session_paper", "advise_award", "answer_invitation", "ask_extension", "ask_to_session",
    "assign", "assign_duties", "call_off_session", "cancel_assignment", "conclude_session", "correct_entry",
    "decide_award", "decide_extension", "edit_assignment", "edit_session", "file_evidence", "file_publication",
    "grant_extension", "hand_in", "hold_session", "keep_category", "kept_for", "link_conclusions", "make_notices",
    "open_periods", "order_dissemination", "plan_session", "propose_award", "purge_awards",
    "record_progress", "record_session", "refuse_extension", "remove_agenda_item", "remove_proof", "return_award",
    "return_work", "send_digests", "start_recurrence", "stop_recurrence", "submit_award", "withdraw_award",
    "withdraw_evidence",
]  # fmt: skip
