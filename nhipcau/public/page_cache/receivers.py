"""Listens to what changes in the rooms below and drops what showed it, once the change is committed."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_save
from wagtail.models import Page
from wagtail.signals import page_slug_changed, post_page_move

from nhipcau.corrections.models import LogEntry
from nhipcau.corrections.signals import desk_moved, entry_logged
from nhipcau.media.signals import asset_changed, asset_closed
from nhipcau.newsroom.models import EditorialPage
from nhipcau.newsroom.signals import fact_changed, page_out, page_withdrawn, terms_changed
from nhipcau.public.jobs import draw_again
from nhipcau.public.machines.telling import language_of
from nhipcau.public.page_cache import tags
from nhipcau.public.page_cache.places import is_on, the_store

log = logging.getLogger("nhipcau.public")


def drop(names: set[str]) -> int:
    """Drop what depends on ``names``; how many answers. With the cache off there is nothing to drop."""
    if not is_on() or not names:
        return 0
    return the_store().drop(names)


def on_page(sender: Any = None, *, page: Page, **kwargs: Any) -> None:
    """A page went out, changed in public or was withdrawn."""
    fresh = Page.objects.get(pk=page.pk).specific
    drop(tags.touched_by(fresh) | tags.touched_by(page))


def on_out(sender: Any = None, *, page: Page, **kwargs: Any) -> None:
    """A page went out: drop what showed it, and draw it anew in the background."""
    on_page(page=page)
    if is_on():
        draw_again.enqueue(page.pk)


def on_save(sender: type[Any], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """A live page was saved by another way than publication: its badge, its address."""
    if raw or not isinstance(instance, EditorialPage) or not instance.live:
        return
    transaction.on_commit(lambda: on_page(page=instance), robust=True)


def on_move(sender: Any = None, instance: Page | None = None, **kwargs: Any) -> None:
    """Addresses below it changed."""
    if instance is not None:
        names = {f"lang:{language_of(instance)}", "sitemap", f"feeds:{language_of(instance)}"}
        transaction.on_commit(lambda: drop(names), robust=True)


def on_fact(sender: Any = None, *, fact: Any, **kwargs: Any) -> None:
    """A fact says something else."""
    drop({f"fact:{fact.key}", "facts"})


def on_terms(sender: Any = None, **kwargs: Any) -> None:
    """Every page names the office that answers for it, in other languages by the fixed terms."""
    drop({f"lang:{code}" for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE})


def on_asset(sender: Any = None, *, asset: Any, **kwargs: Any) -> None:
    """A picture's words, files or rights changed."""
    drop({f"asset:{asset.pk}", "pictures", "sitemap"})


def on_correction(sender: Any = None, *, entry: LogEntry, **kwargs: Any) -> None:
    """A row was added to the log of corrections; where it says that we were wrong our page and its translations bear the note now."""
    case = entry.case
    names = {"corrections", "corrections:figures", f"correction:{case.number}", "sitemap"}
    if case.page is not None:
        for page in case.page.get_translations(inclusive=True).live():
            names |= tags.touched_by(page.specific)
    drop(names)


def on_desk(sender: Any = None, **kwargs: Any) -> None:
    """A case came in or was answered: the desk's figures are others."""
    drop({"corrections:figures"})


def connect() -> None:
    """Begin to listen. Called once, when the app starts."""
    page_out.connect(on_out, dispatch_uid="public.out")
    page_withdrawn.connect(on_page, dispatch_uid="public.back")
    fact_changed.connect(on_fact, dispatch_uid="public.fact")
    terms_changed.connect(on_terms, dispatch_uid="public.terms")
    asset_changed.connect(on_asset, dispatch_uid="public.asset")
    asset_closed.connect(on_asset, dispatch_uid="public.asset_closed")
    entry_logged.connect(on_correction, dispatch_uid="public.correction")
    desk_moved.connect(on_desk, dispatch_uid="public.desk")
    post_save.connect(on_save, dispatch_uid="public.save")
    page_slug_changed.connect(on_move, dispatch_uid="public.slug")
    post_page_move.connect(on_move, dispatch_uid="public.move")
