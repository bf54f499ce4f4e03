"""After a publication: the page and the lists it stands in are drawn at once, so that a server in front has them as files."""

from __future__ import annotations

from datetime import datetime

from django_tasks import task
from wagtail.models import Page

from nhipcau.public.machines.addresses import path_of
from nhipcau.public.machines.lists import feed_path
from nhipcau.public.machines.telling import language_of
from nhipcau.public.page_cache.places import is_on, the_store
from nhipcau.public.page_cache.warming import fetched


@task()
def draw_again(page_id: int) -> None:
    """Draw the page, what stands above it, its language's newest feed and the sitemap. What is kept already costs nothing."""
    page = Page.objects.filter(pk=page_id).first()
    if page is None or not is_on():
        return
    around = page.get_ancestors(inclusive=True).live().filter(depth__gt=1).order_by("-depth")
    paths = [path_of(row) for row in around]
    for path in filter(None, [*paths, feed_path(language_of(page), "", "rss"), "/sitemap.xml"]):
        fetched(path)


def tend(now: datetime) -> None:
    """Take away what was kept until ``now`` at the longest: called by the worker's clock every minute (``ports.minutes``)."""
    if is_on():
        the_store().sweep(now)
