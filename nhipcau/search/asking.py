"""The one way to ask: a question in, an answer out, never more than the person may see.

Everything that shows results (public pages, staff screens, JSON, alerts) asks here, so that permissions, counts, suggestions and corrections
are the same everywhere.
"""

from __future__ import annotations

from nhipcau.people.models import Staff
from nhipcau.search import answering, suggesting
from nhipcau.search.answers import KINDS, Answer, Crumb, Facet, Hit, Piece, Question, Sort, Suggestion

__all__ = ["KINDS", "Answer", "Crumb", "Facet", "Hit", "Piece", "Question", "Sort", "Suggestion", "ask", "suggest"]


def ask(question: Question, *, by: Staff | None) -> Answer:
    """The answer for ``by``; None is the public: only what is public. Without words staff get what passes the filters. Never raises on any text."""
    return answering.answer(question, by=by)


def suggest(
    text: str, *, by: Staff | None, language: str, limit: int = 8, kinds: tuple[str, ...] = ()
) -> tuple[Suggestion, ...]:
    """Titles that begin so, or hold the words, the best first; only of ``kinds`` where any are named."""
    return suggesting.suggestions(text, by=by, language=language, limit=limit, kinds=kinds)
