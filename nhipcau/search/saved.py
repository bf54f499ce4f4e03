"""Looking at a saved question anew: what answers it for its owner today, and what of that is new."""

from __future__ import annotations

from dataclasses import replace

from django.http import QueryDict

from nhipcau.search.addressing import question_of
from nhipcau.search.asking import Hit, Question, Sort, ask
from nhipcau.search.models import SavedQuestion

A_PAGE, PAGES = 50, 6
"""How far back answers are remembered: beyond that the newest ones count."""


def asked_by(saved: SavedQuestion) -> Question:
    """The question that was saved."""
    return question_of(QueryDict(saved.address), language=saved.language)


def answers_now(saved: SavedQuestion) -> list[Hit]:
    """What its owner may see today, the newest first."""
    question = replace(asked_by(saved), sort=Sort.NEWEST, size=A_PAGE, page=1)
    found: list[Hit] = []
    for page in range(1, PAGES + 1):
        answer = ask(replace(question, page=page), by=saved.staff)
        found += answer.hits
        if len(answer.hits) < A_PAGE or len(found) >= answer.total:
            break
    return found


def key_of(hit: Hit) -> str:
    """By which a hit is known again."""
    return f"{hit.kind}:{hit.id}"
