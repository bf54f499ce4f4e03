"""What changes something in this room. The index itself is no deed of anybody: it follows what other rooms did (ADR 23)."""

from nhipcau.search.actions.abbreviations import BadAbbreviation, remove_abbreviation, save_abbreviation
from nhipcau.search.actions.alerting import end_alerts, send_alert, send_alerts
from nhipcau.search.actions.counting import forget_searches, note_search
from nhipcau.search.actions.saving import drop_saved, save_question, switch_alerts

__all__ = [
    "BadAbbreviation", "drop_saved", "end_alerts", "forget_searches", "note_search", "remove_abbreviation", "save_abbreviation",
    "save_question", "send_alert", "send_alerts", "switch_alerts",
]  # fmt: skip
