"""Tables of the ground floor."""

from nhipcau.people.models.notices import Notice
from nhipcau.people.models.offices import (
    Function,
    FunctionHolding,
    Office,
    OfficeGroup,
    Succession,
)
from nhipcau.people.models.reference_rows import Abbreviation, Holiday, LegalClock, Topic
from nhipcau.people.models.staff import ROLE_NAMES, Membership, Staff
from nhipcau.people.models.trail import TrailEntry

__all__ = [
    "ROLE_NAMES",
    "Abbreviation",
    "Function",
    "FunctionHolding",
    "Holiday",
    "LegalClock",
    "Membership",
    "Notice",
    "Office",
    "OfficeGroup",
    "Staff",
    "Succession",
    "Topic",
    "TrailEntry",
]
