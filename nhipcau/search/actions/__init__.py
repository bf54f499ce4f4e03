"""What changes something in this room."""

from nhipcau.search.actions.alerting import end_alerts, send_alert, send_alerts
from nhipcau.search.actions.counting import forget_searches, note_search
from nhipcau.search.actions.saving import drop_saved, save_question, switch_alerts

__all__ = [
    "drop_saved", "end_alerts", "forget_searches", "note_search", "save_question", "send_alert", "send_alerts", "switch_alerts",
]  # fmt: skip
