"""Brings the site that a profile ships: places, themes, pictures, the frame in each language, and the pages.

What is there already is left alone: from the first change on, a page is the staff's.
"""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from wagtail.models import Locale, Page, Site

from nhipcau.media.actions import Origin, Said, Upload, add_asset, describe_asset, record_rights, write_texts
from nhipcau.media.jobs import make_now
from nhipcau.media.models import Asset, Licence
from nhipcau.newsroom.actions.publishing import ship
from nhipcau.newsroom.models import EditorialPage, Fact, HomePage, Place, SectionPage, StoryPage, Theme, TopicPage
from nhipcau.newsroom.rules.site_frame import FramePage, SiteFrame
from nhipcau.newsroom.rules.starter_blocks import body_of
from nhipcau.newsroom.rules.starter_types import PageText, PlaceName, Starter, StarterPage
from nhipcau.people.models import Office, Staff
from nhipcau.people.trail import record

NAMESPACE = uuid.UUID("3d5c2f0e-6f3a-5c55-9d5e-6e6869706361")
"""A page of the frame or of the profile has the same translation key on every machine."""
Pictures = Mapping[str, Asset]


@dataclass(slots=True)
class SiteParts:
    """What is being put together: where the home pages are, pictures by key, who answers."""

    office: Office
    pictures: Pictures
    homes: dict[str, HomePage] = field(default_factory=dict)
    topics: dict[tuple[str, str], TopicPage] = field(default_factory=dict)


def key_of(kind: str, key: str) -> uuid.UUID:
    """The translation key of a shipped page."""
    return uuid.uuid5(NAMESPACE, f"{kind}:{key}")


@transaction.atomic
def load_rows(starter: Starter, frame: SiteFrame, *, by: Staff | None) -> None:
    """Locales, themes and places; names follow the profile."""
    for code in frame.languages:
        Locale.objects.get_or_create(language_code=code)
    for order, theme in enumerate(frame.themes, 1):
        Theme.objects.update_or_create(key=theme.key, defaults={"names": dict(theme.titles), "order": order * 10})
    for order, place in enumerate(starter.places, 1):
        Place.objects.update_or_create(key=place.key, defaults=_place(place, order * 10))
    record(by, "newsroom.load_rows", places=len(starter.places), themes=len(frame.themes))


def _place(place: PlaceName, order: int) -> dict[str, Any]:
    return {"names": dict(place.names), "kind": place.kind, "unit": place.key, "latitude": place.lat,
            "longitude": place.lon, "source": place.source[:500], "order": order}  # fmt: skip


def load_pictures(folder: Path, *, office: Office, by: Staff | None) -> dict[str, Asset]:
    """The profile's drawings with their rights rows (``pictures.csv``), sizes made. Key → asset."""
    with (folder / "pictures.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["key"]: _picture(folder, row, office, by) for row in rows}


def _picture(folder: Path, row: dict[str, str], office: Office, by: Staff | None) -> Asset:
    content = (folder / f"{row['key']}.svg").read_bytes()
    upload = Upload(f"{row['key']}.svg", io.BytesIO(content), len(content))
    added = add_asset(upload, origin=Origin(office, Asset.Source.PROFILE), by=by)
    asset = added.asset
    if added.is_new:
        licence = Licence.objects.get(name_en=row["licence"])
        describe_asset(asset, {"title": row["title_vi"]}, by=by)
        rights = {"author": row["author"], "holder": row["holder"], "licence": licence,
                  "author_kind": Asset.AuthorKind.ORGANISATION, "credit": f"{row['author']}, {row['licence']}"}  # fmt: skip
        record_rights(asset, rights, by=by)
        texts = {code: Said(alt=row[f"alt_{code}"]) for code in ("vi", "en", "km") if row.get(f"alt_{code}")}
        write_texts(asset, texts, by=by)
    make_now(asset)
    return Asset.objects.get(pk=asset.pk)


@transaction.atomic
def load_frame(frame: SiteFrame, *, office: Office, pictures: Pictures, by: Staff | None) -> SiteParts:
    """Home, topics and sections in each language, shipped where they are new."""
    site = SiteParts(office, pictures)
    for code in frame.languages:
        site.homes[code] = _home(frame.home, code, site)
        for theme in frame.themes:
            site.topics[theme.key, code] = _topic(theme, code, site)
        for section in frame.sections:
            _section(section, code, site)
    record(by, "newsroom.load_frame", languages=list(frame.languages))
    return site


def _there(model: type[Any], key: uuid.UUID, code: str) -> Any:
    return model.objects.filter(translation_key=key, locale__language_code=code).first()


def _frame_fields(page: FramePage, code: str, site: SiteParts) -> dict[str, Any]:
    return {"title": page.titles[code], "lead": page.leads[code], "office": site.office, "live": False,
            "locale": Locale.objects.get(language_code=code), "picture": site.pictures.get(page.picture)}  # fmt: skip


def _put(parent: Page, page: EditorialPage) -> EditorialPage:
    parent.add_child(instance=page)
    page.save_revision()
    return ship(page, by=None)


def _home(page: FramePage, code: str, site: SiteParts) -> HomePage:
    key = key_of("frame", "home")
    found = _there(HomePage, key, code)
    if found is None:
        made = HomePage(slug=f"trang-chu-{code}", translation_key=key, **_frame_fields(page, code, site))
        found = _put(Page.get_first_root_node(), made)
    if code == "vi":
        _root(found)
    return found


def _root(home: HomePage) -> None:
    """The Vietnamese home is the site's root; Wagtail's own first page goes."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    elif site.root_page_id != home.pk:
        site.root_page = home
        site.save()
    for page in Page.objects.filter(depth=2).exclude(pk__in=EditorialPage.objects.values("pk")):
        page.delete()


def _topic(page: FramePage, code: str, site: SiteParts) -> TopicPage:
    key = key_of("topic", page.key)
    found = _there(TopicPage, key, code)
    if found is not None:
        return found
    theme = Theme.objects.get(key=page.key)
    made = TopicPage(slug=page.slugs[code], theme=theme, translation_key=key, **_frame_fields(page, code, site))
    return _put(HomePage.objects.get(pk=site.homes[code].pk), made)


def _section(page: FramePage, code: str, site: SiteParts) -> None:
    key = key_of("section", page.key)
    if _there(SectionPage, key, code) is None:
        made = SectionPage(
            slug=page.slugs[code], kind=page.key, translation_key=key, **_frame_fields(page, code, site)
        )
        _put(HomePage.objects.get(pk=site.homes[code].pk), made)


@transaction.atomic
def load_stories(starter: Starter, site: SiteParts, *, by: Staff | None, progress: Callable[[str], None]) -> int:
    """The pages, each in its languages; all are made before any is filled, so that they can point at each other."""
    new: list[tuple[StarterPage, PageText, StoryPage]] = []
    for page in starter.pages:
        for code, text in page.texts.items():
            if (made := _story(page, text, code, site)) is not None:
                new.append((page, text, made))
    facts = dict(Fact.objects.values_list("key", "pk"))
    for at, (page, text, made) in enumerate(new, 1):
        _fill(page, text, made, facts)
        ship(made, by=by)
        if at % 10 == 0 or at == len(new):
            progress(f"{at}/{len(new)}")
    if new:
        record(by, "newsroom.load_stories", pages=len(new))
    return len(new)


def _story(page: StarterPage, text: PageText, code: str, site: SiteParts) -> StoryPage | None:
    key = key_of("story", page.key)
    if (page.topic, code) not in site.topics or _there(StoryPage, key, code) is not None:
        return None
    made = StoryPage(
        title=text.title, slug=page.key, lead=text.lead, search_description=text.description, form=page.form,
        event_when=text.event[:200], locale=Locale.objects.get(language_code=code), translation_key=key, live=False,
        office=site.office, picture=site.pictures.get(page.picture),
    )  # fmt: skip
    TopicPage.objects.get(pk=site.topics[page.topic, code].pk).add_child(instance=made)
    return made


def _fill(page: StarterPage, text: PageText, made: StoryPage, facts: Mapping[str, int]) -> None:
    def link(key: str) -> str:
        other = _there(StoryPage, key_of("story", key), text.language) or _there(
            StoryPage, key_of("story", key), "vi"
        )
        return f'<a linktype="page" id="{other.pk}">' if other else "<a>"

    block = made.body.stream_block
    raw = [{"type": kind, "value": value} for kind, value in body_of(text.blocks, link=link, fact=facts.get)]
    made.body = block.to_python(raw)
    titles = text.source_titles or tuple(source.title for source in page.sources)
    made.sources = [
        ("source", {"title": title, "publisher": s.publisher, "number": s.number, "url": s.url, "seen": s.seen})
        for s, title in zip(page.sources, titles, strict=False)
    ]  # fmt: skip
    made.places.set(Place.objects.filter(key__in=page.places))
    made.save()
    made.save_revision()
