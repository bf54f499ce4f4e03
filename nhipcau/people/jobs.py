"""What the ground floor does by itself each day. Each is idempotent."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils.translation import override

from nhipcau.people.actions import remind_of_courses, tell_gaps


def tend(*, on: date) -> None:
    """Offices without a focal point, courses that begin, evaluations that are open."""
    with override(settings.LANGUAGE_CODE):
        tell_gaps(on=on)
        remind_of_courses(on=on)
