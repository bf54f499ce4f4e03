"""An answer as screens show it: the same for readers, staff and machines."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings
from django.core.paginator import Paginator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nhipcau.search.addressing import LAST_PAGE, is_narrowed, is_on, query_of, with_facet
from nhipcau.search.asking import KINDS, Answer, Facet, Hit, Piece, Question, Sort

GROUPS: dict[str, str | Promise] = {
    "kinds": _("Kind"),
    "offices": _("Office"),
    "languages": _("Language"),
    "states": _("State"),
}
SORTS: dict[Sort, str | Promise] = {
    Sort.BEST: _("Best match"),
    Sort.NEWEST: _("Newest first"),
    Sort.OLDEST: _("Oldest first"),
    Sort.TITLE: _("By title"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A link that changes the question; ``is_on`` where it is chosen now: following it then takes it back."""

    label: str
    query: str
    is_on: bool
    count: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Values of one field to narrow by."""

    name: str
    label: str
    choices: tuple[Choice, ...]

    @property
    def has_chosen(self) -> bool:
        """Whether one of them is on."""
        return any(choice.is_on for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Shown:
    """A hit with the names of its kind and its language; ``language`` is "" where it is the reader's own or none."""

    hit: Hit
    kind: str
    language: str

    @property
    def title(self) -> str:
        """Without marks."""
        return plain(self.hit.title)


def plain(pieces: tuple[Piece, ...]) -> str:
    """The text of ``pieces``."""
    return "".join(piece.text for piece in pieces)


def shown(hit: Hit, question: Question) -> Shown:
    """For a reader of the question's language."""
    foreign = "" if hit.language == question.language else hit.language
    return Shown(hit, str(KINDS.get(hit.kind, "")), dict(settings.LANGUAGES).get(foreign, ""))


def _below(answer: Answer) -> list[Hit]:
    """The hits without the one that stands on top."""
    top = (answer.top.kind, answer.top.id) if answer.top else None
    return [hit for hit in answer.hits if (hit.kind, hit.id) != top]


def groups_of(question: Question, answer: Answer) -> list[Group]:
    """What there is to narrow by: fields in which the hits differ, and those that are chosen."""
    made = []
    for name, label in GROUPS.items():
        facets = answer.facets.get(name, ())
        if len(facets) > 1 or getattr(question, name):
            choices = tuple(_choice(question, facet) for facet in facets)
            made.append(Group(name, str(label), choices)) if choices else None
    return made


def _choice(question: Question, facet: Facet) -> Choice:
    return Choice(facet.label, query_of(with_facet(question, facet)), is_on(question, facet), facet.count)


def sorts_of(question: Question) -> list[Choice]:
    """The orders as links; without words none matches better than another."""
    now = question.sort if question.text or question.sort is not Sort.BEST else Sort.NEWEST
    return [
        Choice(str(label), query_of(replace(question, sort=sort)), now is sort)
        for sort, label in SORTS.items()
        if question.text or sort is not Sort.BEST
    ]


def others_of(question: Question, answer: Answer) -> list[Choice]:
    """The same words in other languages: what is there, and the way to it."""
    return [
        Choice(facet.label, query_of(replace(question, languages=(facet.value,), page=1)), False, facet.count)
        for facet in answer.other_languages
    ]


def _only_others(question: Question, answer: Answer) -> bool:
    """Whether the reader's own language has nothing, and they did not ask for another."""
    return (
        not question.languages
        and bool(answer.hits)
        and all(hit.language not in {question.language, ""} for hit in answer.hits)
    )


def context_of(question: Question, answer: Answer) -> dict[str, Any]:
    """All that a page of results shows, for any template."""
    pages = Paginator(range(min(answer.total, LAST_PAGE * question.size)), question.size).get_page(question.page)
    numbers = pages.paginator.get_elided_page_range(pages.number, on_each_side=1, on_ends=1)
    address = query_of(question)
    return _limits(question, answer) | {
        "question": question, "query": question.text, "answer": answer,
        "hits": [shown(hit, question) for hit in _below(answer)], "top": shown(answer.top, question) if answer.top else None,
        "others": others_of(question, answer), "only_others": _only_others(question, answer),
        "instead": query_of(Question(answer.did_you_mean, question.language)) if answer.did_you_mean else "",
        "pages": pages, "page_numbers": list(numbers), "pages_query": f"{address}&", "after": f"&{address}",
    }  # fmt: skip


def _limits(question: Question, answer: Answer) -> dict[str, Any]:
    """What narrows and orders, and the ways out of it."""
    groups = {group.name: group for group in groups_of(question, answer)}
    days_away = query_of(replace(question, since=None, until=None, page=1))
    return {
        "kinds": groups.pop("kinds", None), "groups": list(groups.values()), "sorts": sorts_of(question),
        "all_kinds": query_of(replace(question, kinds=(), page=1)), "kept": parse_qsl(days_away),
        "is_narrowed": is_narrowed(question), "anywhere": query_of(Question(question.text, question.language, sort=question.sort)),
    }  # fmt: skip
