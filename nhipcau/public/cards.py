"""Lists of stories and places as cards, in a constant number of queries however long they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from django.db.models import Q, QuerySet

from nhipcau.media.queries import SHOWN, Shelf
from nhipcau.newsroom.models import EditorialPage, StoryPage, TopicPage
from nhipcau.public.machines.addresses import path_of
from nhipcau.public.pictures import at_the_top, carried_along, pictures_for
from nhipcau.public.tree import STANDING, number_of, topics_of, with_language

KINDS = {"film": "film", "photo": "photos"}


SOURCES = {"vi", "en"}
"""To these readers nothing is offered in another language."""


ON_CARD = ("lead", "form", "is_urgent", "first_published_at", "picture", *(f"picture__{name}" for name in SHOWN))
"""What a card shows of a story besides its name and where it stands."""


def public_stories(keys: Iterable[int]) -> dict[int, StoryPage]:
    """Key → story with what a card shows of it and nothing else, for those of the ``keys`` that are public."""
    rows = StoryPage.objects.live().filter(pk__in=set(keys)).select_related("picture__licence")
    return {row.pk: row for row in with_language(rows.only(*STANDING, *ON_CARD))}


@dataclass(frozen=True, slots=True)
class StoryList:
    """Public stories for readers of a language: its own, the newest first, then what is offered in English until it is there.

    Asked part by part, by the number of the language: each part walks the index of days and stops, where one question for all would
    sort every story. Counted and sliced, as a Paginator does.
    """

    parts: tuple[QuerySet[StoryPage], ...]

    def filter(self, *wanted: Q, **named: Any) -> StoryList:
        """Those of them."""
        return StoryList(tuple(part.filter(*wanted, **named) for part in self.parts))

    def count(self) -> int:
        """How many: one query a part."""
        return sum(part.count() for part in self.parts)

    def rows(self, most: int, *fields: str) -> list[tuple[Any, ...]]:
        """``fields`` of the first ``most``."""
        return self._between(0, most, fields)

    def __getitem__(self, piece: slice) -> list[StoryPage]:
        """Stories with what a card shows, in order; ``piece`` has no step and no negative end."""
        keys = [pk for (pk,) in self._between(piece.start or 0, piece.stop, ("pk",))]
        found = public_stories(keys)
        return [found[pk] for pk in keys if pk in found]

    def _between(self, start: int, stop: int, fields: tuple[str, ...]) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = []
        for place, part in enumerate(self.parts):
            if stop <= 0:
                break
            here = list(part.values_list(*fields)[max(start, 0) : stop])
            found += here
            if place + 1 < len(self.parts):
                before = max(start, 0) + len(here) if here else part.count()
                start, stop = start - before, stop - before
        return found


def live_stories(language: str) -> StoryList:
    """Public stories for readers of ``language``. What is not there in it yet is offered in English; to Vietnamese and English
    readers nothing is."""
    own = _newest_of(language)
    if language in SOURCES:
        return StoryList((own,))
    instead = _newest_of("en").exclude(translation_key__in=own.order_by().values("translation_key"))
    return StoryList((own, instead))


def _newest_of(language: str) -> QuerySet[StoryPage]:
    return StoryPage.objects.live().filter(locale_id=number_of(language)).order_by("-first_published_at", "-pk")


def stories_of_topic(topic: TopicPage, language: str) -> StoryList:
    """Those that stand below the topic, and those of other topics that are marked with its theme. The database is told of the latter
    only where there are any: an "or" is answered by looking at every story of the language."""
    below = Q(path__gt=topic.path, path__lt=f"{topic.path}~")
    marked = StoryPage.themes.through.objects.filter(theme_id=topic.theme_id)
    wanted = below | Q(id__in=marked.values("storypage_id")) if marked.exists() else below
    return live_stories(language).filter(wanted)


def topics_by_path(language: str) -> dict[str, TopicPage]:
    """Tree path of a topic page (of the language or of English) → the topic page to name in that language."""
    found = {row.path: row for row in topics_of(language)}
    own = {row.theme_id: row for row in found.values() if row.locale.language_code == language}
    return {path: own.get(row.theme_id, row) for path, row in found.items()}


def cards_of(
    stories: Iterable[Any],
    language: str,
    *,
    topics: dict[str, TopicPage] | None = None,
    layout: str = "card",
    first: Callable[[dict[str, Any]], dict[str, Any]] | None = None,
) -> list[dict[str, Any]]:
    """``stories`` as ``public/components/card.html`` shows them; ``first`` does more for the first picture (``first_of``)."""
    rows = list(stories)
    tops = topics_by_path(language) if topics is None else topics
    pictures = pictures_for([row.picture for row in rows], language, layout, Shelf.PUBLIC)
    if first and pictures and pictures[0]:
        pictures[0] = first(pictures[0])
    return [_card(row, picture, tops) for row, picture in zip(rows, pictures, strict=True)]


def first_of(page: EditorialPage) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """What is done for the first picture of a list that ``page`` shows: a phone has it in sight below the page's own."""
    return carried_along if page.picture_id else at_the_top


def _card(page: EditorialPage, picture: dict[str, Any] | None, tops: dict[str, TopicPage]) -> dict[str, Any]:
    top = tops.get(page.path[: -page.steplen])
    return {
        "url": path_of(page), "title": page.title, "lead": page.lead, "language": page.locale.language_code,
        "picture": picture, "topic": {"title": top.title, "url": path_of(top)} if top else None,
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
