"""What a story's page shows around its body: topic, places, dated notes, sources, what to read next."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from nhipcau.corrections.queries import Corrected
from nhipcau.media.queries import Shelf
from nhipcau.media.rules.kinds import Kind
from nhipcau.newsroom.models import EditorialPage, Step, StoryPage
from nhipcau.public.cards import cards_of, live_stories, public_stories
from nhipcau.public.machines.addresses import path_of
from nhipcau.public.machines.shown import facts_of
from nhipcau.public.machines.telling import wrong_in
from nhipcau.public.offices import named
from nhipcau.public.pictures import pictures_for
from nhipcau.public.tree import places_of, section, way_to

RELATED, RECENT = 4, 120


def story_context(page: StoryPage, language: str, shelf: Shelf) -> tuple[str, dict[str, Any]]:
    """The template for the story's form, and its context."""
    more = {"story": _story(page, language), "related": related_to(page, language)}
    if page.form == StoryPage.Form.PHOTO:
        return "public/photo_story.html", more | {"pictures": _pictures(page, language, shelf)}
    if page.form == StoryPage.Form.FILM and (film := _film(page, language, shelf)):
        return "public/film.html", more | {"video": film}
    return "public/story.html", more


def _story(page: StoryPage, language: str) -> dict[str, Any]:
    top = way_to(page)[-2]
    places = section(language, "places")
    return {
        "topic": {"title": top.title, "url": path_of(top)},
        "places": [
            {"title": place.name_in(language), "url": f"{path_of(places)}{place.key}/"} for place in places_of(page)
        ] if places else [],
        "updated_notes": notes_of(page), "facts_updated": facts_updated(page), "sources": sources_of(page),
        "badge": "urgent" if page.is_urgent else "", "author_line": named(page.office.name, language) if page.office else "",
        "event": {"when": page.event_when, "starts": page.event_starts, "ends": page.event_ends},
        "available_in": [],
    }  # fmt: skip


def notes_of(page: StoryPage) -> list[dict[str, Any]]:
    """What changed since the page first went out, and what was wrong in the page that it is translated from, the newest first."""
    wrong = wrong_in(page)
    steps = Step.objects.filter(page_id=page.pk, kind="updated").exclude(note="").order_by("-pk")
    return _newest_first([*_notes(steps, wrong), *_notes_of_original(page, wrong)])


def corrections_shown(page: EditorialPage) -> list[dict[str, Any]]:
    """Of a page that is no story: only where we were wrong. One query where we were not."""
    wrong = wrong_in(page)
    steps = (
        Step.objects.filter(pk__in=wrong.own, kind="updated").exclude(note="").order_by("-pk") if wrong.own else ()
    )
    return _newest_first([*_notes(steps, wrong), *_notes_of_original(page, wrong)])


def _newest_first(notes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(notes, key=lambda note: note["on"], reverse=True)


def _notes_of_original(page: EditorialPage, wrong: Corrected) -> list[dict[str, Any]]:
    """A translation says that its original was corrected, and whether it has been published since; in the active language."""
    told = []
    for note in wrong.original:
        text = _("The page that this one is translated from was corrected. The entry says what was wrong.")
        if page.last_published_at is None or page.last_published_at < note.on:
            text = f"{text} {_('This translation has not been published again since and may still say it.')}"
        address = reverse("public:correction", args=[note.number])
        told.append({"on": note.on, "text": text, "kind": "correction", "url": address})
    return told


def _notes(steps: Iterable[Step], wrong: Corrected) -> list[dict[str, Any]]:
    return [
        {"on": step.at, "text": step.note, "kind": "correction" if step.pk in wrong.own else "update",
         "url": reverse("public:correction", args=[wrong.own[step.pk]]) if step.pk in wrong.own else ""}
        for step in steps
    ]  # fmt: skip


def facts_updated(page: StoryPage) -> list[dict[str, Any]]:
    """Figures on this page that say something else than when it last went out: the day, and the old and the new value."""
    changed = (found.change for found in facts_of(page))
    return [{"on": change.on, "text": change.text} for change in changed if change]


def sources_of(page: StoryPage) -> list[dict[str, Any]]:
    """The listed sources with their numbers."""
    return [
        {"number": n, "title": block.value["title"], "publisher": block.value["publisher"], "url": block.value["url"],
         "seen": block.value["seen"], "document": block.value["number"]}
        for n, block in enumerate(page.sources, 1)
    ]  # fmt: skip


def related_to(page: StoryPage, language: str) -> list[dict[str, Any]]:
    """What to read next: of the same topic or place, the newest."""
    rows = live_stories(language).filter(~Q(pk=page.pk))
    top = page.path[: -page.steplen]
    recent = rows.rows(RECENT, "pk", "path", "first_published_at")
    there = StoryPage.places.through.objects.filter(
        place_id__in=[place.pk for place in places_of(page)], storypage_id__in=[row[0] for row in recent]
    )
    near = set(there.values_list("storypage_id", flat=True))
    same = [row for row in recent if row[1].startswith(top)][:RELATED]
    close = {*same, *[row for row in recent if row[0] in near][:RELATED]}
    if len(close) < RELATED:
        return cards_of(rows.filter(path__startswith=top)[:RELATED], language)
    chosen = [row[0] for row in sorted(close, key=lambda row: (row[2], row[0]), reverse=True)[:RELATED]]
    found = public_stories(chosen)
    return cards_of([found[pk] for pk in chosen if pk in found], language)


def _pictures(page: StoryPage, language: str, shelf: Shelf) -> list[dict[str, Any]]:
    assets = [
        item["asset"] for block in page.body if block.block_type == "gallery" for item in block.value["pictures"]
    ]
    return [picture for picture in pictures_for(assets, language, "card", shelf) if picture]


def _film(page: StoryPage, language: str, shelf: Shelf) -> dict[str, Any] | None:
    from nhipcau.public.films import video_for

    for block in page.body:
        if block.block_type == "video" and block.value["asset"] and block.value["asset"].kind == Kind.FILM:
            return video_for(block.value["asset"], language, shelf)
    return None
