"""A page of the newsroom as machines are told of it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Page

from nhipcau.corrections.addresses import entry_address
from nhipcau.corrections.queries import corrected
from nhipcau.media.models import Asset
from nhipcau.newsroom.models import EditorialPage, SectionPage, Step, StoryPage, TopicPage
from nhipcau.newsroom.wording import plain_words
from nhipcau.public.machines.addresses import address_of
from nhipcau.public.machines.shown import assets_of, image_of, locality_of, pictures
from nhipcau.public.rules.subjects import Correction, Crumb, Image, Locality, Telling, Version

MOST_IMAGES = 8
NEWS = frozenset({"article", "photo", "film", "person"})
"""Forms that tell of something that happened; a guide or a festival's page stays true longer."""
FIRST = "vi"
"""The language that others are translated from."""


def language_of(page: Page) -> str:
    """The page's language code."""
    return str(page.locale.language_code)


def versions_of(page: Page) -> list[Version]:
    """The live versions of ``page`` in all languages, itself among them where it is live; Vietnamese first."""
    rows = page.get_translations(inclusive=True).live().select_related("locale").order_by("locale_id")
    found = [Version(language_of(row), address_of(row), row.title) for row in rows]
    return sorted((v for v in found if v.url), key=lambda v: v.code != FIRST)


def crumbs_of(page: Page) -> list[Crumb]:
    """From the home page to here."""
    rows = page.get_ancestors(inclusive=True).filter(depth__gt=1).select_related("locale")
    return [Crumb(row.title, address_of(row)) for row in rows if row.live or row.pk == page.pk]


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
        section=_section(page), keywords=tuple(t.name_in(language) for t in story.themes.all()) if story else (),
        images=images_of(page, mine, language), places=_places(story, language) if story else (),
        sources=tuple(_source(block.value) for block in page.sources), words=len(plain_words(page).split()),
        is_news=bool(story and story.form in NEWS), author=str(page.office or ""), original=original,
        versions=tuple(v for v in versions if v.code != language and v is not original),
        corrections=corrections_told(page, language),
    )  # fmt: skip


def corrections_told(page: EditorialPage, language: str) -> tuple[Correction, ...]:
    """The notes of the page that say where we were wrong, in it or in the page that it is translated from. One query where there are none."""
    wrong = corrected(page)
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
    parent = page.get_parent()
    return str(parent.title) if isinstance(page, StoryPage) and parent else ""


def _places(story: StoryPage, language: str) -> tuple[Locality, ...]:
    places = list(story.places.all())
    if not places:
        return ()
    section = SectionPage.objects.live().filter(kind="places", locale_id=story.locale_id).first()
    where = address_of(section) if section else ""
    return tuple(locality_of(place, language=language, section=where) for place in places)


def _source(value: dict[str, object]) -> str:
    return ", ".join(str(part) for part in (value.get("title"), value.get("publisher"), value.get("url")) if part)


def theme_keys(page: EditorialPage) -> set[str]:
    """Keys of the themes that the page belongs to: its own, or those of its topic and the further ones."""
    if isinstance(page, TopicPage):
        return {page.theme.key}
    if not isinstance(page, StoryPage):
        return set()
    parent = TopicPage.objects.filter(path=page.path[: -Page.steplen]).select_related("theme").first()
    return {t.key for t in page.themes.all()} | ({parent.theme.key} if parent else set())
