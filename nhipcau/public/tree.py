"""Where a page stands: the fixed pages of each language, those above it, those that say the same, its themes and places."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from wagtail.models import Locale, Page

from nhipcau.newsroom.models import EditorialPage, HomePage, Place, SectionPage, StoryPage, Theme, TopicPage
from nhipcau.public.once import once

STANDING = ("title", "path", "depth", "url_path", "live", "translation_key", "content_type", "locale")
"""As much of a page as is needed to name it and lead to it: every page names some forty others."""

Stands = TypeVar("Stands", bound=Page)


@once
def locales() -> dict[int, Locale]:
    """The languages of the site by their keys."""
    return Locale.objects.in_bulk()


def locale_of(page: Page) -> Locale:
    """The language of ``page``, read together with all others."""
    if not Page.locale.is_cached(page) and page.locale_id in locales():
        page.locale = locales()[page.locale_id]
    return page.locale


def with_language(rows: Iterable[Stands]) -> list[Stands]:
    """``rows`` with their languages, which the database need not join to each."""
    found, known = list(rows), locales()
    for row in found:
        if row.locale_id in known:
            row.locale = known[row.locale_id]
    return found


def number_of(language: str) -> int:
    """The key of a language's locale; 0, which none has, where the site does not have it. A database that is asked for the number knows
    how many pages there are in that language, and which index to take."""
    return next((key for key, locale in locales().items() if locale.language_code == language), 0)


@once
def translations_of(page: EditorialPage) -> dict[str, EditorialPage]:
    """Language code → the public page that says the same, ``page`` itself included."""
    rows = EditorialPage.objects.live().filter(translation_key=page.translation_key)
    return {row.locale.language_code: row for row in with_language(rows.only(*STANDING).order_by("locale_id"))}


@once
def homes_of_site() -> dict[str, HomePage]:
    """Language code → its public home page."""
    rows = HomePage.objects.live().only(*STANDING).order_by("-path")
    return {row.locale.language_code: row for row in with_language(rows)}


@once
def sections_of(language: str) -> list[SectionPage]:
    """The public section pages of a language, in the order of the tree."""
    rows = SectionPage.objects.live().filter(locale_id=number_of(language))
    return with_language(rows.only(*STANDING, "kind").order_by("path"))


def section(language: str, kind: str) -> SectionPage | None:
    """The public section page of a kind in a language: the first, should there be two."""
    return next((found for found in sections_of(language) if found.kind == kind), None)


@once
def topics_of(language: str) -> list[TopicPage]:
    """The public topic pages of a language and, to name what is offered instead, of English."""
    rows = TopicPage.objects.live().filter(locale_id__in={number_of(language), number_of("en")})
    return with_language(rows.select_related("theme").only(*STANDING, "theme").order_by("path"))


@once
def way_to(page: EditorialPage) -> list[Page]:
    """The pages from the home page to ``page``, itself the last. Where all are public, the menu's lists have them."""
    language = locale_of(page).language_code
    known = {row.path: row for row in (*homes_of_site().values(), *sections_of(language), *topics_of(language))}
    above = [page.path[:end] for end in range(2 * page.steplen, len(page.path), page.steplen)]
    if all(path in known for path in above):
        return [*(known[path] for path in above), page]
    rows = page.get_ancestors().filter(depth__gt=1).select_related("locale")
    return [*rows, page]


def topic_above(story: StoryPage) -> TopicPage | None:
    """The topic page below which a story stands, public or not."""
    path = story.path[: -story.steplen]
    public = next((topic for topic in topics_of(story.locale.language_code) if topic.path == path), None)
    return public or TopicPage.objects.filter(path=path).select_related("theme").first()


@once
def themes_of(story: StoryPage) -> list[Theme]:
    """The further themes of a story."""
    return list(story.themes.all())


@once
def places_of(story: StoryPage) -> list[Place]:
    """The places that a story is about."""
    return list(story.places.all())
