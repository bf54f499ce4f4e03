"""Thinking about the year: money, due days, what is covered, what a consolidated plan says. No Django, no clock."""

from nhipcau.planning.rules.coverage import Coverage, coverage_of
from nhipcau.planning.rules.due import Due, due_day
from nhipcau.planning.rules.money import Priced, amount_of, grouped, in_words, parse_money, shares, total_of

__all__ = [
    "Coverage",
    "Due",
    "Priced",
    "amount_of",
    "coverage_of",
    "due_day",
    "grouped",
    "in_words",
    "parse_money",
    "shares",
    "total_of",
]
