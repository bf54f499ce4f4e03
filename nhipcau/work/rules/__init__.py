"""Thinking about work: whether it is late, when periods open and end, what an upload is. No Django, no clock."""

from nhipcau.work.rules.deadlines import (
    DUE_SOON_DAYS,
    Facts,
    Reminder,
    Status,
    days_left,
    handed_in_late,
    reminder_of,
    status_of,
)
from nhipcau.work.rules.periods import (
    BadDueRule,
    Period,
    due_date,
    label_parts,
    parse_due_rule,
    period_of,
    periods_open,
)

__all__ = [
    "DUE_SOON_DAYS",
    "BadDueRule",
    "Facts",
    "Period",
    "Reminder",
    "Status",
    "days_left",
    "due_date",
    "handed_in_late",
    "label_parts",
    "parse_due_rule",
    "period_of",
    "periods_open",
    "reminder_of",
    "status_of",
]
