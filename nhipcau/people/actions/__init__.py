"""The ground floor's verbs: staff and their places, offices, notices, the profile."""

from nhipcau.people.actions.notices import mark_read, tell
from nhipcau.people.actions.staff import (
    AlreadyThere,
    LastAdministrator,
    add_staff,
    begin_membership,
    close_account,
    end_membership,
    first_logins,
    reset_password,
)

__all__ = [
    "AlreadyThere",
    "LastAdministrator",
    "add_staff",
    "begin_membership",
    "close_account",
    "end_membership",
    "first_logins",
    "mark_read",
    "reset_password",
    "tell",
]
