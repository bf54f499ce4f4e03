"""What the home page of a language shows."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from nhipcau.newsroom.facts import first_numbers
from nhipcau.newsroom.models import HomePage, Place, StoryPage
from nhipcau.public.cards import card_lists, live_stories, one_of_each, public_stories
from nhipcau.public.machines.addresses import path_of
from nhipcau.public.offices import names_in
from nhipcau.public.tree import number_of, section

FEATURES, FEW, NUMBERS = 9, 3, 3
LOOKED_AT, RECENT = 90, 120
"""The newest stories from which the front page is put together, and those among which the newest of a place mostly stands."""


class Glimpse(NamedTuple):
    """As much of a story as is needed to choose it."""

    pk: int
    path: str
    form: str
    is_urgent: bool


def home_context(page: HomePage, language: str, picture: dict[str, Any] | None) -> dict[str, Any]:
    """Hero with its ``picture``, features, figures, photo stories, places, films; constant queries."""
    recent = [Glimpse(*row) for row in live_stories(language).rows(RECENT, "pk", "path", "form", "is_urgent")]
    newest = recent[:LOOKED_AT]
    sections = {kind: section(language, kind) for kind in ("stories", "photos", "films", "places", "facts")}
    about = sections["places"] or sections["stories"]
    places = newest_of_places(language, [story.pk for story in recent], most=8) if sections["places"] else []
    chosen = {
        "features": [story.pk for story in one_of_each(newest, FEATURES)],
        "photo_stories": [story.pk for story in newest if story.form == "photo"][:FEW],
        "films": [story.pk for story in newest if story.form == "film"][:FEW],
        "places": [story for _place, story in places],
        "urgent": [story.pk for story in newest if story.is_urgent][:1],
    }
    stories = public_stories(pk for ids in chosen.values() for pk in ids)
    places = [(place, story) for place, story in places if story in stories]  # one may just have been withdrawn
    lists = [[stories[pk] for pk in ids if pk in stories] for ids in chosen.values()]
    cards = dict(zip(chosen, card_lists(lists, language), strict=True))
    return {
        "hero": {
            "title": page.title, "lead": page.lead, "picture": picture,
            "url": path_of(about) if about else "", "action": _("Look around"),
        },
        "urgent": next((stories[pk] for pk in chosen["urgent"] if pk in stories), None),
        "features": cards["features"],
        "facts": first_numbers(language, NUMBERS, offices=names_in(language)),
        "photo_stories": cards["photo_stories"],
        "films": cards["films"],
        "places": _named_for(places, cards["places"], language, path_of(sections["places"]) if sections["places"] else ""),
        **{f"{kind}_url": path_of(found) if found else "" for kind, found in sections.items()},
    }  # fmt: skip


def newest_by_place(language: str, recent: list[int]) -> dict[int, int]:
    """Place → its newest public story. Most stand among the ``recent``, the newest first; only for the others each place is asked."""
    through = StoryPage.places.through.objects
    rank = {pk: at for at, pk in enumerate(recent)}
    found: dict[int, int] = {}
    pairs = through.filter(storypage_id__in=recent).values_list("place_id", "storypage_id")
    for place, story in sorted(pairs, key=lambda pair: rank[pair[1]]):
        found.setdefault(place, story)
    if len(recent) < RECENT:
        return found
    public = through.filter(
        place_id=OuterRef("pk"), storypage__live=True, storypage__locale_id=number_of(language)
    ).order_by("-storypage__first_published_at", "-storypage_id")
    others = Place.objects.exclude(pk__in=found).annotate(newest=Subquery(public.values("storypage_id")[:1]))
    return found | dict(others.filter(newest__isnull=False).values_list("pk", "newest"))


def newest_of_places(language: str, recent: list[int], *, most: int | None = None) -> list[tuple[Place, int]]:
    """Places that have stories, in their order, each with its newest story's key; ``recent`` as above."""
    newest = newest_by_place(language, recent)
    places = Place.objects.filter(pk__in=newest).order_by("order", "key")[:most]
    return [(place, newest[place.pk]) for place in places]


def place_cards(language: str, base: str) -> list[dict[str, Any]]:
    """Places that have stories, with the picture of the newest."""
    if not base:
        return []
    places = newest_of_places(language, [pk for (pk,) in live_stories(language).rows(RECENT, "pk")])
    stories = public_stories(story for _place, story in places)
    cards = card_lists([[stories[story] for _place, story in places]], language, topics={})[0]
    return _named_for(places, cards, language, base)


def _named_for(
    places: list[tuple[Place, int]], cards: list[dict[str, Any]], language: str, base: str
) -> list[dict[str, Any]]:
    said = {"lead": "", "topic": None, "kind": "", "badge": ""}
    return [
        card | said | {"title": place.name_in(language), "url": f"{base}{place.key}/"}
        for (place, _story), card in zip(places, cards, strict=True)
    ]
