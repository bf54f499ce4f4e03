"""Lists of stories and places as cards, in a constant number of queries however long they are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol, TypeVar

from django.db.models import Case, IntegerField, Q, QuerySet, When

from nhipcau.media.queries import Shelf
from nhipcau.newsroom.models import EditorialPage, StoryPage, TopicPage
from nhipcau.public.pictures import pictures_for
from nhipcau.public.tree import topics_of

KINDS = {"film": "film", "photo": "photos"}


SOURCES = {"vi", "en"}
"""To these readers nothing is offered in another language."""


def _offered_instead(language: str) -> Any:
    """Stories in English of which there is none in ``language`` yet. Its own are listed once: few where anything is offered."""
    own = StoryPage.objects.live().filter(locale__language_code=language).values("translation_key")
    return Q(locale__language_code="en") & ~Q(translation_key__in=own)


def public_stories() -> QuerySet[StoryPage]:
    """Public stories of every language with what a card shows of them, without their bodies."""
    return StoryPage.objects.live().select_related("picture__licence", "locale").defer("body", "sources")


def live_stories(language: str) -> QuerySet[StoryPage]:
    """Public stories for readers of a language, the newest first, without their bodies.

    What is not there in the language yet is offered in English (to Vietnamese readers nothing is: theirs is the source).
    """
    mine: Any = Q(locale__language_code=language)
    if language not in SOURCES:
        mine |= _offered_instead(language)
    return (
        public_stories()
        .filter(mine)
        .annotate(is_own=Case(When(locale__language_code=language, then=0), default=1, output_field=IntegerField()))
        .order_by("is_own", "-first_published_at", "-pk")
    )


def newest_rows(language: str, most: int, *fields: str) -> list[tuple[Any, ...]]:
    """``fields`` of the first ``most`` of ``live_stories``, asked language by language: each walks the index of days and stops."""
    newest = StoryPage.objects.live().order_by("-first_published_at", "-pk").values_list(*fields)
    rows = list(newest.filter(locale__language_code=language)[:most])
    if language not in SOURCES and len(rows) < most:
        rows += newest.filter(_offered_instead(language))[: most - len(rows)]
    return rows


def topics_by_path(language: str) -> dict[str, TopicPage]:
    """Tree path of a topic page (of the language or of English) → the topic page to name in that language."""
    found = {row.path: row for row in topics_of(language)}
    own = {row.theme_id: row for row in found.values() if row.locale.language_code == language}
    return {path: own.get(row.theme_id, row) for path, row in found.items()}


def cards_of(
    stories: Iterable[Any], language: str, *, topics: dict[str, TopicPage] | None = None, layout: str = "card"
) -> list[dict[str, Any]]:
    """``stories`` as ``public/components/card.html`` shows them."""
    rows = list(stories)
    tops = topics_by_path(language) if topics is None else topics
    pictures = pictures_for([row.picture for row in rows], language, layout, Shelf.PUBLIC)
    return [_card(row, picture, tops) for row, picture in zip(rows, pictures, strict=True)]


def _card(page: EditorialPage, picture: dict[str, Any] | None, tops: dict[str, TopicPage]) -> dict[str, Any]:
    top = tops.get(page.path[: -page.steplen])
    return {
        "url": page.url, "title": page.title, "lead": page.lead, "language": page.locale.language_code,
        "picture": picture, "topic": {"title": top.title, "url": top.url} if top else None,
        "kind": KINDS.get(getattr(page, "form", ""), ""), "badge": "urgent" if page.is_urgent else "",
    }  # fmt: skip


class InTree(Protocol):
    """Something that stands in the tree of pages."""

    @property
    def path(self) -> str: ...


Standing = TypeVar("Standing", bound=InTree)


def one_of_each(stories: Iterable[Standing], most: int) -> list[Standing]:
    """The newest of each topic first, then the next of each, up to ``most``: a front page that shows the whole province."""
    by_topic: dict[str, list[Standing]] = {}
    for story in stories:
        by_topic.setdefault(story.path[: -StoryPage.steplen], []).append(story)
    chosen: list[Standing] = []
    while by_topic and len(chosen) < most:
        for topic in list(by_topic):
            chosen.append(by_topic[topic].pop(0))
            if not by_topic[topic]:
                del by_topic[topic]
    return chosen[:most]


def card_lists(
    lists: Iterable[list[Any]], language: str, *, topics: dict[str, TopicPage] | None = None
) -> list[list[dict[str, Any]]]:
    """Several lists as ``cards_of`` makes them, their pictures fetched together."""
    rows = list(lists)
    cards = iter(cards_of([story for row in rows for story in row], language, topics=topics))
    return [[next(cards) for _story in row] for row in rows]
