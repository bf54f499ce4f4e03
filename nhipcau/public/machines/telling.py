"""A page of the newsroom as machines are told of it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Page

from nhipcau.corrections.addresses import entry_address
from nhipcau.corrections.queries import corrected
from nhipcau.media.models import Asset
from nhipcau.newsroom.models import EditorialPage, Step, StoryPage, TopicPage
from nhipcau.newsroom.wording import plain_words
from nhipcau.public.machines.addresses import address_of
from nhipcau.public.machines.shown import assets_of, image_of, locality_of, pictures
from nhipcau.public.once import once
from nhipcau.public.rules.subjects import Correction, Crumb, Image, Locality, Telling, Version
from nhipcau.public.tree import places_of, section, themes_of, topic_above, translations_of, way_to

MOST_IMAGES = 8
NEWS = frozenset({"article", "photo", "film", "person"})
"""Forms that tell of something that happened; a guide or a festival's page stays true longer."""
FIRST = "vi"
"""The language that others are translated from."""
wrong_in = once(corrected)
"""Where we were wrong, asked once while a page is drawn: its head tells machines, its notes tell readers."""


def language_of(page: Page) -> str:
    """The page's language code."""
    return str(page.locale.language_code)


def versions_of(page: EditorialPage) -> list[Version]:
    """The live versions of ``page`` in all languages, itself among them where it is live; Vietnamese first."""
    found = [Version(code, address_of(row), row.title) for code, row in translations_of(page).items()]
    return sorted((v for v in found if v.url), key=lambda v: v.code != FIRST)


def crumbs_of(page: EditorialPage) -> list[Crumb]:
    """From the home page to here."""
    return [Crumb(row.title, address_of(row)) for row in way_to(page) if row.live or row.pk == page.pk]


def telling_of(page: EditorialPage, *, assets: list[Asset] | None = None) -> Telling:
    """The page with its pictures and places. About eight queries; ``assets`` (``shown.assets_of``) saves five of them."""
    language = language_of(page)
    versions = versions_of(page)
    mine = assets_of([page.pk])[page.pk] if assets is None else assets
    original = next((v for v in versions if v.code == FIRST), None) if language != FIRST else None
    story = page if isinstance(page, StoryPage) else None
    return Telling(
        url=address_of(page), title=page.seo_title or page.title, description=page.search_description or page.lead,
        language=language, published=page.first_published_at, updated=page.last_published_at,
        section=_section(page), keywords=tuple(t.name_in(language) for t in themes_of(story)) if story else (),
        images=images_of(page, mine, language), places=_places(story, language) if story else (),
        sources=tuple(_source(block.value) for block in page.sources), words=len(plain_words(page).split()),
        is_news=bool(story and story.form in NEWS), author=str(page.office or ""), original=original,
        versions=tuple(v for v in versions if v.code != language and v is not original),
        corrections=corrections_told(page, language),
    )  # fmt: skip


def corrections_told(page: EditorialPage, language: str) -> tuple[Correction, ...]:
    """The notes of the page that say where we were wrong, in it or in the page that it is translated from. One query where there are none."""
    wrong = wrong_in(page)
    steps = Step.objects.filter(pk__in=wrong.own).order_by("pk") if wrong.own else ()
    own = [Correction(step.note, entry_address(wrong.own[step.pk], language), step.at, language) for step in steps]
    with override(language):
        words = _("The page that this one is translated from was corrected. The entry says what was wrong.")
    above = [Correction(words, entry_address(note.number, language), note.on, language) for note in wrong.original]
    return tuple(sorted([*own, *above], key=lambda one: one.on))


def images_of(page: EditorialPage, assets: list[Asset], language: str) -> tuple[Image, ...]:
    """The main picture first, then what else the page shows."""
    shown = sorted(pictures(assets), key=lambda a: a.pk != page.picture_id)
    return tuple(image_of(asset, language) for asset in shown[:MOST_IMAGES])


def _section(page: EditorialPage) -> str:
    return str(way_to(page)[-2].title) if isinstance(page, StoryPage) else ""


def _places(story: StoryPage, language: str) -> tuple[Locality, ...]:
    places = places_of(story)
    if not places:
        return ()
    above = section(language, "places")
    where = address_of(above) if above else ""
    return tuple(locality_of(place, language=language, section=where) for place in places)


def _source(value: dict[str, object]) -> str:
    return ", ".join(str(part) for part in (value.get("title"), value.get("publisher"), value.get("url")) if part)


def theme_keys(page: EditorialPage) -> set[str]:
    """Keys of the themes that the page belongs to: its own, or those of its topic and the further ones."""
    if isinstance(page, TopicPage):
        return {page.theme.key}
    if not isinstance(page, StoryPage):
        return set()
    parent = topic_above(page)
    return {t.key for t in themes_of(page)} | ({parent.theme.key} if parent else set())
