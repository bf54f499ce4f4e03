"""RSS 2.0, Atom 1.0 and JSON Feed 1.1, per theme and language."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import feedgenerator

from nhipcau.newsroom.models import Theme
from nhipcau.public.machines import lists
from nhipcau.public.page_cache import keep
from nhipcau.public.rules.feeds import Channel, Item, json_feed

BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)


class _Dated(feedgenerator.SyndicationFeed):
    """An empty feed has a fixed day: Django's says "now", and would never be the same twice."""

    def latest_post_date(self) -> datetime:
        """Of the newest item."""
        return super().latest_post_date() if self.items else BEGINNING


class Rss(_Dated, feedgenerator.Rss201rev2Feed):
    """RSS 2.0."""


class Atom(_Dated, feedgenerator.Atom1Feed):
    """Atom 1.0."""


WRITERS: dict[str, type[feedgenerator.SyndicationFeed]] = {"rss": Rss, "atom": Atom}


def feed(request: HttpRequest, language: str, theme: str, form: str) -> HttpResponse:
    """``/feeds/LANGUAGE/THEME.FORM``; THEME ``all`` is everything. 404 for a language without a home page."""
    if form not in lists.FORMATS or language not in lists.languages():
        raise Http404
    row = get_object_or_404(Theme, key=theme) if theme != "all" else None
    channel = lists.channel_of(language, theme=row, form=form)
    items = lists.items_of(list(lists.stories_in(language, theme=row.key if row else "")[: lists.NEWEST]))
    text = (
        json.dumps(json_feed(channel, items), ensure_ascii=False) if form == "json" else xml_of(channel, items, form)
    )
    answer = HttpResponse(text, content_type=f"{lists.FORMATS[form]}; charset=utf-8")
    answer["Access-Control-Allow-Origin"] = "*"
    return keep(answer, {f"feeds:{language}", f"lang:{language}"})


def xml_of(channel: Channel, items: list[Item], form: str) -> str:
    """RSS or Atom, as ``form`` says."""
    writer = WRITERS[form](
        title=channel.title, link=channel.home, description=channel.description, language=channel.language,
        author_name=channel.author, feed_url=channel.address, subtitle=channel.description,
    )  # fmt: skip
    for item in items:
        enclosures = []
        if item.image:
            enclosures = [feedgenerator.Enclosure(item.image, str(item.image_size), item.image_type)]
        writer.add_item(
            title=item.title, link=item.url, description=item.summary, unique_id=item.url, unique_id_is_permalink=True,
            pubdate=item.published, updateddate=item.updated, author_name=item.author, categories=item.tags,
            enclosures=enclosures,
        )  # fmt: skip
    return writer.writeString("utf-8")
