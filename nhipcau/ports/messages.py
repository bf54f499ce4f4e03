"""Marking a message for translation where Django must not be imported."""

from __future__ import annotations


def noop(message: str) -> str:
    """``message`` itself: the edge translates it. Its strings stand in the catalogue of ``people``, the lowest room that has one."""
    return message
