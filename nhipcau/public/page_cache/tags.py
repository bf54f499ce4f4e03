"""What pages depend on, by name. A view names all that it shows; a change names all that it touches; where they meet, pages go.

``page:ID`` a page or a list that shows it · ``work:KEY`` the page in any language (their addresses stand in each other's head) ·
``lang:xx`` everything in a language, for its menus · ``list:xx`` lists of new stories · ``topic:KEY:xx``, ``place:KEY:xx`` lists by
theme and place, and neighbours shown at the foot of a story ·
``fact:KEY``, ``facts`` · ``corrections`` (its log, files and feeds), ``corrections:figures``, ``correction:NUMBER`` ·
``asset:ID``, ``pictures`` (lists, whose pictures are many) · ``feeds:xx`` · ``sitemap``.
"""

from __future__ import annotations

from collections.abc import Iterable

from wagtail.models import Page

from nhipcau.newsroom.models import EditorialPage, StoryPage
from nhipcau.public.machines.shown import facts_of, held_by
from nhipcau.public.machines.telling import language_of, theme_keys
from nhipcau.public.tree import places_of


def of_page(page: EditorialPage, *, view: str = "", key: str = "") -> set[str]:
    """What the page's view depends on, neighbours included. About five queries. ``view`` and ``key`` as in ``ports.faces``."""
    language = language_of(page)
    tags = {f"page:{page.pk}", f"work:{page.translation_key}", f"lang:{language}", *about(page)}
    tags |= {f"asset:{pk}" for pk in held_by(page.pk)}
    if isinstance(page, StoryPage):
        tags |= {f"fact:{one.figure.key}" for one in facts_of(page)}
    else:
        tags |= {f"list:{language}", "facts", "pictures"}
    if view == "place":
        tags.add(f"place:{key}:{language}")
    return tags


def of_list(pages: Iterable[EditorialPage], *, language: str, keys: Iterable[str] = ()) -> set[str]:
    """What a list depends on: its items, new ones to come, and further ``keys`` such as ``topic:heritage:vi``."""
    tags = {f"lang:{language}", f"list:{language}", *keys}
    for page in pages:
        tags.add(f"page:{page.pk}")
        if page.picture_id:
            tags.add(f"asset:{page.picture_id}")
    return tags


def about(page: EditorialPage) -> set[str]:
    """The themes and places of a page, as tags of their lists."""
    language = language_of(page)
    tags = {f"topic:{key}:{language}" for key in theme_keys(page)}
    if isinstance(page, StoryPage):
        tags |= {f"place:{place.key}:{language}" for place in places_of(page)}
    return tags


def touched_by(page: Page) -> set[str]:
    """What has to go when ``page`` went out, changed or was withdrawn. Menus and the way to a story name pages that are none."""
    language = language_of(page)
    tags = {f"page:{page.pk}", f"work:{page.translation_key}", f"list:{language}", f"feeds:{language}", "sitemap"}
    if isinstance(page, EditorialPage):
        tags |= about(page)
    if not isinstance(page, StoryPage):
        tags.add(f"lang:{language}")
    return tags
