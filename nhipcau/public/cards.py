"""Lists of stories and places as cards, in a constant number of queries however long they are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, When

from nhipcau.media.queries import Shelf
from nhipcau.newsroom.models import EditorialPage, SectionPage, StoryPage, TopicPage
from nhipcau.public.pictures import pictures_for

KINDS = {"film": "film", "photo": "photos"}


def live_stories(language: str) -> QuerySet[StoryPage]:
    """Public stories for readers of a language, the newest first, without their bodies.

    What is not there in the language yet is offered in English (to Vietnamese readers nothing is: theirs is the source).
    """
    mine: Any = Q(locale__language_code=language)
    if language not in {"vi", "en"}:
        own = StoryPage.objects.live().filter(
            locale__language_code=language, translation_key=OuterRef("translation_key")
        )
        mine |= Q(locale__language_code="en") & ~Exists(own)
    return (
        StoryPage.objects.live()
        .filter(mine)
        .select_related("picture", "locale")
        .defer("body", "sources")
        .annotate(is_own=Case(When(locale__language_code=language, then=0), default=1, output_field=IntegerField()))
        .order_by("is_own", "-first_published_at", "-pk")
    )


def topics_by_path(language: str) -> dict[str, TopicPage]:
    """Tree path of a topic page (of the language or of English) → the topic page to name in that language."""
    rows = (
        TopicPage.objects.live().filter(locale__language_code__in={language, "en"}).select_related("theme", "locale")
    )
    found = {row.path: row for row in rows.defer("body", "sources")}
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


def one_of_each(stories: Iterable[StoryPage], most: int) -> list[StoryPage]:
    """The newest of each topic first, then the next of each, up to ``most``: a front page that shows the whole province."""
    by_topic: dict[str, list[StoryPage]] = {}
    for story in stories:
        by_topic.setdefault(story.path[: -story.steplen], []).append(story)
    chosen: list[StoryPage] = []
    while by_topic and len(chosen) < most:
        for topic in list(by_topic):
            chosen.append(by_topic[topic].pop(0))
            if not by_topic[topic]:
                del by_topic[topic]
    return chosen[:most]


def section(language: str, kind: str) -> SectionPage | None:
    """The public section page of a kind in a language."""
    rows = SectionPage.objects.live().filter(locale__language_code=language, kind=kind)
    return rows.defer("body", "sources").first()
