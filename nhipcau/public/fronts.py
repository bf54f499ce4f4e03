"""What the home page of a language shows."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from nhipcau.media.queries import Shelf
from nhipcau.newsroom.facts import all_figures
from nhipcau.newsroom.models import HomePage, Place, StoryPage
from nhipcau.public.cards import cards_of, live_stories, one_of_each, section, topics_by_path
from nhipcau.public.pictures import picture_for

FEATURES, FEW = 9, 3
LOOKED_AT, RECENT = 90, 400
"""The newest stories from which the front page is put together."""


def home_context(page: HomePage, language: str, shelf: Shelf) -> dict[str, Any]:
    """Hero, features, figures, photo stories, places, films; constant queries."""
    newest = list(live_stories(language)[:LOOKED_AT])
    tops = topics_by_path(language)
    sections = {kind: section(language, kind) for kind in ("stories", "photos", "films", "places", "facts")}
    photos = [s for s in newest if s.form == "photo"][:FEW]
    films = [s for s in newest if s.form == "film"][:FEW]
    urgent = next((s for s in newest if s.is_urgent), None)
    about = sections["places"] or sections["stories"]
    return {
        "hero": {
            "title": page.title, "lead": page.lead, "picture": picture_for(page.picture, language, "hero", shelf),
            "url": about.url if about else "", "action": _("Look around"),
        },
        "urgent": urgent,
        "features": cards_of(one_of_each(newest, FEATURES), language, topics=tops),
        "facts": [figure for figure in all_figures(language) if figure.number][:3],
        "photo_stories": cards_of(photos, language, topics=tops),
        "films": cards_of(films, language, topics=tops),
        "places": place_cards(language, sections["places"].url if sections["places"] else "", most=8),
        **{f"{kind}_url": found.url if found else "" for kind, found in sections.items()},
    }  # fmt: skip


def newest_by_place(language: str) -> dict[int, int]:
    """Place → its newest public story. Most stand among the newest stories of all; only for the others each place is asked."""
    through = StoryPage.places.through.objects
    recent = list(live_stories(language).values_list("pk", flat=True)[:RECENT])
    rank = {pk: at for at, pk in enumerate(recent)}
    found: dict[int, int] = {}
    pairs = through.filter(storypage_id__in=recent).values_list("place_id", "storypage_id")
    for place, story in sorted(pairs, key=lambda pair: rank[pair[1]]):
        found.setdefault(place, story)
    if len(recent) < RECENT:
        return found
    public = through.filter(
        place_id=OuterRef("pk"), storypage__live=True, storypage__locale__language_code=language
    ).order_by("-storypage__first_published_at", "-storypage_id")
    others = Place.objects.exclude(pk__in=found).annotate(newest=Subquery(public.values("storypage_id")[:1]))
    return found | dict(others.filter(newest__isnull=False).values_list("pk", "newest"))


def place_cards(language: str, base: str, *, most: int | None = None) -> list[dict[str, Any]]:
    """Places that have stories, with the picture of the newest."""
    if not base:
        return []
    newest = newest_by_place(language)
    chosen = list(Place.objects.filter(pk__in=newest).order_by("order", "key")[:most])
    by_id = {story.pk: story for story in live_stories(language).filter(pk__in=[newest[p.pk] for p in chosen])}
    cards = cards_of([by_id[newest[place.pk]] for place in chosen], language, topics={})
    return [
        card
        | {
            "title": place.name_in(language),
            "url": f"{base}{place.key}/",
            "lead": "",
            "topic": None,
            "kind": "",
            "badge": "",
        }
        for place, card in zip(chosen, cards, strict=True)
    ]
