"""The code shown at a lesson: a signed address that lives for minutes. It names the lesson and nobody.

Whoever opens it signs in as usual and marks themselves; the code alone does nothing, and nothing is stored of it.
"""

from __future__ import annotations

from django.core import signing

LIVES = 10 * 60
"""Seconds. The screen that shows it asks for a new one well before."""
_SALT = "people.attendance"


class StaleCode(Exception):
    """The code is too old, or was never ours."""


def code_for(lesson_id: int) -> str:
    """A code for the lesson as of now."""
    return signing.dumps(lesson_id, salt=_SALT)


def lesson_of(code: str) -> int:
    """The lesson that ``code`` stands for. Raises StaleCode."""
    try:
        found = signing.loads(code, salt=_SALT, max_age=LIVES)
    except signing.BadSignature as fault:  # a signature that is too old is one too
        raise StaleCode from fault
    if not isinstance(found, int):
        raise StaleCode
    return found
