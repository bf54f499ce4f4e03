"""What the home page of a language shows."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from nhipcau.media.queries import Shelf
from nhipcau.newsroom.models import Fact, HomePage, Place
from nhipcau.public.cards import cards_of, live_stories, one_of_each, section, topics_by_path
from nhipcau.public.facts import facts_for
from nhipcau.public.pictures import picture_for

FEATURES, FEW = 9, 3
LOOKED_AT = 90
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
        "facts": facts_for(list(shown_facts()[:4]), language),
        "photo_stories": cards_of(photos, language, topics=tops),
        "films": cards_of(films, language, topics=tops),
        "places": place_cards(language, sections["places"].url if sections["places"] else "", most=8),
        **{f"{kind}_url": found.url if found else "" for kind, found in sections.items()},
    }  # fmt: skip


def shown_facts() -> Any:
    """Facts that the bank keeps and that have a figure."""
    rows = Fact.objects.filter(ended_on__isnull=True, versions__approved_at__isnull=False).distinct()
    return rows.select_related("office")


def place_cards(language: str, base: str, *, most: int | None = None) -> list[dict[str, Any]]:
    """Places that have stories, with the picture of the newest."""
    if not base:
        return []
    stories = live_stories(language)
    rows = (
        Place.objects.filter(stories__in=stories.values("pk"))
        .annotate(found=Count("stories"))
        .order_by("order", "key")
    )
    by_place: dict[int, Any] = {}
    for story in stories.prefetch_related("places"):
        for place in story.places.all():
            by_place.setdefault(place.pk, story)
    chosen = [place for place in rows if place.pk in by_place][:most]
    cards = cards_of([by_place[place.pk] for place in chosen], language, topics={})
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
