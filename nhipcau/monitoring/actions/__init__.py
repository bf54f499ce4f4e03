"""The monitoring room's verbs."""

from nhipcau.monitoring.actions.clippings import Clipping, bring_clipping
from nhipcau.monitoring.actions.desk import (
    DeskFacts,
    RuleFacts,
    change_settings,
    desk_settings,
    drop_rule,
    drop_search,
    drop_story,
    keep_story,
    label_story,
    mark_story,
    note_story,
    reopen_story,
    rules_from_topics,
    save_rule,
    save_search,
    unmark_story,
)
from nhipcau.monitoring.actions.digests import (
    ItemWords,
    add_items,
    add_recipient,
    address_of,
    begin_digest,
    close_edition,
    deliver,
    end_recipient,
    filed_of,
    next_hour,
    not_ready,
    order_items,
    release_digest,
    remove_item,
    send_released,
    suggestion_for,
    take_back,
    unsubscribe,
    word_digest,
    word_item,
)
from nhipcau.monitoring.actions.faults import BadSource, ClippingRefused, NothingSaid, NotNow
from nhipcau.monitoring.actions.grouping import PageRead, take_in_pages
from nhipcau.monitoring.actions.keeping import (
    articles_of,
    close_site,
    days_kept,
    export_site,
    forget_old_texts,
    open_site,
    set_retention,
    site_name,
)
from nhipcau.monitoring.actions.mails import MailsTried, StuckNumber, stuck_numbers, try_mail_again
from nhipcau.monitoring.actions.recordings import (
    bring_captions,
    bring_recording,
    clock,
    drop_recording,
    resume_hearing,
    stop_hearing,
    use_recording,
    why_not,
    write_transcript,
)
from nhipcau.monitoring.actions.sources import (
    Look,
    SourceFacts,
    add_source,
    bring_opml,
    edit_source,
    look_now,
    note_look,
    stop_source,
    take_due,
)
from nhipcau.monitoring.actions.taking_in import Missed, add_link, take_waiting

__all__ = [
    "BadSource", "Clipping", "ClippingRefused", "DeskFacts", "ItemWords", "Look", "MailsTried", "Missed", "NotNow",
    "NothingSaid", "PageRead", "RuleFacts", "SourceFacts", "StuckNumber", "add_items", "add_link", "add_recipient",
    "add_source", "address_of", "articles_of", "begin_digest", "bring_captions", "bring_clipping", "bring_opml",
    "bring_recording", "change_settings", "clock", "close_edition", "close_site", "days_kept", "deliver",
    "desk_settings", "drop_recording", "drop_rule", "drop_search", "drop_story", "edit_source", "end_recipient",
    "export_site", "filed_of", "forget_old_texts", "keep_story", "label_story", "look_now", "mark_story", "next_hour",
    "not_ready", "note_look", "note_story", "open_site", "order_items", "release_digest", "remove_item",
    "reopen_story", "resume_hearing", "rules_from_topics", "save_rule", "save_search", "send_released",
    "set_retention", "site_name", "stop_hearing", "stop_source", "stuck_numbers", "suggestion_for", "take_back", "take_due",
    "take_in_pages", "take_waiting", "try_mail_again", "unmark_story", "unsubscribe", "use_recording", "why_not", "word_digest",
    "word_item", "write_transcript",
]  # fmt: skip
