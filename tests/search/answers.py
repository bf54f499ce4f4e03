"""A small world of answers for tests of screens: what is there, who may see it, and the question that was asked last."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from nhipcau.people.models import Staff
from nhipcau.search.asking import Answer, Crumb, Facet, Hit, Piece, Question, Suggestion

PLACES = (
    "nhipcau.public.views.searching",
    "nhipcau.search.views.results",
    "nhipcau.search.saved",
    "nhipcau.public.machines.finding",
)


def hit(key: str, title: str, **more: Any) -> Hit:
    """A page with its words marked at the first letter."""
    given = {"kind": "page", "snippet": (Piece("…và "), Piece("chùa", True), Piece(" Khmer <b>")), "url": f"/{key}/", "date": date(2026, 11, 12),
             "language": "vi", "crumbs": (Crumb("Trang chủ", "/"), Crumb("Di sản", "/di-san/"))} | more  # fmt: skip
    return Hit(id=key, title=(Piece(title[:4], True), Piece(title[4:])), **given)


@dataclass
class World:
    """``shown`` to everybody, ``hidden`` by the name of who may see it."""

    shown: list[Hit] = field(default_factory=list)
    hidden: dict[str, list[Hit]] = field(default_factory=dict)
    asked: list[tuple[Question, str]] = field(default_factory=list)
    facets: dict[str, tuple[Facet, ...]] = field(default_factory=dict)
    others: tuple[Facet, ...] = ()
    did_you_mean: str = ""
    top: Hit | None = None
    exact: bool = True

    def ask(self, question: Question, *, by: Staff | None) -> Answer:
        """Every hit whose title holds the words."""
        self.asked.append((question, by.username if by else ""))
        rows = [*self.shown, *(self.hidden.get(by.username, []) if by else [])]
        found = [one for one in rows if question.text.lower() in "".join(p.text for p in one.title).lower()]
        page = tuple(found[(question.page - 1) * question.size : question.page * question.size])
        return Answer(page, len(found), self.exact, self.facets, self.others, self.did_you_mean, self.top, 1.0)

    def suggest(
        self, text: str, *, by: Staff | None, language: str, limit: int = 8, kinds: tuple[str, ...] = ()
    ) -> tuple[Suggestion, ...]:
        """Titles."""
        answer = self.ask(Question(text, language, kinds=kinds, size=limit), by=by)
        return tuple(Suggestion("".join(p.text for p in one.title), one.kind, one.url) for one in answer.hits)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """Stands in for the index behind every screen."""
    made = World()
    for place in PLACES:
        monkeypatch.setattr(f"{place}.ask", made.ask)
    monkeypatch.setattr("nhipcau.search.views.suggesting.suggest", made.suggest)
    return made
