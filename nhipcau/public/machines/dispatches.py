"""Stories for partners: the text with the media that its licence allows to pass on, and no others."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import escape

from nhipcau.media import shelf
from nhipcau.media.models import Asset
from nhipcau.media.queries import best_text, credit_of, licence_name, publication_faults
from nhipcau.newsroom.models import Step, StoryPage
from nhipcau.newsroom.wording import plain_words
from nhipcau.people.permissions import today
from nhipcau.public.chrome import office_name
from nhipcau.public.machines.addresses import absolute, address_of, base
from nhipcau.public.machines.shown import assets_of
from nhipcau.public.machines.telling import telling_of
from nhipcau.public.once import drawn
from nhipcau.public.rules.clean import clean
from nhipcau.public.rules.languages import tag_of
from nhipcau.public.rules.syndication import Dispatch, Medium

TERMS = "CC BY 4.0 https://creativecommons.org/licenses/by/4.0/"
WORDS = frozenset({"text", "heading", "quote", "remark"})
"""Blocks that are words; pictures and figures go as media, or stay on our page."""


def may_pass_on(asset: Asset) -> bool:
    """Whether the licence lets others have it, and its rights are in order today."""
    return bool(asset.licence and asset.licence.allows_share) and not publication_faults(asset, today())


@drawn
def dispatch_of(story: StoryPage) -> Dispatch:
    """A live story as partners take it."""
    assets = assets_of([story.pk])[story.pk]
    telling = telling_of(story, assets=assets)
    versions = Step.objects.filter(page_id=story.pk, kind__in=["published", "updated"]).count()
    published = story.first_published_at or story.last_published_at
    assert published is not None  # noqa: S101 – a live page has been published
    language = telling.language
    subjects = tuple(
        (absolute(f"/feeds/{language}/{theme.key}.json"), theme.name_in(language)) for theme in story.themes.all()
    )
    return Dispatch(
        uri=f"{base()}/#story-{story.translation_key}-{language}", url=address_of(story), version=max(1, versions),
        language=tag_of(language), title=story.title, lead=story.lead, html=body_html(story), text=plain_words(story),
        office=telling.author, published=published, updated=story.last_published_at or published, holder=office_name(),
        terms=TERMS, subjects=subjects, places=telling.places, sources=telling.sources,
        media=tuple(medium_of(asset, language) for asset in assets if may_pass_on(asset)),
    )  # fmt: skip


def body_html(story: StoryPage) -> str:
    """The words of the body as clean XHTML: text, headings, quotations."""
    parts = [f"<p>{escape(story.lead)}</p>"] if story.lead else []
    for block in story.body:
        if block.block_type not in WORDS:
            continue
        value = block.value
        if block.block_type == "heading":
            parts.append(f"<h{value['level']}>{escape(value['text'])}</h{value['level']}>")
        elif block.block_type == "quote":
            parts.append(f"<blockquote><p>{escape(value['text'])}</p><p>{escape(value['said_by'])}</p></blockquote>")
        else:
            parts.append(clean(str(value)))
    return "".join(parts).replace("<br>", "<br/>").replace("&nbsp;", "\u00a0")


def medium_of(asset: Asset, language: str) -> Medium:
    """A picture, film or sound with its files: the largest of each kind of file first."""
    text = best_text(asset, language)
    made = sorted(asset.renditions.all(), key=lambda r: (r.format not in {"jpeg", "mp4", "svg"}, -r.width))
    whole = [r for r in made if r.crop == ""] or made
    return Medium(
        kind=asset.kind, uri=f"{base()}/#asset-{asset.sha256[:32]}", title=asset.title,
        caption=(text.caption or text.alt) if text else "", credit=credit_of(asset), holder=asset.holder,
        licence=licence_name(asset, language), licence_url=asset.licence.url if asset.licence else "",
        files=tuple(
            (absolute(shelf.public_address(r.name)), shelf.CONTENT_TYPES[r.name.rpartition(".")[2]], r.width, r.height, r.size)
            for r in whole[:4]
        ),
    )  # fmt: skip


@drawn
def dispatches(stories: Iterable[StoryPage]) -> list[Dispatch]:
    """Many."""
    return [dispatch_of(story) for story in stories]
