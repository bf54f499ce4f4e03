"""Where a page stands: the fixed pages of each language, those above it, those that say the same, its themes and places."""

from __future__ import annotations

from wagtail.models import Locale, Page

from nhipcau.newsroom.models import EditorialPage, HomePage, Place, SectionPage, StoryPage, Theme, TopicPage
from nhipcau.public.once import once


@once
def locales() -> dict[int, Locale]:
    """The languages of the site by their keys."""
    return Locale.objects.in_bulk()


def locale_of(page: Page) -> Locale:
    """The language of ``page``, read together with all others."""
    if not Page.locale.is_cached(page) and page.locale_id in locales():
        page.locale = locales()[page.locale_id]
    return page.locale


def number_of(language: str) -> int:
    """The key of a language's locale; 0, which none has, where the site does not have it. A database that is asked for the number knows
    how many pages there are in that language, and which index to take."""
    return next((key for key, locale in locales().items() if locale.language_code == language), 0)


@once
def translations_of(page: EditorialPage) -> dict[str, EditorialPage]:
    """Language code → the public page that says the same, ``page`` itself included."""
    rows = EditorialPage.objects.live().filter(translation_key=page.translation_key).select_related("locale")
    return {row.locale.language_code: row for row in rows.order_by("locale_id")}


@once
def homes_of_site() -> dict[str, HomePage]:
    """Language code → its public home page."""
    rows = HomePage.objects.live().select_related("locale").defer("body", "sources").order_by("-path")
    return {row.locale.language_code: row for row in rows}


@once
def sections_of(language: str) -> list[SectionPage]:
    """The public section pages of a language, in the order of the tree."""
    rows = SectionPage.objects.live().filter(locale__language_code=language)
    return list(rows.defer("body", "sources").order_by("path"))


def section(language: str, kind: str) -> SectionPage | None:
    """The public section page of a kind in a language: the first, should there be two."""
    return next((found for found in sections_of(language) if found.kind == kind), None)


@once
def topics_of(language: str) -> list[TopicPage]:
    """The public topic pages of a language and, to name what is offered instead, of English."""
    rows = TopicPage.objects.live().filter(locale__language_code__in={language, "en"})
    return list(rows.select_related("theme", "locale").defer("body", "sources").order_by("path"))


@once
def way_to(page: EditorialPage) -> list[Page]:
    """The pages from the home page to ``page``, itself the last."""
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
