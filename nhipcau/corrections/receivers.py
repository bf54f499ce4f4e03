"""Listens to the press desk: a story marked as maybe inaccurate becomes a case here."""

from __future__ import annotations

from typing import Any

from nhipcau.corrections.actions.receiving import receive_from_monitoring
from nhipcau.monitoring.models import Mark, Story
from nhipcau.monitoring.signals import story_marked
from nhipcau.people.models import Staff


def on_marked(sender: Any = None, *, story: Story, mark: str, words: str, by: Staff, **kwargs: Any) -> None:
    """Only the mark that is for this desk."""
    if mark == Mark.Kind.INACCURATE:
        receive_from_monitoring(story, words, by=by)


def connect() -> None:
    """Begin to listen. Called once, when the app starts."""
    story_marked.connect(on_marked, dispatch_uid="corrections.marked")
