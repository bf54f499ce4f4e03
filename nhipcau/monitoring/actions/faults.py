"""What can stand in the way of a step, said so that the person knows what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _


class BadSource(Exception):
    """The source cannot be kept as it was described."""


class NotNow(Exception):
    """The digest or story is not in a state in which this step makes sense."""


class ClippingRefused(Exception):
    """The file is not taken; the message says what to do instead."""


class NothingSaid(Exception):
    """A step that others will read needs words."""


def words_given(words: str) -> str:
    """``words`` without space around them. Raises NothingSaid where nothing is left."""
    if not words.strip():
        raise NothingSaid(_("Write a few words, so that others can follow it later."))
    return words.strip()
