"""Noting at the edge that something was asked: never what narrows, turns pages or sorts, and never at the price of the answer."""

from __future__ import annotations

import logging
from datetime import date

from django.db import DatabaseError

from nhipcau.search.actions.counting import note_search
from nhipcau.search.addressing import is_narrowed
from nhipcau.search.asking import Answer, Question, Sort
from nhipcau.search.rules.counting import countable

log = logging.getLogger("nhipcau.search")


def note(question: Question, answer: Answer, *, on: date) -> None:
    """Count a public search by its words. A database that has no time for it loses one count."""
    words = countable(question.text)
    if not words or question.page > 1 or question.sort is not Sort.BEST or is_narrowed(question):
        return
    try:
        note_search(words, language=question.language, found=bool(answer.total or answer.top), on=on)
    except DatabaseError:
        log.warning("a search was not counted", exc_info=True)
