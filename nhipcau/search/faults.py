"""What keeps an action of this room from being done; each says what to do."""

from __future__ import annotations


class NotKept(Exception):
    """What was asked cannot be kept. The message says why, in the person's language."""
