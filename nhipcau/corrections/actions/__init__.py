"""The corrections desk's verbs."""

from nhipcau.corrections.actions.corresponding import answer, write_as_sender, write_message
from nhipcau.corrections.actions.drafting import (
    Check,
    Draft,
    Words,
    agree,
    hand_over,
    pass_check,
    save_draft,
    send_back,
)
from nhipcau.corrections.actions.evidence import PaperFacts, add_paper, archive_page, set_aside
from nhipcau.corrections.actions.faults import (
    BearsSecrecyMark,
    ChangedMeanwhile,
    NotAFact,
    NotNow,
    PaperRefused,
    SamePerson,
)
from nhipcau.corrections.actions.keeping import (
    change_desk_settings,
    contacts_to_forget,
    days_kept,
    forget_contact,
    forget_contacts,
    renew_link,
    set_contact_retention,
)
from nhipcau.corrections.actions.page_notes import note_of, page_is_ready
from nhipcau.corrections.actions.publishing import publish_entry, reopen, take_up_appeal
from nhipcau.corrections.actions.receiving import Receipt, Report, receive, receive_from_monitoring
from nhipcau.corrections.actions.reminding import remind
from nhipcau.corrections.actions.replying import Letter, offer_reply, record_reply
from nhipcau.corrections.actions.steps import hands_of
from nhipcau.corrections.actions.triage import Decision, triage

__all__ = [
    "BearsSecrecyMark", "ChangedMeanwhile", "Check", "Decision", "Draft", "Letter", "NotAFact", "NotNow", "PaperFacts", "PaperRefused",
    "Receipt", "Report", "SamePerson", "Words", "add_paper", "agree", "answer", "archive_page", "change_desk_settings",
    "contacts_to_forget", "days_kept", "forget_contact", "forget_contacts", "hand_over", "hands_of", "note_of", "offer_reply",
    "page_is_ready", "pass_check", "publish_entry", "receive", "receive_from_monitoring", "record_reply", "remind", "renew_link",
    "reopen", "save_draft", "send_back", "set_aside", "set_contact_retention", "take_up_appeal", "triage", "write_as_sender",
    "write_message",
]  # fmt: skip
