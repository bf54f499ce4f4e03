"""What is public, asked for in bulk: new stories, all pages, with few queries however many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet
from wagtail.models import Locale, Page

from nhipcau.media import shelf
from nhipcau.media.models import Asset
from nhipcau.newsroom.models import EditorialPage, HomePage, StoryPage, Theme, TopicPage
from nhipcau.newsroom.wording import plain_words
from nhipcau.public.machines.addresses import absolute, address_of
from nhipcau.public.machines.identity import identity_of
from nhipcau.public.machines.shown import pictures
from nhipcau.public.rules.feeds import Channel, Item
from nhipcau.public.rules.languages import tag_of
from nhipcau.public.rules.subjects import Version

NEWEST = 30
"""Stories in a feed."""
FORMATS = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}


def languages() -> list[str]:
    """Languages that have a live home page, in the order of the site's."""
    found = set(HomePage.objects.live().values_list("locale__language_code", flat=True))
    return [code for code in Locale.objects.values_list("language_code", flat=True) if code in found]


def stories_in(language: str, *, theme: str = "") -> QuerySet[StoryPage]:
    """Live stories in a language, newest first; of a theme where one is named: below its topic, or marked with it."""
    rows = (
        StoryPage.objects.live().filter(locale__language_code=language).select_related("locale", "office", "picture")
    )
    if theme:
        topics = TopicPage.objects.live().filter(locale__language_code=language, theme__key=theme)
        below = Q(pk__in=StoryPage.themes.through.objects.filter(theme__key=theme).values("storypage_id"))
        for topic in topics:
            below |= Q(path__startswith=topic.path)
        rows = rows.filter(below)
    return rows.order_by("-first_published_at", "-pk")


def feed_path(language: str, theme: str, form: str) -> str:
    """Where a feed stands: ``/feeds/vi/all.rss``, ``/feeds/en/heritage.json``."""
    return f"/feeds/{language}/{theme or 'all'}.{form}"


def channel_of(language: str, *, theme: Theme | None, form: str) -> Channel:
    """A feed's head. The home of a theme's feed is its topic page where that is live."""
    site = identity_of(language)
    home, title, about = site.home, site.name, ""
    page: EditorialPage | None = HomePage.objects.live().filter(locale__language_code=language).first()
    if theme:
        topic = TopicPage.objects.live().filter(locale__language_code=language, theme=theme).first()
        title = f"{theme.name_in(language)} – {site.name}"
        page = topic or page
        home = address_of(topic) if topic else home
    if page:
        about = page.search_description or page.lead
    address = absolute(feed_path(language, theme.key if theme else "", form))
    return Channel(title, about or title, tag_of(language), home, address, site.publisher.name, site.publisher.logo)


def items_of(stories: Sequence[StoryPage]) -> list[Item]:
    """Stories as items of a feed: four queries for all of them."""
    from django.db.models import prefetch_related_objects

    prefetch_related_objects(stories, "themes")
    shown = {
        a.pk: a for a in Asset.objects.filter(pk__in={s.picture_id for s in stories}).prefetch_related("renditions")
    }
    return [_item(story, shown.get(story.picture_id or 0)) for story in stories]


def _item(story: StoryPage, picture: Asset | None) -> Item:
    language = str(story.locale.language_code)
    published = story.first_published_at or story.last_published_at
    assert published is not None  # noqa: S101 – a live page has been published
    image = [r for r in picture.renditions.all() if r.format == "jpeg"] if picture and pictures([picture]) else []
    best = max(image, key=lambda r: r.width, default=None)
    return Item(
        url=address_of(story), title=story.title, summary=story.lead, text=plain_words(story), language=tag_of(language),
        published=published, updated=story.last_published_at or published, author=str(story.office or ""),
        tags=tuple(t.name_in(language) for t in story.themes.all()),
        image=absolute(shelf.public_address(best.name)) if best else "", image_type="image/jpeg" if best else "",
        image_size=best.size if best else 0,
    )  # fmt: skip


def public_pages() -> QuerySet[Page]:
    """Every live page of ours that has an address, in a stable order, as light rows."""
    rows = Page.objects.live().filter(depth__gt=1, content_type__app_label="newsroom")
    return rows.select_related("locale").order_by("pk").only(
        "pk", "path", "depth", "url_path", "title", "translation_key", "locale", "last_published_at", "first_published_at", "live"
    )  # fmt: skip


def withdrawn_pages() -> QuerySet[Page]:
    """Every page that was public and was taken back: its address answers with a tombstone."""
    rows = Page.objects.filter(live=False, steps__kind="withdrawn", content_type__app_label="newsroom")
    return rows.select_related("locale").distinct().order_by("pk")


def versions_by_work(pages: Iterable[Page]) -> dict[str, list[Version]]:
    """Translation key → its live versions, Vietnamese first."""
    keys = {page.translation_key for page in pages}
    rows = public_pages().filter(translation_key__in=keys) if len(keys) <= 20_000 else public_pages()
    found: dict[str, list[Version]] = defaultdict(list)
    for row in rows:
        url = address_of(row)
        if url:
            found[str(row.translation_key)].append(Version(str(row.locale.language_code), url))
    return {key: sorted(versions, key=lambda v: v.code != "vi") for key, versions in found.items()}


def newest_change(pages: QuerySet[Page]) -> datetime | None:
    """When something of it last changed in public."""
    from django.db.models import Max

    newest: datetime | None = pages.order_by().aggregate(newest=Max("last_published_at"))["newest"]
    return newest
