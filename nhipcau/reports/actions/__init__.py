"""The reports room's verbs."""

from nhipcau.reports.actions.overview import NoTitle, freeze_overview
from nhipcau.reports.actions.reports import (
    WORDS,
    AlreadyIssued,
    NotIssued,
    draw_up,
    issue,
    lines_of,
    next_version,
    scope_of,
    write_words,
)

__all__ = [
    "WORDS",
    "AlreadyIssued",
    "NoTitle",
    "NotIssued",
    "draw_up",
    "freeze_overview",
    "issue",
    "lines_of",
    "next_version",
    "scope_of",
    "write_words",
]
