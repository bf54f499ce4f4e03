"""A question as an address: ``?q=&kind=&office=&lang=&state=&since=&until=&sort=&p=``. Addresses stay what they are: people keep them.

Whatever stands in an address makes some question: what cannot be read is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict

from nhipcau.search.asking import KINDS, Facet, Question, Sort

LONGEST = 200
"""Letters of a question that are looked at."""
LAST_PAGE = 500
NAMES = {"kinds": "kind", "offices": "office", "languages": "lang", "states": "state"}
"""Field of a question → its name in the address."""
_MOST = 20


def question_of(given: QueryDict, *, language: str, size: int = 20) -> Question:
    """The question that an address asks, for a reader of ``language``."""
    offices = [
        int(one) for one in given.getlist("office")[:_MOST] if one.isascii() and one.isdecimal() and len(one) < 10
    ]
    sort = given.get("sort", "")
    page = given.get("p", "")
    return Question(
        text=text_of(given), language=language,
        kinds=tuple(one for one in given.getlist("kind")[:_MOST] if one in KINDS), offices=tuple(offices),
        languages=tuple(one for one in given.getlist("lang")[:_MOST] if one in dict(settings.LANGUAGES)),
        states=tuple(one[:40] for one in given.getlist("state")[:_MOST] if one),
        since=_day(given.get("since", "")), until=_day(given.get("until", "")),
        sort=Sort(sort) if sort in set(Sort) else Sort.BEST,
        page=min(int(page), LAST_PAGE) if page.isascii() and page.isdecimal() and 0 < len(page) < 6 and int(page) else 1, size=size,
    )  # fmt: skip


def text_of(given: QueryDict) -> str:
    """What was typed or said, without signs that no text has."""
    return "".join(letter for letter in given.get("q", "") if letter >= " ").strip()[:LONGEST]


def query_of(question: Question, *, page: int = 1) -> str:
    """The address of ``question``, the first page unless another is named; always the same for the same question."""
    pairs: list[tuple[str, str]] = [("q", question.text)]
    for name, short in NAMES.items():
        pairs += [(short, str(value)) for value in getattr(question, name)]
    pairs += [("since", question.since.isoformat())] if question.since else []
    pairs += [("until", question.until.isoformat())] if question.until else []
    pairs += [("sort", question.sort.value)] if question.sort is not Sort.BEST else []
    pairs += [("p", str(page))] if page > 1 else []
    return urlencode(pairs)


def with_facet(question: Question, facet: Facet) -> Question:
    """Narrowed by ``facet`` too, or no longer where it was."""
    value: str | int = int(facet.value) if facet.name == "offices" else facet.value
    before: Sequence[str | int] = getattr(question, facet.name)
    after = tuple(one for one in before if one != value) if value in before else (*before, value)
    return replace(question, page=1, **{facet.name: after})  # type: ignore[arg-type]


def is_on(question: Question, facet: Facet) -> bool:
    """Whether the question is narrowed by ``facet``."""
    return facet.value in {str(one) for one in getattr(question, facet.name)}


def is_narrowed(question: Question) -> bool:
    """Whether anything but the words was asked for."""
    return any(getattr(question, name) for name in NAMES) or bool(question.since or question.until)


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said[:10])
    except ValueError:
        return None
