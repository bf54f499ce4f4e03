"""Marking a message for translation where Django must not be imported."""

from __future__ import annotations


def noop(message: str) -> str:
    """``message`` itself: the edge translates it; makemessages finds it by this name (``--keyword=noop``)."""
    return message
